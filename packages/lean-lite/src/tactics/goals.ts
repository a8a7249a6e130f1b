import type { Entry, Goal } from "../goal/goal.ts";
import { cut } from "../goal/state.ts";
import { convert, type Term, type Theorem } from "@lemma/lean-kernel";
import { needHypothesis, type Session } from "../proof/session.ts";

export const withTarget = (goal: Goal, target: Term): Goal => ({ entries: goal.entries, target });

export const withEntry = (goal: Goal, ...entries: readonly Entry[]): Goal => ({
  entries: [...goal.entries, ...entries],
  target: goal.target,
});

export const hypothesis = (name: string, formula: Term): Entry => ({ kind: "hypothesis", name, formula });

/** Puts a new formula in place of a hypothesis. */
export const replaceHypothesis = (session: Session, name: string, theorem: Theorem): void =>
  replaceByClaim(session, name, { formula: theorem.conclusion, make: () => theorem });

/** The same by a theorem that will be there once other goals are proved. */
export function replaceByClaim(
  session: Session,
  name: string,
  { formula, make }: { readonly formula: Term; readonly make: () => Theorem },
): void {
  const { state } = session;
  const { goal } = state;
  const { index } = needHypothesis(goal, name);
  const entries = goal.entries.map((entry, i) => (i === index ? hypothesis(entry.name, formula) : entry));
  state.refine([{ entries, target: goal.target }], ([proof]) => cut(convert(make(), formula, state.budget), proof!));
}

/** Adds a proved formula to the context. */
export function addHypothesis(session: Session, name: string, theorem: Theorem): void {
  const { state } = session;
  const { goal } = state;
  state.refine([withEntry(goal, hypothesis(name, theorem.conclusion))], ([proof]) => cut(theorem, proof!));
}

/** The hypothesis with another formula: it is made anew, whatever was left of its making. */
export const reworded = (entry: Entry, formula: Term): Entry => hypothesis(entry.name, formula);
