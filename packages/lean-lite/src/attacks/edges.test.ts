import { expect, test } from "vitest";
import { checkProof } from "../judge.ts";

/**
 * False statements, one a line, where a checker that reads or computes a little differently from Lean would go wrong: truncated
 * subtraction, Euclidean and floor division, division by zero, roots and powers of negative numbers, empty sums, precedence,
 * numerals beyond 53 bits, existence and uniqueness, side conditions of laws.
 */
const statements = `
: (5 : ℤ) / (-2) = -3
: (-5 : ℤ) / 2 = -2
: (-5 : ℤ) % 2 = -1
: (-5 : ℤ) / (-2) = 2
: (-5 : ℤ) % (-2) = -1
: (5 : ℤ) % (-2) = -1
: (5 : ℤ) / 0 = 5
: (5 : ℕ) % 0 = 0
: (0 : ℕ) ^ 0 = 0
: (0 : ℝ) ^ 0 = 0
: (0 : ℝ) ^ (0 : ℝ) = 0
: (0 : ℝ)⁻¹ ≠ 0
: (2 : ℕ) - 3 = -1
: (2 : ℕ) - 3 + 3 = 2
: ((2 - 3 : ℕ) : ℤ) = -1
: ((2 : ℕ) - 3 : ℤ) = 0
: (1 / 2 : ℕ) ≠ 0
: ((1 / 2 : ℕ) : ℝ) = 1 / 2
: ((1 : ℕ) / 2 : ℝ) = 0
: ((7 / 2 : ℤ) : ℚ) = 7 / 2
: (2 : ℝ) ^ (1 / 2 : ℕ) = Real.sqrt 2
: (8 : ℝ) ^ (1 / 3) = 2
: (8 : ℝ) ^ (1 / 3 : ℝ) = 1
: (-8 : ℝ) ^ (1 / 3 : ℝ) = -2
: (4 : ℝ) ^ (1 / 2) = 2
: Real.sqrt (-4) = -2
: Real.sqrt (-4) ≠ 0
: Real.sqrt ((-2) ^ 2) = -2
(x : ℝ) : Real.sqrt (x ^ 2) = x
(x : ℝ) : Real.sqrt x ^ 2 = x
(x y : ℝ) : Real.sqrt (x * y) = Real.sqrt x * Real.sqrt y
(x : ℝ) : x / x = 1
(x : ℝ) : x * x⁻¹ = 1
(x : ℝ) : x ^ 0 = 0
(x : ℝ) (h : x ≠ 0) : x ^ (-1 : ℤ) = x
(x : ℝ) : x ^ (-1 : ℤ) * x = 1
(x : ℝ) : 0 < x ^ 2
(x : ℝ) : x < x ^ 2 + 1 / 4
(a b : ℕ) : a - b + b = a
(a b : ℕ) : (a - b : ℤ) = ((a - b : ℕ) : ℤ)
(a b c : ℕ) : a - (b - c) = a - b + c
(a b : ℕ) (h : a = b + 1) : b - a = 1
(a b : ℕ) : a / b * b = a
(a b : ℤ) : a / b * b = a
(a b : ℤ) (h : b ≠ 0) : 0 ≤ a / b * b
(a b : ℤ) : a % b < b
(a b : ℤ) : 0 ≤ a % b
(a b : ℕ) : a % b < b
(a b : ℕ) : (a + b) / 2 = a / 2 + b / 2
(n : ℕ) : n / 2 * 2 = n
(n : ℕ) : (n : ℝ) / 2 = ((n / 2 : ℕ) : ℝ)
(n : ℕ) : 0 < n
(n : ℕ) : n - 1 < n
(n : ℕ) : (n - 1) + 1 = n
(n : ℕ) : ((n : ℤ) - 1) ≥ 0
(n : ℕ) : ((n - 1 : ℕ) : ℤ) = (n : ℤ) - 1
: Nat.Prime 1
: Nat.Prime 0
: Nat.Prime 91
: ¬ Nat.Prime 97
: Nat.gcd 0 0 = 1
: Nat.lcm 0 5 = 5
: Int.gcd (-4) 6 = -2
: Nat.factorial 0 = 0
: Nat.choose 3 5 = 1
: (Finset.range 5).card = 4
: ∑ i in Finset.range 5, i = 15
: ∑ i in Finset.range 5, (1 - i) = -5
: ∑ i in Finset.range 5, (1 - i : ℤ) = 1
: ∑ i in Finset.Icc 5 1, i = 15
: ∏ i in Finset.range 0, i = 0
: ∏ i in Finset.Icc 1 3, (i : ℝ) / 2 = 0
: Finset.Icc (3 : ℕ) 1 ≠ ∅
: (∃! x : ℝ, x ^ 2 = 4)
: (∃! x : ℕ, x < 2)
: (∃ x : ℕ, x < 0)
: (∃ x : ℝ, x ^ 2 < 0)
: (∀ x : ℕ, x < 10 → x < 9)
: (∀ x : ℤ, x < 10 → x ≥ 0)
: (∃ x : ℤ, 0 < x ∧ x < 1)
: (3 : ℤ) ∣ 10
: (0 : ℕ) ∣ 1
: (2 : ℕ) ∣ 3
: ¬ ((2 : ℚ) ∣ 3)
: ¬ ((2 : ℝ) ∣ 3)
: Even 3
: Odd 4
: ¬ Even (3 : ℝ)
: 10 ≡ 3 [MOD 5]
: (-3) ≡ 3 [ZMOD 5]
: ⌊(-1/2 : ℝ)⌋ = 0
: ⌈(-1/2 : ℝ)⌉ = -1
: ⌊(1/2 : ℝ)⌋₊ = 1
: Int.fract (-1/4 : ℝ) = -1/4
: (5 : ℕ).pred = 5
: |(-3 : ℤ)| = -3
: max (2 : ℕ) 3 = 2
: (2 : ℤ) ^ 2 ^ 3 = 64
: -2 ^ 2 = (4 : ℤ)
: (1 : ℤ) - 2 - 3 = 2
: (12 : ℕ) / 3 / 2 = 8
: 2 * 3 % 4 = 6
: (7 : ℕ) % 4 * 2 = 14 % 8 + 1
: ¬ True
: False
: True → False
: (1 = 2 ↔ 2 = 1) → 1 = 2
: (if (1 : ℕ) < 0 then 1 else 2) = 1
(p : Prop) : p
(p q : Prop) : p ∨ q → p ∧ q
(p q : Prop) : (p → q) → (q → p)
(f : ℕ → ℕ) : f 1 = f 2
(f : ℝ → ℝ) (h : ∀ x, f x = x) : f 1 = 2
(f : ℕ → ℕ) (h : ∀ x, f (x + 1) = f x + 1) : f 3 = 3
(x : ℝ) (h : x ^ 2 = 4) : x = 2
(x : ℝ) (h : x * (x - 1) = 0) : x = 1
(x y : ℝ) (h : x * y = 0) : x = 0
(x y : ℝ) (h : x / y = 1) : x ≠ y
(x y : ℝ) (h : x / y = 0) : x = 0
(x y : ℝ) (h : x / y = 1 / 2) (h2 : y = 0) : y ≠ 0
(x : ℝ) (h : |x| = 1) : x = 1
(x : ℝ) (h : 0 ≤ x) : 0 < x
(x y : ℤ) (h : 2 * x = 2 * y + 2) : x = y
(x y : ℤ) (h : 2 * x + 1 ≤ 2 * y) : x + 1 < y
(x : ℂ) (h : x ^ 2 = -1) : x = Complex.I
: (Complex.I) = 1
: (Complex.I) ^ 2 = 1
: (Nat.divisors 0).card = 1
: (Nat.divisors 12).card = 5
: Nat.properDivisors 6 = {1, 2, 3, 6}
: (Nat.primeFactors 12).card = 3
: (Nat.primeFactors 1).card = 1
: ∑ k in Nat.properDivisors 28, k = 56
: Nat.sqrt 15 = 4
: Nat.log 2 8 = 2
: Nat.digits 10 123 = [1, 2, 3]
: (123456789012345678901234567890 : ℕ) = 123456789012345678901234567891
: (2 : ℕ) ^ 100 % 7 = 1
: (2 : ℤ) ^ 100 % (-7) = -2
: (10 ^ 20 : ℕ) / 3 = 33333333333333333334
: (0.1 : ℝ) + 0.2 ≠ 0.3
: (0.5 : ℝ) = 0
: (1e3 : ℝ) = 100
: 9007199254740993 = 9007199254740992
: (9007199254740993 : ℝ) = 9007199254740992
: (9007199254740993 : ℝ) ≤ 9007199254740992
: 9007199254740993 - 9007199254740992 = 0
: 3037000500 * 3037000500 = 9223372037000250001
: Real.pi = 3
: Real.pi < 3
: Real.exp 0 = 0
: Real.log 0 = 1
: Real.sin 0 = 1
: Real.log (-1) = 1
: (2 : ℝ) ^ (2 : ℝ) = 5
: (fun x : ℕ => x) = (fun x : ℕ => x + 1)
: Function.Injective (fun x : ℝ => x ^ 2)
: Function.Surjective (fun x : ℕ => x + 1)
: IsLeast {x : ℕ | 0 < x} 0
: IsLeast {x : ℝ | 0 < x} 0
: IsGreatest {x : ℝ | x < 1} 1
: Set.Icc (0:ℝ) 1 ⊆ Set.Ioo 0 1
: ({1, 2} : Finset ℕ) = {1}
: ({1, 1} : Finset ℕ).card = 2
: ({1, 2} : Set ℕ) = {1}
: (2 : ℕ) ∈ ({1, 3} : Finset ℕ)
: (∅ : Finset ℕ).card = 1
: ∅ ∉ insert ∅ (∅ : Finset (Finset ℕ))
: (insert ∅ (insert {1} (∅ : Finset (Finset ℕ)))).card = 1
: (Finset.filter (fun x => x % 2 = 0) (Finset.range 5)).card = 2
: Finset.image (fun x => x / 2) (Finset.range 4) = {0, 1, 2}
: Set.univ = (∅ : Set ℕ)
: IsCoprime (2 : ℤ) 4
: Nat.Coprime 0 0
: Irrational 2
: Monotone (fun x : ℝ => -x)
: (1, 2) = ((2, 1) : ℕ × ℕ)
`;

const proofs = [
  "norm_num",
  "decide",
  "rfl",
  "simp",
  "simp_all",
  "omega",
  "ring",
  "linarith",
  "nlinarith",
  "positivity",
  "field_simp",
  "norm_cast",
  "exact ⟨0, by norm_num⟩",
  "constructor <;> norm_num",
  "intros; nlinarith",
];

test("no tactic proves a statement that is false at the edge of Lean's definitions", () => {
  const accepted: string[] = [];
  const silent: string[] = [];
  for (const line of statements.trim().split("\n")) {
    const outcomes = proofs.map((proof) => {
      const { status } = checkProof(`theorem t ${line} := by`, `  ${proof}`, { steps: 1_000_000, wallMs: 10_000 });
      if (status === "proved") accepted.push(`${line} by ${proof}`);
      return status;
    });
    if (!outcomes.includes("error")) silent.push(line);
  }
  expect(accepted).toEqual([]);
  // Nearly all are understood: they are refused, not waved away.
  expect(silent.length).toBeLessThan(8);
});
