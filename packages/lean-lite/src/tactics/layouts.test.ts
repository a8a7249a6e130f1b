import { expect, test } from "vitest";
import { checkProof } from "../judge.ts";

/** Ways in which published proofs are written, each with proofs of the same shape that must fail. */
interface Layout {
  readonly what: string;
  readonly accepts: readonly (readonly [statement: string, proof: string])[];
  readonly refuses: readonly (readonly [statement: string, proof: string])[];
}

const either = "(p q r : Prop) (ha : p ∨ q) (hb : p ∨ q) (hp : p → r) (hq : q → r) : r";

const layouts: readonly Layout[] = [
  {
    what: "cases in cases: a bar further left belongs to the outer one",
    accepts: [
      [
        either,
        "cases ha with\n| inl h => cases hb with\n  | inl h' => exact hp h\n  | inr h' => exact hq h'\n| inr h => exact hq h",
      ],
    ],
    refuses: [
      [either, "cases ha with\n| inl h => cases hb with\n  | inl h' => exact hp h\n| inr h => exact hq h"],
      [either, "cases ha with\n| inl h => exact hp h\n| inr h => exact hp h"],
    ],
  },
  {
    what: "a hypothesis in the list of simp, at every place",
    accepts: [
      ["(a b : ℕ) (h₁ : a = 2) (h₂ : b = a + 1) : b = 3", "simp [h₁] at *\nexact h₂"],
      ["(a b : ℕ) (h₁ : a = 2) (h₂ : b = a + 1) : b = 3", "norm_num [h₁, h₂] at *"],
    ],
    refuses: [["(a b : ℕ) (h₁ : a = 2) (h₂ : b = a + 1) : b = 4", "simp [h₁] at *\nexact h₂"]],
  },
  {
    what: "by_contra on ≠ and ¬ gives what is denied",
    accepts: [
      ["(x : ℝ) (h : x ^ 2 = 1) : x ≠ 0", "by_contra h'\nrw [h'] at h\nnorm_num at h"],
      ["(p : Prop) (h : p → False) : ¬p", "by_contra h'\nexact h h'"],
      ["(p : Prop) (h : ¬p → False) : p", "by_contra h'\nexact h h'"],
    ],
    refuses: [
      ["(x : ℝ) (h : x ^ 2 = 1) : x ≠ 1", "by_contra h'\nrw [h'] at h\nnorm_num at h"],
      ["(p : Prop) (h : p → False) : p", "by_contra h'\nexact h h'"],
    ],
  },
  {
    what: "a closing bracket in the column of the tactics",
    accepts: [
      ["(x : ℕ) (h : x = 2) : x + 1 = 3", "rw [show x = 2 by\n  exact h\n  ]"],
      ["(x : ℕ) (h : x = 2) : x = 2 ∧ 2 = x", "exact ⟨by\n  exact h\n  , by\n  exact h.symm\n  ⟩"],
      ["(x : ℕ) (h : x = 2) : x = 2", "exact (by\n  exact h\n  )"],
    ],
    refuses: [["(x : ℕ) (h : x = 2) : x + 1 = 4", "rw [show x = 2 by\n  exact h\n  ]"]],
  },
  {
    what: "calc over divisibility and congruence, and a first step that leaves its left side to the goal",
    accepts: [
      ["(a b : ℕ) (h : 6 ∣ a) (k : a ∣ b) : 3 ∣ b", "calc 3 ∣ 6 := by norm_num\n  _ ∣ a := h\n  _ ∣ b := k"],
      [
        "(a b : ℤ) (h : a ≡ 3 [ZMOD 5]) (k : b = a) : b ≡ 8 [ZMOD 5]",
        "calc\n  b = a := k\n  _ ≡ 3 [ZMOD 5] := h\n  _ ≡ 8 [ZMOD 5] := by decide",
      ],
      ["(a b : ℝ) (h : a = b) : a ≤ b + 1", "calc\n  _ = b := h\n  _ ≤ b + 1 := by linarith"],
    ],
    refuses: [
      ["(a b : ℕ) (h : 6 ∣ a) (k : b ∣ a) : 3 ∣ b", "calc 3 ∣ 6 := by norm_num\n  _ ∣ a := h\n  _ ∣ b := k"],
      [
        "(a b : ℤ) (h : a ≡ 3 [ZMOD 5]) (k : 3 ≡ b [ZMOD 4]) : a ≡ b [ZMOD 5]",
        "calc\n  a ≡ 3 [ZMOD 5] := h\n  _ ≡ b [ZMOD 4] := k",
      ],
      ["(a b : ℕ) (h : 2 ∣ a) (k : a ≤ b) : 2 ∣ b", "calc 2 ∣ a := h\n  _ ≤ b := k"],
      ["(a b : ℝ) (h : a = b) : b ≤ a + 1", "calc\n  _ = b := h\n  _ ≤ b + 1 := by linarith"],
    ],
  },
  {
    what: "suffices with its type alone",
    accepts: [
      ["(x : ℝ) (h : x - 2 = 1) : x = 3", "suffices abs (x - 2) = 1 by\n  linarith\nrw [h]; norm_num"],
      ["(p q : Prop) (h : p → q) (k : p) : q", "suffices p from h this\nexact k"],
      ["(p q : Prop) (h : p → q) (k : p) : q", "suffices hp : p by\n  exact h hp\nexact k"],
    ],
    refuses: [["(p q : Prop) (h : p → q) (k : q) : q", "suffices p from h this\nexact k"]],
  },
  {
    what: "apply_fun at an equation",
    accepts: [
      ["(a : ℝ) (h : a * 2 = 6) : a = 3", "apply_fun (fun x => x / 2) at h\nlinarith"],
      ["(f : ℕ → ℕ) (a b : ℕ) (h : a = b) : f a = f b", "apply_fun f at h\nexact h"],
    ],
    refuses: [
      ["(f : ℕ → ℕ) (a b : ℕ) (h : f a = f b) : a = b", "apply_fun f at h\nexact h"],
      ["(a b : ℝ) (h : a < b) : -a < -b", "apply_fun (fun x => -x) at h\nexact h"],
      ["(f : ℕ → ℕ) (a b : ℕ) (h : f a = f b) : a = b", "apply_fun f\nexact h"],
    ],
  },
  {
    what: "congr leaves what differs",
    accepts: [
      ["(f : ℝ → ℝ) : f 600 = f (500 * (6 / 5))", "congr\nnorm_num"],
      ["(f : ℕ → ℕ → ℕ) (a b : ℕ) (h : a = b) : f a 3 + a = f a 3 + b", "congr"],
    ],
    refuses: [
      ["(f : ℝ → ℝ) : f 600 = f (500 * (6 / 7))", "congr\nnorm_num"],
      ["(f g : ℝ → ℝ) (x : ℝ) : f x = g x", "congr"],
      ["(a b : ℕ) (h : a = b) : a ≤ b", "congr"],
    ],
  },
  {
    what: "zify, and exact_mod_cast of a block",
    accepts: [
      ["(a b : ℕ) (h : (a : ℤ) + b = 3) : a + b = 3", "zify\nexact h"],
      ["(a b : ℕ) (h : a + b = 3) : (a : ℤ) + b = 3", "zify at h\nexact h"],
      ["(k : ℕ) (h : k ≤ 91 ∧ 2 ≤ k) : (k : ℝ) ≤ 91", "exact_mod_cast (by exact h.1)"],
    ],
    refuses: [
      ["(a b : ℕ) (h : (a : ℤ) - b = 3) : a - b = 4", "zify\nexact h"],
      ["(k : ℕ) (h : k ≤ 91 ∧ 2 ≤ k) : (k : ℝ) ≤ 90", "exact_mod_cast (by exact h.1)"],
    ],
  },
  {
    what: "interval_cases of an expression puts its values everywhere",
    accepts: [
      [
        "(a b : ℕ) (h : 2 * a + b ≤ 3) (k : (2 * a + b) ^ 3 = 27) : 2 * a + b = 3",
        "interval_cases e : 2 * a + b <;> omega",
      ],
      ["(b : ℕ) (h : b + 1 ∣ 4) (k : b + 1 ≤ 4) : b + 1 ≠ 3", "interval_cases b + 1 <;> norm_num at h ⊢"],
    ],
    refuses: [
      [
        "(a b : ℕ) (h : 2 * a + b ≤ 3) (k : (2 * a + b) ^ 3 = 27) : 2 * a + b = 2",
        "interval_cases e : 2 * a + b <;> omega",
      ],
    ],
  },
  {
    what: "match takes along the hypotheses about its variable",
    accepts: [
      ["(n : ℕ) (h : 0 < n) : ∃ m, n = m + 1", "match n with\n| 0 => contradiction\n| m + 1 => exact ⟨m, rfl⟩"],
      ["(n : ℕ) (h : n = 5) : n + 0 = 5", "match n with\n| m => exact h"],
    ],
    refuses: [
      ["(n : ℕ) (h : 0 ≤ n) : ∃ m, n = m + 1", "match n with\n| 0 => contradiction\n| m + 1 => exact ⟨m, rfl⟩"],
      ["(n : ℕ) (h : 0 < n) : n = 1", "match n with\n| 0 => contradiction\n| m + 1 => rfl"],
    ],
  },
  {
    what: "a rule with a proof in it, its other variables for all values",
    accepts: [
      [": ∑ k ∈ ({-1, 5} : Finset ℝ), k = 4", "rw [Finset.sum_pair (show (-1 : ℝ) ≠ 5 by norm_num)]\nnorm_num"],
    ],
    refuses: [
      [": ∑ k ∈ ({5, 5} : Finset ℝ), k = 10", "simp only [Finset.sum_pair (show (5 : ℝ) ≠ 5 by norm_num)]\nnorm_num"],
    ],
  },
  {
    what: "ext on sets",
    accepts: [
      [": Finset.filter (fun n => n < 2) (Finset.range 5) = Finset.range 2", "ext x\nsimp\nomega"],
      [": {x : ℤ | x ^ 2 = 0} = {0}", "ext x\nsimp"],
      ["(f : ℕ → ℕ) (h : ∀ n, f n = n) : f = fun n => n", "ext x\nexact h x"],
    ],
    refuses: [
      [": Finset.filter (fun n => n < 2) (Finset.range 5) = Finset.range 3", "ext x\nsimp\nomega"],
      [": {x : ℤ | x ^ 2 = 1} = {1}", "ext x\nsimp"],
      ["(a b : ℕ) (h : a = b) : a = b", "ext x\nexact h"],
    ],
  },
  {
    what: "match as a tactic and as a term",
    accepts: [
      [either, "match ha with\n| Or.inl h => exact hp h\n| Or.inr h => exact hq h"],
      [either, "exact match ha with\n| .inl h => hp h\n| .inr h => hq h"],
      [
        either,
        "match ha, hb with\n| .inl h, _ => exact hp h\n| _, .inl h => exact hp h\n| .inr _, .inr h => exact hq h",
      ],
      ["(n : ℕ) : n = 0 ∨ n = 1 ∨ n ≥ 2", "match n with\n| 0 => simp\n| 1 => simp\n| k + 2 => simp"],
      ["(n : ℕ) (h : n < 5) : n ≤ 4", "match n, h with\n| n, h => omega"],
      ["(n : ℕ) (h : n < 2) : n = 0 ∨ n = 1", "match n, h with\n| 0, _ => simp\n| 1, _ => simp\n| k + 2, h => omega"],
      ["(n : ℕ) (h : n < 2) : n = 0 ∨ n = 1", "match n with\n| 0 => simp\n| 1 => simp\n| k + 2 => omega"],
      ["(p q : Prop) (h : p ∧ q) : q ∧ p", "match h with\n| ⟨a, b⟩ => exact ⟨b, a⟩"],
      ["(h : ∃ n : ℕ, n > 3) : ∃ n : ℕ, n > 2", "match h with\n| ⟨n, hn⟩ => exact ⟨n, by omega⟩"],
    ],
    refuses: [
      [either, "match ha with\n| Or.inl h => exact hp h"],
      [either, "match ha with\n| Or.inl h => exact hp h\n| Or.inr h => exact hp h"],
      ["(n : ℕ) : n = 0 ∨ n = 1", "match n with\n| 0 => simp\n| 1 => simp"],
      ["(n : ℕ) : n = 0 ∨ n = 1", "match n with\n| 0 => simp\n| 1 => simp\n| k + 2 => simp"],
      // The hypothesis is about the old n, unless it is matched too.
      ["(n : ℕ) (h : n < 3) : n = 0 ∨ n = 1", "match n with\n| 0 => simp\n| 1 => simp\n| k + 2 => omega"],
      ["(n : ℕ) : n ≥ 0 ∧ n < 1", "match n with\n| n => simp"],
    ],
  },
  {
    what: "cases on what no constructor makes",
    accepts: [["(h : 1 = 2) : False", "cases h"]],
    refuses: [["(h : 1 = 1) : False", "cases h"]],
  },
  {
    what: "show with a hole, and of a later goal",
    accepts: [
      [": 2 * 7 + 2 = 16", "show 14 + 2 = _\nrfl"],
      ["(p q : Prop) (hp : p) (hq : q) : p ∧ q", "constructor\nshow q\nexact hq\nexact hp"],
    ],
    refuses: [
      [": 2 * 7 + 2 = 17", "show 14 + 2 = _\nrfl"],
      [": 2 * 7 + 2 = 16", "show 13 + 2 = _\nrfl"],
      ["(p q : Prop) (hp : p) (hq : q) : p ∧ q", "constructor\nshow q\nexact hq\nexact hq"],
    ],
  },
  {
    what: "constructor takes the first constructor that fits",
    accepts: [["(p q : Prop) (h : p) : p ∨ q", "constructor\nexact h"]],
    refuses: [["(p q : Prop) (h : q) : p ∨ q", "constructor\nexact h"]],
  },
  {
    what: "simp_all uses a premise for its conclusion, and literals over ℕ cancel",
    accepts: [
      ["(p q r : Prop) (h₁ : p → q) (h₂ : q → r) : p → r", "simp_all"],
      ["(p q : Prop) : p ∧ q → q ∧ p", "simp_all"],
      ["(x : ℕ) (h : 7 * x + 1 = 22) : x = 3", "simp at h\nomega"],
      ["(x : ℕ) (h : x + 5 = 2) : False", "simp at h"],
    ],
    refuses: [
      ["(p q r : Prop) (h₁ : p → q) (h₂ : q → r) : r → p", "simp_all"],
      ["(p q : Prop) : p ∨ q → p", "simp_all"],
      ["(x : ℕ) (h : 7 * x + 1 = 22) : x = 4", "simp at h\nomega"],
      ["(x : ℕ) (h : x + 2 = 5) : False", "simp at h"],
    ],
  },
];

test.for(layouts)("$what", ({ refuses, accepts }) => {
  const statusOf = ([statement, proof]: readonly [string, string]): string => {
    const { status, messages } = checkProof(`theorem t ${statement} := by`, proof.replace(/^/gm, "  "));
    return `${status}: ${statement} by ${proof} ${messages[0]?.text.split("\n")[0] ?? ""}`;
  };
  expect(accepts.map(statusOf).filter((status) => !status.startsWith("proved"))).toEqual([]);
  expect(refuses.map(statusOf).filter((status) => status.startsWith("proved"))).toEqual([]);
});
