/** Definitions that proofs unfold by name, and ways to take a number apart. */
export const definitions = `
-- no α
Nat.ModEq (n a b : ℕ) : a ≡ b [MOD n] ↔ a % n = b % n
Int.ModEq (n a b : ℤ) : a ≡ b [ZMOD n] ↔ a % n = b % n
Nat.lcm (m n : ℕ) : Nat.lcm m n = m * n / Nat.gcd m n
Nat.Coprime (m n : ℕ) : Nat.Coprime m n ↔ Nat.gcd m n = 1
Nat.exists_eq_succ_of_ne_zero {n : ℕ} (h : n ≠ 0) : ∃ k : ℕ, n = Nat.succ k
Nat.exists_eq_add_of_le {m n : ℕ} (h : m ≤ n) : ∃ k : ℕ, n = m + k
Nat.exists_eq_add_of_lt {m n : ℕ} (h : m < n) : ∃ k : ℕ, n = m + k + 1
Nat.exists_eq_add_of_le' {m n : ℕ} (h : m ≤ n) : ∃ k : ℕ, n = k + m
Int.eq_ofNat_of_zero_le {a : ℤ} (h : 0 ≤ a) : ∃ n : ℕ, a = (n : ℤ)
-- α in ℕ ℤ ℚ ℝ ℂ
Even (n : α) : Even n ↔ ∃ r : α, n = r + r
even_iff_exists_two_mul (n : α) : Even n ↔ ∃ r : α, n = 2 * r
-- α in ℕ ℤ
Odd (n : α) : Odd n ↔ ∃ m : α, n = 2 * m + 1
even_iff_two_dvd {n : α} : Even n ↔ 2 ∣ n
Even.two_dvd {n : α} (h : Even n) : 2 ∣ n
Even.add {m n : α} (hm : Even m) (hn : Even n) : Even (m + n)
Even.mul_left {m : α} (hm : Even m) (n : α) : Even (n * m)
Even.mul_right {m : α} (hm : Even m) (n : α) : Even (m * n)
Odd.mul {m n : α} (hm : Odd m) (hn : Odd n) : Odd (m * n)
Odd.add_odd {m n : α} (hm : Odd m) (hn : Odd n) : Even (m + n)
Odd.pow {m : α} (hm : Odd m) {a : ℕ} : Odd (m ^ a)
`;
