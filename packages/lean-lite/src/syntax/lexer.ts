import type { Position } from "@lemma/interfaces";
import { type CodeToken, codeTokens, isName } from "@lemma/lean-text";
import { reserved } from "./words.ts";

/** A token as the parser takes it: Lean's, with what the fragment does not tell apart put together. */
export interface Token {
  readonly kind: "name" | "number" | "decimal" | "symbol" | "string" | "end";
  /** As written, but for `«x»`, which is `x`, and numerals, whose digits stand together and have no exponent. */
  readonly text: string;
  /** Offsets in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** In code points from 0, as Lean counts. */
  readonly column: number;
  readonly spaceBefore: boolean;
}

/** The text is not Lean, at `position`. */
export class SyntaxProblem extends Error {
  override readonly name: string = "SyntaxProblem";
  readonly position: Position;
  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

/** A sign or a name that this reader does not know. Lean might, by a notation. */
export class UnknownToken extends SyntaxProblem {
  override readonly name = "UnknownToken";
}

const maximumTokens = 200_000;

/** The text has more tokens than are read. Lean might take it. */
export class TooLongError extends Error {
  override readonly name = "TooLongError";
}

/** Splits Lean text into tokens; comments and doc strings are space. @throws {SyntaxProblem | TooLongError} */
export const tokenize = (text: string): Token[] => parserTokens(codeTokens(text));

/** The parser's tokens for a part of a file, and the end behind them. @throws {SyntaxProblem | TooLongError} */
export function parserTokens(tokens: readonly CodeToken[], from = 0, to = tokens.length): Token[] {
  if (to - from > maximumTokens) throw new TooLongError(`${maximumTokens} tokens`);
  const found = tokens.slice(from, to).map(parserToken);
  const last = tokens[to - 1];
  const place =
    last === undefined ? { line: 1, column: 0 } : { line: last.line, column: last.column + last.text.length };
  found.push({ kind: "end", text: "", start: last?.end ?? 0, end: last?.end ?? 0, ...place, spaceBefore: true });
  return found;
}

function parserToken(token: CodeToken): Token {
  const { start, end, line, column, spaceBefore } = token;
  const place = { start, end, line, column, spaceBefore };
  const unknown = (what: string): never => {
    throw new UnknownToken(what, { line, column });
  };
  switch (token.kind) {
    case "name":
      return { kind: "name", text: plainName(token.text) ?? unknown(`the name ${token.text}`), ...place };
    case "number":
      return { kind: "number", text: token.text.replaceAll("_", ""), ...place };
    case "decimal":
      return { kind: "decimal", text: withoutExponent(token.text) ?? unknown(token.text), ...place };
    case "symbol":
    case "hash":
      return { kind: "symbol", text: token.text, ...place };
    case "hole":
      return { kind: token.text === "?_" ? "symbol" : "name", text: token.text, ...place };
    case "string":
    case "char":
      if (token.isOpen) throw new SyntaxProblem("unterminated string literal", { line, column });
      return { kind: "string", text: token.text, ...place };
    case "unknown":
      return unknown(token.text);
  }
}

/** Letters and words that are tokens where they stand bare: in guillemets they are another thing, a name. */
const signs = new Set("_ ℕ ℤ ℚ ℝ ℂ π φ Type Prop Sort sorry nomatch forall exists".split(" "));

/** A name without guillemets; undefined where it cannot be written so, and would read as something else. */
function plainName(name: string): string | undefined {
  if (!name.includes("«")) return name;
  const parts = name.match(/«[^»]*»|[^.«»]+/g) ?? [];
  const plain = parts.map((part) => part.replaceAll(/[«»]/g, ""));
  const isPlain = plain.every((part) => isName(part) && !part.includes(".") && !reserved.has(part) && !signs.has(part));
  return isPlain ? plain.join(".") : undefined;
}

/** `1.5e2` as `150.0`; undefined for an exponent beyond what is written out. */
function withoutExponent(decimal: string): string | undefined {
  const [, whole = "", fraction = "", exponent = "0"] =
    /^(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(decimal.replaceAll("_", "")) ?? [];
  const shift = Number(exponent);
  if (whole === "" || Math.abs(shift) > 1000) return undefined;
  if (shift === 0) return `${whole}.${fraction === "" ? "0" : fraction}`;
  const point = whole.length + shift;
  const digits = (whole + fraction).padStart(whole.length + fraction.length + Math.max(0, 1 - point), "0");
  const at = Math.max(point, 1);
  const padded = digits.padEnd(at + 1, "0");
  return `${padded.slice(0, at)}.${padded.slice(at)}`;
}
