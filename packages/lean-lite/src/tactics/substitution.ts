import type { Entry } from "../goal/goal.ts";
import { cut, TacticFailure } from "../goal/state.ts";
import {
  abstract,
  abstractTerm,
  assume,
  betaHead,
  equal,
  instantiate,
  occursVar,
  rewrite,
  substitute,
  type Term,
  type Theorem,
  type VarTerm,
} from "@lemma/lean-kernel";
import { sidesOf, symmetric } from "../proof/equations.ts";
import { needHypothesis, type Session } from "../proof/session.ts";
import { reworded } from "./goals.ts";

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
    return [reworded(entry, fact.conclusion)];
  });
  const motive = abstract(goal.target, free);
  state.refine([{ entries, target: substitute(goal.target, free, value) }], ([proof]) => {
    const target = rewrite(symmetric(equation), motive, proof!);
    return facts.reduce((rest, fact) => cut(fact, rest), target);
  });
}

/** Γ ⊢ a = b puts b for a in the target and every hypothesis but `kept`. */
export function rewriteEverywhere(session: Session, equation: Theorem, kept: Term): void {
  const { state } = session;
  const { goal } = state;
  const [from, to] = sidesOf(equation);
  const facts: Theorem[] = [];
  const entries = goal.entries.map((entry): Entry => {
    if (entry.kind !== "hypothesis" || equal(entry.formula, kept)) return entry;
    const motive = abstractTerm(entry.formula, from);
    if (motive === undefined) return entry;
    const fact = rewrite(equation, motive, assume(entry.formula));
    facts.push(fact);
    return reworded(entry, fact.conclusion);
  });
  const motive = abstractTerm(goal.target, from);
  const target = motive === undefined ? goal.target : betaHead(instantiate(motive, to));
  if (facts.length === 0 && motive === undefined) return;
  state.refine([{ entries, target }], ([proof]) => {
    const known = facts.reduce((rest, fact) => cut(fact, rest), proof!);
    return motive === undefined ? known : rewrite(symmetric(equation), motive, known);
  });
}
