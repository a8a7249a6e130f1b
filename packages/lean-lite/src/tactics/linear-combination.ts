import {
  addScaled,
  constant,
  constantValue,
  multiplyPolynomials,
  type Polynomial,
} from "@lemma/lean-kernel/polynomial";
import { invert, rational, sign } from "@lemma/lean-kernel/rational";
import type { Goal } from "../goal/goal.ts";
import { isFailure, TacticFailure } from "../goal/state.ts";
import {
  arithmetic,
  convert,
  Embedding,
  isApp,
  isField,
  isNumeric,
  isOrdered,
  type Multiple,
  RuleError,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import { findHypothesis, type Session, termIn } from "../proof/session.ts";
import { ProofReader } from "../proof/terms.ts";
import { unfoldTo } from "../proof/unfold.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import type { Expression } from "../syntax/tree.ts";
import type { TacticRule } from "./tactic.ts";

/** A sum of multiples of equations, each multiple a polynomial; what has no equation in it is a plain term. */
interface Combination {
  readonly summands: readonly { readonly equation: Theorem; readonly factor: Polynomial }[];
  readonly term: Polynomial | undefined;
}

/**
 * `linear_combination e`: the goal's difference of sides is, as a polynomial, the sum that e makes of the differences of
 * its equations.
 */
export const linearCombination: TacticRule = (session, { terms = [] }) => {
  const { state } = session;
  const { goal } = state;
  const target = unfoldTo(goal.target, "eq");
  if (target === undefined || !isNumeric(target.args[0]!.type))
    throw new TacticFailure("linear_combination: the goal is not an equation of numbers");
  const type = target.args[0]!.type;
  if (!isOrdered(type)) throw new UnsupportedTactic("linear_combination over ℂ");
  const embedding = new Embedding(state.budget);
  const reader = new Reader(session, goal, embedding, type);
  const { summands } = terms.length === 0 ? { summands: [] } : reader.read(terms[0]!);
  const premises = summands.map(({ equation }) => equation);
  const multiples = summands.flatMap(({ factor }, hypothesis) => multiplesOf(factor, hypothesis));
  const last = premises.length;
  // Were the sides different, one difference or the other would be below 0; the combination says that it is 0.
  const refutation = (direction: 1 | -1) => ({
    by: "sum" as const,
    multiples: [
      { multiplier: 1, factors: [{ hypothesis: last }] },
      ...multiples.map(({ multiplier, factors }) => ({
        multiplier: scaleBy(multiplier, direction === 1 ? -1 : 1),
        factors,
      })),
    ],
  });
  let theorem: Theorem;
  try {
    theorem = arithmetic(premises, target, [refutation(1), refutation(-1)], state.budget);
  } catch (error) {
    if (error instanceof RuleError) throw new TacticFailure("ring failed, ring_nf subsidiary goal", { cause: error });
    throw error;
  }
  state.close(convert(theorem, goal.target, state.budget));
};

const scaleBy = (value: Multiple["multiplier"], by: 1 | -1): Multiple["multiplier"] =>
  by === 1 ? value : typeof value === "number" ? 0 - value : rational(-value.numerator, value.denominator);

/** p · (f = 0) from numbers and squares, which certificates know: 4p = (p + 1)² − (p − 1)². */
function multiplesOf(p: Polynomial, hypothesis: number): Multiple[] {
  const value = constantValue(p);
  if (value !== undefined) return sign(value) === 0 ? [] : [{ multiplier: value, factors: [{ hypothesis }] }];
  const quarter = rational(1, 4);
  return [
    { multiplier: quarter, factors: [{ square: addScaled(p, 1, constant(1)) }, { hypothesis }] },
    { multiplier: rational(-1, 4), factors: [{ square: addScaled(p, -1, constant(1)) }, { hypothesis }] },
  ];
}

class Reader {
  readonly #session: Session;
  readonly #goal: Goal;
  readonly #embedding: Embedding;
  readonly #type: Term["type"];

  constructor(session: Session, goal: Goal, embedding: Embedding, type: Term["type"]) {
    this.#session = session;
    this.#goal = goal;
    this.#embedding = embedding;
    this.#type = type;
  }

  read(syntax: Expression): Combination {
    this.#session.state.tick();
    if (syntax.kind === "paren") return this.read(syntax.inner);
    if (syntax.kind === "unary" && syntax.op === "neg" && this.#hasProof(syntax.operand))
      return this.#scaled(this.read(syntax.operand), constant(-1));
    if (syntax.kind === "binary" && (this.#hasProof(syntax.left) || this.#hasProof(syntax.right)))
      return this.#binary(syntax.op, this.read(syntax.left), this.read(syntax.right));
    const equation = this.#equation(syntax);
    if (equation !== undefined) return { summands: [{ equation, factor: constant(1) }], term: undefined };
    const term = termIn(this.#session, this.#goal, syntax, this.#type);
    return { summands: [], term: this.#embedding.polynomial(term) };
  }

  #binary(op: string, left: Combination, right: Combination): Combination {
    switch (op) {
      case "+":
        return join(left, right);
      case "-":
        return join(left, this.#scaled(right, constant(-1)));
      case "*":
        if (left.summands.length === 0) return this.#scaled(right, left.term!);
        if (right.summands.length === 0) return this.#scaled(left, right.term!);
        throw new UnsupportedTactic("linear_combination with a product of two equations");
      case "/": {
        const divisor = right.term === undefined ? undefined : constantValue(right.term);
        if (divisor === undefined || sign(divisor) === 0 || !isField(this.#type))
          throw new UnsupportedTactic("linear_combination with a quotient");
        return this.#scaled(left, constant(invert(divisor)));
      }
      default:
        throw new UnsupportedTactic(`linear_combination with ${op}`);
    }
  }

  #scaled({ summands, term }: Combination, by: Polynomial): Combination {
    const { budget } = this.#session.state;
    return {
      summands: summands.map(({ equation, factor }) => ({ equation, factor: multiplyPolynomials(factor, by, budget) })),
      term: term === undefined ? undefined : multiplyPolynomials(term, by, budget),
    };
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

const join = (a: Combination, b: Combination): Combination => ({
  summands: [...a.summands, ...b.summands],
  // Numbers beside equations say nothing: `h + 1` is h with 1 added on both sides.
  term: a.term === undefined || b.term === undefined ? undefined : addScaled(a.term, 1, b.term),
});
