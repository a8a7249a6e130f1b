import { definitional } from "../proof/unfold.ts";
import type { Entry, Goal } from "../goal/goal.ts";
import { cut, TacticFailure } from "../goal/state.ts";
import { convert, equal, type Term, type Theorem } from "@lemma/lean-kernel";
import { needHypothesis, type Session, spender } from "../proof/session.ts";

export const withTarget = (goal: Goal, target: Term): Goal => ({ entries: goal.entries, target });

export const withEntry = (goal: Goal, ...entries: readonly Entry[]): Goal => ({
  entries: [...goal.entries, ...entries],
  target: goal.target,
});

export const hypothesis = (name: string, formula: Term): Entry => ({ kind: "hypothesis", name, formula });

/** Replaces the target by one that it is by definition. */
export function changeTarget(session: Session, target: Term): void {
  const { state } = session;
  const { goal } = state;
  if (equal(goal.target, target)) return;
  const spend = spender(session);
  if (!equal(definitional(goal.target, spend), definitional(target, spend)))
    throw new TacticFailure("'show' tactic failed, type mismatch");
  state.refine([withTarget(goal, target)], ([proof]) => convert(proof!, goal.target, state.budget));
}

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
