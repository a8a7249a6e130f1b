import { createHash } from "node:crypto";
import { codeTokens } from "./tokens.ts";
import { Scope } from "./scope.ts";
import { closingBracket, indexAtDepthZero, leadingArrow, leadingNames, step } from "./shape.ts";

/**
 * A statement up to what does not change its meaning: white space, comments, the theorem's name, bound names, ASCII
 * spellings (`->`, `Nat`), `∑ x in s` for `∑ x ∈ s`, needless brackets around one token or a whole proposition, and whether
 * hypotheses stand as binders, under a leading `∀` or before an arrow:
 *
 *     theorem t (a b : ℝ) (h : a<b) : a ≤ b := by      ∀ x y : ℝ, x < y → x ≤ y
 *     both: #0 : ℝ ; #1 : ℝ ; #2 : #0 < #1 ⊢ #0 ≤ #1
 *
 * It is textual: equal forms mean the same proposition, but unequal ones may too (`a ≥ b` and `b ≤ a` stay apart).
 */
export function normalForm(statement: string): string {
  return normalTokens(statement).join(" ");
}

/** 64 bits of SHA-256 over the normal form, as 16 hexadecimal digits: one chance in 10⁷ of any clash among a million. */
export function statementHash(statement: string): string {
  return hashOf(normalTokens(statement));
}

/** `statementHash` of a normal form that is at hand. */
export function hashOf(normalForm: readonly string[]): string {
  return createHash("sha256").update(normalForm.join(" ")).digest("hex").slice(0, 16);
}

/** The normal form, token by token. */
export function normalTokens(statement: string): string[] {
  const { hypotheses, goal } = flatten(propositionTokens(statement));
  const scope = new Scope();
  const output: string[] = [];
  for (const { name, type } of hypotheses) {
    const renamed = scope.rename(type);
    output.push(scope.declare(name), ":", ...renamed, ";");
  }
  if (output.length > 0) output.pop();
  return [...output, "⊢", ...scope.rename(goal)];
}

interface Hypothesis {
  /** Absent for a hypothesis that nothing can refer to. */
  readonly name?: string;
  readonly type: readonly string[];
}

const spelling: Readonly<Record<string, string>> = {
  "->": "→",
  "<->": "↔",
  "/\\": "∧",
  "\\/": "∨",
  "<=": "≤",
  ">=": "≥",
  "!=": "≠",
  "↦": "=>",
  λ: "fun",
  Nat: "ℕ",
  Int: "ℤ",
  Rat: "ℚ",
  Real: "ℝ",
  Complex: "ℂ",
  NNReal: "ℝ≥0",
  π: "Real.pi",
  "√": "Real.sqrt",
  Not: "¬",
};

/** The statement as one closed proposition: its signature's binders become those of a leading `∀`. */
function propositionTokens(statement: string): string[] {
  let tokens = wordsOf(statement).map((text) => (Object.hasOwn(spelling, text) ? spelling[text]! : text));
  if (tokens.at(-1) === "sorry") tokens = tokens.slice(0, -1);
  if (tokens.at(-1) === "by") tokens = tokens.slice(0, -1);
  if (tokens.at(-1) === ":=") tokens = tokens.slice(0, -1);
  if (/^(theorem|lemma)$/.test(tokens[0] ?? "")) tokens = tokens.slice(2);
  else if (tokens[0] === "example") tokens = tokens.slice(1);
  else return tidy(tokens);
  const colon = indexAtDepthZero(tokens, ":");
  if (colon === -1) return tidy(tokens);
  const binders = tokens.slice(0, colon);
  const proposition = tokens.slice(colon + 1);
  return tidy(binders.length === 0 ? proposition : ["∀", ...binders, ",", ...proposition]);
}

/**
 * The statement's words. Hashes are kept in files, so what a word is stays as it was when the first were written: a sign of several
 * characters falls into them but for those that are spelled in one, and `h.1` is one word.
 */
