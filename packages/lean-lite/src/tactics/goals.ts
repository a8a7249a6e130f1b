import type { Entry, Goal } from "../goal/goal.ts";
import { cut } from "../goal/state.ts";
import type { Term, Theorem } from "@lemma/lean-kernel";
import { needHypothesis, type Session } from "../proof/session.ts";

export const withTarget = (goal: Goal, target: Term): Goal => ({ entries: goal.entries, target });

export const withEntry = (goal: Goal, ...entries: readonly Entry[]): Goal => ({
  entries: [...goal.entries, ...entries],
  target: goal.target,
});

export const hypothesis = (name: string, formula: Term): Entry => ({ kind: "hypothesis", name, formula });

/** Puts a new formula in place of a hypothesis. */
export function replaceHypothesis(session: Session, name: string, theorem: Theorem): void {
  const { state } = session;
  const { goal } = state;
  const { index } = needHypothesis(goal, name);
  const entries = goal.entries.map((entry, i) => (i === index ? hypothesis(entry.name, theorem.conclusion) : entry));
  state.refine([{ entries, target: goal.target }], ([proof]) => cut(theorem, proof!));
}

/** Adds a proved formula to the context. */
export function addHypothesis(session: Session, name: string, theorem: Theorem): void {
  const { state } = session;
  const { goal } = state;
  state.refine([withEntry(goal, hypothesis(name, theorem.conclusion))], ([proof]) => cut(theorem, proof!));
}
