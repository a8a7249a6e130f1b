import { TacticFailure } from "../goal/state.ts";
import { equal, isApp, nat, oneOf, sameType, type Term, type Theorem } from "@lemma/lean-kernel";
import { reduces } from "../proof/reduces.ts";
import { byComputation, decideSteps, rflSteps } from "../proof/computation.ts";
import { numeralEquation } from "../proof/equations.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import { reflexive, isReflexiveRelation } from "../proof/reflexive.ts";
import type { Session } from "../proof/session.ts";
import { byEvaluation } from "../proof/unfold.ts";
import type { TacticRule } from "./tactic.ts";

/** `rfl`: a reflexive relation whose sides are the same by definition, or by computation on closed terms. */
export const rfl: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  const theorem = reflexive(session, goal.target);
  if (theorem === undefined) throw new TacticFailure("The rfl tactic failed.");
  state.close(theorem);
};

/** `with_reducible rfl`, as `rw` and `use` try it: the sides are the same as they stand, or arithmetic of ℕ's literals. */
export const reducibleRfl: TacticRule = (session) => {
  const { state } = session;
  const { target } = state.goal;
  const theorem = isReflexiveRelation(target) ? reducibly(session, target) : undefined;
  if (theorem === undefined) throw new TacticFailure("The rfl tactic failed.");
  state.close(theorem);
};

function reducibly(session: Session, target: Term & { tag: "app" }): Theorem | undefined {
  const [a, b] = target.args as [Term, Term];
  if (equal(a, b)) return reflexive(session, target);
  if (isApp(target, "eq") && sameLiterals(a, b)) return numeralEquation(a, b, session.state.budget);
  return isApp(target, "eq") && target.args.every(isLiteralArithmetic)
    ? byComputation(target, session, rflSteps)
    : undefined;
}

/** The same but for arithmetic of ℕ's literals within: `f (1 + 1) x` and `f 2 x`. */
function sameLiterals(a: Term, b: Term): boolean {
  if (equal(a, b)) return true;
  if (sameType(a.type, nat) && isLiteralArithmetic(a) && isLiteralArithmetic(b)) return true;
  if (a.tag === "call" && b.tag === "call") return sameLiterals(a.fn, b.fn) && sameLiterals(a.arg, b.arg);
  if (a.tag !== "app" || b.tag !== "app" || a.op !== b.op || a.args.length !== b.args.length) return false;
  return a.args.every((arg, i) => sameLiterals(arg, b.args[i]!));
}

/** What `rfl` sees through without unfolding: Lean's kernel adds, multiplies and divides literals of ℕ; Mathlib's powers are no such. */
const isLiteralArithmetic = (term: Term): boolean =>
  sameType(term.type, nat) &&
  (term.tag === "num" ||
    (term.tag === "app" && oneOf(term.op, "add", "sub", "mul", "div", "mod") && term.args.every(isLiteralArithmetic)));

export const decideTactic: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  if (goal.target.hasVar) throw new TacticFailure("Expected type must not contain free variables");
  const theorem = byComputation(goal.target, session, decideSteps);
  if (theorem !== undefined) {
    state.close(theorem);
    return;
  }
  // Its instance may still reduce in a way that is not known here.
  if (!reduces(goal.target) && byEvaluation(goal.target, session) !== undefined)
    throw new UnsupportedTactic("decide: whether the instance reduces");
  throw new TacticFailure("tactic 'decide' failed");
};
