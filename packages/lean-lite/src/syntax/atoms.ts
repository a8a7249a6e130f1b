import { parseLooseBinder } from "./binders.ts";
import type { Cursor } from "./cursor.ts";
import { parsePostfix, parseTerm } from "./grammar.ts";
import type { Binder, Expression } from "./tree.ts";
import { reserved } from "./words.ts";

function bracketed(cursor: Cursor, open: string, close: Readonly<Record<string, string>>): Expression {
  const from = cursor.index;
  cursor.expect(open);
  const isApart = cursor.token.spaceBefore;
  const operand = parseTerm(cursor);
  const op = cursor.token.kind === "symbol" ? close[cursor.token.text] : undefined;
  // The bars of `|x|` touch what stands between them.
  if (op === "abs" && (isApart || cursor.token.spaceBefore)) cursor.fail("unexpected white space in '|…|'");
  if (op === undefined) cursor.fail(`expected '${Object.keys(close)[0]}'`);
  cursor.next();
  return { kind: "unary", op, operand, from, to: cursor.index };
}

export function parseAtom(cursor: Cursor): Expression {
  const from = cursor.index;
  const token = cursor.token;
  const done = (): { from: number; to: number } => ({ from, to: cursor.index });
  switch (token.kind) {
    case "number":
      cursor.next();
      return { kind: "number", value: BigInt(token.text), ...done() };
    case "decimal":
      cursor.next();
      return { kind: "decimal", text: token.text, ...done() };
    case "name":
      return parseName(cursor);
    case "symbol":
      break;
    case "end":
    case "string":
    default:
      return cursor.fail("expected term");
  }
  switch (token.text) {
    case "(":
      return parseParenthesis(cursor);
    case "⟨":
      cursor.next();
      return { kind: "anonymous", items: parseItems(cursor, "⟩"), ...done() };
    case "[":
      cursor.next();
      return { kind: "list", items: parseItems(cursor, "]"), ...done() };
    case "{":
      return parseBraces(cursor);
    case "|":
      return bracketed(cursor, "|", { "|": "abs" });
    case "⌊":
      return bracketed(cursor, "⌊", { "⌋": "floor", "⌋₊": "natFloor" });
    case "⌈":
      return bracketed(cursor, "⌈", { "⌉": "ceil", "⌉₊": "natCeil" });
    case "‖":
      return bracketed(cursor, "‖", { "‖": "norm" });
    case "√":
      cursor.next();
      return { kind: "unary", op: "sqrt", operand: cursor.nested(() => parsePostfix(cursor)), ...done() };
    case "↑":
      cursor.next();
      return { kind: "unary", op: "coe", operand: cursor.nested(() => parsePostfix(cursor)), ...done() };
    case "⇑":
      cursor.next();
      return { kind: "unary", op: "coeFn", operand: cursor.nested(() => parsePostfix(cursor)), ...done() };
    case "∅":
      cursor.next();
      return { kind: "enumeration", items: [], ...done() };
    case "?_":
      cursor.next();
      return { kind: "hole", name: "?_", ...done() };
    case "·":
      cursor.next();
      return { kind: "dot", ...done() };
    case "@": {
      cursor.next();
      const inner = parseName(cursor);
      return inner.kind === "name" ? { ...inner, explicit: true, ...done() } : inner;
    }
    case ".":
      if (cursor.peek().kind === "name") {
        cursor.next();
        const field = cursor.next().text;
        return { kind: "name", name: `.${field}`, ...done() };
      }
      break;
    case "‹": {
      cursor.next();
      const type = parseTerm(cursor);
      cursor.expect("›");
      return { kind: "assumption", type, ...done() };
    }
    case "⊤":
    case "⊥":
    case "∫":
    case "`":
      cursor.next();
      return { kind: "other", what: token.text, ...done() };
    default:
  }
  return cursor.fail("expected term");
}

