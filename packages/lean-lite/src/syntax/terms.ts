import { parseAtom } from "./atoms.ts";
import { parseBig, parseBinderTerm, parseBracketedBinder } from "./binders.ts";
import type { Cursor } from "./cursor.ts";
import { parsePostfix, parseTerm } from "./grammar.ts";
import { infixes } from "./infix.ts";
import { parseBy, parseCalcSteps, parseHave, parseMatchTerm } from "./proofs/proof-terms.ts";
import type { Argument, Expression } from "./tree.ts";
import { reserved } from "./words.ts";

const maximum = 1024;

export function readTerm(cursor: Cursor, level = 0): Expression {
  return cursor.nested(() => {
    const arrow = level <= dependentArrow ? parseDependentArrow(cursor) : undefined;
    let term = arrow ?? parseLeading(cursor);
    let leftLevel = arrow === undefined ? levelOf(term) : dependentArrow;
    for (;;) {
      const token = cursor.token;
      // `e |>.f a` is `(e).f a`, however long e is: the loosest of all.
      if (token.text === "|>." && token.kind === "symbol" && level <= pipe) {
        term = parsePipeProjection(cursor, term);
        leftLevel = pipe;
        continue;
      }
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

const pipe = 10;
const dependentArrow = 25;

/** `(x : T) → p`, with x bound in p: Lean reads as much as it can, so this comes before an ascription and an arrow. */
function parseDependentArrow(cursor: Cursor): Expression | undefined {
  if (!startsDependentArrow(cursor)) return undefined;
  const from = cursor.index;
  const binder = parseBracketedBinder(cursor);
  cursor.next();
  return { kind: "binder", op: "∀", binders: [binder], body: parseTerm(cursor), from, to: cursor.index };
}

const bindingBrackets: Readonly<Record<string, string>> = { "(": ")", "{": "}", "⦃": "⦄" };

function startsDependentArrow(cursor: Cursor): boolean {
  const open = cursor.token.text;
  const close = cursor.token.kind === "symbol" ? bindingBrackets[open] : undefined;
  if (close === undefined || cursor.peek().kind !== "name") return false;
  let ahead = 1;
  while (cursor.peek(ahead).kind === "name") ahead++;
  if (cursor.peek(ahead).text !== ":") return false;
  for (let depth = 1; depth > 0; ahead++) {
    const { kind, text } = cursor.peek(ahead);
    if (kind === "end") return false;
    if (kind !== "symbol") continue;
    if (text === open) depth++;
    else if (text === close) depth--;
  }
  const arrow = cursor.peek(ahead).text;
  return arrow === "→" || arrow === "->";
}

function parsePipeProjection(cursor: Cursor, subject: Expression): Expression {
  const { from } = subject;
  cursor.next();
  const field = cursor.token;
  if ((field.kind !== "name" && field.kind !== "number") || field.spaceBefore) cursor.fail("expected identifier");
  cursor.next();
  let fn: Expression = { kind: "paren", inner: subject, from, to: cursor.index };
  for (const part of field.text.split(".")) fn = { kind: "project", inner: fn, field: part, from, to: cursor.index };
  const args = parseArguments(cursor);
  return args.length === 0 ? fn : { kind: "apply", fn, args, from, to: cursor.index };
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
        return unary("not", 40);
      case "!":
        // Of a Bool: a proposition before it would have to be decided.
        return unary("!", 40);
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
      case "match":
        return parseMatchTerm(cursor);
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
  const args = parseArguments(cursor);
  // `√f x` is `√(f x)` to an older Mathlib and `(√f) x` to a newer.
  if (args.length > 0 && fn.kind === "unary" && fn.op === "sqrt") cursor.fail("√ of an application wants parentheses");
  return args.length === 0 ? fn : { kind: "apply", fn, args, from: fn.from, to: cursor.index };
}

function parseArguments(cursor: Cursor): Argument[] {
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
  return args;
}

function parseArgument(cursor: Cursor): Expression {
  if (cursor.is("fun") || cursor.is("λ")) return parseBinderTerm(cursor);
  return parsePostfix(cursor);
}

const argumentStarts = new Set([
  "(",
  "⟨",
  "[",
  "{",
  "⌊",
  "⌈",
  "‖",
  "‹",
  "∅",
  "↑",
  "⇑",
  "√",
  "@",
  "?_",
  "·",
  "⊤",
  "⊥",
  "λ",
]);

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
export function readPostfix(cursor: Cursor): Expression {
  let term = parseAtom(cursor);
  for (;;) {
    const token = cursor.token;
    if (token.kind !== "symbol") return term;
    if (token.text === "." && !token.spaceBefore && !cursor.peek().spaceBefore) {
      const field = cursor.peek();
      if (field.kind === "number" || field.kind === "decimal" || field.kind === "name") {
        cursor.next();
        cursor.next();
        // `h.2.1` lexes as `h . 2.1`, and `(n).divisors.card` as `(n) . divisors.card`.
        for (const part of field.text.split(".")) {
          term = { kind: "project", inner: term, field: part, from: term.from, to: cursor.index };
        }
        continue;
      }
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

function parseShow(cursor: Cursor): Expression {
  const from = cursor.index;
  cursor.expect("show");
  const type = parseTerm(cursor);
  if (cursor.is("by")) return { kind: "show", type, body: parseBy(cursor), from, to: cursor.index };
  cursor.expect("from");
  return { kind: "show", type, body: parseTerm(cursor), from, to: cursor.index };
}

function parseIf(cursor: Cursor): Expression {
  const from = cursor.index;
  cursor.expect("if");
  if (cursor.token.kind === "name" && cursor.peek().text === ":") cursor.fail("dependent if is not supported");
  const condition = parseTerm(cursor);
  cursor.expect("then");
  const yes = parseTerm(cursor);
  cursor.expect("else");
  const no = parseTerm(cursor);
  return { kind: "if", condition, yes, no, from, to: cursor.index };
}