function wordsOf(statement: string): string[] {
  const words: string[] = [];
  // Whether the last word is a name that a dot and a number may still lengthen; whether that dot stands there already.
  let chain: "none" | "name" | "dotted" = "none";
  for (const { kind, text, spaceBefore } of codeTokens(statement)) {
    const isTight = !spaceBefore;
    if (chain === "dotted" && isTight && (kind === "number" || kind === "decimal" || kind === "name")) {
      words.splice(-2, 2, `${words.at(-2)!}.${text}`);
      chain = "name";
      continue;
    }
    if (kind === "symbol") words.push(...text.match(sign)!);
    else words.push(text);
    chain = kind === "name" ? "name" : chain === "name" && isTight && text === "." ? "dotted" : "none";
  }
  return words;
}
const sign =
  /<;>|<->|\|>\.|\.\.\.|:=|=>|->|<-|<=|>=|!=|==|\/\\|\\\/|::|\+\+|&&|\|\||<\||\|>|\.\.|⁻¹|<\$>|\^\^|[A-Z]+|[^]/gu;

function flatten(tokens: readonly string[]): {
  readonly hypotheses: readonly Hypothesis[];
  readonly goal: readonly string[];
} {
  const hypotheses: Hypothesis[] = [];
  let rest = withoutOuterBrackets(tokens);
  for (;;) {
    if (rest[0] === "∀") {
      const comma = indexAtDepthZero(rest, ",");
      if (comma === -1) break;
      hypotheses.push(...readBinders(rest.slice(1, comma)));
      rest = withoutOuterBrackets(rest.slice(comma + 1));
      continue;
    }
    const arrow = leadingArrow(rest);
    if (arrow === -1) break;
    hypotheses.push({ type: withoutOuterBrackets(rest.slice(0, arrow)) });
    rest = withoutOuterBrackets(rest.slice(arrow + 1));
  }
  return { hypotheses, goal: rest };
}

/** `(a b : ℝ) {n : ℕ} [Fact p] (h : a < b)`, or without brackets `a b : ℝ`, `x > 0`, `x ∈ s`. */
function readBinders(tokens: readonly string[]): Hypothesis[] {
  const found: Hypothesis[] = [];
  let at = 0;
  while (at < tokens.length) {
    const isGroup = step(tokens[at]!) === 1;
    const bare = leadingNames(tokens.slice(at));
    // `∀ n (h : n = 3), …`: names without a type, then a group.
    const beforeGroup = step(tokens[at + bare] ?? "") === 1;
    const end = isGroup ? closingBracket(tokens, at) : beforeGroup ? at + bare : tokens.length;
    found.push(...readGroup(tokens.slice(isGroup ? at + 1 : at, end), tokens[at] === "["));
    at = isGroup ? end + 1 : end;
  }
  return found;
}

function readGroup(tokens: readonly string[], isInstance: boolean): Hypothesis[] {
  const colon = indexAtDepthZero(tokens, ":");
  const names = tokens.slice(0, colon === -1 ? leadingNames(tokens) : colon);
  if (colon === -1 && isInstance) return [{ type: tokens }];
  const assign = indexAtDepthZero(tokens, ":=");
  const type = colon === -1 ? ["_"] : withoutOuterBrackets(tokens.slice(colon + 1, assign === -1 ? undefined : assign));
  const variables = names.map((name) => (name === "_" ? { type } : { name, type }));
  // `∀ x > 0, p` is `∀ x, x > 0 → p`.
  const bound = colon === -1 && names.length < tokens.length ? tokens.slice(names.length) : undefined;
  return bound === undefined
    ? variables
    : [...variables, ...names.map((name) => ({ type: withoutOuterBrackets([name, ...bound]) }))];
}

/** Drops brackets around one word, and one of two pairs of brackets around the same thing. */
function tidy(tokens: readonly string[]): string[] {
  const closes = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token === "(") open.push(index);
    else if (token === ")") {
      const from = open.pop();
      if (from !== undefined) closes.set(from, index);
    }
  }
  const dropped = new Set<number>();
  for (const [from, to] of closes) {
    const isWord = to === from + 2 && /^[\p{L}\p{N}_]/u.test(tokens[from + 1]!);
    const isDouble = tokens[from + 1] === "(" && closes.get(from + 1) === to - 1;
    if ((isWord || isDouble) && tokens[to + 1] !== ".") dropped.add(from).add(to);
  }
  return tokens.filter((_, index) => !dropped.has(index));
}

function withoutOuterBrackets(tokens: readonly string[]): readonly string[] {
  let inner = tokens;
  while (
    inner[0] === "(" &&
    closingBracket(inner, 0) === inner.length - 1 &&
    indexAtDepthZero(inner.slice(1, -1), ":") === -1
  )
    inner = inner.slice(1, -1);
  return inner;
}
