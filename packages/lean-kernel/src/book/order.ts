/** Linear orders, ordered (semi)rings and fields, absolute values. */
export const order = `
-- α in ℕ ℤ ℚ ℝ
le_refl (a : α) : a ≤ a
le_rfl {a : α} : a ≤ a
le_of_eq {a b : α} (h : a = b) : a ≤ b
ge_of_eq {a b : α} (h : a = b) : a ≥ b
le_trans {a b c : α} (h₁ : a ≤ b) (h₂ : b ≤ c) : a ≤ c
lt_trans {a b c : α} (h₁ : a < b) (h₂ : b < c) : a < c
lt_of_le_of_lt {a b c : α} (h₁ : a ≤ b) (h₂ : b < c) : a < c
lt_of_lt_of_le {a b c : α} (h₁ : a < b) (h₂ : b ≤ c) : a < c
le_antisymm {a b : α} (h₁ : a ≤ b) (h₂ : b ≤ a) : a = b
le_antisymm_iff {a b : α} : a = b ↔ a ≤ b ∧ b ≤ a
le_of_lt {a b : α} (h : a < b) : a ≤ b
le_of_not_lt {a b : α} (h : ¬b < a) : a ≤ b
le_of_not_le {a b : α} (h : ¬b ≤ a) : a ≤ b
le_of_not_gt {a b : α} (h : ¬a > b) : a ≤ b
le_of_not_ge {a b : α} (h : ¬a ≥ b) : a ≤ b
lt_of_not_le {a b : α} (h : ¬b ≤ a) : a < b
lt_of_not_ge {a b : α} (h : ¬a ≥ b) : a < b
lt_of_le_of_ne {a b : α} (h₁ : a ≤ b) (h₂ : a ≠ b) : a < b
lt_of_le_of_ne' {a b : α} (h₁ : a ≤ b) (h₂ : b ≠ a) : a < b
lt_of_le_not_le {a b : α} (h₁ : a ≤ b) (h₂ : ¬b ≤ a) : a < b
not_le_of_gt {a b : α} (h : a > b) : ¬a ≤ b
not_le_of_lt {a b : α} (h : a < b) : ¬b ≤ a
not_lt_of_ge {a b : α} (h : a ≥ b) : ¬a < b
not_lt_of_le {a b : α} (h : a ≤ b) : ¬b < a
not_lt_of_gt {a b : α} (h : a > b) : ¬a < b
not_le {a b : α} : ¬a ≤ b ↔ b < a
not_lt {a b : α} : ¬a < b ↔ b ≤ a
lt_irrefl (a : α) : ¬a < a
lt_asymm {a b : α} (h : a < b) : ¬b < a
ne_of_lt {a b : α} (h : a < b) : a ≠ b
ne_of_gt {a b : α} (h : a > b) : a ≠ b
le_total (a b : α) : a ≤ b ∨ b ≤ a
lt_trichotomy (a b : α) : a < b ∨ a = b ∨ b < a
le_or_lt (a b : α) : a ≤ b ∨ b < a
lt_or_le (a b : α) : a < b ∨ b ≤ a
lt_or_ge (a b : α) : a < b ∨ a ≥ b
le_or_gt (a b : α) : a ≤ b ∨ a > b
lt_or_gt_of_ne {a b : α} (h : a ≠ b) : a < b ∨ a > b
lt_or_eq_of_le {a b : α} (h : a ≤ b) : a < b ∨ a = b
eq_or_lt_of_le {a b : α} (h : a ≤ b) : a = b ∨ a < b
eq_or_lt_of_not_lt {a b : α} (h : ¬a < b) : a = b ∨ b < a
lt_iff_le_and_ne {a b : α} : a < b ↔ a ≤ b ∧ a ≠ b
lt_iff_le_not_le {a b : α} : a < b ↔ a ≤ b ∧ ¬b ≤ a
le_iff_lt_or_eq {a b : α} : a ≤ b ↔ a < b ∨ a = b
le_iff_eq_or_lt {a b : α} : a ≤ b ↔ a = b ∨ a < b
ne_iff_lt_or_gt {a b : α} : a ≠ b ↔ a < b ∨ a > b
ge_iff_le {a b : α} : a ≥ b ↔ b ≤ a
gt_iff_lt {a b : α} : a > b ↔ b < a
eq_or_ne (a b : α) : a = b ∨ a ≠ b
max_le {a b c : α} (h₁ : a ≤ c) (h₂ : b ≤ c) : max a b ≤ c
le_max_left (a b : α) : a ≤ max a b
le_max_right (a b : α) : b ≤ max a b
le_min {a b c : α} (h₁ : c ≤ a) (h₂ : c ≤ b) : c ≤ min a b
min_le_left (a b : α) : min a b ≤ a
min_le_right (a b : α) : min a b ≤ b
max_eq_left {a b : α} (h : b ≤ a) : max a b = a
max_eq_right {a b : α} (h : a ≤ b) : max a b = b
min_eq_left {a b : α} (h : a ≤ b) : min a b = a
min_eq_right {a b : α} (h : b ≤ a) : min a b = b
max_def (a b : α) : max a b = if a ≤ b then b else a
min_def (a b : α) : min a b = if a ≤ b then a else b
max_comm (a b : α) : max a b = max b a
min_comm (a b : α) : min a b = min b a
max_self (a : α) : max a a = a
min_self (a : α) : min a a = a
max_le_iff {a b c : α} : max a b ≤ c ↔ a ≤ c ∧ b ≤ c
le_min_iff {a b c : α} : c ≤ min a b ↔ c ≤ a ∧ c ≤ b
lt_min_iff {a b c : α} : a < min b c ↔ a < b ∧ a < c
max_lt_iff {a b c : α} : max a b < c ↔ a < c ∧ b < c
add_le_add {a b c d : α} (h₁ : a ≤ b) (h₂ : c ≤ d) : a + c ≤ b + d
add_lt_add {a b c d : α} (h₁ : a < b) (h₂ : c < d) : a + c < b + d
add_le_add_left {b c : α} (h : b ≤ c) (a : α) : a + b ≤ a + c
add_le_add_right {b c : α} (h : b ≤ c) (a : α) : b + a ≤ c + a
add_lt_add_left {b c : α} (h : b < c) (a : α) : a + b < a + c
add_lt_add_right {b c : α} (h : b < c) (a : α) : b + a < c + a
add_lt_add_of_lt_of_le {a b c d : α} (h₁ : a < b) (h₂ : c ≤ d) : a + c < b + d
add_lt_add_of_le_of_lt {a b c d : α} (h₁ : a ≤ b) (h₂ : c < d) : a + c < b + d
add_le_add_iff_left (a : α) {b c : α} : a + b ≤ a + c ↔ b ≤ c
add_le_add_iff_right (a : α) {b c : α} : b + a ≤ c + a ↔ b ≤ c
add_lt_add_iff_left (a : α) {b c : α} : a + b < a + c ↔ b < c
add_lt_add_iff_right (a : α) {b c : α} : b + a < c + a ↔ b < c
le_of_add_le_add_left {a b c : α} (h : a + b ≤ a + c) : b ≤ c
le_of_add_le_add_right {a b c : α} (h : a + b ≤ c + b) : a ≤ c
lt_of_add_lt_add_left {a b c : α} (h : a + b < a + c) : b < c
lt_of_add_lt_add_right {a b c : α} (h : a + b < c + b) : a < c
add_pos {a b : α} (ha : 0 < a) (hb : 0 < b) : 0 < a + b
add_nonneg {a b : α} (ha : 0 ≤ a) (hb : 0 ≤ b) : 0 ≤ a + b
add_pos_of_pos_of_nonneg {a b : α} (ha : 0 < a) (hb : 0 ≤ b) : 0 < a + b
add_pos_of_nonneg_of_pos {a b : α} (ha : 0 ≤ a) (hb : 0 < b) : 0 < a + b
le_add_of_nonneg_right {a b : α} (h : 0 ≤ b) : a ≤ a + b
le_add_of_nonneg_left {a b : α} (h : 0 ≤ b) : a ≤ b + a
lt_add_of_pos_right (a : α) {b : α} (h : 0 < b) : a < a + b
lt_add_of_pos_left (a : α) {b : α} (h : 0 < b) : a < b + a
lt_add_one (a : α) : a < a + 1
mul_pos {a b : α} (ha : 0 < a) (hb : 0 < b) : 0 < a * b
mul_nonneg {a b : α} (ha : 0 ≤ a) (hb : 0 ≤ b) : 0 ≤ a * b
pow_pos {a : α} (h : 0 < a) (n : ℕ) : 0 < a ^ n
pow_nonneg {a : α} (h : 0 ≤ a) (n : ℕ) : 0 ≤ a ^ n
sq_pos_of_pos {a : α} (ha : 0 < a) : 0 < a ^ 2
mul_le_mul {a b c d : α} (h₁ : a ≤ b) (h₂ : c ≤ d) (hc : 0 ≤ c) (hb : 0 ≤ b) : a * c ≤ b * d
mul_le_mul_of_nonneg_left {a b c : α} (h : b ≤ c) (ha : 0 ≤ a) : a * b ≤ a * c
mul_le_mul_of_nonneg_right {a b c : α} (h : b ≤ c) (ha : 0 ≤ a) : b * a ≤ c * a
mul_lt_mul_of_pos_left {a b c : α} (h : b < c) (ha : 0 < a) : a * b < a * c
mul_lt_mul_of_pos_right {a b c : α} (h : b < c) (ha : 0 < a) : b * a < c * a
mul_lt_mul {a b c d : α} (h₁ : a < c) (h₂ : b ≤ d) (hb : 0 < b) (hc : 0 ≤ c) : a * b < c * d
mul_lt_mul' {a b c d : α} (h₁ : a ≤ c) (h₂ : b < d) (hb : 0 ≤ b) (hc : 0 < c) : a * b < c * d
mul_lt_mul'' {a b c d : α} (h₁ : a < c) (h₂ : b < d) (ha : 0 ≤ a) (hb : 0 ≤ b) : a * b < c * d
mul_le_mul_left = mul_le_mul_iff_of_pos_left {a b c : α} (hc : 0 < c) : c * a ≤ c * b ↔ a ≤ b
mul_le_mul_right = mul_le_mul_iff_of_pos_right {a b c : α} (hc : 0 < c) : a * c ≤ b * c ↔ a ≤ b
mul_lt_mul_left {a b c : α} (hc : 0 < c) : c * a < c * b ↔ a < b
mul_lt_mul_right {a b c : α} (hc : 0 < c) : a * c < b * c ↔ a < b
le_of_mul_le_mul_left {a b c : α} (h : c * a ≤ c * b) (hc : 0 < c) : a ≤ b
le_of_mul_le_mul_right {a b c : α} (h : a * c ≤ b * c) (hc : 0 < c) : a ≤ b
lt_of_mul_lt_mul_left {a b c : α} (h : a * b < a * c) (ha : 0 ≤ a) : b < c
lt_of_mul_lt_mul_right {a b c : α} (h : b * a < c * a) (ha : 0 ≤ a) : b < c
pow_le_pow_left = pow_le_pow_of_le_left {a b : α} (ha : 0 ≤ a) (hab : a ≤ b) (n : ℕ) : a ^ n ≤ b ^ n
pow_lt_pow_left {a b : α} (hab : a < b) (ha : 0 ≤ a) {n : ℕ} (hn : n ≠ 0) : a ^ n < b ^ n
pow_le_pow_right = pow_le_pow_right₀ {a : α} {m n : ℕ} (ha : 1 ≤ a) (h : m ≤ n) : a ^ m ≤ a ^ n
pow_lt_pow_right {a : α} {m n : ℕ} (ha : 1 < a) (h : m < n) : a ^ m < a ^ n
pow_le_one (n : ℕ) {a : α} (ha : 0 ≤ a) (h : a ≤ 1) : a ^ n ≤ 1
one_le_pow_of_one_le {a : α} (h : 1 ≤ a) (n : ℕ) : 1 ≤ a ^ n
one_lt_pow {a : α} (h : 1 < a) {n : ℕ} (hn : n ≠ 0) : 1 < a ^ n
le_of_pow_le_pow_left {a b : α} {n : ℕ} (hn : n ≠ 0) (hb : 0 ≤ b) (h : a ^ n ≤ b ^ n) : a ≤ b
lt_of_pow_lt_pow_left {a b : α} (n : ℕ) (hb : 0 ≤ b) (h : a ^ n < b ^ n) : a < b
le_self_pow {a : α} {n : ℕ} (ha : 1 ≤ a) (hn : n ≠ 0) : a ≤ a ^ n
zero_lt_one = one_pos : (0 : α) < 1
zero_lt_two = two_pos : (0 : α) < 2
zero_lt_three = three_pos : (0 : α) < 3
zero_lt_four = four_pos : (0 : α) < 4
one_lt_two : (1 : α) < 2
zero_le_one : (0 : α) ≤ 1
zero_le_two : (0 : α) ≤ 2
one_le_two : (1 : α) ≤ 2
le_add_iff_nonneg_right (a : α) {b : α} : a ≤ a + b ↔ 0 ≤ b
le_add_iff_nonneg_left (a : α) {b : α} : a ≤ b + a ↔ 0 ≤ b
lt_add_iff_pos_right (a : α) {b : α} : a < a + b ↔ 0 < b
lt_add_iff_pos_left (a : α) {b : α} : a < b + a ↔ 0 < b
add_le_iff_nonpos_right (a : α) {b : α} : a + b ≤ a ↔ b ≤ 0
add_le_iff_nonpos_left {a b : α} : a + b ≤ b ↔ a ≤ 0
add_lt_iff_neg_left {a b : α} : a + b < a ↔ b < 0
add_lt_iff_neg_right {a : α} (b : α) : a + b < b ↔ a < 0
mul_le_of_le_one_right {a b : α} (ha : 0 ≤ a) (h : b ≤ 1) : a * b ≤ a
mul_le_of_le_one_left {a b : α} (hb : 0 ≤ b) (h : a ≤ 1) : a * b ≤ b
le_mul_of_one_le_right {a b : α} (hb : 0 ≤ b) (h : 1 ≤ a) : b ≤ b * a
le_mul_of_one_le_left {a b : α} (hb : 0 ≤ b) (h : 1 ≤ a) : b ≤ a * b
le_max_iff {a b c : α} : a ≤ max b c ↔ a ≤ b ∨ a ≤ c
min_le_iff {a b c : α} : min a b ≤ c ↔ a ≤ c ∨ b ≤ c
lt_max_iff {a b c : α} : a < max b c ↔ a < b ∨ a < c
min_lt_iff {a b c : α} : min a b < c ↔ a < c ∨ b < c
mul_pos_iff_of_pos_right {b c : α} (h : 0 < c) : 0 < b * c ↔ 0 < b
mul_nonneg_iff_of_pos_left {b c : α} (h : 0 < c) : 0 ≤ c * b ↔ 0 ≤ b
mul_nonneg_iff_of_pos_right {b c : α} (h : 0 < c) : 0 ≤ b * c ↔ 0 ≤ b
pow_eq_one_iff_of_nonneg {a : α} (h : 0 ≤ a) {n : ℕ} (h' : n ≠ 0) : a ^ n = 1 ↔ a = 1
one_le_pow₀ {a : α} (h : 1 ≤ a) {n : ℕ} : 1 ≤ a ^ n
mul_pos_iff_of_pos_left {a b : α} (h : 0 < a) : 0 < a * b ↔ 0 < b
mul_self_le_mul_self {a b : α} (h : 0 ≤ a) (h' : a ≤ b) : a * a ≤ b * b
mul_le_one {a b : α} (ha : a ≤ 1) (hb : 0 ≤ b) (hb' : b ≤ 1) : a * b ≤ 1
add_nonpos {a b : α} (ha : a ≤ 0) (hb : b ≤ 0) : a + b ≤ 0
add_neg {a b : α} (ha : a < 0) (hb : b < 0) : a + b < 0
pow_lt_pow_of_lt_left {a b : α} (h : a < b) (ha : 0 ≤ a) {n : ℕ} (hn : 0 < n) : a ^ n < b ^ n
pow_le_pow_left₀ {a b : α} (ha : 0 ≤ a) (hab : a ≤ b) (n : ℕ) : a ^ n ≤ b ^ n
pow_lt_pow_left₀ {a b : α} (hab : a < b) (ha : 0 ≤ a) {n : ℕ} (hn : n ≠ 0) : a ^ n < b ^ n
pow_le_one₀ {a : α} {n : ℕ} (ha₀ : 0 ≤ a) (ha₁ : a ≤ 1) : a ^ n ≤ 1
one_lt_pow₀ {a : α} (ha : 1 < a) {n : ℕ} (hn : n ≠ 0) : 1 < a ^ n
lt_of_pow_lt_pow_left₀ {a b : α} (n : ℕ) (hb : 0 ≤ b) (h : a ^ n < b ^ n) : a < b
mul_le_one₀ {a b : α} (ha : a ≤ 1) (hb₀ : 0 ≤ b) (hb : b ≤ 1) : a * b ≤ 1
tsub_le_iff_right {a b c : α} : a - b ≤ c ↔ a ≤ c + b
-- α in ℤ ℚ ℝ
sq_nonneg = pow_two_nonneg (a : α) : 0 ≤ a ^ 2
mul_self_nonneg (a : α) : 0 ≤ a * a
sq_pos_of_ne_zero = pow_two_pos_of_ne_zero {a : α} (h : a ≠ 0) : 0 < a ^ 2
sq_pos_of_neg {a : α} (h : a < 0) : 0 < a ^ 2
sq_pos_iff {a : α} : 0 < a ^ 2 ↔ a ≠ 0
mul_self_pos {a : α} : 0 < a * a ↔ a ≠ 0
sub_nonneg {a b : α} : 0 ≤ a - b ↔ b ≤ a
sub_nonneg_of_le {a b : α} (h : b ≤ a) : 0 ≤ a - b
le_of_sub_nonneg {a b : α} (h : 0 ≤ a - b) : b ≤ a
sub_pos {a b : α} : 0 < a - b ↔ b < a
sub_pos_of_lt {a b : α} (h : b < a) : 0 < a - b
lt_of_sub_pos {a b : α} (h : 0 < a - b) : b < a
sub_nonpos {a b : α} : a - b ≤ 0 ↔ a ≤ b
sub_nonpos_of_le {a b : α} (h : a ≤ b) : a - b ≤ 0
le_of_sub_nonpos {a b : α} (h : a - b ≤ 0) : a ≤ b
sub_neg = sub_lt_zero {a b : α} : a - b < 0 ↔ a < b
sub_neg_of_lt {a b : α} (h : a < b) : a - b < 0
lt_of_sub_neg {a b : α} (h : a - b < 0) : a < b
sub_le_iff_le_add {a b c : α} : a - c ≤ b ↔ a ≤ b + c
sub_le_iff_le_add' {a b c : α} : a - b ≤ c ↔ a ≤ b + c
le_sub_iff_add_le {a b c : α} : a ≤ c - b ↔ a + b ≤ c
le_sub_iff_add_le' {a b c : α} : b ≤ c - a ↔ a + b ≤ c
sub_lt_iff_lt_add {a b c : α} : a - c < b ↔ a < b + c
sub_lt_iff_lt_add' {a b c : α} : a - b < c ↔ a < b + c
lt_sub_iff_add_lt {a b c : α} : a < c - b ↔ a + b < c
lt_sub_iff_add_lt' {a b c : α} : b < c - a ↔ a + b < c
sub_le_sub {a b c d : α} (hab : a ≤ b) (hcd : c ≤ d) : a - d ≤ b - c
sub_le_sub_left {a b : α} (h : a ≤ b) (c : α) : c - b ≤ c - a
sub_le_sub_right {a b : α} (h : a ≤ b) (c : α) : a - c ≤ b - c
sub_lt_sub_left {a b : α} (h : a < b) (c : α) : c - b < c - a
sub_lt_sub_right {a b : α} (h : a < b) (c : α) : a - c < b - c
neg_le_neg {a b : α} (h : a ≤ b) : -b ≤ -a
neg_lt_neg {a b : α} (h : a < b) : -b < -a
neg_le_neg_iff {a b : α} : -a ≤ -b ↔ b ≤ a
neg_lt_neg_iff {a b : α} : -a < -b ↔ b < a
neg_nonneg {a : α} : 0 ≤ -a ↔ a ≤ 0
neg_nonpos {a : α} : -a ≤ 0 ↔ 0 ≤ a
neg_pos {a : α} : 0 < -a ↔ a < 0
neg_lt_zero {a : α} : -a < 0 ↔ 0 < a
neg_neg_of_pos {a : α} (h : 0 < a) : -a < 0
neg_pos_of_neg {a : α} (h : a < 0) : 0 < -a
neg_le {a b : α} : -a ≤ b ↔ -b ≤ a
le_neg {a b : α} : a ≤ -b ↔ b ≤ -a
neg_lt {a b : α} : -a < b ↔ -b < a
lt_neg {a b : α} : a < -b ↔ b < -a
mul_nonneg_of_nonpos_of_nonpos {a b : α} (ha : a ≤ 0) (hb : b ≤ 0) : 0 ≤ a * b
mul_pos_of_neg_of_neg {a b : α} (ha : a < 0) (hb : b < 0) : 0 < a * b
mul_neg_of_pos_of_neg {a b : α} (ha : 0 < a) (hb : b < 0) : a * b < 0
mul_neg_of_neg_of_pos {a b : α} (ha : a < 0) (hb : 0 < b) : a * b < 0
mul_nonpos_of_nonneg_of_nonpos {a b : α} (ha : 0 ≤ a) (hb : b ≤ 0) : a * b ≤ 0
mul_nonpos_of_nonpos_of_nonneg {a b : α} (ha : a ≤ 0) (hb : 0 ≤ b) : a * b ≤ 0
mul_le_mul_of_nonpos_left {a b c : α} (h : b ≤ a) (hc : c ≤ 0) : c * a ≤ c * b
mul_le_mul_of_nonpos_right {a b c : α} (h : b ≤ a) (hc : c ≤ 0) : a * c ≤ b * c
mul_lt_mul_of_neg_left {a b c : α} (h : b < a) (hc : c < 0) : c * a < c * b
mul_lt_mul_of_neg_right {a b c : α} (h : b < a) (hc : c < 0) : a * c < b * c
mul_pos_iff {a b : α} : 0 < a * b ↔ 0 < a ∧ 0 < b ∨ a < 0 ∧ b < 0
mul_nonneg_iff {a b : α} : 0 ≤ a * b ↔ 0 ≤ a ∧ 0 ≤ b ∨ a ≤ 0 ∧ b ≤ 0
mul_neg_iff {a b : α} : a * b < 0 ↔ 0 < a ∧ b < 0 ∨ a < 0 ∧ 0 < b
two_mul_le_add_sq (a b : α) : 2 * a * b ≤ a ^ 2 + b ^ 2
abs_le_of_sq_le_sq {a b : α} (h : a ^ 2 ≤ b ^ 2) (hb : 0 ≤ b) : |a| ≤ b
abs_lt_of_sq_lt_sq {a b : α} (h : a ^ 2 < b ^ 2) (hb : 0 ≤ b) : |a| < b
pow_le_pow_iff_left {a b : α} (ha : 0 ≤ a) (hb : 0 ≤ b) {n : ℕ} (hn : n ≠ 0) : a ^ n ≤ b ^ n ↔ a ≤ b
sq_lt_sq' {a b : α} (h₁ : -b < a) (h₂ : a < b) : a ^ 2 < b ^ 2
sq_le_sq' {a b : α} (h₁ : -b ≤ a) (h₂ : a ≤ b) : a ^ 2 ≤ b ^ 2
sq_lt_sq {a b : α} : a ^ 2 < b ^ 2 ↔ |a| < |b|
sq_le_sq {a b : α} : a ^ 2 ≤ b ^ 2 ↔ |a| ≤ |b|
sq_eq_sq {a b : α} (ha : 0 ≤ a) (hb : 0 ≤ b) : a ^ 2 = b ^ 2 ↔ a = b
abs_nonneg (a : α) : 0 ≤ |a|
abs_pos {a : α} : 0 < |a| ↔ a ≠ 0
abs_pos_of_pos {a : α} (h : 0 < a) : 0 < |a|
abs_of_nonneg {a : α} (h : 0 ≤ a) : |a| = a
abs_of_nonpos {a : α} (h : a ≤ 0) : |a| = -a
abs_of_pos {a : α} (h : 0 < a) : |a| = a
abs_of_neg {a : α} (h : a < 0) : |a| = -a
abs_neg (a : α) : |(-a)| = |a|
abs_zero : |(0 : α)| = 0
abs_one : |(1 : α)| = 1
abs_abs (a : α) : |(|a|)| = |a|
abs_eq_zero {a : α} : |a| = 0 ↔ a = 0
abs_sub_comm (a b : α) : |a - b| = |b - a|
abs_sub_abs_le_abs_sub (a b : α) : |a| - |b| ≤ |a - b|
abs_mul (a b : α) : |a * b| = |a| * |b|
abs_mul_abs_self (a : α) : |a| * |a| = a * a
abs_mul_self (a : α) : |a * a| = a * a
sq_abs (a : α) : |a| ^ 2 = a ^ 2
abs_sq (a : α) : |a ^ 2| = a ^ 2
abs_pow (a : α) (n : ℕ) : |a ^ n| = |a| ^ n
abs_add = abs_add_le (a b : α) : |a + b| ≤ |a| + |b|
abs_sub (a b : α) : |a - b| ≤ |a| + |b|
abs_add_three (a b c : α) : |a + b + c| ≤ |a| + |b| + |c|
abs_sub_le (a b c : α) : |a - c| ≤ |a - b| + |b - c|
abs_le {a b : α} : |a| ≤ b ↔ -b ≤ a ∧ a ≤ b
abs_lt {a b : α} : |a| < b ↔ -b < a ∧ a < b
abs_le' {a b : α} : |a| ≤ b ↔ a ≤ b ∧ -a ≤ b
le_abs {a b : α} : a ≤ |b| ↔ a ≤ b ∨ a ≤ -b
lt_abs {a b : α} : a < |b| ↔ a < b ∨ a < -b
le_abs_self (a : α) : a ≤ |a|
neg_le_abs = neg_le_abs_self (a : α) : -a ≤ |a|
neg_abs_le = neg_abs_le_self (a : α) : -|a| ≤ a
abs_cases (a : α) : |a| = a ∧ 0 ≤ a ∨ |a| = -a ∧ a < 0
abs_eq_abs {a b : α} : |a| = |b| ↔ a = b ∨ a = -b
abs_eq {a b : α} (hb : 0 ≤ b) : |a| = b ↔ a = b ∨ a = -b
eq_or_eq_neg_of_abs_eq {a b : α} (h : |a| = b) : a = b ∨ a = -b
abs_sub_lt_iff {a b c : α} : |a - b| < c ↔ a - b < c ∧ b - a < c
abs_sub_le_iff {a b c : α} : |a - b| ≤ c ↔ a - b ≤ c ∧ b - a ≤ c
sub_le_self_iff (a : α) {b : α} : a - b ≤ a ↔ 0 ≤ b
sub_lt_self_iff (a : α) {b : α} : a - b < a ↔ 0 < b
le_sub_self_iff (a : α) {b : α} : a ≤ a - b ↔ b ≤ 0
sub_le_sub_iff_left (a : α) {b c : α} : a - b ≤ a - c ↔ c ≤ b
sub_le_sub_iff_right (a : α) {b c : α} : b - a ≤ c - a ↔ b ≤ c
sub_lt_sub_iff_left (a : α) {b c : α} : a - b < a - c ↔ c < b
sub_lt_sub_iff_right (a : α) {b c : α} : b - a < c - a ↔ b < c
sub_le_self (a : α) {b : α} (h : 0 ≤ b) : a - b ≤ a
abs_eq_max_neg {a : α} : |a| = max a (-a)
abs_two : |(2 : α)| = 2
abs_eq_self {a : α} : |a| = a ↔ 0 ≤ a
abs_eq_neg_self {a : α} : |a| = -a ↔ a ≤ 0
neg_le_self_iff {a : α} : -a ≤ a ↔ 0 ≤ a
abs_choice (a : α) : |a| = a ∨ |a| = -a
abs_le_of_sq_le_sq' {a b : α} (h : a ^ 2 ≤ b ^ 2) (hb : 0 ≤ b) : -b ≤ a ∧ a ≤ b
abs_lt_of_sq_lt_sq' {a b : α} (h : a ^ 2 < b ^ 2) (hb : 0 ≤ b) : -b < a ∧ a < b
sq_lt_one_iff_abs_lt_one (a : α) : a ^ 2 < 1 ↔ |a| < 1
neg_lt_iff_pos_add {a b : α} : -a < b ↔ 0 < b + a
neg_lt_iff_pos_add' {a b : α} : -a < b ↔ 0 < a + b
-- α in ℚ ℝ
div_pos {a b : α} (ha : 0 < a) (hb : 0 < b) : 0 < a / b
div_nonneg {a b : α} (ha : 0 ≤ a) (hb : 0 ≤ b) : 0 ≤ a / b
inv_pos {a : α} : 0 < a⁻¹ ↔ 0 < a
inv_nonneg {a : α} : 0 ≤ a⁻¹ ↔ 0 ≤ a
inv_pos_of_pos {a : α} (h : 0 < a) : 0 < a⁻¹
one_div_pos {a : α} : 0 < 1 / a ↔ 0 < a
one_div_nonneg {a : α} : 0 ≤ 1 / a ↔ 0 ≤ a
half_pos {a : α} (h : 0 < a) : 0 < a / 2
half_lt_self {a : α} (h : 0 < a) : a / 2 < a
le_div_iff = le_div_iff₀ {a b c : α} (hc : 0 < c) : a ≤ b / c ↔ a * c ≤ b
le_div_iff' = le_div_iff₀' {a b c : α} (hc : 0 < c) : a ≤ b / c ↔ c * a ≤ b
lt_div_iff = lt_div_iff₀ {a b c : α} (hc : 0 < c) : a < b / c ↔ a * c < b
lt_div_iff' = lt_div_iff₀' {a b c : α} (hc : 0 < c) : a < b / c ↔ c * a < b
div_le_iff = div_le_iff₀ {a b c : α} (hb : 0 < b) : a / b ≤ c ↔ a ≤ c * b
div_le_iff' {a b c : α} (hb : 0 < b) : a / b ≤ c ↔ a ≤ b * c
div_lt_iff = div_lt_iff₀ {a b c : α} (hc : 0 < c) : b / c < a ↔ b < a * c
div_lt_iff' {a b c : α} (hc : 0 < c) : b / c < a ↔ b < c * a
div_le_div_iff {a b c d : α} (hc : 0 < c) (hd : 0 < d) : a / c ≤ b / d ↔ a * d ≤ b * c
div_lt_div_iff {a b c d : α} (hc : 0 < c) (hd : 0 < d) : a / c < b / d ↔ a * d < b * c
div_le_div_right {a b c : α} (hc : 0 < c) : a / c ≤ b / c ↔ a ≤ b
div_lt_div_right {a b c : α} (hc : 0 < c) : a / c < b / c ↔ a < b
div_le_div_left {a b c : α} (ha : 0 < a) (hb : 0 < b) (hc : 0 < c) : a / b ≤ a / c ↔ c ≤ b
div_le_div_of_le_left = div_le_div_of_nonneg_left {a b c : α} (ha : 0 ≤ a) (hc : 0 < c) (h : c ≤ b) : a / b ≤ a / c
div_le_div_of_nonneg_right {a b c : α} (hab : a ≤ b) (hc : 0 ≤ c) : a / c ≤ b / c
div_le_div_of_le {a b c : α} (hc : 0 ≤ c) (h : a ≤ b) : a / c ≤ b / c
div_le_div {a b c d : α} (hc : 0 ≤ c) (hac : a ≤ c) (hd : 0 < d) (hbd : d ≤ b) : a / b ≤ c / d
div_lt_div_of_pos_right {a b c : α} (h : a < b) (hc : 0 < c) : a / c < b / c
div_le_one {a b : α} (hb : 0 < b) : a / b ≤ 1 ↔ a ≤ b
div_lt_one {a b : α} (hb : 0 < b) : a / b < 1 ↔ a < b
one_le_div {a b : α} (hb : 0 < b) : 1 ≤ a / b ↔ b ≤ a
one_lt_div {a b : α} (hb : 0 < b) : 1 < a / b ↔ b < a
div_le_one_of_le {a b : α} (h : a ≤ b) (hb : 0 ≤ b) : a / b ≤ 1
div_le_of_nonneg_of_le_mul {a b c : α} (hb : 0 ≤ b) (hc : 0 ≤ c) (h : a ≤ c * b) : a / b ≤ c
div_le_self {a b : α} (ha : 0 ≤ a) (hb : 1 ≤ b) : a / b ≤ a
one_div_le_one_div_of_le {a b : α} (ha : 0 < a) (h : a ≤ b) : 1 / b ≤ 1 / a
one_div_lt_one_div_of_lt {a b : α} (ha : 0 < a) (h : a < b) : 1 / b < 1 / a
one_div_le_one_div {a b : α} (ha : 0 < a) (hb : 0 < b) : 1 / a ≤ 1 / b ↔ b ≤ a
inv_le_inv {a b : α} (ha : 0 < a) (hb : 0 < b) : a⁻¹ ≤ b⁻¹ ↔ b ≤ a
inv_le_one {a : α} (ha : 1 ≤ a) : a⁻¹ ≤ 1
div_neg_of_neg_of_pos {a b : α} (ha : a < 0) (hb : 0 < b) : a / b < 0
div_nonpos_of_nonpos_of_nonneg {a b : α} (ha : a ≤ 0) (hb : 0 ≤ b) : a / b ≤ 0
abs_div (a b : α) : |a / b| = |a| / |b|
inv_lt_inv {a b : α} (ha : 0 < a) (hb : 0 < b) : a⁻¹ < b⁻¹ ↔ b < a
inv_lt_zero {a : α} : a⁻¹ < 0 ↔ a < 0
inv_nonpos {a : α} : a⁻¹ ≤ 0 ↔ a ≤ 0
half_le_self_iff {a : α} : a / 2 ≤ a ↔ 0 ≤ a
half_lt_self_iff {a : α} : a / 2 < a ↔ 0 < a
div_pos_iff_of_pos_right {a b : α} (h : 0 < b) : 0 < a / b ↔ 0 < a
div_le_iff₀' {a b c : α} (hc : 0 < c) : a / c ≤ b ↔ a ≤ c * b
div_lt_iff₀' {a b c : α} (hc : 0 < c) : a / c < b ↔ a < c * b
div_le_iff_of_neg {a b c : α} (hc : c < 0) : b / c ≤ a ↔ a * c ≤ b
div_le_div_of_le_of_nonneg {a b c : α} (hab : a ≤ b) (hc : 0 ≤ c) : a / c ≤ b / c
div_nonpos_of_nonneg_of_nonpos {a b : α} (ha : 0 ≤ a) (hb : b ≤ 0) : a / b ≤ 0
div_pos_of_neg_of_neg {a b : α} (ha : a < 0) (hb : b < 0) : 0 < a / b
-- α in ℕ ℤ ℚ ℝ ℂ
not_ne_iff {a b : α} : ¬a ≠ b ↔ a = b
exists_eq_left {p : α → Prop} {a : α} : (∃ x : α, x = a ∧ p x) ↔ p a
forall_eq {p : α → Prop} {a : α} : (∀ x : α, x = a → p x) ↔ p a
eq_self (a : α) : a = a ↔ True
-- no α
tsub_zero (a : ℕ) : a - 0 = a
`;
