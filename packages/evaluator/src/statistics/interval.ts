import { normalQuantile } from "./distributions.ts";

/** An estimate with its interval at `level`, such as 0.95. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/**
 * Wilson's score interval for a proportion: keeps its level for small counts and near 0 and 1, where the textbook interval
 * collapses. Without trials it is [0, 1], around NaN.
 *
 * @see Wilson 1927, JASA 22(158)
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  if (!(successes >= 0 && successes <= trials))
    throw new RangeError(`wilsonInterval: expected 0 ≤ successes ≤ trials, received ${successes} of ${trials}`);
  if (trials === 0) return { estimate: Number.NaN, low: 0, high: 1, level };
  const z = normalQuantile(0.5 + level / 2);
  const proportion = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (proportion + (z * z) / (2 * trials)) / shrink;
  const half = (z / shrink) * Math.sqrt((proportion * (1 - proportion)) / trials + (z * z) / (4 * trials * trials));
  // At 0 and at all of them the bound is exact; rounding must not move it past.
  const low = successes === 0 ? 0 : Math.max(0, centre - half);
  const high = successes === trials ? 1 : Math.min(1, centre + half);
  return { estimate: proportion, low, high, level };
}
