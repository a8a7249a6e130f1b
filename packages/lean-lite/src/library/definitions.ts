import { commutativeSemirings, lemmas } from "./table.ts";
import type { LibraryLemma } from "./table.ts";

const numbers = lemmas(
  [],
  `
Nat.ModEq (n a b : ℕ) : a ≡ b [MOD n] ↔ a % n = b % n
Int.ModEq (n a b : ℤ) : a ≡ b [ZMOD n] ↔ a % n = b % n
Nat.lcm (m n : ℕ) : Nat.lcm m n = m * n / Nat.gcd m n
Nat.Coprime (m n : ℕ) : Nat.Coprime m n ↔ Nat.gcd m n = 1
`,
);

const parity = lemmas(
  commutativeSemirings,
  `
Even (n : α) : Even n ↔ ∃ r, n = r + r
even_iff_exists_add_self (n : α) : Even n ↔ ∃ r, n = r + r
even_iff_exists_two_mul (n : α) : Even n ↔ ∃ r, n = 2 * r
`,
);

const divisibility = lemmas(
  ["ℕ", "ℤ"],
  `
Odd (n : α) : Odd n ↔ ∃ m, n = 2 * m + 1
even_iff_two_dvd {n : α} : Even n ↔ 2 ∣ n
Even.two_dvd {n : α} (h : Even n) : 2 ∣ n
Even.add {m n : α} (hm : Even m) (hn : Even n) : Even (m + n)
Even.mul_left {m : α} (hm : Even m) (n : α) : Even (n * m)
Even.mul_right {m : α} (hm : Even m) (n : α) : Even (m * n)
Odd.mul {m n : α} (hm : Odd m) (hn : Odd n) : Odd (m * n)
Odd.add_odd {m n : α} (hm : Odd m) (hn : Odd n) : Even (m + n)
Odd.pow {m : α} (hm : Odd m) {a : ℕ} : Odd (m ^ a)
`,
);

const cases = lemmas(
  [],
  `
Nat.eq_zero_or_eq_succ_pred✝ (n : ℕ) : n = 0 ∨ ∃ m, n = m + 1
Nat.exists_eq_succ_of_ne_zero {n : ℕ} (h : n ≠ 0) : ∃ k, n = Nat.succ k
Nat.exists_eq_add_of_le {m n : ℕ} (h : m ≤ n) : ∃ k, n = m + k
Nat.exists_eq_add_of_lt {m n : ℕ} (h : m < n) : ∃ k, n = m + k + 1
Nat.exists_eq_add_of_le' {m n : ℕ} (h : m ≤ n) : ∃ k, n = k + m
Int.eq_ofNat_of_zero_le {a : ℤ} (h : 0 ≤ a) : ∃ n : ℕ, a = n
`,
);

const inductions = lemmas(
  [],
  `
Nat.le_induction✝ (m : ℕ) (P : ℕ → Prop) (base : P m) (succ : ∀ n, m ≤ n → P n → P (n + 1)) : ∀ n, m ≤ n → P n
Nat.strong_induction_on✝ (P : ℕ → Prop) (h : ∀ n, (∀ m, m < n → P m) → P n) : ∀ n, P n
`,
);

/** Definitions that proofs unfold by name, ways to take a number apart, and the principles of induction over ℕ. */
export const definitions: readonly LibraryLemma[] = [...numbers, ...parity, ...divisibility, ...cases, ...inductions];
