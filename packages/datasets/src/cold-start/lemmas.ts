import { type CodeToken, codeTokens } from "@lemma/lean-text";

// In Mathlib's naming, lemmas have underscores in their last part; definitions (`Nat.gcd`, `Real.sqrt`) do not.
const lemmaName = /(?:^|\.)[\p{L}][^.]*_[^.]*$/u;

const tacticsWithUnderscore = new Set(
  (
    "norm_num ring_nf field_simp simp_all linear_combination norm_cast push_cast exact_mod_cast assumption_mod_cast " +
    "apply_mod_cast rw_mod_cast interval_cases by_cases by_contra by_contra! push_neg all_goals any_goals apply_fun " +
    "set_option nth_rewrite nth_rw simp_rw fin_cases subst_vars split_ifs simp_arith native_decide bv_decide conv_lhs " +
    "conv_rhs case_bash unfold_let field_simp! simp_all_arith abel_nf rename_i on_goal pick_goal norm_num1 rsuffices_ " +
    "refine_struct ring_exp apply_rules solve_by_elim rcases_patt run_tac show_term simp_all! dsimp_all left_right"
  ).split(" "),
);

/**
 * Lemmas that half of all proofs hand to `nlinarith`, `positivity` or `simp`: sharing one says nothing about two theorems.
 * From the most named of 3,504 checked proofs (STP's conjectures, miniF2F, Lean Workbook).
 */
export const stockLemmas: ReadonlySet<string> = new Set(
  (
    "sq_nonneg mul_self_nonneg pow_two_nonneg mul_nonneg mul_pos add_nonneg add_pos div_nonneg div_pos pow_pos " +
    "sq_pos_of_pos sub_nonneg sub_pos mul_comm mul_assoc mul_left_comm mul_right_comm add_comm add_assoc add_left_comm " +
    "add_right_comm mul_add add_mul mul_sub sub_mul mul_one one_mul mul_zero zero_mul add_zero zero_add pow_two pow_three " +
    "pow_succ pow_zero pow_one one_pow two_mul one_div neg_mul mul_neg neg_neg neg_sub neg_add_rev sub_eq_add_neg " +
    "div_eq_mul_inv ge_iff_le eq_comm le_of_lt le_refl add_right_neg add_left_neg sub_self Nat.mul_comm Nat.mul_assoc " +
    "Nat.add_comm Nat.add_assoc Nat.mul_left_comm Nat.add_left_comm Nat.mul_add Nat.add_mul Nat.mul_one Nat.one_mul " +
    "Nat.mul_zero Nat.add_zero Nat.zero_add Nat.pow_succ Nat.pow_zero Nat.mul_succ Nat.succ_eq_add_one Nat.cast_one " +
    "Nat.cast_zero Nat.cast_add Nat.cast_mul Nat.cast_succ Nat.cast_ofNat Nat.zero_le congr_arg congr_fun"
  ).split(" "),
);

/**
 * The library lemmas that a proof names, sorted. Read from its text: a lemma that `simp` finds by itself is not among them, and
 * neither is what the proof or its statement introduces under a name of its own.
 */
export function usedLemmas(statement: string, proof: string): string[] {
  const tokens = codeTokens(proof);
  const local = introducedNames([...codeTokens(statement), ...tokens]);
  const found = new Set<string>();
  for (const { kind, text } of tokens) {
    if (kind !== "name" || !lemmaName.test(text) || tacticsWithUnderscore.has(text)) continue;
    if (!local.has(text) && !local.has(text.split(".")[0]!)) found.add(text);
  }
  return [...found].sort();
}

/** Names that stand where something is introduced: before `:` or `:=`, after `have`, `intro`, `fun`, in patterns. */
function introducedNames(tokens: readonly CodeToken[]): Set<string> {
  const names = new Set<string>();
  let isPattern = false;
  for (const [index, { kind, text, start }] of tokens.entries()) {
    const previous = tokens[index - 1];
    // A pattern runs to the end of what introduces it: a colon, an assignment, an arrow, or the next tactic.
    if (introducers.has(text)) isPattern = true;
    else if (/^(:|:=|=>|↦|,|;|<;>|·|\|)$/.test(text) && !inAngles(tokens, index)) isPattern = false;
    else if (previous !== undefined && tacticStarts.has(text) && start > previous.end) isPattern = false;
    if (kind !== "name") continue;
    const next = tokens[index + 1]?.text;
    if (isPattern || ((next === ":" || next === ":=") && previous?.text !== ".")) names.add(text);
  }
  for (const word of introducers) names.delete(word);
  return names;
}

const introducers = new Set(
  "have let set obtain intro intros rintro fun with suffices generalize rename_i theorem lemma ∀ ∃ ∑ ∏ λ".split(" "),
);
const tacticStarts = new Set(
  (
    "apply exact rw simp norm_num linarith nlinarith ring ring_nf field_simp omega cases rcases induction refine use " +
    "constructor simpa show calc positivity simp_all by_cases by_contra subst decide rfl assumption left right at using from by"
  ).split(" "),
);

/** Whether the separator at `at` stands inside `⟨…⟩`, where it separates patterns. */
function inAngles(tokens: readonly CodeToken[], at: number): boolean {
  let depth = 0;
  for (let index = at; index >= 0 && at - index < 40; index -= 1) {
    if (tokens[index]!.text === "⟩") depth += 1;
    if (tokens[index]!.text === "⟨" && --depth < 0) return true;
  }
  return false;
}
