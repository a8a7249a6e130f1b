import { parseAtom } from "./atoms.ts";
import { parseBig, parseBinderTerm } from "./binders.ts";
import type { Cursor } from "./cursor.ts";
import { infixes } from "./infix.ts";
import { parseBy, parseCalcSteps, parseHave, parseIf, parseShow } from "./proof-terms.ts";
import type { Argument, Expression } from "./tree.ts";
import { reserved } from "./words.ts";

const maximum = 1024;

export function parseTerm(cursor: Cursor, level = 0): Expression {
  return cursor.nested(() => {
    let term = parseLeading(cursor);
    let leftLevel = levelOf(term);
    for (;;) {
      const token = cursor.token;
      const rule = token.kind === "symbol" ? infixes[token.text] : undefined;
      if (rule === undefined || rule.level < level || leftLevel < rule.left) return term;
      cursor.next();
      const right = parseTerm(cursor, rule.right);
      if (rule.op === "≡") term = finishModEq(cursor, term, right);
      else term = { kind: "binary", op: rule.op, left: term, right, from: term.from, to: cursor.index };
      leftLevel = rule.level;
    }
  });
}

function levelOf(term: Expression): number {
  return term.kind === "unary" && term.op === "neg" ? 75 : maximum;
}

function finishModEq(cursor: Cursor, a: Expression, b: Expression): Expression {
  const over = cursor.is("[MOD") ? "ℕ" : cursor.is("[ZMOD") ? "ℤ" : cursor.fail("expected '[MOD' or '[ZMOD'");
  cursor.next();
  const modulus = parseTerm(cursor);
  cursor.expect("]");
  return { kind: "modEq", left: a, right: b, modulus, over, from: a.from, to: cursor.index };
}

function parseLeading(cursor: Cursor): Expression {
  const from = cursor.index;
  const { kind, text } = cursor.token;
  const unary = (op: string, operandLevel: number): Expression => {
    cursor.next();
    const operand = parseTerm(cursor, operandLevel);
    return { kind: "unary", op, operand, from, to: cursor.index };
  };
  if (kind === "symbol") {
    switch (text) {
      case "-":
        return unary("neg", 75);
      case "¬":
      case "!":
        return unary("not", text === "!" ? maximum : 40);
      case "∀":
      case "∃":
      case "∃!":
      case "λ":
        return parseBinderTerm(cursor);
      case "∑":
      case "∏":
        return parseBig(cursor);
      default:
    }
  }
  if (kind === "name") {
    switch (text) {
      case "fun":
        return parseBinderTerm(cursor);
      case "by":
        return parseBy(cursor);
      case "have":
      case "let":
        return parseHave(cursor);
      case "show":
        return parseShow(cursor);
      case "if":
        return parseIf(cursor);
      case "calc":
        cursor.next();
        return { kind: "calc", steps: parseCalcSteps(cursor), from, to: cursor.index };
      default:
    }
  }
  return parseApplication(cursor);
}

function parseApplication(cursor: Cursor): Expression {
  const fn = parsePostfix(cursor);
  const args: Argument[] = [];
  for (;;) {
    const { spaceBefore } = cursor.token;
    if (!spaceBefore || !cursor.isInside) break;
    if (cursor.is("(") && cursor.peek().kind === "name" && cursor.peek(2).text === ":=") {
      cursor.next();
      const name = cursor.next().text;
      cursor.next();
      const value = parseTerm(cursor);
      cursor.expect(")");
      args.push({ name, value });
    } else if (startsArgument(cursor)) args.push({ value: parseArgument(cursor) });
    else break;
  }
  return args.length === 0 ? fn : { kind: "apply", fn, args, from: fn.from, to: cursor.index };
}

function parseArgument(cursor: Cursor): Expression {
  if (cursor.is("fun") || cursor.is("λ")) return parseBinderTerm(cursor);
  return parsePostfix(cursor);
}

const argumentStarts = new Set(["(", "⟨", "[", "{", "⌊", "⌈", "‖", "‹", "∅", "↑", "@", "?_", "·", "⊤", "⊥", "λ"]);

function startsArgument(cursor: Cursor): boolean {
  const { kind, text } = cursor.token;
  if (kind === "number" || kind === "decimal" || kind === "string") return true;
  if (kind === "name") return !reserved.has(text) || text === "fun";
  if (text === "|") return startsAbs(cursor);
  if (text === ".") return cursor.peek().kind === "name" && !cursor.peek().spaceBefore;
  if (text === "·") return cursor.peek().text === ")" || cursor.peek().kind === "symbol";
  return kind === "symbol" && argumentStarts.has(text);
}

/** `|x|`: the bar touches what follows it. */
const startsAbs = (cursor: Cursor): boolean => cursor.is("|") && !cursor.peek().spaceBefore && cursor.token.spaceBefore;

/** An atom with projections and postfix operators. */
export function parsePostfix(cursor: Cursor): Expression {
  let term = parseAtom(cursor);
  for (;;) {
    const token = cursor.token;
    if (token.kind !== "symbol") return term;
    if (token.text === "." && !token.spaceBefore && !cursor.peek().spaceBefore) {
      const field = cursor.peek();
      if (field.kind === "number" || field.kind === "decimal" || field.kind === "name") {
        cursor.next();
        cursor.next();
        // `h.2.1` lexes as `h . 2.1`.
        for (const part of field.kind === "decimal" ? field.text.split(".") : [field.text]) {
          term = { kind: "project", inner: term, field: part, from: term.from, to: cursor.index };
        }
        continue;
      }
    }
    if (token.text === "|>." && cursor.peek().kind === "name") {
      cursor.next();
      term = { kind: "project", inner: term, field: cursor.next().text, from: term.from, to: cursor.index };
      continue;
    }
    if (token.text === "⁻¹" || token.text === "ᶜ") {
      cursor.next();
      term = {
        kind: "unary",
        op: token.text === "ᶜ" ? "compl" : "inv",
        operand: term,
        from: term.from,
        to: cursor.index,
      };
      continue;
    }
    if (token.text === "!" && cursor.isInside && !(token.spaceBefore && startsOperand(cursor))) {
      cursor.next();
      term = { kind: "unary", op: "factorial", operand: term, from: term.from, to: cursor.index };
      continue;
    }
    return term;
  }
}

/** `f !x` reads as application to `not x`; `n ! * m` as a factorial. */
function startsOperand(cursor: Cursor): boolean {
  const { kind, spaceBefore, text } = cursor.peek();
  return !spaceBefore && (kind === "name" || kind === "number" || text === "(");
}
