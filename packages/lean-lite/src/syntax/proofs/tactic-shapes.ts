import { parseBinders } from "../binders.ts";
import type { Cursor } from "../cursor.ts";
import { parseBlock, parseTerm } from "../grammar.ts";
import { parsePattern } from "./patterns.ts";
import type { Expression } from "../tree.ts";
import type { Alternative, Block, Location, Pattern, Rule, Tactic } from "./tree.ts";
import { closers } from "../words.ts";

export type Parts = Partial<Omit<Tactic, "name" | "from" | "to">>;

export type Syntax = (cursor: Cursor) => Parts;

export const optional = <K extends keyof Parts>(key: K, value: Parts[K] | undefined): Parts =>
  value === undefined ? {} : { [key]: value };

/** Whether a term may start here: something stands on this line, or further right than the block. */
export function hasArgument(cursor: Cursor): boolean {
  const { kind, text } = cursor.token;
  if (kind === "end" || !cursor.isInside) return false;
  if (kind === "symbol" && (closers.has(text) || text === "<;>" || text === ";" || text === "<|>" || text === ":="))
    return false;
  return !(
    kind === "name" &&
    (text === "at" || text === "with" || text === "using" || text === "then" || text === "else")
  );
}

export function parseLocation(cursor: Cursor): Location | undefined {
  if (!cursor.is("at")) return undefined;
  cursor.next();
  if (cursor.accept("*")) return { everywhere: true, names: [], goal: true };
  const names: string[] = [];
  let goal = false;
  for (;;) {
    if (cursor.is("⊢") || cursor.is("|-")) {
      cursor.next();
      goal = true;
    } else if (cursor.token.kind === "name" && cursor.isInside && !cursor.is("with") && !cursor.is("using")) {
      names.push(cursor.next().text);
    } else break;
  }
  if (names.length === 0 && !goal) cursor.fail("expected identifier");
  return { everywhere: false, names, goal };
}

function parseRules(cursor: Cursor): Rule[] | undefined {
  if (!cursor.is("[")) return undefined;
  cursor.next();
  const outer = cursor.column;
  cursor.column = -1;
  const rules: Rule[] = [];
  while (!cursor.is("]")) {
    if (cursor.accept("*")) {
      rules.push({ value: { kind: "name", name: "*", from: cursor.index - 1, to: cursor.index }, backward: false });
    } else {
      const removed = cursor.is("-") && cursor.peek().kind === "name" && !cursor.peek().spaceBefore;
      if (removed) cursor.next();
      const backward = cursor.is("←") || cursor.is("<-");
      if (backward) cursor.next();
      if (cursor.is("↓") || cursor.is("↑")) cursor.next();
      rules.push({ value: parseTerm(cursor), backward, ...(removed ? { removed } : {}) });
    }
    if (!cursor.accept(",")) break;
  }
  cursor.column = outer;
  cursor.expect("]");
  return rules;
}

/** `(config := {…})`, `+decide`, `-ring_nf`: read and noted by name. */
export function parseConfiguration(cursor: Cursor): string[] {
  const flags: string[] = [];
  for (;;) {
    if (cursor.is("(") && cursor.peek().kind === "name" && cursor.peek(2).text === ":=") {
      let depth = 0;
      let text = "";
      do {
        if (cursor.token.kind === "end") cursor.fail("expected ')'");
        if (cursor.is("(")) depth++;
        if (cursor.is(")")) depth--;
        text += `${cursor.next().text} `;
      } while (depth > 0);
      flags.push(text.trim());
    } else if (
      (cursor.is("+") || cursor.is("-")) &&
      cursor.peek().kind === "name" &&
      !cursor.peek().spaceBefore &&
      cursor.token.spaceBefore
    ) {
      flags.push(cursor.next().text + cursor.next().text);
    } else return flags;
  }
}

type Clause = "only" | "rules" | "at" | "using";

/** `tac (config) only [rules] at loc using e`: the shape of `simp`, `norm_num`, `linarith` and their kin, with the clauses it has. */
export const simplifier =
  (...clauses: readonly Clause[]): Syntax =>
  (cursor) => {
    const flags = parseConfiguration(cursor);
    const only = clauses.includes("only") && cursor.accept("only");
    const rules = clauses.includes("rules") ? parseRules(cursor) : undefined;
    const at = clauses.includes("at") ? parseLocation(cursor) : undefined;
    const using = clauses.includes("using") && cursor.accept("using") ? [parseTerm(cursor)] : undefined;
    return {
      ...(flags.length > 0 ? { flags } : {}),
      ...(only ? { only } : {}),
      ...optional("rules", rules),
      ...optional("at", at),
      ...optional("using", using),
    };
  };

