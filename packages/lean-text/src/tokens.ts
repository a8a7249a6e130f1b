import { namePattern } from "./characters.ts";
import { symbolAt } from "./symbols.ts";

/**
 * `name`: an identifier or a keyword, with its dots. `number`: a natural numeral in any base; `decimal`: one with a point or an
 * exponent. `hole`: `?x`. `hash`: `#eval` and its like. `unknown`: a character that begins no token.
 */
export type CodeKind = "name" | "number" | "decimal" | "string" | "char" | "symbol" | "hole" | "hash" | "unknown";
/** What Lean skips: blanks, comments. `doc`: `/-- … -/` and `/-! … -/`, which it reads. */
export type TokenKind = CodeKind | "space" | "comment" | "doc";

/** A piece of Lean source. Those of a text, put together, are the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offsets in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  /** In code points from 0, as Lean counts. */
  readonly column: number;
  readonly spaceBefore: boolean;
  /** Whether nothing but blanks and comments stands before it on its line. */
  readonly startsLine: boolean;
  /** A string or comment that the text ends in. */
  readonly isOpen: boolean;
}

/** A token that Lean reads. */
export interface CodeToken extends Token {
  readonly kind: CodeKind;
}

const blank = /[ \t\r\n]+/y;
const name = new RegExp(namePattern, "uy");
const hole = new RegExp(`\\?${namePattern}`, "uy");
const hash = /#[a-z][a-z_]*[!?]?/y;
const natural = "0[xX][0-9a-fA-F]+(?:_+[0-9a-fA-F]+)*|0[bB][01]+(?:_+[01]+)*|0[oO][0-7]+(?:_+[0-7]+)*";
const number = new RegExp(`(?:${natural}|\\d+(?:_+\\d+)*(?:\\.\\d+(?:_+\\d+)*)?(?:[eE][-+]?\\d+)?)`, "y");
const char = /'(?:\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^\n])|[^'\\\n])'/uy;
const rawString = /r(#*)"/y;
/** Commands whose name begins with a sign. With `open Finset` a `#` before another word is a set's cardinality. */
const hashCommands = new Set(
  (
    "#eval #eval! #check #check_failure #check_simp #print #reduce #synth #exit #where #version #guard #guard_expr " +
    "#guard_msgs #guard_panic #help #norm_num #simp #ring #push_neg #conv #find #find_home #lint #test #sample " +
    "#plausible #slim_check #unfold? #loogle #leansearch #moogle #search #min_imports #redundant_imports #html " +
    "#widget #print_axioms #exec #show_kind #long_instances #long_names #parse #instances #whnf #explode #kerodon"
  ).split(" "),
);

/** Cuts any text into tokens, and loses none of it. Never fails: what is no token is `unknown`. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let column = 0;
  let spaceBefore = true;
  let startsLine = true;
  const matchAt = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const take = (kind: TokenKind, end: number, isOpen = false): void => {
    const text = source.slice(at, end);
    tokens.push({ kind, text, start: at, end, line, column, spaceBefore, startsLine, isOpen });
    at = end;
    const isSkipped = skipped.has(kind);
    spaceBefore = isSkipped;
    if (!isSkipped) startsLine = false;
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      if (unit === 10) {
        line += 1;
        column = 0;
        startsLine ||= isSkipped;
        // The second half of a pair counts with its first.
      } else if (unit < 0xdc00 || unit > 0xdfff) column += 1;
    }
  };
  // A byte order mark says how the file is coded and is none of its text.
  if (source.startsWith("\uFEFF")) {
    take("space", 1);
    column = 0;
  }
  while (at < source.length) {
    const first = source[at]!;
    if (first === " " || first === "\n" || first === "\r" || first === "\t") take("space", at + matchAt(blank)!.length);
    else if (first === "-" && source[at + 1] === "-") take("comment", endOrLength(source, "\n", at));
    else if (first === "/" && source[at + 1] === "-") {
      const end = endOfComment(source, at);
      const isDoc = source[at + 2] === "-" || source[at + 2] === "!";
      take(isDoc ? "doc" : "comment", end ?? source.length, end === undefined);
    } else if (first === '"') {
      const end = endOfString(source, at);
      take("string", end ?? source.length, end === undefined);
    } else if (first === "r" && matchAt(rawString) !== undefined) {
      const opening = matchAt(rawString)!;
      const mark = `"${"#".repeat(opening.length - 2)}`;
      const close = source.indexOf(mark, at + opening.length);
      take("string", close === -1 ? source.length : close + mark.length, close === -1);
    } else takeWord(first);
  }
  return tokens;

  function takeWord(first: string): void {
    const word = matchAt(name);
    if (word !== undefined) return take("name", at + word.length);
    if (first >= "0" && first <= "9") {
      const digits = matchAt(number)!;
      return take(/^\d[\d_]*$|^0[xXbBoO]/.test(digits) ? "number" : "decimal", at + digits.length);
    }
    if (first === "#") {
      const command = matchAt(hash);
      if (command !== undefined && hashCommands.has(command)) return take("hash", at + command.length);
    }
    if (first === "?") {
      const named = matchAt(hole);
      if (named !== undefined) return take("hole", at + named.length);
    }
    if (first === "'" && source[at + 1] !== "'") {
      const literal = matchAt(char);
      if (literal !== undefined) return take("char", at + literal.length);
    }
    const symbol = symbolAt(source, at);
    if (symbol !== undefined) return take("symbol", at + symbol.length);
    return take("unknown", at + String.fromCodePoint(source.codePointAt(at)!).length);
  }
}

/** Leaves out what Lean skips and doc comments. */
export const code = (tokens: readonly Token[]): CodeToken[] => tokens.filter(isCode);

/** The tokens that Lean reads of a text. */
export const codeTokens = (source: string): CodeToken[] => code(tokenize(source));

const skipped = new Set<TokenKind>(["space", "comment", "doc"]);
const isCode = (token: Token): token is Token & { readonly kind: CodeKind } => !skipped.has(token.kind);

function endOrLength(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found === -1 ? source.length : found;
}

/** Comments nest; undefined when one does not end. */
function endOfComment(source: string, start: number): number | undefined {
  let depth = 0;
  const edge = /\/-|-\//g;
  edge.lastIndex = start;
  for (let match = edge.exec(source); match !== null; match = edge.exec(source)) {
    depth += match[0] === "/-" ? 1 : -1;
    // `/--` is one token: in `/--/` nothing is closed yet.
    if (match.index === start && source[start + 2] === "-") edge.lastIndex = start + 3;
    if (depth === 0) return edge.lastIndex;
  }
  return undefined;
}

function endOfString(source: string, start: number): number | undefined {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === '"') return at + 1;
  }
  return undefined;
}

/** `source` with every comment replaced by one space. Lines are not kept. */
export const stripComments = (source: string): string =>
  tokenize(source)
    .map(({ kind, text }) => (kind === "comment" || kind === "doc" ? " " : text))
    .join("");
