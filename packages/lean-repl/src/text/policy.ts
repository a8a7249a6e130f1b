import { foreignAttributes } from "./attributes.ts";
import { commandWords, gluedKeyword, signSeparated, unquote } from "./keywords.ts";
import { holesIn, lex, words, type Lexed, type Token } from "./lexer.ts";
import {
  codeInConfiguration,
  dottedProgram,
  isProgramNamespace,
  isProgramType,
  metaprogramming,
} from "./metaprogramming.ts";
import { isKnownOption } from "./options.ts";

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
    axiom unsafe native_decide bv_decide bv_check polyrith init_quot sorryAx lcProof lcUnreachable unsafeCast ofReduceBool ofReduceNat
    reduceBool reduceNat trustCompiler run_cmd run_elab run_meta run_tac by_elab initialize builtin_initialize
    eval% include_str macro macro_rules syntax declare_syntax_cat elab elab_rules simproc dsimproc
    builtin_simproc builtin_dsimproc simproc_decl dsimproc_decl declare_config_elab declare_command_config_elab
    binder_predicate run_conv register_parser_alias register_builtin_option register_option register_simp_attr
    register_label_attr declare_simp_like_tactic add_builtin_doc tactic_extension grind_propagator
    builtin_grind_propagator cbv_simproc cbv_dsimproc builtin_cbv_simproc builtin_cbv_dsimproc
  `),
);

/** Other words behind a `#` are left alone: with `open Finset` it is the sign of a set's cardinality. */
const forbiddenHashes = new Set(
  words(`
    #eval #eval! #exit #guard #guard_msgs #guard_panic #print_axioms #exec #html #widget #sample #test #lint #plausible
    #slim_check
  `),
);

/**
 * What of a candidate's tokens a reader without Lean's grammar can lose its way over; where it ends in half of a comment's
 * beginning or in `r`, together with what comes next.
 */
const confusing = /--|\/-|-\/|["'\\«»{}]|[-/]\s*$|(?:^|[^\w'!?.])r#*\s*$/;
const notationWords = new Set(words(`notation notation3 infix infixl infixr prefix postfix`));

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
  const allowed = new Set(policy.allow);
  for (const found of forbiddenIn(lex(source))) if (!allowed.has(found)) return found;
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
    if (token.kind !== "word") continue;
    const glued = gluedKeyword(token.text);
    if (glued !== undefined) return glued;
    if (!commandWords.has(token.text)) continue;
    if (commandAtMargin.has(token.text) && !token.atMargin) continue;
    // `open … in`, `attribute [local simp] f in` and their like may stand before a tactic.
    if (token.text === "attribute" && hasIn(tokens, index)) continue;
    return token.text;
  }
  return undefined;
}

/** Whether a word names a module: `import Lean` brings nothing that could not be named. */
function isImported(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return before?.text === "import" && before.atMargin;
}

/** The words that follow one, as in `open A B in`. */
function* namesAfter(tokens: readonly Token[], index: number): Generator<string> {
  for (let at = index + 1; tokens[at]?.kind === "word" && tokens[at]!.text !== "in"; at += 1) yield tokens[at]!.text;
}

/** Lean ends a command's name where its table of tokens does: `#evalx` evaluates `x`, `#checkby_elab` runs a program. */
function* forbiddenHash(text: string): Generator<string> {
  for (const hash of forbiddenHashes) if (text.startsWith(hash)) yield hash;
  for (const word of forbiddenWords) if (text.endsWith(word)) yield word;
}

const hasIn = (tokens: readonly Token[], from: number): boolean =>
  tokens.slice(from, from + 40).some((token) => token.text === "in");

function* forbiddenIn({ tokens, ambiguous }: Lexed): Generator<string> {
  if (ambiguous !== undefined) yield `ambiguous text ${ambiguous.slice(0, 40)}`;
  const definesNotation = tokens.some(({ kind, text }) => kind === "word" && notationWords.has(text));
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "hash") yield* forbiddenHash(token.text);
    if (token.kind === "string") {
      const content = token.text.slice(1, -1);
      // A token such as `$/-` would have us take code for a comment.
      if (definesNotation && confusing.test(content)) yield `notation ${token.text}`;
      // Any string may be an interpolated one: which are is for macros to say.
      for (const hole of holesIn(content) ?? []) yield* forbiddenIn(lex(hole));
    }
    if (token.text === "[" && (tokens[index - 1]?.text === "@" || tokens[index - 1]?.text === "attribute"))
      yield* foreignAttributes(tokens, index + 1);
    if (token.kind !== "word") continue;
    const name = token.text;
    const glued = gluedKeyword(name);
    if (glued !== undefined) yield glued;
    if (tokens[index + 1]?.text === "%" && forbiddenWords.has(`${name}%`)) yield `${name}%`;
    if (name === "open" || name === "namespace" || name === "export")
      for (const opened of namesAfter(tokens, index)) if (isProgramNamespace(opened)) yield opened;
    if (name === "set_option") {
      const option = unquote(tokens[index + 1]?.text ?? "");
      if (!isKnownOption(option)) yield `set_option ${option}`;
      continue;
    }
    // `decide +native`, `decide (config := { native := true })`.
    if (unquote(name) === "native" && (tokens[index - 1]?.text === "+" || tokens[index + 1]?.text === ":")) {
      yield "native_decide";
      continue;
    }
    for (const part of [name, ...signSeparated(name)]) {
      // `Foo.macro` is a name; `macro` is the command. A forbidden constant is forbidden by its last part.
      const last = unquote(part.slice(part.lastIndexOf(".") + 1));
      // `bv_decide?` runs the same solver, and writes its proof to a file.
      const plain = part.replace(/[!?]+$/, "");
      if (forbiddenConstants.has(last)) yield last;
      else if (forbiddenWords.has(part) || (plain !== part && forbiddenWords.has(plain))) yield part;
    }
    const dotted = dottedProgram(tokens, index);
    if (dotted !== undefined) yield dotted;
    if (isProgramType(tokens, index)) yield "IO";
    const configured = codeInConfiguration(tokens, index);
    if (configured !== undefined) yield `code in a tactic's configuration (${configured} := …)`;
    const program = isImported(tokens, index) ? undefined : metaprogramming(name);
    if (program !== undefined) yield program;
  }
}

/** Names of constants, wherever their namespace is spelled out. */
const forbiddenConstants = new Set(
  words(`
    sorryAx lcProof lcUnreachable unsafeCast ofReduceBool ofReduceNat trustCompiler
  `),
);
