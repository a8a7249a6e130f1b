import type { CodeToken, Declaration } from "@lemma/lean-text";
import { UnsupportedProblem } from "../elaborate/problem.ts";
import { parseBracketedBinder } from "../syntax/binders.ts";
import type { Cursor } from "../syntax/cursor.ts";
import { parseTerm } from "../syntax/grammar.ts";
import { leanCursor } from "../syntax/lean.ts";
import { parserTokens } from "../syntax/lexer.ts";
import type { Binder, Expression } from "../syntax/tree.ts";

/** `| n + 2 => body`: `base` is 2, `tail` is `n`; `| 1 => body` has no tail. */
export interface Alternative {
  readonly base: number;
  readonly tail: string | undefined;
  readonly body: Expression;
}

export interface ParsedDefinition {
  readonly binders: readonly Binder[];
  readonly type: Expression | undefined;
  /** Undefined where alternatives stand. */
  readonly body: Expression | undefined;
  readonly alternatives: readonly Alternative[];
}

const brackets = new Set(["(", "{", "[", "⦃"]);

/** `binders : type := body`, or with alternatives. @throws {SyntaxProblem | UnsupportedProblem} */
export function parseDefinition(tokens: readonly CodeToken[], { signatureFrom, to }: Declaration): ParsedDefinition {
  const cursor = leanCursor(parserTokens(tokens, signatureFrom, to));
  const binders: Binder[] = [];
  while (cursor.isOneOf(brackets)) binders.push(parseBracketedBinder(cursor));
  const type = cursor.accept(":") ? parseTerm(cursor) : undefined;
  const alternatives: Alternative[] = [];
  let body: Expression | undefined;
  if (cursor.accept(":=")) body = parseTerm(cursor);
  else while (cursor.is("|")) alternatives.push(parseAlternative(cursor));
  if (cursor.token.kind !== "end") cursor.fail("expected the definition's end");
  return { binders, type, body, alternatives };
}

function parseAlternative(cursor: Cursor): Alternative {
  cursor.expect("|");
  const pattern = parseTerm(cursor);
  cursor.expect("=>");
  const body = parseTerm(cursor);
  const found = numberPattern(pattern);
  if (found === undefined) throw new UnsupportedProblem("a pattern in a definition");
  return { ...found, body };
}

function numberPattern(pattern: Expression): Omit<Alternative, "body"> | undefined {
  if (pattern.kind === "paren") return numberPattern(pattern.inner);
  if (pattern.kind === "number") return { base: Number(pattern.value), tail: undefined };
  if (pattern.kind === "name" && /^(Nat\.|\.)?zero$/.test(pattern.name)) return { base: 0, tail: undefined };
  if (pattern.kind === "apply" && pattern.fn.kind === "name" && /^(Nat\.|\.)succ$/.test(pattern.fn.name)) {
    const [argument] = pattern.args;
    return pattern.args.length === 1 && argument!.value.kind === "name"
      ? { base: 1, tail: argument!.value.name }
      : undefined;
  }
  const { kind } = pattern;
  if (kind !== "binary" || pattern.op !== "+" || pattern.left.kind !== "name" || pattern.right.kind !== "number")
    return undefined;
  return { base: Number(pattern.right.value), tail: pattern.left.name };
}
