import { readFileSync } from "node:fs";
import { Random } from "@lemma/interfaces";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapMean, pairedBootstrap, quantile } from "./bootstrap.ts";
import { normalDistribution, normalQuantile } from "./distributions.ts";
import { wilsonInterval } from "./interval.ts";
import { holm, mcnemarTest, signFlipTest } from "./paired-tests.ts";
import { passAtK, prefixPassAtK } from "./pass-at-k.ts";

interface Fixture {
  readonly passAtK: readonly (readonly [number, number, number, number])[];
  readonly wilson: readonly (readonly [number, number, number, number, number])[];
  readonly mcnemar: readonly (readonly [number, number, number])[];
  readonly normalQuantile: readonly (readonly [number, number])[];
  readonly normalDistribution: readonly (readonly [number, number])[];
}
// NumPy and SciPy, written by tools/reference/evaluator.py.
const reference = JSON.parse(
  readFileSync(new URL("../../fixtures/statistics.json", import.meta.url), "utf8"),
) as Fixture;

describe("pass@k", () => {
  test("agrees with the published implementation to 1e-12", () => {
    for (const [n, c, k, expected] of reference.passAtK) expect(passAtK(n, c, k)).toBeCloseTo(expected, 12);
  });

  const counts = fc
    .integer({ min: 1, max: 60 })
    .chain((n) =>
      fc.record({ n: fc.constant(n), c: fc.integer({ min: 0, max: n }), k: fc.integer({ min: 1, max: n }) }),
    );

  test("lies in [0, 1], grows with k and with c, is c/n at k = 1", () => {
    fc.assert(
      fc.property(counts, ({ n, c, k }) => {
        const value = passAtK(n, c, k);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(passAtK(n, c, Math.min(k + 1, n))).toBeGreaterThanOrEqual(value - 1e-12);
        expect(passAtK(n, Math.min(c + 1, n), k)).toBeGreaterThanOrEqual(value - 1e-12);
        expect(passAtK(n, c, 1)).toBeCloseTo(c / n, 12);
        expect(passAtK(n, c, n)).toBe(c > 0 ? 1 : 0);
      }),
    );
  });

  test("is the mean of prefix pass@k over all orders of the attempts", () => {
    const random = new Random(3);
    const outcomes = [true, false, false, true, false, false, false, false];
    const orders = Array.from({ length: 20_000 }, () => prefixPassAtK(random.shuffle(outcomes), 3));
    expect(orders.filter(Boolean).length / orders.length).toBeCloseTo(passAtK(8, 2, 3), 1.8);
  });

  test("refuses k > n: there is no unbiased estimate", () => {
    expect(() => passAtK(4, 1, 5)).toThrow("1 ≤ k ≤ n");
    expect(() => passAtK(4, 5, 1)).toThrow(RangeError);
    expect(() => passAtK(4, 1.5, 1)).toThrow(RangeError);
    expect(() => prefixPassAtK([true], 2)).toThrow("1 attempts");
  });
});

test("Wilson's interval agrees with SciPy to 1e-9 and holds the estimate", () => {
  for (const [successes, trials, level, low, high] of reference.wilson) {
    const interval = wilsonInterval(successes, trials, level);
    expect(interval.low).toBeCloseTo(low, 9);
    expect(interval.high).toBeCloseTo(high, 9);
    expect(interval.low).toBeLessThanOrEqual(interval.estimate);
    expect(interval.high).toBeGreaterThanOrEqual(interval.estimate);
  }
  expect(wilsonInterval(0, 0)).toMatchObject({ low: 0, high: 1 });
  expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
});

test("the normal distribution and its quantile agree with SciPy", () => {
  for (const [z, p] of reference.normalDistribution) expect(Math.abs(normalDistribution(z) - p)).toBeLessThan(1e-15);
  for (const [p, z] of reference.normalQuantile) expect(normalQuantile(p)).toBeCloseTo(z, 9);
});

