import { expect, test } from "vitest";
import { checkProof } from "../judge.ts";

/** What published proofs use, each with a twin that says too much: the same proof must not prove it. */
const twins: readonly { readonly proof: string; readonly holds: string; readonly fails: string }[] = [
  {
    proof: "simp",
    holds: ": (3 * Complex.I + 2).im = 3 ∧ (3 * Complex.I + 2).re = 2",
    fails: ": (3 * Complex.I + 2).im = 2 ∧ (3 * Complex.I + 2).re = 3",
  },
  { proof: "simp", holds: ": Complex.I ^ 4 = 1", fails: ": Complex.I ^ 2 = 1" },
  { proof: "norm_num", holds: ": Complex.normSq (2 : ℂ) = 4", fails: ": Complex.normSq (2 : ℂ) = 2" },
  { proof: "simp", holds: "(z : ℂ) : (z / 4).re = z.re / 4", fails: "(z : ℂ) : (z / 4).re = z.re * 4" },
  {
    proof: "simp [Complex.normSq]",
    holds: "(z : ℂ) (h : z.im = 0) : Complex.normSq z = z.re * z.re + z.im * z.im",
    fails: "(z : ℂ) (h : z.im = 0) : Complex.normSq z = z.re * z.re - z.im",
  },
  {
    proof: "interval_cases m <;> omega",
    holds: "(m n : ℕ) (h : 1 < m) (h' : 1 < n) (h₂ : m * n = 451) (h₃ : m ≤ 451) : m + n = 52",
    fails: "(m n : ℕ) (h : 1 < m) (h₂ : m * n = 451) (h₃ : m ≤ 451) : m + n = 52",
  },
  {
    proof: "rw [Nat.div_eq_of_eq_mul_left] <;> omega",
    holds: "(m n q : ℕ) (h : 0 < n) (h' : m = q * n) : q = m / n",
    fails: "(m n q : ℕ) (h' : m = q * n) : q = m / n",
  },
  {
    proof: "omega",
    holds: "(n : ℕ) (h : 0 < n ∧ ∃ k, n = 6 * k) : n % 3 = 0 ∧ 6 ≤ n",
    fails: "(n : ℕ) (h : ∃ k, n = 6 * k) : n % 3 = 0 ∧ 6 ≤ n",
  },
  { proof: "exact h ⟨2, by norm_num⟩", holds: "(h : Irrational 2) : False", fails: "(h : Irrational (√2)) : False" },
  {
    proof: "exact_mod_cast h",
    holds: "(x : ℤ) (h : |x| ≥ 10) : |(x : ℝ)| ≥ 10",
    fails: "(x : ℤ) (h : |x| ≥ 10) : (x : ℝ) ≥ 10",
  },
  {
    proof: "exact_mod_cast h",
    holds: "(n : ℕ) (h : ((n : ℤ) + 1000) % 70 = 0) : (n + 1000) % 70 = 0",
    fails: "(n : ℕ) (h : ((n : ℤ) - 1000) % 70 = 3) : (n - 1000) % 70 = 3",
  },
  {
    proof: "field_simp [h, h']",
    holds: "(a b c : ℝ) (h : b ≠ 0) (h' : c ≠ 0) : a / b * (b / c) = a / c",
    fails: "(a b c : ℝ) (h : b ≠ 0) (h' : c ≠ 0) : a / b * (c / b) = a / c",
  },
  {
    proof: "simp [h] at h'\nexact h'",
    holds: "(x y : ℝ) (h : y ≠ 0) (h' : x * y = 0) : x = 0",
    fails: "(x y : ℝ) (h : x ≠ 0) (h' : x * y = 0) : x = 0",
  },
  {
    proof: "rintro ⟨k, rfl⟩ <;> simp",
    holds: ": ∀ n : ℕ, 0 ≤ n",
    fails: ": ∀ n : ℕ, n = 0",
  },
  {
    proof: "exact h 2",
    holds: "(h : ∀ p : ℕ, (p ^ 2).divisors.card = 3) : (Nat.divisors (2 ^ 2)).card = 3",
    fails: "(h : ∀ p : ℕ, (p ^ 2).divisors.card = 3) : (Nat.divisors (2 ^ 2)).card = 4",
  },
];

test.for(twins)("$proof proves $holds and no more", ({ proof, holds, fails }) => {
  expect(checkProof(`theorem t ${holds} := by`, proof).status).toBe("proved");
  expect(checkProof(`theorem t ${fails} := by`, proof).status).not.toBe("proved");
});

test("interval_cases of two thousand cases each with as many is refused before it begins", () => {
  const { status, steps } = checkProof(
    "theorem t (m n : ℕ) (h : m ≤ 2005) (h' : n ≤ 2005) : m * n ≤ 2005 * 2005 := by",
    "interval_cases m <;> interval_cases n <;> omega",
  );
  expect(status).toBe("unsupported");
  expect(steps).toBeLessThan(2_000_000);
});
