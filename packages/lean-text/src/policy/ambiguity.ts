import type { Token } from "../tokens.ts";
import { holesIn } from "./interpolation.ts";

/** What may stand right before a comment or a raw string, whatever notation is in force. */
const plain = /[\s()[\]{}⟨⟩«»,;]/;
/** A name does not run into the comment behind it. A sign may be one token with its first half. */
const plainOrName = /[\s()[\]{}⟨⟩«»,;\p{L}\p{N}_'"!?]/u;
/** `λr"…"`: a sign and a raw string where the sign is no letter, a name and a string where it is one. */
const signAndR = /\P{ASCII}r$/u;
const startsString = /^#*"/;
const character = /^'(?:\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^\n])|[^'\\\n])'/u;

/**
 * A place where Lean, which knows the tokens that a file defines, may see a comment, a string or a name begin or end elsewhere
 * than we do. What stands behind it could be code to Lean and text to us:
 *
 * - a quotation mark inside the braces of `s!"…"`, or one as a character;
 * - `{x //-1 < x}`, `x <--1`: `//` and `<-` are tokens, and what is left of `/-` and `--` begins no comment;
 * - `λr"\"`, `f ∘r"\"`: raw after `λ`, not raw after the token `∘r`;
 * - `«` that is not closed in its line.
 */
export function ambiguityIn(source: string, tokens: readonly Token[]): string | undefined {
  // Signs and numbers that stand together; nothing else could be cut in another way.
  let runStart = 0;
  for (const [index, token] of tokens.entries()) {
    const found = ambiguousAlone(source, token) ?? ambiguousPair(source, token, tokens[index + 1]);
    if (found !== undefined) return found;
    const isSign = token.kind === "symbol" || token.kind === "unknown";
    if (!isSign && token.kind !== "number" && token.kind !== "decimal") runStart = token.end;
    const from = Math.max(runStart, token.start - 1);
    const half = /--|\/-/.exec(source.slice(from, token.end));
    if (half !== null) return source.slice(Math.max(0, from + half.index - 1), from + half.index + 2);
  }
  return undefined;
}

function ambiguousAlone(source: string, { kind, text, start }: Token): string | undefined {
  const before = source[start - 1] ?? " ";
  switch (kind) {
    case "comment":
    case "doc":
      return plainOrName.test(before) ? undefined : source.slice(start - 1, start + 2);
    case "string":
      if (text.startsWith("r"))
        return plain.test(before) ? undefined : source.slice(start - 1, start + text.indexOf('"') + 1);
      return holesIn(text.slice(1, -1)) === undefined ? text : undefined;
    // The character may be the end of a token such as `⁻¹'`, and then a string begins here.
    case "char":
      return text.includes('"') ? text : undefined;
    case "unknown":
      return text === "«" ? source.slice(start, start + 40).split("\n")[0]! : undefined;
    case "space":
    case "name":
    case "number":
    case "decimal":
    case "symbol":
    case "hole":
    case "hash":
      return undefined;
  }
}

function ambiguousPair(source: string, token: Token, next: Token | undefined): string | undefined {
  if (token.kind === "name" && signAndR.test(token.text) && startsString.test(source.slice(token.end)))
    return `${token.text.slice(-2)}"`;
  if (next?.kind !== "string") return undefined;
  // Where `×'` is no token of Lean's, its prime begins a character.
  if (token.kind === "symbol" && /[^']'$/.test(token.text)) {
    const other = character.exec(source.slice(token.end - 1))?.[0];
    if (other?.includes('"') === true) return other;
  }
  return undefined;
}
