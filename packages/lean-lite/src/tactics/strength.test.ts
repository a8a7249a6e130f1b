import { expect, test } from "vitest";
import { checkProof } from "../judge.ts";

/**
 * Statements that are true, and proofs of them that Lean refuses beside their nearest neighbours that it takes: a checker
 * that is stronger than Lean teaches proofs that do not compile.
 */
interface Strength {
  readonly what: string;
  readonly refuses: readonly (readonly [statement: string, proof: string])[];
  readonly accepts: readonly (readonly [statement: string, proof: string])[];
}

const strengths: readonly Strength[] = [
  {
    what: "rfl closes reflexive relations only (Lean 4.27: `rfl` failed on 0 < 0 + 5)",
    refuses: [
      ": (0 : ℕ) < 8",
      ": (3 : ℕ) ≠ 8",
      ": (2 : ℕ) ∣ 8",
      ": Even 8",
      ": Nat.Prime 7",
      ": ¬(3 : ℕ) = 8",
      ": (8 : ℕ) > 3 ∨ False",
      "(n : ℕ) : 0 + n = n",
      "(n : ℤ) : n + 0 = n",
      "(n : ℕ) : n * 1 = n",
      ": (1 : ℝ) / 2 + 1 / 2 = 1",
      ": (2 : ℚ) + 2 = 4",
      ": Nat.sqrt 16 = 4",
      ": (1 : ℕ) < 2 ↔ True",
    ].map((statement) => [statement, "rfl"]),
    accepts: [
      "(n : ℕ) : n + 0 = n",
      "(n m : ℕ) : n + (m + 1) = n + m + 1",
      "(n : ℕ) : n * 0 = 0",
      "(n : ℕ) : n + 3 - 3 = n",
      "(x : ℝ) : x = x",
      "(x : ℝ) : x ≤ x",
      "(n : ℕ) : n ∣ n",
      ": (2 : ℕ) + 2 ≤ 4",
      ": (-7 : ℤ) / 2 = -4",
      ": ∑ i in Finset.range 100, i = 4950",
      "(p : Prop) : p ↔ p",
    ].map((statement) => [statement, "rfl"]),
  },
  {
    what: "what a definition binds in ⦃ ⦄ is not given, unless all is with @",
    refuses: [
      ["(f : ℕ → ℕ) (hf : Function.Injective f) (h : f 2 = f 3) : 2 = 3", "exact hf 2 3 h"],
      ["(f : ℕ → ℕ) (hf : StrictMono f) (h : 2 < 3) : f 2 < f 3", "exact hf 2 3 h"],
      ["(s t : Set ℕ) (hs : s ⊆ t) (h : 2 ∈ s) : 2 ∈ t", "exact hs 2 h"],
      ["(s : Set ℕ) (hs : IsLeast s 3) (h : 5 ∈ s) : 3 ≤ 5", "exact hs.2 5 h"],
    ],
    accepts: [
      ["(f : ℕ → ℕ) (hf : Function.Injective f) (h : f 2 = f 3) : 2 = 3", "exact hf h"],
      ["(f : ℕ → ℕ) (hf : Function.Injective f) (h : f 2 = f 3) : 2 = 3", "exact @hf 2 3 h"],
      ["(f : ℕ → ℕ) (hf : Function.Bijective f) (h : f 2 = f 3) : 2 = 3", "exact hf.1 h"],
      ["(f : ℕ → ℕ) (hf : StrictMono f) : f 2 < f 3", "exact hf (by norm_num)"],
      ["(s t : Set ℕ) (hs : s ⊆ t) (h : 2 ∈ s) : 2 ∈ t", "exact hs h"],
      ["(s : Set ℕ) (hs : IsLeast s 3) (h : 5 ∈ s) : 3 ≤ 5", "exact hs.2 h"],
    ],
  },
  {
    what: "`_` is a goal for refine', apply, rw and specialize, and an error for refine and exact",
    refuses: [
      ["(p q : Prop) (hp : p) (hq : q) : p ∧ q", "refine ⟨hp, _⟩\nexact hq"],
      ["(p q : Prop) (hp : p) (hq : q) : p ∧ q", "refine And.intro _ hq\nexact hp"],
      ["(p q : Prop) (hp : p) (hq : q) : p ∧ q", "have h := And.intro hp _\nexact hq"],
    ],
    accepts: [
      ["(p q : Prop) (hp : p) (hq : q) : p ∧ q", "refine ⟨hp, ?_⟩\nexact hq"],
      ["(p q : Prop) (hp : p) (hq : q) : p ∧ q", "refine' ⟨hp, _⟩\nexact hq"],
      ["(p q r : Prop) (hq : q) : p ∧ r → r ∧ q", "refine' fun ⟨a, b⟩ => ⟨_, hq⟩\nexact b"],
      ["(f : ℕ → ℕ) (h : ∀ x > 0, f x = 3) : f 2 = 3", "specialize h 2 _\n· norm_num\n· exact h"],
      ["(f : ℕ → ℕ) (h : ∀ x > 0, f x = 3) : f 2 = 3", "have k := h 2 ?_\n· norm_num\n· exact k"],
    ],
  },
  {
    what: "literals that a natural number is added to count together, and nothing else does",
    refuses: [
      ["(f : ℕ → ℕ) (h : ∀ n, f (n + 1) = 2) (k : ℕ) : f (3 + k) = 2", "rw [h]"],
      ["(f : ℕ → ℕ) (h : ∀ n, f (n + 1) = 2) (k : ℕ) : f (k + 0) = 2", "rw [h]"],
      ["(f : ℤ → ℕ) (h : ∀ n, f (n + 1) = 2) (k : ℤ) : f (k + 3) = 2", "rw [h]"],
      ["(f : ℕ → ℕ) (h : ∀ n, f (n + 4) = 2) (k : ℕ) : f (k + 3) = 2", "exact h _"],
      ["(f : ℝ → ℝ) (h : ∀ n : ℕ, f n = 2) : f 1 = 2", "exact h 1"],
      ["(f : ℝ → ℝ) (h : ∀ n : ℕ, f n = 2) : f (1 + 2) = 2", "exact h 3"],
    ],
    accepts: [
      ["(f : ℕ → ℕ) (h : ∀ n, f (n + 1) = 2) (k : ℕ) : f (k + 3) = 2", "rw [h]"],
      ["(f : ℕ → ℕ) (h : ∀ n, f (n + 1) = 2) (k : ℕ) : f (k + 3) = 2", "exact h (k + 2)"],
      ["(f : ℕ → ℕ) (k : ℕ) (h : f (k + 1 + 2) = 2) : f (k + 3) = 2", "exact h"],
      ["(k : ℕ) (h : 4 ^ (k + 2) + 20 = 3) : 4 ^ (k + 1 + 1) + 20 = 3", "rw [h]"],
      ["(f : ℕ → ℕ → ℕ) (h : ∀ x, f (x + 1) 0 = 2) : f 3 0 = 2", "rw [h 2]"],
      ["(f : ℝ → ℝ) (h : ∀ n : ℕ, f n = 2) : f 3 = 2", "exact h 3"],
    ],
  },
  {
    what: "contradiction decides closed hypotheses, not those with variables",
    refuses: [
      ["(n : ℕ) (h : n + 1 = n) : False", "contradiction"],
      ["(h : (1 : ℝ) = 2) : False", "contradiction"],
    ],
    accepts: [
      ["(h : 6 ∣ Nat.factorial 2) : False", "contradiction"],
      ["(h : 0 < 0 ∧ 1 < 2) : False", "contradiction"],
      ["(n : ℕ) (h : ¬n ≥ 5) : n < 5", "push_neg at h\nexact h"],
    ],
  },
  {
    what: "decide reduces an instance: not over ℝ or ℚ, not by well-founded recursion, not over a hundred thousand elements",
    refuses: [
      ": (1 : ℝ) < 2",
      ": (1 : ℚ) / 2 < 1",
      ": Nat.sqrt 16 = 4",
      ": ∀ x ∈ Finset.range 100000, x < 100000",
      ": (Finset.range 50000).card = 50000",
    ].map((statement) => [statement, "decide"]),
    accepts: [
      ": Nat.Prime 11",
      ": ∀ x ∈ Finset.range 20, x < 20",
      ": ∑ k in Finset.filter (fun x => x % 8 = 5 ∧ x % 6 = 3) (Finset.range 50), k = 66",
      ": (39 : ℕ) ∈ {x : ℕ | 30 * x ≡ 42 [MOD 47]}",
      ": ¬(2 : ℤ) ∣ 7",
    ].map((statement) => [statement, "decide"]),
  },
  {
    what: "use tries `rfl` without unfolding, an assumption and `trivial`, and all parts of a conjunction or none",
    refuses: [
      [": ∃ n : ℕ, 19 * n + 7 ≥ 100", "use 5"],
      [": ∃ n : ℕ, Nat.Prime n", "use 7"],
      [": ∃ n : ℕ, 2 ^ n = 8", "use 3"],
      [": ∃ n : ℕ, n = 3 ∧ n < 5", "use 3"],
      [": ∃ n : ℕ, n = 3 ∧ n < 5", "use 3\nnorm_num\nnorm_num"],
    ],
    accepts: [
      [": ∃ n : ℕ, 19 * n + 7 ≥ 100", "use 5\nnorm_num"],
      [": ∃ n : ℕ, n + 2 = 5", "use 3"],
      ["(h : 3 < 5) : ∃ n : ℕ, n = 3 ∧ n < 5", "use 3"],
      [": ∃ n : ℕ, n = 3 ∧ n < 5", "use 3\nnorm_num"],
      ["(p : Prop) (h : p) : ∃ n : ℕ, p", "use 3"],
    ],
  },
  {
    what: "rewrite and nth_rewrite leave the goal they have rewritten",
    refuses: [
      ["(a b : ℕ) (h : a = b) : a + 1 = b + 1", "nth_rewrite 1 [h]"],
      ["(a b : ℕ) (h : a = b) : a + 1 = b + 1", "rewrite [h]"],
      ["(p : Prop) (hp : p) (h : p = True) : p", "rw [h]"],
    ],
    accepts: [
      ["(a b : ℕ) (h : a = b) : a + 1 = b + 1", "nth_rewrite 1 [h]\nrfl"],
      ["(a b : ℕ) (h : a = b) : a + 1 = b + 1", "nth_rw 1 [h]"],
      ["(a b : ℕ) (h : a = b) : a + 1 = b + 1", "rw [h]"],
    ],
  },
  {
    what: "a proof calls lemmas by Mathlib's names only",
    refuses: [
      ["(a b : ℝ) : (a / b)⁻¹ = b / a", "exact fs_inv' a b"],
      ["(a b : ℝ) : (a / b)⁻¹ = b / a", "exact fs_inv✝ a b"],
      ["(a b : ℝ) : (a / b)⁻¹ = b / a", "exact «fs_inv✝» a b"],
      ["(a : ℕ) : 2 ∣ a ↔ a % 2 = 0", "exact Nat.dvd_mod' 2 a"],
      ["(a : ℕ) : 2 ∣ a ↔ a % 2 = 0", "exact «Nat.dvd_mod✝» 2 a"],
      ["(a : ℕ) : 2 ∣ a ↔ a % 2 = 0", "rw [«Nat.dvd_mod✝»]"],
      ["(a : ℕ) : 2 ∣ a ↔ a % 2 = 0", "simp only [«Nat.dvd_mod✝»]"],
      ["(p q : Prop) (h : p ∧ q) : q ∧ p", "exact and_comm_mp h"],
    ],
    accepts: [["(p q : Prop) (h : p ∧ q) : q ∧ p", "exact And.symm h"]],
  },
  {
    what: "membership of a Finset is no definition that a term sees through; of a Set it is",
    refuses: [
      ["(x : ℕ) (h : x ∈ Finset.range 5) : x < 5", "exact h"],
      ["(x : ℕ) (h : x ∈ Finset.Icc 2 5) : 2 ≤ x", "exact h.1"],
      ["(x : ℕ) (h : x ∈ Finset.Icc 2 5) : 2 ≤ x", "obtain ⟨h1, h2⟩ := h\nexact h1"],
      ["(x : ℕ) (h : x < 5) : x ∈ Finset.range 5", "assumption"],
    ],
    accepts: [
      ["(x : ℕ) (h : x ∈ Finset.range 5) : x < 5", "exact Finset.mem_range.mp h"],
      ["(x : ℕ) (h : x ∈ Set.Icc 2 5) : 2 ≤ x", "exact h.1"],
      ["(x : ℕ) (h : x ∈ {y : ℕ | y < 5}) : x < 5", "exact h"],
    ],
  },
  {
    what: "omega takes what is not linear for an atom as it stands, and knows no parity, congruence, set or gcd",
    refuses: [
      "(n : ℕ) (ih : 2 ∣ n * (n + 1)) : 2 ∣ (n + 1) * (n + 1 + 1)",
      "(n m : ℕ) : n * (m + 1) = n * m + n",
      "(x y : ℤ) (h : x * y = 3) : y * x = 3",
      "(x : ℤ) : x ^ 2 + 2 * x + 1 = (x + 1) ^ 2",
      "(n : ℕ) : n ^ 2 = n * n",
      "(n : ℕ) (h : Even n) : Even (n + 2)",
      "(n : ℕ) (h : Odd n) : n % 2 = 1",
      "(n : ℕ) (h : n ≡ 3 [MOD 7]) : n % 7 = 3",
      ": (∑ k in Finset.range 3, k) = 3",
      ": Nat.gcd 4 6 = 2",
      ": Nat.factorial 3 = 6",
      "(n : ℕ) (h : n ∈ Finset.range 3) : n < 3",
      "(n : ℕ) (ih : n ≤ n * n) : n + 1 ≤ (n + 1) * (n + 1)",
      "(x : ℤ) : |x| ≥ 0",
      "(x : ℝ) (h : 0 < x) : x ≥ 0",
    ].map((statement) => [statement, "omega"]),
    accepts: [
      "(a b : ℕ) (h : a * b + 2 = 5) : a * b = 3",
      "(n : ℕ) (h : 2 ^ n % 7 = 1) : 2 ^ (n + 1) % 7 = 2",
      "(a b : ℕ) (h : a ∣ b) : b % a = 0",
      "(b : ℕ) (h : (b : ℤ) ^ 2 % 8 = 1) : ((b ^ 2 : ℕ) : ℤ) % 8 = 1",
      "(a b : ℕ) (h : (a : ℤ) * b = 4) : a * b = 4",
      "(x : ℤ) (h : x.toNat = 3) : x = 3",
      "(x : ℤ) (h : x.natAbs = 3) : x = 3 ∨ x = -3",
      "(a b : ℕ) (h : min a b = 3) : a ≥ 3",
      ": ∀ n : ℕ, n % 4 = 3 → n % 2 = 1",
      "(n : ℕ) (h : Even n) (h' : n < n) : Odd n",
      "(f : ℕ → ℕ) (h : f 2 - 1 = 3) : f 2 = 4",
    ].map((statement) => [statement, "omega"]),
  },
  {
    what: "interval_cases opens no conjunction",
    refuses: [["(n : ℕ) (h : 1 ≤ n ∧ n ≤ 2) : n ^ 2 ≤ 4", "interval_cases n <;> norm_num"]],
    accepts: [
      ["(n : ℕ) (h : 1 ≤ n) (h' : n ≤ 2) : n ^ 2 ≤ 4", "interval_cases n <;> norm_num"],
      ["(n : ℕ) (h : ¬2 < n) : n ^ 2 ≤ 4", "interval_cases n <;> norm_num"],
    ],
  },
  {
    what: "norm_num evaluates what it has an extension for, and runs out of depth",
    refuses: [
      [": ∑ i in Finset.Icc 1 12, i = 78", "norm_num"],
      [": ∑ i in Finset.range 2000, i = 1999000", "norm_num [Finset.sum_range_succ]"],
      [": ∑ i in Finset.range 2000, i = 1999000", "simp [Finset.sum_range_succ]"],
      [": (Finset.filter (fun x => x % 2 = 0) (Finset.range 10)).card = 5", "norm_num"],
      [": Nat.choose 5 2 = 10", "norm_num"],
    ],
    accepts: [
      [": ∑ i in Finset.Icc 1 12, i = 78", "norm_num [Finset.sum_Icc_succ_top]"],
      [": ∑ i in Finset.range 100, i = 4950", "norm_num [Finset.sum_range_succ]"],
      [": ∑ i in Finset.range 100, i = 4950", "simp [Finset.sum_range_succ]"],
      [": (Finset.filter (fun x => x % 2 = 0) (Finset.range 10)).card = 5", "simp (config := { decide := true })"],
      [": Nat.choose 5 2 = 10", "norm_num [Nat.choose]"],
      [": Nat.gcd 4 6 = 2 ∧ Nat.Prime 7", "norm_num"],
    ],
  },
  {
    what: "simp tries the most general rule first, and reorders by Lean's order on terms (Lean 4.9: simp_all only leaves this goal open)",
    refuses: [
      [
        "(a b : ℕ) (h : 10 * a + b = 2 * (a + b)) : 10 * a + b = 2 * a + 2 * b",
        "simp_all only [mul_add, mul_one, mul_comm, mul_left_comm, mul_assoc]",
      ],
      ["(a b : ℕ) : 2 * (a + b) = 2 * a + 2 * b", "simp only [mul_add, mul_comm]"],
      ["(x y : ℝ) (h : y ≠ 0) : y ≠ 0", "simp only [h]"],
    ],
    accepts: [
      [
        "(a b : ℕ) (h : 10 * a + b = 2 * (a + b)) : 10 * a + b = 2 * a + 2 * b",
        "simp_all only [mul_add, mul_one, mul_comm, mul_left_comm, mul_assoc]\nomega",
      ],
      ["(a b : ℕ) : 2 * (a + b) = 2 * a + 2 * b", "simp only [mul_add]"],
      ["(a b : ℕ) : 2 * (a + b) = (a + b) * 2", "simp only [mul_comm]"],
      ["(x y : ℝ) (h : y ≠ 0) : y ≠ 0", "simp only [ne_eq, h, not_false_iff]"],
      ["(x : ℝ) (h : 0 ≤ x) (y : ℝ) : √(x * y) = √x * √y", "simp [h]"],
    ],
  },
  {
    what: "gcongr's side conditions are for positivity alone, and two strict sums want two strict comparisons",
    refuses: [
      ["(a b : ℕ) (h : a ≤ b) : 2 ^ a ≤ 2 ^ b", "gcongr"],
      ["(x : ℝ) (a b : ℕ) (h : a ≤ b) (hx : 1 ≤ x) : x ^ a ≤ x ^ b", "gcongr"],
      ["(a b c d : ℝ) (h : a < b) (h' : c ≤ d) : a + c < b + d", "gcongr"],
      ["(a b : ℝ) (h : a ≤ b) : a * 2 + 1 ≤ b * 2 + 2", "gcongr"],
      ["(a b c d : ℝ) (h : a ≤ b) (h' : c ≤ d) (hc : 0 ≤ c ∧ 0 ≤ b) : a * c ≤ b * d", "gcongr"],
    ],
    accepts: [
      ["(a b : ℕ) (h : a ≤ b) : 2 ^ a ≤ 2 ^ b", "gcongr\nnorm_num"],
      ["(x : ℝ) (a b : ℕ) (h : a ≤ b) (hx : 1 ≤ x) : x ^ a ≤ x ^ b", "gcongr\nexact hx"],
      ["(a b c d : ℝ) (h : a < b) (h' : c < d) : a + c < b + d", "gcongr"],
      ["(a b : ℝ) (h : a < b) : a * 2 + 1 ≤ b * 2 + 1", "gcongr"],
      ["(a b c d : ℝ) (h : a ≤ b) (h' : c ≤ d) (hc : 0 ≤ c) (hb : 0 ≤ b) : a * c ≤ b * d", "gcongr"],
    ],
  },
  {
    what: "push_cast and zify know what their lists say, norm_cast what a hypothesis says in so many words",
    refuses: [
      ["(a b : ℕ) (h : a ≤ b) : ((b - a : ℕ) : ℤ) = b - a", "push_cast"],
      ["(a b : ℕ) (h : a < b) : ((b - a : ℕ) : ℤ) = b - a", "push_cast [h]"],
      ["(a b : ℕ) (h : a < b) : ((b - a : ℕ) : ℤ) = b - a", "norm_cast"],
      ["(a b c : ℕ) (h : a ≤ b) (k : b - a = c) : (b : ℤ) - a = c", "zify at k\nexact k"],
    ],
    accepts: [
      ["(a b : ℕ) (h : a ≤ b) : ((b - a : ℕ) : ℤ) = b - a", "push_cast [h]"],
      ["(a b : ℕ) (h : b ≥ a) : ((b - a : ℕ) : ℤ) = b - a", "push_cast [h]"],
      ["(a b : ℕ) (h : a < b) : ((b - a : ℕ) : ℤ) = b - a", "push_cast [Nat.cast_sub h.le]"],
      ["(a b : ℕ) (h : a ≤ b) : ((b - a : ℕ) : ℤ) = b - a", "norm_cast"],
      ["(a b c : ℕ) (h : a ≤ b) (k : b - a = c) : (b : ℤ) - a = c", "zify [h] at k\nexact k"],
    ],
  },
  {
    what: "simp only writes a sum out and evaluates no literals (Lean 4.9: norm_num has still to do it)",
    refuses: [[": ∑ k in Finset.range 5, k = 10", "simp only [Finset.sum_range_succ, Finset.sum_range_zero]"]],
    accepts: [
      [": ∑ k in Finset.range 5, k = 10", "simp only [Finset.sum_range_succ, Finset.sum_range_zero]\nnorm_num"],
      [": ∑ k in Finset.range 5, k = 10", "simp [Finset.sum_range_succ]"],
    ],
  },
  {
    what: "simp_all has no excluded middle (Lean 4.27: no progress on p ∨ ¬p)",
    refuses: [["(p : Prop) : p ∨ ¬p", "simp_all"]],
    accepts: [["(p : Prop) : p ∨ ¬p", "tauto"]],
  },
  {
    what: "ring knows literals and what norm_num has an extension for; casts, |x|, max, sets and floors are atoms",
    refuses: [
      ": Finset.card (∅ : Finset ℕ) = 0",
      "(n : ℕ) : ((n + 1 : ℕ) : ℝ) = n + 1",
      ": |(-2 : ℝ)| = 2",
      ": max (2:ℝ) 3 = 3",
      ": Nat.factorial 3 = 6",
      ": Nat.choose 4 2 = 6",
      ": ⌊(7/2 : ℝ)⌋ = 3",
      ": (∑ k in Finset.Icc 1 3, k) = 6",
      ": (Finset.filter (fun x => x % 2 = 0) (Finset.range 10)).card = 5",
    ].map((statement) => [statement, "ring"]),
    accepts: [
      ": (∑ k in Finset.range 3, k) = 3",
      ": Nat.gcd 4 6 = 2",
      ": (7 : ℤ) / 2 = 3",
      "(n : ℕ) (x : ℝ) : x ^ (n + 1) = x * x ^ n",
      "(s : Finset ℕ) : s.card + s.card = 2 * s.card",
      "(x y : ℝ) : x / y + x / y = 2 * x / y",
      "(n : ℕ) : ((n + 1 : ℕ) : ℝ) * 2 = 2 * ((n + 1 : ℕ) : ℝ)",
    ].map((statement) => [statement, "ring"]),
  },
  {
    what: "linarith sees neither into atoms nor across types, nor the sign of natural products",
    refuses: [
      ": Finset.card (∅ : Finset ℕ) = 0",
      "(n : ℕ) : ((n + 1 : ℕ) : ℝ) > n",
      "(n : ℕ) (h : n ≤ 3) : (n : ℝ) ≤ 3",
      "(n m : ℕ) (h : n * m + 1 ≤ 0) : False",
      "(n : ℕ) (h : n ^ 2 + 1 ≤ 0) : False",
      "(x y : ℝ) (h : 1 / y = 2) : 3 / y = 6",
      "(x : ℝ) (h : x = |(-3:ℝ)|) : x = 3",
      "(f : ℤ → ℤ) (h : f 6 = 1) : f (2 * 3) = 1",
      "(a b : ℤ) (h : (a : ℝ) < b) : (a : ℝ) + 1 ≤ b",
    ].map((statement) => [statement, "linarith"]),
    accepts: [
      "(x y : ℝ) (h : 1 / y = 2) : 3 * (1 / y) = 6",
      "(n m : ℕ) (h : n + 2 * m = 3) : (n : ℤ) ≤ 3",
      "(n : ℕ) (h : (n : ℝ) + 1 ≤ 0) : False",
      "(f : ℕ → ℤ) (h : f 6 = 1) : f (2 * 3) = 1",
      "(n : ℕ) (h : 123 * n + 17 = 39500) : 123 * n = 39500 - 17",
      "(x : ℝ) (h : 0 ≤ x ∧ x < 3) : x / 2 < 3 / 2",
    ].map((statement) => [statement, "linarith"]),
  },
  {
    what: "nlinarith multiplies what linarith sees, pairwise",
    refuses: [
      ["(n : ℕ) (x : ℝ) (h : x = ((n * n : ℕ) : ℝ)) : x = n * n", "nlinarith"],
      ["(a b c : ℕ) (h : a * b * c + 1 ≤ 0) : False", "nlinarith"],
    ],
    accepts: [
      ["(n m : ℕ) (h : n * m + 1 ≤ 0) : False", "nlinarith"],
      ["(a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2", "nlinarith [sq_nonneg (a - b)]"],
    ],
  },
  {
    what: "positivity evaluates literals only by norm_num's extensions",
    refuses: [
      [": (0:ℝ) < Nat.choose 4 2", "positivity"],
      [": (0:ℤ) < ⌊(7/2 : ℝ)⌋", "positivity"],
      [": 0 < Finset.card ({1, 2} : Finset ℕ)", "positivity"],
      ["(x : ℝ) (h : 0 < x ∧ x < 3) : 0 < x", "positivity"],
    ],
    accepts: [
      [": (0:ℝ) < 5 - 3", "positivity"],
      [": 0 < Nat.gcd 4 6", "positivity"],
      [": (0:ℝ) < max 2 3 + 1", "norm_num"],
    ],
  },
  {
    what: "linear_combination is ring on the difference",
    refuses: [
      ["(n : ℕ) (x : ℝ) (h : x = ((n * 2 : ℕ) : ℝ)) : x = n * 2", "linear_combination h"],
      ["(a b : ℤ) (h : (a : ℝ) = b) : a = b", "linear_combination h"],
      ["(a b c : ℂ) (h : a + b = c) : 2 * a + 2 * b = 3 * c", "linear_combination 2 * h"],
      ["(a b : ℂ) (h : a = b) : a = b + 1", "linear_combination h + 1"],
      ["(a b : ℕ) (h : a = b) : 2 * a = 2 * b", "linear_combination 2 * h"], // Mathlib of Lean 4.9: ℕ has no differences
    ],
    accepts: [
      ["(a b c : ℂ) (h : a + b = c) : 2 * a + 2 * b = 2 * c", "linear_combination 2 * h"],
      ["(x y : ℝ) (h : 1 / y = 2) : x / y = 2 * x", "linear_combination x * h"],
      ["(a b : ℝ) (h : a = b) (g : b = 2) : a * b = 4", "linear_combination b * h + (b + 2) * g"],
      ["(a b c d : ℝ) (h : a = b) (g : c = d) : a * c = b * d", "linear_combination h * g"],
    ],
  },
  {
    what: "closed integers are equal by definition where Lean's whnf computes them, and to rw only as offsets of ℕ",
    refuses: [
      ["(P : ℕ → Prop) (h : P (Nat.sqrt 16)) : P 4", "exact h"],
      ["(P : ℝ → Prop) (h : P (2 + 2)) : P 4", "exact h"],
      ["(P : ℤ → Prop) (h : P ⌊(7/2:ℝ)⌋) : P 3", "exact h"],
      ["(f : ℤ → ℤ) (h : f 6 = 1) : f (2 * 3) = 1", "rw [h]"],
      ["(f : ℕ → ℤ) (h : f 6 = 1) : f (Nat.factorial 3) = 1", "rw [h]"],
    ],
    accepts: [
      ["(P : ℕ → Prop) (h : P (2 + 2)) : P 4", "exact h"],
      ["(P : ℕ → Prop) (h : P (Nat.factorial 3)) : P 6", "exact h"],
      ["(P : ℤ → Prop) (h : P (2 * 3)) : P 6", "exact h"],
      ["(f : ℕ → ℤ) (h : f 6 = 1) : f (2 * 3) = 1", "rw [h]"],
    ],
  },
  {
    what: "simp_all unfolds a recursion down, and up it runs out of depth (Lean 4.9: maximum recursion depth)",
    refuses: [
      [
        "(f : ℤ → ℤ) (h₀ : ∀ n, 1000 ≤ n → f n = n - 3) (h₁ : ∀ n, n < 1000 → f n = f (f (n + 5))) : f 84 = 997",
        "simp_all",
      ],
    ],
    accepts: [["(x : ℕ → ℤ) (h : x 1 = 2) (h₁ : ∀ n, 2 ≤ n → x n = x (n - 1) + 1) : x 3 = 4", "simp_all"]],
  },
  {
    what: "norm_cast lowers casts by their laws, exact_mod_cast adds nothing to that",
    refuses: [
      ["(a b : ℤ) (h : (a:ℝ) * b < 10) : a * b ≤ 9", "exact_mod_cast h"],
      ["(a : ℕ) (h : (a:ℝ) ≤ 3) : a < 4", "exact_mod_cast h"],
      ["(a b : ℕ) (h : (a:ℝ) - b = 3) : a - b = 3", "exact_mod_cast h"],
      ["(a b : ℕ) (h : (a:ℝ) / b = 3) : a / b = 3", "exact_mod_cast h"],
      ["(a b : ℤ) (h : (a:ℝ) = b + 1) : a = b", "norm_cast at h"],
    ],
    accepts: [
      ["(a b : ℕ) (h : (b:ℚ) * 15 = 168 + (a:ℚ) * 16) : 15 * b = 16 * a + 168", "norm_cast at h\nomega"],
      ["(a b : ℤ) (h : (a:ℝ) * b = 10) : a * b = 10", "exact_mod_cast h"],
      ["(a b : ℤ) (h : (a:ℝ) - b = 3) : a - b = 3", "exact_mod_cast h"],
      ["(a : ℕ) (h : 0 < a) : (a : ℝ) ≠ 0", "exact_mod_cast (by linarith)"],
      ["(a : ℕ) (h : a < 3) : (a : ℝ) + 1 < 4", "norm_cast\nomega"],
    ],
  },
  {
    what: "interval_cases puts each value in the place of the term, and forgets the term unless it is named",
    refuses: [
      [
        "(a b : ℕ) (h1 : a * b ≤ 2) (h2 : 1 ≤ a * b) : b * a = 1 ∨ b * a = 2",
        "interval_cases a * b\n· left; linarith\n· right; linarith",
      ],
    ],
    accepts: [
      [
        "(a b : ℕ) (h1 : a * b ≤ 2) (h2 : 1 ≤ a * b) : b * a = 1 ∨ b * a = 2",
        "interval_cases h : a * b\n· left; linarith\n· right; linarith",
      ],
      [
        "(a : ℤ) (h : a.natAbs ∣ 13) (h1 : a.natAbs ≤ 2) (h2 : 1 ≤ a.natAbs) : a.natAbs = 1",
        "interval_cases a.natAbs <;> omega",
      ],
    ],
  },
  {
    what: "simp reduces what congr_arg leaves applied, and that counts as progress",
    refuses: [
      ["(a b : ℤ) (h : a = b) : a % 3 = b % 3", "have h₂ := congr_arg (· % 3) h\nsimp at h₂\nsimp at h₂\nexact h₂"],
    ],
    accepts: [["(a b : ℤ) (h : a = b) : a % 3 = b % 3", "have h₂ := congr_arg (· % 3) h\nsimp at h₂\nexact h₂"]],
  },
  {
    what: "simp fills in the type that `have h := e` left to be found, once and in the same block (published proofs, Lean 4.9 and 4.15)",
    refuses: [
      ["(a b : ℤ) (h : a = b) : a % 3 = b % 3", "simp at h\nrw [h]"],
      ["(a b : ℤ) (h : a = b) : a % 3 = b % 3", "have h₂ := h\nsimp at h₂\nsimp at h₂\nrw [h₂]"],
      [
        "(a b : ℤ) (h : a = b) : a % 3 = b % 3",
        "have h₂ := h\nhave : a % 3 = b % 3 := by\n  simp at h₂\n  rw [h₂]\nexact this",
      ],
      ["(a b : ℤ) (h : a = b) : a % 3 = b % 3", "have h₂ := h\nrw [← h₂] at h₂\nsimp at h\nrw [h]"],
      ["(a b : ℝ) (h : a = b) : a + 1 = b + 1", "field_simp at h\nrw [h]"],
      ["(a b : ℤ) (h : a = b) : a % 3 = b % 3", "have h₂ := h\nring_nf at h₂\nsimp at h\nrw [h]"],
    ],
    accepts: [
      ["(a b : ℤ) (h : a = b) : a % 3 = b % 3", "have h₂ := h\nsimp at h₂\nrw [h₂]"],
      ["(a b : ℝ) (h : a = b) : a + 1 = b + 1", "have h₂ := h\nfield_simp at h₂\nrw [h₂]"],
    ],
  },
  {
    what: "a rule a ≠ b says that a = b is False: of a ≠ b it says nothing until ne_eq has unfolded it",
    refuses: [
      ["(x : ℝ) (h : x ≠ 0) : x ≠ 0", "simp only [h]"],
      ["(x : ℝ) (h : x ≠ 0) : x ≠ 0", "simp only [h, not_false_eq_true]"],
    ],
    accepts: [
      ["(x : ℝ) (h : x ≠ 0) : x ≠ 0", "simp only [ne_eq, h, not_false_eq_true]"],
      ["(x : ℝ) (h : x ≠ 0) : x ≠ 0", "simp [h]"],
      ["(x : ℝ) (h : x ≠ 0) : ¬x = 0 ∧ 2 * x ≠ 0", "simp [h]"],
    ],
  },
  {
    what: "positivity of real powers and of logarithms of literals; field_simp discharges by its own rules, no further",
    refuses: [
      ["(x y : ℝ) : 0 < x ^ y", "positivity"],
      ["(x : ℝ) : 0 < Real.log x", "positivity"],
      [": 0 < Real.log 1", "positivity"],
      ["(n : ℝ) (h : (n + 5) / (n - 3) = 2) : n = 11", "field_simp [sub_ne_zero] at h\nlinarith"],
    ],
    accepts: [
      ["(t : ℝ) : (4 : ℝ) ^ t > 0", "positivity"],
      [": Real.log 2 ≠ 0", "positivity"],
      ["(n : ℝ) (h₀ : n ≠ 3) (h : (n + 5) / (n - 3) = 2) : n = 11", "field_simp [sub_ne_zero, h₀] at h\nlinarith"],
    ],
  },
  {
    what: "simp proves a rule's premise by simplification, not from the context",
    refuses: [
      ["(x : ℝ) (h : 1 ≤ x) : |x - 1| = x - 1", "simp only [abs_of_nonneg]\nlinarith"],
      ["(x y : ℝ) (h : 0 < y) (hx : x = y) : x / y = 1", "simp [hx, div_self]"],
    ],
    accepts: [["(x y : ℝ) (h : y ≠ 0) (hx : x = y) : x / y = 1", "simp [hx, h]"]],
  },
];

test.for(strengths)("$what", ({ refuses, accepts }) => {
  const statusOf = ([statement, proof]: readonly [string, string]): string =>
    `${checkProof(`theorem t ${statement} := by`, proof).status}: ${statement} by ${proof}`;
  expect(refuses.map(statusOf).filter((status) => status.startsWith("proved"))).toEqual([]);
  expect(accepts.map(statusOf).filter((status) => !status.startsWith("proved"))).toEqual([]);
});
