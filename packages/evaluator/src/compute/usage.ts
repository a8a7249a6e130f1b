import type { Usage } from "@lemma/interfaces";
import { z } from "zod";

/** What one problem cost under one method. FLOPs are those of the graphs that ran. */
export interface ComputeUsage extends Usage {
  /** Wall-clock of the whole problem, sampling, training and verification included. */
  readonly wallMs: number;
}

export const usageSchema: z.ZodType<ComputeUsage> = z.object({
  promptTokens: z.number(),
  sampledTokens: z.number(),
  trainedTokens: z.number(),
  flops: z.number(),
  verifications: z.number(),
  verifierMs: z.number(),
  wallMs: z.number(),
});

/** The currencies in which two methods can be given the same budget. */
export const computeMeasures = {
  flops: { of: (usage) => usage.flops, label: "FLOPs" },
  tokens: { of: (usage) => usage.sampledTokens, label: "generated tokens" },
  wall: { of: (usage) => usage.wallMs, label: "wall-clock" },
  verifier: { of: (usage) => usage.verifierMs, label: "verifier time" },
} as const satisfies Readonly<Record<string, { readonly of: (usage: ComputeUsage) => number; readonly label: string }>>;

export type ComputeMeasure = keyof typeof computeMeasures;

export const noUsage: ComputeUsage = {
  promptTokens: 0,
  sampledTokens: 0,
  trainedTokens: 0,
  flops: 0,
  verifications: 0,
  verifierMs: 0,
  wallMs: 0,
};

/** Componentwise sum; of nothing, zero. */
export function sumUsage(usages: Iterable<ComputeUsage>): ComputeUsage {
  const sum = { ...noUsage };
  for (const usage of usages) for (const key of Object.keys(noUsage) as (keyof ComputeUsage)[]) sum[key] += usage[key];
  return sum;
}

/** Componentwise mean; of nothing, zero. */
export function meanUsage(usages: readonly ComputeUsage[]): ComputeUsage {
  const sum = { ...sumUsage(usages) };
  if (usages.length > 0) for (const key of Object.keys(noUsage) as (keyof ComputeUsage)[]) sum[key] /= usages.length;
  return sum;
}

export interface MatchedBudget {
  readonly measure: ComputeMeasure;
  /** Attempts the baseline is given: rounded up, so that rounding favours the baseline. At least `attempts`. */
  readonly k: number;
  /** The method's cost over that of the baseline's own `attempts`. */
  readonly ratio: number;
}

/**
 * How many attempts give the baseline at least the compute that a method used, both summed over the same problems.
 *
 * @param attempts how many attempts per problem `baseline` was measured over.
 * @throws {RangeError} when the baseline's cost is zero in this measure: nothing can be matched to it.
 */
export function matchBudget(
  measure: ComputeMeasure,
  method: readonly ComputeUsage[],
  baseline: readonly ComputeUsage[],
  attempts: number,
): MatchedBudget {
  const { of, label } = computeMeasures[measure];
  const cost = of(meanUsage(method));
  const baseCost = of(meanUsage(baseline));
  if (!(baseCost > 0) || !Number.isFinite(cost))
    throw new RangeError(`matchBudget: the baseline used no ${label}, so nothing can be matched to it`);
  const ratio = cost / baseCost;
  // Below a billionth of an attempt it is rounding, not a further attempt.
  return { measure, k: Math.max(attempts, Math.ceil(attempts * ratio - 1e-9)), ratio };
}
