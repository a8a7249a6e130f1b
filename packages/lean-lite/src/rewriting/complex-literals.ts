import {
  app,
  complex,
  equal,
  isApp,
  nat,
  numeral,
  type Op,
  oneOf,
  sameType,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import type { Budget } from "@lemma/lean-kernel/budget";
import { useLemma } from "../arithmetic/negation.ts";
import { congruenceOfApp, numeralEquation, sidesOf, transitive } from "../proof/equations.ts";

const ofCast: Readonly<Partial<Record<Op, string>>> = {
  "Complex.re": "Complex.natCast_re",
  "Complex.im": "Complex.natCast_im",
  "Complex.normSq": "Complex.normSq_natCast",
};
const ofQuotient: Readonly<Partial<Record<Op, string>>> = {
  "Complex.re": "Complex.div_natCast_re",
  "Complex.im": "Complex.div_natCast_im",
};

/**
 * What `Complex.re_ofNat`, `im_ofNat`, `normSq_ofNat`, `div_ofNat_re` and `div_ofNat_im` say of a literal from two on, which is the
 * natural number of that name: ⊢ re 3 = 3, ⊢ im (z / 3) = im z / 3.
 */
export function partOfLiteral(term: Term, budget: Budget): Theorem | undefined {
  if (term.tag !== "app") return undefined;
  const [z] = term.args as [Term];
  const quotientLemma = ofQuotient[term.op];
  if (quotientLemma !== undefined && isApp(z, "div")) {
    const [above, below] = z.args as [Term, Term];
    const cast = literalAsCast(below, budget);
    if (cast === undefined) return undefined;
    const inside = congruenceOfApp(term, [congruenceOfApp(z, [undefined, cast.equation])]);
    return chained(inside!, useLemma(quotientLemma, undefined, [above, cast.natural]), budget);
  }
  const lemma = ofCast[term.op];
  const cast = lemma === undefined ? undefined : literalAsCast(z, budget);
  if (lemma === undefined || cast === undefined) return undefined;
  return chained(congruenceOfApp(term, [cast.equation])!, useLemma(lemma, undefined, [cast.natural]), budget);
}

/** ⊢ 3 = ↑3 */
function literalAsCast(term: Term, budget: Budget): { readonly natural: Term; readonly equation: Theorem } | undefined {
  if (term.tag !== "num" || term.value < 2n || !sameType(term.type, complex)) return undefined;
  const natural = numeral(term.value, nat);
  const equation = numeralEquation(term, app("cast", [natural], complex), budget);
  return equation === undefined ? undefined : { natural, equation };
}

/** The two steps as one, with `↑3` in what they give written 3 again. */
function chained(first: Theorem, second: Theorem, budget: Budget): Theorem | undefined {
  const both = transitive(first, second);
  const [, result] = sidesOf(both);
  const plain = uncast(result);
  if (equal(plain, result)) return both;
  const last = numeralEquation(result, plain, budget);
  return last === undefined ? undefined : transitive(both, last);
}

function uncast(term: Term): Term {
  if (term.tag !== "app") return term;
  const [inner] = term.args;
  if (term.op === "cast" && inner?.tag === "num") return numeral(inner.value, term.type);
  return oneOf(term.op, "mul", "div") ? app(term.op, term.args.map(uncast), term.type) : term;
}
