import { useLemma } from "../arithmetic/negation.ts";
import { TacticFailure } from "../goal/state.ts";
import { assume, convert, equal, isApp, modusPonens, type Term } from "@lemma/lean-kernel";
import { symmetric } from "../proof/equations.ts";
import { formulaIn, needHypothesis, spender } from "../proof/session.ts";
import { changeTarget, replaceHypothesis, withTarget } from "./goals.ts";
import { definitional } from "../proof/unfold.ts";
import type { TacticRule } from "./tactic.ts";

export const show: TacticRule = (session, { type, at }) => {
  if (at !== undefined) {
    for (const name of at.names) {
      const { formula } = needHypothesis(session.state.goal, name);
      const wanted = formulaIn(session, session.state.goal, type!);
      replaceHypothesis(session, name, convert(assume(formula), wanted, session.state.budget));
    }
    return;
  }
  const wanted = formulaIn(session, session.state.goal, type!);
  const { goal } = session.state;
  const spend = spender(session);
  if (equal(definitional(goal.target, spend), definitional(wanted, spend))) {
    changeTarget(session, wanted);
    return;
  }
  throw new TacticFailure("'show' tactic failed, type mismatch");
};

export const symm: TacticRule = (session, { at }) => {
  const { state } = session;
  const { goal } = state;
  if (at !== undefined) {
    for (const name of at.names) {
      const { formula } = needHypothesis(goal, name);
      const [a, b] = isApp(formula, "eq") ? formula.args : [];
      if (a === undefined || b === undefined) throw new TacticFailure("symm: not an equation");
      replaceHypothesis(session, name, symmetric(assume(formula)));
    }
    return;
  }
  const { target } = goal;
  if (target.tag !== "app" || !["eq", "ne", "iff"].includes(target.op))
    throw new TacticFailure("symm: the target is not symmetric");
  const [a, b] = target.args as [Term, Term];
  const swapped = { eq: "Eq.symm", ne: "Ne.symm", iff: "Iff.symm" }[target.op]!;
  if (target.op === "eq") {
    const flipped = symmetric(assume(target)).conclusion;
    state.refine([withTarget(goal, flipped)], ([proof]) => symmetric(proof!));
    return;
  }
  const type = target.op === "iff" ? undefined : a.type;
  const lemma = useLemma(swapped, type, [b, a]);
  const premise = lemma.conclusion.tag === "app" ? lemma.conclusion.args[0]! : target;
  state.refine([withTarget(goal, premise)], ([proof]) => modusPonens(lemma, proof!));
};
