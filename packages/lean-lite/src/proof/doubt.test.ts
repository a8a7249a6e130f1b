import { expect, test } from "vitest";
import { checkProof } from "../judge.ts";

test.each([
  // Understood, and it fails.
  ["error", "(a b : ℕ) (h : a * b = 3) : b * a = 3", "omega"],
  ["error", "(x y : ℝ) (h : 0 < x) : 0 < x * y", "linarith"],
  ["error", "(p q : Prop) (h : p) : p ∧ q", "exact h"],
  ["error", "(p q : Prop) (h : p) : p ∧ q", "constructor\n  · exact h"],
  ["error", "(p q : Prop) (h : p) : p ∧ q", "exact ⟨h,"],
  // Lean's own may do more.
  ["unsupported", "(a b : ℝ) (h : a ^ 7 + b ^ 7 = 0) : a + b = 0", "nlinarith"],
  ["unsupported", "(f : ℕ → ℝ) (h : ∀ n, f n = 2) : f 3 ^ 2 = f 4 * 2", "simp\n  linarith"],
  ["unsupported", "(x : ℝ) : Real.sin x ≤ 1", "first\n    | simp\n    | skip\n  linarith"],
  ["unsupported", "(p q : Prop) (h : p) : p ∧ q", "refine ⟨h, ?_⟩ <+> skip"],
  // But no tactic proves what small numbers refute.
  ["error", "(a b : ℝ) : a ^ 2 + b ^ 2 = 0", "nlinarith"],
  ["error", "(n : ℕ) : n + 1 = 3", "norm_num"],
] as const)("%s: %s by %s", (status, statement, proof) => {
  expect(checkProof(`theorem t ${statement} := by`, `  ${proof}`).status).toBe(status);
});
