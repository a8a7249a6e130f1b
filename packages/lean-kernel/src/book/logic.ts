/** Propositional logic, equality, and the projections that dot notation reaches. */
export const logic = `
-- no α
And.comm = and_comm {a b : Prop} : a ∧ b ↔ b ∧ a
or_comm {a b : Prop} : a ∨ b ↔ b ∨ a
and_assoc {a b c : Prop} : (a ∧ b) ∧ c ↔ a ∧ b ∧ c
or_assoc {a b c : Prop} : (a ∨ b) ∨ c ↔ a ∨ b ∨ c
not_not {a : Prop} : ¬¬a ↔ a
not_and_or {a b : Prop} : ¬(a ∧ b) ↔ ¬a ∨ ¬b
not_or {a b : Prop} : ¬(a ∨ b) ↔ ¬a ∧ ¬b
not_and {a b : Prop} : ¬(a ∧ b) ↔ a → ¬b
not_iff_not {a b : Prop} : (¬a ↔ ¬b) ↔ (a ↔ b)
or_iff_not_imp_left {a b : Prop} : a ∨ b ↔ ¬a → b
or_iff_not_imp_right {a b : Prop} : a ∨ b ↔ ¬b → a
imp_iff_not_or {a b : Prop} : (a → b) ↔ ¬a ∨ b
not_imp {a b : Prop} : ¬(a → b) ↔ a ∧ ¬b
and_imp {a b c : Prop} : (a ∧ b → c) ↔ a → b → c
iff_comm {a b : Prop} : (a ↔ b) ↔ (b ↔ a)
or_not {p : Prop} : p ∨ ¬p
Or.intro_left {a : Prop} (b : Prop) (h : a) : a ∨ b
Or.intro_right (a : Prop) {b : Prop} (h : b) : a ∨ b
em = Classical.em (p : Prop) : p ∨ ¬p
not_false : ¬False
true_and = true_and_iff (p : Prop) : True ∧ p ↔ p
and_true = and_true_iff (p : Prop) : p ∧ True ↔ p
false_and = false_and_iff (p : Prop) : False ∧ p ↔ False
and_false = and_false_iff (p : Prop) : p ∧ False ↔ False
true_or = true_or_iff (p : Prop) : True ∨ p ↔ True
or_true = or_true_iff (p : Prop) : p ∨ True ↔ True
false_or = false_or_iff (p : Prop) : False ∨ p ↔ p
or_false = or_false_iff (p : Prop) : p ∨ False ↔ p
and_self (p : Prop) : p ∧ p ↔ p
or_self (p : Prop) : p ∨ p ↔ p
and_self_iff {a : Prop} : a ∧ a ↔ a
or_self_iff {a : Prop} : a ∨ a ↔ a
And.intro {a b : Prop} (left : a) (right : b) : a ∧ b
And.left {a b : Prop} (self : a ∧ b) : a
And.right {a b : Prop} (self : a ∧ b) : b
Or.inl {a b : Prop} (h : a) : a ∨ b
Or.inr {a b : Prop} (h : b) : a ∨ b
Or.symm {a b : Prop} (h : a ∨ b) : b ∨ a
Or.resolve_left {a b : Prop} (h₁ : a ∨ b) (h₂ : ¬a) : b
Or.resolve_right {a b : Prop} (h₁ : a ∨ b) (h₂ : ¬b) : a
And.symm {a b : Prop} (h : a ∧ b) : b ∧ a
Iff.intro {a b : Prop} (mp : a → b) (mpr : b → a) : a ↔ b
Iff.mp {a b : Prop} (self : a ↔ b) (h : a) : b
Iff.mpr {a b : Prop} (self : a ↔ b) (h : b) : a
Iff.symm {a b : Prop} (h : a ↔ b) : b ↔ a
Iff.trans {a b c : Prop} (h₁ : a ↔ b) (h₂ : b ↔ c) : a ↔ c
Iff.refl (a : Prop) : a ↔ a
trivial : True
mt {a b : Prop} (h₁ : a → b) (h₂ : ¬b) : ¬a
absurd {a b : Prop} (h₁ : a) (h₂ : ¬a) : b
by_contradiction = Classical.by_contradiction = by_contra {p : Prop} (h : ¬p → False) : p
of_not_not {a : Prop} (h : ¬¬a) : a
Or.elim {p q r : Prop} (h : p ∨ q) (hp : p → r) (hq : q → r) : r
Iff.rfl {p : Prop} : p ↔ p
False.elim {p : Prop} (h : False) : p
not_not_intro {p : Prop} (h : p) : ¬¬p
id {p : Prop} (h : p) : p
imp_false {p : Prop} : (p → False) ↔ ¬p
not_true = not_true_eq_false : ¬True ↔ False
not_false_iff = not_false_eq_true : ¬False ↔ True
and_iff_right_iff_imp {a b : Prop} : (a ∧ b ↔ b) ↔ b → a
and_iff_left_iff_imp {a b : Prop} : (a ∧ b ↔ a) ↔ a → b
-- α in ℕ ℤ ℚ ℝ ℂ
eq_comm {a b : α} : a = b ↔ b = a
Eq.symm {a b : α} (h : a = b) : b = a
Eq.trans {a b c : α} (h₁ : a = b) (h₂ : b = c) : a = c
Eq.refl (a : α) : a = a
eq_self_iff_true (a : α) : a = a ↔ True
ne_comm {a b : α} : a ≠ b ↔ b ≠ a
Ne.symm {a b : α} (h : a ≠ b) : b ≠ a
ne_eq (a b : α) : a ≠ b ↔ ¬a = b
-- α in ℕ ℤ ℚ ℝ
Eq.le {a b : α} (h : a = b) : a ≤ b
Eq.ge {a b : α} (h : a = b) : b ≤ a
LT.lt.le {a b : α} (h : a < b) : a ≤ b
LT.lt.ne {a b : α} (h : a < b) : a ≠ b
LT.lt.ne' {a b : α} (h : a < b) : b ≠ a
LT.lt.trans {a b c : α} (h₁ : a < b) (h₂ : b < c) : a < c
LT.lt.trans_le {a b c : α} (h₁ : a < b) (h₂ : b ≤ c) : a < c
LE.le.trans {a b c : α} (h₁ : a ≤ b) (h₂ : b ≤ c) : a ≤ c
LE.le.trans_lt {a b c : α} (h₁ : a ≤ b) (h₂ : b < c) : a < c
LE.le.antisymm {a b : α} (h₁ : a ≤ b) (h₂ : b ≤ a) : a = b
LE.le.lt_of_ne {a b : α} (h₁ : a ≤ b) (h₂ : a ≠ b) : a < b
LE.le.not_lt {a b : α} (h : a ≤ b) : ¬b < a
LT.lt.not_le {a b : α} (h : a < b) : ¬b ≤ a
Ne.lt_or_lt {a b : α} (h : a ≠ b) : a < b ∨ b < a
`;
