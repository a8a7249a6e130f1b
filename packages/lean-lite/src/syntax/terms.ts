import type { Cursor } from "./cursor.ts";
import { parseBlock } from "./tactics.ts";
import { parsePattern } from "./patterns.ts";
import type { Argument, Binder, CalcStep, Expression } from "./tree.ts";

interface Infix {
  readonly op: string;
  readonly level: number;
  /** Precedence that the left side must have, and that the right side is read at. */
  readonly left: number;
  readonly right: number;
}

const infix = (op: string, level: number): Infix => ({ op, level, left: level + 1, right: level + 1 });
const left = (op: string, level: number): Infix => ({ op, level, left: level, right: level + 1 });
const rightward = (op: string, level: number): Infix => ({ op, level, left: level + 1, right: level });

/** Lean's and Mathlib's precedences. Relations do not associate: their right side is read one level up. */
const infixes: Readonly<Record<string, Infix>> = {
  "<|": rightward("<|", 10),
  $: rightward("<|", 10),
  "|>": left("|>", 10),
  "↔": infix("↔", 20),
  "<->": infix("↔", 20),
  "→": rightward("→", 25),
  "->": rightward("→", 25),
  "∨": rightward("∨", 30),
  "\\/": rightward("∨", 30),
  "||": left("||", 30),
  "∧": rightward("∧", 35),
  "/\\": rightward("∧", 35),
  "&&": left("&&", 35),
  "×": rightward("×", 35),
  "=": infix("=", 50),
  "==": infix("==", 50),
  "≠": infix("≠", 50),
  "!=": infix("!=", 50),
  "<": infix("<", 50),
  "≤": infix("≤", 50),
  "<=": infix("≤", 50),
  ">": infix(">", 50),
  "≥": infix("≥", 50),
  ">=": infix("≥", 50),
  "∣": infix("∣", 50),
  "∤": infix("∤", 50),
  "∈": infix("∈", 50),
  "∉": infix("∉", 50),
  "⊆": infix("⊆", 50),
  "⊂": infix("⊂", 50),
  "≡": infix("≡", 50),
  "::": rightward("::", 67),
  "++": left("++", 65),
  "+": left("+", 65),
  "-": left("-", 65),
  "∪": left("∪", 65),
  "*": left("*", 70),
  "/": left("/", 70),
  "%": left("%", 70),
  "∩": left("∩", 70),
  "\\": left("\\", 70),
  "•": rightward("•", 73),
  "^": rightward("^", 75),
  "▸": rightward("▸", 75),
  "∘": rightward("∘", 90),
};

const maximum = 1024;
/** Words that end a term. */
const reserved = new Set(
  "at with using from then else by in do have show let fun if calc match where theorem lemma def example open namespace end section variable instance structure import set_option axiom set generalizing only suffices nofun nomatch obtain deriving private protected noncomputable attribute macro notation syntax elab #eval #check hiding return termination_by decreasing_by".split(
    " ",
  ),
);
/** These may be names in a term all the same: they are words only where a tactic expects them. */
for (const free of ["only", "set", "generalizing", "obtain", "hiding", "return", "using"]) reserved.delete(free);
reserved.add("using").add("generalizing");

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

export function parseBy(cursor: Cursor): Expression {
  const from = cursor.index;
  cursor.expect("by");
  const block = parseBlock(cursor);
  return { kind: "by", block, from, to: cursor.index };
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

const argumentStarts = new Set(["(", "⟨", "[", "{", "⌊", "⌈", "‖", "∅", "↑", "@", "?_", "·", "⊤", "⊥", "λ"]);

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
function parsePostfix(cursor: Cursor): Expression {
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

function bracketed(cursor: Cursor, open: string, close: Readonly<Record<string, string>>): Expression {
  const from = cursor.index;
  cursor.expect(open);
  const operand = parseTerm(cursor);
  const op = cursor.token.kind === "symbol" ? close[cursor.token.text] : undefined;
  if (op === undefined) cursor.fail(`expected '${Object.keys(close)[0]}'`);
  cursor.next();
  return { kind: "unary", op, operand, from, to: cursor.index };
}

function parseAtom(cursor: Cursor): Expression {
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
      return { kind: "unary", op: "sqrt", operand: cursor.nested(() => parseTerm(cursor, 100)), ...done() };
    case "↑":
      cursor.next();
      return { kind: "unary", op: "coe", operand: cursor.nested(() => parsePostfix(cursor)), ...done() };
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
  return { kind: "name", name: text.replace(/^«(.*)»$/u, "$1"), ...span };
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
    if (!cursor.is("|") && !cursor.is("//")) cursor.fail("");
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

const binderRelations = new Set([">", "<", "≥", "≤", ">=", "<=", "≠", "∈", "∉", "⊆"]);

/** `x y`, `x : T`, `x ∈ s`, `x > 0`, without brackets. */
function parseLooseBinder(cursor: Cursor): Binder {
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
  while (cursor.token.kind === "name" && !reserved.has(cursor.token.text)) names.push(cursor.next().text);
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
  while (cursor.token.kind === "name" && !reserved.has(cursor.token.text)) names.push(cursor.next().text);
  if (names.length === 0) cursor.fail("expected identifier");
  const implicit = open !== "(" ? { implicit: true } : {};
  if (cursor.accept(":")) {
    const type = parseTerm(cursor);
    if (cursor.accept(":=")) parseTerm(cursor);
    cursor.expect(close);
    return { names, type, ...implicit };
  }
  const predicate = parsePredicate(cursor);
  cursor.expect(close);
  return { names, ...predicate, ...implicit };
}

const arrowStops = new Set(["=>", "↦", ","]);
const commaStops = new Set([","]);

function parseBinderTerm(cursor: Cursor): Expression {
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

function parseBig(cursor: Cursor): Expression {
  const from = cursor.index;
  const op = cursor.next().text === "∑" ? "sum" : "prod";
  let binder: Binder;
  let over: Expression | undefined;
  if (cursor.is("(")) {
    const inner = parseBracketedBinder(cursor);
    binder = inner;
  } else {
    const name = cursor.token;
    if (name.kind !== "name") cursor.fail("expected identifier");
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

function parseHave(cursor: Cursor): Expression {
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

/** `a = b := p` and then `_ = c := q`, one under the other. */
export function parseCalcSteps(cursor: Cursor): CalcStep[] {
  const steps: CalcStep[] = [];
  const outer = cursor.column;
  const first = cursor.token.column;
  do {
    cursor.block(() => {
      const relation = parseTerm(cursor);
      if (cursor.accept(":=")) steps.push({ relation, proof: parseTerm(cursor) });
      else steps.push({ relation });
    });
    // The later steps stand under the first, or under each other where the first shares the line of `calc`.
  } while (
    cursor.startsLine &&
    (cursor.is("_") ? cursor.token.column > outer || outer < 0 : cursor.token.column === first && first > outer)
  );
  return steps;
}
