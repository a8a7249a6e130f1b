import { offsetOf } from "../arithmetic/offset.ts";
import { reduces } from "./reduces.ts";
import { Budget } from "@lemma/lean-kernel/budget";
import {
  abstract,
  absurd,
  assume,
  bound,
  call,
  congruence as congruenceRule,
  convert,
  discharge,
  eq,
  equal,
  equivalence,
  extensionality,
  falseTerm,
  iff,
  imp,
  instantiate,
  isApp,
  isNumeric,
  lam,
  type LamTerm,
  lift,
  nat,
  not,
  prop,
  propositional,
  rank,
  real,
  reflexivity,
  rewrite,
  ringIdentity,
  sameType,
  symmetry as symmetric,
  type Term,
  type Theorem,
  transitivity as transitive,
  trueTerm,
  truth,
  value,
  variable,
  type VarTerm,
} from "@lemma/lean-kernel";

/** The sides of `a = b`. */
export function sidesOf(equation: Theorem): readonly [Term, Term] {
  const { conclusion } = equation;
  if (!isApp(conclusion, "eq")) throw new TypeError("not an equation");
  return conclusion.args as unknown as readonly [Term, Term];
}

export { propositional, symmetry as symmetric, transitivity as transitive } from "@lemma/lean-kernel";

/** `fun x => left = x` and the like, with the hole at one place. */
const motive = (hole: Term, build: (x: Term) => Term): LamTerm => lam("x", hole.type, build(bound(0, hole.type)));

/** a = b gives f(a) = f(b) for `fun x => f(x)`. */
export function congruence(fn: LamTerm, equation: Theorem): Theorem {
  const [a] = sidesOf(equation);
  const image = instantiate(fn, a);
  return rewrite(equation, lam("x", fn.domain, eq(lift(image, 1), fn.body)), reflexivity(image));
}

/** ⊢ p = q and ⊢ p give ⊢ q; also from `p ↔ q`. */
export function transport(equation: Theorem, theorem: Theorem): Theorem {
  return rewrite(
    equation,
    motive(theorem.conclusion, (x) => x),
    theorem,
  );
}

/** ⊢ p = q gives ⊢ p ↔ q */
export function asEquivalence(equation: Theorem): Theorem {
  const [p] = sidesOf(equation);
  const self = equivalence(discharge(p, assume(p)), discharge(p, assume(p)));
  return rewrite(
    equation,
    motive(p, (x) => iff(lift(p, 1), x)),
    self,
  );
}

/** ⊢ p gives ⊢ p = True */
export function equalsTrue(theorem: Theorem): Theorem {
  const p = theorem.conclusion;
  return propositional(equivalence(discharge(p, truth()), discharge(trueTerm, theorem)));
}

/** ⊢ ¬p or ⊢ p → False gives ⊢ p = False */
export function equalsFalse(refutation: Theorem, p: Term): Theorem {
  const { conclusion } = refutation;
  const forward = isApp(conclusion, "not") ? negationAsImplication(refutation) : refutation;
  return propositional(equivalence(forward, discharge(falseTerm, absurd(assume(falseTerm), p))));
}

/** ⊢ ¬p gives ⊢ p → False: by the definition of ¬, without its budget. */
export function negationAsImplication(negation: Theorem): Theorem {
  const { conclusion } = negation;
  if (!isApp(conclusion, "not")) return negation;
  const p = conclusion.args[0]!;
  return rewrite(negationEquation(p), lam("x", prop, bound(0, prop)), negation);
}

/** ⊢ (¬p) = (p → False) */
function negationEquation(p: Term): Theorem {
  return convert(reflexivity(not(p)), eq(not(p), imp(p, falseTerm)), new Budget());
}

/** ⊢ p = True gives ⊢ p */
export function fromTrue(equation: Theorem): Theorem {
  return transport(symmetric(equation), truth());
}

/** Γ ⊢ a = b for a free x gives Γ ⊢ (fun x => a) = (fun x => b) */
export const underBinder = (free: VarTerm, equation: Theorem): Theorem => extensionality(free, equation);

/** The equation of an `app` whose arguments have equations (undefined: unchanged); undefined when none has. */
export const congruenceOfApp = (
  term: Term & { tag: "app" },
  parts: readonly (Theorem | undefined)[],
): Theorem | undefined => (parts.every((part) => part === undefined) ? undefined : congruenceRule(term, parts));

/** `5`, and `↑5` from ℕ, which is `5` by definition. Of ℝ and ℂ, whose zero and one are irreducible, that begins at two. */
function isPlainLiteral(term: Term): boolean {
  if (!isNumeric(term.type)) return false;
  if (term.tag === "num") return true;
  const [inner] = isApp(term, "cast") ? term.args : [];
  return inner?.tag === "num" && (inner.value >= 2n || rank(term.type) < rank(real));
}

/** ⊢ a = b for terms that differ only in closed integers of the same value, or in how a literal is cast. */
export function numeralEquation(a: Term, b: Term, budget: Budget): Theorem | undefined {
  budget.spend(1);
  if (equal(a, b)) return reflexivity(a);
  const computes = (reduces(a) && reduces(b)) || (isPlainLiteral(a) && isPlainLiteral(b));
  if (!a.hasVar && !b.hasVar && a.loose === 0 && b.loose === 0 && computes && sameType(a.type, b.type)) {
    const [x, y] = [value(a, budget), value(b, budget)];
    if (x !== undefined && y !== undefined && equal(sidesOf(x)[1], sidesOf(y)[1])) return transitive(x, symmetric(y));
  }
  if (sameOffset(a, b)) return ringIdentity(a, b, budget);
  if (a.tag === "app" && b.tag === "app" && a.op === b.op && a.args.length === b.args.length) {
    const parts = a.args.map((arg, i) =>
      equal(arg, b.args[i]!) ? undefined : numeralEquation(arg, b.args[i]!, budget),
    );
    if (parts.some((part, i) => part === undefined && !equal(a.args[i]!, b.args[i]!))) return undefined;
    return congruenceOfApp(a, parts);
  }
  return a.tag === "call" && b.tag === "call" ? callEquation(a, b, budget) : undefined;
}

type Call = Term & { readonly tag: "call" };

function callEquation(a: Call, b: Call, budget: Budget): Theorem | undefined {
  if (!sameType(a.fn.type, b.fn.type)) return undefined;
  const [ofFunction, ofArgument] = [numeralEquation(a.fn, b.fn, budget), numeralEquation(a.arg, b.arg, budget)];
  if (ofFunction === undefined || ofArgument === undefined) return undefined;
  const [f, x] = [variable("f", a.fn.type), variable("x", a.arg.type)];
  return transitive(
    congruence(abstract(call(f, a.arg), f), ofFunction),
    congruence(abstract(call(b.fn, x), x), ofArgument),
  );
}

/** `k + 1 + 2` and `k + 3`: natural numbers that are as far from the same term, which Lean's unifier takes for the same. */
function sameOffset(a: Term, b: Term): boolean {
  if (a.open || b.open || a.loose > 0 || b.loose > 0) return false;
  if (!sameType(a.type, nat) || !sameType(b.type, nat)) return false;
  const [x, y] = [offsetOf(a), offsetOf(b)];
  return x.offset === y.offset && x.base !== undefined && y.base !== undefined && equal(x.base, y.base);
}
