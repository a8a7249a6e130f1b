import { Random, type Refutation, type Theorem } from "@lemma/interfaces";
import { wholeStatement } from "@lemma/lean-text";
import { standingWithin } from "../check.ts";
import { Contexts } from "../context/contexts.ts";
import { UnsupportedProblem } from "../elaborate/problem.ts";
import { askedFor } from "../file.ts";
import type { Goal } from "../goal/goal.ts";
import { isFailure } from "../goal/state.ts";
import { IllTyped } from "@lemma/lean-kernel";
import { SyntaxProblem } from "../syntax/lexer.ts";
import { readStatement } from "../read-statement.ts";
import { sample } from "./counterexample.ts";

export interface RefuteOptions {
  /** Assignments to try; most statements that are false at small numbers fail within a few dozen. */
  readonly tries?: number;
  readonly seed?: number;
  /** What stands before the statement in its file; the customary header when absent. */
  readonly header?: string;
}

/**
 * Tries a statement that ends in `:= by` at small values of its variables, as Mathlib's `plausible` does. A counterexample
 * is certain: it is found in exact arithmetic, or in doubles far from a tie. Functions are sampled from the quadratics.
 */
export function refute(statement: string, options: RefuteOptions = {}): Refutation {
  const { header } = options;
  const goal = readGoal({ id: "", statement, ...(header === undefined ? {} : { header }) });
  if ("reason" in goal) return { status: "unknown", reason: goal.reason };
  try {
    const { confirmed, counterexample } = sample(goal.goal, new Random(options.seed ?? 0), options.tries ?? 120);
    return counterexample === undefined
      ? { status: "unrefuted", confirmed }
      : { status: "refuted", counterexample: Object.fromEntries(counterexample) };
  } catch (error) {
    // A number or a term beyond what can be computed with.
    if (error instanceof RangeError) return { status: "unknown", reason: "too large to evaluate" };
    throw error;
  }
}

export function readGoal(theorem: Theorem): { readonly goal: Goal } | { readonly reason: string } {
  const whole = wholeStatement(theorem.statement);
  if ("problem" in whole) return { reason: whole.problem };
  try {
    const { goal, surroundings } = readStatement(askedFor(theorem, contexts), standingWithin({}));
    return surroundings.definitions.length === 0 ? { goal } : { reason: "a definition of the file" };
  } catch (error) {
    if (error instanceof UnsupportedProblem) return { reason: error.construct };
    if (error instanceof SyntaxProblem || error instanceof IllTyped || error instanceof RangeError)
      return { reason: error.message };
    if (error instanceof Error && isFailure(error)) return { reason: error.message };
    throw error;
  }
}
const contexts = new Contexts();