function parseName(cursor: Cursor): Expression {
  const from = cursor.index;
  const { text, kind } = cursor.token;
  if (kind !== "name" || reserved.has(text)) cursor.fail("expected term");
  cursor.next();
  const span = { from, to: cursor.index };
  if (text === "sorry") return { kind: "sorry", ...span };
  if (text === "_") return { kind: "hole", ...span };
  if (text.startsWith("?")) return { kind: "hole", name: text, ...span };
  return { kind: "name", name: text, ...span };
}

function parseItems(cursor: Cursor, close: string): Expression[] {
  return outside(cursor, () => {
    const items: Expression[] = [];
    while (!cursor.is(close)) {
      items.push(parseTerm(cursor));
      if (!cursor.accept(",")) break;
    }
    cursor.expect(close);
    return items;
  });
}

/** Inside brackets the layout of the block outside does not count. */
function outside<T>(cursor: Cursor, parse: () => T): T {
  const { column } = cursor;
  cursor.column = -1;
  try {
    return parse();
  } finally {
    cursor.column = column;
  }
}

const parseParenthesis = (cursor: Cursor): Expression => outside(cursor, () => parseParenthesized(cursor));

function parseParenthesized(cursor: Cursor): Expression {
  const from = cursor.index;
  cursor.expect("(");
  const done = (): { from: number; to: number } => ({ from, to: cursor.index });
  if (cursor.accept(")")) return { kind: "other", what: "()", ...done() };
  const inner = parseTerm(cursor);
  if (cursor.accept(":")) {
    if (cursor.accept(")")) return { kind: "ascription", inner, ...done() };
    const type = parseTerm(cursor);
    cursor.expect(")");
    return { kind: "ascription", inner, type, ...done() };
  }
  if (cursor.is(",")) {
    const items = [inner];
    while (cursor.accept(",")) items.push(parseTerm(cursor));
    cursor.expect(")");
    return { kind: "tuple", items, ...done() };
  }
  cursor.expect(")");
  const closed = closeDots(inner);
  return { kind: "paren", inner: closed ?? inner, ...done() };
}

/** `(· + 1)`: a function of the dots that no inner parenthesis has taken, from left to right. */
function closeDots(inner: Expression): Expression | undefined {
  const names: string[] = [];
  const fill = (node: Expression): Expression => {
    // Every other kind is one case: the default.
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check
    switch (node.kind) {
      case "dot":
        names.push(`x✝${names.length === 0 ? "" : names.length}`);
        return { kind: "name", name: names.at(-1)!, from: node.from, to: node.to };
      case "binary":
        return { ...node, left: fill(node.left), right: fill(node.right) };
      case "unary":
        return { ...node, operand: fill(node.operand) };
      case "apply":
        return { ...node, fn: fill(node.fn), args: node.args.map((arg) => ({ ...arg, value: fill(arg.value) })) };
      case "project":
        return { ...node, inner: fill(node.inner) };
      default:
        return node;
    }
  };
  const body = fill(inner);
  if (names.length === 0) return undefined;
  const binders = names.map((name): Binder => ({ names: [name] }));
  return { kind: "binder", op: "fun", binders, body, from: inner.from, to: inner.to };
}

const parseBraces = (cursor: Cursor): Expression => outside(cursor, () => parseBraced(cursor));

function parseBraced(cursor: Cursor): Expression {
  const from = cursor.index;
  const asSet = cursor.attempt((): Expression => {
    cursor.expect("{");
    if (!(cursor.token.kind === "name" || cursor.is("(") || cursor.is("⟨"))) cursor.fail("");
    let binder: Binder;
    if (cursor.accept("(")) {
      const inner = parseTerm(cursor);
      if (inner.kind !== "name") cursor.fail("unsupported set notation");
      binder = { names: [inner.name], ...(cursor.accept(":") ? { type: parseTerm(cursor) } : {}) };
      cursor.expect(")");
    } else binder = parseLooseBinder(cursor);
    if (!cursor.is("|")) cursor.fail("");
    cursor.next();
    const body = parseTerm(cursor);
    cursor.expect("}");
    return { kind: "setOf", binder, body, from, to: cursor.index };
  });
  if (asSet !== undefined) return asSet;
  cursor.expect("{");
  const items = parseItems(cursor, "}");
  return { kind: "enumeration", items, from, to: cursor.index };
}
