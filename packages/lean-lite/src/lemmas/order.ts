/** Order on ℕ ℤ ℚ ℝ. */
export const orderLemmas = `
NZQR le_refl (a : α) : a ≤ a
NZQR le_rfl {a : α} : a ≤ a
NZQR le_trans=LE.le.trans {a b c : α} (h : a ≤ b) (h' : b ≤ c) : a ≤ c
NZQR lt_trans=LT.lt.trans {a b c : α} (h : a < b) (h' : b < c) : a < c
NZQR lt_of_lt_of_le=LT.lt.trans_le {a b c : α} (h : a < b) (h' : b ≤ c) : a < c
NZQR lt_of_le_of_lt=LE.le.trans_lt {a b c : α} (h : a ≤ b) (h' : b < c) : a < c
NZQR le_of_lt=LT.lt.le=Nat.le_of_lt {a b : α} (h : a < b) : a ≤ b
NZQR le_of_eq=Eq.le {a b : α} (h : a = b) : a ≤ b
NZQR ge_of_eq=Eq.ge {a b : α} (h : a = b) : a ≥ b
NZQR le_antisymm=LE.le.antisymm {a b : α} (h : a ≤ b) (h' : b ≤ a) : a = b
NZQR lt_irrefl (a : α) : ¬a < a
NZQR lt_asymm {a b : α} (h : a < b) : ¬b < a
NZQR ne_of_gt=LT.lt.ne' {a b : α} (h : b < a) : a ≠ b
NZQR ne_of_lt=LT.lt.ne {a b : α} (h : a < b) : a ≠ b
NZQR not_lt {a b : α} : ¬a < b ↔ b ≤ a
NZQR not_le {a b : α} : ¬a ≤ b ↔ b < a
NZQR not_lt_of_ge=not_lt_of_le=LE.le.not_lt {a b : α} (h : a ≤ b) : ¬b < a
NZQR not_le_of_gt=not_le_of_lt=LT.lt.not_le {a b : α} (h : a < b) : ¬b ≤ a
NZQR le_of_not_lt=le_of_not_gt {a b : α} (h : ¬b < a) : a ≤ b
NZQR lt_of_not_ge=lt_of_not_le {a b : α} (h : ¬b ≤ a) : a < b
NZQR lt_of_le_of_ne=LE.le.lt_of_ne {a b : α} (h : a ≤ b) (h' : a ≠ b) : a < b
NZQR lt_iff_le_and_ne {a b : α} : a < b ↔ a ≤ b ∧ a ≠ b
NZQR le_iff_lt_or_eq {a b : α} : a ≤ b ↔ a < b ∨ a = b
NZQR lt_or_eq_of_le {a b : α} (h : a ≤ b) : a < b ∨ a = b
NZQR lt_or_ge=lt_or_le (a b : α) : a < b ∨ b ≤ a
NZQR le_or_lt=le_or_gt (a b : α) : a ≤ b ∨ b < a
NZQR le_total (a b : α) : a ≤ b ∨ b ≤ a
NZQR lt_trichotomy (a b : α) : a < b ∨ a = b ∨ b < a
NZQR lt_or_gt_of_ne {a b : α} (h : a ≠ b) : a < b ∨ b < a
NZQR ne_iff_lt_or_gt {a b : α} : a ≠ b ↔ a < b ∨ b < a
NZQR le_antisymm_iff {a b : α} : a = b ↔ a ≤ b ∧ b ≤ a
NZQR gt_iff_lt {a b : α} : a > b ↔ b < a
NZQR ge_iff_le {a b : α} : a ≥ b ↔ b ≤ a
NZQR max_le {a b c : α} (h : a ≤ c) (h' : b ≤ c) : max a b ≤ c
NZQR le_min {a b c : α} (h : c ≤ a) (h' : c ≤ b) : c ≤ min a b
NZQR le_max_left (a b : α) : a ≤ max a b
NZQR le_max_right (a b : α) : b ≤ max a b
NZQR min_le_left (a b : α) : min a b ≤ a
NZQR min_le_right (a b : α) : min a b ≤ b
NZQR max_eq_left {a b : α} (h : b ≤ a) : max a b = a
NZQR max_eq_right {a b : α} (h : a ≤ b) : max a b = b
NZQR min_eq_left {a b : α} (h : a ≤ b) : min a b = a
NZQR min_eq_right {a b : α} (h : b ≤ a) : min a b = b
NZQR max_cases✝ (a b : α) : b ≤ a ∧ max a b = a ∨ a ≤ b ∧ max a b = b
NZQR min_cases✝ (a b : α) : a ≤ b ∧ min a b = a ∨ b ≤ a ∧ min a b = b
NZQR max_comm (a b : α) : max a b = max b a
NZQR min_comm (a b : α) : min a b = min b a
NZQRC Eq.symm {a b : α} (h : a = b) : b = a
NZQRC Eq.trans {a b c : α} (h : a = b) (h' : b = c) : a = c
NZQRC Ne.symm {a b : α} (h : a ≠ b) : b ≠ a
NZQRC eq_comm {a b : α} : a = b ↔ b = a
NZQRC ne_comm {a b : α} : a ≠ b ↔ b ≠ a
NZQR lt_self_iff_false✝ (a : α) : a < a ↔ False
NZQR le_refl_iff✝ (a : α) : a ≤ a ↔ True
NZQR ge_def✝ (a b : α) : a ≥ b ↔ b ≤ a
NZQR gt_def✝ (a b : α) : a > b ↔ b < a
NZQRC not_ne_iff {a b : α} : ¬a ≠ b ↔ a = b
NZQRC ne_def✝ (a b : α) : a ≠ b ↔ ¬a = b
NZQRC ne_fold✝ (a b : α) : ¬a = b ↔ a ≠ b
NZQR max_self✝ (a : α) : max a a = a
NZQR min_self✝ (a : α) : min a a = a
NZQRC not_exists✝ (p : α → Prop) : ¬(∃ x, p x) ↔ ∀ x, ¬p x
NZQRC not_forall✝ (p : α → Prop) : ¬(∀ x, p x) ↔ ∃ x, ¬p x
NZQRC exists_eq✝ (a : α) : (∃ x, x = a) ↔ True
NZQRC exists_eq_left✝ (a : α) (p : α → Prop) : (∃ x, x = a ∧ p x) ↔ p a
NZQRC forall_eq✝ (a : α) (p : α → Prop) : (∀ x, x = a → p x) ↔ p a
NZQRC ite_true✝ (a b : α) : (if True then a else b) = a
NZQRC ite_false✝ (a b : α) : (if False then a else b) = b
NZQRC eq_self (a : α) : a = a ↔ True
`;
