import { parseAtom } from "./atoms.ts";
import type { Cursor } from "./cursor.ts";
import { parseTerm } from "./grammar.ts";
import { infixes } from "./infix.ts";
import type { Binder, Expression } from "./tree.ts";
import { isKeyword } from "./words.ts";

const binderRelations = new Set([">", "<", "≥", "≤", ">=", "<=", "≠", "∈", "∉", "⊆"]);

/** `x y`, `x : T`, `x ∈ s`, `x > 0`, without brackets. */
export function parseLooseBinder(cursor: Cursor): Binder {
  if (cursor.is("⟨")) {
    const pattern = parseAtom(cursor);
    return {
      names: [],
      pattern,
      ...(cursor.accept(":") ? { type: parseTerm(cursor) } : {}),
      ...parsePredicate(cursor),
    };
  }
  const names: string[] = [];
  while (cursor.token.kind === "name" && !isKeyword(cursor.token.text)) names.push(cursor.next().text);
  if (names.length === 0) cursor.fail("expected identifier");
  if (cursor.accept(":")) return { names, type: parseTerm(cursor) };
  return { names, ...parsePredicate(cursor) };
}

function parsePredicate(cursor: Cursor): Pick<Binder, "predicate"> {
  if (cursor.isOneOf(binderRelations)) {
    const op = cursor.next().text;
    const canonical = infixes[op]?.op ?? op;
    return { predicate: { op: canonical, right: parseTerm(cursor, 51) } };
  }
  return {};
}

/** The bracketed binders and then, if none, one loose one. */
export function parseBinders(cursor: Cursor, stops: ReadonlySet<string>): Binder[] {
  const binders: Binder[] = [];
  while (!cursor.isOneOf(stops)) {
    const open = cursor.token.text;
    if (cursor.token.kind === "symbol" && (open === "(" || open === "{" || open === "[" || open === "⦃")) {
      const bracketedBinder = parseBracketedBinder(cursor);
      binders.push(bracketedBinder);
      continue;
    }
    if (cursor.is("⟨")) {
      binders.push({ names: [], pattern: parseAtom(cursor) });
      continue;
    }
    const loose = parseLooseBinder(cursor);
    binders.push(loose);
    if (loose.type !== undefined || loose.predicate !== undefined) break;
  }
  if (binders.length === 0) cursor.fail("expected binder");
  return binders;
}

const closing: Readonly<Record<string, string>> = { "(": ")", "{": "}", "[": "]", "⦃": "⦄" };

export function parseBracketedBinder(cursor: Cursor): Binder {
  const open = cursor.next().text;
  const close = closing[open]!;
  if (open === "[") {
    // `[Fact p.Prime]`: a class instance.
    let type = parseTerm(cursor);
    if (cursor.accept(":")) type = parseTerm(cursor);
    cursor.expect(close);
    return { names: ["inst✝"], type, implicit: true };
  }
  const names: string[] = [];
  while (cursor.token.kind === "name" && !isKeyword(cursor.token.text)) names.push(cursor.next().text);
  if (names.length === 0) cursor.fail("expected identifier");
  if (names.some((name) => name.includes("."))) cursor.fail("expected an atomic identifier");
  const implicit = open !== "(" ? { implicit: true } : {};
  if (cursor.accept(":")) {
    const type = parseTerm(cursor);
    if (cursor.accept(":=")) cursor.passOver(() => parseTerm(cursor));
    cursor.expect(close);
    return { names, type, ...implicit };
  }
  const predicate = parsePredicate(cursor);
  cursor.expect(close);
  return { names, ...predicate, ...implicit };
}

const arrowStops = new Set(["=>", "↦"]);

const commaStops = new Set([","]);

export function parseBinderTerm(cursor: Cursor): Expression {
  const from = cursor.index;
  const word = cursor.next().text;
  const isFunction = word === "fun" || word === "λ";
  if (isFunction && cursor.is("|")) return cursor.fail("pattern-matching functions are not supported");
  const binders = parseBinders(cursor, isFunction ? arrowStops : commaStops);
  if (isFunction) {
    if (!cursor.isOneOf(arrowStops)) cursor.fail("expected '=>'");
    cursor.next();
  } else cursor.expect(",");
  const body = parseTerm(cursor);
  return { kind: "binder", op: isFunction ? "fun" : word, binders, body, from, to: cursor.index };
}

export function parseBig(cursor: Cursor): Expression {
  const from = cursor.index;
  const op = cursor.next().text === "∑" ? "sum" : "prod";
  let binder: Binder;
  let over: Expression | undefined;
  if (cursor.is("(")) {
    const inner = parseBracketedBinder(cursor);
    binder = inner;
  } else {
    const name = cursor.token;
    if (name.kind !== "name" || isKeyword(name.text)) cursor.fail("expected identifier");
    cursor.next();
    binder = { names: [name.text] };
    if (cursor.accept(":")) binder = { names: [name.text], type: parseTerm(cursor, 51) };
  }
  if (cursor.accept("in") || cursor.accept("∈")) over = parseTerm(cursor, 0);
  if (over === undefined && binder.predicate?.op === "∈") over = binder.predicate.right;
  const condition = cursor.accept("with") ? parseTerm(cursor) : undefined;
  cursor.expect(",");
  const body = parseTerm(cursor, 67);
  return {
    kind: "big",
    op,
    binder,
    ...(over === undefined ? {} : { over }),
    ...(condition === undefined ? {} : { condition }),
    body,
    from,
    to: cursor.index,
  };
}
