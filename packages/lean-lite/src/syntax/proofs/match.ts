import type { Cursor } from "../cursor.ts";
import { parseTerm } from "../grammar.ts";
import type { Expression } from "../tree.ts";
import type { Block, MatchCase, Tactic } from "./tree.ts";

/** `match e₁, e₂ with | p₁, p₂ => …`, its bodies by `body`: tactics, or a term. */
export function parseMatch(cursor: Cursor, body: (cursor: Cursor) => Block): Pick<Tactic, "terms" | "matches"> {
  const terms: Expression[] = [];
  do {
    if (cursor.token.kind === "name" && cursor.peek().text === ":")
      cursor.fail("a named discriminant is not supported");
    terms.push(parseTerm(cursor));
  } while (cursor.accept(","));
  if (!cursor.accept("with")) cursor.fail("expected 'with'");
  const matches: MatchCase[] = [];
  const { column } = cursor.token;
  while (cursor.is("|") && cursor.token.column >= column) {
    const rows: Expression[][] = [];
    while (cursor.accept("|")) {
      const row = [parseTerm(cursor)];
      while (cursor.accept(",")) row.push(parseTerm(cursor));
      rows.push(row);
    }
    if (!cursor.accept("=>")) cursor.fail("expected '=>'");
    const block = body(cursor);
    for (const patterns of rows) matches.push({ patterns, body: block });
  }
  return { terms, matches };
}
