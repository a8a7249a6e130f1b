import { type Declaration, declarations, findAssignment, tacticBlock } from "./file.ts";
import { bracketStep, codeTokens } from "./tokens.ts";

/** A Lean file taken apart around the theorem it is about. */
export interface SplitFile {
  /** Everything before the theorem but for other theorems: imports, options, definitions. Ends in a newline, or is empty. */
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
  const all = declarations(code);
  const target = all.find((declaration) => declaration.name === name && name !== undefined) ?? all.at(-1);
  return target === undefined ? undefined : splitAround(code, all, target, name);
}

/** Splits a Lean file around each of its theorems in turn. Examples are named after `stem` and their place. */
export function splitEach(code: string, stem: string): SplitFile[] {
  const all = declarations(code);
  return all.map((target, index) => splitAround(code, all, target, leanName(`${stem}_${index + 1}`)));
}

function splitAround(
  code: string,
  all: readonly Declaration[],
  target: Declaration,
  name: string | undefined,
): SplitFile {
  const proof = tacticBlock(target);
  return {
    header: headerBefore(code, all, target),
    statement: statementOf(target.name ?? name ?? "example_1", target.signature),
    ...(target.name === undefined ? {} : { name: target.name }),
    ...(isMissing(proof) ? {} : { proof }),
    ...(target.doc === undefined ? {} : { informal: target.doc }),
  };
}

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
  const declared = declarations(text).length > 0 ? withProposition(splitFile(text)) : undefined;
  if (declared !== undefined) return declared;
  if (/^(theorem|lemma|example)$/.test(tokens[0]!.text)) return undefined;
  // Some published rows are garbled (miniF2F v2 has `∀ abbrev … theorem …`): stated whole, for Lean to reject.
  const assign = findAssignment(tokens);
  const stated = (assign === undefined ? text : text.slice(0, assign.start)).trim();
  if (stated === "") return undefined;
  const signature = startsWithBinders(stated) ? stated : `: ${stated}`;
  return withProposition({ header: "", statement: statementOf(leanName(name), signature) });
}

/** A name that Lean accepts: the id where it is one, else the id with every other character replaced by `_`. */
export function leanName(id: string): string {
  const name = id.replace(/[^\p{L}\p{N}_'.₀-₉]/gu, "_").replace(/\.(?=\.|$)|^\./g, "_");
  return /^[\p{L}_]/u.test(name) ? name : `t_${name}`;
}

/** Whether a proof is absent or only `sorry`. */
export function isMissing(proof: string): boolean {
  const tokens = codeTokens(proof);
  return tokens.length === 0 || (tokens.length === 1 && tokens[0]!.text === "sorry");
}

/** Whether `text` declares a theorem, so that it is a file and not a tactic block. */
export function isLeanFile(text: string): boolean {
  return declarations(text).length > 0;
}

function statementOf(name: string, signature: string): string {
  return `theorem ${name} ${signature.trim()} := by`;
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

function headerBefore(code: string, all: readonly Declaration[], target: Declaration): string {
  let header = "";
  let at = 0;
  for (const { start, end } of all) {
    if (start >= target.start) break;
    header += code.slice(at, start);
    at = end;
  }
  header += code.slice(at, target.start);
  // A plain comment is not a doc comment, but it introduces the theorem all the same: it is no part of the environment.
  const trimmed = header.replace(/\/-(?!-)(?:(?!-\/)[^])*-\/\s*$/, "").trim();
  return trimmed === "" ? "" : `${trimmed}\n\n`;
}
