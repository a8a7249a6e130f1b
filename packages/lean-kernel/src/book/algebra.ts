/** Laws of commutative (semi)rings and of fields, with `x / 0 = 0`. */
export const algebra = `
-- α in ℕ ℤ ℚ ℝ ℂ
add_comm (a b : α) : a + b = b + a
add_assoc (a b c : α) : a + b + c = a + (b + c)
add_left_comm (a b c : α) : a + (b + c) = b + (a + c)
add_right_comm (a b c : α) : a + b + c = a + c + b
add_zero (a : α) : a + 0 = a
zero_add (a : α) : 0 + a = a
mul_comm (a b : α) : a * b = b * a
mul_assoc (a b c : α) : a * b * c = a * (b * c)
mul_left_comm (a b c : α) : a * (b * c) = b * (a * c)
mul_right_comm (a b c : α) : a * b * c = a * c * b
mul_mul_mul_comm (a b c d : α) : a * b * (c * d) = a * c * (b * d)
mul_one (a : α) : a * 1 = a
one_mul (a : α) : 1 * a = a
mul_zero (a : α) : a * 0 = 0
zero_mul (a : α) : 0 * a = 0
mul_add = left_distrib (a b c : α) : a * (b + c) = a * b + a * c
add_mul = right_distrib (a b c : α) : (a + b) * c = a * c + b * c
add_one_mul (a b : α) : (a + 1) * b = a * b + b
mul_add_one (a b : α) : a * (b + 1) = a * b + a
two_mul (a : α) : 2 * a = a + a
mul_two (a : α) : a * 2 = a + a
pow_zero (a : α) : a ^ 0 = 1
pow_one (a : α) : a ^ 1 = a
pow_two = sq (a : α) : a ^ 2 = a * a
pow_succ (a : α) (n : ℕ) : a ^ (n + 1) = a ^ n * a
pow_succ' (a : α) (n : ℕ) : a ^ (n + 1) = a * a ^ n
pow_three (a : α) : a ^ 3 = a * (a * a)
pow_three' (a : α) : a ^ 3 = a * a * a
pow_add (a : α) (m n : ℕ) : a ^ (m + n) = a ^ m * a ^ n
pow_mul (a : α) (m n : ℕ) : a ^ (m * n) = (a ^ m) ^ n
pow_mul' (a : α) (m n : ℕ) : a ^ (m * n) = (a ^ n) ^ m
pow_right_comm (a : α) (m n : ℕ) : (a ^ m) ^ n = (a ^ n) ^ m
mul_pow (a b : α) (n : ℕ) : (a * b) ^ n = a ^ n * b ^ n
one_pow (n : ℕ) : (1 : α) ^ n = 1
zero_pow {n : ℕ} (hn : n ≠ 0) : (0 : α) ^ n = 0
add_sq = add_pow_two (a b : α) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2
add_left_cancel {a b c : α} (h : a + b = a + c) : b = c
add_right_cancel {a b c : α} (h : a + b = c + b) : a = c
add_left_inj (a : α) {b c : α} : b + a = c + a ↔ b = c
add_right_inj (a : α) {b c : α} : a + b = a + c ↔ b = c
add_right_eq_self = add_eq_left {a b : α} : a + b = a ↔ b = 0
add_left_eq_self = add_eq_right {a b : α} : a + b = b ↔ a = 0
self_eq_add_right {a b : α} : a = a + b ↔ b = 0
self_eq_add_left {a b : α} : a = b + a ↔ b = 0
mul_eq_zero {a b : α} : a * b = 0 ↔ a = 0 ∨ b = 0
mul_ne_zero {a b : α} (ha : a ≠ 0) (hb : b ≠ 0) : a * b ≠ 0
mul_ne_zero_iff {a b : α} : a * b ≠ 0 ↔ a ≠ 0 ∧ b ≠ 0
mul_self_eq_zero {a : α} : a * a = 0 ↔ a = 0
zero_eq_mul {a b : α} : 0 = a * b ↔ a = 0 ∨ b = 0
left_ne_zero_of_mul {a b : α} (h : a * b ≠ 0) : a ≠ 0
right_ne_zero_of_mul {a b : α} (h : a * b ≠ 0) : b ≠ 0
pow_eq_zero_iff {a : α} {n : ℕ} (hn : n ≠ 0) : a ^ n = 0 ↔ a = 0
pow_eq_zero {a : α} {n : ℕ} (h : a ^ n = 0) : a = 0
pow_ne_zero {a : α} (n : ℕ) (h : a ≠ 0) : a ^ n ≠ 0
sq_eq_zero_iff {a : α} : a ^ 2 = 0 ↔ a = 0
mul_left_cancel₀ {a b c : α} (ha : a ≠ 0) (h : a * b = a * c) : b = c
mul_right_cancel₀ {a b c : α} (hb : b ≠ 0) (h : a * b = c * b) : a = c
mul_left_inj' {a b c : α} (hc : c ≠ 0) : a * c = b * c ↔ a = b
mul_right_inj' {a b c : α} (ha : a ≠ 0) : a * b = a * c ↔ b = c
mul_eq_mul_left_iff {a b c : α} : a * b = a * c ↔ b = c ∨ a = 0
mul_eq_mul_right_iff {a b c : α} : a * c = b * c ↔ a = b ∨ c = 0
one_ne_zero : (1 : α) ≠ 0
zero_ne_one : (0 : α) ≠ 1
two_ne_zero : (2 : α) ≠ 0
three_ne_zero : (3 : α) ≠ 0
four_ne_zero : (4 : α) ≠ 0
dvd_refl (a : α) : a ∣ a
dvd_rfl {a : α} : a ∣ a
dvd_trans {a b c : α} (h₁ : a ∣ b) (h₂ : b ∣ c) : a ∣ c
dvd_mul_right (a b : α) : a ∣ a * b
dvd_mul_left (a b : α) : a ∣ b * a
dvd_mul_of_dvd_left {a b : α} (h : a ∣ b) (c : α) : a ∣ b * c
dvd_mul_of_dvd_right {a b : α} (h : a ∣ b) (c : α) : a ∣ c * b
dvd_add {a b c : α} (h₁ : a ∣ b) (h₂ : a ∣ c) : a ∣ b + c
dvd_zero (a : α) : a ∣ 0
one_dvd (a : α) : 1 ∣ a
zero_dvd_iff {a : α} : 0 ∣ a ↔ a = 0
mul_dvd_mul {a b c d : α} (h₁ : a ∣ b) (h₂ : c ∣ d) : a * c ∣ b * d
mul_dvd_mul_left {b c : α} (a : α) (h : b ∣ c) : a * b ∣ a * c
mul_dvd_mul_right {a b : α} (h : a ∣ b) (c : α) : a * c ∣ b * c
dvd_of_mul_right_dvd {a b c : α} (h : a * b ∣ c) : a ∣ c
dvd_of_mul_left_dvd {a b c : α} (h : a * b ∣ c) : b ∣ c
dvd_pow_self (a : α) {n : ℕ} (hn : n ≠ 0) : a ∣ a ^ n
pow_dvd_pow (a : α) {m n : ℕ} (h : m ≤ n) : a ^ m ∣ a ^ n
mul_right_eq_self₀ {a b : α} : a * b = a ↔ b = 1 ∨ a = 0
mul_left_eq_self₀ {a b : α} : a * b = b ↔ a = 1 ∨ b = 0
mul_eq_left₀ {a b : α} (ha : a ≠ 0) : a * b = a ↔ b = 1
mul_eq_right₀ {a b : α} (hb : b ≠ 0) : a * b = b ↔ a = 1
one_add_one_eq_two : 1 + 1 = (2 : α)
add_left_cancel_iff {a b c : α} : a + b = a + c ↔ b = c
add_right_cancel_iff {a b c : α} : b + a = c + a ↔ b = c
eq_zero_or_eq_zero_of_mul_eq_zero {a b : α} (h : a * b = 0) : a = 0 ∨ b = 0
dvd_iff_exists_eq_mul_left {a b : α} : a ∣ b ↔ ∃ c : α, b = c * a
-- α in ℤ ℚ ℝ ℂ
sub_eq_add_neg (a b : α) : a - b = a + -b
sub_self (a : α) : a - a = 0
sub_zero (a : α) : a - 0 = a
zero_sub (a : α) : 0 - a = -a
neg_neg (a : α) : - -a = a
neg_zero : -(0 : α) = 0
neg_sub (a b : α) : -(a - b) = b - a
neg_add (a b : α) : -(a + b) = -a + -b
neg_add_rev (a b : α) : -(a + b) = -b + -a
neg_mul (a b : α) : -a * b = -(a * b)
mul_neg (a b : α) : a * -b = -(a * b)
neg_mul_neg (a b : α) : -a * -b = a * b
neg_mul_eq_neg_mul (a b : α) : -(a * b) = -a * b
neg_mul_eq_mul_neg (a b : α) : -(a * b) = a * -b
neg_one_mul (a : α) : -1 * a = -a
mul_neg_one (a : α) : a * -1 = -a
neg_eq_neg_one_mul (a : α) : -a = -1 * a
add_left_neg = neg_add_cancel = neg_add_self (a : α) : -a + a = 0
add_right_neg = add_neg_cancel = add_neg_self (a : α) : a + -a = 0
mul_sub = mul_sub_left_distrib (a b c : α) : a * (b - c) = a * b - a * c
sub_mul (a b c : α) : (a - b) * c = a * c - b * c
mul_sub_one (a b : α) : a * (b - 1) = a * b - a
sub_one_mul (a b : α) : (a - 1) * b = a * b - b
sub_add (a b c : α) : a - b + c = a - (b - c)
sub_add_cancel (a b : α) : a - b + b = a
add_sub_cancel_right (a b : α) : a + b - b = a
add_sub_cancel_left (a b : α) : a + b - a = b
add_sub (a b c : α) : a + (b - c) = a + b - c
add_sub_assoc (a b c : α) : a + b - c = a + (b - c)
sub_sub (a b c : α) : a - b - c = a - (b + c)
sub_sub_eq_add_sub (a b c : α) : a - (b - c) = a + c - b
sub_sub_cancel = sub_sub_self (a b : α) : a - (a - b) = b
sub_add_eq_add_sub (a b c : α) : a - b + c = a + c - b
sub_add_eq_sub_sub (a b c : α) : a - (b + c) = a - b - c
add_sub_right_comm (a b c : α) : a + b - c = a - c + b
sub_right_comm (a b c : α) : a - b - c = a - c - b
sub_neg_eq_add (a b : α) : a - -b = a + b
sub_eq_zero {a b : α} : a - b = 0 ↔ a = b
sub_eq_zero_of_eq {a b : α} (h : a = b) : a - b = 0
eq_of_sub_eq_zero {a b : α} (h : a - b = 0) : a = b
sub_ne_zero {a b : α} : a - b ≠ 0 ↔ a ≠ b
sub_ne_zero_of_ne {a b : α} (h : a ≠ b) : a - b ≠ 0
sub_eq_iff_eq_add {a b c : α} : a - b = c ↔ a = c + b
sub_eq_iff_eq_add' {a b c : α} : a - b = c ↔ a = b + c
eq_sub_iff_add_eq {a b c : α} : a = b - c ↔ a + c = b
eq_sub_iff_add_eq' {a b c : α} : a = b - c ↔ c + a = b
eq_sub_of_add_eq {a b c : α} (h : a + c = b) : a = b - c
sub_eq_of_eq_add {a b c : α} (h : a = c + b) : a - b = c
eq_add_of_sub_eq {a b c : α} (h : a - c = b) : a = b + c
add_eq_of_eq_sub {a b c : α} (h : a = c - b) : a + b = c
sub_left_inj {a b c : α} : b - a = c - a ↔ b = c
sub_right_inj {a b c : α} : a - b = a - c ↔ b = c
add_eq_zero_iff_eq_neg {a b : α} : a + b = 0 ↔ a = -b
add_eq_zero_iff_neg_eq {a b : α} : a + b = 0 ↔ -a = b
eq_neg_of_add_eq_zero_left {a b : α} (h : a + b = 0) : a = -b
eq_neg_of_add_eq_zero_right {a b : α} (h : a + b = 0) : b = -a
eq_neg_iff_add_eq_zero {a b : α} : a = -b ↔ a + b = 0
neg_eq_iff_eq_neg {a b : α} : -a = b ↔ a = -b
neg_inj {a b : α} : -a = -b ↔ a = b
neg_eq_zero {a : α} : -a = 0 ↔ a = 0
neg_ne_zero {a : α} : -a ≠ 0 ↔ a ≠ 0
neg_sq = neg_pow_two (a : α) : (-a) ^ 2 = a ^ 2
sub_sq = sub_pow_two (a b : α) : (a - b) ^ 2 = a ^ 2 - 2 * a * b + b ^ 2
sub_sq' (a b : α) : (a - b) ^ 2 = a ^ 2 + b ^ 2 - 2 * a * b
sq_sub_sq = pow_two_sub_pow_two (a b : α) : a ^ 2 - b ^ 2 = (a + b) * (a - b)
mul_self_sub_mul_self (a b : α) : a * a - b * b = (a + b) * (a - b)
sq_eq_sq_iff_eq_or_eq_neg {a b : α} : a ^ 2 = b ^ 2 ↔ a = b ∨ a = -b
eq_or_eq_neg_of_sq_eq_sq (a b : α) (h : a ^ 2 = b ^ 2) : a = b ∨ a = -b
mul_self_eq_mul_self_iff {a b : α} : a * a = b * b ↔ a = b ∨ a = -b
mul_self_eq_one_iff {a : α} : a * a = 1 ↔ a = 1 ∨ a = -1
sq_eq_one_iff {a : α} : a ^ 2 = 1 ↔ a = 1 ∨ a = -1
dvd_sub {a b c : α} (h₁ : a ∣ b) (h₂ : a ∣ c) : a ∣ b - c
dvd_neg {a b : α} : a ∣ -b ↔ a ∣ b
neg_dvd {a b : α} : -a ∣ b ↔ a ∣ b
sub_dvd_pow_sub_pow (x y : α) (n : ℕ) : x - y ∣ x ^ n - y ^ n
sub_eq_neg_add (a b : α) : a - b = -b + a
dvd_sub_comm {a b c : α} : a ∣ b - c ↔ a ∣ c - b
sub_eq_self {a b : α} : a - b = a ↔ b = 0
sub_add_sub_cancel (a b c : α) : a - b + (b - c) = a - c
add_sub_add_right_eq_sub (a b c : α) : a + c - (b + c) = a - b
add_sub_add_left_eq_sub (a b c : α) : c + a - (c + b) = a - b
sub_sub_sub_cancel_right (a b c : α) : a - c - (b - c) = a - b
neg_add_cancel_left (a b : α) : -a + (a + b) = b
neg_add_cancel_right (a b : α) : a + -b + b = a
add_neg_cancel_left (a b : α) : a + (-a + b) = b
add_neg_cancel_right (a b : α) : a + b + -b = a
add_sub_cancel (a b : α) : a + (b - a) = b
-- α in ℚ ℝ ℂ
div_eq_mul_inv (a b : α) : a / b = a * b⁻¹
div_eq_mul_one_div (a b : α) : a / b = a * (1 / b)
div_eq_inv_mul {a b : α} : a / b = b⁻¹ * a
one_div (a : α) : 1 / a = a⁻¹
inv_eq_one_div (a : α) : a⁻¹ = 1 / a
div_one (a : α) : a / 1 = a
zero_div (a : α) : 0 / a = 0
div_zero (a : α) : a / 0 = 0
inv_inv (a : α) : a⁻¹⁻¹ = a
mul_inv (a b : α) : (a * b)⁻¹ = a⁻¹ * b⁻¹
mul_inv_rev (a b : α) : (a * b)⁻¹ = b⁻¹ * a⁻¹
inv_pow (a : α) (n : ℕ) : a⁻¹ ^ n = (a ^ n)⁻¹
div_pow (a b : α) (n : ℕ) : (a / b) ^ n = a ^ n / b ^ n
inv_div (a b : α) : (a / b)⁻¹ = b / a
div_div (a b c : α) : a / b / c = a / (b * c)
div_div_eq_mul_div (a b c : α) : a / (b / c) = a * c / b
div_mul_div_comm (a b c d : α) : a / b * (c / d) = a * c / (b * d)
mul_div_assoc (a b c : α) : a * b / c = a * (b / c)
mul_div_assoc' = mul_div (a b c : α) : a * (b / c) = a * b / c
div_mul_eq_mul_div (a b c : α) : a / b * c = a * c / b
mul_comm_div (a b c : α) : a / b * c = a * (c / b)
mul_one_div (a b : α) : a * (1 / b) = a / b
one_div_mul_one_div (a b : α) : 1 / a * (1 / b) = 1 / (a * b)
one_div_div (a b : α) : 1 / (a / b) = b / a
add_div (a b c : α) : (a + b) / c = a / c + b / c
sub_div (a b c : α) : (a - b) / c = a / c - b / c
div_add_div_same (a b c : α) : a / c + b / c = (a + b) / c
div_sub_div_same (a b c : α) : a / c - b / c = (a - b) / c
neg_div (a b : α) : -b / a = -(b / a)
neg_div' (a b : α) : -(b / a) = -b / a
div_neg (a : α) {b : α} : a / -b = -(a / b)
div_self {a : α} (h : a ≠ 0) : a / a = 1
mul_inv_cancel = mul_inv_cancel₀ {a : α} (h : a ≠ 0) : a * a⁻¹ = 1
inv_mul_cancel = inv_mul_cancel₀ {a : α} (h : a ≠ 0) : a⁻¹ * a = 1
mul_div_cancel₀ = mul_div_cancel_right₀ {b : α} (a : α) (h : b ≠ 0) : a * b / b = a
mul_div_cancel_left₀ {a : α} (b : α) (h : a ≠ 0) : a * b / a = b
div_mul_cancel₀ {b : α} (a : α) (h : b ≠ 0) : a / b * b = a
mul_div_cancel' {b : α} (a : α) (h : b ≠ 0) : b * (a / b) = a
mul_div_mul_left {c : α} (a b : α) (hc : c ≠ 0) : c * a / (c * b) = a / b
mul_div_mul_right {c : α} (a b : α) (hc : c ≠ 0) : a * c / (b * c) = a / b
div_add_div {b d : α} (a c : α) (hb : b ≠ 0) (hd : d ≠ 0) : a / b + c / d = (a * d + b * c) / (b * d)
div_sub_div {b d : α} (a c : α) (hb : b ≠ 0) (hd : d ≠ 0) : a / b - c / d = (a * d - b * c) / (b * d)
div_eq_iff {a b c : α} (hb : b ≠ 0) : a / b = c ↔ a = c * b
eq_div_iff {a b c : α} (hc : c ≠ 0) : a = b / c ↔ a * c = b
div_eq_div_iff {a b c d : α} (hb : b ≠ 0) (hd : d ≠ 0) : a / b = c / d ↔ a * d = c * b
div_eq_one_iff_eq {a b : α} (hb : b ≠ 0) : a / b = 1 ↔ a = b
div_left_inj' {a b c : α} (hc : c ≠ 0) : a / c = b / c ↔ a = b
eq_div_of_mul_eq {a b c : α} (hc : c ≠ 0) (h : a * c = b) : a = b / c
div_eq_of_eq_mul {a b c : α} (hb : b ≠ 0) (h : a = c * b) : a / b = c
eq_inv_of_mul_eq_one_left {a b : α} (h : a * b = 1) : a = b⁻¹
eq_inv_of_mul_eq_one_right {a b : α} (h : a * b = 1) : b = a⁻¹
inv_ne_zero {a : α} (h : a ≠ 0) : a⁻¹ ≠ 0
inv_eq_zero {a : α} : a⁻¹ = 0 ↔ a = 0
div_ne_zero {a b : α} (ha : a ≠ 0) (hb : b ≠ 0) : a / b ≠ 0
div_eq_zero_iff {a b : α} : a / b = 0 ↔ a = 0 ∨ b = 0
add_halves (a : α) : a / 2 + a / 2 = a
half_add_self (a : α) : (a + a) / 2 = a
mul_inv_cancel_left₀ {a : α} (h : a ≠ 0) (b : α) : a * (a⁻¹ * b) = b
mul_inv_cancel_right₀ {b : α} (h : b ≠ 0) (a : α) : a * b * b⁻¹ = a
inv_mul_cancel_left₀ {a : α} (h : a ≠ 0) (b : α) : a⁻¹ * (a * b) = b
inv_mul_cancel_right₀ {b : α} (h : b ≠ 0) (a : α) : a * b⁻¹ * b = a
div_mul_cancel_left₀ {a : α} (h : a ≠ 0) (b : α) : a / (a * b) = b⁻¹
div_mul_cancel_right₀ {b : α} (h : b ≠ 0) (a : α) : b / (a * b) = a⁻¹
neg_div_neg_eq (a b : α) : -a / -b = a / b
inv_inj {a b : α} : a⁻¹ = b⁻¹ ↔ a = b
inv_eq_one {a : α} : a⁻¹ = 1 ↔ a = 1
inv_one : (1 : α)⁻¹ = 1
inv_neg {a : α} : (-a)⁻¹ = -a⁻¹
one_div_one : (1 : α) / 1 = 1
inv_zero : (0 : α)⁻¹ = 0
one_div_ne_zero {a : α} (h : a ≠ 0) : 1 / a ≠ 0
zpow_zero (a : α) : a ^ (0 : ℤ) = 1
zpow_one (a : α) : a ^ (1 : ℤ) = a
zpow_natCast (a : α) (n : ℕ) : a ^ (n : ℤ) = a ^ n
zpow_neg (a : α) (n : ℤ) : a ^ (-n) = (a ^ n)⁻¹
zpow_add₀ {a : α} (ha : a ≠ 0) (m n : ℤ) : a ^ (m + n) = a ^ m * a ^ n
`;
