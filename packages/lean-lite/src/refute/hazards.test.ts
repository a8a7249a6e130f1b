import { expect, test } from "vitest";
import { hazards } from "./hazards.ts";

test.for([
  ["(n : ℕ) (h : 2 < n) : n - 1 + n / 2 - 4 = 0", ["n - 1 + n / 2 - 4", "n / 2"]],
  ["(n : ℕ) (h₀ : n = 11) : (1 / 4) ^ (n + 1) * 2 ^ (2 * n) = 1 / 4", ["1 / 4"]],
  ["(n : ℤ) : n - 5 = 0 ∨ n / 3 = 1", ["n / 3"]],
  ["(x : ℝ) (h : x ^ 5 = 77) (r : ℕ) (d : r = 7 / 3) : x > 1", ["7 / 3"]],
  // What the hypotheses rule out, what divides, what is real, and what a binder of its own speaks of.
  ["(n : ℕ) (h : n - 3 = 5) : n - 3 + 3 = n", []],
  ["(n : ℕ) (h : n = 6) : n / 3 = 2", []],
  ["(x : ℝ) : x - 1 = x / 2", []],
  ["(n : ℕ) : ∑ k in Finset.range n, (k - 1) = 0", []],
] as const)("%s", ([signature, texts]) => {
  expect(hazards(`theorem t ${signature} := by`)?.map(({ text }) => text)).toEqual(texts);
});

test("a statement that is not read has none known", () => {
  expect(hazards("theorem t (G : Type) [Group G] (a : G) : a / a = 1 := by")).toBeUndefined();
});