export const rewriter: Syntax = (cursor) => {
  parseConfiguration(cursor);
  const rules = parseRules(cursor);
  if (rules === undefined) return cursor.fail("expected '['");
  return { rules, ...optional("at", parseLocation(cursor)) };
};

export const term: Syntax = (cursor) => ({ terms: [parseTerm(cursor)] });

export const termAt: Syntax = (cursor) => ({ ...term(cursor), ...optional("at", parseLocation(cursor)) });

export const optionalTerm: Syntax = (cursor) => (hasArgument(cursor) ? term(cursor) : {});

export const termList: Syntax = (cursor) => {
  const terms = [parseTerm(cursor)];
  while (cursor.accept(",")) terms.push(parseTerm(cursor));
  return { terms };
};

export const nothing: Syntax = () => ({});

export const names: Syntax = (cursor) => ({ names: parseNames(cursor) });

export function parseNames(cursor: Cursor): string[] {
  const found: string[] = [];
  while (cursor.token.kind === "name" && hasArgument(cursor)) found.push(cursor.next().text);
  return found;
}

export const patterns: Syntax = (cursor) => {
  const found: Pattern[] = [];
  while (hasArgument(cursor) && (cursor.token.kind === "name" || cursor.is("⟨") || cursor.is("(") || cursor.is("-"))) {
    found.push(parsePattern(cursor, false));
  }
  return { patterns: found };
};

/** `h : T := e`, `⟨x, hx⟩ := e`, `: T := e`, `h (x : ℝ) : T`, any part absent. */
export const assertion: Syntax = (cursor) => {
  let pattern: Pattern | undefined;
  if (!cursor.is(":") && !cursor.is(":=") && hasArgument(cursor)) pattern = parsePattern(cursor, false);
  const terms: Expression[] = [];
  if (!cursor.is(":") && !cursor.is(":=") && (cursor.is("(") || cursor.is("{"))) {
    const from = cursor.index;
    const binders = parseBinders(cursor, new Set([":", ":="]));
    terms.push({ kind: "binder", op: "∀", binders, body: { kind: "hole", from, to: from }, from, to: cursor.index });
  }
  const type = cursor.accept(":") ? parseTerm(cursor) : undefined;
  let value: Expression | undefined;
  if (cursor.accept(":=") || cursor.accept("from")) value = parseTerm(cursor);
  else if (cursor.is("by")) value = parseTerm(cursor);
  return {
    ...(pattern === undefined ? {} : { patterns: [pattern] }),
    ...(terms.length > 0 ? { terms } : {}),
    ...optional("type", type),
    ...optional("value", value),
  };
};

/** `h : T from e`, `T by …`: without a colon behind it, a name begins the type. */
export const sufficient: Syntax = (cursor) => {
  const isNamed = cursor.token.kind === "name" && cursor.peek().text === ":";
  const patterns = isNamed ? [parsePattern(cursor, false)] : undefined;
  if (isNamed) cursor.next();
  const type = parseTerm(cursor);
  const value = cursor.accept("from") || cursor.is("by") ? parseTerm(cursor) : undefined;
  return { type, ...optional("patterns", patterns), ...optional("value", value) };
};

export const inner: Syntax = (cursor) => ({ blocks: [parseBlock(cursor)] });

export const withAlternatives: Syntax = (cursor) => {
  const terms = [parseTerm(cursor)];
  if (cursor.is(":") && terms[0]!.kind === "name") {
    cursor.next();
    const name = (terms[0] as { name: string }).name;
    return { ...withAlternatives(cursor), names: [name] };
  }
  while (cursor.accept(",")) terms.push(parseTerm(cursor));
  const using = cursor.accept("using") ? [parseTerm(cursor)] : undefined;
  const general = cursor.accept("generalizing") ? parseNames(cursor) : undefined;
  const base: Parts = { terms, ...optional("using", using), ...optional("names", general) };
  if (!cursor.accept("with")) return base;
  const blocks: Block[] = [];
  if (!cursor.is("|") && hasArgument(cursor)) {
    // `cases h with tac | inl h => …`: a tactic for all, before the alternatives; or Lean 3's list of names.
    return { ...base, ...patterns(cursor) };
  }
  const alternatives: Alternative[] = [];
  // A bar further left belongs to an outer `cases … with`.
  const { column } = cursor.token;
  while (cursor.is("|") && cursor.token.column >= column) {
    cursor.next();
    const tags: { tag: string; names: string[] }[] = [];
    for (;;) {
      cursor.accept("@");
      const tag = cursor.token;
      if (tag.kind !== "name") cursor.fail("expected identifier");
      cursor.next();
      const found: string[] = [];
      while (cursor.token.kind === "name") found.push(cursor.next().text);
      tags.push({ tag: tag.text, names: found });
      if (!cursor.accept("|")) break;
    }
    if (!cursor.accept("=>")) cursor.fail("expected '=>'");
    const body = parseBlock(cursor);
    for (const each of tags) {
      if (alternatives.some(({ tag }) => tag === each.tag)) cursor.fail(`duplicate alternative name '${each.tag}'`);
      alternatives.push({ ...each, body });
    }
  }
  return { ...base, alternatives, ...(blocks.length > 0 ? { blocks } : {}) };
};

