import { proveLinear } from "../arithmetic/linear.ts";
import { StepLimitError } from "@lemma/lean-kernel/budget";
import type { Goal } from "../goal/goal.ts";
import { isFailure } from "../goal/state.ts";
import { assume, convert, equal, isApp, isNumeric, oneOf, type Term, type Theorem } from "@lemma/lean-kernel";
import { byEvaluation, definitional } from "../proof/unfold.ts";
import { spender, type Session } from "../proof/session.ts";
import { contextTheorems } from "./arithmetic.ts";
import { provePositivity } from "./positivity.ts";

/** The hypothesis that says it, up to Lean's definitions. */
export function assumed(session: Session, goal: Goal, premise: Term): Theorem | undefined {
  const spend = spender(session);
  const wanted = definitional(premise, spend);
  for (const entry of goal.entries) {
    if (entry.kind !== "hypothesis") continue;
    if (equal(entry.formula, premise) || equal(definitional(entry.formula, spend), wanted))
      return convert(assume(entry.formula), premise, session.state.budget);
  }
  return undefined;
}

/** Side conditions of rules: what is assumed, what computes, what is positive; with `linear`, what follows linearly. */
export function prove(session: Session, goal: Goal, premise: Term, linear: boolean): Theorem | undefined {
  const { budget } = session.state;
  const given = assumed(session, goal, premise);
  if (given !== undefined) return given;
  if (!premise.hasVar) {
    const closed = byEvaluation(premise, session);
    if (closed !== undefined) return closed;
  }
  const positive = provePositivity(session, premise);
  if (positive !== undefined) return positive;
  if (!linear || !isComparison(premise)) return undefined;
  const part = budget.part(Math.min(budget.left * 0.1, 200_000));
  try {
    return proveLinear(contextTheorems(session, goal), premise, part);
  } catch (error) {
    if (error instanceof StepLimitError || isFailure(error)) return undefined;
    throw error;
  } finally {
    budget.spend(Math.min(part.spent, budget.left));
  }
}

const isComparison = (term: Term): boolean =>
  term.tag === "app" &&
  oneOf(term.op, "le", "lt", "ge", "gt", "eq") &&
  isNumeric(term.args[0]!.type) &&
  !isApp(term, "ne");
