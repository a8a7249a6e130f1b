import { expect, test } from "vitest";
import { checkProof } from "../judge.ts";

const isProved = (statement: string, proof: string): boolean =>
  checkProof(`theorem t ${statement} := by`, proof).status === "proved";

test.for([
  ["(f : ℝ → ℝ) (x : ℝ) : x ∈ f ⁻¹' {8} ↔ f x = 8", "simp"],
  [": (2 : ℝ) ∈ (fun x : ℝ => x ^ 2) ⁻¹' {4}", "norm_num"],
  ["(f : ℕ → ℕ) (h : 3 ∈ f '' {5}) : ∃ a, a ∈ ({5} : Set ℕ) ∧ f a = 3", "exact h"],
  ["(f : ℕ → ℕ) (h : 3 ∈ Set.range f) : ∃ y, f y = 3", "exact h"],
  [": (1 /. 2 + 1 /. 3 : ℚ) = 5 / 6", "norm_num"],
  [": ∑ k ∈ Finset.range 4, id k = 6", "decide"],
  ["(f g : ℕ → ℕ) (x : ℕ) (h : (f ∘ g) x = 1) : f (g x) = 1", "exact h"],
  ["(s : Set ℕ) (h : s.Nonempty) : ∃ x, x ∈ s", "exact h"],
  ["(s t : Finset ℕ) (h : s ⊂ t) : s ⊆ t", "exact h.1"],
  ["(s t : Finset ℕ) (h : s ⊂ t) : ¬ t ⊆ s", "exact h.2"],
  ["(s : Set ℕ) (x : ℕ) (h : x ∈ sᶜ) : ¬ x ∈ s", "exact h"],
  ["(f : ℝ → ℝ) (h : Function.Periodic f 2) : f (1 + 2) = f 1", "exact h 1"],
  ["(f : ℝ → ℝ) (h : Function.Even f) : f (-1) = f 1", "exact h 1"],
  ["(f g : ℕ → ℕ) (h : Function.LeftInverse g f) : g (f 3) = 3", "exact h 3"],
  ["(f g : ℕ → ℕ) (h : Function.RightInverse g f) : f (g 3) = 3", "exact h 3"],
] as const)("%s", ([statement, proof]) => {
  expect(isProved(statement, proof)).toBe(true);
});

test.for([
  ["(f g : ℕ → ℕ) (h : Function.LeftInverse g f) : f (g 3) = 3", "exact h 3"],
  ["(s t : Finset ℕ) (h : s ⊂ t) : t ⊆ s", "exact h.2"],
  ["(f g : ℕ → ℕ) (x : ℕ) (h : (f ∘ g) x = 1) : g (f x) = 1", "exact h"],
  ["(n : ℤ) : (n /. 2 : ℚ) = n / 3", "norm_num"],
] as const)("not %s", ([statement, proof]) => {
  expect(isProved(statement, proof)).toBe(false);
});
