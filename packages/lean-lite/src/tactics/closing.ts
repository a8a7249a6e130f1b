import { type Goal, isStated } from "../goal/goal.ts";
import { TacticFailure } from "../goal/state.ts";
import {
  absurd,
  assume,
  convert,
  equal,
  falseTerm,
  imp,
  isApp,
  modusPonens,
  not,
  reflexivity,
  type Theorem,
  truth,
} from "@lemma/lean-kernel";
import { type Session, spender } from "../proof/session.ts";
import { byComputation, decideSteps } from "../proof/computation.ts";
import { definitional } from "../proof/unfold.ts";
import { constructor } from "./constructor.ts";
import { withTarget } from "./goals.ts";
import { decideTactic, rfl } from "./rfl.ts";
import type { TacticRule } from "./tactic.ts";

export const assumption: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  const spend = spender(session);
  const wanted = definitional(goal.target, spend);
  for (const entry of goal.entries.toReversed()) {
    if (!isStated(entry)) continue;
    if (equal(entry.formula, goal.target) || equal(definitional(entry.formula, spend), wanted)) {
      state.close(convert(assume(entry.formula), goal.target, state.budget));
      return;
    }
  }
  throw new TacticFailure("tactic 'assumption' failed");
};

export const exfalso: TacticRule = (session) => {
  const { goal } = session.state;
  session.state.refine([withTarget(goal, falseTerm)], ([proof]) => absurd(proof!, goal.target));
};

/** False from the context: `False` itself, `p` and `¬p`, or a closed formula that computes to false. */
export function findContradiction(session: Session, goal: Goal): Theorem | undefined {
  const { budget } = session.state;
  const spend = spender(session);
  const formulas = goal.entries.flatMap((entry) => (isStated(entry) ? [entry.formula] : []));
  const normal = formulas.map((formula) => definitional(formula, spend));
  for (const [i, formula] of normal.entries()) {
    if (equal(formula, falseTerm)) return convert(assume(formulas[i]!), falseTerm, budget);
    if (isApp(formula, "imp") && isApp(formula.args[1]!, "false")) {
      const positive = normal.findIndex((other) => equal(other, formula.args[0]!));
      if (positive >= 0) {
        return modusPonens(
          convert(assume(formulas[i]!), formula, budget),
          convert(assume(formulas[positive]!), formula.args[0]!, budget),
        );
      }
      if (isApp(formula.args[0]!, "eq") && equal(formula.args[0].args[0]!, formula.args[0].args[1]!)) {
        return modusPonens(convert(assume(formulas[i]!), formula, budget), reflexivity(formula.args[0].args[0]!));
      }
    }
    const given = formulas[i]!;
    const refuted = given.hasVar ? undefined : byComputation(not(given), session, decideSteps);
    if (refuted !== undefined) return modusPonens(convert(refuted, imp(given, falseTerm), budget), assume(given));
  }
  return undefined;
}

export const contradiction: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  const found = findContradiction(session, goal);
  if (found === undefined) throw new TacticFailure("tactic 'contradiction' failed");
  state.close(absurd(found, goal.target));
};

export const trivial: TacticRule = (session, tactic) => {
  const { state } = session;
  if (isApp(state.goal.target, "true")) {
    state.close(truth());
    return;
  }
  for (const attempt of [assumption, rfl, contradiction, decideTactic])
    if (state.attempt(() => attempt(session, tactic))) return;
  if (!isApp(state.goal.target, "and")) throw new TacticFailure("tactic 'trivial' failed");
  constructor(session, tactic);
  const [first, second, ...rest] = state.holes;
  const left = [first!, second!].flatMap((hole) => state.focus(hole, () => trivial(session, tactic)));
  state.holes = [...left, ...rest];
};
