import { isName } from "./characters.ts";
import { type Declaration, type LeanFile, readFile, theoremsOf } from "./commands.ts";
import { proofBlock } from "./proof-block.ts";
import { signatureEnd, type SignatureEnd } from "./signature.ts";
import { theoremKeywords } from "./statement.ts";
import { bracketStep } from "./symbols.ts";
import { type CodeToken, codeTokens } from "./tokens.ts";

/** A Lean file taken apart around the theorem it is about. */
export interface SplitFile {
  /** Everything before the theorem: imports, options, definitions, other theorems. Ends in a newline, or is empty. */
  readonly header: string;
  /** `theorem NAME … := by` */
  readonly statement: string;
  readonly name?: string;
  /** The tactic block after `:= by`; undefined when the file leaves it out or says `sorry`. */
  readonly proof?: string;
  /** The doc comment. */
  readonly informal?: string;
}

/**
 * Splits a whole Lean file around one theorem: the one called `name`, else the last.
 *
 * @returns undefined when the file declares no theorem.
 */
export function splitFile(code: string, name?: string): SplitFile | undefined {
  const file = readFile(code);
  const all = theoremsOf(file);
  const target = all.find((declaration) => declaration.name === name && name !== undefined) ?? all.at(-1);
  if (target === undefined) return undefined;
  const proof = proofBlock(file, target)?.tactics;
  return {
    header: headerBefore(file, target),
    statement: `theorem ${target.name ?? name ?? "example_1"} ${signatureText(file, target)} := by`,
    ...(target.name === undefined ? {} : { name: target.name }),
    ...(proof === undefined || isMissing(proof) ? {} : { proof }),
    ...(target.doc === undefined ? {} : { informal: target.doc }),
  };
}

/** A theorem's text between its name and its `:=`: binders and the proposition. */
export function signatureText({ source, tokens }: LeanFile, declaration: Declaration): string {
  const { signatureFrom, to, end } = declaration;
  const cut = signatureCut(tokens, declaration);
  const from = tokens[signatureFrom]?.start ?? end;
  const stop = cut < to ? tokens[cut]!.start : end;
  return signatureFrom < to ? source.slice(from, stop).trim() : "";
}

/** The place of the `:=` that ends a signature. Where that is not clear the likeliest, for a verifier to refuse. */
export const signatureCut = (tokens: readonly CodeToken[], declaration: Declaration): number =>
  cutOf(tokens, declaration.signatureFrom, declaration.to, declaration.signatureEnd);

function cutOf(tokens: readonly CodeToken[], from: number, to: number, end: SignatureEnd): number {
  if (end.kind !== "undecided") return end.at;
  let depth = 0;
  let first: number | undefined;
  for (let at = from; at < to; at += 1) {
    depth += bracketStep(tokens[at]!);
    if (depth > 0 || tokens[at]!.text !== ":=") continue;
    if (tokens[at + 1]?.text === "by") return at;
    first ??= at;
  }
  return first ?? to;
}

/** What stands before a theorem in its file, for a header: `open … in` before it alone becomes an `open`. */
export function headerBefore({ source, tokens }: LeanFile, { start, prefixes }: Declaration): string {
  // A plain comment is not a doc comment, but it introduces the theorem all the same: it is no part of the environment.
  const before = source
    .slice(0, start)
    .replace(/^\uFEFF/, "")
    .replace(/\/-(?!-)(?:(?!-\/)[^])*-\/\s*$/, "")
    .trim();
  const own = prefixes.map((prefix) => source.slice(tokens[prefix.from]!.start, tokens[prefix.to - 1]!.end));
  const header = [before, ...own].filter((part) => part !== "").join("\n");
  return header === "" ? "" : `${header}\n\n`;
}

