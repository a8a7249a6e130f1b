import type { Goal } from "../goal/goal.ts";
import { isFailure, TacticFailure } from "../goal/state.ts";
import {
  app,
  convert,
  isApp,
  isField,
  isNumeric,
  nat,
  type Op,
  sameType,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import { useLemma } from "../arithmetic/negation.ts";
import { ringEquation } from "../arithmetic/ring.ts";
import { congruenceOfApp, sidesOf, transitive } from "../proof/equations.ts";
import { findHypothesis, type Session, termIn } from "../proof/session.ts";
import { isAllowed } from "./arithmetic.ts";
import { ProofReader } from "../proof/terms.ts";
import { unfoldTo } from "../proof/unfold.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import type { Expression } from "../syntax/tree.ts";
import type { TacticRule } from "./tactic.ts";

/** An expression with the left sides in the place of its equations; ⊢ left = the same with their right sides, where it has any. */
interface Combination {
  readonly left: Term;
  readonly equation: Theorem | undefined;
}

/**
 * `linear_combination e`: e's equations give l = r, and the goal a = b follows since a + r and b + l are the same to `ring`.
 *
 * @see Mathlib's `Mathlib.Tactic.LinearCombination`: the same sum, there as a difference.
 */
export const linearCombination: TacticRule = (session, { terms = [] }) => {
  const { state } = session;
  const { goal } = state;
  const target = unfoldTo(goal.target, "eq");
  if (target === undefined || !isNumeric(target.args[0]!.type))
    throw new TacticFailure("linear_combination: the goal is not an equation of numbers");
  const [a, b] = target.args as [Term, Term];
  if (sameType(a.type, nat))
    throw new UnsupportedTactic("linear_combination over ℕ, which older versions of Mathlib do not have");
  const { equation } = terms.length === 0 ? { equation: undefined } : new Reader(session, goal, a.type).read(terms[0]!);
  const [l, r] = equation === undefined ? [undefined, undefined] : sidesOf(equation);
  const plus = (term: Term, more: Term | undefined): Term => (more === undefined ? term : app("add", [term, more]));
  const [start, end] = [plus(a, r), plus(b, l)];
  const found = ringEquation(start, end, state.budget);
  if (found === undefined) throw new TacticFailure("ring failed, ring_nf subsidiary goal");
  if (!isAllowed(session, found)) throw new UnsupportedTactic("linear_combination with what ring may take for an atom");
  const identity = found.theorem;
  const toRight = equation && congruenceOfApp(end as Term & { tag: "app" }, [undefined, equation]);
  const theorem =
    toRight === undefined || r === undefined
      ? identity
      : useLemma("add_right_cancel", a.type, [a, r, b], [transitive(identity, toRight)]);
  state.close(convert(theorem, goal.target, state.budget));
};

class Reader {
  readonly #session: Session;
  readonly #goal: Goal;
  readonly #type: Term["type"];

  constructor(session: Session, goal: Goal, type: Term["type"]) {
    this.#session = session;
    this.#goal = goal;
    this.#type = type;
  }

  read(syntax: Expression): Combination {
    this.#session.state.tick();
    if (syntax.kind === "paren") return this.read(syntax.inner);
    if (!this.#hasProof(syntax)) {
      const left = termIn(this.#session, this.#goal, syntax, this.#type);
      return { left, equation: undefined };
    }
    if (syntax.kind === "unary" && syntax.op === "neg") return this.#combined("neg", [this.read(syntax.operand)]);
    if (syntax.kind === "binary") {
      const op = operations[syntax.op];
      if (op === undefined) throw new UnsupportedTactic(`linear_combination with ${syntax.op}`);
      return this.#combined(op, [this.read(syntax.left), this.read(syntax.right)]);
    }
    const equation = this.#equation(syntax);
    if (equation === undefined) throw new UnsupportedTactic("linear_combination with this term");
    const [left] = sidesOf(equation);
    if (!sameType(left.type, this.#type)) throw new UnsupportedTactic("linear_combination across types");
    return { left, equation };
  }

  #combined(op: Op, parts: readonly Combination[]): Combination {
    if (op === "div" && !isField(this.#type)) throw new UnsupportedTactic("linear_combination with a quotient");
    const left = app(
      op,
      parts.map((part) => part.left),
    );
    const equation = congruenceOfApp(
      left as Term & { tag: "app" },
      parts.map((part) => part.equation),
    );
    return { left, equation };
  }

  /** Whether a name in it stands for a proof: then it is a combination, otherwise a number. */
  #hasProof(syntax: Expression): boolean {
    if (syntax.kind === "paren") return this.#hasProof(syntax.inner);
    if (syntax.kind === "binary") return this.#hasProof(syntax.left) || this.#hasProof(syntax.right);
    if (syntax.kind === "unary") return this.#hasProof(syntax.operand);
    return this.#equation(syntax) !== undefined;
  }

  #equation(syntax: Expression): Theorem | undefined {
    if (syntax.kind === "name") {
      const found = findHypothesis(this.#goal, syntax.name);
      if (found === undefined && this.#goal.entries.some(({ name }) => name === syntax.name)) return undefined;
    } else if (syntax.kind !== "apply" && syntax.kind !== "project" && syntax.kind !== "ascription") return undefined;
    try {
      const theorem = new ProofReader(this.#session, this.#goal).theorem(syntax)();
      const equation = unfoldTo(theorem.conclusion, "eq");
      if (equation === undefined || !isNumeric(equation.args[0]!.type)) return undefined;
      return isApp(theorem.conclusion, "eq") ? theorem : convert(theorem, equation, this.#session.state.budget);
    } catch (error) {
      if (!isFailure(error)) throw error;
      return undefined;
    }
  }
}

const operations: Readonly<Record<string, Op>> = { "+": "add", "-": "sub", "*": "mul", "/": "div" };
