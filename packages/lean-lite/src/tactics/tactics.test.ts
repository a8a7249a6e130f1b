import { expect, test } from "vitest";
import { checkText } from "../attacks/check-text.ts";
import { checkProof } from "../judge.ts";
import { tacticTable } from "./table.ts";

/** By tactic: a proof that Lean takes, and proofs that would show something false or leave something open. */
interface Example {
  readonly tactic: string;
  readonly accepts: readonly string[];
  readonly refuses: readonly string[];
}

const examples: readonly Example[] = [
  {
    tactic: "gcongr",
    accepts: [
      "theorem t (a b : ℝ) (h : a ≤ b) (ha : 0 ≤ a) : a ^ 3 + 1 ≤ b ^ 3 + 1 := by gcongr",
      "theorem t (a b : ℝ) (h : a ≤ b) (ha : 0 < a) : 1 / b ≤ 1 / a := by gcongr",
      "theorem t (n : ℕ) (f g : ℕ → ℝ) (h : ∀ i, f i ≤ g i) : ∑ i in Finset.range n, f i ≤ ∑ i in Finset.range n, g i := by\n" +
        "  gcongr with i hi\n  exact h i",
    ],
    refuses: [
      "theorem t (a b : ℝ) (h : b ≤ a) (ha : 0 ≤ a) : a ^ 3 + 1 ≤ b ^ 3 + 1 := by gcongr",
      "theorem t (a b : ℝ) (h : a ≤ b) (ha : 0 < a) : 1 / a ≤ 1 / b := by gcongr",
      "theorem t (a b c : ℝ) (h : a ≤ b) : a * c ≤ b * c := by gcongr",
      "theorem t (a b : ℝ) (h : a ≤ b) : a ^ 2 ≤ b ^ 2 := by gcongr",
    ],
  },
  {
    tactic: "tauto",
    accepts: [
      "theorem t (p q r : Prop) (h : p ∧ q → r) (hp : p) : q → r := by tauto",
      "theorem t (p q : Prop) : (p → q) ∨ (q → p) := by tauto",
      "theorem t (a b : ℕ) (h : a = 1 ∨ b = 2) (h' : ¬a = 1) : b = 2 ∧ (a = 1 → False) := by tauto",
    ],
    refuses: [
      "theorem t (p q : Prop) (h : p → q) : q → p := by tauto",
      "theorem t (p q : Prop) (h : p ∨ q) : p ∧ q := by tauto",
      "theorem t (p q r : Prop) (h : p → q ∨ r) (hp : p) : q := by tauto",
    ],
  },
  {
    tactic: "aesop",
    accepts: ["theorem t (a b : ℕ) (h : a = 1 ∨ b = 2) (h' : ¬a = 1) : b = 2 ∧ (a = 1 → False) := by aesop"],
    refuses: [
      "theorem t (p q : Prop) (h : p ∨ q) : q := by aesop",
      "theorem t (a b : ℕ) (h : a = 1 ∨ b = 2) : b = 2 := by aesop",
    ],
  },
  {
    tactic: "contrapose",
    accepts: [
      "theorem t (x : ℝ) (h : x ^ 2 ≠ 1) : x ≠ 1 := by\n  contrapose! h\n  rw [h]\n  norm_num",
      "theorem t (x : ℝ) : x ≠ 1 → x - 1 ≠ 0 := by\n  contrapose!\n  intro h\n  linarith",
    ],
    refuses: [
      "theorem t (x : ℝ) (h : x ≠ 1) : x ^ 2 ≠ 1 := by\n  contrapose! h\n  nlinarith",
      "theorem t (p q : Prop) (h : p) : q := by\n  contrapose h\n  exact h",
    ],
  },
  {
    tactic: "cases on a number",
    accepts: [
      "theorem t (n : ℕ) (h : n < 3) : n = 0 ∨ n = 1 ∨ n = 2 := by\n  rcases n with (_ | _ | _ | n) <;> simp_all\n  all_goals omega",
      "theorem t (i : ℕ) (hi : 0 < i) : ∃ d, d + 1 = i := by\n  cases' i with i\n  exfalso\n  linarith\n  exact ⟨i, rfl⟩",
    ],
    refuses: [
      "theorem t (n : ℕ) : n = 0 ∨ n = 1 := by\n  rcases n with (_ | _ | n) <;> simp",
      "theorem t (i : ℕ) : ∃ d, d + 1 = i := by\n  cases' i with i\n  exact ⟨0, rfl⟩\n  exact ⟨i, rfl⟩",
    ],
  },
  {
    tactic: "induction",
    accepts: [
      "theorem t (n : ℕ) (hn : 2 ≤ n) : n + 2 ≤ 2 * n := by\n  induction' hn with k hk ih\n  norm_num\n  omega",
      "theorem t (n : ℕ) (hn : 1 < n) : n + 2 ≤ 2 * n := by\n  induction hn with\n  | refl => norm_num\n  | step hk ih => omega",
      "theorem t (n : ℕ) (hn : 4 ≤ n) : n ^ 2 ≤ 2 ^ n := by\n  induction n, hn using Nat.le_induction with\n  | base => norm_num\n" +
        "  | succ n hn ih =>\n    rw [pow_succ 2]\n    nlinarith",
      "theorem t (n : ℕ) : n < 2 ^ n := by\n  induction n with\n  | zero => norm_num\n  | succ n ih =>\n    rw [pow_succ]\n    omega",
      "theorem t (f : ℕ → ℕ) (h₀ : f 0 = 0) (h : ∀ n, f (n + 1) = f (n / 2)) (n : ℕ) : f n = 0 := by\n" +
        "  induction n using Nat.strong_induction_on with\n  | h n ih =>\n    rcases n with _ | n\n    · exact h₀\n    · rw [h]\n" +
        "      apply ih\n      omega",
    ],
    refuses: [
      "theorem t (n : ℕ) (hn : 2 ≤ n) : n = 2 := by\n  induction' hn with k hk ih\n  rfl\n  omega",
      "theorem t (n : ℕ) : n ^ 2 ≤ 2 ^ n := by\n  induction n using Nat.strong_induction_on with\n  | h n ih => exact ih n (by omega)",
      "theorem t (n : ℕ) : n < 5 := by\n  induction' n using Nat.strong_induction_on with n ih\n  exact ih n (le_refl n)",
      "theorem t (n m : ℕ) (hn : m ≤ n) : n = m := by\n  induction hn with\n  | refl => rfl\n  | step hk ih => exact ih",
    ],
  },
  {
    tactic: "terms",
    accepts: [
      "theorem t (i : ℕ) : (∃ x y : ℤ, x = 1 ∧ y = 2) ↔ 1 = 1 :=\n  ⟨fun ⟨x, y, hxy, hx⟩ => rfl, fun _ => ⟨1, 2, rfl, rfl⟩⟩",
      "theorem t (a b c : ℕ) (h : a = b) (h' : b * c = 6) : a * c = 6 := h ▸ h'",
      "theorem t (x : ℕ) (h : x = 3) : x ^ 2 = 9 := calc\n  x ^ 2 = 3 ^ 2 := by rw [h]\n  _ = 9 := by norm_num",
      "theorem t (x y : ℤ) (h : x ^ 5 = y ^ 2 + 4) : x ^ 5 % 11 = (y ^ 2 + 4) % 11 := by\n  have h₁ := congr_arg (· % 11) h\n  exact h₁",
      "theorem t (x : ℝ) (hx : x > 0) : x / (x + 1) ≤ 1 := by\n  apply (div_le_iff (by positivity)).mpr\n  linarith",
    ],
    refuses: [
      "theorem t (a b c : ℕ) (h : a = b) (h' : c * c = 6) : a * c = 6 := h ▸ h'",
      "theorem t (x y : ℤ) (h : x % 11 = y % 11) : x = y := congr_arg (· % 11) h",
      "theorem t (x : ℝ) : x / (x + 1) ≤ 1 := by\n  apply (div_le_iff (by positivity)).mpr\n  linarith",
    ],
  },
  {
    tactic: "lemmas about sums term by term",
    accepts: [
      "theorem t (x : ℕ → ℝ) (n : ℕ) (h : ∀ i ∈ Finset.range n, x i ≤ 1) : ∑ i in Finset.range n, x i ≤ ∑ i in Finset.range n, (1 : ℝ) := by\n" +
        "  apply Finset.sum_le_sum\n  exact h",
      "theorem t (f g : ℕ → ℕ) (h : ∀ i ∈ Finset.range 3, f i = 2 * g i) : ∑ i in Finset.range 3, f i = ∑ i in Finset.range 3, 2 * g i := by\n" +
        "  rw [Finset.sum_congr rfl h]",
    ],
    refuses: [
      "theorem t (x : ℕ → ℝ) (n : ℕ) (h : ∀ i ∈ Finset.range n, x i ≤ 1) : ∑ i in Finset.range n, x i ≤ ∑ i in Finset.range n, (0 : ℝ) :=\n" +
        "  Finset.sum_le_sum h",
      "theorem t (f g : ℕ → ℕ) (n : ℕ) (h : ∀ i ∈ Finset.range n, f i ≤ g i) : ∑ i in Finset.range n, f i ≤ ∑ i in Finset.range n, g n :=\n" +
        "  Finset.sum_le_sum h",
      "theorem t (f : ℕ → ℕ → ℕ) (h : ∀ i ∈ Finset.range 3, ∀ j ∈ Finset.range 3, f i j ≤ f j i) :\n" +
        "    ∑ i in Finset.range 3, ∑ j in Finset.range 3, f i j ≤ ∑ i in Finset.range 3, ∑ j in Finset.range 3, f j j := by\n" +
        "  apply Finset.sum_le_sum\n  intro i hi\n  exact Finset.sum_le_sum (h i hi)",
    ],
  },
  {
    tactic: "patterns and ‹…›",
    accepts: [
      "theorem t (a b : ℕ) (h : a = 1 ∧ b = 1) : b = 1 := by\n  rcases h with (⟨h₁, h₂⟩ | ⟨h₁, h₂⟩) <;> exact h₂",
      "theorem t (x : ℝ) (h : 0 < x) : Real.log x ≤ x - 1 := Real.log_le_sub_one_of_pos ‹0 < x›",
    ],
    refuses: [
      "theorem t (a b : ℕ) (h : a = 1 ∧ b = 1) : b = 2 := by\n  rcases h with (⟨h₁, h₂⟩ | ⟨h₁, h₂⟩) <;> exact h₂",
      "theorem t (x : ℝ) : Real.log x ≤ x - 1 := Real.log_le_sub_one_of_pos ‹0 < x›",
    ],
  },
  {
    tactic: "variables that are not declared",
    accepts: [
      "theorem t (f : ℕ → ℕ) (h : f a + b = 1) : b ≤ 1 := by omega",
      "theorem t : 0 ≤ a * b + 1 := by positivity",
    ],
    // Natural numbers where nothing says what they are, as in Lean: subtraction is cut off.
    refuses: ["theorem t : (x - 1) ^ 2 = x ^ 2 - 2 * x + 1 := by ring", "theorem t : ↑x + 1 = y := by simp"],
  },
];

test.for(examples)("$tactic proves what it should, and nothing else", ({ accepts, refuses }) => {
  for (const text of accepts) expect({ text, status: checkText(text).status }).toEqual({ text, status: "proved" });
  for (const text of refuses)
    expect({ text, proved: checkText(text).status === "proved" }).toEqual({ text, proved: false });
});

test.for(Object.keys(tacticTable))("%s cut short, or with arguments of another's, is no internal error", (name) => {
  const tails = [
    "",
    " x",
    " at",
    " at h",
    " [",
    " []",
    " with",
    " using",
    " :=",
    " : x = 1",
    " := h",
    " ⟨",
    " h,",
    " only",
    " *",
    " ←",
    " 3",
  ];
  const texts = tails.flatMap((tail) => [`${name}${tail}`, `have k : x = 1 := by ${name}${tail}`]);
  const said = texts.flatMap((text) => {
    const { status, ...rest } = checkProof("theorem t (x : ℕ) (h : x = 1) : x % 2 = 1 := by", text, { steps: 20_000 });
    return status === "unsupported" && JSON.stringify(rest).includes("internal error") ? [text] : [];
  });
  expect(said).toEqual([]);
});
