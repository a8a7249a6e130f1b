import { expect, test } from "vitest";
import { elaborateStatement } from "../elaborate-text.ts";
import { checkProof } from "../judge.ts";

const statusOf = (statement: string, proof: string): string => checkProof(`theorem t ${statement} := by`, proof).status;

test.for([
  // mathd_algebra_209 and mathd_algebra_188 of miniF2F.
  [
    "(σ : Equiv ℝ ℝ) (h₀ : σ.2 2 = 10) (h₁ : σ.2 10 = 1) (h₂ : σ.2 1 = 2) : σ.1 (σ.1 10) = 1",
    "rw [← h₀, σ.right_inv, ← h₂, σ.right_inv]",
  ],
  ["(σ : Equiv ℝ ℝ) (h : σ.1 2 = σ.2 2) : σ.1 (σ.1 2) = 2", "rw [h]\napply Equiv.right_inv _ 2"],
  ["(σ : Equiv ℝ ℝ) : σ.2 (σ.1 3) = 3", "exact σ.left_inv 3"],
  ["(σ : Equiv ℝ ℝ) : σ.2 (σ.1 3) = 3", "simp"],
  ["(σ : Equiv ℝ ℝ) : σ.2 (σ.1 3) = 3", "apply Equiv.symm_apply_apply"],
  [": ∀ σ : Equiv ℕ ℕ, σ.1 (σ.2 3) = 3", "intro σ; exact σ.right_inv 3"],
  ["(σ : ℝ ≃ ℝ) : σ (σ.symm 3) = 3 ∧ Function.Injective σ", "exact ⟨σ.apply_symm_apply 3, σ.injective⟩"],
  ["(σ : ℤ ≃ ℤ) : Function.Bijective ⇑σ.symm", "exact σ.symm.bijective"],
  ["(σ : Equiv ℝ ℝ) : σ.toFun = ⇑σ ∧ σ.invFun = ⇑σ.symm", "exact ⟨rfl, rfl⟩"],
  ["(σ : Equiv.Perm ℤ) (h : σ 3 = 5) : σ.symm 5 = 3", "rw [σ.symm_apply_eq, h]"],
  ["(σ : Equiv ℝ ℝ) (h : σ.1 3 = σ.1 5) : False", "norm_num at h"],
  ["(σ : Equiv ℝ ℝ) (h : ∀ x, σ.1 x = 4 * x ^ 3 + 1) : σ.2 33 = 2", "simp_all [Equiv.symm_apply_eq]\nnorm_num"],
] as const)("%s by %s", ([statement, proof]) => {
  expect(statusOf(statement, proof)).toBe("proved");
});

test.for([
  ["(σ : Equiv ℝ ℝ) : σ.1 (σ.1 3) = 3", "exact σ.left_inv 3"],
  ["(σ : Equiv ℝ ℝ) : σ.2 (σ.1 3) = 3", "exact σ.right_inv 3"],
  ["(σ : Equiv ℝ ℝ) : σ.2 = σ.1", "rfl"],
  ["(σ : Equiv ℝ ℝ) : σ.symm = σ", "rfl"],
  ["(σ : Equiv ℝ ℝ) (h : σ.1 2 = 4) : σ.2 2 = 4", "simp_all [Equiv.symm_apply_eq, Equiv.eq_symm_apply]"],
  ["(σ τ : Equiv ℝ ℝ) : σ.1 (τ.2 3) = 3", "simp"],
] as const)("not %s", ([statement, proof]) => {
  expect(statusOf(statement, proof)).not.toBe("proved");
});

test("a bijection between two types is not understood: there may be none", () => {
  expect(statusOf(": ∃ σ : Equiv ℕ ℝ, True", "exact ⟨_, trivial⟩")).toBe("unsupported");
  expect(statusOf("(σ : ℕ ≃ ℤ) : True", "trivial")).toBe("unsupported");
  expect(statusOf("(σ : Equiv ℝ) : True", "trivial")).toBe("unsupported");
});

test("a bijection is shown as Lean shows it, and its type reads back", () => {
  const statement = "theorem t (σ : Equiv ℝ ℝ) : σ.1 (σ.2 2) = σ (σ.symm.symm 3) ∧ Function.Injective σ := by";
  const read = elaborateStatement(statement);
  expect(read).toMatchObject({
    goal: "σ : ℝ ≃ ℝ\n⊢ σ.toFun (σ.invFun 2) = σ (σ.symm.symm 3) ∧ Function.Injective ⇑σ",
  });
  if (read.status !== "elaborated") return;
  const typed = elaborateStatement(`theorem t : ${read.typed} := by`);
  expect(typed).toMatchObject({ typed: read.typed });
});
