import type { Random } from "@lemma/interfaces";
import { tokenize } from "../syntax/lexer.ts";
import type { Token } from "../syntax/lexer.ts";

export type MutationKind = "constant" | "sign" | "order" | "hypothesis" | "type";

export interface Mutation {
  readonly kind: MutationKind;
  readonly statement: string;
}

const signs: Readonly<Record<string, readonly string[]>> = {
  "+": ["-", "*"],
  "-": ["+"],
  "*": ["+"],
  "/": ["*"],
  "%": ["/"],
};
const orders: Readonly<Record<string, readonly string[]>> = {
  "<": ["≤", ">", "="],
  "≤": ["<", "≥", "="],
  "<=": ["<", "≥"],
  ">": ["≥", "<", "="],
  "≥": [">", "≤", "="],
  ">=": [">", "≤"],
  "=": ["<", "≠", ">", "≤"],
  "≠": ["="],
  "∧": ["∨"],
  "∨": ["∧"],
  "↔": ["∧"],
  "∀": ["∃"],
  "∃": ["∀"],
};
const types: Readonly<Record<string, readonly string[]>> = {
  ℝ: ["ℕ", "ℤ", "ℚ"],
  ℚ: ["ℕ", "ℤ", "ℝ"],
  ℤ: ["ℕ", "ℝ"],
  ℕ: ["ℤ", "ℝ"],
};

/**
 * The statement with one thing changed: a constant, a sign, a relation or connective, a hypothesis (which becomes `True`),
 * or a type, at every place where it is written. Most results are false or nonsense; telling which is the caller's part.
 */
export function mutate(statement: string, random: Random): Mutation | undefined {
  const kind = random.choice(["constant", "constant", "sign", "order", "order", "hypothesis", "type"] as const);
  const tokens = tokenize(statement);
  const name = tokens[1];
  const places = tokens.filter((token) => token !== name && replacementsOf(kind, token).length > 0);
  if (kind === "hypothesis") return dropHypothesis(statement, tokens, random);
  if (places.length === 0) return undefined;
  const place = random.choice(places);
  const by = random.choice(replacementsOf(kind, place));
  if (kind === "type") return { kind, statement: statement.replaceAll(place.text, by) };
  return { kind, statement: statement.slice(0, place.start) + by + statement.slice(place.end) };
}

function replacementsOf(kind: MutationKind, { kind: token, text }: Token): readonly string[] {
  if (kind === "constant") {
    if (token !== "number") return [];
    const n = BigInt(text);
    return [n + 1n, n > 0n ? n - 1n : n + 2n, n * 2n + 1n, n + 10n, 0n].filter((m) => m !== n).map(String);
  }
  const table = kind === "sign" ? signs : kind === "order" ? orders : kind === "type" ? types : {};
  return token === "symbol" || token === "name" ? (table[text] ?? []) : [];
}

/** `(h : …)` becomes `(h : True)`, for a binder that is a proposition as far as its tokens tell. */
function dropHypothesis(statement: string, tokens: readonly Token[], random: Random): Mutation | undefined {
  const found: { start: number; end: number }[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    if (tokens[i]!.text !== "(") continue;
    let depth = 0;
    let colon = -1;
    let relation = false;
    let j = i;
    for (; j < tokens.length; j += 1) {
      const { text } = tokens[j]!;
      if (text === "(") depth += 1;
      if (text === ")") depth -= 1;
      if (depth === 0) break;
      if (text === ":" && depth === 1 && colon < 0) colon = j;
      if (text in orders) relation = true;
    }
    if (colon === i + 2 && relation && j < tokens.length)
      found.push({ start: tokens[colon]!.end, end: tokens[j]!.start });
  }
  if (found.length === 0) return undefined;
  const { start, end } = random.choice(found);
  return { kind: "hypothesis", statement: `${statement.slice(0, start)} True${statement.slice(end)}` };
}
