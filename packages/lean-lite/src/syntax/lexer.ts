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

/** Longest first where one is a prefix of another; the lexer tries lengths from 5 down. */
const symbols = new Set(
  (
    "( ) [ ] { } ⟨ ⟩ , ; : := . .. … | || ∣ ∤ = ≠ != == < ≤ <= > ≥ >= + - * / % ^ • ∘ ⁻¹ ! ¬ ∧ /\\ ∨ \\/ → -> ↔ <-> ← <- ↦ => ∀ ∃ " +
    "∃! ∑ ∏ ∫ √ ↑ ⇑ ∈ ∉ ⊆ ⊂ ∪ ∩ \\ × ≡ [MOD [ZMOD [PMOD [SMOD ⌊ ⌋ ⌈ ⌉ ⌊ ⌋₊ ⌈ ⌉₊ ‖ ∅ <;> <|> <| |> |>. ▸ · • @ # $ $> & && ⊢ ?_ ∥ ⊕ ᶜ ⊤ ⊥ " +
    "≫ ∆ ⊓ ⊔ ≃ ≈ ∼ × ₊ ⋂ ⋃ ℵ ″ ⊗ :: ++ ≪ { } ⦃ ⦄ ` ~ ∂ ∇ ×ˢ ᵀ >>> <<< ||| &&& ^^^ ⁺ ≅ ↥ ∞ † ‹ › ⟪ ⟫ ⟦ ⟧ ∃₀ → ⟶ ≤+ ? ' "
  )
    .split(" ")
    .filter((symbol) => symbol !== ""),
);
const longestSymbol = 5;

const isLetterLike = (c: string): boolean =>
  /[A-Za-z_]/.test(c) ||
  (/[\u03b1-\u03c9\u0391-\u03a9\u1f00-\u1ffe\u2100-\u214f]/u.test(c) && c !== "λ" && c !== "Π" && c !== "Σ") ||
  /[\u{1d49c}-\u{1d59f}]/u.test(c);
const isSubscript = (c: string): boolean => /[\u2080-\u2089\u2090-\u209c\u1d62-\u1d6a]/u.test(c);
const isRest = (c: string): boolean => isLetterLike(c) || /[0-9'!?]/.test(c) || isSubscript(c);

const maximumTokens = 200_000;

/** Splits Lean text into tokens; comments and doc strings are space. @throws {SyntaxProblem} */
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
    let taken = "";
    for (let k = 0; k < count; k++) {
      taken += characters[i]!;
      advance();
    }
    tokens.push({ kind, text: taken, end: offset, ...start });
    if (tokens.length > maximumTokens) fail("too many tokens");
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
    if (/[0-9]/.test(c)) {
      let length = 1;
      while (/[0-9]/.test(at(length))) length++;
      if (at(length) === "." && /[0-9]/.test(at(length + 1))) {
        length += 2;
        while (/[0-9]/.test(at(length))) length++;
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
    let matched = 0;
    for (let length = Math.min(longestSymbol, characters.length - i); length >= 1; length--) {
      if (symbols.has(characters.slice(i, i + length).join(""))) {
        matched = length;
        break;
      }
    }
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
