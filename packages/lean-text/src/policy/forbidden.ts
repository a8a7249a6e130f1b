import { words } from "../words.ts";

/**
 * Axioms and code that stands in for proofs; programs that run while elaborating; and changes to the language itself, after
 * which `#check`, `#print axioms` and `theorem` could mean anything.
 */
export const forbiddenWords: ReadonlySet<string> = new Set(
  words(`
    axiom unsafe native_decide bv_decide bv_check polyrith init_quot sorryAx lcProof lcUnreachable unsafeCast ofReduceBool ofReduceNat
    reduceBool reduceNat trustCompiler run_cmd run_elab run_meta run_tac by_elab initialize builtin_initialize
    eval% include_str macro macro_rules syntax declare_syntax_cat elab elab_rules simproc dsimproc
    builtin_simproc builtin_dsimproc simproc_decl dsimproc_decl declare_config_elab declare_command_config_elab
    binder_predicate run_conv register_parser_alias register_builtin_option register_option register_simp_attr
    register_label_attr declare_simp_like_tactic add_builtin_doc tactic_extension grind_propagator
    builtin_grind_propagator cbv_simproc cbv_dsimproc builtin_cbv_simproc builtin_cbv_dsimproc
  `),
);

/** Names of constants, wherever their namespace is spelled out. */
export const forbiddenConstants: ReadonlySet<string> = new Set(
  words(`
    sorryAx lcProof lcUnreachable unsafeCast ofReduceBool ofReduceNat trustCompiler
  `),
);

/** Other words behind a `#` are left alone: with `open Finset` it is the sign of a set's cardinality. */
export const forbiddenHashes: ReadonlySet<string> = new Set(
  words(`
    #eval #eval! #exit #guard #guard_msgs #guard_panic #print_axioms #exec #html #widget #sample #test #lint #plausible
    #slim_check
  `),
);

export const notationWords: ReadonlySet<string> = new Set(
  words("notation notation3 infix infixl infixr prefix postfix"),
);

/** Forbidden by a judge that reads none of what they bring. */
export const forbiddenWithoutNotation: ReadonlySet<string> = new Set([
  ...notationWords,
  ...words("instance implemented_by"),
]);
