import type { Cursor } from "../cursor.ts";
import { parseBlock, parseTerm } from "../grammar.ts";
import { parsePattern } from "./patterns.ts";
import { parseMatch } from "./match.ts";
import type { Expression } from "../tree.ts";
import type { CalcStep } from "./tree.ts";

export function parseBy(cursor: Cursor): Expression {
  const from = cursor.index;
  cursor.expect("by");
  const block = parseBlock(cursor);
  return { kind: "by", block, from, to: cursor.index };
}

export function parseHave(cursor: Cursor): Expression {
  const from = cursor.index;
  cursor.next();
  const pattern = cursor.is(":") || cursor.is(":=") ? ({ kind: "name", name: "this" } as const) : parsePattern(cursor);
  const type = cursor.accept(":") ? parseTerm(cursor) : undefined;
  if (!cursor.is(":=") && cursor.is("by")) cursor.fail("expected ':='");
  const value = cursor.accept("from") ? parseTerm(cursor) : (cursor.expect(":="), parseTerm(cursor));
  cursor.accept(";");
  const body = parseTerm(cursor);
  return { kind: "have", pattern, ...(type === undefined ? {} : { type }), value, body, from, to: cursor.index };
}

/** `match e with | p => t`: as the tactic, its bodies terms. */
export function parseMatchTerm(cursor: Cursor): Expression {
  const from = cursor.index;
  cursor.expect("match");
  const parts = parseMatch(cursor, (inside) => {
    const start = inside.index;
    const terms = [parseTerm(inside)];
    const span = { from: start, to: inside.index };
    return { tactics: [{ name: "exact", terms, ...span }], ...span };
  });
  const span = { from, to: cursor.index };
  return { kind: "by", block: { tactics: [{ name: "match", ...parts, ...span }], ...span }, ...span };
}

/** `a = b := p` and then `_ = c := q`, one under the other. */
export function parseCalcSteps(cursor: Cursor): CalcStep[] {
  const steps: CalcStep[] = [];
  const outer = cursor.column;
  const first = cursor.token.column;
  let later: number | undefined;
  do {
    if (steps.length === 1) later = cursor.token.column;
    cursor.block(() => {
      const relation = parseTerm(cursor);
      if (cursor.accept(":=")) steps.push({ relation, proof: parseTerm(cursor) });
      else steps.push({ relation });
    });
    // The later steps stand under the first, or under each other where the first shares the line of `calc`.
  } while (
    cursor.startsLine &&
    cursor.token.column >= (later ?? 0) &&
    (cursor.is("_") ? cursor.token.column > outer || outer < 0 : cursor.token.column === first && first > outer)
  );
  return steps;
}
