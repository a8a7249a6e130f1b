import { words } from "./words.ts";

/** They make a declaration. */
export const declarationWords: ReadonlySet<string> = new Set(
  words("theorem lemma example def abbrev instance opaque axiom structure inductive class irreducible_def"),
);

/** They stand before the word that makes one, in any number. */
export const modifierWords: ReadonlySet<string> = new Set(
  words("private protected noncomputable nonrec unsafe partial scoped local public meta"),
);

/** Every other command that Lean and Mathlib know by a word of its own. No term and no tactic has one of them outside brackets. */
export const commandWords: ReadonlySet<string> = new Set(
  words(`
    import namespace section end variable universe export notation notation3 infix infixl infixr
    prefix postfix mutual deriving prelude alias macro macro_rules syntax declare_syntax_cat elab elab_rules
    initialize builtin_initialize include omit unif_hint grind_pattern add_decl_doc run_cmd run_elab run_meta
    simproc dsimproc simproc_decl dsimproc_decl register_option register_simp_attr register_label_attr binder_predicate
    initialize_simps_projections compile_inductive compile_def library_note suppress_compilation assert_not_exists
    assert_exists assert_not_imported unseal seal recall unsuppress_compilation declare_config_elab proof_wanted
    declare_aesop_rule_sets tactic_extension register_tactic_tag
  `),
);

/** Commands that may also stand inside a proof, before a tactic: `open Nat in simp`. */
export const localCommandWords: ReadonlySet<string> = new Set(words("open set_option attribute"));