describe("paired tests", () => {
  const pairs = (onlyFirst: number, onlySecond: number, both = 7, neither = 9): [boolean[], boolean[]] => {
    const rows = [
      ...Array.from({ length: onlyFirst }, () => [true, false]),
      ...Array.from({ length: onlySecond }, () => [false, true]),
      ...Array.from({ length: both }, () => [true, true]),
      ...Array.from({ length: neither }, () => [false, false]),
    ];
    return [rows.map(([a]) => a!), rows.map(([, b]) => b!)];
  };
  const asValues = (solved: readonly boolean[]): number[][] => solved.map((value) => [Number(value)]);

  test("McNemar agrees with SciPy's exact binomial test to 1e-12, and is symmetric", () => {
    for (const [b, c, expected] of reference.mcnemar) {
      const [first, second] = pairs(b, c);
      expect(mcnemarTest(first, second)).toMatchObject({ onlyFirst: b, onlySecond: c, both: 7, neither: 9 });
      expect(mcnemarTest(first, second).pValue).toBeCloseTo(expected, 12);
      expect(mcnemarTest(second, first).pValue).toBeCloseTo(expected, 12);
    }
    expect(mcnemarTest([true], [true]).pValue).toBe(1);
    expect(() => mcnemarTest([true], [])).toThrow(RangeError);
  });

  test("for one seed the sign-flip test is McNemar's", () => {
    for (const [b, c] of [
      [3, 1],
      [8, 2],
      [0, 6],
      [0, 0],
    ] as const) {
      const [first, second] = pairs(b, c);
      expect(signFlipTest(asValues(first), asValues(second), { seed: 1 })).toBeCloseTo(
        mcnemarTest(first, second).pValue,
        12,
      );
    }
    const [first, second] = pairs(21, 9);
    expect(signFlipTest(asValues(first), asValues(second), { seed: 1 })).toBeCloseTo(
      mcnemarTest(first, second).pValue,
      1.8,
    );
  });

  test("without a difference it rejects at 5% about 5% of the time, or less", () => {
    const random = new Random(11);
    const draw = (): number[][] => Array.from({ length: 40 }, () => [0, 1, 2].map(() => Number(random.chance(0.4))));
    const trials = 200;
    const rejected = Array.from({ length: trials }, () => signFlipTest(draw(), draw(), { seed: 2, resamples: 400 }));
    expect(rejected.filter((p) => p < 0.05).length / trials).toBeLessThan(0.09);
  });
});

describe("bootstrap", () => {
  const random = new Random(5);
  const binary = (count: number, seeds: number, p: number): number[][] =>
    Array.from({ length: count }, () => Array.from({ length: seeds }, () => Number(random.chance(p))));

  test("for one seed it is close to the normal interval of a proportion", () => {
    const values = binary(244, 1, 0.3);
    const { estimate, low, high } = bootstrapMean(values, { seed: 1 });
    const half = 1.96 * Math.sqrt((estimate * (1 - estimate)) / 244);
    expect(low).toBeCloseTo(estimate - half, 1.9);
    expect(high).toBeCloseTo(estimate + half, 1.9);
  });

  test("repeats from its seed; more problems narrow it; three copies of a seed do not", () => {
    const values = binary(60, 1, 0.5);
    expect(bootstrapMean(values, { seed: 1 })).toEqual(bootstrapMean(values, { seed: 1 }));
    const width = (rows: readonly (readonly number[])[]): number => {
      const { low, high } = bootstrapMean(rows, { seed: 1 });
      return high - low;
    };
    expect(width([...values, ...values, ...values, ...values])).toBeCloseTo(width(values) / 2, 1);
    expect(width(values.map(([value]) => [value!, value!, value!]))).toBeCloseTo(width(values), 1);
  });

  test("pairing removes what problems share", () => {
    const difficulty = binary(100, 1, 0.5);
    const better = difficulty.map(([value], i) => [i % 10 === 0 ? 1 : value!]);
    const paired = pairedBootstrap(better, difficulty, { seed: 1 });
    expect(paired.estimate).toBeGreaterThan(0);
    expect(paired.high - paired.low).toBeLessThan(0.15);
    expect(paired.pValue).toBeLessThan(0.1);
    const same = pairedBootstrap(difficulty, difficulty, { seed: 1 });
    expect(same).toMatchObject({ estimate: 0, pValue: 1 });
    expect(() => pairedBootstrap(better, [], { seed: 1 })).toThrow(RangeError);
  });

  test("what is alike everywhere gets Wilson's interval, not one of no width", () => {
    const all = Array.from({ length: 20 }, () => [1]);
    const none = all.map(() => [0]);
    const { low, high } = wilsonInterval(20, 20);
    const most = wilsonInterval(0, 20).high;
    expect(bootstrapMean(all, { seed: 1 })).toMatchObject({ estimate: 1, low, high });
    expect(bootstrapMean(none, { seed: 1 })).toMatchObject({ estimate: 0, low: 0, high: most });
    expect(pairedBootstrap(all, none, { seed: 1 })).toMatchObject({ estimate: 1, low, high });
    expect(pairedBootstrap(none, all, { seed: 1 })).toMatchObject({ estimate: -1, low: -high, high: -low });
    expect(pairedBootstrap(all, all, { seed: 1 })).toMatchObject({ estimate: 0, low: -most, high: most });
  });

  test("few problems give no smaller p-value than the sign-flip test could", () => {
    for (const count of [1, 2, 3, 4, 5]) {
      const [all, none] = [1, 0].map((value) => Array.from({ length: count }, () => [value]));
      const least = signFlipTest(all!, none!, { seed: 1 });
      expect(pairedBootstrap(all!, none!, { seed: 1 }).pValue).toBe(least);
    }
  });

  test("no problems give NaN, not an error", () => {
    expect(bootstrapMean([], { seed: 1 }).estimate).toBeNaN();
  });

  test("quantiles interpolate as NumPy's do", () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 1)).toBe(4);
  });
});

test("Holm's correction: the smallest times n, the next times n − 1, and never falling", () => {
  // R 4.4: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  for (const [i, expected] of [0.03, 0.06, 0.06, 0.02].entries()) expect(adjusted[i]).toBeCloseTo(expected, 12);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
