import {
  app,
  int,
  isApp,
  isField,
  isIntegral,
  isNumeric,
  isOrdered,
  nat,
  num,
  occurs,
  oneOf,
  sameType,
  type Term,
  type Theorem,
  type Type,
} from "@lemma/lean-kernel";
import { Hiding } from "./hiding.ts";
import { useLemma } from "./negation.ts";

const comparisons = new Set(["eq", "ne", "le", "lt", "ge", "gt"]);
const literalOperations = new Set(["add", "sub", "mul", "div", "neg", "inv", "pow", "decimal"]);

/** A rational number by its looks, as `cancelDenoms` wants a denominator. */
const isLiteralNumber = (term: Term): boolean =>
  !term.hasVar && !occurs(term, (part) => (part.tag === "app" ? !literalOperations.has(part.op) : part.tag !== "num"));

const naturalOperations = new Set(["add", "sub", "mul", "div", "mod", "pow", "succ"]);
const isNaturalNumber = (term: Term): boolean =>
  !term.hasVar && !occurs(term, (part) => (part.tag === "app" ? !naturalOperations.has(part.op) : part.tag !== "num"));

/** `↑0`, which is 0 by `Int.cast_zero` and by reduction. */
const isCastLiteral = (term: Term): boolean =>
  isApp(term, "cast") && (term.args[0]!.tag === "num" || isCastLiteral(term.args[0]!));

/** Facts over ℕ are facts over ℤ to `linarith`; it brings no others together. */
const kindOf = (type: Type): string => (isIntegral(type) ? int.key : type.key);

/** A premise and its hidden form. */
interface Given {
  readonly theorem: Theorem;
  readonly formula: Term;
}

/**
 * Comparisons as `linarith` reads them: sums, differences, products, powers with literal exponents, division by literals; all else
 * is an atom as it stands. An atom at ℝ is none at ℤ. Of a natural number in a sum or product it knows that it is not negative, of
 * one in a power or a quotient it does not.
 *
 * @see Mathlib's `Linarith.Preprocessing` (`natToInt`, `cancelDenoms`) and `Linarith.Parsing` (`linearFormOfExpr`).
 */
export class LinearAtoms extends Hiding {
  /** Atoms over ℕ that are known not to be negative. */
  readonly naturals = new Set<Term>();
  readonly #casts = new Map<Term, Given>();

  /** `0 ≤ ↑n` for the casts outside ℤ. */
  get casts(): readonly Given[] {
    return [...this.#casts.values()];
  }

  formula(formula: Term): Term {
    if (formula.tag !== "app" || formula.loose > 0) return formula;
    if (formula.op === "not") return app("not", [this.formula(formula.args[0]!)]);
    if (!comparisons.has(formula.op) || !isNumeric(formula.args[0]!.type)) return formula;
    return app(
      formula.op,
      formula.args.map((arg) => this.term(arg, true)),
    );
  }

  /** @param counts whether natural numbers are looked for here. */
  term(term: Term, counts: boolean): Term {
    if (term.loose > 0 || term.open || term.tag === "num") return term;
    if (term.tag !== "app") return this.#atom(term, counts);
    const { op, type } = term;
    const [a, b] = term.args as [Term, Term];
    const isNatural = sameType(type, nat);
    // What moves the casts inwards also evaluates.
    if (isNatural && isNaturalNumber(term)) return term;
    if (op === "add" || op === "mul" || (op === "sub" && !isNatural))
      return app(op, [this.term(a, counts), this.term(b, counts)], type);
    if (op === "succ") return app("add", [this.term(a, counts), num(1n, nat)]);
    if (op === "neg" && !isNatural) return app("neg", [this.term(a, counts)], type);
    if (op === "pow" && b.tag === "num" && sameType(b.type, nat)) return app("pow", [this.term(a, false), b], type);
    if (op === "decimal" || isCastLiteral(term)) return term;
    if (isField(type) && op === "div" && isLiteralNumber(b)) return app("div", [this.term(a, false), b], type);
    if (isField(type) && op === "inv" && isLiteralNumber(a)) return term;
    return this.#atom(term, counts);
  }

  #atom(term: Term, counts: boolean): Term {
    const kind = kindOf(term.type);
    const [inner] = term.tag === "app" && term.op === "cast" ? term.args : [];
    if (inner === undefined || !sameType(inner.type, nat)) {
      const free = this.hide(term, kind);
      // Over ℤ, quotients and remainders are those of the casts.
      const isPushed = term.tag === "app" && oneOf(term.op, "div", "mod", "sum", "prod", "natAbs");
      if (counts && sameType(term.type, nat) && !isPushed) this.naturals.add(free);
      return free;
    }
    if (kind === int.key) {
      const free = this.hide(inner, kind);
      if (counts) this.naturals.add(free);
      return app("cast", [free], term.type);
    }
    const free = this.hide(term, kind);
    if (counts && isOrdered(term.type) && !this.#casts.has(free)) {
      const theorem = useLemma("Nat.cast_nonneg", term.type, [inner]);
      this.#casts.set(free, { theorem, formula: app("le", [num(0n, term.type), free]) });
    }
    return free;
  }
}
