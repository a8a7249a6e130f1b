import type { Entry } from "../goal/goal.ts";
import { cut, TacticFailure } from "../goal/state.ts";
import {
  abstract,
  assume,
  occursVar,
  rewrite,
  substitute,
  type Term,
  type Theorem,
  type VarTerm,
} from "@lemma/lean-kernel";
import { symmetric } from "../proof/equations.ts";
import { needHypothesis, type Session } from "../proof/session.ts";

/**
 * Replaces a variable by a term everywhere, by the equation `name`; variable and equation leave the context.
 * @param direction `forward` for `x = t`, `backward` for `t = x`.
 */
export function rewriteHypothesisBy(
  session: Session,
  name: string,
  free: VarTerm,
  value: Term,
  direction: "forward" | "backward",
): void {
  const { state } = session;
  const { goal } = state;
  const { index, formula } = needHypothesis(goal, name);
  if (!goal.entries.some((entry) => entry.kind === "var" && entry.term.id === free.id)) {
    throw new TacticFailure("subst: the variable is not in the context");
  }
  const given = assume(formula);
  // ⊢ x = t
  const equation = direction === "forward" ? given : symmetric(given);
  const facts: Theorem[] = [];
  const entries = goal.entries.flatMap((entry, i): Entry[] => {
    if (i === index || (entry.kind === "var" && entry.term.id === free.id)) return [];
    if (entry.kind !== "hypothesis" || !occursVar(entry.formula, free.id)) return [entry];
    const fact = rewrite(equation, abstract(entry.formula, free), assume(entry.formula));
    facts.push(fact);
    return [{ ...entry, formula: fact.conclusion }];
  });
  const motive = abstract(goal.target, free);
  state.refine([{ entries, target: substitute(goal.target, free, value) }], ([proof]) => {
    const target = rewrite(symmetric(equation), motive, proof!);
    return facts.reduce((rest, fact) => cut(fact, rest), target);
  });
}
