import type { Cursor } from "../cursor.ts";
import { parseTerm } from "../grammar.ts";
import type { Expression } from "../tree.ts";
import type { Pattern } from "./tree.ts";
import { isKeyword } from "../words.ts";

/** `⟨x, hx | hx⟩`, `(h | h)`, `rfl`, `-`, `_`, with alternatives at the top where `alternatives` allows. */
export function parsePattern(cursor: Cursor, alternatives = true): Pattern {
  return cursor.nested(() => {
    const items = [parseOne(cursor)];
    while (alternatives && cursor.is("|")) {
      cursor.next();
      items.push(parseOne(cursor));
    }
    return items.length === 1 ? items[0]! : { kind: "or", items };
  });
}

function parseOne(cursor: Cursor): Pattern {
  if (cursor.accept("⟨")) {
    const items: Pattern[] = [];
    while (!cursor.is("⟩")) {
      const item = parsePattern(cursor);
      items.push(cursor.accept(":") ? typed(item, parseTerm(cursor)) : item);
      if (!cursor.accept(",")) break;
    }
    cursor.expect("⟩");
    return { kind: "tuple", items };
  }
  if (cursor.accept("(")) {
    const inner = parsePattern(cursor);
    if (cursor.accept(":")) {
      const type = parseTerm(cursor);
      cursor.expect(")");
      return typed(inner, type);
    }
    cursor.expect(")");
    return inner;
  }
  if (cursor.accept("-")) return { kind: "name", name: "-" };
  if (cursor.accept("@")) return parseOne(cursor);
  if (cursor.token.kind !== "name" || isKeyword(cursor.token.text)) cursor.fail("expected identifier");
  return { kind: "name", name: cursor.next().text };
}

const typed = (pattern: Pattern, type: Expression): Pattern =>
  pattern.kind === "name" ? { ...pattern, type } : pattern;
