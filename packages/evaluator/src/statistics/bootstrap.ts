import { Random } from "@lemma/interfaces";
import { type Interval, wilsonInterval } from "./interval.ts";

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
  const found = interval(mean(values.map(mean)), draws, options.level ?? 0.95);
  if (values.length === 0 || found.low < found.high) return found;
  const alike = ofAlike(found, values.length);
  return { ...alike, low: Math.max(0, alike.low) };
}

/**
 * Resampling what is alike everywhere gives an interval of no width, which no number of problems can give: in its place Wilson's, of a
 * share of so many.
 */
function ofAlike({ estimate, level }: Interval, problems: number): Interval {
  const share = Math.abs(estimate);
  const { low, high } = wilsonInterval(share * problems, problems, level);
  // No difference at all may hide one in either direction.
  if (estimate === 0) return { estimate, low: -high, high, level };
  return estimate > 0 ? { estimate, low, high, level } : { estimate, low: -high, high: -low, level };
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
  if (a.length === 0) return { ...interval(estimate, draws, level), pValue: Number.NaN };
  // So few problems that differ cannot speak more clearly than all of them on one side do: 2^(1 − n), as the sign-flip test has it.
  const differing = a.filter((row, problem) => mean(row) !== mean(b[problem]!)).length;
  const least = Math.min(1, 2 ** (1 - differing));
  const pValue = Math.max(least, Math.min(1, (2 * (Math.min(below, above) + 1)) / (resamples + 1)));
  const found = interval(estimate, draws, level);
  return { ...(found.low < found.high ? found : ofAlike(found, a.length)), pValue };
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