export const alternativesOf: Syntax = (cursor) => {
  const blocks: Block[] = [];
  cursor.block(() => {
    while (cursor.accept("|")) blocks.push(parseBlock(cursor));
  });
  if (blocks.length === 0) cursor.fail("expected '|'");
  return { blocks };
};

export const tagged: Syntax = (cursor) => {
  const found = parseNames(cursor);
  if (cursor.is("_")) cursor.next();
  cursor.expect("=>");
  return { names: found, blocks: [parseBlock(cursor)] };
};

export const hypothesis: Syntax = (cursor) => {
  if (!hasArgument(cursor)) return {};
  const start = cursor.index;
  if ((cursor.token.kind === "name" || cursor.is("_")) && cursor.peek().text === ":") {
    const name = cursor.next().text;
    cursor.next();
    return { names: [name], type: parseTerm(cursor) };
  }
  if (cursor.token.kind === "name" && !cursor.is("this")) {
    const found = parseNames(cursor);
    if (found.length === 1 && !hasArgument(cursor))
      return { names: found, terms: [{ kind: "name", name: found[0]!, from: start, to: cursor.index }] };
    cursor.index = start;
  }
  if (cursor.is("⟨")) return { patterns: [parsePattern(cursor)] };
  return { type: parseTerm(cursor) };
};

export const withPatterns: Syntax = (cursor) => {
  const terms: Expression[] = [];
  const found: string[] = [];
  do {
    if (cursor.token.kind === "name" && cursor.peek().text === ":") {
      found.push(cursor.next().text);
      cursor.next();
    }
    terms.push(parseTerm(cursor));
  } while (cursor.accept(","));
  const using = cursor.accept("using") ? [parseTerm(cursor)] : undefined;
  const base: Parts = { terms, ...optional("using", using), ...(found.length > 0 ? { names: found } : {}) };
  if (!cursor.accept("with")) return base;
  const all: Pattern[] = [];
  while (hasArgument(cursor) || cursor.is("⟨") || cursor.is("(")) all.push(parsePattern(cursor));
  const general = cursor.accept("generalizing") ? parseNames(cursor) : undefined;
  return { ...base, patterns: all, ...optional("names", general) };
};

export const destructure: Syntax = (cursor) => {
  const pattern = cursor.is(":=") || cursor.is(":") ? undefined : parsePattern(cursor);
  const type = cursor.accept(":") ? parseTerm(cursor) : undefined;
  const value = cursor.accept(":=") ? parseTerm(cursor) : undefined;
  return {
    ...(pattern === undefined ? {} : { patterns: [pattern] }),
    ...optional("type", type),
    ...optional("value", value),
  };
};

export const definition: Syntax = (cursor) => {
  const name = cursor.token;
  if (name.kind !== "name") return assertion(cursor);
  cursor.next();
  const type = cursor.accept(":") ? parseTerm(cursor) : undefined;
  cursor.expect(":=");
  const value = parseTerm(cursor);
  const found = [name.text];
  if (cursor.accept("with")) {
    cursor.accept("←");
    found.push(cursor.next().text);
  }
  return { names: found, ...optional("type", type), value, ...optional("at", parseLocation(cursor)) };
};

/** A parenthesis, whatever stands in it. */
export function parseTermOrClause(cursor: Cursor): void {
  let depth = 0;
  do {
    if (cursor.token.kind === "end") cursor.fail("expected ')'");
    if (cursor.is("(")) depth++;
    if (cursor.is(")")) depth--;
    cursor.next();
  } while (depth > 0);
}

export const intervals: Syntax = (cursor) => {
  if (!hasArgument(cursor)) return {};
  const found: string[] = [];
  if (cursor.token.kind === "name" && cursor.peek().text === ":") {
    found.push(cursor.next().text);
    cursor.next();
  }
  const terms = [parseTerm(cursor)];
  if (cursor.accept("using")) {
    const using = [parseTerm(cursor)];
    while (cursor.accept(",")) using.push(parseTerm(cursor));
    return { terms, using, names: found };
  }
  return { terms, names: found };
};

export const counted: Syntax = (cursor) => {
  const count = cursor.token.kind === "number" ? Number(cursor.next().text) : undefined;
  return { ...(count === undefined ? {} : { count }), blocks: [parseBlock(cursor)] };
};
