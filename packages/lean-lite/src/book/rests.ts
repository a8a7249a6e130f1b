// Written by `pnpm --filter @lemma/lean-lite prove-book`.

/** What the proved lemmas rest on; `support.ts` says how it is read. */
export const rests = `
--
And.comm
Or.inl
Or.inr
not_or
or_comm
and_assoc
or_assoc
not_not
not_and
not_and_or
em
not_iff_not
or_iff_not_imp_left
or_iff_not_imp_right
imp_iff_not_or
False.elim
not_imp
and_imp
iff_comm
or_not
Or.intro_left
Or.intro_right
not_false
trivial
true_and
and_true
false_and
and_false
true_or
or_true
false_or
or_false
and_self
or_self
and_self_iff
or_self_iff
And.intro
And.left
And.right
Or.symm
Or.resolve_left
Or.resolve_right
And.symm
Iff.intro
Iff.mp
Iff.mpr
Iff.symm
Iff.trans
Iff.refl
mt
absurd
by_contradiction
of_not_not
Or.elim
Iff.rfl
not_not_intro
id
imp_false
not_true
not_false_iff
and_iff_right_iff_imp
and_iff_left_iff_imp
eq_comm ℕ ℤ ℚ ℝ ℂ
imp_true✝
Eq.symm ℕ ℤ ℚ ℝ ℂ
Eq.trans ℕ ℤ ℚ ℝ ℂ
Eq.refl ℕ ℤ ℚ ℝ ℂ
eq_self_iff_true ℕ ℤ ℚ ℝ ℂ
ne_def✝ ℕ ℤ ℚ ℂ ℝ
ne_comm ℕ ℤ ℚ ℝ ℂ
Ne.symm ℕ ℤ ℚ ℝ ℂ
ne_eq ℕ ℤ ℚ ℝ ℂ
Eq.le ℕ ℤ ℚ ℝ
Eq.ge ℕ ℤ ℚ ℝ
LT.lt.le ℕ ℤ ℚ ℝ
LT.lt.ne ℕ ℤ ℚ ℝ
LT.lt.ne' ℕ ℤ ℚ ℝ
LT.lt.trans ℕ ℤ ℚ ℝ
LT.lt.trans_le ℕ ℤ ℚ ℝ
LE.le.trans ℕ ℤ ℚ ℝ
LE.le.trans_lt ℕ ℤ ℚ ℝ
LE.le.antisymm ℕ ℤ ℚ ℝ
le_antisymm ℕ ℤ ℚ ℝ
LE.le.not_lt ℕ ℤ ℚ ℝ
LT.lt.not_le ℕ ℤ ℚ ℝ
Nat.ModEq
Int.ModEq
Nat.Coprime
Nat.succ_eq_add_one
Even ℕ ℤ ℚ ℝ ℂ
even_iff_exists_two_mul ℕ ℤ ℚ ℝ ℂ
Odd ℕ ℤ
even_iff_two_dvd ℕ ℤ
Even.two_dvd ℕ ℤ
Even.add ℕ ℤ
Even.mul_left ℕ ℤ
Even.mul_right ℕ ℤ
Odd.mul ℕ ℤ
Odd.add_odd ℕ ℤ
pow_zero ℕ ℤ ℚ ℝ ℂ
pow_succ ℕ ℤ ℚ ℝ ℂ
Odd.pow ℕ ℤ
add_comm ℕ ℤ ℚ ℝ ℂ
add_assoc ℕ ℤ ℚ ℝ ℂ
add_left_comm ℕ ℤ ℚ ℝ ℂ
add_right_comm ℕ ℤ ℚ ℝ ℂ
add_zero ℕ ℤ ℚ ℝ ℂ
zero_add ℕ ℤ ℚ ℝ ℂ
mul_comm ℕ ℤ ℚ ℝ ℂ
mul_assoc ℕ ℤ ℚ ℝ ℂ
mul_left_comm ℕ ℤ ℚ ℝ ℂ
mul_right_comm ℕ ℤ ℚ ℝ ℂ
mul_mul_mul_comm ℕ ℤ ℚ ℝ ℂ
mul_one ℕ ℤ ℚ ℝ ℂ
one_mul ℕ ℤ ℚ ℝ ℂ
mul_zero ℕ ℤ ℚ ℝ ℂ
zero_mul ℕ ℤ ℚ ℝ ℂ
mul_add ℕ ℤ ℚ ℝ ℂ
add_mul ℕ ℤ ℚ ℝ ℂ
add_one_mul ℕ ℤ ℚ ℝ ℂ
mul_add_one ℕ ℤ ℚ ℝ ℂ
two_mul ℕ ℤ ℚ ℝ ℂ
mul_two ℕ ℤ ℚ ℝ ℂ
pow_one ℕ ℤ ℚ ℝ ℂ
pow_two ℕ ℤ ℚ ℝ ℂ
pow_succ' ℕ ℤ ℚ ℝ ℂ
pow_three ℕ ℤ ℚ ℝ ℂ
pow_three' ℕ ℤ ℚ ℝ ℂ
pow_add ℕ ℤ ℚ ℝ ℂ
pow_mul ℕ ℤ ℚ ℝ ℂ
pow_mul' ℕ ℤ ℚ ℝ ℂ
pow_right_comm ℕ ℤ ℚ ℝ ℂ
mul_pow ℕ ℤ ℚ ℝ ℂ
one_pow ℕ ℤ ℚ ℝ ℂ
zero_pow ℕ ℤ ℚ ℝ ℂ
add_sq ℕ ℤ ℚ ℝ ℂ
add_left_cancel ℕ ℤ ℚ ℝ ℂ
add_neg_cancel_right ℂ ℤ ℚ ℝ
add_right_cancel ℂ ℕ ℤ ℚ ℝ
add_right_inj ℂ ℕ ℤ ℚ ℝ
add_left_inj ℕ ℤ ℚ ℝ ℂ
add_right_eq_self ℕ ℤ ℚ ℝ ℂ
add_left_eq_self ℕ ℤ ℚ ℝ ℂ
self_eq_add_right ℕ ℤ ℚ ℝ ℂ
self_eq_add_left ℕ ℤ ℚ ℝ ℂ
ne_fold✝ ℕ ℤ ℚ ℝ ℂ
gt_def✝ ℚ ℝ ℕ ℤ
inv_eq_one_div ℂ ℚ ℝ
fs_mul_right✝ ℂ ℚ ℝ
div_eq_mul_inv ℂ ℚ ℝ
fs_mul_left✝ ℂ ℚ ℝ
mul_self_eq_zero ℕ ℤ ℚ ℝ
left_ne_zero_of_mul ℕ ℤ ℚ ℝ ℂ
right_ne_zero_of_mul ℕ ℤ ℚ ℝ ℂ
one_ne_zero ℕ ℤ ℚ ℝ ℂ
sq_eq_zero_iff ℕ ℤ ℚ ℝ
Nat.eq_of_mul_eq_mul_left
zero_ne_one ℕ ℤ ℚ ℝ ℂ
two_ne_zero ℕ ℤ ℚ ℝ ℂ
three_ne_zero ℕ ℤ ℚ ℝ ℂ
four_ne_zero ℕ ℤ ℚ ℝ ℂ
dvd_refl ℕ ℤ ℚ ℝ ℂ
dvd_rfl ℕ ℤ ℚ ℝ ℂ
dvd_trans ℕ ℤ ℚ ℝ ℂ
dvd_mul_right ℕ ℤ ℚ ℝ ℂ
dvd_mul_left ℕ ℤ ℚ ℝ ℂ
dvd_mul_of_dvd_left ℕ ℤ ℚ ℝ ℂ
dvd_mul_of_dvd_right ℕ ℤ ℚ ℝ ℂ
dvd_add ℕ ℤ ℚ ℝ ℂ
dvd_zero ℕ ℤ ℚ ℝ ℂ
one_dvd ℕ ℤ ℚ ℝ ℂ
zero_dvd_iff ℕ ℤ ℚ ℝ ℂ
mul_dvd_mul ℕ ℤ ℚ ℝ ℂ
mul_dvd_mul_left ℕ ℤ ℚ ℝ ℂ
mul_dvd_mul_right ℕ ℤ ℚ ℝ ℂ
dvd_of_mul_right_dvd ℕ ℤ ℚ ℝ ℂ
dvd_of_mul_left_dvd ℕ ℤ ℚ ℝ ℂ
one_add_one_eq_two ℕ ℤ ℚ ℝ ℂ
add_left_cancel_iff ℕ ℤ ℚ ℝ ℂ
add_right_cancel_iff ℕ ℤ ℚ ℝ ℂ
dvd_iff_exists_eq_mul_left ℕ ℤ ℚ ℝ ℂ
sub_eq_add_neg ℤ ℚ ℝ ℂ
sub_self ℤ ℚ ℝ ℂ
sub_zero ℤ ℚ ℝ ℂ
zero_sub ℤ ℚ ℝ ℂ
neg_neg ℤ ℚ ℝ ℂ
neg_zero ℤ ℚ ℝ ℂ
neg_sub ℤ ℚ ℝ ℂ
neg_add ℤ ℚ ℝ ℂ
neg_add_rev ℤ ℚ ℝ ℂ
neg_mul ℤ ℚ ℝ ℂ
mul_neg ℤ ℚ ℝ ℂ
neg_mul_neg ℤ ℚ ℝ ℂ
neg_mul_eq_neg_mul ℤ ℚ ℝ ℂ
neg_mul_eq_mul_neg ℤ ℚ ℝ ℂ
neg_one_mul ℤ ℚ ℝ ℂ
mul_neg_one ℤ ℚ ℝ ℂ
neg_eq_neg_one_mul ℤ ℚ ℝ ℂ
add_left_neg ℤ ℚ ℝ ℂ
add_right_neg ℤ ℚ ℝ ℂ
mul_sub ℤ ℚ ℝ ℂ
sub_mul ℤ ℚ ℝ ℂ
mul_sub_one ℤ ℚ ℝ ℂ
sub_one_mul ℤ ℚ ℝ ℂ
sub_add ℤ ℚ ℝ ℂ
sub_add_cancel ℤ ℚ ℝ ℂ
add_sub_cancel_right ℤ ℚ ℝ ℂ
add_sub_cancel_left ℤ ℚ ℝ ℂ
add_sub ℤ ℚ ℝ ℂ
add_sub_assoc ℤ ℚ ℝ ℂ
sub_sub ℤ ℚ ℝ ℂ
sub_sub_eq_add_sub ℤ ℚ ℝ ℂ
sub_sub_cancel ℤ ℚ ℝ ℂ
sub_add_eq_add_sub ℤ ℚ ℝ ℂ
sub_add_eq_sub_sub ℤ ℚ ℝ ℂ
add_sub_right_comm ℤ ℚ ℝ ℂ
sub_right_comm ℤ ℚ ℝ ℂ
sub_neg_eq_add ℤ ℚ ℝ ℂ
sub_eq_zero ℤ ℚ ℝ ℂ
sub_eq_zero_of_eq ℤ ℚ ℝ ℂ
eq_of_sub_eq_zero ℤ ℚ ℝ ℂ
sub_ne_zero ℚ ℝ ℂ
sub_ne_zero_of_ne ℚ ℝ ℂ
sub_eq_iff_eq_add ℤ ℚ ℝ ℂ
sub_eq_iff_eq_add' ℤ ℚ ℝ ℂ
eq_sub_iff_add_eq ℤ ℚ ℝ ℂ
eq_sub_iff_add_eq' ℤ ℚ ℝ ℂ
eq_sub_of_add_eq ℤ ℚ ℝ ℂ
sub_eq_of_eq_add ℤ ℚ ℝ ℂ
eq_add_of_sub_eq ℤ ℚ ℝ ℂ
add_eq_of_eq_sub ℤ ℚ ℝ ℂ
sub_left_inj ℤ ℚ ℝ ℂ
sub_right_inj ℤ ℚ ℝ ℂ
add_eq_zero_iff_eq_neg ℤ ℚ ℝ ℂ
add_eq_zero_iff_neg_eq ℤ ℚ ℝ ℂ
eq_neg_of_add_eq_zero_left ℤ ℚ ℝ ℂ
eq_neg_of_add_eq_zero_right ℤ ℚ ℝ ℂ
eq_neg_iff_add_eq_zero ℤ ℚ ℝ ℂ
neg_eq_iff_eq_neg ℤ ℚ ℝ ℂ
neg_inj ℤ ℚ ℝ ℂ
neg_eq_zero ℤ ℚ ℝ ℂ
neg_ne_zero ℤ ℚ ℝ ℂ
neg_sq ℤ ℚ ℝ ℂ
sub_sq ℤ ℚ ℝ ℂ
sub_sq' ℤ ℚ ℝ ℂ
sq_sub_sq ℤ ℚ ℝ ℂ
mul_self_sub_mul_self ℤ ℚ ℝ ℂ
dvd_sub ℤ ℚ ℝ ℂ
dvd_neg ℤ ℚ ℝ ℂ
neg_dvd ℤ ℚ ℝ ℂ
sub_dvd_pow_sub_pow ℤ ℚ ℝ ℂ
sub_eq_neg_add ℤ ℚ ℝ ℂ
dvd_sub_comm ℤ ℚ ℝ ℂ
sub_eq_self ℤ ℚ ℝ ℂ
sub_add_sub_cancel ℤ ℚ ℝ ℂ
add_sub_add_right_eq_sub ℤ ℚ ℝ ℂ
add_sub_add_left_eq_sub ℤ ℚ ℝ ℂ
sub_sub_sub_cancel_right ℤ ℚ ℝ ℂ
neg_add_cancel_left ℤ ℚ ℝ ℂ
neg_add_cancel_right ℤ ℚ ℝ ℂ
add_neg_cancel_left ℤ ℚ ℝ ℂ
add_sub_cancel ℤ ℚ ℝ ℂ
div_eq_mul_one_div ℚ ℝ ℂ
div_eq_inv_mul ℚ ℝ ℂ
one_div ℚ ℝ ℂ
div_one ℚ ℝ ℂ
zero_div ℚ ℝ ℂ
div_zero ℚ ℝ ℂ
inv_inv ℚ ℝ ℂ
mul_inv ℚ ℝ ℂ
mul_inv_rev ℚ ℝ ℂ
inv_one ℚ ℝ ℂ
inv_pow ℚ ℝ ℂ
inv_div ℚ ℝ ℂ
div_div ℚ ℝ ℂ
div_div_eq_mul_div ℚ ℝ ℂ
div_mul_div_comm ℚ ℝ ℂ
mul_div_assoc ℚ ℝ ℂ
mul_div_assoc' ℚ ℝ ℂ
div_mul_eq_mul_div ℚ ℝ ℂ
mul_comm_div ℚ ℝ ℂ
mul_one_div ℚ ℝ ℂ
one_div_mul_one_div ℚ ℝ ℂ
one_div_div ℚ ℝ ℂ
add_div ℚ ℝ ℂ
sub_div ℚ ℝ ℂ
div_add_div_same ℚ ℝ ℂ
div_sub_div_same ℚ ℝ ℂ
neg_div ℚ ℝ ℂ
neg_div' ℚ ℝ ℂ
div_neg ℚ ℝ ℂ
inv_zero ℚ ℝ ℂ
add_halves ℚ ℝ ℂ
half_add_self ℚ ℝ ℂ
neg_div_neg_eq ℚ ℝ ℂ
inv_inj ℚ ℝ ℂ
inv_eq_one ℚ ℝ ℂ
inv_neg ℚ ℝ ℂ
one_div_one ℚ ℝ ℂ
zpow_zero ℚ ℝ ℂ
zpow_one ℚ ℝ ℂ
le_refl ℕ ℤ ℚ ℝ
le_rfl ℕ ℤ ℚ ℝ
le_of_eq ℕ ℤ ℚ ℝ
ge_of_eq ℕ ℤ ℚ ℝ
le_trans ℕ ℤ ℚ ℝ
lt_trans ℕ ℤ ℚ ℝ
lt_of_le_of_lt ℕ ℤ ℚ ℝ
lt_of_lt_of_le ℕ ℤ ℚ ℝ
le_antisymm_iff ℕ ℤ ℚ ℝ
le_of_lt ℕ ℤ ℚ ℝ
not_le_of_gt ℕ ℤ ℚ ℝ
not_le_of_lt ℕ ℤ ℚ ℝ
not_lt_of_ge ℕ ℤ ℚ ℝ
not_lt_of_le ℕ ℤ ℚ ℝ
not_lt_of_gt ℕ ℤ ℚ ℝ
lt_irrefl ℕ ℤ ℚ ℝ
lt_asymm ℕ ℤ ℚ ℝ
ne_of_lt ℕ ℤ ℚ ℝ
ne_of_gt ℕ ℤ ℚ ℝ
ge_iff_le ℕ ℤ ℚ ℝ
gt_iff_lt ℕ ℤ ℚ ℝ
not_ne_iff ℕ ℤ ℚ ℝ ℂ
eq_or_ne ℕ ℤ ℚ ℝ
lt_self_iff_false✝ ℚ ℝ ℕ ℤ
add_le_add ℕ ℤ ℚ ℝ
add_lt_add ℕ ℤ ℚ ℝ
add_le_add_left ℕ ℤ ℚ ℝ
add_le_add_right ℕ ℤ ℚ ℝ
add_lt_add_left ℕ ℤ ℚ ℝ
add_lt_add_right ℕ ℤ ℚ ℝ
add_lt_add_of_lt_of_le ℕ ℤ ℚ ℝ
add_lt_add_of_le_of_lt ℕ ℤ ℚ ℝ
add_le_add_iff_left ℕ ℤ ℚ ℝ
add_le_add_iff_right ℕ ℤ ℚ ℝ
add_lt_add_iff_left ℕ ℤ ℚ ℝ
add_lt_add_iff_right ℕ ℤ ℚ ℝ
le_of_add_le_add_left ℕ ℤ ℚ ℝ
le_of_add_le_add_right ℕ ℤ ℚ ℝ
lt_of_add_lt_add_left ℕ ℤ ℚ ℝ
lt_of_add_lt_add_right ℕ ℤ ℚ ℝ
add_pos ℕ ℤ ℚ ℝ
add_nonneg ℕ ℤ ℚ ℝ
add_pos_of_pos_of_nonneg ℕ ℤ ℚ ℝ
add_pos_of_nonneg_of_pos ℕ ℤ ℚ ℝ
le_add_of_nonneg_right ℕ ℤ ℚ ℝ
le_add_of_nonneg_left ℕ ℤ ℚ ℝ
lt_add_of_pos_right ℕ ℤ ℚ ℝ
lt_add_of_pos_left ℕ ℤ ℚ ℝ
lt_add_one ℕ ℤ ℚ ℝ
mul_pos ℕ ℤ ℚ ℝ
mul_nonneg ℕ ℤ ℚ ℝ
pow_pos ℕ ℤ ℚ ℝ
pow_nonneg ℕ ℤ ℚ ℝ
sq_pos_of_pos ℕ ℤ ℚ ℝ
mul_le_mul ℕ ℤ ℚ ℝ
mul_le_mul_of_nonneg_left ℕ ℤ ℚ ℝ
mul_le_mul_of_nonneg_right ℕ ℤ ℚ ℝ
mul_lt_mul_of_pos_left ℕ ℤ ℚ ℝ
mul_lt_mul_of_pos_right ℕ ℤ ℚ ℝ
mul_lt_mul ℕ ℤ ℚ ℝ
mul_lt_mul' ℕ ℤ ℚ ℝ
mul_lt_mul'' ℕ ℤ ℚ ℝ
mul_le_mul_left ℕ ℤ ℚ ℝ
mul_le_mul_right ℕ ℤ ℚ ℝ
mul_lt_mul_left ℕ ℤ ℚ ℝ
mul_lt_mul_right ℕ ℤ ℚ ℝ
le_of_mul_le_mul_left ℕ ℤ ℚ ℝ
le_of_mul_le_mul_right ℕ ℤ ℚ ℝ
lt_of_mul_lt_mul_left ℕ ℤ ℚ ℝ
lt_of_mul_lt_mul_right ℕ ℤ ℚ ℝ
pow_le_pow_left ℕ ℤ ℚ ℝ
Nat.succ_ne_zero
pow_lt_pow_left ℕ ℤ ℚ ℝ
one_le_pow_of_one_le ℕ ℤ ℚ ℝ
one_lt_pow ℕ ℤ ℚ ℝ
pow_le_one ℕ ℤ ℚ ℝ
le_self_pow ℕ ℤ ℚ ℝ
zero_lt_one ℕ ℤ ℚ ℝ
zero_lt_two ℕ ℤ ℚ ℝ
zero_lt_three ℕ ℤ ℚ ℝ
zero_lt_four ℕ ℤ ℚ ℝ
one_lt_two ℕ ℤ ℚ ℝ
zero_le_one ℕ ℤ ℚ ℝ
zero_le_two ℕ ℤ ℚ ℝ
one_le_two ℕ ℤ ℚ ℝ
le_add_iff_nonneg_right ℕ ℤ ℚ ℝ
le_add_iff_nonneg_left ℕ ℤ ℚ ℝ
lt_add_iff_pos_right ℕ ℤ ℚ ℝ
lt_add_iff_pos_left ℕ ℤ ℚ ℝ
add_le_iff_nonpos_right ℕ ℤ ℚ ℝ
add_le_iff_nonpos_left ℕ ℤ ℚ ℝ
add_lt_iff_neg_left ℕ ℤ ℚ ℝ
add_lt_iff_neg_right ℕ ℤ ℚ ℝ
mul_le_of_le_one_right ℕ ℤ ℚ ℝ
mul_le_of_le_one_left ℕ ℤ ℚ ℝ
le_mul_of_one_le_right ℕ ℤ ℚ ℝ
le_mul_of_one_le_left ℕ ℤ ℚ ℝ
mul_pos_iff_of_pos_right ℕ ℤ ℚ ℝ
mul_nonneg_iff_of_pos_left ℕ ℤ ℚ ℝ
mul_nonneg_iff_of_pos_right ℕ ℤ ℚ ℝ
one_le_pow₀ ℕ ℤ ℚ ℝ
mul_pos_iff_of_pos_left ℕ ℤ ℚ ℝ
mul_self_le_mul_self ℕ ℤ ℚ ℝ
mul_le_one ℕ ℤ ℚ ℝ
add_nonpos ℕ ℤ ℚ ℝ
add_neg ℕ ℤ ℚ ℝ
pow_lt_pow_of_lt_left ℕ ℤ ℚ ℝ
pow_le_pow_left₀ ℕ ℤ ℚ ℝ
pow_lt_pow_left₀ ℕ ℤ ℚ ℝ
pow_le_one₀ ℕ ℤ ℚ ℝ
one_lt_pow₀ ℕ ℤ ℚ ℝ
mul_le_one₀ ℕ ℤ ℚ ℝ
tsub_le_iff_right ℤ ℚ ℝ
sq_nonneg ℤ ℚ ℝ
mul_self_nonneg ℤ ℚ ℝ
sq_pos_of_neg ℤ ℚ ℝ
sub_nonneg ℤ ℚ ℝ
sub_nonneg_of_le ℤ ℚ ℝ
le_of_sub_nonneg ℤ ℚ ℝ
sub_pos ℤ ℚ ℝ
sub_pos_of_lt ℤ ℚ ℝ
lt_of_sub_pos ℤ ℚ ℝ
sub_nonpos ℤ ℚ ℝ
sub_nonpos_of_le ℤ ℚ ℝ
le_of_sub_nonpos ℤ ℚ ℝ
sub_neg ℤ ℚ ℝ
sub_neg_of_lt ℤ ℚ ℝ
lt_of_sub_neg ℤ ℚ ℝ
sub_le_iff_le_add ℤ ℚ ℝ
sub_le_iff_le_add' ℤ ℚ ℝ
le_sub_iff_add_le ℤ ℚ ℝ
le_sub_iff_add_le' ℤ ℚ ℝ
sub_lt_iff_lt_add ℤ ℚ ℝ
sub_lt_iff_lt_add' ℤ ℚ ℝ
lt_sub_iff_add_lt ℤ ℚ ℝ
lt_sub_iff_add_lt' ℤ ℚ ℝ
sub_le_sub ℤ ℚ ℝ
sub_le_sub_left ℤ ℚ ℝ
sub_le_sub_right ℤ ℚ ℝ
sub_lt_sub_left ℤ ℚ ℝ
sub_lt_sub_right ℤ ℚ ℝ
neg_le_neg ℤ ℚ ℝ
neg_lt_neg ℤ ℚ ℝ
neg_le_neg_iff ℤ ℚ ℝ
neg_lt_neg_iff ℤ ℚ ℝ
neg_nonneg ℤ ℚ ℝ
neg_nonpos ℤ ℚ ℝ
neg_pos ℤ ℚ ℝ
neg_lt_zero ℤ ℚ ℝ
neg_neg_of_pos ℤ ℚ ℝ
neg_pos_of_neg ℤ ℚ ℝ
neg_le ℤ ℚ ℝ
le_neg ℤ ℚ ℝ
neg_lt ℤ ℚ ℝ
lt_neg ℤ ℚ ℝ
mul_nonneg_of_nonpos_of_nonpos ℤ ℚ ℝ
mul_pos_of_neg_of_neg ℤ ℚ ℝ
mul_neg_of_pos_of_neg ℤ ℚ ℝ
mul_neg_of_neg_of_pos ℤ ℚ ℝ
mul_nonpos_of_nonneg_of_nonpos ℤ ℚ ℝ
mul_nonpos_of_nonpos_of_nonneg ℤ ℚ ℝ
mul_le_mul_of_nonpos_left ℤ ℚ ℝ
mul_le_mul_of_nonpos_right ℤ ℚ ℝ
mul_lt_mul_of_neg_left ℤ ℚ ℝ
mul_lt_mul_of_neg_right ℤ ℚ ℝ
sq_lt_sq' ℤ ℚ ℝ
sq_le_sq' ℤ ℚ ℝ
sq_eq_sq ℤ ℚ ℝ
abs_zero ℤ ℚ ℝ
abs_one ℤ ℚ ℝ
sub_le_self_iff ℤ ℚ ℝ
sub_lt_self_iff ℤ ℚ ℝ
le_sub_self_iff ℤ ℚ ℝ
sub_le_sub_iff_left ℤ ℚ ℝ
sub_le_sub_iff_right ℤ ℚ ℝ
sub_lt_sub_iff_left ℤ ℚ ℝ
sub_lt_sub_iff_right ℤ ℚ ℝ
sub_le_self ℤ ℚ ℝ
abs_two ℤ ℚ ℝ
neg_le_self_iff ℤ ℚ ℝ
abs_le_of_sq_le_sq' ℤ ℚ ℝ
abs_lt_of_sq_lt_sq' ℤ ℚ ℝ
neg_lt_iff_pos_add ℤ ℚ ℝ
neg_lt_iff_pos_add' ℤ ℚ ℝ
half_pos ℚ ℝ
half_lt_self ℚ ℝ
half_le_self_iff ℚ ℝ
half_lt_self_iff ℚ ℝ
exists_eq_left ℕ ℤ ℚ ℝ ℂ
forall_eq ℕ ℤ ℚ ℝ ℂ
eq_self ℕ ℤ ℚ ℝ ℂ
Nat.add_comm
Nat.add_assoc
Nat.add_left_comm
Nat.add_right_comm
Nat.add_zero
Nat.zero_add
Nat.mul_comm
Nat.mul_assoc
Nat.mul_left_comm
Nat.mul_right_comm
Nat.mul_one
Nat.one_mul
Nat.mul_zero
Nat.zero_mul
Nat.mul_add
Nat.add_mul
Nat.mul_succ
Nat.succ_mul
Nat.add_succ
Nat.succ_add
Nat.add_one
Nat.add_one_ne_zero
Nat.lt_add_one
Nat.lt_irrefl
Nat.zero_le
Nat.zero_lt_one
Nat.one_ne_zero
Nat.ne_of_gt
Nat.ne_of_lt
Nat.eq_zero_of_le_zero
Nat.le_zero
Nat.lt_one_iff
Nat.le_refl
Nat.le_trans
Nat.lt_trans
Nat.lt_of_lt_of_le
Nat.lt_of_le_of_lt
Nat.le_antisymm
Nat.le_of_lt
Nat.le_add_right
Nat.le_add_left
Nat.add_le_add
Nat.add_lt_add
Nat.add_left_cancel
Nat.add_right_cancel
Nat.mul_le_mul
Nat.mul_le_mul_left
Nat.mul_le_mul_right
Nat.mul_pos
Nat.pos_pow_of_pos
Nat.pow_zero
Nat.pow_two
Nat.pow_le_pow_left
Nat.pow_lt_pow_left
Nat.one_le_two_pow
Nat.lt_two_pow
Nat.mul_left_cancel
Nat.eq_of_mul_eq_mul_right
Nat.mul_self_inj
Nat.lt_add_one_iff
Nat.dvd_refl
Nat.dvd_trans
Nat.dvd_mul_right
Nat.dvd_mul_left
Nat.dvd_add
Nat.one_dvd
Nat.not_lt_zero
Nat.dvd_of_mul_dvd_mul_left
Nat.coprime_iff_gcd_eq_one
Nat.Coprime.gcd_eq_one
Nat.Prime.ne_zero
Nat.Prime.ne_one
Nat.prime_two
Nat.prime_three
Nat.not_prime_one
Nat.not_prime_zero
iff_true✝
iff_false✝
not_iff_not✝
not_iff✝
Nat.factorial_zero
Nat.factorial_one
Nat.factorial_two
Nat.cast_inj ℤ ℚ ℝ ℂ
Nat.cast_lt ℤ ℚ ℝ
Nat.cast_zero ℤ ℝ ℚ ℂ
Nat.cast_nonneg ℤ ℚ ℝ
Nat.cast_add ℤ ℝ ℚ ℂ
Nat.cast_mul ℤ ℚ ℝ ℂ
Int.add_comm
Int.add_assoc
Int.mul_comm
Int.mul_assoc
Int.lt_add_one_iff
Int.add_one_le_iff
Int.le_sub_one_iff
Int.lt_irrefl
Nat.pow_add
Nat.pow_mul
not_lt_zero'
Nat.add_one_le_iff
Nat.ModEq.refl
Nat.one_le_pow'
Nat.mul_self_le_mul_self
Nat.one_lt_two
Nat.zero_lt_two
Nat.one_le_of_lt
Nat.ModEq.symm
Int.pow_succ
Int.ModEq.symm
Nat.one_le_pow
Nat.zero_pow
Int.dvd_trans
Nat.pow_succ ℕ ℤ ℚ ℝ ℂ
dvd_iff_exists_eq_mul_right ℕ ℤ
Dvd.dvd.trans ℕ ℤ
dvd_sub' ℤ
Nat.dvd_mul_left_of_dvd
Nat.dvd_mul_right_of_dvd
Nat.mul_dvd_mul
Nat.dvd_of_mul_dvd_mul_right
not_forall✝ ℕ ℤ ℚ ℝ ℂ
Nat.prime_five
Nat.fib_zero
Nat.fib_one
Nat.fib_two
Nat.cast_eq_zero ℤ ℚ ℝ ℂ
Int.natCast_nonneg
Nat.cast_one ℝ ℤ ℚ ℂ
Complex.ofReal_one
Complex.ofReal_zero
Complex.ofReal_inj
Complex.ofReal_add
Complex.ofReal_mul
Complex.ofReal_eq_zero
Complex.ofReal_ne_zero
Complex.ofReal_eq_one
Complex.ofReal_pow
Int.cast_neg ℚ ℝ ℂ
Int.cast_lt ℚ ℝ
Int.cast_add ℚ ℝ ℂ
Int.cast_le ℚ ℝ
Int.cast_sub ℚ ℝ ℂ
Int.cast_nonneg ℚ ℝ
Int.cast_pos ℚ ℝ
Nat.cast_pow ℤ ℚ ℝ ℂ
Nat.cast_succ ℤ ℚ ℝ ℂ
Nat.cast_ne_zero ℤ ℚ ℝ ℂ
Nat.cast_add_one_ne_zero ℤ ℚ ℝ ℂ
Nat.cast_pos ℤ ℚ ℝ
Nat.cast_le ℤ ℚ ℝ
Nat.cast_add_one_pos ℤ ℚ ℝ
Nat.one_le_cast ℤ ℚ ℝ
Nat.cast_eq_one ℤ ℚ ℝ
Nat.one_lt_cast ℤ ℚ ℝ
Nat.cast_lt_one ℤ ℚ ℝ
Nat.cast_le_one ℤ ℚ ℝ
Int.cast_zero ℚ ℝ ℂ
Int.cast_one ℚ ℝ ℂ
Int.cast_mul ℚ ℝ ℂ
Int.cast_pow ℚ ℝ ℂ
Int.cast_inj ℚ ℝ ℂ
Int.cast_natCast ℚ ℝ ℂ
Rat.cast_add ℝ ℂ
Rat.cast_sub ℝ ℂ
Rat.cast_neg ℝ ℂ
Rat.cast_mul ℝ ℂ
Rat.cast_div ℝ ℂ
Rat.cast_pow ℝ ℂ
Finset.mem_range
Finset.mem_insert ℕ ℤ ℚ ℝ ℂ
Finset.not_mem_range_self
Finset.range_zero
Finset.range_one
Finset.mem_singleton ℕ ℤ ℚ ℝ ℂ
Finset.not_mem_empty ℕ ℤ ℚ ℝ ℂ
Finset.card_empty ℕ ℤ ℚ ℝ ℂ
Finset.mem_Icc ℕ ℤ
Finset.mem_Ico ℕ ℤ
Finset.mem_Ioc ℕ ℤ
Finset.mem_Ioo ℕ ℤ
Set.mem_Icc ℕ ℤ ℚ ℝ
Set.mem_Ico ℕ ℤ ℚ ℝ
Set.mem_Ioc ℕ ℤ ℚ ℝ
Set.mem_Ioo ℕ ℤ ℚ ℝ
Set.mem_Ici ℕ ℤ ℚ ℝ
Set.mem_Ioi ℕ ℤ ℚ ℝ
Set.mem_Iic ℕ ℤ ℚ ℝ
Set.mem_Iio ℕ ℤ ℚ ℝ
Set.mem_setOf_eq ℕ ℤ ℚ ℝ ℂ
Set.mem_singleton_iff ℕ ℤ ℚ ℝ ℂ
Finset.mem_filter ℕ ℤ ℚ ℝ ℂ
Finset.mem_union ℕ ℤ ℚ ℝ ℂ
Finset.mem_inter ℕ ℤ ℚ ℝ ℂ
Finset.mem_sdiff ℕ ℤ ℚ ℝ ℂ
Finset.sum_nonneg ℕ
Finset.prod_nonneg ℕ
Set.mem_insert_iff ℕ ℤ ℚ ℝ ℂ
Set.mem_union ℕ ℤ ℚ ℝ ℂ
Set.mem_inter_iff ℕ ℤ ℚ ℝ ℂ
Set.mem_diff ℕ ℤ ℚ ℝ ℂ
Set.mem_univ ℕ ℤ ℚ ℝ ℂ
Set.mem_empty_iff_false ℕ ℤ ℚ ℝ ℂ
not_exists✝ ℕ ℤ ℚ ℝ ℂ
IsLeast.unique ℕ ℤ ℚ ℝ
IsGreatest.unique ℕ ℤ ℚ ℝ
le_refl_iff✝ ℤ ℕ ℚ ℝ
Finset.left_mem_Icc ℤ
Finset.right_mem_Icc ℤ
Equiv.toFun_as_coe ℕ ℤ ℚ ℝ ℂ
Equiv.invFun_as_coe ℕ ℤ ℚ ℝ ℂ
Equiv.symm_symm ℕ ℤ ℚ ℝ ℂ
true_imp✝
false_imp✝
imp_false✝
imp_self✝
true_iff✝
false_iff✝
iff_self✝
and_not_self✝
not_and_self✝
ge_def✝ ℕ ℤ ℚ ℝ
exists_eq✝ ℕ ℤ ℚ ℝ ℂ
fs_neg✝ ℚ ℝ ℂ
fs_inv✝ ℚ ℝ ℂ
fs_div_right✝ ℚ ℝ ℂ
fs_div_left✝ ℚ ℝ ℂ
fs_div✝ ℚ ℝ ℂ
fs_mul✝ ℚ ℝ ℂ
fs_add_same✝ ℚ ℝ ℂ
fs_sub_same✝ ℚ ℝ ℂ
-- not_le α
not_lt ℕ ℤ ℚ ℝ
lt_trichotomy ℕ ℤ ℚ ℝ
lt_or_gt_of_ne ℕ ℤ ℚ ℝ
LE.le.lt_of_ne ℕ ℤ ℚ ℝ
Ne.lt_or_lt ℕ ℤ ℚ ℝ
mul_eq_zero ℕ ℤ ℚ ℝ
mul_ne_zero ℕ ℤ ℚ ℝ
mul_ne_zero_iff ℕ ℤ ℚ ℝ
zero_eq_mul ℕ ℤ ℚ ℝ
pow_eq_zero ℕ ℤ ℚ ℝ
pow_eq_zero_iff ℕ ℤ ℚ ℝ
pow_ne_zero ℕ ℤ ℚ ℝ
mul_eq_mul_left_iff ℕ ℤ ℚ ℝ
mul_left_cancel₀ ℕ ℤ ℚ ℝ
mul_eq_mul_right_iff ℕ ℤ ℚ ℝ
mul_right_cancel₀ ℕ ℤ ℚ ℝ
mul_left_inj' ℕ ℤ ℚ ℝ
mul_right_inj' ℕ ℤ ℚ ℝ
mul_right_eq_self₀ ℕ ℤ ℚ ℝ
mul_left_eq_self₀ ℕ ℤ ℚ ℝ
mul_eq_left₀ ℕ ℤ ℚ ℝ
mul_eq_right₀ ℕ ℤ ℚ ℝ
eq_zero_or_eq_zero_of_mul_eq_zero ℕ ℤ ℚ ℝ
sub_ne_zero ℤ
sub_ne_zero_of_ne ℤ
sq_eq_sq_iff_eq_or_eq_neg ℤ ℚ ℝ
eq_or_eq_neg_of_sq_eq_sq ℤ ℚ ℝ
mul_self_eq_mul_self_iff ℤ ℚ ℝ
mul_self_eq_one_iff ℤ ℚ ℝ
sq_eq_one_iff ℤ ℚ ℝ
le_of_not_lt ℕ ℤ ℚ ℝ
le_of_not_le ℕ ℤ ℚ ℝ
le_of_not_gt ℕ ℤ ℚ ℝ
le_of_not_ge ℕ ℤ ℚ ℝ
lt_of_not_le ℕ ℤ ℚ ℝ
lt_of_not_ge ℕ ℤ ℚ ℝ
lt_of_le_of_ne ℕ ℤ ℚ ℝ
lt_of_le_of_ne' ℕ ℤ ℚ ℝ
lt_of_le_not_le ℕ ℤ ℚ ℝ
le_total ℕ ℤ ℚ ℝ
le_or_lt ℕ ℤ ℚ ℝ
lt_or_le ℕ ℤ ℚ ℝ
lt_or_ge ℕ ℤ ℚ ℝ
le_or_gt ℕ ℤ ℚ ℝ
lt_or_eq_of_le ℕ ℤ ℚ ℝ
eq_or_lt_of_le ℕ ℤ ℚ ℝ
eq_or_lt_of_not_lt ℕ ℤ ℚ ℝ
lt_iff_le_and_ne ℕ ℤ ℚ ℝ
lt_iff_le_not_le ℕ ℤ ℚ ℝ
le_iff_lt_or_eq ℕ ℤ ℚ ℝ
le_iff_eq_or_lt ℕ ℤ ℚ ℝ
ne_iff_lt_or_gt ℕ ℤ ℚ ℝ
le_of_pow_le_pow_left ℕ ℤ ℚ ℝ
lt_of_pow_lt_pow_left ℕ ℤ ℚ ℝ
pow_eq_one_iff_of_nonneg ℕ ℤ ℚ ℝ
lt_of_pow_lt_pow_left₀ ℕ ℤ ℚ ℝ
sq_pos_of_ne_zero ℤ ℚ ℝ
sq_pos_iff ℤ ℚ ℝ
mul_self_pos ℤ ℚ ℝ
mul_pos_iff ℤ ℚ ℝ
mul_nonneg_iff ℤ ℚ ℝ
mul_neg_iff ℤ ℚ ℝ
two_mul_le_add_sq ℤ ℚ ℝ
pow_le_pow_iff_left ℤ ℚ ℝ
Finset.left_mem_Icc ℕ
Finset.right_mem_Icc ℕ
not_ge✝ ℕ ℤ ℚ ℝ
not_gt✝ ℕ ℤ ℚ ℝ
-- Nat.sub_split✝, not_le ℕ
Nat.exists_eq_succ_of_ne_zero
Nat.exists_eq_add_of_le
Nat.exists_eq_add_of_lt
Nat.exists_eq_add_of_le'
dvd_pow_self ℤ ℚ ℝ ℂ
pow_dvd_pow ℤ ℚ ℝ ℂ
pow_le_pow_right ℤ ℚ ℝ
pow_lt_pow_right ℤ ℚ ℝ
tsub_zero
Nat.pow_le_pow_right
Nat.sub_self
Nat.sub_zero
Nat.zero_sub
Nat.sub_add_cancel
Nat.add_sub_cancel
Nat.add_sub_cancel_left
Nat.sub_le
Nat.sub_pos_of_lt
Nat.sub_eq_zero_of_le
Nat.sub_eq_zero_iff_le
Nat.sub_eq_iff_eq_add
Nat.sub_sub
Nat.mul_sub_left_distrib
Nat.mul_sub_right_distrib
Nat.dvd_sub'
Nat.succ_sub_one
add_tsub_cancel_of_le
tsub_add_cancel_of_le
Nat.add_sub_add_right
Nat.add_sub_add_left
Nat.succ_sub_succ_eq_sub
Nat.succ_sub_succ
Nat.eq_sub_of_add_eq'
Nat.sub_lt
Nat.pow_lt_pow_of_lt_right
Nat.add_sub_assoc
Nat.succ_pred_eq_of_pos
dvd_pow ℤ
Nat.pow_dvd_pow
Nat.dvd_sub
Nat.cast_sub ℚ ℝ ℂ
Nat.eq_zero_or_eq_succ_pred✝
Nat.le_induction✝
-- Int.toNat_split✝, not_le ℤ
Int.eq_ofNat_of_zero_le
Int.toNat_of_nonneg
-- not_le ℕ
Nat.pos_of_ne_zero
Nat.succ_pos
Nat.succ_le_iff
Nat.succ_le_of_lt
Nat.lt_succ_iff
Nat.lt_succ_of_le
Nat.lt_succ_self
Nat.le_of_lt_succ
Nat.pos_iff_ne_zero
Nat.one_le_iff_ne_zero
Nat.eq_zero_or_pos
Nat.lt_of_not_le
Nat.le_of_not_lt
Nat.not_le
Nat.not_lt
Nat.le_total
Nat.lt_or_ge
Nat.le_succ
Nat.le_self_pow
Nat.eq_of_le_of_lt_succ
Nat.mul_eq_zero
mul_eq_one
Nat.eq_one_of_mul_eq_one_right
Nat.eq_one_of_mul_eq_one_left
Nat.dvd_one
Nat.eq_one_of_dvd_one
Nat.le_of_dvd
Nat.pos_of_dvd_of_pos
Nat.dvd_antisymm
Nat.eq_zero_of_dvd_of_lt
Nat.succ_inj'
add_eq_zero_iff
add_pos_iff
pow_eq_one_iff
Nat.lt_of_succ_le
Nat.lt_succ
Nat.eq_of_lt_succ_of_not_lt
Nat.succ_le_succ
Nat.le_of_succ_le_succ
Nat.succ.injEq
Nat.Prime.not_dvd_one
Nat.strong_induction_on✝
-- mul_div_cancel_left₀ α
mul_inv_cancel ℂ ℚ ℝ
mul_div_cancel₀ ℂ ℚ ℝ
inv_mul_cancel ℂ ℚ ℝ
mul_eq_zero ℂ
mul_ne_zero ℂ
mul_ne_zero_iff ℂ
mul_self_eq_zero ℂ
zero_eq_mul ℂ
pow_eq_zero ℂ
pow_eq_zero_iff ℂ
pow_ne_zero ℂ
sq_eq_zero_iff ℂ
mul_eq_mul_left_iff ℂ
mul_left_cancel₀ ℂ
mul_eq_mul_right_iff ℂ
mul_right_cancel₀ ℂ
mul_left_inj' ℂ
mul_right_inj' ℂ
mul_right_eq_self₀ ℂ
mul_left_eq_self₀ ℂ
mul_eq_left₀ ℂ
mul_eq_right₀ ℂ
eq_zero_or_eq_zero_of_mul_eq_zero ℂ
sq_eq_sq_iff_eq_or_eq_neg ℂ
eq_or_eq_neg_of_sq_eq_sq ℂ
mul_self_eq_mul_self_iff ℂ
mul_self_eq_one_iff ℂ
sq_eq_one_iff ℂ
div_eq_iff✝ ℚ ℝ ℂ
div_self ℚ ℝ ℂ
div_pow ℚ ℝ ℂ
div_mul_cancel₀ ℚ ℝ ℂ
mul_div_cancel' ℚ ℝ ℂ
mul_div_mul_left ℚ ℝ ℂ
mul_div_mul_right ℚ ℝ ℂ
div_add_div ℚ ℝ ℂ
div_sub_div ℚ ℝ ℂ
div_eq_iff ℚ ℝ ℂ
eq_div_iff✝ ℚ ℝ ℂ
eq_div_iff ℚ ℝ ℂ
div_eq_div_iff✝ ℚ ℝ ℂ
div_eq_div_iff ℚ ℝ ℂ
div_eq_one_iff_eq ℚ ℝ ℂ
div_left_inj' ℚ ℝ ℂ
eq_div_of_mul_eq ℚ ℝ ℂ
div_eq_of_eq_mul ℚ ℝ ℂ
eq_inv_of_mul_eq_one_left ℚ ℝ ℂ
eq_inv_of_mul_eq_one_right ℚ ℝ ℂ
inv_eq_zero ℚ ℝ ℂ
inv_ne_zero ℚ ℝ ℂ
div_eq_zero_iff ℂ
div_ne_zero ℂ
mul_inv_cancel_left₀ ℚ ℝ ℂ
mul_inv_cancel_right₀ ℚ ℝ ℂ
inv_mul_cancel_left₀ ℚ ℝ ℂ
inv_mul_cancel_right₀ ℚ ℝ ℂ
div_mul_cancel_left₀ ℚ ℝ ℂ
div_mul_cancel_right₀ ℚ ℝ ℂ
one_div_ne_zero ℂ
inv_pos ℚ ℝ
div_pos ℚ ℝ
inv_nonneg ℚ ℝ
div_nonneg ℚ ℝ
inv_pos_of_pos ℚ ℝ
one_div_pos ℚ ℝ
one_div_nonneg ℚ ℝ
le_div_iff ℚ ℝ
le_div_iff' ℚ ℝ
lt_div_iff ℚ ℝ
lt_div_iff' ℚ ℝ
div_le_iff ℚ ℝ
div_le_iff' ℚ ℝ
div_lt_iff ℚ ℝ
div_lt_iff' ℚ ℝ
div_le_div_iff ℚ ℝ
div_lt_div_iff ℚ ℝ
div_le_div_right ℚ ℝ
div_lt_div_right ℚ ℝ
div_le_div_left ℚ ℝ
div_le_div_of_le_left ℚ ℝ
div_le_div_of_nonneg_right ℚ ℝ
div_le_div_of_le ℚ ℝ
div_le_div ℚ ℝ
div_lt_div_of_pos_right ℚ ℝ
div_le_one ℚ ℝ
div_lt_one ℚ ℝ
one_le_div ℚ ℝ
one_lt_div ℚ ℝ
div_le_self ℚ ℝ
one_div_le_one_div_of_le ℚ ℝ
one_div_lt_one_div_of_lt ℚ ℝ
one_div_le_one_div ℚ ℝ
inv_le_inv ℚ ℝ
inv_le_one ℚ ℝ
div_neg_of_neg_of_pos ℚ ℝ
div_nonpos_of_nonpos_of_nonneg ℚ ℝ
div_pos_iff_of_pos_right ℚ ℝ
div_le_iff₀' ℚ ℝ
div_lt_iff₀' ℚ ℝ
div_le_iff_of_neg ℚ ℝ
div_le_div_of_le_of_nonneg ℚ ℝ
fs_mul_cancel✝ ℚ ℝ ℂ
fs_add_right✝ ℚ ℝ ℂ
fs_add_left✝ ℚ ℝ ℂ
fs_add✝ ℚ ℝ ℂ
fs_sub_right✝ ℚ ℝ ℂ
fs_sub_left✝ ℚ ℝ ℂ
fs_sub✝ ℚ ℝ ℂ
-- Nat.sub_split✝, not_le α
dvd_pow_self ℕ
pow_dvd_pow ℕ
pow_le_pow_right ℕ
pow_lt_pow_right ℕ
tsub_le_iff_right ℕ
dvd_sub' ℕ
dvd_pow ℕ
Nat.cast_sub ℤ
-- not_le α, mul_div_cancel_left₀ α
div_ne_zero ℚ ℝ
div_eq_zero_iff ℚ ℝ
one_div_ne_zero ℚ ℝ
div_le_one_of_le ℚ ℝ
div_le_of_nonneg_of_le_mul ℚ ℝ
inv_lt_zero ℚ ℝ
inv_lt_inv ℚ ℝ
inv_nonpos ℚ ℝ
div_nonpos_of_nonneg_of_nonpos ℚ ℝ
div_pos_of_neg_of_neg ℚ ℝ
-- ite_true✝ α, ite_false✝ α, max_def α
max_eq_left ℕ ℤ ℚ ℝ
max_self ℕ ℤ ℚ ℝ
max_self✝ ℕ ℤ ℚ ℝ
-- ite_true✝ α, ite_false✝ α, not_le α, max_def α
max_eq_right ℕ ℤ ℚ ℝ
-- not_le α, ite_true✝ α, ite_false✝ α, max_def α
max_le ℕ ℤ ℚ ℝ
le_max_left ℕ ℤ ℚ ℝ
le_max_right ℕ ℤ ℚ ℝ
max_cases✝ ℕ ℤ ℚ ℝ
max_comm ℕ ℤ ℚ ℝ
lt_max_iff ℚ ℝ ℕ ℤ
max_lt_iff ℚ ℝ ℕ ℤ
max_le_iff ℕ ℤ ℚ ℝ
le_max_iff ℕ ℤ ℚ ℝ
-- ite_true✝ α, ite_false✝ α, not_le α, min_def α
min_eq_left ℕ ℤ ℚ ℝ
min_self ℕ ℤ ℚ ℝ
min_self✝ ℕ ℤ ℚ ℝ
-- ite_true✝ α, ite_false✝ α, min_def α
min_eq_right ℕ ℤ ℚ ℝ
-- not_le α, ite_true✝ α, ite_false✝ α, min_def α
le_min ℕ ℤ ℚ ℝ
min_le_left ℕ ℤ ℚ ℝ
min_le_right ℕ ℤ ℚ ℝ
min_cases✝ ℕ ℤ ℚ ℝ
min_comm ℕ ℤ ℚ ℝ
le_min_iff ℕ ℤ ℚ ℝ
lt_min_iff ℕ ℤ ℚ ℝ
min_le_iff ℕ ℤ ℚ ℝ
min_lt_iff ℕ ℤ ℚ ℝ
-- abs_cases α
abs_le_of_sq_le_sq ℤ ℚ ℝ
abs_lt_of_sq_lt_sq ℤ ℚ ℝ
sq_lt_sq ℤ ℚ ℝ
sq_le_sq ℤ ℚ ℝ
abs_nonneg ℤ ℚ ℝ
abs_of_nonneg ℤ ℚ ℝ
abs_of_nonpos ℤ ℚ ℝ
abs_of_pos ℤ ℚ ℝ
abs_of_neg ℤ ℚ ℝ
abs_neg ℤ ℚ ℝ
abs_abs ℤ ℚ ℝ
abs_eq_zero ℤ ℚ ℝ
abs_sub_comm ℤ ℚ ℝ
abs_sub_abs_le_abs_sub ℤ ℚ ℝ
abs_mul ℤ ℚ ℝ
abs_mul_abs_self ℤ ℚ ℝ
abs_mul_self ℤ ℚ ℝ
sq_abs ℤ ℚ ℝ
abs_sq ℤ ℚ ℝ
abs_pow ℤ ℚ ℝ
abs_add ℤ ℚ ℝ
abs_sub ℤ ℚ ℝ
abs_add_three ℤ ℚ ℝ
abs_sub_le ℤ ℚ ℝ
abs_le ℤ ℚ ℝ
abs_lt ℤ ℚ ℝ
abs_le' ℤ ℚ ℝ
le_abs ℤ ℚ ℝ
lt_abs ℤ ℚ ℝ
le_abs_self ℤ ℚ ℝ
neg_le_abs ℤ ℚ ℝ
neg_abs_le ℤ ℚ ℝ
abs_eq_abs ℤ ℚ ℝ
abs_eq ℤ ℚ ℝ
eq_or_eq_neg_of_abs_eq ℤ ℚ ℝ
abs_sub_lt_iff ℤ ℚ ℝ
abs_sub_le_iff ℤ ℚ ℝ
abs_eq_self ℤ ℚ ℝ
abs_eq_neg_self ℤ ℚ ℝ
abs_choice ℤ ℚ ℝ
sq_lt_one_iff_abs_lt_one ℤ ℚ ℝ
-- not_le α, abs_cases α
abs_pos ℤ ℚ ℝ
abs_pos_of_pos ℤ ℚ ℝ
-- ite_true✝ α, ite_false✝ α, max_def α, not_le α, abs_cases α
abs_eq_max_neg ℤ ℚ ℝ
-- mul_div_cancel_left₀ α, not_le α, abs_cases α
abs_div ℚ ℝ
-- Nat.div_add_mod
Nat.mod_add_div
Nat.mod_le
Nat.mod_zero
Nat.div_mul_le_self
Nat.mul_div_le
Nat.mod_add_div'
Nat.div_add_mod'
-- Nat.div_add_mod, Nat.mod_lt
Nat.div_lt_iff_lt_mul
Nat.div_eq_of_lt
Nat.mod_eq_of_lt
Nat.le_div_iff_mul_le
Nat.mul_div_cancel
Nat.mul_div_cancel_left
Nat.div_self
Nat.div_lt_self
Nat.div_eq_of_eq_mul_left
Nat.div_eq_of_eq_mul_right
Nat.div_pos
-- Nat.div_add_mod, not_le ℕ, Nat.mod_lt
Nat.mod_mod
Nat.dvd_mod✝
Nat.mod_eq_zero_of_dvd
Nat.mod_self
Nat.zero_mod
Nat.pow_mod
Nat.mul_mod_right
Nat.mul_mod_left
Nat.dvd_of_mod_eq_zero
Nat.dvd_iff_mod_eq_zero
Nat.dvd_add_right
Nat.div_mul_cancel
Nat.mul_div_cancel'
Nat.eq_mul_of_div_eq_right
Nat.even_iff
Nat.div_dvd_of_dvd
-- not_le ℕ, Nat.div_add_mod, Nat.mod_lt
Nat.mod_one
Nat.add_mul_mod_self_left
Nat.add_mod
Nat.mul_mod
Nat.add_mod_right
Nat.add_mod_left
Nat.add_mul_mod_self_right
Nat.mod_two_eq_zero_or_one
Nat.mod_two_ne_zero
Nat.mod_two_ne_one
Nat.mod_mod_of_dvd
Nat.div_one
Nat.odd_iff
Nat.not_even_iff_odd
Nat.not_odd_iff_even
Nat.even_or_odd
Nat.even_add
Nat.odd_add
Nat.mul_dvd_of_dvd_div
-- Nat.div_zero, not_le ℕ, Nat.div_add_mod, Nat.mod_lt
Nat.zero_div
Nat.mul_div_assoc
Nat.div_div_eq_div_mul
Nat.div_le_div_right
Nat.dvd_div_of_mul_dvd
-- Nat.div_zero, not_le ℕ, Nat.div_add_mod
Nat.div_le_self
-- not_le ℕ, Nat.dvd_gcd, Nat.gcd_dvd_right, Nat.gcd_dvd_left
Nat.gcd_comm
Nat.gcd_assoc
Nat.coprime_comm
Nat.Coprime.symm
Nat.Coprime.coprime_dvd_left
Nat.Coprime.mul
Nat.coprime_mul_iff_left
Nat.Coprime.mul_dvd_of_dvd_of_dvd
Nat.Coprime.coprime_dvd_right
Nat.Coprime.mul_right
Nat.coprime_mul_iff_right
Nat.Coprime.pow_right
Nat.Coprime.pow
-- not_le ℕ, Nat.dvd_gcd, Nat.gcd_dvd_left
Nat.gcd_self
Nat.gcd_zero_right
Nat.gcd_eq_left
Nat.Coprime.eq_one_of_dvd
Nat.coprime_self
Nat.coprime_zero_right
Nat.gcd_mul_left_right
Nat.gcd_mul_right_right
-- not_le ℕ, Nat.dvd_gcd, Nat.gcd_dvd_left, Nat.gcd_dvd_right
Nat.gcd_zero_left
Nat.gcd_mul_left
Nat.gcd_mul_right
Nat.gcd_eq_zero_iff
Nat.coprime_zero_left
Nat.gcd_mul_left_left
Nat.gcd_mul_right_left
-- not_le ℕ, Nat.gcd_dvd_right
Nat.gcd_one_right
Nat.gcd_pos_of_pos_right
Nat.coprime_one_right
Nat.gcd_le_right
-- not_le ℕ, Nat.gcd_dvd_right, Nat.dvd_gcd, Nat.gcd_dvd_left
Nat.gcd_one_left
Nat.coprime_one_left
Nat.Coprime.pow_left
-- Nat.div_add_mod, not_le ℕ, Nat.mod_lt, Nat.dvd_gcd, Nat.gcd_dvd_right, Nat.gcd_dvd_left
Nat.gcd_rec
Nat.gcd_add_mul_right_right
Nat.gcd_add_self_right
Nat.gcd_add_self_left
Nat.gcd_add_mul_left_right
Nat.coprime_add_self_right
Nat.coprime_add_self_left
Nat.gcd_self_add_right
Nat.coprime_self_add_right
Nat.gcd_self_add_left
Nat.coprime_self_add_left
-- Nat.dvd_gcd, Nat.gcd_dvd_right, Nat.gcd_dvd_left
Nat.dvd_gcd_iff
-- Nat.div_add_mod, not_le ℕ, Nat.mod_lt, Nat.gcd_dvd_left, Nat.lcm
Nat.gcd_mul_lcm
-- not_le ℕ, Nat.dvd_gcd, Nat.gcd_dvd_right
Nat.gcd_eq_right
-- not_le ℕ, Nat.gcd_dvd_left
Nat.gcd_pos_of_pos_left
Nat.gcd_le_left
-- not_le ℕ, Nat.dvd_gcd, Nat.gcd_dvd_right, Nat.gcd_dvd_left, Nat.lcm
Nat.lcm_comm
-- Nat.div_zero, not_le ℕ, Nat.div_add_mod, Nat.mod_lt, Nat.gcd_dvd_right, Nat.lcm
Nat.dvd_lcm_left
-- not_le ℕ, Nat.dvd_gcd, Nat.gcd_dvd_right, Nat.gcd_dvd_left, Nat.lcm, Nat.div_zero, Nat.div_add_mod, Nat.mod_lt
Nat.dvd_lcm_right
-- not_le ℕ, Nat.dvd_gcd, Nat.gcd_dvd_left, Nat.gcd_dvd_right, Nat.div_add_mod, Nat.mod_lt, Nat.lcm
Nat.lcm_dvd
-- not_le ℕ, Nat.div_zero, Nat.div_add_mod, Nat.mod_lt, Nat.gcd_dvd_right, Nat.lcm, Nat.dvd_gcd, Nat.gcd_dvd_left
Nat.lcm_self
-- Nat.dvd_gcd, not_le ℕ, Nat.gcd_dvd_left, Nat.gcd_dvd_right
Nat.Coprime.dvd_of_dvd_mul_right
Nat.Coprime.dvd_of_dvd_mul_left
Nat.Coprime.dvd_mul_right
Nat.Coprime.dvd_mul_left
-- Nat.prime_def_lt''
Nat.Prime.two_le
Nat.Prime.one_lt
Nat.Prime.pos
Nat.Prime.eq_one_or_self_of_dvd
Nat.dvd_prime
Nat.prime_dvd_prime_iff_eq
Nat.not_prime_of_dvd_of_ne
Nat.Prime.even_iff
-- Nat.gcd_dvd_right, Nat.gcd_dvd_left, not_le ℕ, Nat.dvd_gcd, Nat.prime_def_lt''
Nat.Prime.coprime_iff_not_dvd
Nat.coprime_primes
Nat.coprime_or_dvd_of_prime
Nat.Prime.dvd_iff_not_coprime
-- Nat.dvd_gcd, not_le ℕ, Nat.gcd_dvd_left, Nat.gcd_dvd_right, Nat.prime_def_lt''
Nat.Prime.dvd_mul
Nat.even_mul
-- not_le ℕ, Nat.dvd_gcd, Nat.gcd_dvd_left, Nat.gcd_dvd_right, Nat.prime_def_lt''
Nat.Prime.dvd_of_dvd_pow
-- Nat.div_add_mod, not_le ℕ, Nat.mod_lt, Nat.prime_def_lt''
Nat.Prime.eq_two_or_odd
Nat.Prime.odd_of_ne_two
-- Nat.div_add_mod, not_le ℕ, Nat.mod_lt, Nat.sub_split✝, Nat.dvd_gcd, Nat.gcd_dvd_left, Nat.gcd_dvd_right, Nat.prime_def_lt''
Nat.even_pow
-- not_le ℕ, Nat.factorial_succ
Nat.factorial_pos
Nat.factorial_ne_zero
-- Nat.factorial_succ, not_le ℕ
Nat.self_le_factorial
-- Nat.choose_zero_right, Nat.choose_zero_succ, Nat.choose_succ_succ
Nat.choose_one_right
-- Nat.choose_zero_succ, not_le ℕ, Nat.choose_succ_succ
Nat.choose_eq_zero_of_lt
Nat.choose_succ_self
-- Nat.choose_zero_right, Nat.choose_zero_succ, not_le ℕ, Nat.choose_succ_succ
Nat.choose_self
-- Int.dvd_mod✝, not_le ℤ
Int.dvd_iff_emod_eq_zero
Int.emod_eq_zero_of_dvd
Int.zero_emod
Int.emod_self
Int.dvd_of_emod_eq_zero
Int.mul_emod_right
Int.mul_emod_left
-- Int.emod_eq_emod_iff_emod_sub_eq_zero, Int.dvd_mod✝, not_le ℤ
Int.modEq_iff_dvd
Int.add_mul_emod_self_left
Int.add_mul_emod_self
-- not_le ℤ, Int.ediv_add_emod, Int.emod_nonneg, Int.emod_lt_of_pos
Int.emod_eq_of_lt
Int.emod_two_eq_zero_or_one
Int.odd_iff
Int.ediv_one
Int.neg_emod_two
-- Nat.div_add_mod, not_le ℕ, Nat.mod_lt, Int.ediv_add_emod, Int.emod_eq_emod_iff_emod_sub_eq_zero, Int.dvd_mod✝, not_le ℤ, Int.emod_nonneg, Int.emod_lt_of_pos
Int.natCast_mod
Int.natCast_dvd_natCast
-- Int.emod_eq_emod_iff_emod_sub_eq_zero, Int.dvd_mod✝, not_le ℤ, Nat.div_add_mod, not_le ℕ, Nat.mod_lt, Int.ediv_add_emod, Int.emod_nonneg, Int.emod_lt_of_pos
Nat.modEq_iff_dvd
-- Int.ediv_add_emod, Int.emod_eq_emod_iff_emod_sub_eq_zero, Int.dvd_mod✝, not_le ℤ
Int.add_emod
Int.sub_emod
Int.mul_emod
Int.emod_emod
Int.emod_emod_of_dvd
-- Int.ediv_add_emod
Int.emod_add_ediv
Int.emod_def
-- Int.ediv_add_emod, Int.dvd_mod✝, not_le ℤ
Int.ediv_mul_cancel
-- not_le ℤ, Int.ediv_add_emod, Int.dvd_mod✝
Int.mul_ediv_cancel
Int.mul_ediv_cancel_left
Int.zero_ediv
Int.ediv_self
-- not_le ℤ
Int.le_of_dvd
Int.dvd_antisymm
Int.eq_one_or_neg_one_of_mul_eq_one
-- Int.dvd_mod✝, not_le ℤ, Int.ediv_add_emod, Int.emod_nonneg, Int.emod_lt_of_pos
Int.even_iff
-- not_le ℤ, Int.ediv_add_emod, Int.emod_nonneg, Int.emod_lt_of_pos, Int.dvd_mod✝
Int.even_or_odd
Int.even_add
Int.even_sub
Int.not_even_iff_odd
Int.even_mul
Int.odd_mul
Int.odd_add
Int.even_mul_succ_self
Int.even_mul_pred_self
-- Nat.sub_split✝, not_le ℕ, not_le ℤ, Int.ediv_add_emod, Int.emod_nonneg, Int.emod_lt_of_pos, Int.dvd_mod✝
Int.even_pow
-- Int.natAbs_split✝, not_le ℤ
Int.natAbs_of_nonneg
Int.natAbs_eq
Int.natAbs_sq
-- Nat.sub_split✝, not_le ℕ, Nat.choose_zero_right, Nat.choose_zero_succ, Nat.choose_succ_succ, Nat.factorial_succ
Nat.choose_mul_factorial_mul_factorial
-- Nat.sub_split✝, not_le ℕ, Nat.factorial_succ, Nat.choose_zero_right, Nat.choose_zero_succ, Nat.choose_succ_succ
Nat.choose_symm
Nat.choose_symm_of_eq_add
Nat.succ_mul_choose_eq
-- Nat.eq_sqrt
Nat.sqrt_le
Nat.lt_succ_sqrt
Nat.sqrt_eq
Nat.le_sqrt
Nat.sqrt_eq_zero
-- not_le ℕ, Nat.eq_sqrt
Nat.sqrt_lt
-- not_le ℕ, Nat.div_add_mod, Nat.mod_lt, Nat.dvd_gcd, Nat.gcd_dvd_left, Nat.gcd_dvd_right, Nat.prime_def_lt''
Nat.odd_mul
Nat.even_mul_succ_self
-- Nat.sub_split✝, not_le ℕ, Nat.div_add_mod, Nat.mod_lt
Nat.even_sub
-- Nat.div_zero, not_le ℕ, Nat.dvd_gcd, Nat.gcd_dvd_left, Nat.div_add_mod, Nat.mod_lt, Nat.gcd_dvd_right
Nat.gcd_div
-- not_le ℕ, Nat.prime_def_lt''
Nat.prime_mul_iff
Nat.Prime.one_le
-- not_le ℕ, Nat.div_add_mod, Nat.mod_lt, Nat.gcd_dvd_left, Nat.lcm
Nat.lcm_pos
-- Nat.div_zero, not_le ℕ, Nat.div_add_mod, Nat.mod_lt, Nat.lcm
Nat.lcm_zero_right
-- Nat.div_zero, not_le ℕ, Nat.div_add_mod, Nat.mod_lt, Nat.lcm, Nat.dvd_gcd, Nat.gcd_dvd_right, Nat.gcd_dvd_left
Nat.lcm_zero_left
-- not_le ℕ, Nat.div_add_mod, Nat.mod_lt, Nat.gcd_dvd_right, Nat.lcm
Nat.lcm_one_right
-- not_le ℕ, Nat.div_add_mod, Nat.mod_lt, Nat.gcd_dvd_right, Nat.lcm, Nat.dvd_gcd, Nat.gcd_dvd_left
Nat.lcm_one_left
-- Nat.div_zero, not_le ℕ, Nat.div_add_mod, Nat.mod_lt, Nat.gcd_dvd_right, Nat.lcm, Nat.dvd_gcd, Nat.gcd_dvd_left
Nat.lcm_dvd_iff
-- not_le ℕ, Nat.dvd_gcd, Nat.gcd_dvd_right, Nat.gcd_dvd_left, Nat.prime_def_lt''
Nat.Prime.coprime_pow_of_not_dvd
-- not_le ℕ, Nat.div_add_mod, Nat.mod_lt, Nat.prime_def_lt''
Nat.exists_prime_and_dvd
-- Nat.div_add_mod, not_le ℕ, Nat.mod_lt, Nat.prime_def_lt'', Nat.dvd_gcd, Nat.gcd_dvd_left, Nat.gcd_dvd_right, Nat.factorial_succ
Nat.Prime.dvd_factorial
-- Nat.fib_add_two
Nat.fib_add
Nat.fib_two_mul_add_one
Nat.fib_le_fib_succ
Nat.fib_dvd
-- not_le ℕ, Nat.fib_add_two
Nat.fib_pos
-- Nat.div_add_mod, not_le ℕ, Nat.mod_lt, Nat.dvd_gcd, Nat.gcd_dvd_right, Nat.gcd_dvd_left, Nat.fib_add_two
Nat.fib_coprime_fib_succ
-- Nat.choose_zero_right, not_le ℕ, Nat.choose_succ_succ
Nat.choose_pos
-- Nat.sub_split✝, Nat.choose_zero_right, Nat.choose_zero_succ, Nat.choose_succ_succ, not_le ℕ, Nat.div_add_mod, Nat.mod_lt
Nat.choose_two_right
-- Nat.div_add_mod, Nat.mod_lt, not_le ℕ, Nat.factorial_succ, Nat.sub_split✝, Nat.choose_zero_right, Nat.choose_zero_succ, Nat.choose_succ_succ
Nat.choose_eq_factorial_div_factorial
-- Nat.sub_split✝, not_le ℕ, Nat.factorial_succ
Nat.factorial_dvd_factorial
Nat.mul_factorial_pred
-- not_le ℕ, Nat.factorial_succ, Nat.sub_split✝
Nat.factorial_le
-- not_le ℕ, Nat.sub_split✝, Nat.factorial_succ
Nat.factorial_lt
-- Nat.factorial_succ, Nat.sub_split✝, not_le ℕ
Nat.dvd_factorial
-- Int.natAbs_split✝, not_le ℕ
Int.natAbs_neg
Int.natAbs_cast
-- Int.natAbs_split✝, not_le ℕ, not_le ℤ
Int.natAbs_eq_iff
Int.natAbs_mul
Int.natAbs_pow
Int.natAbs_eq_zero
Int.natAbs_pos
-- Int.natAbs_split✝, not_le ℤ, Nat.div_add_mod, not_le ℕ, Nat.mod_lt, Int.ediv_add_emod, Int.emod_eq_emod_iff_emod_sub_eq_zero, Int.dvd_mod✝, Int.emod_nonneg, Int.emod_lt_of_pos
Int.natAbs_dvd_natAbs
-- Int.toNat_split✝, not_le ℕ
Int.toNat_natCast
-- Int.ediv_add_emod, Int.emod_nonneg
Int.ediv_mul_le
-- Real.sqrt_nonneg, Real.sq_sqrt
Real.sqrt_sq
Real.mul_self_sqrt
Real.sqrt_mul_self
Real.sqrt_zero
Real.sqrt_one
Real.sqrt_inj
Real.sqrt_lt_sqrt
Real.le_sqrt
Real.sqrt_eq_iff_mul_self_eq
Real.sqrt_eq_iff_sq_eq
Real.sqrt_lt
Real.sqrt_le_self
-- Real.sqrt_nonneg, Real.sq_sqrt, not_le ℝ, abs_cases ℝ
Real.sqrt_mul_self_eq_abs
Real.sqrt_sq_eq_abs
-- Real.sqrt_eq_zero', Real.sqrt_nonneg, Real.sq_sqrt, not_le ℝ
Real.sqrt_mul
Real.sqrt_mul'
Real.sqrt_le_sqrt
Real.sqrt_le_left
Real.sqrt_le'
Real.sqrt_le_one
Real.sqrt_lt'
-- Real.sqrt_nonneg, Real.sq_sqrt, Real.sqrt_eq_zero', not_le ℝ, mul_div_cancel_left₀ ℝ
Real.sqrt_inv
-- Real.sqrt_eq_zero', Real.sqrt_nonneg, Real.sq_sqrt, not_le ℝ, mul_div_cancel_left₀ ℝ
Real.sqrt_div
Real.sqrt_div'
-- Real.sqrt_eq_zero', Real.sqrt_nonneg, not_le ℝ
Real.sqrt_pos
Real.sqrt_pos_of_pos
-- Real.sqrt_eq_zero'
Real.sqrt_eq_zero
Real.sqrt_eq_zero_of_nonpos
Real.sqrt_ne_zero
-- Real.sqrt_eq_zero', not_le ℝ
Real.sqrt_ne_zero'
-- Real.sqrt_nonneg, Real.sq_sqrt, not_le ℝ, Real.sqrt_eq_zero'
Real.sqrt_le_sqrt_iff
-- not_le ℝ, Real.sqrt_nonneg, Real.sq_sqrt, Real.sqrt_eq_zero'
Real.sqrt_lt_sqrt_iff
-- Real.sqrt_nonneg, Real.sqrt_eq_zero', Real.sq_sqrt, not_le ℝ
Real.sqrt_le_iff
Real.lt_sq_of_sqrt_lt
-- not_le ℝ, Real.sqrt_eq_zero', Real.sqrt_nonneg, Real.sq_sqrt
Real.le_sqrt'
Real.lt_sqrt
Real.sqrt_le_sqrt_iff'
-- Real.sqrt_nonneg, not_le ℝ, Real.sqrt_eq_zero', Real.sq_sqrt
Real.le_sqrt_of_sq_le
Real.lt_sqrt_of_sq_lt
-- Real.sqrt_eq_zero', Real.sqrt_nonneg, not_le ℝ, Real.sq_sqrt, abs_cases ℝ
Real.sqrt_eq_iff_mul_self_eq_of_pos
Real.sqrt_eq_one
-- Real.sin_neg
Real.sin_zero
-- Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos
Real.cos_zero
-- Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg
Real.sin_sq_add_cos_sq
Real.cos_sq_add_sin_sq
Real.sin_sq
Real.cos_sq'
Real.cos_sq
Real.cos_two_mul
Real.cos_two_mul'
Real.sin_le_one
Real.cos_le_one
Real.neg_one_le_sin
Real.neg_one_le_cos
Real.sin_sq_eq_half_sub
Real.sin_sq_le_one
Real.cos_sq_le_one
-- Real.sin_add
Real.sin_two_mul
-- Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, Real.sin_add
Real.sin_three_mul
Real.cos_three_mul
-- Real.sin_neg, Real.cos_neg, Real.sin_add
Real.sin_sub
-- Real.sin_neg, Real.cos_neg, Real.cos_add
Real.cos_sub
-- Real.cos_pi_div_two, Real.sin_add
Real.sin_pi
-- Real.cos_pi_div_two, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg
Real.cos_pi
Real.cos_two_pi
-- Real.cos_pi_div_two, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, Real.sin_pos_of_pos_of_lt_pi, Real.pi_gt_3141592
Real.sin_pi_div_two
Real.cos_pi_div_two_sub
-- Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, abs_cases ℝ
Real.abs_sin_le_one
Real.abs_cos_le_one
-- Real.pi_gt_3141592
Real.pi_pos
Real.pi_gt_three
Real.pi_ne_zero
Real.pi_gt_314
Real.pi_nonneg
Real.two_le_pi
-- Real.exp_add, Real.add_one_le_exp
Real.exp_zero
Real.exp_nat_mul
-- Real.exp_add, Real.add_one_le_exp, not_le ℝ
Real.exp_pos
Real.exp_ne_zero
Real.exp_nonneg
Real.exp_eq_one_iff
Real.one_lt_exp_iff
Real.exp_le_one_iff
-- Real.exp_add, Real.add_one_le_exp, mul_div_cancel_left₀ ℝ
Real.exp_neg
Real.exp_sub
-- not_le ℝ, Real.exp_add, Real.add_one_le_exp
Real.exp_lt_exp
Real.exp_le_exp
Real.exp_eq_exp
Real.add_one_lt_exp
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp
Real.log_one
-- not_le ℝ, Real.exp_add, Real.add_one_le_exp, Real.exp_log, Real.log_neg_eq_log
Real.log_mul
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp, Real.log_zero, mul_div_cancel_left₀ ℝ, not_le ℝ, Real.exp_log, Real.log_neg_eq_log
Real.log_inv
Real.log_div
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp, Real.log_zero, not_le ℝ, Real.exp_log, Real.log_neg_eq_log
Real.log_pow
-- not_le ℝ, Real.exp_add, Real.add_one_le_exp, Real.exp_log
Real.log_lt_log
Real.log_le_log
Real.log_lt_log_iff
Real.log_le_log_iff
Real.log_le_iff_le_exp
Real.log_lt_iff_lt_exp
Real.le_log_iff_exp_le
Real.lt_log_iff_exp_lt
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp, not_le ℝ, Real.exp_log
Real.log_pos
Real.log_nonneg
Real.log_pos_iff
-- Real.exp_log, Real.add_one_le_exp
Real.log_le_sub_one_of_pos
Real.log_neg
-- Real.rpow_natCast
Real.rpow_two
Real.rpow_one
Real.rpow_zero
Real.rpow_nat_cast
-- ite_false✝ ℝ, Real.rpow_def_of_nonneg
Real.rpow_def_of_pos
-- Real.exp_add, ite_false✝ ℝ, Real.rpow_def_of_nonneg
Real.rpow_add
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp, ite_false✝ ℝ, Real.rpow_def_of_nonneg
Real.one_rpow
-- Real.exp_add, Real.add_one_le_exp, Real.log_zero, ite_true✝ ℝ, ite_false✝ ℝ, Real.rpow_def_of_nonneg
Real.zero_rpow
-- Real.exp_add, Real.add_one_le_exp, not_le ℝ, ite_false✝ ℝ, Real.rpow_def_of_nonneg
Real.rpow_pos_of_pos
-- Real.log_exp, ite_false✝ ℝ, Real.rpow_def_of_nonneg
Real.log_rpow
-- Real.rpow_natCast, Real.exp_add, Real.add_one_le_exp, Real.log_exp, ite_false✝ ℝ, Real.rpow_def_of_nonneg, not_le ℝ, Real.log_zero, ite_true✝ ℝ
Real.rpow_mul
-- Real.rpow_natCast, not_le ℝ, Real.exp_add, Real.add_one_le_exp, mul_div_cancel_left₀ ℝ, ite_false✝ ℝ, Real.rpow_def_of_nonneg, Real.log_zero, ite_true✝ ℝ
Real.rpow_neg
-- Real.exp_add, Real.add_one_le_exp, Real.log_zero, ite_true✝ ℝ, ite_false✝ ℝ, not_le ℝ, Real.rpow_def_of_nonneg
Real.rpow_nonneg
-- Complex.ofReal_re
Complex.one_re
Complex.zero_re
Complex.natCast_re
Complex.intCast_re
Complex.ratCast_re
-- Complex.ofReal_im
Complex.one_im
Complex.zero_im
Complex.natCast_im
Complex.intCast_im
Complex.ratCast_im
-- Complex.ofReal_re, Complex.add_re
Complex.neg_re
-- Complex.ofReal_im, Complex.add_im
Complex.neg_im
-- Complex.ofReal_re, Complex.ofReal_im, Complex.add_re, Complex.add_im, Complex.mul_re, Complex.mul_im, Complex.I_re, Complex.I_im, Complex.ext_iff
Complex.I_mul_I
Complex.I_sq
Complex.I_ne_zero
Complex.I_pow_four
Complex.re_add_im
-- Complex.add_re, Complex.ofReal_re
Complex.sub_re
-- Complex.add_im, Complex.ofReal_im
Complex.sub_im
-- Complex.ofReal_re, Complex.ofReal_im, Complex.add_re, Complex.add_im, Complex.ext_iff
Complex.ofReal_neg
Complex.ofReal_sub
-- mul_div_cancel_left₀ ℂ, mul_div_cancel_left₀ ℝ
Complex.ofReal_inv
Complex.ofReal_div
-- Complex.mul_re, Complex.I_re, Complex.I_im
Complex.mul_I_re
Complex.I_mul_re
-- Complex.mul_im, Complex.I_re, Complex.I_im
Complex.mul_I_im
Complex.I_mul_im
-- Complex.ofReal_re, Complex.ofReal_im, Complex.mul_re
Complex.re_ofReal_mul
Complex.re_mul_ofReal
-- Complex.ofReal_re, Complex.ofReal_im, Complex.mul_im
Complex.im_ofReal_mul
Complex.im_mul_ofReal
-- Complex.ofReal_re, Complex.ofReal_im, Complex.normSq_apply
Complex.normSq_zero
Complex.normSq_one
Complex.normSq_ofReal
Complex.normSq_natCast
-- Complex.ofReal_re, Complex.ofReal_im, Complex.normSq_apply, Complex.ext_iff
Complex.normSq_eq_zero
-- mul_div_cancel_left₀ ℂ, Complex.ofReal_re, Complex.ofReal_im, Complex.mul_re, Complex.mul_im, Complex.normSq_apply, mul_div_cancel_left₀ ℝ, Complex.ext_iff
Complex.inv_re
-- mul_div_cancel_left₀ ℂ, Complex.ofReal_im, Complex.ofReal_re, Complex.mul_re, Complex.mul_im, Complex.normSq_apply, mul_div_cancel_left₀ ℝ, Complex.ext_iff
Complex.inv_im
-- Complex.mul_re, mul_div_cancel_left₀ ℂ, Complex.ofReal_re, Complex.ofReal_im, Complex.mul_im, Complex.normSq_apply, mul_div_cancel_left₀ ℝ, Complex.ext_iff
Complex.div_re
-- Complex.mul_im, mul_div_cancel_left₀ ℂ, Complex.ofReal_re, Complex.ofReal_im, Complex.mul_re, Complex.normSq_apply, mul_div_cancel_left₀ ℝ, Complex.ext_iff
Complex.div_im
-- mul_div_cancel_left₀ ℂ, mul_div_cancel_left₀ ℝ, Complex.ofReal_re, Complex.ofReal_im, Complex.mul_re
Complex.div_ofReal_re
Complex.div_natCast_re
-- mul_div_cancel_left₀ ℂ, mul_div_cancel_left₀ ℝ, Complex.ofReal_re, Complex.ofReal_im, Complex.mul_im
Complex.div_ofReal_im
Complex.div_natCast_im
-- Complex.ofReal_re, Complex.ofReal_im, Complex.add_re, Complex.add_im, Complex.mul_re, Complex.mul_im, Complex.I_re, Complex.I_im, Complex.ext_iff, mul_div_cancel_left₀ ℂ
Complex.div_I
Complex.inv_I
-- Complex.I_re, Complex.I_im, Complex.normSq_apply
Complex.normSq_I
-- Complex.ofReal_re, Complex.add_re, Complex.ofReal_im, Complex.add_im, Complex.normSq_apply
Complex.normSq_neg
-- Complex.mul_re, Complex.mul_im, Complex.normSq_apply
Complex.normSq_mul
-- mul_div_cancel_left₀ ℂ, Complex.ofReal_re, Complex.ofReal_im, Complex.normSq_apply, Complex.mul_re, Complex.mul_im, mul_div_cancel_left₀ ℝ
Complex.normSq_inv
-- Complex.mul_re, Complex.mul_im, Complex.normSq_apply, mul_div_cancel_left₀ ℂ, Complex.ofReal_re, Complex.ofReal_im, mul_div_cancel_left₀ ℝ
Complex.normSq_div
-- Complex.normSq_apply
Complex.normSq_nonneg
-- Complex.ofReal_re, Complex.ofReal_im, Complex.normSq_apply, not_le ℝ, Complex.ext_iff
Complex.normSq_pos
-- Nat.Prime.irrational_sqrt
irrational_sqrt_two
-- abs_cases ℤ, abs_cases α
Int.cast_abs ℚ ℝ
-- not_le ℤ, Int.floor_le α, Int.lt_floor_add_one α
Int.floor_eq_iff ℚ ℝ
Int.floor_lt ℚ ℝ
Int.floor_intCast ℚ ℝ
-- not_le ℤ, not_le α, Int.floor_le α, Int.lt_floor_add_one α
Int.le_floor ℚ ℝ
-- Int.floor_le α, Int.lt_floor_add_one α
Int.sub_one_lt_floor ℚ ℝ
-- Int.floor_le α, Int.lt_floor_add_one α, not_le ℤ
Int.floor_add_int ℚ ℝ
-- not_le ℤ, not_le α, Int.ceil_le α
Int.lt_ceil ℚ ℝ
-- Int.ceil_le α
Int.le_ceil ℚ ℝ
-- not_le α, Int.ceil_le α
Int.ceil_lt_add_one ℚ ℝ
-- not_le ℤ, Int.ceil_le α, not_le α
Int.ceil_eq_iff ℚ ℝ
-- Int.floor_le α, Int.lt_floor_add_one α, Int.self_sub_floor α
Int.fract_nonneg ℚ ℝ
Int.fract_lt_one ℚ ℝ
-- not_le ℕ, Nat.lt_floor_add_one α
Nat.le_floor ℚ ℝ
-- not_le ℕ, Nat.floor_le α, Nat.lt_floor_add_one α
Nat.floor_eq_iff ℚ ℝ
-- not_le α, not_le ℕ, ite_true✝ ℕ, ite_false✝ ℕ, max_def ℕ, ite_true✝ α, ite_false✝ α, max_def α
Nat.cast_max ℤ
-- not_le ℕ, ite_true✝ ℕ, ite_false✝ ℕ, max_def ℕ, ite_true✝ α, ite_false✝ α, max_def α, not_le α
Nat.cast_max ℚ ℝ
-- Real.cos_pi_div_two, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, Real.sin_pos_of_pos_of_lt_pi, Real.pi_gt_3141592, Real.sin_add
Real.sin_pi_div_two_sub
Real.cos_pos_of_mem_Ioo
-- Real.cos_pi_div_two, Real.sin_add, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg
Real.sin_pi_sub
Real.cos_pi_sub
Real.cos_add_pi
Real.sin_add_pi
Real.sin_two_pi
Real.sin_add_two_pi
Real.cos_add_two_pi
Real.cos_two_pi_sub
-- Real.cos_pi_div_two, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, not_le ℝ, Real.sin_add, Real.pi_gt_3141592, Real.sin_pos_of_pos_of_lt_pi
Real.cos_pi_div_three
-- Real.sqrt_nonneg, Real.sq_sqrt, Real.cos_pi_div_two, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, not_le ℝ, Real.sin_add, Real.pi_gt_3141592, Real.sin_pos_of_pos_of_lt_pi
Real.sin_pi_div_three
-- Real.cos_pi_div_two, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, Real.sin_pos_of_pos_of_lt_pi, Real.pi_gt_3141592, Real.sqrt_nonneg, Real.sq_sqrt, not_le ℝ, Real.sin_add
Real.cos_pi_div_six
-- Real.cos_pi_div_two, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, Real.sin_pos_of_pos_of_lt_pi, Real.pi_gt_3141592, Real.sin_add, not_le ℝ
Real.sin_pi_div_six
Real.cos_nonneg_of_mem_Icc
-- Real.sqrt_nonneg, Real.sq_sqrt, Real.cos_pi_div_two, not_le ℝ, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, Real.pi_gt_3141592, Real.sin_pos_of_pos_of_lt_pi, Real.sin_add
Real.cos_pi_div_four
-- Real.cos_pi_div_two, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, Real.sin_pos_of_pos_of_lt_pi, Real.pi_gt_3141592, Real.sin_add, Real.sqrt_nonneg, Real.sq_sqrt, not_le ℝ
Real.sin_pi_div_four
-- Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.tan_eq_sin_div_cos
Real.tan_zero
-- Real.cos_pi_div_two, Real.sin_add, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, Real.tan_eq_sin_div_cos
Real.tan_pi
-- Real.sin_neg, Real.cos_neg, Real.tan_eq_sin_div_cos
Real.tan_neg
-- Real.sqrt_eq_zero', Real.sqrt_nonneg, Real.sq_sqrt, Real.cos_pi_div_two, not_le ℝ, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, Real.pi_gt_3141592, Real.sin_pos_of_pos_of_lt_pi, Real.sin_add, mul_div_cancel_left₀ ℝ, Real.tan_eq_sin_div_cos
Real.tan_pi_div_four
-- mul_div_cancel_left₀ ℝ, Real.tan_eq_sin_div_cos
Real.tan_mul_cos
-- Real.sin_neg, Real.cos_pi_div_two, Real.sin_add, not_le ℝ, Real.sin_pos_of_pos_of_lt_pi
Real.sin_nonneg_of_nonneg_of_le_pi
Real.sin_nonneg_of_mem_Icc
-- Real.sin_pos_of_pos_of_lt_pi
Real.sin_pos_of_mem_Ioo
-- Real.sin_neg, not_le ℝ, Real.sin_lt
Real.sin_le
-- Real.pi_lt_3141593
Real.pi_le_four
Real.pi_lt_315
-- Real.sq_sqrt, Real.exp_add, Real.add_one_le_exp, Real.log_exp, Real.log_zero, not_le ℝ, Real.exp_log, Real.log_neg_eq_log
Real.log_sqrt
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp, Real.log_zero, not_le ℝ, Real.exp_log
Real.log_nonpos
-- Real.log_neg_eq_log, abs_cases ℝ
Real.log_abs
-- Real.exp_add, Real.add_one_le_exp, Real.exp_log, Real.log_exp, Real.log_zero, Real.log_neg_eq_log, not_le ℝ
Real.log_eq_zero
Real.log_ne_zero
Real.log_ne_zero_of_pos_of_ne_one
-- Real.exp_add, Real.add_one_le_exp, Real.exp_log, not_le ℝ
Real.log_lt_sub_one_of_pos
-- Real.log_zero, not_le ℝ, Real.exp_log, Real.add_one_le_exp
Real.log_le_self
-- not_le ℝ, Real.exp_add, Real.add_one_le_exp, Real.exp_log, Real.log_neg_eq_log, Real.log_div_log
Real.logb_mul
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp, Real.log_zero, mul_div_cancel_left₀ ℝ, not_le ℝ, Real.exp_log, Real.log_neg_eq_log, Real.log_div_log
Real.logb_div
Real.logb_inv
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp, Real.log_div_log
Real.logb_one
-- Real.exp_add, Real.add_one_le_exp, Real.exp_log, mul_div_cancel_left₀ ℝ, Real.log_exp, ite_false✝ ℝ, Real.rpow_def_of_nonneg, Real.log_div_log
Real.logb_rpow
Real.logb_eq_iff_rpow_eq
-- Real.exp_add, Real.add_one_le_exp, Real.exp_log, mul_div_cancel_left₀ ℝ, ite_false✝ ℝ, Real.rpow_def_of_nonneg, Real.log_div_log
Real.rpow_logb
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp, Real.log_zero, not_le ℝ, Real.exp_log, Real.log_neg_eq_log, Real.log_div_log
Real.logb_pow
-- Real.add_one_le_exp
Real.one_le_exp
-- Real.exp_add, ite_false✝ ℝ, Real.rpow_def_of_nonneg, Real.rpow_natCast, not_le ℝ, Real.add_one_le_exp, mul_div_cancel_left₀ ℝ, Real.log_zero, ite_true✝ ℝ
Real.rpow_sub
-- Real.rpow_natCast, not_le ℝ, Real.exp_add, Real.add_one_le_exp, Real.exp_log, Real.log_neg_eq_log, ite_false✝ ℝ, Real.rpow_def_of_nonneg, Real.log_zero, ite_true✝ ℝ
Real.mul_rpow
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp, Real.log_zero, mul_div_cancel_left₀ ℝ, not_le ℝ, Real.exp_log, Real.log_neg_eq_log, Real.rpow_natCast, ite_false✝ ℝ, Real.rpow_def_of_nonneg, ite_true✝ ℝ
Real.inv_rpow
-- mul_div_cancel_left₀ ℝ, Real.rpow_natCast, not_le ℝ, Real.exp_add, Real.add_one_le_exp, Real.exp_log, Real.log_neg_eq_log, ite_false✝ ℝ, Real.rpow_def_of_nonneg, Real.log_zero, ite_true✝ ℝ, Real.log_exp
Real.div_rpow
-- not_le ℝ, Real.exp_add, Real.add_one_le_exp, Real.rpow_natCast, Real.exp_log, ite_false✝ ℝ, Real.rpow_def_of_nonneg, Real.log_zero, ite_true✝ ℝ
Real.rpow_le_rpow
-- not_le ℝ, Real.exp_add, Real.add_one_le_exp, Real.exp_log, ite_false✝ ℝ, Real.rpow_def_of_nonneg, Real.log_zero, ite_true✝ ℝ
Real.rpow_lt_rpow
-- not_le ℝ, Real.exp_add, Real.add_one_le_exp, Real.log_exp, Real.exp_log, ite_false✝ ℝ, Real.rpow_def_of_nonneg
Real.rpow_le_rpow_of_exponent_le
Real.rpow_lt_rpow_of_exponent_lt
-- Real.rpow_natCast, not_le ℝ, Real.exp_add, Real.add_one_le_exp, Real.log_exp, Real.exp_log, ite_false✝ ℝ, Real.rpow_def_of_nonneg
Real.one_le_rpow
Real.one_lt_rpow
-- Real.exp_add, Real.add_one_le_exp, Real.log_exp, ite_false✝ ℝ, Real.rpow_def_of_nonneg, not_le ℝ, Real.rpow_natCast, Real.exp_log, Real.log_zero, ite_true✝ ℝ
Real.rpow_le_one
-- Real.sqrt_eq_zero', Real.sqrt_nonneg, not_le ℝ, Real.sq_sqrt
Real.sqrt_lt_sqrt_iff_of_pos
-- abs_cases ℝ, Real.sqrt_nonneg, not_le ℝ, Real.sqrt_eq_zero', Real.sq_sqrt
Real.abs_le_sqrt
-- Real.sqrt_eq_zero', Real.sqrt_nonneg, not_le ℝ, Real.sq_sqrt, mul_div_cancel_left₀ ℝ
Real.sqrt_div_self
Real.div_sqrt
-- Real.sin_add, Real.sin_neg, Real.cos_neg
Real.sin_sub_sin
-- Real.cos_add, Real.sin_neg, Real.cos_neg
Real.cos_add_cos
Real.cos_sub_cos
-- Real.sin_pos_of_pos_of_lt_pi, Real.cos_add, Real.sin_neg, Real.cos_neg
Real.cos_lt_cos_of_nonneg_of_le_pi
-- not_le ℝ, Real.sin_pos_of_pos_of_lt_pi, Real.cos_add, Real.sin_neg, Real.cos_neg
Real.injOn_cos
-- Real.cos_pi_div_two, Real.sin_neg, Real.cos_add, Real.one_sub_sq_div_two_le_cos, Real.cos_neg, Real.sin_pos_of_pos_of_lt_pi, Real.pi_gt_3141592, not_le ℝ
Real.injOn_sin
-- Real.exp_log
Real.log_injOn_pos
-- Complex.ext_iff
Complex.ext
-- not_le ℕ, Finset.ext ℕ
Finset.range_succ
-- not_le α, Finset.ext α, Finset.sum_insert α
Finset.sum_range_succ ℕ
Finset.sum_range_succ_comm ℕ
-- not_le ℕ, Finset.ext ℕ, Finset.sum_insert α
Finset.sum_range_succ ℤ ℚ ℝ ℂ
Finset.sum_range_succ_comm ℤ ℚ ℝ ℂ
-- Finset.sum_empty α
Finset.sum_range_zero ℕ ℤ ℚ ℝ ℂ
-- Finset.sum_empty α, Finset.sum_insert α, Finset.ext α
Finset.sum_singleton ℕ
Finset.sum_range_one ℕ
Finset.sum_pair ℕ
-- Finset.sum_empty α, Finset.sum_insert α, Finset.ext ℕ
Finset.sum_singleton ℤ ℚ ℝ ℂ
Finset.sum_range_one ℤ ℚ ℝ ℂ
-- not_le α, Finset.ext α, Finset.prod_insert α
Finset.prod_range_succ ℕ
Finset.prod_range_succ_comm ℕ
-- not_le ℕ, Finset.ext ℕ, Finset.prod_insert α
Finset.prod_range_succ ℤ ℚ ℝ ℂ
Finset.prod_range_succ_comm ℤ ℚ ℝ ℂ
-- Finset.prod_empty α
Finset.prod_range_zero ℕ ℤ ℚ ℝ ℂ
-- Finset.prod_empty α, Finset.prod_insert α, Finset.ext α
Finset.prod_singleton ℕ
Finset.prod_range_one ℕ
-- Finset.prod_empty α, Finset.prod_insert α, Finset.ext ℕ
Finset.prod_singleton ℤ ℚ ℝ ℂ
Finset.prod_range_one ℤ ℚ ℝ ℂ
-- Finset.induction✝, Finset.sum_empty α, Finset.sum_insert α
Finset.sum_add_distrib ℕ ℤ ℚ ℝ ℂ
Finset.mul_sum ℕ ℤ ℚ ℝ ℂ
Finset.sum_mul ℕ ℤ ℚ ℝ ℂ
Finset.sum_congr ℕ ℤ ℚ ℝ ℂ
Finset.sum_neg_distrib ℤ ℚ ℝ ℂ
Finset.sum_sub_distrib ℤ ℚ ℝ ℂ
Finset.sum_div ℚ ℝ ℂ
Finset.sum_le_sum ℕ ℤ ℚ ℝ
-- Finset.induction✝, Finset.card_insert_of_not_mem, Finset.sum_empty α, Finset.sum_insert α
Finset.sum_const ℕ ℤ ℚ ℝ
Finset.sum_const_zero ℕ ℤ ℚ ℝ
Finset.sum_nonneg ℤ ℚ ℝ
Finset.sum_pos ℕ ℤ ℚ ℝ
-- Finset.induction✝, Finset.sum_empty α, Finset.card_insert_of_not_mem, Finset.sum_insert α
Finset.sum_const ℂ
Finset.sum_const_zero ℂ
-- Finset.induction✝, Finset.card_insert_of_not_mem, Finset.prod_empty α, Finset.prod_insert α
Finset.prod_const ℕ ℤ ℚ ℝ
Finset.prod_const_one ℕ ℤ ℚ ℝ
-- Finset.induction✝, Finset.prod_empty α, Finset.card_insert_of_not_mem, Finset.prod_insert α
Finset.prod_const ℂ
Finset.prod_const_one ℂ
-- not_le α, Finset.sum_insert α, Finset.ext α
Finset.sum_Icc_succ_top ℕ
-- not_le ℕ, Finset.sum_insert α, Finset.ext ℕ
Finset.sum_Icc_succ_top ℤ ℚ ℝ ℂ
-- not_le α, Finset.prod_insert α, Finset.ext α
Finset.prod_Icc_succ_top ℕ
-- not_le ℕ, Finset.prod_insert α, Finset.ext ℕ
Finset.prod_Icc_succ_top ℤ ℚ ℝ ℂ
-- Finset.card_insert_of_not_mem, not_le ℕ, Finset.ext ℕ
Finset.card_range
-- Finset.sum_empty ℕ, Nat.sub_split✝, not_le ℕ, Finset.ext ℕ, Finset.sum_insert ℕ
Finset.sum_range_id_mul_two
-- Nat.div_add_mod, Nat.mod_lt, Finset.sum_empty ℕ, Nat.sub_split✝, not_le ℕ, Finset.ext ℕ, Finset.sum_insert ℕ
Finset.sum_range_id
-- Finset.ext α
Finset.ext_iff ℕ ℤ ℚ ℝ ℂ
Finset.nonempty_of_ne_empty ℕ ℤ ℚ ℝ
-- Finset.induction✝, Finset.prod_empty α, Finset.prod_insert α
Finset.prod_congr ℕ ℤ ℚ ℝ ℂ
Finset.prod_mul_distrib ℕ ℤ ℚ ℝ ℂ
Finset.prod_pow ℕ ℤ ℚ ℝ ℂ
Finset.prod_div_distrib ℚ ℝ ℂ
Finset.prod_nonneg ℤ ℚ ℝ
Finset.prod_pos ℕ ℤ ℚ ℝ
Finset.prod_le_prod ℕ ℤ ℚ ℝ
-- Finset.sum_empty α, Finset.sum_insert α, Finset.ext α, not_le α
Finset.sum_range_succ' ℕ
-- Finset.sum_empty α, Finset.sum_insert α, Finset.ext ℕ, not_le ℕ
Finset.sum_range_succ' ℤ ℚ ℝ ℂ
-- Finset.prod_empty α, Finset.prod_insert α, Finset.ext α, not_le α
Finset.prod_range_succ' ℕ
-- Finset.prod_empty α, Finset.prod_insert α, Finset.ext ℕ, not_le ℕ
Finset.prod_range_succ' ℤ ℚ ℝ ℂ
-- Finset.induction✝, ite_true✝ α, ite_false✝ α, Finset.sum_empty α, Finset.sum_insert α, Finset.ext α
Finset.sum_filter ℕ
-- Finset.induction✝, ite_true✝ α, ite_false✝ α, Finset.sum_empty α, Finset.sum_insert α, Finset.ext ℕ
Finset.sum_filter ℤ ℚ ℝ ℂ
-- Finset.induction✝, ite_true✝ α, ite_false✝ α, Finset.prod_empty α, Finset.prod_insert α, Finset.ext α
Finset.prod_filter ℕ
-- Finset.induction✝, ite_true✝ α, ite_false✝ α, Finset.prod_empty α, Finset.prod_insert α, Finset.ext ℕ
Finset.prod_filter ℤ ℚ ℝ ℂ
-- Finset.induction✝, Finset.sum_empty α, Finset.sum_insert α, Finset.ext α, Finset.mem_image α
Finset.sum_image ℕ
-- Finset.induction✝, Finset.sum_empty α, Finset.sum_insert α, Finset.ext ℕ, Finset.mem_image ℕ
Finset.sum_image ℤ ℚ ℝ ℂ
-- Finset.sum_empty α, not_le ℕ, Finset.ext ℕ, Finset.sum_insert α
Finset.sum_range_sub ℤ ℚ ℝ ℂ
-- Finset.induction✝, Finset.sum_insert α
Finset.single_le_sum ℕ
-- Finset.induction✝, Finset.sum_insert α, Finset.card_insert_of_not_mem, Finset.sum_empty α
Finset.single_le_sum ℤ ℚ ℝ
-- Set.ext α
Set.ext_iff ℕ ℤ ℚ ℝ ℂ
-- Finset.induction✝, Finset.sum_insert α, Finset.sum_empty α
Finset.sum_lt_sum ℕ ℤ ℚ ℝ
Finset.sum_lt_sum_of_nonempty ℕ ℤ ℚ ℝ
-- Nat.sub_split✝, Finset.card_insert_of_not_mem, not_le ℕ, Finset.ext ℕ
Nat.card_Ico
Nat.card_Icc
Nat.card_Ioc
Nat.card_Ioo
-- Finset.induction✝, Finset.card_insert_of_not_mem, Finset.sum_empty ℕ, Finset.sum_insert ℕ, ite_true✝ ℕ, ite_false✝ ℕ, Finset.ext ℕ
Finset.card_filter
-- add_pow ℕ
Nat.sum_range_choose
-- not_le α, Finset.ext α
Finset.Icc_self ℕ ℤ
-- Equiv.right_inv α
Equiv.apply_symm_apply ℕ ℤ ℚ ℝ ℂ
Equiv.surjective ℕ ℤ ℚ ℝ ℂ
-- Equiv.left_inv α
Equiv.symm_apply_apply ℕ ℤ ℚ ℝ ℂ
Equiv.injective ℕ ℤ ℚ ℝ ℂ
Equiv.apply_eq_iff_eq ℕ ℤ ℚ ℝ ℂ
-- Equiv.left_inv α, Equiv.right_inv α
Equiv.bijective ℕ ℤ ℚ ℝ ℂ
-- Equiv.right_inv α, Equiv.left_inv α
Equiv.apply_eq_iff_eq_symm_apply ℕ ℤ ℚ ℝ ℂ
Equiv.symm_apply_eq ℕ ℤ ℚ ℝ ℂ
Equiv.eq_symm_apply ℕ ℤ ℚ ℝ ℂ
`;
