import { expect, test } from "vitest";
import { forwardFlops, matmulParameters } from "./formula.ts";
import { matchBudget, meanUsage, noUsage, sumUsage } from "./usage.ts";

const cost = (flops: number): typeof noUsage => ({ ...noUsage, flops });

test("usage adds and averages componentwise", () => {
  expect(sumUsage([cost(1), { ...cost(2), wallMs: 3 }])).toEqual({ ...noUsage, flops: 3, wallMs: 3 });
  expect(meanUsage([cost(1), cost(3)]).flops).toBe(2);
  expect(meanUsage([])).toEqual(noUsage);
});

test("a matched budget rounds up, in the baseline's favour", () => {
  expect(matchBudget("flops", [cost(22)], [cost(10)], 5)).toEqual({ measure: "flops", k: 11, ratio: 2.2 });
  expect(matchBudget("flops", [cost(22.1)], [cost(10)], 5).k).toBe(12);
  expect(matchBudget("flops", [cost(1)], [cost(10)], 5).k).toBe(5);
  expect(() => matchBudget("tokens", [cost(1)], [cost(10)], 5)).toThrow("used no generated tokens");
});

test("the formula gives DeepSeek-Prover-V2-7B its 6.07 B block parameters and 13 GFLOP a token", () => {
  const shape = { layers: 30, hidden: 4096, feedForward: 11008, heads: 32, keyValueHeads: 32, vocabulary: 102400 };
  expect((matmulParameters(shape) - 4096 * 102400) / 1e9).toBeCloseTo(6.07, 2);
  expect(forwardFlops(shape, 0) / 1e9).toBeCloseTo(13.0, 1);
  expect((forwardFlops(shape, 1) - forwardFlops(shape, 0)) / 1e6).toBeCloseTo(0.49, 2);
});
