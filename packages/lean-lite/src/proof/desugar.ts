import { UnsupportedProblem } from "../elaborate/problem.ts";
import type { Binder, Expression } from "../syntax/tree.ts";
import type { Block, Pattern, Tactic } from "../syntax/proofs/tree.ts";

export const blockOf = (tactics: readonly Tactic[]): Block => ({ tactics, from: 0, to: 0 });

export const exactly = (term: Expression): Tactic => ({ name: "exact", terms: [term], from: term.from, to: term.to });

/** The binders of `fun x ⟨y, z⟩ => …` as patterns to introduce. */
export function rintro(binders: readonly Binder[]): Tactic {
  const patterns = binders.flatMap(({ names, pattern }): Pattern[] =>
    pattern === undefined ? names.map((name) => ({ kind: "name", name })) : [patternOf(pattern)],
  );
  return { name: "rintro", patterns, from: 0, to: 0 };
}

function patternOf(syntax: Expression): Pattern {
  if (syntax.kind === "anonymous") return { kind: "tuple", items: syntax.items.map(patternOf) };
  if (syntax.kind === "paren") return patternOf(syntax.inner);
  if (syntax.kind === "name") return { kind: "name", name: syntax.name };
  if (syntax.kind === "hole") return { kind: "name", name: "_" };
  throw new UnsupportedProblem("this pattern in fun");
}

export const unwrapped = (syntax: Expression): Expression =>
  syntax.kind === "paren" ? unwrapped(syntax.inner) : syntax;
