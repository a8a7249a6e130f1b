/**
 * Tactics of Lean and Mathlib, of any version from 4.9 on, that are not read here, without the marks `!` and `?`: text with one of
 * them may be good Lean, text with any other word in a tactic's place is none.
 */
const others = new Set(
  `
  abel1 ac_change ac_nf ac_rfl aesop_cat aesop_graph aesop_unfold algebraize apply apply_assumption apply_ext_theorem apply_rfl
  apply_rules arith_mult assumption' assumption_mod_cast attempt_all beta_reduce bitwise_assoc_tac borelize bound bv_check bv_decide
  bv_normalize bv_omega calc_step cancel_denoms case_bash casesm cases_type cfc_cont_tac cfc_tac cfc_zero_tac change checkpoint choose
  classical clean clean_wf clear_ clear_aux_decl clear_value coherence compute_degree congrm constructorm continuity contravariant conv
  conv_lhs conv_rhs convert convert_to cutsat dbg_trace decide decreasing_tactic decreasing_with delta discrete_cases econstructor
  elementwise enat_to_nat eq_refl eta_expand eta_reduce eta_struct exact expose_names ext1 extract_goal extract_lets false_or_by_contra fapply
  field fin_cases fin_omega finiteness forward fun_cases fun_induction fun_prop generalize generalize' generalize_proofs grewrite grind
  grobner group grw guard_expr guard_goal_nums guard_hyp guard_target have' haveI' hint infer_instance infer_param inhabit injection
  injections interval_cases intro1 itauto let' letI letI' lia lift linear_combination' linear_combination2 match_scalars match_target
  measurability mem_tac mfld_set_tac mod_cases module monicity mono move_add move_mul move_oper native_decide nofun nomatch noncomm_ring
  nontriviality norm_cast0 norm_fin norm_num nth_grewrite nth_grw observe omega_nat on_goal open order pgame_wf_tac pi_lower_bound
  pi_upper_bound plausible pnat_positivity pnat_to_nat polyrith pull pull_end pure_coherence push push_end qify rcongr recover reduce
  reduce_mod_char refold_let rename rename' rename_bvar replace restrict_tac rfl_cat rify rintro rcases rotate rsuffices run_tac rw
  rw_mod_cast rw_search says set_option show_term simp simp_arith simp_intro simp_rw simp_wf slice_lhs slice_rhs slim_check sleep
  solve_by_elim split split_ands split_ifs squeeze_scope stop subsingleton subst_eqs substs success_if_fail_with_msg swap_var tauto_set
  tfae_finish tfae_have trace trace_state trans transitivity type_check unfold unfold_let unfold_projs unhygienic unit_interval
  volume_tac whisker_simps whnf with_panel_widgets with_reducible with_reducible_and_instances with_unfolding_all with_unfolding_none
  witt_truncateFun_tac wlog
  `
    .trim()
    .split(/\s+/),
);

export const isTacticElsewhere = (name: string): boolean => others.has(name);
