import type { Budget } from "@lemma/lean-kernel/budget";
import {
  abstractTerm,
  app,
  assume,
  byContradiction,
  convert,
  eq,
  equal,
  falseTerm,
  isApp,
  isIntegral,
  nat,
  not,
  num,
  numberOf,
  type Op,
  reflexivity,
  rewrite,
  ringIdentity,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import { compare, rational } from "@lemma/lean-kernel/rational";
import { Hiding } from "./hiding.ts";
import { divisibilityAsRemainder, proveInteger } from "./integer.ts";

/**
 * Lean's `omega`: linear arithmetic over ℕ and ℤ. What is not linear is an atom as it stands: a product of two terms that are
 * no literals, a power but of literals, a quotient by anything else, `gcd`, `!`, `|x|`, sums and cardinalities. So `a * b` and
 * `b * a` are two atoms, and no fact about parity, congruence or sets is read.
 *
 * @see the `omega` frontend of Lean 4: `asLinearCombo` for terms, `omegaImpl` for facts.
 */
export function proveOmega(premises: readonly Theorem[], goal: Term, budget: Budget): Theorem | undefined {
  const denial = equal(goal, falseTerm) ? [] : [assume(not(goal))];
  const given = [...premises, ...denial].map((premise) => spelled(premise, budget));
  const atoms = new Atoms(budget);
  const linear = given.map((theorem) => ({ theorem, formula: atoms.formula(theorem.conclusion) }));
  const found = proveInteger(
    linear.map(({ formula }) => assume(formula)),
    falseTerm,
    budget,
  );
  if (found === undefined) return undefined;
  const contradiction = atoms.restore(found, linear);
  return denial.length === 0 ? contradiction : byContradiction(goal, contradiction);
}

/** The premise with `k ∣ a` as `a % k = 0`, and its nonlinear terms in the one form that Lean gives them. */
function spelled(premise: Theorem, budget: Budget): Theorem {
  let current = divisibilityAsRemainder(premise, budget);
  for (;;) {
    budget.spend(1);
    const found = find(current.conclusion, otherForm);
    if (found === undefined) return current;
    const motive = abstractTerm(current.conclusion, found.part);
    if (motive === undefined) return current;
    const equation = isApp(found.part, "succ")
      ? convert(reflexivity(found.part), eq(found.part, found.other), budget)
      : ringIdentity(found.part, found.other, budget);
    current = rewrite(equation, motive, current);
  }
}

/**
 * `n.succ` is `n + 1`; `2 ^ (k + 1)` is `2 ^ k * 2 ^ 1`: a literal's power is taken apart as far as its exponent shows. `↑a * ↑b` is `↑(a * b)` and
 * `↑a ^ k` is `↑(a ^ k)`, as casts from ℕ have been moved inwards.
 */
function otherForm(term: Term): Term | undefined {
  if (term.tag !== "app" || !isIntegral(term.type)) return undefined;
  const [a, b] = term.args as [Term, Term];
  if (term.op === "succ") return app("add", [a, num(1n, nat)]);
  if (term.op === "pow" && a.tag === "num" && isApp(b, "add") && b.hasVar && b.args[1]!.tag === "num")
    return app("mul", [app("pow", [a, b.args[0]!]), app("pow", [a, b.args[1]!])]);
  if (!isApp(a, "cast")) return undefined;
  if (term.op === "pow") return app("cast", [app("pow", [a.args[0]!, b])], term.type);
  const isProduct = term.op === "mul" && isApp(b, "cast") && a.hasVar && b.hasVar;
  return isProduct ? app("cast", [app("mul", [a.args[0]!, b.args[0]!])], term.type) : undefined;
}

function find(
  formula: Term,
  test: (part: Term) => Term | undefined,
): { readonly part: Term; readonly other: Term } | undefined {
  if (formula.tag !== "app" || formula.loose > 0) return undefined;
  for (const arg of formula.args) {
    const found = find(arg, test);
    if (found !== undefined) return found;
  }
  const other = test(formula);
  return other === undefined ? undefined : { part: formula, other };
}

const connectives = new Set<Op>(["and", "or", "not", "imp", "iff"]);
const relations = new Set<Op>(["eq", "ne", "le", "lt", "ge", "gt"]);
/** Parts of a linear term whatever stands in them; quotients, products and powers are looked at one by one. */
const transparent = new Set<Op>(["add", "sub", "neg", "succ", "min", "max", "natAbs", "toNat", "cast"]);
const ground = new Set<Op>(["add", "sub", "neg", "succ", "mul", "div", "mod", "pow", "cast"]);

/** Newer versions of Lean stop at 256, older ones nowhere. */
const largestExponent = rational(1000n);

class Atoms extends Hiding {
  readonly #budget: Budget;

  constructor(budget: Budget) {
    super();
    this.#budget = budget;
  }

  /** The formula with a variable in the place of each atom that is no variable. */
  formula(formula: Term): Term {
    this.#budget.spend(1);
    if (formula.tag !== "app" || formula.loose > 0) return formula;
    if (connectives.has(formula.op))
      return app(
        formula.op,
        formula.args.map((arg) => this.formula(arg)),
      );
    return relations.has(formula.op) && isIntegral(formula.args[0]!.type)
      ? app(
          formula.op,
          formula.args.map((arg) => this.#term(arg)),
        )
      : formula;
  }

  #term(term: Term): Term {
    this.#budget.spend(1);
    if (term.tag !== "app" || this.#isGround(term)) return term;
    const [a, b] = term.args as [Term, Term];
    const isTransparent =
      (transparent.has(term.op) && isIntegral(a.type)) ||
      (term.op === "mul" && (this.#isGround(a) || this.#isGround(b))) ||
      ((term.op === "div" || term.op === "mod") && this.#isGround(b));
    if (!isTransparent) return this.hide(term);
    return app(
      term.op,
      term.args.map((arg) => this.#term(arg)),
      term.type,
    );
  }

  /** Made of literals by operations that Lean evaluates at once. */
  #isGround(term: Term): boolean {
    if (term.tag === "num") return true;
    if (term.tag !== "app" || term.hasVar || !ground.has(term.op) || !term.args.every((arg) => this.#isGround(arg)))
      return false;
    if (term.op !== "pow") return true;
    const exponent = numberOf(term.args[1]!, this.#budget);
    return exponent !== undefined && compare(exponent, largestExponent) <= 0;
  }
}
