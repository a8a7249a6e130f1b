import { unquote } from "../characters.ts";
import { code, type CodeToken, type Token, tokenize } from "../tokens.ts";
import { ambiguityIn } from "./ambiguity.ts";
import { foreignAttributes } from "./attributes.ts";
import {
  forbiddenConstants,
  forbiddenHashes,
  forbiddenWords,
  forbiddenWithoutNotation,
  notationWords,
} from "./forbidden.ts";
import { holesIn } from "./interpolation.ts";
import { blockEnding, gluedKeyword, onlyAtMargin, signSeparated } from "./keywords.ts";
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
  /** For a judge that reads no notation, and no instance but the library's: they are forbidden, too. */
  readonly plainLanguage?: boolean;
}

/** @returns the first forbidden construct in `source`, by name; undefined when there is none. */
export function findForbidden(source: string, policy: Policy = {}): string | undefined {
  const allowed = new Set(policy.allow);
  for (const found of forbiddenIn(source, tokenize(source), policy)) if (!allowed.has(found)) return found;
  return undefined;
}

/**
 * @returns what in a tactic block would end the theorem and start another command, by name. The statement is elaborated
 *   before the block, so nothing there could change it; but a block is all that was asked for.
 */
export function findCommand(tactics: string): string | undefined {
  const all = tokenize(tactics);
  const last = all.at(-1);
  if (last?.isOpen === true) return `unterminated ${last.kind === "string" ? "string" : "comment"}`;
  const tokens = code(all);
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "name") continue;
    const glued = gluedKeyword(tokens, index);
    if (glued !== undefined) return glued;
    if (!blockEnding.has(token.text)) continue;
    if (onlyAtMargin.has(token.text) && !token.startsLine) continue;
    // `open … in`, `attribute [local simp] f in` and their like may stand before a tactic.
    if (token.text === "attribute" && hasIn(tokens, index)) continue;
    return token.text;
  }
  return undefined;
}

const hasIn = (tokens: readonly CodeToken[], from: number): boolean =>
  tokens.slice(from, from + 40).some((token) => token.text === "in");

/**
 * What of a candidate's tokens a reader without Lean's grammar can lose its way over; where it ends in half of a comment's
 * beginning or in `r`, together with what comes next.
 */
const confusing = /--|\/-|-\/|["'\\«»{}]|[-/]\s*$|(?:^|[^\w'!?.])r#*\s*$/;

function* forbiddenIn(source: string, all: readonly Token[], policy: Policy): Generator<string> {
  // Where nobody defines notation, tokens are what they are.
  const ambiguous = policy.plainLanguage === true ? undefined : ambiguityIn(source, all);
  if (ambiguous !== undefined) yield `ambiguous text ${ambiguous.slice(0, 40)}`;
  const tokens = code(all);
  const definesNotation = tokens.some(({ kind, text }) => kind === "name" && notationWords.has(text));
  for (const [index, token] of tokens.entries())
    switch (token.kind) {
      case "hash":
        yield* forbiddenHash(token.text);
        break;
      case "string":
      case "char": {
        const content = token.text.slice(1, -1);
        // A token such as `$/-` would have us take code for a comment.
        if (definesNotation && confusing.test(content)) yield `notation ${token.text}`;
        // Any string may be an interpolated one: which are is for macros to say.
        for (const hole of holesIn(content) ?? []) yield* forbiddenIn(hole, tokenize(hole), policy);
        break;
      }
      case "hole":
        yield* forbiddenName(token.text.slice(1));
        break;
      case "name":
        yield* forbiddenWord(tokens, index, policy);
        break;
      case "symbol":
        if (token.text.endsWith("@[") || (tokens[index - 1]?.text === "attribute" && token.text.startsWith("[")))
          yield* foreignAttributes(tokens, index);
        break;
      case "number":
      case "decimal":
      case "unknown":
        break;
    }
}

function* forbiddenWord(tokens: readonly CodeToken[], index: number, { plainLanguage }: Policy): Generator<string> {
  const { text: name, spaceBefore } = tokens[index]!;
  const [before, next] = [tokens[index - 1], tokens[index + 1]];
  const glued = gluedKeyword(tokens, index);
  if (glued !== undefined) yield glued;
  if (plainLanguage === true && forbiddenWithoutNotation.has(name)) yield name;
  if (before?.text === "#" && !spaceBefore) yield* forbiddenHash(`#${name}`);
  if (next?.text === "%" && forbiddenWords.has(`${name}%`)) yield `${name}%`;
  if (name === "open" || name === "namespace" || name === "export")
    for (const opened of namesAfter(tokens, index)) if (isProgramNamespace(opened)) yield opened;
  if (name === "set_option") {
    const option = unquote(next?.text ?? "");
    if (!isKnownOption(option)) yield `set_option ${option}`;
    return;
  }
  // `decide +native`, `decide (config := { native := true })`.
  if (unquote(name) === "native" && (before?.text.endsWith("+") === true || next?.text.startsWith(":") === true)) {
    yield "native_decide";
    return;
  }
  yield* forbiddenName(name);
  const dotted = dottedProgram(tokens, index);
  if (dotted !== undefined) yield dotted;
  if (isProgramType(tokens, index)) yield "IO";
  const configured = codeInConfiguration(tokens, index);
  if (configured !== undefined) yield `code in a tactic's configuration (${configured} := …)`;
  const program = isImported(tokens, index) ? undefined : metaprogramming(name);
  if (program !== undefined) yield program;
}

function* forbiddenName(name: string): Generator<string> {
  for (const part of [name, ...signSeparated(name)]) {
    // `Foo.macro` is a name; `macro` is the command. A forbidden constant is forbidden by its last part.
    const last = unquote(part.slice(part.lastIndexOf(".") + 1));
    // `bv_decide?` runs the same solver, and writes its proof to a file.
    const plain = part.replace(/[!?]+$/, "");
    if (forbiddenConstants.has(last)) yield last;
    else if (forbiddenWords.has(part) || (plain !== part && forbiddenWords.has(plain))) yield part;
  }
}

/** Lean ends a command's name where its table of tokens does: `#evalx` evaluates `x`, `#checkby_elab` runs a program. */
function* forbiddenHash(text: string): Generator<string> {
  for (const hash of forbiddenHashes) if (text.startsWith(hash)) yield hash;
  for (const word of forbiddenWords) if (text.endsWith(word)) yield word;
}

/** Whether a word names a module: `import Lean` brings nothing that could not be named. */
function isImported(tokens: readonly CodeToken[], index: number): boolean {
  const before = tokens[index - 1];
  return before?.text === "import" && before.startsLine;
}

/** The words that follow one, as in `open A B in`. */
function* namesAfter(tokens: readonly CodeToken[], index: number): Generator<string> {
  for (let at = index + 1; tokens[at]?.kind === "name" && tokens[at]!.text !== "in"; at += 1) yield tokens[at]!.text;
}
