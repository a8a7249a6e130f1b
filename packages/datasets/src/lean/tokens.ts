/**
 * Lean 4 source as tokens: enough to split files, normalise statements and find names, without elaborating anything.
 *
 * Identifiers follow Lean's `isIdFirst` / `isIdRest` (Lean 4, `Init/Meta.lean`) and keep their dots: `Nat.gcd`, `h₀.1`.
 */
export interface Token {
  readonly kind: "identifier" | "numeral" | "string" | "symbol" | "comment";
  readonly text: string;
  /** Offsets into the source, in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

// λ, Π and Σ are symbols in Lean although they are Greek letters; ℕ, ℝ and their like are identifiers.
const letter = "(?![λΠΣ])[A-Za-z_\\u0370-\\u03ff\\u1f00-\\u1ffe\\u2100-\\u214f\\u{1d49c}-\\u{1d59f}\\u00b5]";
const rest = `(?:${letter}|[0-9'!?\\u2080-\\u2089\\u2090-\\u209c\\u1d62-\\u1d6a])`;
const part = `(?:${letter}${rest}*|«[^»]*»)`;
// A trailing `'` or `!` binds to the identifier, as in Lean: `n!` is one name, `n !` is a factorial.
const identifier = `${part}(?:\\.(?:${part}|[0-9]+))*`;
const numeral = "0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?";
const text = "\"(?:[^\"\\\\]|\\\\[^])*\"|'(?:[^'\\\\]|\\\\[^][^']*)'";
const operators = [
  "<;>",
  "<->",
  "|>.",
  "...",
  ":=",
  "=>",
  "->",
  "<-",
  "<=",
  ">=",
  "!=",
  "==",
  "/\\",
  "\\/",
  "::",
  "++",
];
const moreOperators = ["&&", "||", "<|", "|>", "..", "⁻¹", "<$>", "^^"];
const symbol = [...operators, ...moreOperators].map((operator) => operator.replace(/[\\/|.+^$*]/g, "\\$&")).join("|");

const pattern = new RegExp(
  `(?<space>\\s+)|(?<line>--[^\\n]*)|(?<block>/-)|(?<identifier>${identifier})|(?<numeral>${numeral})|` +
    `(?<text>${text})|(?<symbol>${symbol}|[^])`,
  "uy",
);

/** All tokens of `source`, comments included; white space is dropped. Never throws: unknown characters are symbols. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match === null) break;
    const groups = match.groups!;
    let end = pattern.lastIndex;
    if (groups["block"] !== undefined) end = endOfBlockComment(source, at);
    if (groups["space"] === undefined)
      tokens.push({ kind: kindOf(groups), text: source.slice(at, end), start: at, end });
    at = end;
  }
  return tokens;
}

/** The tokens that Lean reads: comments left out. */
export function codeTokens(source: string): Token[] {
  return tokenize(source).filter((token) => token.kind !== "comment");
}

/** `source` with every comment replaced by one space (line structure is not kept). */
export function stripComments(source: string): string {
  let result = "";
  let at = 0;
  for (const token of tokenize(source)) {
    if (token.kind !== "comment") continue;
    result += `${source.slice(at, token.start)} `;
    at = token.end;
  }
  return result + source.slice(at);
}

const depthChange: Readonly<Record<string, number>> = {
  "(": 1,
  "[": 1,
  "{": 1,
  "⟨": 1,
  "⦃": 1,
  "⌊": 1,
  "⌈": 1,
  ")": -1,
  "]": -1,
  "}": -1,
  "⟩": -1,
  "⦄": -1,
  "⌋": -1,
  "⌉": -1,
};

/** +1 for an opening bracket, −1 for a closing one, 0 otherwise. */
export function bracketStep(token: Token): number {
  return token.kind === "symbol" && Object.hasOwn(depthChange, token.text) ? depthChange[token.text]! : 0;
}

function kindOf(groups: Record<string, string | undefined>): Token["kind"] {
  if (groups["identifier"] !== undefined) return "identifier";
  if (groups["numeral"] !== undefined) return "numeral";
  if (groups["text"] !== undefined) return "string";
  return groups["symbol"] === undefined ? "comment" : "symbol";
}

/** Block comments nest. An unclosed one runs to the end of the source. */
function endOfBlockComment(source: string, start: number): number {
  const delimiter = /\/-|-\//g;
  delimiter.lastIndex = start;
  let depth = 0;
  for (let match = delimiter.exec(source); match !== null; match = delimiter.exec(source)) {
    depth += match[0] === "/-" ? 1 : -1;
    if (depth === 0) return delimiter.lastIndex;
  }
  return source.length;
}
