import { bracketStep } from "./symbols.ts";

// Lean text as words, for looking at the shape of binders and propositions.

/** The arrow that ends a first hypothesis: none inside a quantifier's body, nor under a `↔`, which binds looser. */
export function leadingArrow(tokens: readonly string[]): number {
  let depth = 0;
  let arrow = -1;
  for (const [index, token] of tokens.entries()) {
    depth += step(token);
    if (depth > 0) continue;
    if (token === "↔") return -1;
    if (["∀", "∃", "fun", "let", "have", "if"].includes(token)) return arrow;
    if (token === "→" && arrow === -1) arrow = index;
  }
  return arrow;
}

export function leadingNames(tokens: readonly string[]): number {
  const end = tokens.findIndex((token) => !isName(token));
  return end === -1 ? tokens.length : end;
}

export function isName(token: string): boolean {
  return /^[\p{L}_][^.]*$/u.test(token) && token !== "in";
}

export function indexAtDepthZero(tokens: readonly string[], wanted: string): number {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    depth += step(token);
    if (depth === 0 && token === wanted) return index;
  }
  return -1;
}

export function closingBracket(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    depth += step(tokens[index]!);
    if (depth === 0) return index;
  }
  return tokens.length;
}

export function step(text: string): number {
  return bracketStep({ kind: "symbol", text });
}