/** The namespaces that a file leaves open before a place of its text, outermost first, as written. */
export function openNamespaces({ commands, tokens }: LeanFile, before = Number.POSITIVE_INFINITY): readonly string[] {
  const scopes: { readonly isNamespace: boolean; readonly name: string }[] = [];
  for (const { keyword, at, to, start } of commands) {
    if (start >= before) break;
    const name = to > at + 1 ? tokens[at + 1]!.text : "";
    if (keyword === "namespace" || keyword === "section") scopes.push({ isNamespace: keyword === "namespace", name });
    if (keyword !== "end") continue;
    // `end A.B` closes what `namespace A.B`, or `namespace A` and `namespace B`, opened.
    let left = partsOf(name);
    while (left > 0 && scopes.length > 0) left -= partsOf(scopes.pop()!.name);
  }
  return scopes.filter(({ isNamespace }) => isNamespace).map(({ name }) => name);
}

/** How many names with dots between them: at least one, for what has none. */
const partsOf = (name: string): number => name.replaceAll(/«[^»]*»/g, "_").split(".").length;

/**
 * Brings the ways in which data sets write statements to one: Lean text that ends in `:= by`.
 *
 * Understands `theorem NAME … : P` with or without `:=`, `:= by`, `:= by sorry`; `lemma` and `example`; a signature without
 * a name, `(x : ℝ) … : P` or `: P`; and a bare closed proposition, `∀ x, …`. `name` is used where the text has none.
 *
 * @returns undefined when the text states nothing.
 */
export function normaliseStatement(text: string, name: string): SplitFile | undefined {
  const tokens = codeTokens(text);
  if (tokens.length === 0) return undefined;
  const declared = isLeanFile(text) ? withProposition(splitFile(text)) : undefined;
  if (declared !== undefined) return declared;
  if (theoremKeywords.has(tokens[0]!.text)) return undefined;
  // Some published rows are garbled (miniF2F v2 has `∀ abbrev … theorem …`): stated whole, for Lean to reject.
  const end = cutOf(tokens, 0, tokens.length, signatureEnd(tokens, 0));
  const stated = text.slice(0, tokens[end]?.start).trim();
  if (stated === "") return undefined;
  const signature = startsWithBinders(stated) ? stated : `: ${stated}`;
  return withProposition({ header: "", statement: `theorem ${leanName(name)} ${signature} := by` });
}

/** A name that Lean accepts: the id where it is one, else the id with every other character replaced by `_`. */
export function leanName(id: string): string {
  if (isName(id)) return id;
  const name = id.replace(/[^\p{L}\p{N}_'.₀-₉]/gu, "_").replace(/\.(?=\.|$)|^\./g, "_");
  return /^[\p{L}_]/u.test(name) ? name : `t_${name}`;
}

const missing = /^(?:(?:exact|refine|by) ?)*(?:sorry|admit|sorryby)(?: by)?$/;

/** Whether a proof is absent or only `sorry`: `by sorry`, `(by sorry)`, `by { sorry }`, `admit`. */
export function isMissing(proof: string): boolean {
  const words = codeTokens(proof).filter(({ text }) => !/^[(){}]$/.test(text));
  return words.length === 0 || missing.test(words.map(({ text }) => text).join(" "));
}

/** Whether `text` declares a theorem, so that it is a file and not a tactic block. */
export function isLeanFile(text: string): boolean {
  return theoremsOf(readFile(text)).length > 0;
}

function withProposition(split: SplitFile | undefined): SplitFile | undefined {
  if (split === undefined) return undefined;
  let depth = 0;
  const tokens = codeTokens(split.statement);
  const colon = tokens.findIndex((token) => (depth += bracketStep(token)) === 0 && token.text === ":");
  const isEmpty = colon === -1 || tokens[colon + 1] === undefined || tokens[colon + 1]!.text === ":=";
  return isEmpty ? undefined : split;
}

/** `(a b : ℝ) {n : ℕ} [Foo α] : …` or `: …`. A term such as `(a + b) = c` starts with a bracket too, but no colon follows. */
function startsWithBinders(text: string): boolean {
  let depth = 0;
  for (const token of codeTokens(text)) {
    depth += bracketStep(token);
    if (depth > 0 || bracketStep(token) < 0) continue;
    return token.text === ":";
  }
  return false;
}
