import { Budget } from "@lemma/lean-kernel/budget";
import { addScaled, constantValue, zero } from "@lemma/lean-kernel/polynomial";
import { type Rational, sign } from "@lemma/lean-kernel/rational";
import type { Comparison, Relation } from "./problem.ts";
import { nonnegativeSolution } from "./simplex.ts";

export interface Multiplier {
  /** Index of the hypothesis. */
  readonly hypothesis: number;
  /** Nonnegative, except at an equation. Never zero. */
  readonly multiplier: Rational;
}

/**
 * Why hypotheses contradict each other over an ordered field (Farkas, Motzkin): the multiples add up to a constant that is
 * positive, or zero with a strict hypothesis among them, though every summand is ≤ 0 or < 0.
 */
export type FarkasCertificate = readonly Multiplier[];

/** Finds multipliers that refute the hypotheses. Complete for linear arithmetic over ordered fields within its budget. */
export function linarith(
  hypotheses: readonly Comparison[],
  budget: Budget = new Budget(),
): FarkasCertificate | undefined {
  for (const [index, { polynomial, relation }] of hypotheses.entries()) {
    const value = constantValue(polynomial);
    if (value !== undefined && isFalse(value, relation))
      return [{ hypothesis: index, multiplier: relation === "eq" ? sign(value) : 1 }];
  }
  const solution = nonnegativeSolution(hypotheses, budget);
  if (solution === undefined) return undefined;
  const certificate = solution.flatMap((multiplier, hypothesis) =>
    sign(multiplier) === 0 ? [] : [{ hypothesis, multiplier }],
  );
  // The search may be as clever as it likes: only what the check below accepts leaves this function.
  return checkFarkas(hypotheses, certificate) ? certificate : undefined;
}

/** Whether the certificate refutes the hypotheses; exact. */
export function checkFarkas(hypotheses: readonly Comparison[], certificate: FarkasCertificate): boolean {
  let sum = zero;
  let strict = false;
  for (const { hypothesis, multiplier } of certificate) {
    const fact = hypotheses[hypothesis];
    if (fact === undefined || (fact.relation !== "eq" && sign(multiplier) < 0)) return false;
    if (fact.relation === "lt" && sign(multiplier) > 0) strict = true;
    sum = addScaled(sum, multiplier, fact.polynomial);
  }
  const value = constantValue(sum);
  return value !== undefined && (sign(value) > 0 || (strict && sign(value) === 0));
}

function isFalse(value: Rational, relation: Relation): boolean {
  if (relation === "eq") return sign(value) !== 0;
  return relation === "le" ? sign(value) > 0 : sign(value) >= 0;
}
