/** A token of Lean source, as finely as the policy and the statement lock need it. */
export interface Token {
  /** `word`: an identifier or keyword, dots included; `hash`: `#eval` and its like; the rest one code point each. */
  readonly kind: "word" | "hash" | "number" | "string" | "symbol";
  readonly text: string;
  /** Offset into the source, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Whether only blanks and comments stand between the line's start and it. */
  readonly atMargin: boolean;
}

export interface Lexed {
  readonly tokens: readonly Token[];
  /**
   * A place where Lean, which knows its tokens, may see a comment, a string or a name begin or end elsewhere than we do. What
   * stands behind it could be code to Lean and text to us:
   *
   * - a quotation mark inside the braces of `s!"…"`, or one as a character;
   * - `{x //-1 < x}`, `x <--1`: `//` and `<-` are tokens, and what is left of `/-` and `--` begins no comment;
   * - `λr"\"`, `f ∘r"\"`: raw after `λ`, not raw after the token `∘r`;
   * - `«` that is not closed in its line.
   */
  readonly ambiguous: string | undefined;
  /** What the text leaves open, so that whatever is put after it would be swallowed. */
  readonly unterminated: "comment" | "string" | undefined;
}

// Lean's identifier characters: letters, Greek but λ Π Σ, Coptic, subscripts, letter-like symbols, and « … » around anything.
const first = "[\\p{L}_\\u2100-\\u214f\\u{1d49c}-\\u{1d59f}]";
const rest = "[\\p{L}\\p{N}_'!?\\u2080-\\u209c\\u1d62-\\u1d6a\\u2100-\\u214f\\u{1d49c}-\\u{1d59f}]";
const atom = `(?:${first}${rest}*|«[^»\\n]*»)`;
const wordPattern = new RegExp(`${atom}(?:\\.(?:${atom}|\\d+))*`, "uy");
const hashPattern = /#[a-zA-Z_]+!?/y;
// No letters but its own: `1axiom` is a number and a keyword.
const numberPattern = /0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|\d+(?:_+\d+)*(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const charPattern = /'(?:\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)|[^'\\\n])'/uy;
const rawStringPattern = /r(#*)"/y;

/** What may stand right before a comment or a raw string, whatever notation is in force. */
const plainBefore = /[\s()[\]{}⟨⟩«»,;]/;
/** A name does not run into the comment behind it. A sign may be one token with its first half. */
const isPlainBefore = (source: string, at: number, alsoPlain: RegExp): boolean =>
  at === 0 || plainBefore.test(source[at - 1]!) || alsoPlain.test(source[at - 1]!);
const nameOrString = /[\p{L}\p{N}_'"!?]/u;
const never = /(?!)/;
/** `λr"…"`: a sign and a raw string where the sign is no letter, a name and a string where it is one. */
const endsInSignAndR = /\P{ASCII}r$/u;

/**
 * Cuts Lean source into tokens and leaves comments out, nested ones too. It knows nothing of grammar and never fails: what
 * Lean would refuse, Lean is left to refuse.
 */
export function lex(source: string): Lexed {
  const tokens: Token[] = [];
  let at = 0;
  let atMargin = true;
  let unterminated: Lexed["unterminated"];
  let ambiguous: string | undefined;
  const matchAt = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const push = (kind: Token["kind"], text: string): void => {
    tokens.push({ kind, text, start: at, end: at + text.length, atMargin });
    at += text.length;
    atMargin = false;
  };
  while (at < source.length) {
    const character = source[at]!;
    if (character === "\n") {
      atMargin = true;
      at += 1;
    } else if (/\s/.test(character)) {
      at += 1;
    } else if (source.startsWith("--", at)) {
      if (!isPlainBefore(source, at, nameOrString)) ambiguous ??= source.slice(at - 1, at + 2);
      const end = source.indexOf("\n", at);
      at = end === -1 ? source.length : end;
    } else if (source.startsWith("/-", at)) {
      if (!isPlainBefore(source, at, nameOrString)) ambiguous ??= source.slice(at - 1, at + 2);
      const end = skipComment(source, at);
      if (end === undefined) unterminated = "comment";
      at = end ?? source.length;
    } else if (character === '"') {
      const end = skipString(source, at);
      if (end === undefined) unterminated = "string";
      const text = source.slice(at, end ?? source.length);
      if (holesIn(text.slice(1, -1)) === undefined) ambiguous ??= text;
      push("string", text);
    } else if (character === "r" && matchAt(rawStringPattern) !== undefined) {
      const hashes = matchAt(rawStringPattern)!.length - 2;
      if (!isPlainBefore(source, at, never)) ambiguous ??= source.slice(at - 1, at + hashes + 2);
      const close = source.indexOf(`"${"#".repeat(hashes)}`, at + hashes + 2);
      if (close === -1) unterminated = "string";
      push("string", source.slice(at, close === -1 ? source.length : close + 1 + hashes));
    } else {
      const word = matchAt(wordPattern);
      if (word !== undefined) {
        if (endsInSignAndR.test(word) && /^#*"/.test(source.slice(at + word.length)))
          ambiguous ??= `${word.slice(-2)}"`;
        push("word", word);
      } else {
        if (character === "«") ambiguous ??= source.slice(at, at + 40).split("\n")[0]!;
        const hash = matchAt(hashPattern);
        const number = hash === undefined ? matchAt(numberPattern) : undefined;
        const char = matchAt(charPattern);
        // The character may be the end of a token such as `⁻¹'`, and then a string begins here.
        if (char?.includes('"') === true) ambiguous ??= char;
        if (hash !== undefined) push("hash", hash);
        else if (number !== undefined) push("number", number);
        else if (source.startsWith("''", at)) push("symbol", "''");
        else if (char !== undefined) push("string", char);
        else push("symbol", String.fromCodePoint(source.codePointAt(at)!));
      }
    }
  }
  return { tokens, unterminated, ambiguous };
}

function skipComment(source: string, start: number): number | undefined {
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

function skipString(source: string, start: number): number | undefined {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === '"') return at + 1;
  }
  return undefined;
}

/**
 * The terms between braces in a string's content, should it be an interpolated one; undefined where one of them holds a
 * quotation mark or does not end, so that the string may be longer than it looks.
 */
export function holesIn(content: string): readonly string[] | undefined {
  const holes: string[] = [];
  for (let at = 0; at < content.length; at += 1) {
    if (content[at] === "\\") at += 1;
    else if (content[at] === "{") {
      const end = endOfHole(content, at + 1);
      if (end === undefined) return undefined;
      holes.push(content.slice(at + 1, end));
      at = end;
    }
  }
  return holes;
}

/** Where the brace is that closes a hole; in doubt there is none. */
function endOfHole(content: string, start: number): number | undefined {
  let depth = 1;
  for (let at = start; at < content.length; at += 1) {
    const character = content[at]!;
    // Comments, characters and quotation marks could hide a brace or end the string.
    if (character === "'" && !/[\p{L}\p{N}_'!?]/u.test(content[at - 1]!)) return undefined;
    if (character === '"' || content.startsWith("--", at) || content.startsWith("/-", at)) return undefined;
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

/** A list of words written as one text. */
export const words = (text: string): readonly string[] => text.trim().split(/\s+/);
