import { Random } from "@lemma/interfaces";
import { mean, type PerProblem } from "./bootstrap.ts";
import { binomialHalfTail } from "./distributions.ts";

export interface McNemar {
  /** Problems that only the first method solved. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly both: number;
  readonly neither: number;
  /** Two-sided and exact. 1 when the methods disagree nowhere. */
  readonly pValue: number;
}

/**
 * McNemar's exact test: of the problems that exactly one method solved, is the split further from half and half than chance
 * gives? Twice the smaller binomial tail, at most 1. For one run of each method; with several seeds use `signFlipTest`.
 *
 * @throws {RangeError} unless both lists have the same problems.
 * @see McNemar 1947, Psychometrika 12
 */
export function mcnemarTest(first: readonly boolean[], second: readonly boolean[]): McNemar {
  if (first.length !== second.length)
    throw new RangeError(
      `mcnemarTest: expected the same problems twice, received ${first.length} and ${second.length}`,
    );
  const count = (a: boolean, b: boolean): number => first.filter((solved, i) => solved === a && second[i] === b).length;
  const onlyFirst = count(true, false);
  const onlySecond = count(false, true);
  const pValue = Math.min(1, 2 * binomialHalfTail(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond));
  return { onlyFirst, onlySecond, both: count(true, true), neither: count(false, false), pValue };
}

/**
 * Sign-flip (paired permutation) test of equal means: under no difference, a problem's difference is as likely its negative.
 * Problem-level, so several seeds of one problem do not pass for several problems. Exact for up to 16 problems that differ,
 * otherwise from `resamples` random flips with the observed one counted in. For one seed of 0/1 outcomes it *is* McNemar's.
 *
 * @returns the two-sided p-value; 1 when no problem differs.
 */
export function signFlipTest(
  a: PerProblem,
  b: PerProblem,
  options: { readonly seed: number; readonly resamples?: number },
): number {
  if (a.length !== b.length)
    throw new RangeError(`signFlipTest: expected the same problems twice, received ${a.length} and ${b.length}`);
  const differences = a.map((row, problem) => mean(row) - mean(b[problem]!)).filter((value) => value !== 0);
  const observed = Math.abs(differences.reduce((sum, value) => sum + value, 0));
  // Sums of the same numbers in another order differ in the last bits: they are ties, not exceedances missed.
  const reaches = (sum: number): boolean => Math.abs(sum) >= observed - 1e-9;
  if (differences.length <= 16) {
    const patterns = 2 ** differences.length;
    let extreme = 0;
    for (let pattern = 0; pattern < patterns; pattern += 1)
      if (reaches(differences.reduce((sum, value, i) => sum + ((pattern >> i) & 1 ? value : -value), 0))) extreme += 1;
    return extreme / patterns;
  }
  const { resamples = 20_000, seed } = options;
  const random = new Random(seed).fork("sign-flip");
  let extreme = 0;
  for (let r = 0; r < resamples; r += 1) {
    let sum = 0;
    let bits = 0;
    for (const [i, value] of differences.entries()) {
      if (i % 32 === 0) bits = random.uint32();
      sum += (bits >>> (i % 32)) & 1 ? value : -value;
    }
    if (reaches(sum)) extreme += 1;
  }
  return (extreme + 1) / (resamples + 1);
}

/**
 * p-values corrected for being looked at together, in their order: the i-th smallest of n times n − i + 1, and none below a smaller
 * one's. Keeps the chance of any false finding at the level, however the tests depend on one another.
 *
 * @see Holm 1979, Scandinavian Journal of Statistics 6
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted: number[] = [];
  let largest = 0;
  for (const [rank, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[i]!));
    adjusted[i] = largest;
  }
  return adjusted;
}
