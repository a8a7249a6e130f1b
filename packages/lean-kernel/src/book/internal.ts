/**
 * What tactics rewrite and split by. No proof may use them: `internal` says so, and a test holds it; their names end in `✝`, as
 * no name of Lean's does.
 */
export const internal = `
-- internal, no α
Nat.eq_zero_or_eq_succ_pred✝ (n : ℕ) : n = 0 ∨ ∃ m : ℕ, n = m + 1
Nat.le_induction✝ (m : ℕ) (P : ℕ → Prop) (base : P m) (succ : ∀ n : ℕ, m ≤ n → P n → P (n + 1)) : ∀ n : ℕ, m ≤ n → P n
Nat.strong_induction_on✝ (P : ℕ → Prop) (h : ∀ n : ℕ, (∀ m : ℕ, m < n → P m) → P n) : ∀ n : ℕ, P n
Finset.induction✝ (P : Finset ℕ → Prop) (base : P ∅) (step : ∀ a : ℕ, ∀ s : Finset ℕ, a ∉ s → P s → P (insert a s)) : ∀ s : Finset ℕ, P s
not_iff✝ {p q : Prop} (h : ¬(p ↔ q)) : p ∧ ¬q ∨ ¬p ∧ q
imp_true✝ {p : Prop} : (p → True) ↔ True
true_imp✝ {p : Prop} : (True → p) ↔ p
false_imp✝ {p : Prop} : (False → p) ↔ True
imp_false✝ {p : Prop} : (p → False) ↔ ¬p
imp_self✝ {p : Prop} : (p → p) ↔ True
iff_true✝ {p : Prop} : (p ↔ True) ↔ p
true_iff✝ {p : Prop} : (True ↔ p) ↔ p
iff_false✝ {p : Prop} : (p ↔ False) ↔ ¬p
false_iff✝ {p : Prop} : (False ↔ p) ↔ ¬p
iff_self✝ {p : Prop} : (p ↔ p) ↔ True
and_not_self✝ {p : Prop} : p ∧ ¬p ↔ False
not_and_self✝ {p : Prop} : ¬p ∧ p ↔ False
not_iff_not✝ {p q : Prop} : ¬(p ↔ q) ↔ (p ∧ ¬q ∨ ¬p ∧ q)
Nat.sub_split✝ (a b : ℕ) : b ≤ a ∧ a - b + b = a ∨ a ≤ b ∧ a - b = 0
Int.toNat_split✝ (a : ℤ) : 0 ≤ a ∧ (Int.toNat a : ℤ) = a ∨ a ≤ 0 ∧ Int.toNat a = 0
Int.natAbs_split✝ (a : ℤ) : 0 ≤ a ∧ (Int.natAbs a : ℤ) = a ∨ a ≤ 0 ∧ (Int.natAbs a : ℤ) = -a
Nat.dvd_mod✝ (k a : ℕ) : k ∣ a ↔ a % k = 0
Int.dvd_mod✝ (k a : ℤ) : k ∣ a ↔ a % k = 0
Int.emod_lt_neg✝ (a b : ℤ) (h : b < 0) : a % b < -b
-- internal, α in ℕ ℤ ℚ ℝ
max_cases✝ (a b : α) : b ≤ a ∧ max a b = a ∨ a ≤ b ∧ max a b = b
min_cases✝ (a b : α) : a ≤ b ∧ min a b = a ∨ b ≤ a ∧ min a b = b
lt_self_iff_false✝ (a : α) : a < a ↔ False
le_refl_iff✝ (a : α) : a ≤ a ↔ True
not_ge✝ {a b : α} : ¬a ≥ b ↔ a < b
not_gt✝ {a b : α} : ¬a > b ↔ a ≤ b
ge_def✝ (a b : α) : a ≥ b ↔ b ≤ a
gt_def✝ (a b : α) : a > b ↔ b < a
max_self✝ (a : α) : max a a = a
min_self✝ (a : α) : min a a = a
-- internal, α in ℕ ℤ ℚ ℝ ℂ
ne_def✝ (a b : α) : a ≠ b ↔ ¬a = b
ne_fold✝ (a b : α) : ¬a = b ↔ a ≠ b
not_exists✝ (p : α → Prop) : ¬(∃ x : α, p x) ↔ ∀ x : α, ¬p x
not_forall✝ (p : α → Prop) : ¬(∀ x : α, p x) ↔ ∃ x : α, ¬p x
exists_eq✝ (a : α) : (∃ x : α, x = a) ↔ True
ite_true✝ (a b : α) : (if True then a else b) = a
ite_false✝ (a b : α) : (if False then a else b) = b
-- internal, α in ℚ ℝ ℂ
fs_neg✝ (a b : α) : -(a / b) = -a / b
fs_inv✝ (a b : α) : (a / b)⁻¹ = b / a
fs_div_right✝ (a c d : α) : a / (c / d) = a * d / c
fs_div_left✝ (a b c : α) : a / b / c = a / (b * c)
fs_div✝ (a b c d : α) : a / b / (c / d) = a * d / (b * c)
fs_mul_right✝ (a c d : α) : a * (c / d) = a * c / d
fs_mul_left✝ (a b c : α) : a / b * c = a * c / b
fs_mul✝ (a b c d : α) : a / b * (c / d) = a * c / (b * d)
fs_mul_cancel✝ (a b c : α) (h : b ≠ 0) : a / b * (b / c) = a / c
fs_add_right✝ (a c d : α) (h : d ≠ 0) : a + c / d = (a * d + c) / d
fs_add_left✝ (a b c : α) (h : b ≠ 0) : a / b + c = (a + c * b) / b
fs_add_same✝ (a b c : α) : a / b + c / b = (a + c) / b
fs_add✝ (a b c d : α) (hb : b ≠ 0) (hd : d ≠ 0) : a / b + c / d = (a * d + c * b) / (b * d)
fs_sub_right✝ (a c d : α) (h : d ≠ 0) : a - c / d = (a * d - c) / d
fs_sub_left✝ (a b c : α) (h : b ≠ 0) : a / b - c = (a - c * b) / b
fs_sub_same✝ (a b c : α) : a / b - c / b = (a - c) / b
fs_sub✝ (a b c d : α) (hb : b ≠ 0) (hd : d ≠ 0) : a / b - c / d = (a * d - c * b) / (b * d)
eq_div_iff✝ (a b c : α) (hc : c ≠ 0) : a = b / c ↔ a * c = b
div_eq_iff✝ (a b c : α) (hb : b ≠ 0) : a / b = c ↔ a = c * b
div_eq_div_iff✝ (a b c d : α) (hb : b ≠ 0) (hd : d ≠ 0) : a / b = c / d ↔ a * d = c * b
`;
