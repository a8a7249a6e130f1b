/** Laws of ℕ and ℤ: truncated subtraction, division with remainder, divisibility, greatest common divisors, primes. */
export const integers = `
-- no α
Nat.add_comm (a b : ℕ) : a + b = b + a
Nat.add_assoc (a b c : ℕ) : a + b + c = a + (b + c)
Nat.add_left_comm (n m k : ℕ) : n + (m + k) = m + (n + k)
Nat.add_right_comm (n m k : ℕ) : n + m + k = n + k + m
Nat.add_zero (a : ℕ) : a + 0 = a
Nat.zero_add (a : ℕ) : 0 + a = a
Nat.mul_comm (a b : ℕ) : a * b = b * a
Nat.mul_assoc (a b c : ℕ) : a * b * c = a * (b * c)
Nat.mul_left_comm (n m k : ℕ) : n * (m * k) = m * (n * k)
Nat.mul_right_comm (n m k : ℕ) : n * m * k = n * k * m
Nat.mul_one (a : ℕ) : a * 1 = a
Nat.one_mul (a : ℕ) : 1 * a = a
Nat.mul_zero (a : ℕ) : a * 0 = 0
Nat.zero_mul (a : ℕ) : 0 * a = 0
Nat.mul_add = Nat.left_distrib (a b c : ℕ) : a * (b + c) = a * b + a * c
Nat.add_mul = Nat.right_distrib (a b c : ℕ) : (a + b) * c = a * c + b * c
Nat.mul_succ (n m : ℕ) : n * Nat.succ m = n * m + n
Nat.succ_mul (n m : ℕ) : Nat.succ n * m = n * m + m
Nat.add_succ (n m : ℕ) : n + Nat.succ m = Nat.succ (n + m)
Nat.succ_add (n m : ℕ) : Nat.succ n + m = Nat.succ (n + m)
Nat.succ_eq_add_one (n : ℕ) : Nat.succ n = n + 1
Nat.add_one (n : ℕ) : n + 1 = Nat.succ n
Nat.succ_ne_zero (n : ℕ) : Nat.succ n ≠ 0
Nat.add_one_ne_zero (n : ℕ) : n + 1 ≠ 0
Nat.succ_pos = Nat.zero_lt_succ (n : ℕ) : 0 < Nat.succ n
Nat.succ_le_iff {m n : ℕ} : Nat.succ m ≤ n ↔ m < n
Nat.succ_le_of_lt {m n : ℕ} (h : m < n) : Nat.succ m ≤ n
Nat.lt_succ_iff {m n : ℕ} : m < Nat.succ n ↔ m ≤ n
Nat.lt_succ_of_le {m n : ℕ} (h : m ≤ n) : m < Nat.succ n
Nat.lt_succ_self (n : ℕ) : n < Nat.succ n
Nat.le_of_lt_succ {m n : ℕ} (h : m < Nat.succ n) : m ≤ n
Nat.lt_add_one (n : ℕ) : n < n + 1
Nat.lt_irrefl (n : ℕ) : ¬n < n
Nat.zero_le = zero_le' (n : ℕ) : 0 ≤ n
Nat.zero_lt_one = Nat.one_pos : (0 : ℕ) < 1
Nat.one_ne_zero : (1 : ℕ) ≠ 0
Nat.pos_of_ne_zero {n : ℕ} (h : n ≠ 0) : 0 < n
Nat.pos_iff_ne_zero = pos_iff_ne_zero {n : ℕ} : 0 < n ↔ n ≠ 0
Nat.one_le_iff_ne_zero {n : ℕ} : 1 ≤ n ↔ n ≠ 0
Nat.ne_of_gt {a b : ℕ} (h : b < a) : a ≠ b
Nat.ne_of_lt {a b : ℕ} (h : a < b) : a ≠ b
Nat.eq_zero_or_pos (n : ℕ) : n = 0 ∨ 0 < n
Nat.eq_zero_of_le_zero {n : ℕ} (h : n ≤ 0) : n = 0
Nat.le_zero = nonpos_iff_eq_zero {n : ℕ} : n ≤ 0 ↔ n = 0
Nat.lt_one_iff {n : ℕ} : n < 1 ↔ n = 0
Nat.le_refl (n : ℕ) : n ≤ n
Nat.le_trans {n m k : ℕ} (h₁ : n ≤ m) (h₂ : m ≤ k) : n ≤ k
Nat.lt_trans {n m k : ℕ} (h₁ : n < m) (h₂ : m < k) : n < k
Nat.lt_of_lt_of_le {n m k : ℕ} (h₁ : n < m) (h₂ : m ≤ k) : n < k
Nat.lt_of_le_of_lt {n m k : ℕ} (h₁ : n ≤ m) (h₂ : m < k) : n < k
Nat.le_antisymm {n m : ℕ} (h₁ : n ≤ m) (h₂ : m ≤ n) : n = m
Nat.le_of_lt {a b : ℕ} (h : a < b) : a ≤ b
Nat.lt_of_not_le {a b : ℕ} (h : ¬a ≤ b) : b < a
Nat.le_of_not_lt {a b : ℕ} (h : ¬a < b) : b ≤ a
Nat.not_le {n m : ℕ} : ¬n ≤ m ↔ m < n
Nat.not_lt {n m : ℕ} : ¬n < m ↔ m ≤ n
Nat.le_total (m n : ℕ) : m ≤ n ∨ n ≤ m
Nat.lt_or_ge (a b : ℕ) : a < b ∨ a ≥ b
Nat.le_add_right (n k : ℕ) : n ≤ n + k
Nat.le_add_left (n m : ℕ) : n ≤ m + n
Nat.le_succ (n : ℕ) : n ≤ Nat.succ n
Nat.add_le_add {a b c d : ℕ} (h₁ : a ≤ b) (h₂ : c ≤ d) : a + c ≤ b + d
Nat.add_lt_add {a b c d : ℕ} (h₁ : a < b) (h₂ : c < d) : a + c < b + d
Nat.add_left_cancel {n m k : ℕ} (h : n + m = n + k) : m = k
Nat.add_right_cancel {n m k : ℕ} (h : n + m = k + m) : n = k
Nat.mul_le_mul {p q m n : ℕ} (h₁ : p ≤ m) (h₂ : q ≤ n) : p * q ≤ m * n
Nat.mul_le_mul_left {m n : ℕ} (k : ℕ) (h : m ≤ n) : k * m ≤ k * n
Nat.mul_le_mul_right {m n : ℕ} (k : ℕ) (h : m ≤ n) : m * k ≤ n * k
Nat.mul_pos {a b : ℕ} (ha : 0 < a) (hb : 0 < b) : 0 < a * b
Nat.pos_pow_of_pos {b : ℕ} (n : ℕ) (h : 0 < b) : 0 < b ^ n
Nat.pow_zero (b : ℕ) : b ^ 0 = 1
Nat.pow_two (b : ℕ) : b ^ 2 = b * b
Nat.pow_le_pow_left = Nat.pow_le_pow_of_le_left {m n : ℕ} (h : m ≤ n) (i : ℕ) : m ^ i ≤ n ^ i
Nat.pow_le_pow_right = Nat.pow_le_pow_of_le_right {n m k : ℕ} (h : n > 0) (h' : m ≤ k) : n ^ m ≤ n ^ k
Nat.pow_lt_pow_left {a b : ℕ} (h : a < b) {n : ℕ} (hn : n ≠ 0) : a ^ n < b ^ n
Nat.le_self_pow {n : ℕ} (hn : n ≠ 0) (m : ℕ) : m ≤ m ^ n
Nat.eq_of_le_of_lt_succ {n m : ℕ} (h₁ : n ≤ m) (h₂ : m < n + 1) : m = n
Nat.one_le_two_pow {n : ℕ} : (1 : ℕ) ≤ 2 ^ n
Nat.lt_two_pow (n : ℕ) : n < 2 ^ n
Nat.mul_eq_zero {m n : ℕ} : m * n = 0 ↔ m = 0 ∨ n = 0
Nat.mul_left_cancel {m n k : ℕ} (hp : 0 < n) (h : n * m = n * k) : m = k
Nat.eq_of_mul_eq_mul_left {m k n : ℕ} (hn : 0 < n) (h : n * m = n * k) : m = k
Nat.eq_of_mul_eq_mul_right {n m k : ℕ} (hm : 0 < m) (h : n * m = k * m) : n = k
Nat.mul_self_inj {m n : ℕ} : m * m = n * n ↔ m = n
Nat.eq_one_of_mul_eq_one_right {m n : ℕ} (h : m * n = 1) : m = 1
Nat.eq_one_of_mul_eq_one_left {m n : ℕ} (h : m * n = 1) : n = 1
Nat.sub_self = tsub_self (n : ℕ) : n - n = 0
Nat.sub_zero (a : ℕ) : a - 0 = a
Nat.zero_sub = zero_tsub (n : ℕ) : 0 - n = 0
Nat.sub_add_cancel {n m : ℕ} (h : m ≤ n) : n - m + m = n
Nat.add_sub_cancel = add_tsub_cancel_right (n m : ℕ) : n + m - m = n
Nat.add_sub_cancel_left = add_tsub_cancel_left (n m : ℕ) : n + m - n = m
Nat.sub_le (n m : ℕ) : n - m ≤ n
Nat.sub_pos_of_lt {m n : ℕ} (h : m < n) : 0 < n - m
Nat.sub_eq_zero_of_le {n m : ℕ} (h : n ≤ m) : n - m = 0
Nat.sub_eq_zero_iff_le = tsub_eq_zero_iff_le {n m : ℕ} : n - m = 0 ↔ n ≤ m
Nat.sub_eq_iff_eq_add {a b c : ℕ} (h : b ≤ a) : a - b = c ↔ a = c + b
Nat.sub_sub (n m k : ℕ) : n - m - k = n - (m + k)
Nat.mul_sub_left_distrib (n m k : ℕ) : n * (m - k) = n * m - n * k
Nat.mul_sub_right_distrib (n m k : ℕ) : (n - m) * k = n * k - m * k
Nat.mod_add_div (m k : ℕ) : m % k + k * (m / k) = m
Nat.div_add_mod (m k : ℕ) : k * (m / k) + m % k = m
Nat.mod_lt (x : ℕ) {y : ℕ} (h : y > 0) : x % y < y
Nat.mod_le (x y : ℕ) : x % y ≤ x
Nat.mod_eq_of_lt {a b : ℕ} (h : a < b) : a % b = a
Nat.mod_mod (a n : ℕ) : a % n % n = a % n
Nat.mod_self (n : ℕ) : n % n = 0
Nat.mod_one (n : ℕ) : n % 1 = 0
Nat.zero_mod (n : ℕ) : 0 % n = 0
Nat.add_mod (a b n : ℕ) : (a + b) % n = (a % n + b % n) % n
Nat.mul_mod (a b n : ℕ) : a * b % n = a % n * (b % n) % n
Nat.pow_mod (a b n : ℕ) : a ^ b % n = (a % n) ^ b % n
Nat.add_mod_right (x z : ℕ) : (x + z) % z = x % z
Nat.add_mod_left (x z : ℕ) : (x + z) % x = z % x
Nat.add_mul_mod_self_left (x y z : ℕ) : (x + y * z) % y = x % y
Nat.add_mul_mod_self_right (x y z : ℕ) : (x + y * z) % z = x % z
Nat.mul_mod_right (x z : ℕ) : x * z % x = 0
Nat.mul_mod_left (x z : ℕ) : x * z % z = 0
Nat.mod_two_eq_zero_or_one (n : ℕ) : n % 2 = 0 ∨ n % 2 = 1
Nat.mod_two_ne_zero {n : ℕ} : ¬n % 2 = 0 ↔ n % 2 = 1
Nat.mod_two_ne_one {n : ℕ} : ¬n % 2 = 1 ↔ n % 2 = 0
Nat.dvd_of_mod_eq_zero {k n : ℕ} (h : n % k = 0) : k ∣ n
Nat.mod_eq_zero_of_dvd {k n : ℕ} (h : k ∣ n) : n % k = 0
Nat.dvd_iff_mod_eq_zero (k n : ℕ) : k ∣ n ↔ n % k = 0
Nat.mod_mod_of_dvd (a : ℕ) {b c : ℕ} (h : c ∣ b) : a % b % c = a % c
Nat.dvd_refl (a : ℕ) : a ∣ a
Nat.dvd_trans {a b c : ℕ} (h₁ : a ∣ b) (h₂ : b ∣ c) : a ∣ c
Nat.dvd_mul_right (a b : ℕ) : a ∣ a * b
Nat.dvd_mul_left (a b : ℕ) : a ∣ b * a
Nat.dvd_add {m n k : ℕ} (h₁ : k ∣ m) (h₂ : k ∣ n) : k ∣ m + n
Nat.dvd_add_right {m k : ℕ} (h : k ∣ m) {n : ℕ} : k ∣ m + n ↔ k ∣ n
Nat.dvd_sub' {m n k : ℕ} (h₁ : k ∣ m) (h₂ : k ∣ n) : k ∣ m - n
Nat.dvd_one {n : ℕ} : n ∣ 1 ↔ n = 1
Nat.one_dvd (n : ℕ) : 1 ∣ n
Nat.eq_one_of_dvd_one {n : ℕ} (h : n ∣ 1) : n = 1
Nat.dvd_antisymm {m n : ℕ} (h₁ : m ∣ n) (h₂ : n ∣ m) : m = n
Nat.le_of_dvd {m n : ℕ} (h₁ : 0 < n) (h₂ : m ∣ n) : m ≤ n
Nat.pos_of_dvd_of_pos {m n : ℕ} (h₁ : m ∣ n) (h₂ : 0 < n) : 0 < m
Nat.eq_zero_of_dvd_of_lt {a b : ℕ} (w : a ∣ b) (h : b < a) : b = 0
Nat.div_self {n : ℕ} (h : 0 < n) : n / n = 1
Nat.div_one (n : ℕ) : n / 1 = n
Nat.zero_div (b : ℕ) : 0 / b = 0
Nat.div_zero (n : ℕ) : n / 0 = 0
Nat.div_eq_of_lt {a b : ℕ} (h : a < b) : a / b = 0
Nat.div_le_self (n k : ℕ) : n / k ≤ n
Nat.div_lt_self {n k : ℕ} (h₁ : 0 < n) (h₂ : 1 < k) : n / k < n
Nat.div_mul_le_self (m n : ℕ) : m / n * n ≤ m
Nat.mul_div_le (m n : ℕ) : n * (m / n) ≤ m
Nat.mul_div_cancel (m : ℕ) {n : ℕ} (h : 0 < n) : m * n / n = m
Nat.mul_div_cancel_left (m : ℕ) {n : ℕ} (h : 0 < n) : n * m / n = m
Nat.div_mul_cancel {n m : ℕ} (h : n ∣ m) : m / n * n = m
Nat.mul_div_cancel' {n m : ℕ} (h : n ∣ m) : n * (m / n) = m
Nat.mul_div_assoc {k n : ℕ} (m : ℕ) (h : k ∣ n) : m * n / k = m * (n / k)
Nat.div_div_eq_div_mul (m n k : ℕ) : m / n / k = m / (n * k)
Nat.div_le_div_right {n m : ℕ} (h : n ≤ m) {k : ℕ} : n / k ≤ m / k
Nat.le_div_iff_mul_le {k x y : ℕ} (k0 : 0 < k) : x ≤ y / k ↔ x * k ≤ y
Nat.div_lt_iff_lt_mul {k x y : ℕ} (hk : 0 < k) : x / k < y ↔ x < y * k
Nat.div_eq_of_eq_mul_left {n m k : ℕ} (h₁ : 0 < n) (h₂ : m = k * n) : m / n = k
Nat.div_eq_of_eq_mul_right {n m k : ℕ} (h₁ : 0 < n) (h₂ : m = n * k) : m / n = k
Nat.eq_mul_of_div_eq_right {a b c : ℕ} (h₁ : b ∣ a) (h₂ : a / b = c) : a = b * c
Nat.gcd_comm (m n : ℕ) : Nat.gcd m n = Nat.gcd n m
Nat.gcd_assoc (m n k : ℕ) : Nat.gcd (Nat.gcd m n) k = Nat.gcd m (Nat.gcd n k)
Nat.gcd_self (n : ℕ) : Nat.gcd n n = n
Nat.gcd_zero_left (n : ℕ) : Nat.gcd 0 n = n
Nat.gcd_zero_right (n : ℕ) : Nat.gcd n 0 = n
Nat.gcd_one_left (n : ℕ) : Nat.gcd 1 n = 1
Nat.gcd_one_right (n : ℕ) : Nat.gcd n 1 = 1
Nat.gcd_rec (m n : ℕ) : Nat.gcd m n = Nat.gcd (n % m) m
Nat.gcd_dvd_left (m n : ℕ) : Nat.gcd m n ∣ m
Nat.gcd_dvd_right (m n : ℕ) : Nat.gcd m n ∣ n
Nat.dvd_gcd {m n k : ℕ} (h₁ : k ∣ m) (h₂ : k ∣ n) : k ∣ Nat.gcd m n
Nat.dvd_gcd_iff {m n k : ℕ} : k ∣ Nat.gcd m n ↔ k ∣ m ∧ k ∣ n
Nat.gcd_mul_left (m n k : ℕ) : Nat.gcd (m * n) (m * k) = m * Nat.gcd n k
Nat.gcd_mul_right (m n k : ℕ) : Nat.gcd (m * n) (k * n) = Nat.gcd m k * n
Nat.gcd_mul_lcm (m n : ℕ) : Nat.gcd m n * Nat.lcm m n = m * n
Nat.gcd_eq_left {m n : ℕ} (h : m ∣ n) : Nat.gcd m n = m
Nat.gcd_eq_right {m n : ℕ} (h : n ∣ m) : Nat.gcd m n = n
Nat.gcd_eq_zero_iff {i j : ℕ} : Nat.gcd i j = 0 ↔ i = 0 ∧ j = 0
Nat.gcd_pos_of_pos_left {m : ℕ} (n : ℕ) (h : 0 < m) : 0 < Nat.gcd m n
Nat.gcd_pos_of_pos_right {n : ℕ} (m : ℕ) (h : 0 < n) : 0 < Nat.gcd m n
Nat.gcd_add_self_right (m n : ℕ) : Nat.gcd m (n + m) = Nat.gcd m n
Nat.gcd_add_self_left (m n : ℕ) : Nat.gcd (m + n) n = Nat.gcd m n
Nat.gcd_add_mul_right_right (m n k : ℕ) : Nat.gcd m (n + k * m) = Nat.gcd m n
Nat.gcd_add_mul_left_right (m n k : ℕ) : Nat.gcd m (n + m * k) = Nat.gcd m n
Nat.lcm_comm (m n : ℕ) : Nat.lcm m n = Nat.lcm n m
Nat.dvd_lcm_left (m n : ℕ) : m ∣ Nat.lcm m n
Nat.dvd_lcm_right (m n : ℕ) : n ∣ Nat.lcm m n
Nat.lcm_dvd {m n k : ℕ} (h₁ : m ∣ k) (h₂ : n ∣ k) : Nat.lcm m n ∣ k
Nat.lcm_self (m : ℕ) : Nat.lcm m m = m
Nat.coprime_iff_gcd_eq_one {m n : ℕ} : Nat.Coprime m n ↔ Nat.gcd m n = 1
Nat.coprime_comm {n m : ℕ} : Nat.Coprime n m ↔ Nat.Coprime m n
Nat.Coprime.symm {n m : ℕ} (h : Nat.Coprime n m) : Nat.Coprime m n
Nat.Coprime.gcd_eq_one {m n : ℕ} (h : Nat.Coprime m n) : Nat.gcd m n = 1
Nat.coprime_one_left (n : ℕ) : Nat.Coprime 1 n
Nat.coprime_one_right (n : ℕ) : Nat.Coprime n 1
Nat.coprime_mul_iff_left {m n k : ℕ} : Nat.Coprime (m * n) k ↔ Nat.Coprime m k ∧ Nat.Coprime n k
Nat.Coprime.dvd_of_dvd_mul_right {k n m : ℕ} (h₁ : Nat.Coprime k n) (h₂ : k ∣ m * n) : k ∣ m
Nat.Coprime.dvd_of_dvd_mul_left {k m n : ℕ} (h₁ : Nat.Coprime k m) (h₂ : k ∣ m * n) : k ∣ n
Nat.Coprime.mul_dvd_of_dvd_of_dvd {k n m : ℕ} (h₁ : Nat.Coprime k n) (h₂ : k ∣ m) (h₃ : n ∣ m) : k * n ∣ m
Nat.Prime.two_le {p : ℕ} (h : Nat.Prime p) : 2 ≤ p
Nat.Prime.one_lt {p : ℕ} (h : Nat.Prime p) : 1 < p
Nat.Prime.pos {p : ℕ} (h : Nat.Prime p) : 0 < p
Nat.Prime.ne_zero {p : ℕ} (h : Nat.Prime p) : p ≠ 0
Nat.Prime.ne_one {p : ℕ} (h : Nat.Prime p) : p ≠ 1
Nat.Prime.eq_one_or_self_of_dvd {p : ℕ} (h : Nat.Prime p) (a : ℕ) (ha : a ∣ p) : a = 1 ∨ a = p
Nat.Prime.dvd_mul {p m n : ℕ} (h : Nat.Prime p) : p ∣ m * n ↔ p ∣ m ∨ p ∣ n
Nat.Prime.dvd_of_dvd_pow {p m n : ℕ} (h : Nat.Prime p) (h' : p ∣ m ^ n) : p ∣ m
Nat.Prime.coprime_iff_not_dvd {p n : ℕ} (h : Nat.Prime p) : Nat.Coprime p n ↔ ¬p ∣ n
Nat.Prime.eq_two_or_odd {p : ℕ} (h : Nat.Prime p) : p = 2 ∨ p % 2 = 1
Nat.prime_two : Nat.Prime 2
Nat.prime_three : Nat.Prime 3
Nat.not_prime_one : ¬Nat.Prime 1
Nat.not_prime_zero : ¬Nat.Prime 0
Nat.dvd_prime {p m : ℕ} (h : Nat.Prime p) : m ∣ p ↔ m = 1 ∨ m = p
Nat.prime_dvd_prime_iff_eq {p q : ℕ} (pp : Nat.Prime p) (qp : Nat.Prime q) : p ∣ q ↔ p = q
Nat.even_iff {n : ℕ} : Even n ↔ n % 2 = 0
Nat.odd_iff {n : ℕ} : Odd n ↔ n % 2 = 1
Nat.not_even_iff_odd {n : ℕ} : ¬Even n ↔ Odd n
Nat.not_odd_iff_even {n : ℕ} : ¬Odd n ↔ Even n
Nat.even_or_odd (n : ℕ) : Even n ∨ Odd n
Nat.even_add {m n : ℕ} : Even (m + n) ↔ (Even m ↔ Even n)
Nat.even_mul {m n : ℕ} : Even (m * n) ↔ Even m ∨ Even n
Nat.even_pow {m n : ℕ} : Even (m ^ n) ↔ Even m ∧ n ≠ 0
Nat.factorial_zero : Nat.factorial 0 = 1
Nat.factorial_one : Nat.factorial 1 = 1
Nat.factorial_two : Nat.factorial 2 = 2
Nat.factorial_succ (n : ℕ) : Nat.factorial (n + 1) = (n + 1) * Nat.factorial n
Nat.factorial_pos (n : ℕ) : 0 < Nat.factorial n
Nat.factorial_ne_zero (n : ℕ) : Nat.factorial n ≠ 0
Nat.self_le_factorial (n : ℕ) : n ≤ Nat.factorial n
Nat.choose_zero_right (n : ℕ) : Nat.choose n 0 = 1
Nat.choose_one_right (n : ℕ) : Nat.choose n 1 = n
Nat.choose_self (n : ℕ) : Nat.choose n n = 1
Nat.succ_sub_one (n : ℕ) : Nat.succ n - 1 = n
Nat.modEq_iff_dvd {n a b : ℕ} : a ≡ b [MOD n] ↔ (n : ℤ) ∣ (b : ℤ) - (a : ℤ)
Nat.eq_sqrt {n a : ℕ} : a = Nat.sqrt n ↔ a * a ≤ n ∧ n < (a + 1) * (a + 1)
Int.add_comm (a b : ℤ) : a + b = b + a
Int.add_assoc (a b c : ℤ) : a + b + c = a + (b + c)
Int.mul_comm (a b : ℤ) : a * b = b * a
Int.mul_assoc (a b c : ℤ) : a * b * c = a * (b * c)
Int.add_emod (a b n : ℤ) : (a + b) % n = (a % n + b % n) % n
Int.sub_emod (a b n : ℤ) : (a - b) % n = (a % n - b % n) % n
Int.mul_emod (a b n : ℤ) : a * b % n = a % n * (b % n) % n
Int.emod_emod (a b : ℤ) : a % b % b = a % b
Int.emod_emod_of_dvd (n : ℤ) {m k : ℤ} (h : m ∣ k) : n % k % m = n % m
Int.zero_emod (b : ℤ) : 0 % b = 0
Int.natCast_mod = Int.coe_nat_mod (m n : ℕ) : ((m % n : ℕ) : ℤ) = (m : ℤ) % (n : ℤ)
Int.natCast_div = Int.coe_nat_div (m n : ℕ) : ((m / n : ℕ) : ℤ) = (m : ℤ) / (n : ℤ)
Int.emod_self {a : ℤ} : a % a = 0
Int.emod_nonneg (a : ℤ) {b : ℤ} (h : b ≠ 0) : 0 ≤ a % b
Int.emod_lt_of_pos (a : ℤ) {b : ℤ} (h : 0 < b) : a % b < b
Int.emod_eq_of_lt {a b : ℤ} (h₁ : 0 ≤ a) (h₂ : a < b) : a % b = a
Int.emod_two_eq_zero_or_one = Int.emod_two_eq (n : ℤ) : n % 2 = 0 ∨ n % 2 = 1
Int.emod_add_ediv (a b : ℤ) : a % b + b * (a / b) = a
Int.ediv_add_emod (a b : ℤ) : b * (a / b) + a % b = a
Int.emod_eq_zero_of_dvd {a b : ℤ} (h : a ∣ b) : b % a = 0
Int.dvd_of_emod_eq_zero {a b : ℤ} (h : b % a = 0) : a ∣ b
Int.dvd_iff_emod_eq_zero (a b : ℤ) : a ∣ b ↔ b % a = 0
Int.emod_eq_emod_iff_emod_sub_eq_zero {m n k : ℤ} : m % n = k % n ↔ (m - k) % n = 0
Int.add_mul_emod_self {a b c : ℤ} : (a + b * c) % c = a % c
Int.add_mul_emod_self_left (a b c : ℤ) : (a + b * c) % b = a % b
Int.mul_emod_right (a b : ℤ) : a * b % a = 0
Int.mul_emod_left (a b : ℤ) : a * b % b = 0
Int.ediv_mul_cancel {a b : ℤ} (h : b ∣ a) : a / b * b = a
Int.mul_ediv_cancel (a : ℤ) {b : ℤ} (h : b ≠ 0) : a * b / b = a
Int.mul_ediv_cancel_left {a : ℤ} (b : ℤ) (h : a ≠ 0) : a * b / a = b
Int.le_of_dvd {a b : ℤ} (h₁ : 0 < b) (h₂ : a ∣ b) : a ≤ b
Int.dvd_antisymm {a b : ℤ} (h₁ : 0 ≤ a) (h₂ : 0 ≤ b) (h₃ : a ∣ b) (h₄ : b ∣ a) : a = b
Int.even_iff {n : ℤ} : Even n ↔ n % 2 = 0
Int.odd_iff {n : ℤ} : Odd n ↔ n % 2 = 1
Int.even_or_odd (n : ℤ) : Even n ∨ Odd n
Int.even_add {m n : ℤ} : Even (m + n) ↔ (Even m ↔ Even n)
Int.even_sub {m n : ℤ} : Even (m - n) ↔ (Even m ↔ Even n)
Int.even_mul {m n : ℤ} : Even (m * n) ↔ Even m ∨ Even n
Int.even_pow {m : ℤ} {n : ℕ} : Even (m ^ n) ↔ Even m ∧ n ≠ 0
Int.not_even_iff_odd {n : ℤ} : ¬Even n ↔ Odd n
Int.lt_add_one_iff {a b : ℤ} : a < b + 1 ↔ a ≤ b
Int.add_one_le_iff {a b : ℤ} : a + 1 ≤ b ↔ a < b
Int.le_sub_one_iff {a b : ℤ} : a ≤ b - 1 ↔ a < b
Int.lt_irrefl (a : ℤ) : ¬a < a
Int.eq_one_or_neg_one_of_mul_eq_one {z w : ℤ} (h : z * w = 1) : z = 1 ∨ z = -1
Int.modEq_iff_dvd {n a b : ℤ} : a ≡ b [ZMOD n] ↔ n ∣ b - a
Int.natAbs_of_nonneg {a : ℤ} (h : 0 ≤ a) : (Int.natAbs a : ℤ) = a
Int.toNat_of_nonneg {a : ℤ} (h : 0 ≤ a) : (Int.toNat a : ℤ) = a
Nat.succ_inj' {n m : ℕ} : Nat.succ n = Nat.succ m ↔ n = m
Nat.pow_add (a m n : ℕ) : a ^ (m + n) = a ^ m * a ^ n
Nat.pow_mul (a m n : ℕ) : a ^ (m * n) = (a ^ m) ^ n
mul_eq_one = Nat.mul_eq_one_iff = Nat.mul_eq_one {a b : ℕ} : a * b = 1 ↔ a = 1 ∧ b = 1
add_eq_zero_iff = Nat.add_eq_zero = Nat.add_eq_zero_iff {a b : ℕ} : a + b = 0 ↔ a = 0 ∧ b = 0
Nat.not_lt_zero (n : ℕ) : ¬n < 0
not_lt_zero' {n : ℕ} : ¬n < 0
add_tsub_cancel_of_le = Nat.add_sub_of_le {a b : ℕ} (h : a ≤ b) : a + (b - a) = b
tsub_add_cancel_of_le {a b : ℕ} (h : a ≤ b) : b - a + a = b
Nat.add_sub_add_right (n k m : ℕ) : n + k - (m + k) = n - m
Nat.add_sub_add_left (k n m : ℕ) : k + n - (k + m) = n - m
Nat.succ_sub_succ_eq_sub (n m : ℕ) : (n + 1) - (m + 1) = n - m
add_pos_iff {a b : ℕ} : 0 < a + b ↔ 0 < a ∨ 0 < b
pow_eq_one_iff {a n : ℕ} (h : n ≠ 0) : a ^ n = 1 ↔ a = 1
Nat.lt_of_succ_le {n m : ℕ} (h : Nat.succ n ≤ m) : n < m
Nat.lt_succ {n m : ℕ} : m < Nat.succ n ↔ m ≤ n
Nat.lt_add_one_iff {n m : ℕ} : m < n + 1 ↔ m ≤ n
Nat.add_one_le_iff {n m : ℕ} : m + 1 ≤ n ↔ m < n
Nat.eq_of_lt_succ_of_not_lt {m n : ℕ} (h : m < n + 1) (h' : ¬m < n) : m = n
Nat.mod_add_div' (m k : ℕ) : m % k + m / k * k = m
Nat.div_add_mod' (m k : ℕ) : m / k * k + m % k = m
Nat.mod_zero (a : ℕ) : a % 0 = a
Nat.ModEq.refl (n a : ℕ) : a ≡ a [MOD n]
Nat.choose_symm {n k : ℕ} (h : k ≤ n) : Nat.choose n (n - k) = Nat.choose n k
Nat.succ_sub_succ (n m : ℕ) : Nat.succ n - Nat.succ m = n - m
Nat.one_le_pow' (n m : ℕ) : 1 ≤ (m + 1) ^ n
Nat.mul_self_le_mul_self {a b : ℕ} (h : a ≤ b) : a * a ≤ b * b
Nat.eq_sub_of_add_eq' {a b c : ℕ} (h : b + c = a) : c = a - b
Nat.one_lt_two : (1 : ℕ) < 2
Nat.zero_lt_two : (0 : ℕ) < 2
Nat.one_le_of_lt {a b : ℕ} (h : a < b) : 1 ≤ b
Nat.sub_lt {n m : ℕ} (h₁ : 0 < n) (h₂ : 0 < m) : n - m < n
Nat.succ_le_succ {n m : ℕ} (h : n ≤ m) : Nat.succ n ≤ Nat.succ m
Nat.le_of_succ_le_succ {n m : ℕ} (h : Nat.succ n ≤ Nat.succ m) : n ≤ m
Nat.sqrt_le (n : ℕ) : Nat.sqrt n * Nat.sqrt n ≤ n
Nat.lt_succ_sqrt (n : ℕ) : n < Nat.succ (Nat.sqrt n) * Nat.succ (Nat.sqrt n)
Nat.sqrt_eq (n : ℕ) : Nat.sqrt (n * n) = n
Nat.le_sqrt {m n : ℕ} : m ≤ Nat.sqrt n ↔ m * m ≤ n
Nat.sqrt_lt {m n : ℕ} : Nat.sqrt m < n ↔ m < n * n
Nat.odd_mul {m n : ℕ} : Odd (m * n) ↔ Odd m ∧ Odd n
Nat.odd_add {m n : ℕ} : Odd (m + n) ↔ (Odd m ↔ Even n)
Nat.even_sub {m n : ℕ} (h : n ≤ m) : Even (m - n) ↔ (Even m ↔ Even n)
Nat.even_mul_succ_self (n : ℕ) : Even (n * (n + 1))
Nat.ModEq.symm {n a b : ℕ} (h : a ≡ b [MOD n]) : b ≡ a [MOD n]
Int.pow_succ (b : ℤ) (e : ℕ) : b ^ (e + 1) = b ^ e * b
Int.odd_mul {m n : ℤ} : Odd (m * n) ↔ Odd m ∧ Odd n
Int.odd_add {m n : ℤ} : Odd (m + n) ↔ (Odd m ↔ Even n)
Int.even_mul_succ_self (n : ℤ) : Even (n * (n + 1))
Int.even_mul_pred_self (n : ℤ) : Even (n * (n - 1))
Int.ModEq.symm {n a b : ℤ} (h : a ≡ b [ZMOD n]) : b ≡ a [ZMOD n]
Nat.pow_lt_pow_of_lt_right {n i j : ℕ} (h : 1 < n) (h' : i < j) : n ^ i < n ^ j
Nat.one_le_pow (n m : ℕ) (h : 0 < m) : 1 ≤ m ^ n
Nat.zero_pow {n : ℕ} (h : 0 < n) : (0 : ℕ) ^ n = 0
Nat.add_sub_assoc {m k : ℕ} (h : k ≤ m) (n : ℕ) : n + m - k = n + (m - k)
Nat.succ_pred_eq_of_pos {n : ℕ} (h : 0 < n) : Nat.succ (Nat.pred n) = n
Nat.succ.injEq (n m : ℕ) : Nat.succ n = Nat.succ m ↔ n = m
Nat.gcd_div {m n k : ℕ} (h : k ∣ m) (h' : k ∣ n) : Nat.gcd (m / k) (n / k) = Nat.gcd m n / k
Nat.prime_mul_iff {a b : ℕ} : Nat.Prime (a * b) ↔ Nat.Prime a ∧ b = 1 ∨ Nat.Prime b ∧ a = 1
Nat.not_prime_of_dvd_of_ne {m n : ℕ} (h : m ∣ n) (h' : m ≠ 1) (h'' : m ≠ n) : ¬Nat.Prime n
Nat.sqrt_eq_zero {n : ℕ} : Nat.sqrt n = 0 ↔ n = 0
Int.dvd_trans {a b c : ℤ} (h : a ∣ b) (h' : b ∣ c) : a ∣ c
-- α in ℕ ℤ ℚ ℝ ℂ
Nat.pow_succ {b n : ℕ} : b ^ (n + 1) = b ^ n * b
-- α in ℕ ℤ
dvd_iff_exists_eq_mul_right {a b : α} : a ∣ b ↔ ∃ c : α, b = a * c
Dvd.dvd.trans {a b c : α} (h : a ∣ b) (h' : b ∣ c) : a ∣ c
dvd_sub' {a b c : α} (h : a ∣ b) (h' : a ∣ c) : a ∣ b - c
dvd_pow {a b : α} (h : a ∣ b) {n : ℕ} (hn : n ≠ 0) : a ∣ b ^ n
`;
