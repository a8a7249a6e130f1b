import { expect, test } from "vitest";
import { LeanLite } from "../verifier.ts";

const lean = new LeanLite();

/** Each file pretends to prove the false theorem beside it. */
const attacks: readonly (readonly [statement: string, code: string])[] = [
  [
    "theorem t (n : ℕ) : n - 1 + 1 = n := by",
    "theorem t (n : ℕ) : n - 1 + 1 = n := by\n  sorry\ntheorem u : True := trivial",
  ],
  [
    "theorem t (n : ℕ) : n - 1 + 1 = n := by",
    "theorem t (n : ℕ) : n - 1 + 1 = n := by\n  sorry\n\n  theorem u : True := trivial",
  ],
  [
    "theorem t (n : ℕ) : n - 1 + 1 = n := by",
    "theorem u : True := trivial\n/- theorem t (n : ℕ) : n - 1 + 1 = n := by -/",
  ],
  ["theorem t (n : ℕ) : n - 1 + 1 = n := by", "def x := 1\ntheorem t (n : ℕ) : n - 1 + 1 = n := by omega"],
  [
    "theorem t (n : ℕ) : n - 1 + 1 = n := by",
    " variable (n : Fin 0)\ntheorem t (n : ℕ) : n - 1 + 1 = n := by\n  exact absurd rfl (by decide)",
  ],
  ["theorem t (n : ℕ) : n - 1 + 1 = n := by", "axiom f : False\ntheorem t (n : ℕ) : n - 1 + 1 = n := by exact f.elim"],
  ["theorem t (n : ℕ) : n - 1 + 1 = n := by", "theorem t (n : ℕ) (h : n = 1) : n - 1 + 1 = n := by omega"],
  ["theorem t : False := by", "theorem t : False := by\n  exact t"],
  ["theorem t : False := by", "theorem t : False := t"],
  ["theorem t : False := by", "theorem t : False := by\n  have := t\n  exact this"],
  ["theorem t : False := by", "theorem t : False := by\n  apply t"],
  ["theorem t : False := by", "theorem t : False := by\n  simp [t]"],
  ["theorem t : (1:ℕ) = 2 := by", "theorem t : (1:ℕ) = 2 := by\n  rw [t]"],
  ["theorem t : False := by", "theorem t : False := by\n  exact lcProof"],
  ["theorem t : False := by", "theorem t : False := by\n  stop\n"],
  ["theorem t : False := by", "theorem t : False := by\n  all_goals try sorry\n"],
  [
    "theorem t : False := by",
    "theorem t : False := by\n  have h : False := by\n    first | sorry | trivial\n  exact h",
  ],
  ["theorem t : False := by", "theorem t : False := by\n  by_contra h\n  exact h (by contradiction)"],
  ["theorem t : False := by", "theorem t : False := by\n  cases (by trivial : True)"],
  ["theorem t : False := by", "theorem t : False := by\n  exact nofun"],
  ["theorem t : False := by", "theorem t : False := by\n  swap\n  skip"],
  ["theorem t : False := by", "theorem t : False := by\n  rotate_left 3"],
  ["theorem t : False := by", "theorem t : False := by\n  any_goals skip"],
  ["theorem t : False := by", "theorem t : False := by\n  suffices h : True by trivial\n  trivial"],
  [
    "theorem t : False := by",
    "theorem t : False := by\n  obtain ⟨x, hx⟩ : ∃ x : ℕ, x < 0 := by\n    use 0\n    norm_num\n  omega",
  ],
  ["theorem t (x : ℝ) : x = 0 := by", "theorem t (x : ℝ) : x = 0 := by\n  wlog h : x = 0\n  · sorry\n  exact h"],
  ["theorem t (x : ℝ) : x = 0 := by", "theorem t (x : ℝ) : x = 0 := by\n  set x := (0 : ℝ) with hx\n  rfl"],
  ["theorem t (x : ℝ) : x = 0 := by", "theorem t (x : ℝ) : x = 0 := by\n  let x := (0 : ℝ)\n  show x = 0\n  rfl"],
  ["theorem t (x : ℝ) : x = 0 := by", "theorem t (x : ℝ) : x = 0 := by\n  change (0 : ℝ) = 0\n  rfl"],
  [
    "theorem t (x : ℝ) : x = 0 := by",
    "theorem t (x : ℝ) : x = 0 := by\n  have x := (0 : ℝ)\n  have h : x = 0 := by simp\n  exact h",
  ],
  ["theorem t (x y : ℝ) : x = y := by", "theorem t (x y : ℝ) : x = y := by\n  generalize x = z\n  rename_i a\n  rfl"],
  [
    "theorem t (x y : ℕ) : x = y := by",
    "theorem t (x y : ℕ) : x = y := by\n  induction x\n  · induction y\n    · rfl\n    · assumption\n  · assumption",
  ],
  [
    "theorem t (x y : ℕ) : x = y := by",
    "theorem t (x y : ℕ) : x = y := by\n  induction' x with x ih generalizing y\n  · induction' y with y ih\n    · rfl\n    · rw [← ih]\n      exact ih\n  · rw [ih y]",
  ],
  [
    "theorem t (x : ℕ) (h : x = x + 1 ∨ True) : False := by",
    "theorem t (x : ℕ) (h : x = x + 1 ∨ True) : False := by\n  rcases h with h | -\n  · omega\n  · omega",
  ],
  [
    "theorem t (f : ℕ → ℕ) (h : ∀ x, f x = x) : f = fun x => x + 1 := by",
    "theorem t (f : ℕ → ℕ) (h : ∀ x, f x = x) : f = fun x => x + 1 := by\n  funext x\n  simp [h]",
  ],
  [
    "theorem t (p : ℕ → Prop) (h : ∃ x, p x) : ∀ x, p x := by",
    "theorem t (p : ℕ → Prop) (h : ∃ x, p x) : ∀ x, p x := by\n  intro x\n  rcases h with ⟨x, hx⟩\n  exact hx",
  ],
  [
    "theorem t (p : ℕ → ℕ → Prop) (h : ∀ x, ∃ y, p x y) : ∃ y, ∀ x, p x y := by",
    "theorem t (p : ℕ → ℕ → Prop) (h : ∀ x, ∃ y, p x y) : ∃ y, ∀ x, p x y := by\n  refine ⟨?_, fun x => ?_⟩\n  exact 0\n  obtain ⟨y, hy⟩ := h x\n  exact hy",
  ],
  [
    "theorem t : ∃ x : ℕ, ∀ y : ℕ, y ≤ x := by",
    "theorem t : ∃ x : ℕ, ∀ y : ℕ, y ≤ x := by\n  refine ⟨?_, ?_⟩\n  swap\n  intro y\n  exact le_refl y",
  ],
  [
    "theorem t : ∃ x : ℕ, ∀ y : ℕ, y ≤ x := by",
    "theorem t : ∃ x : ℕ, ∀ y : ℕ, y ≤ x := by\n  constructor\n  intro y\n  exact le_refl y",
  ],
  [
    "theorem t : ∃ x : ℕ, ∀ y : ℕ, y ≤ x := by",
    "theorem t : ∃ x : ℕ, ∀ y : ℕ, y ≤ x := by\n  apply Exists.intro\n  intro y\n  exact le_refl _",
  ],
  [
    "theorem t : ∃ x : ℕ, ∀ y : ℕ, y ≤ x := by",
    "theorem t : ∃ x : ℕ, ∀ y : ℕ, y ≤ x := by\n  use ?_\n  intro y\n  apply le_refl",
  ],
  [
    "theorem t (a b : ℝ) (h : a * b = a * 2) : b = 2 := by",
    "theorem t (a b : ℝ) (h : a * b = a * 2) : b = 2 := by\n  exact mul_left_cancel₀ (by norm_num) h",
  ],
  [
    "theorem t (a b : ℝ) (h : a * b = a * 2) : b = 2 := by",
    "theorem t (a b : ℝ) (h : a * b = a * 2) : b = 2 := by\n  field_simp at h\n  linarith",
  ],
  [
    "theorem t (a b : ℝ) (h : a / b = 2) : a = 2 * b + 1 := by",
    "theorem t (a b : ℝ) (h : a / b = 2) : a = 2 * b + 1 := by\n  field_simp at h\n  nlinarith",
  ],
  [
    "theorem t (a b : ℕ) : a - b = a + b := by",
    "theorem t (a b : ℕ) : a - b = a + b := by\n  rw [sub_eq_add_neg]\n  simp",
  ],
  [
    "theorem t (a b : ℕ) (h : a - b = 0) : a = b := by",
    "theorem t (a b : ℕ) (h : a - b = 0) : a = b := by\n  exact sub_eq_zero.mp h",
  ],
  [
    "theorem t (a b : ℕ) : a - b + b = a := by",
    "theorem t (a b : ℕ) : a - b + b = a := by\n  exact sub_add_cancel a b",
  ],
  [
    "theorem t (a b : ℕ) : a - b + b = a := by",
    "theorem t (a b : ℕ) : a - b + b = a := by\n  simp only [sub_add_cancel]",
  ],
  [
    "theorem t (a : ℕ) (h : a / a = 1) : a / 2 + a / 2 = a := by",
    "theorem t (a : ℕ) (h : a / a = 1) : a / 2 + a / 2 = a := by\n  rw [add_halves]",
  ],
  [
    "theorem t (a b c : ℤ) : (a - b) / c = a / c - b / c := by",
    "theorem t (a b c : ℤ) : (a - b) / c = a / c - b / c := by\n  exact sub_div a b c",
  ],
  [
    "theorem t (a b c : ℕ) : (a + b) / c = a / c + b / c := by",
    "theorem t (a b c : ℕ) : (a + b) / c = a / c + b / c := by\n  rw [add_div]",
  ],
  [
    "theorem t (a b : ℂ) (h : a ^ 2 + b ^ 2 = 0) : a = 0 := by",
    "theorem t (a b : ℂ) (h : a ^ 2 + b ^ 2 = 0) : a = 0 := by\n  nlinarith [sq_nonneg a, sq_nonneg b]",
  ],
];

test.for(attacks)("%s is not proved by %s", async ([statement, code]) => {
  const { status } = await lean.verify({ theorem: { id: "t", statement }, proof: { kind: "file", code } });
  expect(status).not.toBe("proved");
});

test("the statement is read as it was asked, whatever the file's spaces", async () => {
  const statement = "theorem t : 1 + 1 = 2 := by";
  const verify = async (code: string): Promise<string> =>
    (await lean.verify({ theorem: { id: "t", statement }, proof: { kind: "file", code } })).status;
  expect(await verify("import Mathlib\n\nlemma t : 1+1 =\n  2 := by norm_num")).toBe("proved");
  expect(await verify("theorem t : 1 + 1 = 3 := by norm_num")).toBe("mismatch");
});
