import { expect, test } from "vitest";
import { checkProof } from "../judge.ts";

const statusOf = (statement: string, proof: string): string => checkProof(`theorem t ${statement} := by`, proof).status;

test.for([
  // Finite sets: mathd_algebra_149 has one.
  ["(s : Set ℕ) (h : Fintype s) (k : 3 ∈ s) : 3 ∈ s.toFinset", "exact (h.complete 3).mpr k"],
  // Lists.
  ["(a b c : ℕ) (h : [a, b, c].Pairwise (· ≠ ·)) : b ≠ c", "exact h.2.2"],
  ["(a b c : ℕ) (h : List.Pairwise (· < ·) [a, b, c]) : a < c", "exact h.2.1"],
  ["(a b : ℝ) (h : [a, b].Nodup) : a ≠ b", "exact h"],
  ["(a b : ℕ) : Nat.ofDigits 10 [a, b] = a + 10 * b", "ring"],
  ["(x : ℕ) (h : x ∈ [1, 2]) : x ≤ 2", "omega"],
  ["(n : ℕ) (h : ∀ d ∈ Nat.digits 10 n, d < 5) (k : 10 ^ 1 ≤ n) : n / 10 ^ 1 % 10 < 5", "exact h _ ⟨1, k, rfl⟩"],
] as const)("%s", ([statement, proof]) => {
  expect(statusOf(statement, proof)).toBe("proved");
});

test.for([
  ["(s : Set ℕ) (h : Fintype s) (k : 3 ∈ s) : 4 ∈ s.toFinset", "exact (h.complete 4).mpr k"],
  ["(s t : Set ℕ) (h : Fintype s) : 3 ∈ t.toFinset ↔ 3 ∈ s", "exact h.complete 3"],
  ["(a b : ℕ) : Nat.ofDigits 10 [a, b] = b + 10 * a", "ring"],
] as const)("not %s", ([statement, proof]) => {
  expect(statusOf(statement, proof)).not.toBe("proved");
});

test("a proof that fails over what stands in for something else is not called wrong", () => {
  expect(statusOf("(f : ℝ → ℝ) (x : ℝ) (h : x ∈ f ⁻¹' {8}) : f x = 9", "linarith")).toBe("unsupported");
});
