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
pow_zero ℕ ℤ ℚ ℝ ℂ
pow_one ℕ ℤ ℚ ℝ ℂ
pow_two ℕ ℤ ℚ ℝ ℂ
pow_succ ℕ ℤ ℚ ℝ ℂ
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
add_left_cancel ℕ ℤ ℚ ℝ
add_right_cancel ℕ ℤ ℚ ℝ
add_left_inj ℕ ℤ ℚ ℝ
add_right_inj ℕ ℤ ℚ ℝ
add_right_eq_self ℕ ℤ ℚ ℝ
add_left_eq_self ℕ ℤ ℚ ℝ
self_eq_add_right ℕ ℤ ℚ ℝ
self_eq_add_left ℕ ℤ ℚ ℝ
mul_self_eq_zero ℕ ℤ ℚ ℝ
left_ne_zero_of_mul ℕ ℤ ℚ ℝ ℂ
right_ne_zero_of_mul ℕ ℤ ℚ ℝ ℂ
sq_eq_zero_iff ℕ ℤ ℚ ℝ
one_ne_zero ℕ ℤ ℚ ℝ ℂ
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
add_left_cancel_iff ℕ ℤ ℚ ℝ
add_right_cancel_iff ℕ ℤ ℚ ℝ
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
sub_eq_zero ℤ ℚ ℝ
sub_eq_zero_of_eq ℤ ℚ ℝ ℂ
eq_of_sub_eq_zero ℤ ℚ ℝ
sub_ne_zero ℚ ℝ
sub_eq_iff_eq_add ℤ ℚ ℝ
sub_eq_iff_eq_add' ℤ ℚ ℝ
eq_sub_iff_add_eq ℤ ℚ ℝ
eq_sub_iff_add_eq' ℤ ℚ ℝ
eq_sub_of_add_eq ℤ ℚ ℝ ℂ
sub_eq_of_eq_add ℤ ℚ ℝ ℂ
eq_add_of_sub_eq ℤ ℚ ℝ ℂ
add_eq_of_eq_sub ℤ ℚ ℝ ℂ
sub_left_inj ℤ ℚ ℝ
sub_right_inj ℤ ℚ ℝ
add_eq_zero_iff_eq_neg ℤ ℚ ℝ
add_eq_zero_iff_neg_eq ℤ ℚ ℝ
eq_neg_of_add_eq_zero_left ℤ ℚ ℝ
eq_neg_of_add_eq_zero_right ℤ ℚ ℝ
eq_neg_iff_add_eq_zero ℤ ℚ ℝ
neg_eq_iff_eq_neg ℤ ℚ ℝ
neg_inj ℤ ℚ ℝ
neg_eq_zero ℤ ℚ ℝ
neg_ne_zero ℤ ℚ ℝ
neg_sq ℤ ℚ ℝ ℂ
sub_sq ℤ ℚ ℝ ℂ
sub_sq' ℤ ℚ ℝ ℂ
sq_sub_sq ℤ ℚ ℝ ℂ
mul_self_sub_mul_self ℤ ℚ ℝ ℂ
dvd_sub ℤ ℚ ℝ ℂ
dvd_neg ℤ ℚ ℝ
neg_dvd ℤ ℚ ℝ ℂ
sub_eq_neg_add ℤ ℚ ℝ ℂ
dvd_sub_comm ℤ ℚ ℝ
sub_eq_self ℤ ℚ ℝ
sub_add_sub_cancel ℤ ℚ ℝ ℂ
add_sub_add_right_eq_sub ℤ ℚ ℝ ℂ
add_sub_add_left_eq_sub ℤ ℚ ℝ ℂ
sub_sub_sub_cancel_right ℤ ℚ ℝ ℂ
neg_add_cancel_left ℤ ℚ ℝ ℂ
neg_add_cancel_right ℤ ℚ ℝ ℂ
add_neg_cancel_left ℤ ℚ ℝ ℂ
add_neg_cancel_right ℤ ℚ ℝ ℂ
add_sub_cancel ℤ ℚ ℝ ℂ
div_eq_mul_inv ℚ ℝ ℂ
div_eq_mul_one_div ℚ ℝ ℂ
div_eq_inv_mul ℚ ℝ ℂ
one_div ℚ ℝ ℂ
inv_eq_one_div ℚ ℝ ℂ
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
fs_mul_right✝ ℚ ℝ ℂ
fs_mul_left✝ ℚ ℝ ℂ
add_halves ℚ ℝ ℂ
half_add_self ℚ ℝ ℂ
neg_div_neg_eq ℚ ℝ ℂ
inv_neg ℚ ℝ ℂ
one_div_one ℚ ℝ ℂ
inv_zero ℚ ℝ ℂ
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
le_antisymm ℕ ℤ ℚ ℝ
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
gt_def✝ ℚ ℝ ℕ ℤ
ge_iff_le ℕ ℤ ℚ ℝ
gt_iff_lt ℕ ℤ ℚ ℝ
not_ne_iff ℕ ℤ ℚ ℝ ℂ
ne_fold✝ ℕ ℤ ℚ ℝ ℂ
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
pow_le_pow_left ℕ
pow_le_one ℕ ℤ ℚ ℝ
one_le_pow_of_one_le ℕ ℤ ℚ ℝ
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
pow_le_pow_left₀ ℕ
pow_le_one₀ ℕ ℤ ℚ ℝ
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
Nat.succ_ne_zero
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
Nat.one_le_two_pow
Nat.lt_two_pow
Nat.mul_left_cancel
Nat.eq_of_mul_eq_mul_left
Nat.eq_of_mul_eq_mul_right
Nat.mul_self_inj
Nat.dvd_refl
Nat.dvd_trans
Nat.dvd_mul_right
Nat.dvd_mul_left
Nat.dvd_add
Nat.one_dvd
Nat.not_lt_zero
Nat.coprime_iff_gcd_eq_one
Nat.Coprime.gcd_eq_one
Nat.Prime.ne_zero
Nat.Prime.ne_one
Nat.prime_two
Nat.prime_three
Nat.not_prime_one
Nat.not_prime_zero
Nat.factorial_zero
Nat.factorial_one
Nat.factorial_two
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
Nat.lt_add_one_iff
Nat.add_one_le_iff
Nat.ModEq.refl
Nat.one_le_pow'
Nat.mul_self_le_mul_self
Nat.one_lt_two
Nat.zero_lt_two
Nat.one_le_of_lt
Int.pow_succ
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
Nat.prime_five
Nat.fib_zero
Nat.fib_one
Nat.fib_two
Int.natCast_nonneg
Complex.ofReal_inj
Complex.ofReal_add
Complex.ofReal_mul
Int.cast_neg ℚ ℝ ℂ
Int.cast_nonneg ℚ ℝ
Int.cast_pos ℚ ℝ
Int.cast_le ℚ ℝ
Int.cast_lt ℚ ℝ
Nat.cast_zero ℤ ℚ ℝ ℂ
Nat.cast_one ℤ ℚ ℝ ℂ
Nat.cast_add ℤ ℚ ℝ ℂ
Nat.cast_mul ℤ ℚ ℝ ℂ
Nat.cast_pow ℤ ℚ ℝ ℂ
Nat.cast_succ ℤ ℚ ℝ ℂ
Nat.cast_inj ℤ ℚ ℝ ℂ
Nat.cast_eq_zero ℤ ℚ ℝ ℂ
Nat.cast_ne_zero ℤ ℚ ℝ ℂ
Nat.cast_add_one_ne_zero ℤ ℚ ℝ ℂ
Nat.cast_nonneg ℤ ℚ ℝ
Nat.cast_pos ℤ ℚ ℝ
Nat.cast_le ℤ ℚ ℝ
Nat.cast_lt ℤ ℚ ℝ
Nat.cast_add_one_pos ℤ ℚ ℝ
Nat.one_le_cast ℤ ℚ ℝ
Nat.cast_eq_one ℤ ℚ ℝ
Nat.one_lt_cast ℤ ℚ ℝ
Nat.cast_lt_one ℤ ℚ ℝ
Nat.cast_le_one ℤ ℚ ℝ
Int.cast_zero ℚ ℝ ℂ
Int.cast_one ℚ ℝ ℂ
Int.cast_add ℚ ℝ ℂ
Int.cast_sub ℚ ℝ ℂ
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
Finset.range_zero
Finset.range_one
Set.mem_Icc ℕ ℤ ℚ ℝ
Set.mem_Ico ℕ ℤ ℚ ℝ
Set.mem_Ioc ℕ ℤ ℚ ℝ
Set.mem_Ioo ℕ ℤ ℚ ℝ
Set.mem_Ici ℕ ℤ ℚ ℝ
Set.mem_Ioi ℕ ℤ ℚ ℝ
Set.mem_Iic ℕ ℤ ℚ ℝ
Set.mem_Iio ℕ ℤ ℚ ℝ
Set.mem_setOf_eq ℕ ℤ ℚ ℝ
Set.mem_singleton_iff ℕ ℤ ℚ ℝ
Finset.card_empty ℕ ℤ ℚ ℝ ℂ
Finset.sum_nonneg ℕ
Finset.prod_nonneg ℕ
Set.mem_insert_iff ℕ ℤ ℚ ℝ
Set.mem_union ℕ ℤ ℚ ℝ
Set.mem_inter_iff ℕ ℤ ℚ ℝ
Set.mem_diff ℕ ℤ ℚ ℝ
Set.mem_univ ℕ ℤ ℚ ℝ
Set.mem_empty_iff_false ℕ ℤ ℚ ℝ
not_exists✝ ℕ ℤ ℚ ℝ ℂ
IsLeast.unique ℕ ℤ ℚ ℝ
IsGreatest.unique ℕ ℤ ℚ ℝ
le_refl_iff✝ ℤ ℕ ℚ ℝ
Equiv.toFun_as_coe ℕ ℤ ℚ ℝ ℂ
Equiv.invFun_as_coe ℕ ℤ ℚ ℝ ℂ
Equiv.symm_symm ℕ ℤ ℚ ℝ ℂ
true_imp✝
false_imp✝
imp_false✝
imp_self✝
iff_true✝
true_iff✝
iff_false✝
false_iff✝
iff_self✝
and_not_self✝
not_and_self✝
ge_def✝ ℕ ℤ ℚ ℝ
not_forall✝ ℕ ℤ ℚ ℝ ℂ
exists_eq✝ ℕ ℤ ℚ ℝ ℂ
fs_neg✝ ℚ ℝ ℂ
fs_inv✝ ℚ ℝ ℂ
fs_div_right✝ ℚ ℝ ℂ
fs_div_left✝ ℚ ℝ ℂ
fs_div✝ ℚ ℝ ℂ
fs_mul✝ ℚ ℝ ℂ
fs_add_same✝ ℚ ℝ ℂ
fs_sub_same✝ ℚ ℝ ℂ
-- not_lt α, lt_or_gt_of_ne α
LE.le.lt_of_ne ℕ ℤ
lt_of_le_of_ne ℕ ℤ
lt_of_le_of_ne' ℕ ℤ
-- lt_trichotomy α
LE.le.lt_of_ne ℚ ℝ
Ne.lt_or_lt ℚ ℝ
lt_of_le_of_ne ℚ ℝ
lt_of_le_of_ne' ℚ ℝ
le_total ℚ ℝ
le_or_lt ℚ ℝ
lt_or_le ℚ ℝ
lt_or_ge ℚ ℝ
le_or_gt ℚ ℝ
lt_or_gt_of_ne ℚ ℝ
lt_or_eq_of_le ℚ ℝ
eq_or_lt_of_le ℚ ℝ
lt_iff_le_and_ne ℚ ℝ
le_iff_lt_or_eq ℚ ℝ
le_iff_eq_or_lt ℚ ℝ
ne_iff_lt_or_gt ℚ ℝ
mul_self_pos ℚ ℝ
mul_pos_iff ℚ ℝ
mul_nonneg_iff ℚ ℝ
mul_neg_iff ℚ ℝ
two_mul_le_add_sq ℚ ℝ
-- lt_or_gt_of_ne α
Ne.lt_or_lt ℕ ℤ
sub_ne_zero ℤ
sub_ne_zero_of_ne ℤ
lt_trichotomy ℕ ℤ
lt_or_ge ℕ ℤ
lt_or_eq_of_le ℕ ℤ
eq_or_lt_of_le ℕ ℤ
lt_iff_le_and_ne ℕ ℤ
le_iff_lt_or_eq ℕ ℤ
le_iff_eq_or_lt ℕ ℤ
ne_iff_lt_or_gt ℕ ℤ
mul_self_pos ℤ
mul_pos_iff ℤ
mul_nonneg_iff ℤ
-- lt_or_gt_of_ne ℕ, Nat.sub_split✝
Nat.exists_eq_succ_of_ne_zero
dvd_pow_self ℤ ℚ ℝ ℂ
tsub_zero
Nat.sub_self
Nat.sub_zero
Nat.zero_sub
Nat.sub_add_cancel
Nat.add_sub_cancel
Nat.add_sub_cancel_left
Nat.sub_eq_zero_of_le
Nat.sub_eq_iff_eq_add
Nat.sub_sub
Nat.succ_sub_one
add_tsub_cancel_of_le
tsub_add_cancel_of_le
Nat.add_sub_add_right
Nat.add_sub_add_left
Nat.succ_sub_succ_eq_sub
Nat.succ_sub_succ
Nat.eq_sub_of_add_eq'
Nat.add_sub_assoc
Nat.succ_pred_eq_of_pos
dvd_pow ℤ
-- lt_or_gt_of_ne ℤ, Int.toNat_split✝
Int.eq_ofNat_of_zero_le
Int.toNat_of_nonneg
-- add_right_inj α
add_left_cancel ℂ
add_left_cancel_iff ℂ
-- add_left_inj α
add_right_cancel ℂ
add_right_cancel_iff ℂ
-- mul_eq_zero α
mul_ne_zero ℕ ℤ ℚ ℝ ℂ
mul_ne_zero_iff ℕ ℤ ℚ ℝ ℂ
mul_self_eq_zero ℂ
zero_eq_mul ℕ ℤ ℚ ℝ ℂ
pow_ne_zero ℕ ℤ ℚ ℝ ℂ
mul_eq_mul_left_iff ℤ ℚ ℝ
mul_left_cancel₀ ℤ ℚ ℝ
mul_eq_mul_right_iff ℤ ℚ ℝ
mul_right_cancel₀ ℤ ℚ ℝ
mul_left_inj' ℤ ℚ ℝ
mul_right_inj' ℤ ℚ ℝ
mul_right_eq_self₀ ℤ ℚ ℝ
mul_left_eq_self₀ ℤ ℚ ℝ
mul_eq_left₀ ℤ ℚ ℝ
mul_eq_right₀ ℤ ℚ ℝ
eq_zero_or_eq_zero_of_mul_eq_zero ℕ ℤ ℚ ℝ ℂ
sq_eq_sq_iff_eq_or_eq_neg ℤ ℚ ℝ
eq_or_eq_neg_of_sq_eq_sq ℤ ℚ ℝ
mul_self_eq_mul_self_iff ℤ ℚ ℝ
mul_self_eq_one_iff ℤ ℚ ℝ
sq_eq_one_iff ℤ ℚ ℝ
sq_pos_of_ne_zero ℤ ℚ ℝ
sq_pos_iff ℤ ℚ ℝ
-- pow_eq_zero_iff α
sq_eq_zero_iff ℂ
-- mul_eq_mul_left_iff α
mul_left_cancel₀ ℕ ℂ
mul_right_inj' ℕ ℂ
-- mul_eq_mul_right_iff α
mul_right_cancel₀ ℕ ℂ
mul_left_inj' ℕ ℂ
-- lt_or_gt_of_ne α, Nat.sub_split✝
dvd_pow_self ℕ
dvd_pow ℕ
Nat.cast_sub ℤ
-- Nat.exists_eq_add_of_le
pow_dvd_pow ℕ ℤ ℚ ℝ ℂ
Nat.pow_dvd_pow
-- mul_right_eq_self₀ α
mul_eq_left₀ ℕ ℂ
-- mul_left_eq_self₀ α
mul_eq_right₀ ℕ ℂ
-- neg_eq_zero α
neg_ne_zero ℂ
-- div_eq_iff✝ α
div_self ℚ ℝ ℂ
div_pow ℚ ℝ ℂ
div_eq_iff ℚ ℝ ℂ
div_eq_one_iff_eq ℚ ℝ ℂ
mul_inv_cancel_right₀ ℚ ℝ ℂ
inv_mul_cancel_left₀ ℚ ℝ ℂ
one_div_ne_zero ℂ
-- mul_div_cancel_left₀ α
mul_inv_cancel ℚ ℝ ℂ
mul_div_cancel' ℚ ℝ ℂ
mul_inv_cancel_left₀ ℚ ℝ ℂ
-- mul_div_cancel₀ α
inv_mul_cancel ℚ ℝ ℂ
div_mul_cancel₀ ℚ ℝ ℂ
div_eq_of_eq_mul ℚ ℝ ℂ
inv_mul_cancel_right₀ ℚ ℝ ℂ
-- eq_div_iff✝ α
eq_div_iff ℚ ℝ ℂ
-- div_eq_div_iff✝ α
div_eq_div_iff ℚ ℝ ℂ
-- inv_eq_zero α
inv_ne_zero ℚ ℝ ℂ
-- mul_eq_zero α, inv_eq_zero α
div_ne_zero ℚ ℝ
one_div_ne_zero ℚ ℝ
-- div_eq_zero_iff α
div_ne_zero ℂ
-- not_lt α
le_of_not_lt ℕ ℤ ℚ ℝ
le_of_not_gt ℕ ℤ ℚ ℝ
not_gt✝ ℕ ℤ ℚ ℝ
-- not_le α
le_of_not_le ℕ ℤ ℚ ℝ
le_of_not_ge ℕ ℤ ℚ ℝ
lt_of_not_le ℕ ℤ ℚ ℝ
lt_of_not_ge ℕ ℤ ℚ ℝ
lt_of_le_not_le ℕ ℤ ℚ ℝ
le_total ℕ ℤ
lt_iff_le_not_le ℚ ℝ
not_ge✝ ℕ ℤ ℚ ℝ
-- not_lt α, not_le α
le_or_lt ℕ ℤ
lt_or_le ℕ ℤ
le_or_gt ℕ ℤ
eq_or_lt_of_not_lt ℕ ℤ
mul_neg_iff ℤ
two_mul_le_add_sq ℤ
-- not_lt α, lt_trichotomy α
eq_or_lt_of_not_lt ℚ ℝ
-- not_le α, not_lt α
lt_iff_le_not_le ℕ ℤ
-- not_le α, max_eq_left α, max_eq_right α
max_le ℕ ℤ
le_max_left ℕ ℤ
le_max_right ℕ ℤ
max_cases✝ ℕ ℤ
max_le_iff ℕ ℤ
max_lt_iff ℕ ℤ
le_max_iff ℕ ℤ
lt_max_iff ℕ ℤ
-- lt_trichotomy α, max_eq_left α, max_eq_right α
max_le ℚ ℝ
le_max_left ℚ ℝ
le_max_right ℚ ℝ
lt_max_iff ℚ ℝ
max_lt_iff ℚ ℝ
max_comm ℚ ℝ
max_le_iff ℚ ℝ
le_max_iff ℚ ℝ
max_cases✝ ℚ ℝ
-- not_le α, min_eq_left α, min_eq_right α
le_min ℕ ℤ
min_le_left ℕ ℤ
min_le_right ℕ ℤ
min_cases✝ ℕ ℤ
le_min_iff ℕ ℤ
lt_min_iff ℕ ℤ
min_le_iff ℕ ℤ
min_lt_iff ℕ ℤ
-- lt_trichotomy α, min_eq_left α, min_eq_right α
le_min ℚ ℝ
min_le_left ℚ ℝ
min_le_right ℚ ℝ
min_comm ℚ ℝ
le_min_iff ℚ ℝ
lt_min_iff ℚ ℝ
min_le_iff ℚ ℝ
min_lt_iff ℚ ℝ
min_cases✝ ℚ ℝ
-- lt_or_gt_of_ne α, not_le α, max_eq_left α, max_eq_right α
max_comm ℕ ℤ
-- lt_or_gt_of_ne α, not_le α, min_eq_left α, min_eq_right α
min_comm ℕ ℤ
-- max_eq_left α
max_self ℕ ℤ ℚ ℝ
max_self✝ ℕ ℤ ℚ ℝ
-- min_eq_left α
min_self ℕ ℤ ℚ ℝ
min_self✝ ℕ ℤ ℚ ℝ
-- pow_lt_pow_left α
pow_lt_pow_of_lt_left ℕ ℤ ℚ ℝ
pow_lt_pow_left₀ ℕ ℤ ℚ ℝ
-- pow_le_pow_left α
pow_le_pow_left₀ ℤ ℚ ℝ
-- not_le α, Nat.sub_split✝
tsub_le_iff_right ℕ
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
-- abs_pos α
abs_pos_of_pos ℤ ℚ ℝ
-- inv_pos α
div_pos ℚ ℝ
inv_pos_of_pos ℚ ℝ
div_le_div_right ℚ ℝ
div_lt_div_right ℚ ℝ
div_pos_iff_of_pos_right ℚ ℝ
-- inv_nonneg α
div_nonneg ℚ ℝ
-- le_div_iff α
le_div_iff' ℚ ℝ
one_le_div ℚ ℝ
-- lt_div_iff α
lt_div_iff' ℚ ℝ
one_lt_div ℚ ℝ
-- div_le_iff α
div_le_iff' ℚ ℝ
div_le_one ℚ ℝ
div_le_iff₀' ℚ ℝ
-- div_lt_iff α
div_lt_iff' ℚ ℝ
div_lt_one ℚ ℝ
div_lt_iff₀' ℚ ℝ
-- le_div_iff α, div_le_iff α
div_le_div_iff ℚ ℝ
div_le_div_of_le_left ℚ ℝ
div_le_div ℚ ℝ
one_div_le_one_div_of_le ℚ ℝ
-- lt_div_iff α, div_lt_iff α
div_lt_div_iff ℚ ℝ
div_lt_div_of_pos_right ℚ ℝ
one_div_lt_one_div_of_lt ℚ ℝ
-- div_le_div_of_nonneg_right α
div_le_div_of_le ℚ ℝ
div_le_div_of_le_of_nonneg ℚ ℝ
-- inv_nonpos α
div_nonpos_of_nonneg_of_nonpos ℚ ℝ
-- inv_lt_zero α
div_pos_of_neg_of_neg ℚ ℝ
-- not_lt ℕ
Nat.succ_pos
Nat.lt_succ_of_le
Nat.lt_succ_self
Nat.le_of_not_lt
Nat.not_lt
Nat.lt_of_succ_le
Nat.eq_of_lt_succ_of_not_lt
-- not_lt ℕ, not_le ℕ
Nat.succ_le_iff
Nat.lt_succ_iff
Nat.le_total
add_pos_iff
Nat.lt_succ
-- not_le ℕ
Nat.succ_le_of_lt
Nat.le_of_lt_succ
Nat.lt_of_not_le
Nat.not_le
Nat.le_succ
Nat.succ_le_succ
Nat.le_of_succ_le_succ
-- not_lt ℕ, lt_or_gt_of_ne ℕ
Nat.pos_of_ne_zero
Nat.eq_zero_or_pos
Nat.le_self_pow
-- lt_or_gt_of_ne ℕ
Nat.pos_iff_ne_zero
Nat.one_le_iff_ne_zero
Nat.lt_or_ge
Nat.eq_of_le_of_lt_succ
Nat.pos_of_dvd_of_pos
Nat.succ_inj'
add_eq_zero_iff
Nat.succ.injEq
-- pow_lt_pow_left ℕ
Nat.pow_lt_pow_left
-- mul_eq_zero ℕ
Nat.mul_eq_zero
-- mul_eq_one
Nat.eq_one_of_mul_eq_one_right
Nat.eq_one_of_mul_eq_one_left
-- not_le ℕ, Nat.sub_split✝
Nat.sub_le
-- not_lt ℕ, Nat.sub_split✝
Nat.sub_pos_of_lt
Nat.sub_lt
-- not_le ℕ, lt_or_gt_of_ne ℕ, Nat.sub_split✝
Nat.sub_eq_zero_iff_le
-- Nat.div_add_mod
Nat.mod_add_div
Nat.div_mul_le_self
Nat.mul_div_le
Nat.mod_add_div'
Nat.div_add_mod'
-- lt_or_gt_of_ne ℕ, Nat.div_add_mod, Nat.mod_lt
Nat.mod_one
Nat.mod_two_eq_zero_or_one
Nat.mod_two_ne_zero
Nat.mod_two_ne_one
Nat.div_one
-- Nat.mod_self, Nat.mod_mod, Nat.add_mod
Nat.add_mod_right
Nat.add_mod_left
-- lt_or_gt_of_ne ℕ, Nat.dvd_mod✝
Nat.mod_eq_zero_of_dvd
Nat.mul_mod_right
Nat.mul_mod_left
Nat.dvd_of_mod_eq_zero
Nat.dvd_iff_mod_eq_zero
-- Nat.mod_mod, lt_or_gt_of_ne ℕ, Nat.dvd_mod✝, Nat.add_mod
Nat.add_mul_mod_self_left
Nat.add_mul_mod_self_right
-- Nat.dvd_one
Nat.eq_one_of_dvd_one
Nat.Prime.not_dvd_one
-- Nat.gcd_zero_right, Nat.gcd_comm
Nat.gcd_zero_left
Nat.coprime_zero_left
-- Nat.gcd_one_right, Nat.gcd_comm
Nat.gcd_one_left
Nat.coprime_one_left
-- Nat.gcd_one_right
Nat.coprime_one_right
-- Nat.Prime.two_le
Nat.Prime.one_lt
Nat.Prime.pos
-- Nat.factorial_pos
Nat.factorial_ne_zero
-- lt_or_gt_of_ne ℤ, Int.dvd_mod✝
Int.emod_eq_zero_of_dvd
Int.zero_emod
Int.dvd_of_emod_eq_zero
Int.dvd_iff_emod_eq_zero
Int.mul_emod_right
Int.mul_emod_left
-- lt_or_gt_of_ne ℤ, Int.ediv_add_emod, Int.emod_nonneg, Int.emod_lt_of_pos
Int.emod_two_eq_zero_or_one
Int.ediv_one
Int.neg_emod_two
-- Int.ediv_add_emod
Int.emod_add_ediv
Int.emod_def
-- lt_or_gt_of_ne ℤ, Int.natAbs_split✝
Int.natAbs_of_nonneg
Int.natAbs_eq
-- pow_lt_pow_right ℕ
Nat.pow_lt_pow_of_lt_right
-- Nat.dvd_prime
Nat.not_prime_of_dvd_of_ne
-- Nat.gcd_self
Nat.coprime_self
-- Nat.gcd_zero_right
Nat.coprime_zero_right
-- Nat.gcd_add_self_right
Nat.coprime_add_self_right
-- Nat.gcd_add_self_left
Nat.coprime_add_self_left
-- Nat.gcd_self_add_right
Nat.coprime_self_add_right
-- Nat.gcd_self_add_left
Nat.coprime_self_add_left
-- Nat.gcd_mul_left_right, Nat.gcd_comm
Nat.gcd_mul_left_left
-- Nat.gcd_mul_right_right, Nat.gcd_comm
Nat.gcd_mul_right_left
-- Nat.lcm_zero_right, Nat.lcm_comm
Nat.lcm_zero_left
-- Nat.lcm_one_right, Nat.lcm_comm
Nat.lcm_one_left
-- not_le ℕ, Nat.Prime.two_le
Nat.Prime.one_le
-- lt_or_gt_of_ne ℕ, Int.natAbs_split✝
Int.natAbs_neg
Int.natAbs_cast
-- not_iff_not✝
not_iff✝
-- lt_or_gt_of_ne ℕ, lt_or_gt_of_ne ℤ, Int.natAbs_split✝, not_iff_not✝
Int.natAbs_eq_iff
-- lt_or_gt_of_ne ℕ, lt_or_gt_of_ne ℤ, Int.natAbs_split✝
Int.natAbs_eq_zero
-- not_lt ℕ, lt_or_gt_of_ne ℤ, Int.natAbs_split✝
Int.natAbs_pos
-- lt_or_gt_of_ne ℕ, Int.toNat_split✝
Int.toNat_natCast
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
-- Real.sqrt_mul_self_eq_abs
Real.sqrt_sq_eq_abs
-- Real.sqrt_pos
Real.sqrt_pos_of_pos
-- Real.sqrt_eq_zero'
Real.sqrt_eq_zero
Real.sqrt_eq_zero_of_nonpos
-- Real.sqrt_eq_zero', not_le ℝ
Real.sqrt_ne_zero'
-- Real.sin_sq_add_cos_sq
Real.cos_sq_add_sin_sq
Real.sin_sq
Real.cos_sq'
Real.sin_le_one
Real.cos_le_one
Real.neg_one_le_sin
Real.neg_one_le_cos
Real.sin_sq_le_one
Real.cos_sq_le_one
-- Real.sin_sq_add_cos_sq, Real.cos_add
Real.cos_sq
Real.cos_two_mul
Real.cos_two_mul'
Real.sin_sq_eq_half_sub
-- Real.sin_add
Real.sin_two_mul
-- Real.sin_sq_add_cos_sq, abs_cases ℝ
Real.abs_sin_le_one
Real.abs_cos_le_one
-- Real.pi_gt_3141592
Real.pi_pos
Real.pi_gt_three
Real.pi_ne_zero
Real.pi_gt_314
Real.pi_nonneg
Real.two_le_pi
-- Real.exp_pos
Real.exp_ne_zero
Real.exp_nonneg
-- Complex.I_mul_I
Complex.I_sq
Complex.I_ne_zero
-- Complex.ofReal_re, Complex.ofReal_im, Complex.zero_re, Complex.zero_im, Complex.ext_iff
Complex.ofReal_zero
Complex.ofReal_eq_zero
Complex.ofReal_ne_zero
-- Complex.ofReal_re, Complex.ofReal_im, Complex.one_re, Complex.one_im, Complex.ext_iff
Complex.ofReal_one
Complex.ofReal_eq_one
Complex.ofReal_pow
-- Complex.ofReal_re, Complex.ofReal_im, Complex.neg_re, Complex.neg_im, Complex.ext_iff
Complex.ofReal_neg
-- Complex.ofReal_re, Complex.ofReal_im, Complex.sub_re, Complex.sub_im, Complex.ext_iff
Complex.ofReal_sub
-- mul_div_cancel_left₀ ℂ, Complex.ofReal_re, Complex.ofReal_im, Complex.zero_re, Complex.zero_im, Complex.ext_iff, Complex.one_re, Complex.one_im, mul_div_cancel_left₀ ℝ, mul_eq_mul_left_iff ℂ
Complex.ofReal_inv
Complex.ofReal_div
-- Complex.ofReal_re
Complex.natCast_re
Complex.intCast_re
Complex.ratCast_re
-- Complex.ofReal_im
Complex.natCast_im
Complex.intCast_im
Complex.ratCast_im
-- Complex.I_mul_I, add_left_inj ℂ
Complex.I_pow_four
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
-- Complex.ofReal_re, Complex.ofReal_im, Complex.add_re, Complex.add_im, Complex.mul_re, Complex.mul_im, Complex.I_re, Complex.I_im, Complex.ext_iff
Complex.re_add_im
-- Complex.zero_re, Complex.zero_im, Complex.normSq_apply
Complex.normSq_zero
-- Complex.zero_re, Complex.zero_im, Complex.normSq_apply, Complex.ext_iff
Complex.normSq_eq_zero
-- mul_div_cancel_left₀ ℂ, Complex.zero_re, Complex.one_re, Complex.one_im, Complex.mul_re, Complex.mul_im, Complex.zero_im, Complex.normSq_apply, eq_div_iff✝ ℝ, Complex.ext_iff
Complex.inv_re
-- mul_div_cancel_left₀ ℂ, Complex.zero_im, Complex.one_re, Complex.one_im, Complex.mul_re, Complex.mul_im, Complex.zero_re, Complex.normSq_apply, eq_div_iff✝ ℝ, Complex.ext_iff
Complex.inv_im
-- Complex.mul_re, mul_div_cancel_left₀ ℂ, Complex.zero_re, Complex.one_re, Complex.one_im, Complex.mul_im, Complex.zero_im, Complex.normSq_apply, eq_div_iff✝ ℝ, Complex.ext_iff
Complex.div_re
-- Complex.mul_im, mul_div_cancel_left₀ ℂ, Complex.zero_re, Complex.one_re, Complex.one_im, Complex.mul_re, Complex.zero_im, Complex.normSq_apply, eq_div_iff✝ ℝ, Complex.ext_iff
Complex.div_im
-- mul_div_cancel_left₀ ℂ, Complex.ofReal_re, Complex.ofReal_im, Complex.zero_re, Complex.zero_im, Complex.ext_iff, Complex.one_re, Complex.one_im, mul_div_cancel_left₀ ℝ, mul_eq_mul_left_iff ℂ, Complex.mul_re
Complex.div_ofReal_re
Complex.div_natCast_re
-- mul_div_cancel_left₀ ℂ, Complex.ofReal_re, Complex.ofReal_im, Complex.zero_re, Complex.zero_im, Complex.ext_iff, Complex.one_re, Complex.one_im, mul_div_cancel_left₀ ℝ, mul_eq_mul_left_iff ℂ, Complex.mul_im
Complex.div_ofReal_im
Complex.div_natCast_im
-- Complex.I_mul_I, add_left_inj ℂ, div_eq_iff✝ ℂ
Complex.div_I
Complex.inv_I
-- Complex.one_re, Complex.one_im, Complex.normSq_apply
Complex.normSq_one
-- Complex.I_re, Complex.I_im, Complex.normSq_apply
Complex.normSq_I
-- Complex.ofReal_re, Complex.ofReal_im, Complex.normSq_apply
Complex.normSq_ofReal
Complex.normSq_natCast
-- Complex.neg_re, Complex.neg_im, Complex.normSq_apply
Complex.normSq_neg
-- Complex.mul_re, Complex.mul_im, Complex.normSq_apply
Complex.normSq_mul
-- mul_div_cancel_left₀ ℂ, Complex.zero_re, Complex.zero_im, Complex.normSq_apply, Complex.one_re, Complex.one_im, Complex.mul_re, Complex.mul_im, eq_inv_of_mul_eq_one_right ℝ
Complex.normSq_inv
-- Complex.mul_re, Complex.mul_im, Complex.normSq_apply, mul_div_cancel_left₀ ℂ, Complex.zero_re, Complex.zero_im, Complex.one_re, Complex.one_im, eq_inv_of_mul_eq_one_right ℝ
Complex.normSq_div
-- Complex.normSq_apply
Complex.normSq_nonneg
-- Complex.zero_re, Complex.zero_im, Complex.normSq_apply, lt_trichotomy ℝ, Complex.ext_iff
Complex.normSq_pos
-- abs_cases ℤ, abs_cases α
Int.cast_abs ℚ ℝ
-- not_lt ℤ, not_lt α, Int.floor_lt α
Int.le_floor ℚ ℝ
-- Int.floor_le α, Int.lt_floor_add_one α
Int.sub_one_lt_floor ℚ ℝ
-- not_le ℤ, not_le α, Int.ceil_le α
Int.lt_ceil ℚ ℝ
-- Int.ceil_le α
Int.le_ceil ℚ ℝ
-- Int.floor_le α, Int.lt_floor_add_one α, Int.self_sub_floor α
Int.fract_nonneg ℚ ℝ
Int.fract_lt_one ℚ ℝ
-- lt_or_gt_of_ne α, not_le ℕ, max_eq_left ℕ, max_eq_right ℕ, not_le α, max_eq_left α, max_eq_right α
Nat.cast_max ℤ
-- Real.sin_pi_div_two, Real.cos_pi_div_two, Real.cos_sub
Real.cos_pi_div_two_sub
-- Real.sin_pi_div_two, Real.cos_pi_div_two, Real.sin_sub
Real.sin_pi_div_two_sub
-- Real.sin_pi, Real.cos_pi, Real.sin_add
Real.sin_two_pi
-- Real.sin_pi, Real.cos_pi, Real.sin_add, Real.cos_two_pi
Real.sin_add_two_pi
-- Real.sin_pi, Real.cos_pi, Real.sin_add, Real.cos_two_pi, Real.cos_add
Real.cos_add_two_pi
-- Real.sin_zero, Real.cos_zero, Real.tan_eq_sin_div_cos
Real.tan_zero
-- Real.sin_pi, Real.cos_pi, Real.tan_eq_sin_div_cos
Real.tan_pi
-- Real.sqrt_eq_zero', Real.cos_pi_div_four, Real.sin_pi_div_four, div_eq_zero_iff ℝ, div_eq_iff✝ ℝ, Real.tan_eq_sin_div_cos
Real.tan_pi_div_four
-- mul_div_cancel₀ ℝ, Real.tan_eq_sin_div_cos
Real.tan_mul_cos
-- Real.sin_pos_of_pos_of_lt_pi
Real.sin_pos_of_mem_Ioo
-- Real.sin_nonneg_of_nonneg_of_le_pi
Real.sin_nonneg_of_mem_Icc
-- Real.pi_lt_3141593
Real.pi_le_four
Real.pi_lt_315
-- Real.log_le_sub_one_of_pos
Real.log_neg
-- Real.log_neg_eq_log, abs_cases ℝ
Real.log_abs
-- Real.log_eq_zero
Real.log_ne_zero
Real.log_ne_zero_of_pos_of_ne_one
-- Real.exp_add, Real.exp_neg
Real.exp_sub
-- Real.add_one_le_exp
Real.one_le_exp
-- Real.rpow_natCast
Real.rpow_nat_cast
-- Real.sin_pi, Real.cos_pi, Real.sin_add, Real.cos_two_pi, Real.cos_sub
Real.cos_two_pi_sub
-- lt_trichotomy ℝ, Real.cos_lt_cos_of_nonneg_of_le_pi
Real.injOn_cos
-- Real.sin_pi_div_two, Real.cos_pi_div_two, Real.cos_sub, lt_trichotomy ℝ, Real.cos_lt_cos_of_nonneg_of_le_pi
Real.injOn_sin
-- Real.exp_log
Real.log_injOn_pos
-- Finset.sum_empty α
Finset.sum_range_zero ℕ ℤ ℚ ℝ ℂ
-- Finset.sum_singleton α
Finset.sum_range_one ℕ ℤ ℚ ℝ ℂ
-- Finset.sum_range_succ α
Finset.sum_range_succ_comm ℕ ℤ ℚ ℝ ℂ
-- Finset.prod_empty α
Finset.prod_range_zero ℕ ℤ ℚ ℝ ℂ
-- Finset.prod_singleton α
Finset.prod_range_one ℕ ℤ ℚ ℝ ℂ
-- Finset.sum_singleton α, Finset.sum_empty α, Finset.sum_range_succ α
Finset.sum_range_succ' ℕ ℤ ℚ ℝ ℂ
-- Finset.prod_singleton α, Finset.prod_empty α, Finset.prod_range_succ α
Finset.prod_range_succ' ℕ ℤ ℚ ℝ ℂ
-- Finset.prod_range_succ α
Finset.prod_range_succ_comm ℕ ℤ ℚ ℝ ℂ
-- Finset.sum_singleton α, Finset.mem_singleton α, Finset.sum_insert α
Finset.sum_pair ℕ
-- Finset.sum_empty α, Finset.sum_range_succ α
Finset.sum_range_sub ℤ ℚ ℝ ℂ
-- Finset.sum_lt_sum α
Finset.sum_lt_sum_of_nonempty ℕ ℤ ℚ ℝ
-- Finset.sum_const_zero α, Finset.sum_lt_sum α
Finset.sum_pos ℕ ℤ ℚ ℝ
-- Finset.not_mem_empty α, Finset.ext α
Finset.nonempty_of_ne_empty ℕ ℤ ℚ ℝ
-- Finset.mem_range
Finset.not_mem_range_self
-- not_le α, Finset.mem_Icc α
Finset.left_mem_Icc ℕ
Finset.right_mem_Icc ℕ
-- Finset.mem_Icc α
Finset.left_mem_Icc ℤ
Finset.right_mem_Icc ℤ
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
-- lt_or_gt_of_ne ℕ, Nat.sub_split✝, not_lt ℕ
Nat.eq_zero_or_eq_succ_pred✝
-- mul_div_mul_left α
fs_mul_cancel✝ ℚ ℝ ℂ
`;
