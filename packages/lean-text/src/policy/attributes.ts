import { unquote } from "../characters.ts";
import { bracketStep } from "../symbols.ts";
import type { CodeToken } from "../tokens.ts";
import { words } from "../words.ts";

/**
 * Attributes that give a declaration to the library's own procedures, and run none of the candidate's: all others are
 * refused. Metaprograms come in by attributes with any name (`@[norm_num 2 + _]`, `@[simproc]`, `@[command_elab …]`).
 */
const plainAttributes = new Set(
  words(`
    simp dsimp ext ext_iff reducible irreducible semireducible implicit_reducible instance instance_reducible
    default_instance class inline always_inline noinline macro_inline specialize nospecialize never_extract unbox
    norm_cast push_cast push_neg push elab_as_elim elab_without_expected_type eliminator induction_eliminator
    cases_eliminator gcongr mono bound simps to_additive fun_prop continuity measurability refl symm trans subst congr
    grind aesop deprecated protected match_pattern coe inherit_doc nolint field_simps mfld_simps zify_simps qify_simps
    rify_simps parity_simps ring_nf higher_order eqns reassoc elementwise pp_dot pp_nodot pp_with_univ defeq expose
    simp_nf monotonicity partial_fixpoint_monotone wf_preprocess alias_in nontriviality finiteness local scoped
  `),
);

/** Attributes of metaprograms, wherever they stand: `to_additive (attr := …)` hands them on. */
const metaprograms = new Set(
  words(`
    implemented_by extern export csimp init builtin_init macro command_elab term_elab tactic simproc simprocs norm_num
    positivity delab app_delab app_unexpander unexpander unification_hint run_builtin_parser_attribute_hooks
  `),
);

/** @param open the token of the bracket. @returns each attribute that is not a plain one, as `@[name]`. */
export function* foreignAttributes(tokens: readonly CodeToken[], open: number): Generator<string> {
  const { text: bracket } = tokens[open]!;
  // `attribute [MODx]`: a congruence's sign to us.
  if (bracket !== "[" && bracket !== "@[") yield `@${bracket}…]`;
  let depth = 1;
  let isHead = true;
  for (let index = open + 1; index < tokens.length && depth > 0; index += 1) {
    const token = tokens[index]!;
    depth += bracketStep(token);
    if (token.text === "," && depth === 1) isHead = true;
    if (token.kind !== "name") continue;
    // `simps!` and `simp?` are the same in another voice.
    const name = unquote(token.text).replace(/[!?]+$/, "");
    if (metaprograms.has(name) || (isHead && !plainAttributes.has(name))) yield `@[${name}]`;
    // `@[local simp]` has its head yet to come.
    if (name !== "local" && name !== "scoped") isHead = false;
  }
}
