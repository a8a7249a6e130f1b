/** Divisors, primes, binomials, Fibonacci numbers: functions of natural numbers and integers. */
export const numberFunctions = `
-- no α
Nat.coprime_self (n : ℕ) : Nat.Coprime n n ↔ n = 1
Nat.coprime_zero_left (n : ℕ) : Nat.Coprime 0 n ↔ n = 1
Nat.coprime_zero_right (n : ℕ) : Nat.Coprime n 0 ↔ n = 1
Nat.coprime_add_self_right {m n : ℕ} : Nat.Coprime m (n + m) ↔ Nat.Coprime m n
Nat.coprime_add_self_left {m n : ℕ} : Nat.Coprime (m + n) n ↔ Nat.Coprime m n
Nat.coprime_self_add_right {m n : ℕ} : Nat.Coprime m (m + n) ↔ Nat.Coprime m n
Nat.coprime_self_add_left {m n : ℕ} : Nat.Coprime (m + n) m ↔ Nat.Coprime n m
Nat.coprime_mul_iff_right {k m n : ℕ} : Nat.Coprime k (m * n) ↔ Nat.Coprime k m ∧ Nat.Coprime k n
Nat.Coprime.mul {k m n : ℕ} (h : Nat.Coprime m k) (h' : Nat.Coprime n k) : Nat.Coprime (m * n) k
Nat.Coprime.mul_right {k m n : ℕ} (h : Nat.Coprime k m) (h' : Nat.Coprime k n) : Nat.Coprime k (m * n)
Nat.Coprime.pow {m n : ℕ} (k l : ℕ) (h : Nat.Coprime m n) : Nat.Coprime (m ^ k) (n ^ l)
Nat.Coprime.pow_left {m k : ℕ} (n : ℕ) (h : Nat.Coprime m k) : Nat.Coprime (m ^ n) k
Nat.Coprime.pow_right {k m : ℕ} (n : ℕ) (h : Nat.Coprime k m) : Nat.Coprime k (m ^ n)
Nat.Coprime.coprime_dvd_left {k m n : ℕ} (h : m ∣ k) (h' : Nat.Coprime k n) : Nat.Coprime m n
Nat.Coprime.coprime_dvd_right {k m n : ℕ} (h : n ∣ m) (h' : Nat.Coprime k m) : Nat.Coprime k n
Nat.Coprime.dvd_mul_right {k m n : ℕ} (h : Nat.Coprime k n) : k ∣ m * n ↔ k ∣ m
Nat.Coprime.dvd_mul_left {k m n : ℕ} (h : Nat.Coprime k m) : k ∣ m * n ↔ k ∣ n
Nat.Coprime.eq_one_of_dvd {k n : ℕ} (h : Nat.Coprime k n) (d : k ∣ n) : k = 1
Nat.coprime_primes {p q : ℕ} (hp : Nat.Prime p) (hq : Nat.Prime q) : Nat.Coprime p q ↔ p ≠ q
Nat.coprime_or_dvd_of_prime {p : ℕ} (hp : Nat.Prime p) (i : ℕ) : Nat.Coprime p i ∨ p ∣ i
Nat.gcd_mul_left_left (m n : ℕ) : Nat.gcd (m * n) n = n
Nat.gcd_mul_left_right (m n : ℕ) : Nat.gcd n (m * n) = n
Nat.gcd_mul_right_left (m n : ℕ) : Nat.gcd (n * m) n = n
Nat.gcd_mul_right_right (m n : ℕ) : Nat.gcd n (n * m) = n
Nat.gcd_self_add_left (m n : ℕ) : Nat.gcd (m + n) m = Nat.gcd n m
Nat.gcd_self_add_right (m n : ℕ) : Nat.gcd m (m + n) = Nat.gcd m n
Nat.gcd_le_left {m : ℕ} (n : ℕ) (h : 0 < m) : Nat.gcd m n ≤ m
Nat.gcd_le_right (m : ℕ) {n : ℕ} (h : 0 < n) : Nat.gcd m n ≤ n
Nat.lcm_pos {m n : ℕ} (h : 0 < m) (h' : 0 < n) : 0 < Nat.lcm m n
Nat.lcm_zero_left (m : ℕ) : Nat.lcm 0 m = 0
Nat.lcm_zero_right (m : ℕ) : Nat.lcm m 0 = 0
Nat.lcm_one_left (m : ℕ) : Nat.lcm 1 m = m
Nat.lcm_one_right (m : ℕ) : Nat.lcm m 1 = m
Nat.lcm_dvd_iff {m n k : ℕ} : Nat.lcm m n ∣ k ↔ m ∣ k ∧ n ∣ k
Nat.dvd_div_of_mul_dvd {a b c : ℕ} (h : a * b ∣ c) : b ∣ c / a
Nat.mul_dvd_of_dvd_div {a b c : ℕ} (h : c ∣ b) (h' : a ∣ b / c) : c * a ∣ b
Nat.div_dvd_of_dvd {a b : ℕ} (h : b ∣ a) : a / b ∣ a
Nat.div_pos {a b : ℕ} (h : b ≤ a) (h' : 0 < b) : 0 < a / b
Nat.pow_dvd_pow {m n : ℕ} (a : ℕ) (h : m ≤ n) : a ^ m ∣ a ^ n
Nat.pow_dvd_pow_iff {a b n : ℕ} (h : n ≠ 0) : a ^ n ∣ b ^ n ↔ a ∣ b
Nat.dvd_mul_left_of_dvd {a b : ℕ} (h : a ∣ b) (c : ℕ) : a ∣ c * b
Nat.dvd_mul_right_of_dvd {a b : ℕ} (h : a ∣ b) (c : ℕ) : a ∣ b * c
Nat.mul_dvd_mul {a b c d : ℕ} (h : a ∣ b) (h' : c ∣ d) : a * c ∣ b * d
Nat.dvd_of_mul_dvd_mul_left {k m n : ℕ} (h : 0 < k) (h' : k * m ∣ k * n) : m ∣ n
Nat.dvd_of_mul_dvd_mul_right {k m n : ℕ} (h : 0 < k) (h' : m * k ∣ n * k) : m ∣ n
Nat.dvd_sub {m n k : ℕ} (h : n ≤ m) (hm : k ∣ m) (hn : k ∣ n) : k ∣ m - n
Nat.Prime.coprime_pow_of_not_dvd {p m a : ℕ} (hp : Nat.Prime p) (h : ¬p ∣ a) : Nat.Coprime a (p ^ m)
Nat.Prime.dvd_iff_not_coprime {p n : ℕ} (hp : Nat.Prime p) : p ∣ n ↔ ¬Nat.Coprime p n
Nat.Prime.one_le {p : ℕ} (hp : Nat.Prime p) : 1 ≤ p
Nat.Prime.even_iff {p : ℕ} (hp : Nat.Prime p) : Even p ↔ p = 2
Nat.Prime.odd_of_ne_two {p : ℕ} (hp : Nat.Prime p) (h : p ≠ 2) : Odd p
Nat.Prime.not_dvd_one {p : ℕ} (hp : Nat.Prime p) : ¬p ∣ 1
Nat.exists_prime_and_dvd {n : ℕ} (h : n ≠ 1) : ∃ p : ℕ, Nat.Prime p ∧ p ∣ n
Nat.prime_def_lt'' {p : ℕ} : Nat.Prime p ↔ 2 ≤ p ∧ ∀ m : ℕ, m ∣ p → m = 1 ∨ m = p
Nat.prime_five : Nat.Prime 5
Nat.Prime.dvd_factorial {n p : ℕ} (hp : Nat.Prime p) : p ∣ Nat.factorial n ↔ p ≤ n
Nat.fib_zero : Nat.fib 0 = 0
Nat.fib_one : Nat.fib 1 = 1
Nat.fib_two : Nat.fib 2 = 1
Nat.fib_add_two {n : ℕ} : Nat.fib (n + 2) = Nat.fib n + Nat.fib (n + 1)
Nat.fib_add (m n : ℕ) : Nat.fib (m + n + 1) = Nat.fib m * Nat.fib n + Nat.fib (m + 1) * Nat.fib (n + 1)
Nat.fib_two_mul_add_one (n : ℕ) : Nat.fib (2 * n + 1) = Nat.fib (n + 1) ^ 2 + Nat.fib n ^ 2
Nat.fib_pos {n : ℕ} : 0 < Nat.fib n ↔ 0 < n
Nat.fib_le_fib_succ {n : ℕ} : Nat.fib n ≤ Nat.fib (n + 1)
Nat.fib_coprime_fib_succ (n : ℕ) : Nat.Coprime (Nat.fib n) (Nat.fib (n + 1))
Nat.fib_dvd (m n : ℕ) (h : m ∣ n) : Nat.fib m ∣ Nat.fib n
Nat.choose_succ_succ = Nat.choose_succ_succ' (n k : ℕ) : Nat.choose (n + 1) (k + 1) = Nat.choose n k + Nat.choose n (k + 1)
Nat.choose_zero_succ (k : ℕ) : Nat.choose 0 (k + 1) = 0
Nat.choose_succ_self (n : ℕ) : Nat.choose n (n + 1) = 0
Nat.choose_eq_zero_of_lt {n k : ℕ} (h : n < k) : Nat.choose n k = 0
Nat.choose_pos {n k : ℕ} (h : k ≤ n) : 0 < Nat.choose n k
Nat.choose_two_right (n : ℕ) : Nat.choose n 2 = n * (n - 1) / 2
Nat.choose_symm_of_eq_add {n a b : ℕ} (h : n = a + b) : Nat.choose n a = Nat.choose n b
Nat.choose_mul_factorial_mul_factorial {n k : ℕ} (h : k ≤ n) : Nat.choose n k * Nat.factorial k * Nat.factorial (n - k) = Nat.factorial n
Nat.choose_eq_factorial_div_factorial {n k : ℕ} (h : k ≤ n) : Nat.choose n k = Nat.factorial n / (Nat.factorial k * Nat.factorial (n - k))
Nat.succ_mul_choose_eq (n k : ℕ) : (n + 1) * Nat.choose n k = Nat.choose (n + 1) (k + 1) * (k + 1)
Nat.factorial_le {m n : ℕ} (h : m ≤ n) : Nat.factorial m ≤ Nat.factorial n
Nat.factorial_lt {m n : ℕ} (h : 0 < n) : Nat.factorial n < Nat.factorial m ↔ n < m
Nat.factorial_dvd_factorial {m n : ℕ} (h : m ≤ n) : Nat.factorial m ∣ Nat.factorial n
Nat.dvd_factorial {m n : ℕ} (h : 0 < m) (h' : m ≤ n) : m ∣ Nat.factorial n
Nat.mul_factorial_pred {n : ℕ} (h : 0 < n) : n * Nat.factorial (n - 1) = Nat.factorial n
Int.natAbs_neg (a : ℤ) : Int.natAbs (-a) = Int.natAbs a
Int.natAbs_mul (a b : ℤ) : Int.natAbs (a * b) = Int.natAbs a * Int.natAbs b
Int.natAbs_pow (n : ℤ) (k : ℕ) : Int.natAbs (n ^ k) = Int.natAbs n ^ k
Int.natAbs_cast = Int.natAbs_ofNat (n : ℕ) : Int.natAbs (n : ℤ) = n
Int.natAbs_eq (a : ℤ) : a = (Int.natAbs a : ℤ) ∨ a = -(Int.natAbs a : ℤ)
Int.natAbs_eq_iff {a : ℤ} {n : ℕ} : Int.natAbs a = n ↔ a = (n : ℤ) ∨ a = -(n : ℤ)
Int.natAbs_eq_zero {a : ℤ} : Int.natAbs a = 0 ↔ a = 0
Int.natAbs_pos {a : ℤ} : 0 < Int.natAbs a ↔ a ≠ 0
Int.natAbs_sq (x : ℤ) : ((Int.natAbs x : ℕ) : ℤ) ^ 2 = x ^ 2
Int.natAbs_dvd_natAbs {a b : ℤ} : Int.natAbs a ∣ Int.natAbs b ↔ a ∣ b
Int.toNat_natCast (n : ℕ) : Int.toNat (n : ℤ) = n
Int.natCast_nonneg = Int.ofNat_nonneg = Int.coe_nat_nonneg (n : ℕ) : 0 ≤ (n : ℤ)
Int.natCast_dvd_natCast = Int.coe_nat_dvd {m n : ℕ} : (m : ℤ) ∣ (n : ℤ) ↔ m ∣ n
Int.gcd_comm (m n : ℤ) : Int.gcd m n = Int.gcd n m
Int.gcd_dvd_left {a b : ℤ} : (Int.gcd a b : ℤ) ∣ a
Int.gcd_dvd_right {a b : ℤ} : (Int.gcd a b : ℤ) ∣ b
Int.ediv_one (a : ℤ) : a / 1 = a
Int.zero_ediv (a : ℤ) : 0 / a = 0
Int.ediv_self {a : ℤ} (h : a ≠ 0) : a / a = 1
Int.ediv_mul_le (a : ℤ) {b : ℤ} (h : b ≠ 0) : a / b * b ≤ a
Int.emod_def (a b : ℤ) : a % b = a - b * (a / b)
Int.neg_emod_two (a : ℤ) : -a % 2 = a % 2
`;
