import { lex, words, type Token } from "./lexer.ts";

/**
 * Constructs that put a verdict out of reach of what Lean says about it: they add axioms, switch the kernel's check off, run
 * the candidate's own programs while it is being judged, or change what the judge's own questions mean.
 */
export interface Policy {
  /** Constructs to let through all the same, by the name that a `forbidden` verdict gives them. */
  readonly allow?: readonly string[];
}

/**
 * Axioms and code that stands in for proofs; programs that run while elaborating; and changes to the language itself, after
 * which `#check`, `#print axioms` and `theorem` could mean anything.
 */
const forbiddenWords = new Set(
  words(`
    axiom unsafe native_decide sorryAx lcProof lcUnreachable unsafeCast ofReduceBool ofReduceNat
    reduceBool reduceNat trustCompiler run_cmd run_elab run_meta run_tac by_elab initialize builtin_initialize
    eval% include_str macro macro_rules syntax declare_syntax_cat elab elab_rules simproc dsimproc
    builtin_simproc builtin_dsimproc simproc_decl dsimproc_decl declare_config_elab
  `),
);

const forbiddenHashes = new Set(["#eval", "#eval!", "#exit", "#guard_msgs", "#print_axioms", "#exec"]);

/** Inside `@[…]` and `attribute […]`. */
const forbiddenAttributes = new Set(
  words(`
    implemented_by extern export csimp init builtin_init macro command_elab term_elab tactic
    builtin_command_elab builtin_term_elab builtin_tactic delab app_delab app_unexpander command_parser
    term_parser tactic_parser simproc simprocs extern_lib unification_hint
     unexpander builtin_macro builtin_delab parenthesizer
    formatter widget_module category_parenthesizer
  `),
);

/** Options, by prefix: `debug.skipKernelTC`, `warn.sorry`, … */
const forbiddenOptions = ["debug.", "warn.sorry", "compiler.", "interpreter.", "Elab.async", "internal."];

/** Commands that would end a tactic block and start something else. */
const commandWords = new Set(
  words(`
    theorem lemma def abbrev example instance opaque structure inductive class namespace section end variable
    variables universe universes export attribute notation infix infixl infixr prefix postfix mutual private
    protected import noncomputable partial nonrec deriving prelude
  `),
);

/** Words that are ordinary names elsewhere and commands only where a line begins. */
const commandAtMargin = new Set([
  "class",
  "prefix",
  "postfix",
  "constant",
  "notation",
  "partial",
  "variables",
  "universes",
]);

/** @returns the first forbidden construct in `source`, by name; undefined when there is none. */
export function findForbidden(source: string, policy: Policy = {}): string | undefined {
  const { tokens } = lex(source);
  const allowed = new Set(policy.allow);
  for (const found of forbiddenIn(tokens)) if (!allowed.has(found)) return found;
  return undefined;
}

/**
 * @returns what in a tactic block would end the theorem and start another command, by name. The statement is elaborated
 *   before the block, so nothing there could change it; but a block is all that was asked for.
 */
export function findCommand(tactics: string): string | undefined {
  const { tokens, unterminated } = lex(tactics);
  if (unterminated !== undefined) return `unterminated ${unterminated}`;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "word" || !commandWords.has(token.text)) continue;
    if (commandAtMargin.has(token.text) && !token.atMargin) continue;
    // `open … in`, `attribute [local simp] f in` and their like may stand before a tactic.
    if (token.text === "attribute" && hasIn(tokens, index)) continue;
    return token.text;
  }
  return undefined;
}

const hasIn = (tokens: readonly Token[], from: number): boolean =>
  tokens.slice(from, from + 40).some((token) => token.text === "in");

function* forbiddenIn(tokens: readonly Token[]): Generator<string> {
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "hash" && forbiddenHashes.has(token.text)) yield token.text;
    // s!"{…}" holds terms.
    if (token.kind === "string" && /\{/.test(token.text) && tokens[index - 1]?.text.endsWith("!") === true)
      yield* forbiddenIn(lex(token.text.slice(1, -1).replaceAll(/[{}]/g, " ")).tokens);
    if (token.text === "[" && (tokens[index - 1]?.text === "@" || tokens[index - 1]?.text === "attribute"))
      yield* attributesIn(tokens, index + 1);
    if (token.kind !== "word") continue;
    const name = token.text;
    if (name === "set_option") {
      const option = tokens[index + 1]?.text ?? "";
      if (forbiddenOptions.some((prefix) => unquote(option).startsWith(prefix))) yield `set_option ${unquote(option)}`;
      continue;
    }
    // `decide +native`, `decide (config := { native := true })`.
    if (unquote(name) === "native" && (tokens[index - 1]?.text === "+" || tokens[index + 1]?.text === ":")) {
      yield "native_decide";
      continue;
    }
    // `Foo.macro` is a name; `macro` is the command. A forbidden constant is forbidden by its last part.
    const last = unquote(name.slice(name.lastIndexOf(".") + 1));
    if (forbiddenWords.has(name) || (name !== last && forbiddenConstants.has(last)) || forbiddenConstants.has(last))
      yield forbiddenConstants.has(last) ? last : name;
  }
}

/** Names of constants, wherever their namespace is spelled out. */
const forbiddenConstants = new Set(
  words(`
    sorryAx lcProof lcUnreachable unsafeCast ofReduceBool ofReduceNat trustCompiler
  `),
);

function* attributesIn(tokens: readonly Token[], from: number): Generator<string> {
  let depth = 1;
  for (let index = from; index < tokens.length && depth > 0; index += 1) {
    const { text, kind } = tokens[index]!;
    if (text === "[") depth += 1;
    else if (text === "]") depth -= 1;
    else if (kind === "word" && forbiddenAttributes.has(unquote(text))) yield `@[${unquote(text)}]`;
  }
}

const unquote = (name: string): string => name.replaceAll(/[«»]/g, "");
