import { Random } from "@lemma/interfaces";
import type { Interval } from "./interval.ts";

export interface BootstrapOptions {
  /** 0.95 unless told. */
  readonly level?: number;
  /** 10,000 unless told. */
  readonly resamples?: number;
  readonly seed: number;
}

/** One number per problem, or one per problem and seed: `values[problem][seed]`. */
export type PerProblem = readonly (readonly number[])[];

/**
 * Percentile interval for the mean over problems, by resampling problems and, within each drawn problem, its seeds: problems
 * vary from a wider set, and the runs of one problem vary from seed to seed, so both belong in the interval. With one seed
 * it is the plain problem-level bootstrap. A problem counts once, however many seeds it has.
 *
 * @returns NaN estimates for no problems.
 * @see Efron & Tibshirani 1993, ch. 13; Davison & Hinkley 1997, §3.8 for nested resampling
 */
export function bootstrapMean(values: PerProblem, options: BootstrapOptions): Interval {
  const draws = resampleMeans(values, options);
  return interval(mean(values.map(mean)), draws, options.level ?? 0.95);
}

export interface PairedBootstrap extends Interval {
  /** Two-sided: twice the smaller share of resamples on one side of no difference, the estimate itself counted in. */
  readonly pValue: number;
}

/**
 * The mean difference `a − b` over the same problems with its percentile interval: a problem is drawn with both methods'
 * values, so what makes it hard for both cancels. Seeds are drawn apart, since the methods' runs are independent.
 *
 * @throws {RangeError} unless `a` and `b` have the same problems, in the same order.
 */
export function pairedBootstrap(a: PerProblem, b: PerProblem, options: BootstrapOptions): PairedBootstrap {
  if (a.length !== b.length)
    throw new RangeError(`pairedBootstrap: expected the same problems twice, received ${a.length} and ${b.length}`);
  const { resamples = 10_000, level = 0.95, seed } = options;
  const random = new Random(seed).fork("paired-bootstrap");
  const draws = new Float64Array(resamples);
  for (let r = 0; r < resamples; r += 1) {
    let sum = 0;
    for (let i = 0; i < a.length; i += 1) {
      const problem = random.integer(a.length);
      sum += meanOfResample(a[problem]!, random) - meanOfResample(b[problem]!, random);
    }
    draws[r] = sum / a.length;
  }
  const estimate = mean(a.map((row, problem) => mean(row) - mean(b[problem]!)));
  let below = 0;
  let above = 0;
  for (const draw of draws) {
    if (draw <= 0) below += 1;
    if (draw >= 0) above += 1;
  }
  const pValue = Math.min(1, (2 * (Math.min(below, above) + 1)) / (resamples + 1));
  return { ...interval(estimate, draws, level), pValue: a.length === 0 ? Number.NaN : pValue };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function resampleMeans(values: PerProblem, { resamples = 10_000, seed }: BootstrapOptions): Float64Array {
  const random = new Random(seed).fork("bootstrap");
  const draws = new Float64Array(resamples);
  if (values.length === 0) return draws.fill(Number.NaN);
  for (let r = 0; r < resamples; r += 1) {
    let sum = 0;
    for (let i = 0; i < values.length; i += 1) sum += meanOfResample(values[random.integer(values.length)]!, random);
    draws[r] = sum / values.length;
  }
  return draws;
}

function meanOfResample(row: readonly number[], random: Random): number {
  if (row.length === 1) return row[0]!;
  let sum = 0;
  for (let i = 0; i < row.length; i += 1) sum += row[random.integer(row.length)]!;
  return sum / row.length;
}

function interval(estimate: number, draws: Float64Array, level: number): Interval {
  const sorted = draws.toSorted();
  return { estimate, low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2), level };
}

/** Linear interpolation between order statistics (type 7, the default of R and NumPy). */
export function quantile(sorted: Float64Array | readonly number[], p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const left = sorted[below]!;
  const right = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return left + (at - below) * (right - left);
}
