import { occursVar } from "@lemma/lean-kernel";
import { Elaborator } from "../elaborate/elaborator.ts";
import { UnsupportedProblem } from "../elaborate/problem.ts";
import { Unknowns } from "../elaborate/unknowns.ts";
import type { Goal } from "../goal/goal.ts";
import { SyntaxProblem } from "../syntax/lexer.ts";
import type { Binder } from "../syntax/tree.ts";
import type { Context } from "./context.ts";

/**
 * The binders that `variable` commands may give a theorem: of those that its statement's words name, the ones over a type; and what
 * `include` names, with all that it speaks of. A hypothesis is no part of a statement that only its proof mentions.
 *
 * @param words every name in the statement.
 * @throws {UnsupportedProblem} where Lean would add what is not understood.
 */
export function variablesNamed({ variables, included, opens }: Context, words: ReadonlySet<string>): BoundVariable[] {
  if (variables.length === 0) return [];
  const wanted = new Set(included);
  for (const name of included)
    for (const { name: own, words: spoken } of variables) if (own === name) spoken.forEach((word) => wanted.add(word));
  const chosen: BoundVariable[] = [];
  for (const { name, isInstance, isTyped, read } of variables) {
    if (isInstance || !(words.has(name) || wanted.has(name))) continue;
    if (!isTyped) throw new UnsupportedProblem(`variable (${name}) without a type`);
    const binder = parsed(read);
    if (included.has(name) || (binder !== undefined && isOverType(binder, opens))) {
      if (binder === undefined) throw new UnsupportedProblem(`variable (${name}) of such a type`);
      chosen.push({ name, binder });
    }
  }
  // `[Fact p.Prime]` comes along where `p` does.
  const instance = variables.find(
    ({ isInstance, words: spoken }) => isInstance && chosen.some(({ name }) => spoken.has(name)),
  );
  if (instance !== undefined) throw new UnsupportedProblem("variable [a class instance]");
  return chosen;
}

export interface BoundVariable {
  readonly name: string;
  readonly binder: Binder;
}

function parsed(read: () => Binder): Binder | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return undefined;
  }
}

function isOverType({ type }: Binder, opens: readonly string[]): boolean {
  if (type === undefined) return false;
  try {
    new Elaborator(new Unknowns(), [], opens).type(type);
    return true;
  } catch (error) {
    if (!(error instanceof UnsupportedProblem)) throw error;
    return false;
  }
}

/**
 * Leaves out the variables that the statement's words name but do not mean, under a binder of the same name.
 *
 * @param from the place of the first of them among the goal's entries.
 * @returns the goal, and for each of its entries but the declared ones whether it is implicit.
 */
export function withoutUnused(
  goal: Goal,
  from: number,
  variables: readonly BoundVariable[],
  { included }: Context,
): { readonly goal: Goal; readonly implicit: readonly boolean[] } {
  const isKept = variables.map(({ name }, i) => {
    const entry = goal.entries[from + i]!;
    if (included.has(name) || entry.kind === "hypothesis") return true;
    const { id } = entry.term;
    return (
      occursVar(goal.target, id) ||
      goal.entries.some((other) => other.kind === "hypothesis" && occursVar(other.formula, id))
    );
  });
  const entries = goal.entries.filter((_, i) => isKept[i - from] ?? true);
  const implicit = variables.filter((_, i) => isKept[i]).map(({ binder }) => binder.implicit === true);
  return { goal: { ...goal, entries }, implicit: [...Array.from({ length: from }, () => true), ...implicit] };
}
