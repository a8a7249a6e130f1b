import type { Goal } from "../goal/goal.ts";
import { cut, TacticFailure } from "../goal/state.ts";
import { absurd, assume, equal, isApp, type Term, type Theorem } from "@lemma/lean-kernel";
import { visibleNames } from "../print/goal.ts";
import { fromTrue, sidesOf, symmetric, transport } from "../proof/equations.ts";
import type { Session } from "../proof/session.ts";
import type { Location } from "../syntax/proofs/tree.ts";
import { hypothesis, reworded, withTarget } from "./goals.ts";

/** ⊢ formula = another, or undefined where there is nothing to do. */
export type FormulaConversion = (goal: Goal, formula: Term) => Theorem | undefined;

/** Rewrites target or hypotheses. @throws {TacticFailure} when nothing changes anywhere. */
export function applyConversionAt(
  session: Session,
  at: Location | undefined,
  conversion: FormulaConversion,
  what: string,
): void {
  const { state } = session;
  let worked = false;
  const names =
    at?.everywhere === true
      ? visibleNames(state.goal).filter((_, i) => state.goal.entries[i]!.kind === "hypothesis")
      : (at?.names ?? []);
  for (const name of names) {
    const { goal } = state;
    const index = visibleNames(goal).lastIndexOf(name);
    const entry = goal.entries[index];
    if (entry?.kind !== "hypothesis") throw new TacticFailure(`unknown identifier '${name}'`);
    const equation = conversion(goal, entry.formula);
    if (equation === undefined || equal(sidesOf(equation)[1], entry.formula)) {
      // field_simp puts its result in place as simp does.
      if (entry.isUnsettled !== true || what !== "field_simp") continue;
      const settled = goal.entries.map((each, i) => (i === index ? hypothesis(entry.name, entry.formula) : each));
      state.refine([{ entries: settled, target: goal.target }], ([proof]) => proof!);
      worked = true;
      continue;
    }
    worked = true;
    const [, next] = sidesOf(equation);
    const theorem = transport(equation, assume(entry.formula));
    if (isApp(next, "false")) {
      state.close(absurd(theorem, goal.target));
      return;
    }
    const entries = isApp(next, "true")
      ? goal.entries.filter((_, i) => i !== index)
      : goal.entries.map((each, i) => (i === index ? reworded(entry, next) : each));
    state.refine([{ entries, target: goal.target }], ([proof]) => cut(theorem, proof!));
  }
  if (at === undefined || at.goal) {
    const { goal } = state;
    const equation = conversion(goal, goal.target);
    if (equation !== undefined && !equal(sidesOf(equation)[1], goal.target)) {
      worked = true;
      const [, next] = sidesOf(equation);
      if (isApp(next, "true")) state.close(fromTrue(equation));
      else state.refine([withTarget(goal, next)], ([proof]) => transport(symmetric(equation), proof!));
    }
  }
  if (!worked) throw new TacticFailure(`${what} made no progress`);
}
