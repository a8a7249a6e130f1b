/** ℕ, ℤ, divisibility, √, finite sums. */
export const numberLemmas = `
- Nat.pos_of_ne_zero {n : ℕ} (h : n ≠ 0) : 0 < n
- Nat.pos_iff_ne_zero=pos_iff_ne_zero {n : ℕ} : 0 < n ↔ n ≠ 0
- Nat.zero_le (n : ℕ) : 0 ≤ n
- Nat.succ_pos (n : ℕ) : 0 < Nat.succ n
- Nat.succ_ne_zero (n : ℕ) : Nat.succ n ≠ 0
- Nat.succ_le_of_lt {n m : ℕ} (h : n < m) : Nat.succ n ≤ m
- Nat.lt_of_succ_le {n m : ℕ} (h : Nat.succ n ≤ m) : n < m
- Nat.lt_succ_iff=Nat.lt_succ {n m : ℕ} : m < Nat.succ n ↔ m ≤ n
- Nat.lt_add_one_iff {n m : ℕ} : m < n + 1 ↔ m ≤ n
- Nat.succ_le_iff {n m : ℕ} : Nat.succ m ≤ n ↔ m < n
- Nat.add_one_le_iff {n m : ℕ} : m + 1 ≤ n ↔ m < n
- Nat.lt_irrefl (n : ℕ) : ¬n < n
- Nat.le_refl (n : ℕ) : n ≤ n
- Nat.le_of_lt_succ {n m : ℕ} (h : m < Nat.succ n) : m ≤ n
- Nat.lt_succ_self (n : ℕ) : n < Nat.succ n
- Nat.le_succ (n : ℕ) : n ≤ Nat.succ n
- Nat.eq_zero_of_le_zero {n : ℕ} (h : n ≤ 0) : n = 0
- Nat.le_of_dvd {m n : ℕ} (h : 0 < n) (h' : m ∣ n) : m ≤ n
- Nat.eq_of_lt_succ_of_not_lt {m n : ℕ} (h : m < n + 1) (h' : ¬m < n) : m = n
- Nat.mod_lt (x : ℕ) {y : ℕ} (h : y > 0) : x % y < y
- Nat.mod_le (x y : ℕ) : x % y ≤ x
- Nat.mod_eq_of_lt {a b : ℕ} (h : a < b) : a % b = a
- Nat.mod_add_div (m k : ℕ) : m % k + k * (m / k) = m
- Nat.div_add_mod (m k : ℕ) : k * (m / k) + m % k = m
- Nat.mod_add_div' (m k : ℕ) : m % k + m / k * k = m
- Nat.div_add_mod' (m k : ℕ) : m / k * k + m % k = m
- Nat.mod_mod (a n : ℕ) : a % n % n = a % n
- Nat.mod_self (n : ℕ) : n % n = 0
- Nat.zero_mod (b : ℕ) : 0 % b = 0
- Nat.mod_zero (a : ℕ) : a % 0 = a
- Nat.mod_one (n : ℕ) : n % 1 = 0
- Nat.add_mod (a b n : ℕ) : (a + b) % n = ((a % n) + (b % n)) % n
- Nat.mul_mod (a b n : ℕ) : a * b % n = (a % n) * (b % n) % n
- Nat.pow_mod (a b n : ℕ) : a ^ b % n = ((a % n) ^ b) % n
- Nat.add_mul_mod_self_left (a b n : ℕ) : (a + b * n) % b = a % b
- Nat.add_mul_mod_self_right (a b n : ℕ) : (a + b * n) % n = a % n
- Nat.mul_mod_right (a b : ℕ) : a * b % a = 0
- Nat.mul_mod_left (a b : ℕ) : a * b % b = 0
- Nat.add_mod_right (a b : ℕ) : (a + b) % b = a % b
- Nat.add_mod_left (a b : ℕ) : (a + b) % a = b % a
- Nat.mod_two_eq_zero_or_one (n : ℕ) : n % 2 = 0 ∨ n % 2 = 1
- Nat.even_iff {n : ℕ} : Even n ↔ n % 2 = 0
- Nat.odd_iff {n : ℕ} : Odd n ↔ n % 2 = 1
- Nat.even_or_odd (n : ℕ) : Even n ∨ Odd n
- Nat.not_even_iff_odd {n : ℕ} : ¬Even n ↔ Odd n
- Nat.even_add {m n : ℕ} : Even (m + n) ↔ (Even m ↔ Even n)
- Nat.even_mul {m n : ℕ} : Even (m * n) ↔ Even m ∨ Even n
- Nat.dvd_iff_mod_eq_zero (m n : ℕ) : m ∣ n ↔ n % m = 0
- Nat.dvd_of_mod_eq_zero {k n : ℕ} (h : n % k = 0) : k ∣ n
- Nat.mod_eq_zero_of_dvd {k n : ℕ} (h : k ∣ n) : n % k = 0
- Nat.ModEq.refl (n a : ℕ) : a ≡ a [MOD n]
- Nat.div_mul_cancel {n m : ℕ} (h : n ∣ m) : m / n * n = m
- Nat.mul_div_cancel' {n m : ℕ} (h : n ∣ m) : n * (m / n) = m
- Nat.mul_div_cancel (m : ℕ) {n : ℕ} (h : 0 < n) : m * n / n = m
- Nat.mul_div_cancel_left (m : ℕ) {n : ℕ} (h : 0 < n) : n * m / n = m
- Nat.div_eq_of_lt {a b : ℕ} (h : a < b) : a / b = 0
- Nat.div_le_self (m n : ℕ) : m / n ≤ m
- Nat.div_mul_le_self (m n : ℕ) : m / n * n ≤ m
- Nat.div_lt_iff_lt_mul {x y k : ℕ} (h : 0 < k) : x / k < y ↔ x < y * k
- Nat.le_div_iff_mul_le {x y k : ℕ} (h : 0 < k) : x ≤ y / k ↔ x * k ≤ y
- Nat.sub_add_cancel {n m : ℕ} (h : m ≤ n) : n - m + m = n
- Nat.add_sub_cancel (n m : ℕ) : n + m - m = n
- Nat.add_sub_cancel_left (n m : ℕ) : n + m - n = m
- Nat.add_sub_of_le {a b : ℕ} (h : a ≤ b) : a + (b - a) = b
- Nat.sub_eq_zero_of_le {n m : ℕ} (h : n ≤ m) : n - m = 0
- Nat.sub_le (n m : ℕ) : n - m ≤ n
- Nat.succ_sub_one (n : ℕ) : Nat.succ n - 1 = n
- Nat.sub_split✝ (a b : ℕ) : b ≤ a ∧ a - b + b = a ∨ a ≤ b ∧ a - b = 0
- Int.toNat_split✝ (a : ℤ) : 0 ≤ a ∧ (a.toNat : ℤ) = a ∨ a ≤ 0 ∧ a.toNat = 0
- Int.natAbs_split✝ (a : ℤ) : 0 ≤ a ∧ (a.natAbs : ℤ) = a ∨ a ≤ 0 ∧ (a.natAbs : ℤ) = -a
NZ dvd_iff_exists_eq_mul_right {a b : α} : a ∣ b ↔ ∃ c, b = a * c
- Nat.dvd_mod✝ (k a : ℕ) : k ∣ a ↔ a % k = 0
- Int.dvd_mod✝ (k a : ℤ) : k ∣ a ↔ a % k = 0
NZ dvd_refl (a : α) : a ∣ a
NZ dvd_rfl {a : α} : a ∣ a
NZ dvd_zero (a : α) : a ∣ 0
NZ one_dvd (a : α) : 1 ∣ a
NZ dvd_trans=Dvd.dvd.trans {a b c : α} (h : a ∣ b) (h' : b ∣ c) : a ∣ c
NZ dvd_add {a b c : α} (h : a ∣ b) (h' : a ∣ c) : a ∣ b + c
NZ dvd_sub' {a b c : α} (h : a ∣ b) (h' : a ∣ c) : a ∣ b - c
NZ dvd_mul_left (a b : α) : a ∣ b * a
NZ dvd_mul_right (a b : α) : a ∣ a * b
NZ dvd_mul_of_dvd_left {a b : α} (h : a ∣ b) (c : α) : a ∣ b * c
NZ dvd_mul_of_dvd_right {a b : α} (h : a ∣ b) (c : α) : a ∣ c * b
NZ dvd_pow {a b : α} (h : a ∣ b) {n : ℕ} (hn : n ≠ 0) : a ∣ b ^ n
NZ dvd_pow_self (a : α) {n : ℕ} (hn : n ≠ 0) : a ∣ a ^ n
NZ zero_dvd_iff {a : α} : 0 ∣ a ↔ a = 0
- Nat.dvd_antisymm {m n : ℕ} (h : m ∣ n) (h' : n ∣ m) : m = n
- Nat.dvd_sub' {k m n : ℕ} (h : k ∣ m) (h' : k ∣ n) : k ∣ m - n
- Nat.dvd_add_right {k m : ℕ} (h : k ∣ m) {n : ℕ} : k ∣ m + n ↔ k ∣ n
- Int.emod_nonneg (a : ℤ) {b : ℤ} (h : b ≠ 0) : 0 ≤ a % b
- Int.emod_lt_of_pos (a : ℤ) {b : ℤ} (h : 0 < b) : a % b < b
- Int.emod_lt_neg✝ (a b : ℤ) (h : b < 0) : a % b < -b
- Int.emod_emod (a b : ℤ) : a % b % b = a % b
- Int.emod_add_ediv (a b : ℤ) : a % b + b * (a / b) = a
- Int.ediv_add_emod (a b : ℤ) : b * (a / b) + a % b = a
- Int.emod_two_eq_zero_or_one=Int.emod_two_eq (n : ℤ) : n % 2 = 0 ∨ n % 2 = 1
- Int.emod_eq_of_lt {a b : ℤ} (h : 0 ≤ a) (h' : a < b) : a % b = a
- Int.add_emod (a b n : ℤ) : (a + b) % n = (a % n + b % n) % n
- Int.sub_emod (a b n : ℤ) : (a - b) % n = (a % n - b % n) % n
- Int.mul_emod (a b n : ℤ) : a * b % n = (a % n) * (b % n) % n
- Int.dvd_iff_emod_eq_zero (a b : ℤ) : a ∣ b ↔ b % a = 0
- Int.emod_eq_zero_of_dvd {a b : ℤ} (h : a ∣ b) : b % a = 0
- Int.dvd_of_emod_eq_zero {a b : ℤ} (h : b % a = 0) : a ∣ b
- Int.even_iff {n : ℤ} : Even n ↔ n % 2 = 0
- Int.odd_iff {n : ℤ} : Odd n ↔ n % 2 = 1
- Int.even_or_odd (n : ℤ) : Even n ∨ Odd n
- Int.not_even_iff_odd {n : ℤ} : ¬Even n ↔ Odd n
- Int.le_of_dvd {a b : ℤ} (h : 0 < b) (h' : a ∣ b) : a ≤ b
- Nat.Prime.two_le {p : ℕ} (h : Nat.Prime p) : 2 ≤ p
- Nat.Prime.pos {p : ℕ} (h : Nat.Prime p) : 0 < p
- Nat.Prime.one_lt {p : ℕ} (h : Nat.Prime p) : 1 < p
- Nat.Prime.ne_zero {p : ℕ} (h : Nat.Prime p) : p ≠ 0
- Nat.Prime.ne_one {p : ℕ} (h : Nat.Prime p) : p ≠ 1
- Nat.Prime.eq_one_or_self_of_dvd {p : ℕ} (h : Nat.Prime p) (m : ℕ) (hm : m ∣ p) : m = 1 ∨ m = p
- Nat.Prime.dvd_mul {p : ℕ} (h : Nat.Prime p) {m n : ℕ} : p ∣ m * n ↔ p ∣ m ∨ p ∣ n
- Nat.Prime.dvd_of_dvd_pow {p m n : ℕ} (h : Nat.Prime p) (h' : p ∣ m ^ n) : p ∣ m
- Nat.Prime.eq_two_or_odd {p : ℕ} (h : Nat.Prime p) : p = 2 ∨ p % 2 = 1
- Nat.prime_two : Nat.Prime 2
- Nat.prime_three : Nat.Prime 3
- Nat.gcd_comm (m n : ℕ) : Nat.gcd m n = Nat.gcd n m
- Nat.gcd_dvd_left (m n : ℕ) : Nat.gcd m n ∣ m
- Nat.gcd_dvd_right (m n : ℕ) : Nat.gcd m n ∣ n
- Nat.gcd_self (n : ℕ) : Nat.gcd n n = n
- Nat.gcd_zero_left (n : ℕ) : Nat.gcd 0 n = n
- Nat.gcd_zero_right (n : ℕ) : Nat.gcd n 0 = n
- Nat.gcd_mul_lcm (m n : ℕ) : Nat.gcd m n * Nat.lcm m n = m * n
- Nat.gcd_rec (m n : ℕ) : Nat.gcd m n = Nat.gcd (n % m) m
- Nat.lcm_comm (m n : ℕ) : Nat.lcm m n = Nat.lcm n m
- Nat.dvd_gcd {k m n : ℕ} (h : k ∣ m) (h' : k ∣ n) : k ∣ Nat.gcd m n
- Nat.factorial_zero : Nat.factorial 0 = 1
- Nat.factorial_succ (n : ℕ) : Nat.factorial (n + 1) = (n + 1) * Nat.factorial n
- Nat.factorial_pos (n : ℕ) : 0 < Nat.factorial n
- Nat.factorial_ne_zero (n : ℕ) : Nat.factorial n ≠ 0
- Nat.choose_symm {n k : ℕ} (h : k ≤ n) : Nat.choose n (n - k) = Nat.choose n k
- Nat.choose_zero_right (n : ℕ) : Nat.choose n 0 = 1
- Nat.choose_self (n : ℕ) : Nat.choose n n = 1
- Nat.choose_one_right (n : ℕ) : Nat.choose n 1 = n
- Nat.succ_sub_succ (n m : ℕ) : Nat.succ n - Nat.succ m = n - m
- Nat.pow_lt_pow_left {a b : ℕ} (h : a < b) {n : ℕ} (hn : n ≠ 0) : a ^ n < b ^ n
- Nat.pow_le_pow_left {a b : ℕ} (h : a ≤ b) (n : ℕ) : a ^ n ≤ b ^ n
- Nat.pow_le_pow_right {a m n : ℕ} (h : a > 0) (h' : m ≤ n) : a ^ m ≤ a ^ n
- Nat.mul_le_mul {a b c d : ℕ} (h : a ≤ b) (h' : c ≤ d) : a * c ≤ b * d
- Nat.mul_le_mul_left {a b : ℕ} (k : ℕ) (h : a ≤ b) : k * a ≤ k * b
- Nat.mul_le_mul_right {a b : ℕ} (k : ℕ) (h : a ≤ b) : a * k ≤ b * k
- Nat.mul_self_le_mul_self {a b : ℕ} (h : a ≤ b) : a * a ≤ b * b
- Nat.le_antisymm {n m : ℕ} (h : n ≤ m) (h' : m ≤ n) : n = m
- Nat.le_trans {n m k : ℕ} (h : n ≤ m) (h' : m ≤ k) : n ≤ k
- Nat.lt_trans {n m k : ℕ} (h : n < m) (h' : m < k) : n < k
- Nat.lt_of_lt_of_le {n m k : ℕ} (h : n < m) (h' : m ≤ k) : n < k
- Nat.lt_of_le_of_lt {n m k : ℕ} (h : n ≤ m) (h' : m < k) : n < k
- Nat.lt_or_ge (a b : ℕ) : a < b ∨ a ≥ b
- Nat.le_of_not_lt {a b : ℕ} (h : ¬a < b) : b ≤ a
- Nat.eq_of_mul_eq_mul_left {a b c : ℕ} (h : 0 < a) (h' : a * b = a * c) : b = c
- Nat.eq_of_mul_eq_mul_right {a b c : ℕ} (h : 0 < a) (h' : b * a = c * a) : b = c
ZQRC Nat.cast_add (m n : ℕ) : ((m + n : ℕ) : α) = m + n
ZQRC Nat.cast_mul (m n : ℕ) : ((m * n : ℕ) : α) = m * n
ZQRC Nat.cast_pow (n m : ℕ) : ((n ^ m : ℕ) : α) = (n : α) ^ m
ZQRC Nat.cast_zero : ((0 : ℕ) : α) = 0
ZQRC Nat.cast_one : ((1 : ℕ) : α) = 1
ZQRC Nat.cast_succ (n : ℕ) : ((Nat.succ n : ℕ) : α) = n + 1
ZQRC Nat.cast_sub {m n : ℕ} (h : m ≤ n) : ((n - m : ℕ) : α) = n - m
ZQRC Nat.cast_inj {m n : ℕ} : (m : α) = n ↔ m = n
ZQRC Nat.cast_ne_zero {n : ℕ} : (n : α) ≠ 0 ↔ n ≠ 0
ZQRC Nat.cast_eq_zero {n : ℕ} : (n : α) = 0 ↔ n = 0
ZQR Nat.cast_le {m n : ℕ} : (m : α) ≤ n ↔ m ≤ n
ZQR Nat.cast_lt {m n : ℕ} : (m : α) < n ↔ m < n
ZQR Nat.cast_pos {n : ℕ} : (0 : α) < n ↔ 0 < n
QRC Int.cast_add (m n : ℤ) : ((m + n : ℤ) : α) = m + n
QRC Int.cast_mul (m n : ℤ) : ((m * n : ℤ) : α) = m * n
QRC Int.cast_sub (m n : ℤ) : ((m - n : ℤ) : α) = m - n
QRC Int.cast_neg (n : ℤ) : ((-n : ℤ) : α) = -n
QRC Int.cast_inj {m n : ℤ} : (m : α) = n ↔ m = n
QR Int.cast_le {m n : ℤ} : (m : α) ≤ n ↔ m ≤ n
QR Int.cast_lt {m n : ℤ} : (m : α) < n ↔ m < n
- Real.sqrt_nonneg (x : ℝ) : 0 ≤ Real.sqrt x
- Real.sqrt_pos {x : ℝ} : 0 < Real.sqrt x ↔ 0 < x
- Real.sqrt_pos_of_pos {x : ℝ} (h : 0 < x) : 0 < Real.sqrt x
- Real.sq_sqrt {x : ℝ} (h : 0 ≤ x) : Real.sqrt x ^ 2 = x
- Real.sqrt_sq {x : ℝ} (h : 0 ≤ x) : Real.sqrt (x ^ 2) = x
- Real.mul_self_sqrt {x : ℝ} (h : 0 ≤ x) : Real.sqrt x * Real.sqrt x = x
- Real.sqrt_mul_self {x : ℝ} (h : 0 ≤ x) : Real.sqrt (x * x) = x
- Real.sqrt_sq_eq_abs (x : ℝ) : Real.sqrt (x ^ 2) = |x|
- Real.sqrt_mul {x : ℝ} (h : 0 ≤ x) (y : ℝ) : Real.sqrt (x * y) = Real.sqrt x * Real.sqrt y
- Real.sqrt_eq_iff_mul_self_eq {x y : ℝ} (hx : 0 ≤ x) (hy : 0 ≤ y) : Real.sqrt x = y ↔ y * y = x
- Real.sqrt_zero : Real.sqrt 0 = 0
- Real.sqrt_one : Real.sqrt 1 = 1
- Real.sqrt_le_sqrt {x y : ℝ} (h : x ≤ y) : Real.sqrt x ≤ Real.sqrt y
- Real.sqrt_lt_sqrt {x y : ℝ} (hx : 0 ≤ x) (h : x < y) : Real.sqrt x < Real.sqrt y
- Real.sqrt_eq_zero_of_nonpos {x : ℝ} (h : x ≤ 0) : Real.sqrt x = 0
- Real.sqrt_ne_zero'  {x : ℝ} : Real.sqrt x ≠ 0 ↔ 0 < x
- Real.le_sqrt_of_sq_le {x y : ℝ} (h : x ^ 2 ≤ y) : x ≤ Real.sqrt y
- Real.le_sqrt' {x y : ℝ} (h : 0 < x) : x ≤ Real.sqrt y ↔ x ^ 2 ≤ y
- Real.sqrt_le_iff {x y : ℝ} : Real.sqrt x ≤ y ↔ 0 ≤ y ∧ x ≤ y ^ 2
- Real.sqrt_lt' {x y : ℝ} (h : 0 < y) : Real.sqrt x < y ↔ x < y ^ 2
- Real.lt_sqrt {x y : ℝ} (h : 0 ≤ x) : x < Real.sqrt y ↔ x ^ 2 < y
- Real.pi_pos : 0 < Real.pi
- Real.exp_pos (x : ℝ) : 0 < Real.exp x
- Real.exp_zero : Real.exp 0 = 1
- Real.log_one : Real.log 1 = 0
- Real.sin_sq_add_cos_sq (x : ℝ) : Real.sin x ^ 2 + Real.cos x ^ 2 = 1
- Real.cos_sq_add_sin_sq (x : ℝ) : Real.cos x ^ 2 + Real.sin x ^ 2 = 1
- Real.sin_le_one (x : ℝ) : Real.sin x ≤ 1
- Real.cos_le_one (x : ℝ) : Real.cos x ≤ 1
- Real.neg_one_le_sin (x : ℝ) : -1 ≤ Real.sin x
- Real.neg_one_le_cos (x : ℝ) : -1 ≤ Real.cos x
- Real.add_one_le_exp (x : ℝ) : x + 1 ≤ Real.exp x
NZQRC Finset.sum_range_succ (f : ℕ → α) (n : ℕ) : ∑ x in Finset.range (n + 1), f x = ∑ x in Finset.range n, f x + f n
NZQRC Finset.sum_range_zero (f : ℕ → α) : ∑ x in Finset.range 0, f x = 0
NZQRC Finset.sum_range_one (f : ℕ → α) : ∑ x in Finset.range 1, f x = f 0
NZQRC Finset.prod_range_succ (f : ℕ → α) (n : ℕ) : ∏ x in Finset.range (n + 1), f x = (∏ x in Finset.range n, f x) * f n
NZQRC Finset.prod_range_zero (f : ℕ → α) : ∏ x in Finset.range 0, f x = 1
NZQRC Finset.prod_range_one (f : ℕ → α) : ∏ x in Finset.range 1, f x = f 0
- Finset.card_range (n : ℕ) : (Finset.range n).card = n
- Finset.mem_range {n m : ℕ} : m ∈ Finset.range n ↔ m < n
NZ Finset.mem_Icc {a b x : α} : x ∈ Finset.Icc a b ↔ a ≤ x ∧ x ≤ b
NZ Finset.mem_Ico {a b x : α} : x ∈ Finset.Ico a b ↔ a ≤ x ∧ x < b
NZ Finset.mem_Ioc {a b x : α} : x ∈ Finset.Ioc a b ↔ a < x ∧ x ≤ b
NZ Finset.mem_Ioo {a b x : α} : x ∈ Finset.Ioo a b ↔ a < x ∧ x < b
NZQR Set.mem_Icc {a b x : α} : x ∈ Set.Icc a b ↔ a ≤ x ∧ x ≤ b
NZQR Set.mem_Ico {a b x : α} : x ∈ Set.Ico a b ↔ a ≤ x ∧ x < b
NZQR Set.mem_Ioc {a b x : α} : x ∈ Set.Ioc a b ↔ a < x ∧ x ≤ b
NZQR Set.mem_Ioo {a b x : α} : x ∈ Set.Ioo a b ↔ a < x ∧ x < b
QR Int.floor_le (a : α) : (⌊a⌋ : α) ≤ a
QR Int.lt_floor_add_one (a : α) : a < ⌊a⌋ + 1
QR Int.floor_eq_iff {z : ℤ} {a : α} : ⌊a⌋ = z ↔ (z : α) ≤ a ∧ a < z + 1
QR Int.le_floor {z : ℤ} {a : α} : z ≤ ⌊a⌋ ↔ (z : α) ≤ a
QR Int.floor_lt {z : ℤ} {a : α} : ⌊a⌋ < z ↔ a < z
QR Int.ceil_le {z : ℤ} {a : α} : ⌈a⌉ ≤ z ↔ a ≤ z
QR Int.lt_ceil {z : ℤ} {a : α} : z < ⌈a⌉ ↔ (z : α) < a
QR Int.le_ceil (a : α) : a ≤ ⌈a⌉
QR Int.ceil_lt_add_one (a : α) : (⌈a⌉ : α) < a + 1
`;
