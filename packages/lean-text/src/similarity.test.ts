import { expect, test } from "vitest";
import { similarity } from "./index.ts";

test("similarity is 1 up to renaming, high for a changed number, low for another subject", () => {
  const target = "theorem t (a b c : ℝ) (h : a + b + c = 1) : a ^ 2 + b ^ 2 + c ^ 2 ≥ 1 / 3 := by";
  expect(similarity(target, "∀ x y z : ℝ, x + y + z = 1 → x ^ 2 + y ^ 2 + z ^ 2 ≥ 1 / 3")).toBe(1);
  const changed = similarity(target, "∀ x y z : ℝ, x + y + z = 2 → x ^ 2 + y ^ 2 + z ^ 2 ≥ 4 / 3");
  const other = similarity(target, "∀ n : ℕ, Nat.gcd n (n + 1) = 1");
  expect(changed).toBeGreaterThan(0.6);
  expect(changed).toBeLessThan(1);
  expect(other).toBeLessThan(0.1);
});
