/** Rings and fields. Letters say where each holds. */
export const arithmeticLemmas = `
NZQRC add_comm=Nat.add_comm (a b : α) : a + b = b + a
NZQRC mul_comm=Nat.mul_comm (a b : α) : a * b = b * a
NZQRC add_assoc=Nat.add_assoc (a b c : α) : a + b + c = a + (b + c)
NZQRC mul_assoc=Nat.mul_assoc (a b c : α) : a * b * c = a * (b * c)
NZQRC add_left_comm (a b c : α) : a + (b + c) = b + (a + c)
NZQRC mul_left_comm (a b c : α) : a * (b * c) = b * (a * c)
NZQRC add_right_comm (a b c : α) : a + b + c = a + c + b
NZQRC mul_right_comm (a b c : α) : a * b * c = a * c * b
NZQRC add_zero=Nat.add_zero (a : α) : a + 0 = a
NZQRC zero_add=Nat.zero_add (a : α) : 0 + a = a
NZQRC mul_one=Nat.mul_one (a : α) : a * 1 = a
NZQRC one_mul=Nat.one_mul (a : α) : 1 * a = a
NZQRC mul_zero=Nat.mul_zero (a : α) : a * 0 = 0
NZQRC zero_mul=Nat.zero_mul (a : α) : 0 * a = 0
NZQRC mul_add=left_distrib=Nat.mul_add (a b c : α) : a * (b + c) = a * b + a * c
NZQRC add_mul=right_distrib=Nat.add_mul (a b c : α) : (a + b) * c = a * c + b * c
ZQRC sub_self (a : α) : a - a = 0
- Nat.sub_self (a : ℕ) : a - a = 0
NZQRC sub_zero=tsub_zero=Nat.sub_zero (a : α) : a - 0 = a
ZQRC zero_sub (a : α) : 0 - a = -a
ZQRC sub_eq_add_neg (a b : α) : a - b = a + -b
ZQRC neg_neg (a : α) : - -a = a
ZQRC neg_add (a b : α) : -(a + b) = -a + -b
ZQRC neg_add_rev (a b : α) : -(a + b) = -b + -a
ZQRC neg_sub (a b : α) : -(a - b) = b - a
ZQRC neg_mul (a b : α) : -a * b = -(a * b)
ZQRC mul_neg (a b : α) : a * -b = -(a * b)
ZQRC neg_mul_neg (a b : α) : -a * -b = a * b
ZQRC neg_zero : (-0 : α) = 0
ZQRC neg_one_mul (a : α) : -1 * a = -a
ZQRC add_neg_cancel=add_right_neg=add_neg_self (a : α) : a + -a = 0
ZQRC neg_add_cancel=add_left_neg=neg_add_self (a : α) : -a + a = 0
ZQRC mul_sub=mul_sub_left_distrib (a b c : α) : a * (b - c) = a * b - a * c
ZQRC sub_mul (a b c : α) : (a - b) * c = a * c - b * c
ZQRC add_sub_cancel_right (a b : α) : a + b - b = a
ZQRC add_sub_cancel_left (a b : α) : a + b - a = b
ZQRC sub_add_cancel (a b : α) : a - b + b = a
ZQRC add_sub_cancel (a b : α) : a + (b - a) = b
ZQRC add_sub_assoc (a b c : α) : a + b - c = a + (b - c)
ZQRC sub_sub (a b c : α) : a - b - c = a - (b + c)
ZQRC sub_add_eq_add_sub (a b c : α) : a - b + c = a + c - b
ZQRC add_sub (a b c : α) : a + (b - c) = a + b - c
ZQRC sub_neg_eq_add (a b : α) : a - -b = a + b
ZQRC sub_sub_eq_add_sub (a b c : α) : a - (b - c) = a + c - b
ZQRC sub_sub_cancel (a b : α) : a - (a - b) = b
ZQRC sub_add (a b c : α) : a - b + c = a - (b - c)
ZQRC sub_right_comm (a b c : α) : a - b - c = a - c - b
NZQRC pow_zero (a : α) : a ^ 0 = 1
NZQRC pow_one (a : α) : a ^ 1 = a
NZQRC pow_two=sq (a : α) : a ^ 2 = a * a
NZQRC pow_succ=Nat.pow_succ (a : α) (n : ℕ) : a ^ (n + 1) = a ^ n * a
NZQRC pow_succ' (a : α) (n : ℕ) : a ^ (n + 1) = a * a ^ n
NZQRC pow_three (a : α) : a ^ 3 = a * (a * a)
NZQRC pow_three' (a : α) : a ^ 3 = a * a * a
NZQRC pow_add (a : α) (m n : ℕ) : a ^ (m + n) = a ^ m * a ^ n
NZQRC pow_mul (a : α) (m n : ℕ) : a ^ (m * n) = (a ^ m) ^ n
NZQRC pow_mul' (a : α) (m n : ℕ) : a ^ (m * n) = (a ^ n) ^ m
NZQRC mul_pow (a b : α) (n : ℕ) : (a * b) ^ n = a ^ n * b ^ n
NZQRC one_pow (n : ℕ) : (1 : α) ^ n = 1
NZQRC zero_pow {n : ℕ} (h : n ≠ 0) : (0 : α) ^ n = 0
QRC div_pow (a b : α) (n : ℕ) : (a / b) ^ n = a ^ n / b ^ n
ZQRC neg_sq=neg_pow_two (a : α) : (-a) ^ 2 = a ^ 2
NZQRC two_mul (a : α) : 2 * a = a + a
NZQRC mul_two (a : α) : a * 2 = a + a
NZQRC add_sq (a b : α) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2
ZQRC sub_sq (a b : α) : (a - b) ^ 2 = a ^ 2 - 2 * a * b + b ^ 2
ZQRC sq_sub_sq (a b : α) : a ^ 2 - b ^ 2 = (a + b) * (a - b)
ZQRC mul_self_sub_mul_self (a b : α) : a * a - b * b = (a + b) * (a - b)
ZQRC sub_eq_zero {a b : α} : a - b = 0 ↔ a = b
ZQRC sub_eq_zero_of_eq {a b : α} (h : a = b) : a - b = 0
ZQRC eq_of_sub_eq_zero {a b : α} (h : a - b = 0) : a = b
ZQRC sub_eq_iff_eq_add {a b c : α} : a - b = c ↔ a = c + b
ZQRC sub_eq_iff_eq_add' {a b c : α} : a - b = c ↔ a = b + c
ZQRC eq_sub_iff_add_eq {a b c : α} : a = b - c ↔ a + c = b
ZQRC eq_sub_of_add_eq {a b c : α} (h : a + c = b) : a = b - c
ZQRC eq_neg_iff_add_eq_zero {a b : α} : a = -b ↔ a + b = 0
ZQRC eq_neg_of_add_eq_zero_left {a b : α} (h : a + b = 0) : a = -b
ZQRC add_eq_zero_iff_eq_neg {a b : α} : a + b = 0 ↔ a = -b
ZQRC neg_eq_zero {a : α} : -a = 0 ↔ a = 0
ZQRC neg_inj {a b : α} : -a = -b ↔ a = b
ZQRC neg_ne_zero {a : α} : -a ≠ 0 ↔ a ≠ 0
ZQRC sub_ne_zero {a b : α} : a - b ≠ 0 ↔ a ≠ b
ZQRC sub_ne_zero_of_ne {a b : α} (h : a ≠ b) : a - b ≠ 0
NZQRC add_left_cancel {a b c : α} (h : a + b = a + c) : b = c
NZQRC add_right_cancel {a b c : α} (h : a + b = c + b) : a = c
NZQRC add_left_inj (a : α) {b c : α} : b + a = c + a ↔ b = c
NZQRC add_right_inj (a : α) {b c : α} : a + b = a + c ↔ b = c
NZQRC add_left_cancel_iff {a b c : α} : a + b = a + c ↔ b = c
NZQRC add_right_cancel_iff {a b c : α} : b + a = c + a ↔ b = c
NZQRC add_right_eq_self=add_eq_left {a b : α} : a + b = a ↔ b = 0
NZQRC add_left_eq_self=add_eq_right {a b : α} : a + b = b ↔ a = 0
NZQRC mul_eq_zero {a b : α} : a * b = 0 ↔ a = 0 ∨ b = 0
NZQRC zero_eq_mul {a b : α} : 0 = a * b ↔ a = 0 ∨ b = 0
NZQRC mul_ne_zero {a b : α} (ha : a ≠ 0) (hb : b ≠ 0) : a * b ≠ 0
NZQRC mul_ne_zero_iff {a b : α} : a * b ≠ 0 ↔ a ≠ 0 ∧ b ≠ 0
NZQRC mul_self_eq_zero {a : α} : a * a = 0 ↔ a = 0
NZQRC eq_zero_or_eq_zero_of_mul_eq_zero {a b : α} (h : a * b = 0) : a = 0 ∨ b = 0
NZQRC pow_eq_zero_iff {a : α} {n : ℕ} (h : n ≠ 0) : a ^ n = 0 ↔ a = 0
NZQRC pow_eq_zero {a : α} {n : ℕ} (h : a ^ n = 0) : a = 0
NZQRC pow_ne_zero {a : α} (n : ℕ) (h : a ≠ 0) : a ^ n ≠ 0
NZQRC sq_eq_zero_iff=sq_eq_zero'=sq_eq_zero {a : α} : a ^ 2 = 0 ↔ a = 0
ZQRC sq_eq_sq_iff_eq_or_eq_neg {a b : α} : a ^ 2 = b ^ 2 ↔ a = b ∨ a = -b
ZQRC sq_eq_one_iff {a : α} : a ^ 2 = 1 ↔ a = 1 ∨ a = -1
ZQRC mul_self_eq_one_iff {a : α} : a * a = 1 ↔ a = 1 ∨ a = -1
ZQRC mul_self_eq_mul_self_iff {a b : α} : a * a = b * b ↔ a = b ∨ a = -b
NZQRC mul_left_cancel₀ {a b c : α} (ha : a ≠ 0) (h : a * b = a * c) : b = c
NZQRC mul_right_cancel₀ {a b c : α} (hb : b ≠ 0) (h : a * b = c * b) : a = c
NZQRC mul_left_inj' {a b c : α} (hc : c ≠ 0) : a * c = b * c ↔ a = b
NZQRC mul_right_inj' {a b c : α} (ha : a ≠ 0) : a * b = a * c ↔ b = c
NZQRC mul_eq_mul_left_iff {a b c : α} : a * b = a * c ↔ b = c ∨ a = 0
NZQRC mul_eq_mul_right_iff {a b c : α} : a * c = b * c ↔ a = b ∨ c = 0
NZQRC one_ne_zero : (1 : α) ≠ 0
NZQRC two_ne_zero : (2 : α) ≠ 0
NZQRC three_ne_zero : (3 : α) ≠ 0
NZQRC four_ne_zero : (4 : α) ≠ 0
NZQRC zero_ne_one : (0 : α) ≠ 1
QRC div_eq_mul_inv (a b : α) : a / b = a * b⁻¹
QRC one_div (a : α) : 1 / a = a⁻¹
QRC inv_eq_one_div (a : α) : a⁻¹ = 1 / a
QRC inv_inv (a : α) : a⁻¹⁻¹ = a
QRC inv_zero : (0 : α)⁻¹ = 0
QRC mul_inv (a b : α) : (a * b)⁻¹ = a⁻¹ * b⁻¹
QRC div_one (a : α) : a / 1 = a
QRC zero_div (a : α) : 0 / a = 0
QRC div_zero (a : α) : a / 0 = 0
QRC div_self {a : α} (h : a ≠ 0) : a / a = 1
QRC mul_inv_cancel₀ {a : α} (h : a ≠ 0) : a * a⁻¹ = 1
QRC mul_inv_cancel {a : α} (h : a ≠ 0) : a * a⁻¹ = 1
QRC inv_mul_cancel₀=inv_mul_cancel {a : α} (h : a ≠ 0) : a⁻¹ * a = 1
QRC div_add_div_same (a b c : α) : a / c + b / c = (a + b) / c
QRC add_div (a b c : α) : (a + b) / c = a / c + b / c
QRC sub_div (a b c : α) : (a - b) / c = a / c - b / c
QRC neg_div (a b : α) : -b / a = -(b / a)
QRC div_add_div (a c : α) {b d : α} (hb : b ≠ 0) (hd : d ≠ 0) : a / b + c / d = (a * d + b * c) / (b * d)
QRC div_sub_div (a c : α) {b d : α} (hb : b ≠ 0) (hd : d ≠ 0) : a / b - c / d = (a * d - b * c) / (b * d)
QRC div_mul_div_comm (a b c d : α) : a / b * (c / d) = a * c / (b * d)
QRC mul_div_assoc (a b c : α) : a * b / c = a * (b / c)
QRC mul_div_assoc' (a b c : α) : a * (b / c) = a * b / c
QRC div_mul_eq_mul_div (a b c : α) : a / b * c = a * c / b
QRC mul_comm_div (a b c : α) : a / b * c = a * (c / b)
QRC div_div (a b c : α) : a / b / c = a / (b * c)
QRC div_div_eq_mul_div (a b c : α) : a / (b / c) = a * c / b
QRC div_mul_cancel₀ {b : α} (a : α) (h : b ≠ 0) : a / b * b = a
QRC mul_div_cancel_left₀ {a : α} (b : α) (h : a ≠ 0) : a * b / a = b
QRC mul_div_cancel_right₀ {b : α} (a : α) (h : b ≠ 0) : a * b / b = a
QRC div_eq_iff {a b c : α} (hb : b ≠ 0) : a / b = c ↔ a = c * b
QRC eq_div_iff {a b c : α} (hc : c ≠ 0) : a = b / c ↔ a * c = b
QRC div_eq_div_iff {a b c d : α} (hb : b ≠ 0) (hd : d ≠ 0) : a / b = c / d ↔ a * d = c * b
QRC fs_neg✝ (a b : α) : -(a / b) = -a / b
QRC fs_inv✝ (a b : α) : (a / b)⁻¹ = b / a
QRC fs_div_right✝ (a c d : α) : a / (c / d) = a * d / c
QRC fs_div_left✝ (a b c : α) : a / b / c = a / (b * c)
QRC fs_div✝ (a b c d : α) : a / b / (c / d) = a * d / (b * c)
QRC fs_mul_right✝ (a c d : α) : a * (c / d) = a * c / d
QRC fs_mul_left✝ (a b c : α) : a / b * c = a * c / b
QRC fs_mul✝ (a b c d : α) : a / b * (c / d) = a * c / (b * d)
QRC fs_add_right✝ (a c d : α) (h : d ≠ 0) : a + c / d = (a * d + c) / d
QRC fs_add_left✝ (a b c : α) (h : b ≠ 0) : a / b + c = (a + c * b) / b
QRC fs_add_same✝ (a b c : α) : a / b + c / b = (a + c) / b
QRC fs_add✝ (a b c d : α) (hb : b ≠ 0) (hd : d ≠ 0) : a / b + c / d = (a * d + c * b) / (b * d)
QRC fs_sub_right✝ (a c d : α) (h : d ≠ 0) : a - c / d = (a * d - c) / d
QRC fs_sub_left✝ (a b c : α) (h : b ≠ 0) : a / b - c = (a - c * b) / b
QRC fs_sub_same✝ (a b c : α) : a / b - c / b = (a - c) / b
QRC fs_sub✝ (a b c d : α) (hb : b ≠ 0) (hd : d ≠ 0) : a / b - c / d = (a * d - c * b) / (b * d)
QRC eq_div_iff✝ (a b c : α) (hc : c ≠ 0) : a = b / c ↔ a * c = b
QRC div_eq_iff✝ (a b c : α) (hb : b ≠ 0) : a / b = c ↔ a = c * b
QRC div_eq_div_iff✝ (a b c d : α) (hb : b ≠ 0) (hd : d ≠ 0) : a / b = c / d ↔ a * d = c * b
QRC div_ne_zero {a b : α} (ha : a ≠ 0) (hb : b ≠ 0) : a / b ≠ 0
QRC inv_ne_zero {a : α} (h : a ≠ 0) : a⁻¹ ≠ 0
QRC one_div_ne_zero {a : α} (h : a ≠ 0) : 1 / a ≠ 0
QRC div_eq_zero_iff {a b : α} : a / b = 0 ↔ a = 0 ∨ b = 0
QRC div_eq_one_iff_eq {a b : α} (h : b ≠ 0) : a / b = 1 ↔ a = b
QR div_le_iff=div_le_iff₀ {a b c : α} (hc : 0 < c) : a / c ≤ b ↔ a ≤ b * c
QR le_div_iff=le_div_iff₀ {a b c : α} (hc : 0 < c) : a ≤ b / c ↔ a * c ≤ b
QR div_lt_iff=div_lt_iff₀ {a b c : α} (hc : 0 < c) : a / c < b ↔ a < b * c
QR lt_div_iff=lt_div_iff₀ {a b c : α} (hc : 0 < c) : a < b / c ↔ a * c < b
QR div_le_iff'=div_le_iff₀' {a b c : α} (hc : 0 < c) : a / c ≤ b ↔ a ≤ c * b
QR le_div_iff'=le_div_iff₀' {a b c : α} (hc : 0 < c) : a ≤ b / c ↔ c * a ≤ b
QR div_lt_iff'=div_lt_iff₀' {a b c : α} (hc : 0 < c) : a / c < b ↔ a < c * b
QR lt_div_iff'=lt_div_iff₀' {a b c : α} (hc : 0 < c) : a < b / c ↔ c * a < b
QR div_le_div_iff=div_le_div_iff_of_pos {a b c d : α} (hb : 0 < b) (hd : 0 < d) : a / b ≤ c / d ↔ a * d ≤ c * b
QR div_lt_div_iff {a b c d : α} (hb : 0 < b) (hd : 0 < d) : a / b < c / d ↔ a * d < c * b
QR div_le_one {a b : α} (hb : 0 < b) : a / b ≤ 1 ↔ a ≤ b
QR one_le_div {a b : α} (hb : 0 < b) : 1 ≤ a / b ↔ b ≤ a
QR div_lt_one {a b : α} (hb : 0 < b) : a / b < 1 ↔ a < b
QR one_lt_div {a b : α} (hb : 0 < b) : 1 < a / b ↔ b < a
QR div_le_one_of_le {a b : α} (h : a ≤ b) (hb : 0 ≤ b) : a / b ≤ 1
QR div_le_div_of_nonneg_left=div_le_div_of_le_left {a b c : α} (ha : 0 ≤ a) (hc : 0 < c) (h : c ≤ b) : a / b ≤ a / c
QR div_le_div_of_nonneg_right {a b c : α} (h : a ≤ b) (hc : 0 ≤ c) : a / c ≤ b / c
QR one_div_le_one_div_of_le {a b : α} (ha : 0 < a) (h : a ≤ b) : 1 / b ≤ 1 / a
QR one_div_lt_one_div_of_lt {a b : α} (ha : 0 < a) (h : a < b) : 1 / b < 1 / a
QR div_pos {a b : α} (ha : 0 < a) (hb : 0 < b) : 0 < a / b
QR div_nonneg {a b : α} (ha : 0 ≤ a) (hb : 0 ≤ b) : 0 ≤ a / b
QR inv_pos {a : α} : 0 < a⁻¹ ↔ 0 < a
QR inv_pos_of_pos {a : α} (h : 0 < a) : 0 < a⁻¹
QR inv_nonneg {a : α} : 0 ≤ a⁻¹ ↔ 0 ≤ a
QR one_div_pos {a : α} : 0 < 1 / a ↔ 0 < a
QR half_pos {a : α} (h : 0 < a) : 0 < a / 2
QR half_lt_self {a : α} (h : 0 < a) : a / 2 < a
QR add_halves (a : α) : a / 2 + a / 2 = a
NZQR mul_pos=Nat.mul_pos {a b : α} (ha : 0 < a) (hb : 0 < b) : 0 < a * b
NZQR mul_nonneg {a b : α} (ha : 0 ≤ a) (hb : 0 ≤ b) : 0 ≤ a * b
ZQR mul_pos_of_neg_of_neg {a b : α} (ha : a < 0) (hb : b < 0) : 0 < a * b
ZQR mul_neg_of_pos_of_neg {a b : α} (ha : 0 < a) (hb : b < 0) : a * b < 0
ZQR mul_neg_of_neg_of_pos {a b : α} (ha : a < 0) (hb : 0 < b) : a * b < 0
ZQR mul_nonneg_of_nonpos_of_nonpos=mul_nonneg_of_neg_of_neg {a b : α} (ha : a ≤ 0) (hb : b ≤ 0) : 0 ≤ a * b
ZQR mul_nonpos_of_nonneg_of_nonpos {a b : α} (ha : 0 ≤ a) (hb : b ≤ 0) : a * b ≤ 0
NZQR add_pos {a b : α} (ha : 0 < a) (hb : 0 < b) : 0 < a + b
NZQR add_nonneg {a b : α} (ha : 0 ≤ a) (hb : 0 ≤ b) : 0 ≤ a + b
NZQR add_pos_of_pos_of_nonneg {a b : α} (ha : 0 < a) (hb : 0 ≤ b) : 0 < a + b
NZQR add_pos_of_nonneg_of_pos {a b : α} (ha : 0 ≤ a) (hb : 0 < b) : 0 < a + b
NZQR pow_pos {a : α} (h : 0 < a) (n : ℕ) : 0 < a ^ n
NZQR pow_nonneg {a : α} (h : 0 ≤ a) (n : ℕ) : 0 ≤ a ^ n
NZQR sq_nonneg=pow_two_nonneg (a : α) : 0 ≤ a ^ 2
NZQR mul_self_nonneg (a : α) : 0 ≤ a * a
ZQR sq_pos_of_ne_zero (a : α) (h : a ≠ 0) : 0 < a ^ 2
NZQR sq_pos_of_pos {a : α} (h : 0 < a) : 0 < a ^ 2
ZQR sq_pos_iff {a : α} : 0 < a ^ 2 ↔ a ≠ 0
ZQR mul_self_pos {a : α} : 0 < a * a ↔ a ≠ 0
ZQR sub_nonneg {a b : α} : 0 ≤ a - b ↔ b ≤ a
ZQR sub_nonneg_of_le {a b : α} (h : b ≤ a) : 0 ≤ a - b
ZQR sub_pos {a b : α} : 0 < a - b ↔ b < a
ZQR sub_pos_of_lt {a b : α} (h : b < a) : 0 < a - b
ZQR sub_neg {a b : α} : a - b < 0 ↔ a < b
ZQR sub_nonpos {a b : α} : a - b ≤ 0 ↔ a ≤ b
ZQR neg_pos {a : α} : 0 < -a ↔ a < 0
ZQR neg_nonneg {a : α} : 0 ≤ -a ↔ a ≤ 0
ZQR neg_lt_zero {a : α} : -a < 0 ↔ 0 < a
ZQR neg_nonpos {a : α} : -a ≤ 0 ↔ 0 ≤ a
ZQR neg_le_neg {a b : α} (h : a ≤ b) : -b ≤ -a
ZQR neg_lt_neg {a b : α} (h : a < b) : -b < -a
ZQR sub_le_sub {a b c d : α} (h : a ≤ b) (h' : c ≤ d) : a - d ≤ b - c
ZQR sub_le_iff_le_add {a b c : α} : a - c ≤ b ↔ a ≤ b + c
ZQR sub_lt_iff_lt_add {a b c : α} : a - c < b ↔ a < b + c
ZQR le_sub_iff_add_le {a b c : α} : a ≤ c - b ↔ a + b ≤ c
ZQR lt_sub_iff_add_lt {a b c : α} : a < c - b ↔ a + b < c
NZQR add_le_add {a b c d : α} (h : a ≤ b) (h' : c ≤ d) : a + c ≤ b + d
NZQR add_lt_add {a b c d : α} (h : a < b) (h' : c < d) : a + c < b + d
NZQR add_le_add_left {b c : α} (h : b ≤ c) (a : α) : a + b ≤ a + c
NZQR add_le_add_right {b c : α} (h : b ≤ c) (a : α) : b + a ≤ c + a
NZQR add_lt_add_of_le_of_lt {a b c d : α} (h : a ≤ b) (h' : c < d) : a + c < b + d
NZQR add_lt_add_of_lt_of_le {a b c d : α} (h : a < b) (h' : c ≤ d) : a + c < b + d
NZQR mul_le_mul {a b c d : α} (h : a ≤ b) (h' : c ≤ d) (hc : 0 ≤ c) (hb : 0 ≤ b) : a * c ≤ b * d
NZQR mul_lt_mul'' {a b c d : α} (h : a < c) (h' : b < d) (ha : 0 ≤ a) (hb : 0 ≤ b) : a * b < c * d
NZQR mul_le_mul_of_nonneg_left {a b c : α} (h : b ≤ c) (ha : 0 ≤ a) : a * b ≤ a * c
NZQR mul_le_mul_of_nonneg_right {a b c : α} (h : b ≤ c) (ha : 0 ≤ a) : b * a ≤ c * a
NZQR mul_lt_mul_of_pos_left {a b c : α} (h : b < c) (ha : 0 < a) : a * b < a * c
NZQR mul_lt_mul_of_pos_right {a b c : α} (h : b < c) (ha : 0 < a) : b * a < c * a
NZQR mul_le_mul_left=mul_le_mul_iff_of_pos_left {a b c : α} (hc : 0 < c) : c * a ≤ c * b ↔ a ≤ b
NZQR mul_le_mul_right=mul_le_mul_iff_of_pos_right {a b c : α} (hc : 0 < c) : a * c ≤ b * c ↔ a ≤ b
NZQR mul_lt_mul_left {a b c : α} (hc : 0 < c) : c * a < c * b ↔ a < b
NZQR mul_lt_mul_right {a b c : α} (hc : 0 < c) : a * c < b * c ↔ a < b
NZQR le_of_mul_le_mul_left {a b c : α} (h : c * a ≤ c * b) (hc : 0 < c) : a ≤ b
NZQR lt_of_mul_lt_mul_left {a b c : α} (h : c * a < c * b) (hc : 0 ≤ c) : a < b
NZQR pow_le_pow_left {a b : α} (ha : 0 ≤ a) (h : a ≤ b) (n : ℕ) : a ^ n ≤ b ^ n
NZQR pow_lt_pow_left {a b : α} (h : a < b) (ha : 0 ≤ a) {n : ℕ} (hn : n ≠ 0) : a ^ n < b ^ n
NZQR one_le_pow₀ {a : α} (h : 1 ≤ a) {n : ℕ} : 1 ≤ a ^ n
NZQR pow_le_pow_right=pow_le_pow_right₀ {a : α} {m n : ℕ} (h : 1 ≤ a) (hmn : m ≤ n) : a ^ m ≤ a ^ n
NZQR pow_le_one {a : α} (n : ℕ) (h : 0 ≤ a) (h' : a ≤ 1) : a ^ n ≤ 1
NZQR zero_le_one : (0 : α) ≤ 1
NZQR zero_lt_one=one_pos : (0 : α) < 1
NZQR zero_lt_two=two_pos : (0 : α) < 2
NZQR zero_lt_three=three_pos : (0 : α) < 3
NZQR zero_lt_four=four_pos : (0 : α) < 4
NZQR zero_le_two : (0 : α) ≤ 2
NZQR one_lt_two : (1 : α) < 2
ZQR two_mul_le_add_sq (a b : α) : 2 * a * b ≤ a ^ 2 + b ^ 2
ZQR abs_le_of_sq_le_sq' {a b : α} (h : a ^ 2 ≤ b ^ 2) (hb : 0 ≤ b) : -b ≤ a ∧ a ≤ b
ZQR abs_nonneg (a : α) : 0 ≤ |a|
ZQR abs_of_nonneg {a : α} (h : 0 ≤ a) : |a| = a
ZQR abs_of_pos {a : α} (h : 0 < a) : |a| = a
ZQR abs_of_nonpos {a : α} (h : a ≤ 0) : |a| = -a
ZQR abs_of_neg {a : α} (h : a < 0) : |a| = -a
ZQR abs_neg (a : α) : |-a| = |a|
ZQR abs_zero : |(0 : α)| = 0
ZQR abs_one : |(1 : α)| = 1
ZQR abs_abs (a : α) : |(|a|)| = |a|
ZQR abs_mul (a b : α) : |a * b| = |a| * |b|
QR abs_div (a b : α) : |a / b| = |a| / |b|
ZQR abs_pow (a : α) (n : ℕ) : |a ^ n| = |a| ^ n
ZQR abs_sub_comm (a b : α) : |a - b| = |b - a|
ZQR abs_add=abs_add_le (a b : α) : |a + b| ≤ |a| + |b|
ZQR abs_sub (a b : α) : |a - b| ≤ |a| + |b|
ZQR abs_sub_abs_le_abs_sub (a b : α) : |a| - |b| ≤ |a - b|
ZQR abs_sub_le (a b c : α) : |a - c| ≤ |a - b| + |b - c|
ZQR abs_le {a b : α} : |a| ≤ b ↔ -b ≤ a ∧ a ≤ b
ZQR abs_lt {a b : α} : |a| < b ↔ -b < a ∧ a < b
ZQR le_abs {a b : α} : a ≤ |b| ↔ a ≤ b ∨ a ≤ -b
ZQR lt_abs {a b : α} : a < |b| ↔ a < b ∨ a < -b
ZQR le_abs_self (a : α) : a ≤ |a|
ZQR neg_le_abs=neg_le_abs_self (a : α) : -a ≤ |a|
ZQR neg_abs_le=neg_abs_le_self (a : α) : -|a| ≤ a
ZQR abs_pos {a : α} : 0 < |a| ↔ a ≠ 0
ZQR abs_eq_zero {a : α} : |a| = 0 ↔ a = 0
ZQR abs_eq_abs {a b : α} : |a| = |b| ↔ a = b ∨ a = -b
ZQR abs_eq {a b : α} (hb : 0 ≤ b) : |a| = b ↔ a = b ∨ a = -b
ZQR sq_abs (a : α) : |a| ^ 2 = a ^ 2
ZQR abs_mul_abs_self (a : α) : |a| * |a| = a * a
ZQR abs_mul_self (a : α) : |a * a| = a * a
ZQR abs_cases (a : α) : |a| = a ∧ 0 ≤ a ∨ |a| = -a ∧ a < 0
ZQR abs_choice (a : α) : |a| = a ∨ |a| = -a
ZQR sq_le_sq' {a b : α} (h : -b ≤ a) (h' : a ≤ b) : a ^ 2 ≤ b ^ 2
ZQR sq_le_sq {a b : α} : a ^ 2 ≤ b ^ 2 ↔ |a| ≤ |b|
ZQR sq_lt_sq {a b : α} : a ^ 2 < b ^ 2 ↔ |a| < |b|
ZQR mul_pos_iff {a b : α} : 0 < a * b ↔ 0 < a ∧ 0 < b ∨ a < 0 ∧ b < 0
ZQR mul_nonneg_iff {a b : α} : 0 ≤ a * b ↔ 0 ≤ a ∧ 0 ≤ b ∨ a ≤ 0 ∧ b ≤ 0
ZQR mul_neg_iff {a b : α} : a * b < 0 ↔ 0 < a ∧ b < 0 ∨ a < 0 ∧ 0 < b
NZQR mul_pos_iff_of_pos_left {a b : α} (h : 0 < a) : 0 < a * b ↔ 0 < b
NZQR mul_self_le_mul_self {a b : α} (h : 0 ≤ a) (h' : a ≤ b) : a * a ≤ b * b
NZQR mul_le_one {a b : α} (ha : a ≤ 1) (hb : 0 ≤ b) (hb' : b ≤ 1) : a * b ≤ 1
`;
