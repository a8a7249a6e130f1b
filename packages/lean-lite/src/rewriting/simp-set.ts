/** The lemmas that Mathlib marks `@[simp]`, as far as the fragment has them; names in `✝` are ours. */
const groups: readonly string[] = [
  // Propositional logic and quantifiers.
  "ge_def✝ gt_def✝ ne_def✝ and_true true_and and_false false_and or_true true_or or_false false_or and_self or_self not_true",
  "not_false_iff not_not imp_true✝ true_imp✝ false_imp✝ imp_false✝ imp_self✝ iff_true✝ true_iff✝ iff_false✝ false_iff✝ iff_self✝",
  "and_not_self✝ not_and_self✝ not_and not_or not_exists✝ not_forall✝ not_imp and_imp ite_true✝ ite_false✝",
  "exists_eq✝ exists_eq_left forall_eq",
  // Order.
  "not_lt not_le max_self✝ min_self✝ le_refl_iff✝ lt_self_iff_false✝ neg_le_neg_iff neg_lt_neg_iff add_le_add_iff_left",
  "add_le_add_iff_right add_lt_add_iff_left add_lt_add_iff_right neg_pos neg_nonneg neg_lt_zero neg_nonpos sub_pos sub_nonneg",
  "sub_neg sub_nonpos le_add_iff_nonneg_right le_add_iff_nonneg_left lt_add_iff_pos_right lt_add_iff_pos_left",
  "add_le_iff_nonpos_right add_le_iff_nonpos_left add_lt_iff_neg_left add_lt_iff_neg_right sub_le_self_iff sub_lt_self_iff",
  "sub_le_sub_iff_left sub_le_sub_iff_right sub_lt_sub_iff_left sub_lt_sub_iff_right le_max_iff min_le_iff lt_max_iff min_lt_iff",
  "max_le_iff le_min_iff max_lt_iff lt_min_iff inv_pos inv_nonneg inv_lt_zero inv_nonpos Nat.zero_le Nat.not_lt_zero",
  "nonpos_iff_eq_zero Nat.lt_one_iff abs_nonneg abs_pos mul_pos_iff_of_pos_left mul_nonneg_iff_of_pos_left half_le_self_iff",
  "half_lt_self_iff",
  // Rings.
  "add_zero zero_add mul_one one_mul mul_zero zero_mul sub_zero zero_sub sub_self neg_neg neg_zero pow_zero pow_one one_pow zero_pow",
  "add_sub_cancel_right add_sub_cancel_left sub_add_cancel add_neg_cancel neg_add_cancel mul_neg neg_mul mul_eq_zero zero_eq_mul",
  "pow_eq_zero_iff sq_eq_zero_iff neg_eq_zero abs_abs abs_neg abs_zero abs_one abs_eq_zero sq_abs neg_inj neg_sub",
  "add_right_inj add_left_inj sub_left_inj sub_right_inj sub_eq_self mul_eq_mul_left_iff mul_eq_mul_right_iff mul_self_eq_zero",
  "add_right_eq_self add_left_eq_self self_eq_add_right self_eq_add_left mul_right_eq_self₀ mul_left_eq_self₀ sub_sub_cancel",
  "add_sub_add_right_eq_sub add_sub_add_left_eq_sub neg_add_cancel_left neg_add_cancel_right add_neg_cancel_left add_neg_cancel_right",
  // Fields.
  "div_one zero_div div_zero inv_zero inv_inv inv_one inv_eq_zero div_eq_zero_iff neg_div_neg_eq inv_inj div_self mul_div_cancel_left₀",
  "mul_div_cancel_right₀ div_mul_cancel₀ mul_inv_cancel₀ inv_mul_cancel₀ mul_inv_cancel_left₀ mul_inv_cancel_right₀",
  "inv_mul_cancel_left₀ inv_mul_cancel_right₀ add_halves",
  // Natural numbers and integers.
  "Nat.sub_self Nat.div_self Nat.mod_self Nat.mod_mod Nat.zero_mod Nat.mod_one Nat.mod_zero Nat.add_mul_mod_self_left Nat.add_mul_mod_self_right",
  "Nat.mul_mod_right Nat.mul_mod_left Nat.add_mod_right Nat.add_mod_left Int.emod_emod Int.zero_emod Int.emod_self Int.mul_emod_right",
  "Int.mul_emod_left dvd_refl dvd_zero one_dvd dvd_mul_right dvd_mul_left Nat.dvd_one zero_dvd_iff dvd_neg neg_dvd",
  "mul_eq_one add_eq_zero_iff add_tsub_cancel_right add_tsub_cancel_left zero_tsub Nat.add_sub_add_right Nat.add_sub_add_left",
  "Nat.div_one Nat.zero_div Nat.div_zero Int.ediv_one Int.zero_ediv Nat.gcd_self Nat.gcd_zero_left Nat.gcd_zero_right",
  "Nat.gcd_one_left Nat.gcd_one_right Nat.gcd_mul_left_left Nat.gcd_mul_left_right Nat.gcd_mul_right_left Nat.gcd_mul_right_right",
  "Nat.gcd_self_add_left Nat.gcd_self_add_right Nat.gcd_add_self_right Nat.gcd_add_self_left Nat.coprime_one_left",
  "Nat.coprime_one_right Nat.coprime_self Nat.coprime_zero_left Nat.coprime_zero_right Nat.coprime_add_self_right",
  "Nat.coprime_add_self_left Nat.coprime_self_add_right Nat.coprime_self_add_left Nat.lcm_self Nat.lcm_zero_left Nat.lcm_zero_right",
  "Nat.lcm_one_left Nat.lcm_one_right Nat.choose_self Nat.choose_zero_right Nat.choose_one_right Nat.choose_zero_succ",
  "Nat.choose_succ_self Nat.factorial_zero Nat.factorial_one Nat.fib_zero Nat.fib_one Nat.fib_two Int.natAbs_neg Int.natAbs_cast",
  "Int.natAbs_eq_zero Int.toNat_natCast",
  // Casts.
  "Nat.cast_inj Nat.cast_le Nat.cast_lt Int.cast_inj Int.cast_le Int.cast_lt Nat.cast_zero Nat.cast_one",
  "Nat.cast_nonneg Nat.cast_eq_zero Nat.cast_eq_one Nat.cast_pos Nat.one_lt_cast Nat.cast_lt_one Nat.cast_le_one Nat.cast_add Nat.cast_mul Nat.cast_pow",
  "Nat.cast_succ Int.cast_add Int.cast_mul Int.cast_sub Int.cast_neg Int.cast_pow Rat.cast_add Rat.cast_mul Rat.cast_sub",
  "Rat.cast_neg Rat.cast_div Rat.cast_pow",
  // Complex numbers.
  "Complex.ofReal_re Complex.ofReal_im Complex.ofReal_inj Complex.zero_re Complex.zero_im Complex.one_re Complex.one_im Complex.add_re",
  "Complex.add_im Complex.sub_re Complex.sub_im Complex.neg_re Complex.neg_im Complex.mul_re Complex.mul_im Complex.inv_re Complex.inv_im",
  "Complex.I_re Complex.I_im Complex.I_mul_I Complex.I_ne_zero Complex.I_sq Complex.I_pow_four Complex.div_I Complex.inv_I",
  "Complex.ofReal_add Complex.ofReal_sub Complex.ofReal_neg Complex.ofReal_mul Complex.ofReal_pow Complex.ofReal_div Complex.ofReal_inv",
  "Complex.ofReal_zero Complex.ofReal_one Complex.ofReal_eq_zero Complex.ofReal_eq_one Complex.natCast_re Complex.natCast_im",
  "Complex.intCast_re Complex.intCast_im Complex.ratCast_re Complex.ratCast_im Complex.div_ofReal_re Complex.div_ofReal_im",
  "Complex.div_natCast_re Complex.div_natCast_im Complex.normSq_zero Complex.normSq_one Complex.normSq_ofReal Complex.normSq_natCast",
  "Complex.normSq_I Complex.normSq_neg Complex.normSq_mul Complex.normSq_pos",
  // Roots, exponentials, logarithms, trigonometry.
  "Real.sqrt_zero Real.sqrt_one Real.sqrt_eq_zero' Real.sqrt_nonneg Real.sqrt_pos Real.sq_sqrt Real.sqrt_sq Real.mul_self_sqrt",
  "Real.sqrt_mul_self Real.sqrt_mul Real.sqrt_mul' Real.sqrt_inv Real.sqrt_div Real.sqrt_div' Real.exp_zero Real.exp_le_exp Real.exp_lt_exp Real.exp_eq_exp Real.exp_eq_one_iff Real.exp_ne_zero Real.log_exp Real.exp_log",
  "Real.log_one Real.log_zero Real.log_inv Real.log_abs Real.log_neg_eq_log Real.log_pow Real.log_eq_zero Real.logb_one Real.logb_rpow",
  "Real.rpow_zero Real.rpow_one Real.one_rpow Real.rpow_two Real.rpow_natCast Real.sin_zero Real.cos_zero Real.tan_zero Real.sin_neg",
  "Real.cos_neg Real.tan_neg Real.sin_pi Real.cos_pi Real.tan_pi Real.sin_pi_div_two Real.cos_pi_div_two Real.sin_two_pi",
  "Real.cos_two_pi Real.sin_pi_sub Real.cos_pi_sub Real.sin_add_pi Real.cos_add_pi Real.sin_add_two_pi Real.cos_add_two_pi",
  "Real.sin_pi_div_two_sub Real.cos_pi_div_two_sub Real.cos_pi_div_three Real.sin_pi_div_three Real.cos_pi_div_four",
  "Real.sin_pi_div_four Real.cos_pi_div_six Real.sin_pi_div_six Real.tan_pi_div_four Real.sin_sq_add_cos_sq Real.cos_sq_add_sin_sq",
  // Bijections.
  "Equiv.toFun_as_coe Equiv.invFun_as_coe Equiv.symm_symm Equiv.apply_symm_apply Equiv.symm_apply_apply",
  "EmbeddingLike.apply_eq_iff_eq",
  // Finite sets and intervals.
  "Finset.sum_range_zero Finset.prod_range_zero Finset.sum_const_zero Finset.prod_const_one Finset.sum_const Finset.prod_const",
  "Finset.sum_singleton Finset.prod_singleton Finset.sum_empty Finset.prod_empty Finset.card_range Finset.card_empty",
  "Finset.card_singleton Finset.card_insert_of_not_mem Nat.card_Icc Nat.card_Ico Nat.card_Ioc Nat.card_Ioo Finset.range_zero Finset.range_one Finset.Icc_self",
  "Finset.mem_range Finset.mem_Icc Finset.mem_Ico Finset.mem_Ioc Finset.mem_Ioo Finset.mem_insert Finset.mem_singleton",
  "Finset.mem_union Finset.mem_inter Finset.mem_sdiff Finset.mem_filter Finset.not_mem_empty Set.mem_Icc Set.mem_Ico Set.mem_Ioc",
  "Set.mem_Ioo Set.mem_Ici Set.mem_Ioi Set.mem_Iic Set.mem_Iio Set.mem_insert_iff Set.mem_singleton_iff Set.mem_union",
  "Set.mem_inter_iff Set.mem_diff Set.mem_univ Set.mem_empty_iff_false Set.mem_setOf_eq",
];

export const simpSet: readonly string[] = groups.flatMap((group) => group.split(" "));
