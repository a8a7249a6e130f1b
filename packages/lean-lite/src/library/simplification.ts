import {
  commutativeRings,
  commutativeSemirings,
  fields,
  lemmas,
  orderedFields,
  orderedRings,
  orderedSemirings,
} from "./table.ts";
import type { LibraryLemma } from "./table.ts";

const semirings = lemmas(
  commutativeSemirings,
  `
mul_right_eq_self₀ {a b : α} : a * b = a ↔ b = 1 ∨ a = 0
mul_left_eq_self₀ {a b : α} : a * b = b ↔ a = 1 ∨ b = 0
mul_eq_left₀ {a b : α} (h : b ≠ 0) : a * b = b ↔ a = 1
mul_eq_right₀ {a b : α} (h : a ≠ 0) : a * b = a ↔ b = 1
one_add_one_eq_two : 1 + 1 = (2 : α)
`,
);

const rings = lemmas(
  commutativeRings,
  `
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
`,
);

const fieldLaws = lemmas(
  fields,
  `
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
div_left_inj {a b c : α} (h : c ≠ 0) : a / c = b / c ↔ a = b
`,
);

const orders = lemmas(
  orderedSemirings,
  `
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
`,
);

const orderedRingLaws = lemmas(
  orderedRings,
  `
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
`,
);

const orderedFieldLaws = lemmas(
  orderedFields,
  `
inv_lt_inv {a b : α} (ha : 0 < a) (hb : 0 < b) : a⁻¹ < b⁻¹ ↔ b < a
inv_lt_zero {a : α} : a⁻¹ < 0 ↔ a < 0
inv_nonpos {a : α} : a⁻¹ ≤ 0 ↔ a ≤ 0
half_le_self_iff {a : α} : a / 2 ≤ a ↔ 0 ≤ a
half_lt_self_iff {a : α} : a / 2 < a ↔ 0 < a
div_pos_iff_of_pos_right {a b : α} (h : 0 < b) : 0 < a / b ↔ 0 < a
div_nonneg_iff_of_pos_right {a b : α} (h : 0 < b) : 0 ≤ a / b ↔ 0 ≤ a
`,
);

const naturals = lemmas(
  [],
  `
Nat.succ_inj' {n m : ℕ} : Nat.succ n = Nat.succ m ↔ n = m
Nat.pow_add (a m n : ℕ) : a ^ (m + n) = a ^ m * a ^ n
Nat.pow_mul (a m n : ℕ) : a ^ (m * n) = (a ^ m) ^ n
Nat.pow_le_pow_of_le_left {m n : ℕ} (h : m ≤ n) (i : ℕ) : m ^ i ≤ n ^ i
mul_eq_one {a b : ℕ} : a * b = 1 ↔ a = 1 ∧ b = 1
Nat.mul_eq_one_iff {a b : ℕ} : a * b = 1 ↔ a = 1 ∧ b = 1
Nat.mul_eq_one {a b : ℕ} : a * b = 1 ↔ a = 1 ∧ b = 1
add_eq_zero_iff {a b : ℕ} : a + b = 0 ↔ a = 0 ∧ b = 0
Nat.add_eq_zero {a b : ℕ} : a + b = 0 ↔ a = 0 ∧ b = 0
Nat.add_eq_zero_iff {a b : ℕ} : a + b = 0 ↔ a = 0 ∧ b = 0
nonpos_iff_eq_zero {a : ℕ} : a ≤ 0 ↔ a = 0
Nat.not_lt_zero (n : ℕ) : ¬n < 0
not_lt_zero' {n : ℕ} : ¬n < 0
add_tsub_cancel_right (a b : ℕ) : a + b - b = a
add_tsub_cancel_left (a b : ℕ) : a + b - a = b
add_tsub_cancel_of_le {a b : ℕ} (h : a ≤ b) : a + (b - a) = b
tsub_add_cancel_of_le {a b : ℕ} (h : a ≤ b) : b - a + a = b
tsub_eq_zero_iff_le {a b : ℕ} : a - b = 0 ↔ a ≤ b
tsub_self (a : ℕ) : a - a = 0
zero_tsub (a : ℕ) : 0 - a = 0
Nat.add_sub_add_right (n k m : ℕ) : n + k - (m + k) = n - m
Nat.add_sub_add_left (k n m : ℕ) : k + n - (k + m) = n - m
Nat.succ_sub_succ_eq_sub (n m : ℕ) : (n + 1) - (m + 1) = n - m
add_pos_iff {a b : ℕ} : 0 < a + b ↔ 0 < a ∨ 0 < b
pow_eq_one_iff {a n : ℕ} (h : n ≠ 0) : a ^ n = 1 ↔ a = 1
`,
);

const casts = lemmas(
  ["ℤ", "ℚ", "ℝ"],
  `
Nat.cast_eq_one {n : ℕ} : (n : α) = 1 ↔ n = 1
Nat.one_lt_cast {n : ℕ} : (1 : α) < n ↔ 1 < n
Nat.cast_lt_one {n : ℕ} : (n : α) < 1 ↔ n = 0
Nat.cast_le_one {n : ℕ} : (n : α) ≤ 1 ↔ n ≤ 1
`,
);

/** What Mathlib's `simp` rewrites by, besides the laws that proofs name. */
export const simplification: readonly LibraryLemma[] = [
  ...semirings,
  ...rings,
  ...fieldLaws,
  ...orders,
  ...orderedRingLaws,
  ...orderedFieldLaws,
  ...naturals,
  ...casts,
];
