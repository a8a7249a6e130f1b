import type { Position } from "@lemma/interfaces";

export interface Token {
  readonly kind: "name" | "number" | "decimal" | "symbol" | "string" | "end";
  /** As written; a decimal keeps its digits. */
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
  override readonly name = "SyntaxProblem";
  readonly position: Position;
  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

const symbols = new Set(
  (
    "( ) [ ] { } ⟨ ⟩ , ; : := . .. … | || ∣ ∤ = ≠ != == < ≤ <= > ≥ >= + - * / % ^ • ∘ ⁻¹ ! ¬ ∧ /\\ ∨ \\/ → -> ↔ <-> ← <- ↦ => ∀ ∃ " +
    "∃! ∑ ∏ ∫ √ ↑ ⇑ ∈ ∉ ⊆ ⊂ ∪ ∩ \\ × ≡ [MOD [ZMOD [PMOD [SMOD ⌊ ⌋ ⌈ ⌉ ⌊ ⌋₊ ⌈ ⌉₊ ‖ ∅ <;> <|> <| |> |>. ▸ · • @ # $ $> & && ⊢ ?_ ∥ ⊕ ᶜ ⊤ ⊥ " +
    "≫ ∆ ⊓ ⊔ ≃ ≈ ∼ × ₊ ⋂ ⋃ ℵ ″ ⊗ :: ++ ≪ { } ⦃ ⦄ ` ~ ∂ ∇ ×ˢ ᵀ >>> <<< ||| &&& ^^^ ⁺ ≅ ↥ ∞ † ‹ › ⟪ ⟫ ⟦ ⟧ ∃₀ → ⟶ ≤+ ? ' "
  )
    .split(" ")
    .filter((symbol) => symbol !== ""),
);
/** The symbols by their first character, longest first. */
const symbolsBy = new Map<string, string[]>();
for (const symbol of [...symbols].sort((a, b) => b.length - a.length)) {
  const start = String.fromCodePoint(symbol.codePointAt(0)!);
  symbolsBy.set(start, [...(symbolsBy.get(start) ?? []), symbol]);
}

const isAsciiLetter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
const isDigit = (c: string): boolean => c >= "0" && c <= "9" && c.length === 1;
// Greek but λ, Π and Σ; letter-like symbols; script and fraktur letters.
function isLetterLike(c: string): boolean {
  const code = c.codePointAt(0) ?? 0;
  if (code < 0x80) return isAsciiLetter(code);
  return (
    (((code >= 0x3b1 && code <= 0x3c9) || (code >= 0x391 && code <= 0x3a9)) && c !== "λ" && c !== "Π" && c !== "Σ") ||
    (code >= 0x1f00 && code <= 0x1ffe) ||
    (code >= 0x2100 && code <= 0x214f) ||
    (code >= 0x1d49c && code <= 0x1d59f)
  );
}
function isSubscript(c: string): boolean {
  const code = c.codePointAt(0) ?? 0;
  return (code >= 0x2080 && code <= 0x2089) || (code >= 0x2090 && code <= 0x209c) || (code >= 0x1d62 && code <= 0x1d6a);
}
const isRest = (c: string): boolean =>
  isLetterLike(c) || isDigit(c) || c === "'" || c === "!" || c === "?" || isSubscript(c);

const maximumTokens = 200_000;

/** The text has more tokens than are read. Lean might take it. */
export class TooLongError extends Error {
  override readonly name = "TooLongError";
}

/** Splits Lean text into tokens; comments and doc strings are space. @throws {SyntaxProblem | TooLongError} */
export function tokenize(text: string): Token[] {
  const characters = Array.from(text);
  const tokens: Token[] = [];
  let i = 0;
  let offset = 0;
  let line = 1;
  let column = 0;
  let spaceBefore = true;
  const fail = (message: string): never => {
    throw new SyntaxProblem(message, { line, column });
  };
  const advance = (): void => {
    const c = characters[i]!;
    offset += c.length;
    i++;
    if (c === "\n") {
      line++;
      column = 0;
    } else column++;
  };
  const at = (ahead: number): string => characters[i + ahead] ?? "";
  const take = (kind: Token["kind"], count: number): void => {
    const start = { start: offset, line, column, spaceBefore };
    for (let k = 0; k < count; k++) advance();
    tokens.push({ kind, text: text.slice(start.start, offset), end: offset, ...start });
    if (tokens.length > maximumTokens) throw new TooLongError(`${maximumTokens} tokens`);
    spaceBefore = false;
  };

  while (i < characters.length) {
    const c = at(0);
    if (c === " " || c === "\n" || c === "\r" || c === "\t" || c === "\u00a0") {
      if (c === "\t") fail("tabs are not allowed; please configure your editor to expand them");
      advance();
      spaceBefore = true;
      continue;
    }
    if (c === "-" && at(1) === "-") {
      while (i < characters.length && at(0) !== "\n") advance();
      spaceBefore = true;
      continue;
    }
    if (c === "/" && at(1) === "-") {
      let depth = 0;
      do {
        if (i >= characters.length) fail("unterminated comment");
        if (at(0) === "/" && at(1) === "-") {
          depth++;
          advance();
        } else if (at(0) === "-" && at(1) === "/") {
          depth--;
          advance();
        }
        advance();
      } while (depth > 0);
      spaceBefore = true;
      continue;
    }
    if (isDigit(c)) {
      let length = 1;
      while (isDigit(at(length))) length++;
      if (at(length) === "." && isDigit(at(length + 1))) {
        length += 2;
        while (isDigit(at(length))) length++;
        take("decimal", length);
      } else take("number", length);
      continue;
    }
    if (c === '"') {
      let length = 1;
      while (at(length) !== '"') {
        if (at(length) === "") fail("unterminated string literal");
        length += at(length) === "\\" ? 2 : 1;
      }
      take("string", length + 1);
      continue;
    }
    if (c === "«") {
      let length = 1;
      while (at(length) !== "»") {
        if (at(length) === "" || at(length) === "\n") fail("unterminated identifier escape");
        length++;
      }
      take("name", length + 1);
      continue;
    }
    if (isLetterLike(c) && !(c === "_" && !isRest(at(1)))) {
      let length = 1;
      for (;;) {
        const next = at(length);
        if (isRest(next)) length++;
        // `h.1` and `Nat.gcd` are one name; a dot before anything else is not part of it.
        else if (next === "." && isLetterLike(at(length + 1))) length += 2;
        else break;
      }
      take("name", length);
      continue;
    }
    if (c === "_") {
      take("name", 1);
      continue;
    }
    const matched = symbolsBy.get(c)?.find((symbol) => text.startsWith(symbol, offset))?.length ?? 0;
    // `h.2` lexes `.` then `2`; `⌋₊` is one symbol. `?x` names a hole.
    if (c === "?" && isLetterLike(at(1))) {
      let length = 2;
      while (isRest(at(length))) length++;
      take("name", length);
      continue;
    }
    if (matched > 0) take("symbol", matched);
    else if (c === "λ" || c === "Π" || c === "Σ" || c === "◁") take("symbol", 1);
    else fail(`expected token`);
  }
  tokens.push({ kind: "end", text: "", start: offset, end: offset, line, column, spaceBefore: true });
  return tokens;
}
