import { UnsupportedProblem } from "../elaborate/problem.ts";
import type { Cursor } from "./cursor.ts";
import { parseBlock, parseTerm } from "./grammar.ts";
import { leanCursor } from "./lean.ts";
import { SyntaxProblem, tokenize, type Token } from "./lexer.ts";
import { parseBracketedBinder } from "./binders.ts";
import type { Binder, Expression } from "./tree.ts";
import type { Block } from "./proofs/tree.ts";

/** `theorem name binders : type := by block`, as read. */
export interface Declaration {
  readonly name: string;
  readonly binders: readonly Binder[];
  readonly type: Expression;
  /** The proof: a tactic block, or a term. */
  readonly proof:
    | { readonly kind: "tactics"; readonly block: Block }
    | { readonly kind: "term"; readonly term: Expression };
  readonly tokens: readonly Token[];
  /** The token that the proof begins with. */
  readonly proofAt: number;
}

/**
 * One theorem. A bare `∀ …` term stands for a theorem without binders. Nothing may follow it.
 * @throws {SyntaxProblem} where the proof is not Lean
 * @throws {UnsupportedProblem} where the statement is not read: what is not known here may be good Lean
 */
export const parseDeclaration = (text: string): Declaration => parseTokens(tokenize(text));

/** The same of tokens that end in the end. @throws as `parseDeclaration` does */
export function parseTokens(tokens: readonly Token[]): Declaration {
  const { cursor, ...statement } = parseStatement(tokens);
  const proofAt = cursor.index;
  let proof: Declaration["proof"];
  if (cursor.accept("by")) proof = { kind: "tactics", block: parseBlock(cursor) };
  else proof = { kind: "term", term: parseTerm(cursor) };
  if (cursor.token.kind !== "end") cursor.fail("expected command");
  return { ...statement, proof, tokens, proofAt };
}

function parseStatement(
  tokens: readonly Token[],
): Pick<Declaration, "name" | "binders" | "type"> & { readonly cursor: Cursor } {
  try {
    const cursor = leanCursor(tokens);
    const words = new Set(["theorem", "lemma", "example"]);
    if (!cursor.isOneOf(words)) cursor.fail("expected command");
    const keyword = cursor.next().text;
    let name = "example";
    if (keyword !== "example") {
      if (cursor.token.kind !== "name") cursor.fail("expected identifier");
      name = cursor.next().text;
    }
    const binders: Binder[] = [];
    const opens = new Set(["(", "{", "[", "⦃"]);
    while (cursor.isOneOf(opens)) {
      const binder = parseBracketedBinder(cursor);
      // `(x > 0)` binds after ∀ and ∃ only; here its condition would be lost.
      if (binder.predicate !== undefined) cursor.fail("expected ':' or ')' in a binder");
      binders.push(binder);
    }
    cursor.expect(":");
    const type = parseTerm(cursor);
    cursor.expect(":=");
    return { name, binders, type, cursor };
  } catch (error) {
    if (error instanceof SyntaxProblem) throw new UnsupportedProblem(`the statement (${error.message})`, error);
    throw error;
  }
}

export { SyntaxProblem };
