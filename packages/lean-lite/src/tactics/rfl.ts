import { useLemma } from "../arithmetic/negation.ts";
import { TacticFailure } from "../goal/state.ts";
import {
  assume,
  convert,
  discharge,
  equal,
  equivalence,
  isApp,
  nat,
  normalize,
  reflexivity,
  sameType,
  type Term,
  type Theorem,
  truth,
} from "@lemma/lean-kernel";
import { type Session, spender } from "../proof/session.ts";
import { byEvaluation } from "../proof/unfold.ts";
import type { TacticRule } from "./tactic.ts";

/** `rfl`: equal by definition or by computation on closed terms. */
export const rfl: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  const theorem = reflexive(session, goal.target);
  if (theorem === undefined) throw new TacticFailure("The rfl tactic failed.");
  state.close(theorem);
};

export function reflexive(session: Session, target: Term): Theorem | undefined {
  const { budget } = session.state;
  const spend = spender(session);
  const normal = normalize(target, spend);
  if (normal.tag === "app" && normal.args.length === 2) {
    const [a, b] = normal.args as [Term, Term];
    if (equal(a, b)) {
      if (normal.op === "eq") return convert(reflexivity(a), target, budget);
      if (normal.op === "iff")
        return convert(equivalence(discharge(a, assume(a)), discharge(a, assume(a))), target, budget);
      if (normal.op === "le") return convert(useLemma("le_refl", a.type, [a]), target, budget);
    }
  }
  return byEvaluation(target, session);
}

/** `rfl` as `rw` tries it: the sides are the same already. */
export function closeIfTrivial(session: Session): void {
  const { state } = session;
  const { target } = state.goal;
  if (isApp(target, "true")) state.close(truth());
  else if (
    (isApp(target, "eq") || isApp(target, "iff") || isApp(target, "le")) &&
    equal(target.args[0]!, target.args[1]!)
  ) {
    const theorem = reflexive(session, target);
    if (theorem !== undefined) state.close(theorem);
  } else if (isApp(target, "eq") && target.args.every(isLiteralArithmetic)) {
    const theorem = byEvaluation(target, session);
    if (theorem !== undefined) state.close(theorem);
  }
}

/** What `rfl` sees through without unfolding: Lean's kernel adds, multiplies and divides literals of ℕ; Mathlib's powers are no such. */
const isLiteralArithmetic = (term: Term): boolean =>
  sameType(term.type, nat) &&
  (term.tag === "num" ||
    (term.tag === "app" &&
      ["add", "sub", "mul", "div", "mod"].includes(term.op) &&
      term.args.every(isLiteralArithmetic)));

export const decideTactic: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  if (goal.target.hasVar) throw new TacticFailure("Expected type must not contain free variables");
  const theorem = byEvaluation(goal.target, session);
  if (theorem === undefined) throw new TacticFailure("tactic 'decide' failed");
  state.close(theorem);
};
