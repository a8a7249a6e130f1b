import { useLemma } from "../arithmetic/negation.ts";
import { isFailure, TacticFailure } from "../goal/state.ts";
import {
  assume,
  convert,
  eq,
  equal,
  isApp,
  modusPonens,
  type Rules,
  sameType,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import { congruenceOfApp, symmetric, transport } from "../proof/equations.ts";
import { reflexive } from "../proof/reflexive.ts";
import { formulaIn, needHypothesis, type Session, spender } from "../proof/session.ts";
import { ProofReader } from "../proof/terms.ts";
import type { Expression } from "../syntax/tree.ts";
import { replaceHypothesis, withTarget } from "./goals.ts";
import { definitional } from "../proof/unfold.ts";
import type { TacticRule } from "./tactic.ts";

/** `show p`: the first goal that is p by definition comes first, spelled as p; `_` in p stands for what the goal has there. */
export const show: TacticRule = (session, { type, at }) => {
  const { state } = session;
  if (at !== undefined) {
    for (const name of at.names) {
      const { formula } = needHypothesis(state.goal, name);
      const wanted = formulaIn(session, state.goal, type!);
      const spend = spender(session);
      if (!equal(definitional(formula, spend), definitional(wanted, spend)))
        throw new TacticFailure("'change' tactic failed, type mismatch");
      replaceHypothesis(session, name, convert(assume(formula), wanted, state.budget));
    }
    return;
  }
  let failure: unknown;
  const { holes } = state;
  for (const hole of holes) {
    state.holes = [hole, ...holes.filter((other) => other !== hole)];
    try {
      showFirst(session, type!);
      return;
    } catch (error) {
      if (!isFailure(error)) throw error;
      failure ??= error;
    }
  }
  throw failure;
};

function showFirst(session: Session, type: Expression): void {
  const { state } = session;
  const { goal } = state;
  const reader = new ProofReader(session, goal);
  const shown = reader.formula(type, goal.target);
  if (shown.open) throw new TacticFailure("don't know how to synthesize placeholder");
  const equation = sidewise(session, shown, goal.target);
  if (equation !== undefined) {
    state.refine([withTarget(goal, shown)], ([proof]) => transport(equation, proof!));
    return;
  }
  let given: Theorem | undefined;
  const make = reader.bridge({ formula: shown, implicit: [], make: () => given! }, goal.target);
  state.refine([withTarget(goal, shown)], ([proof]) => {
    given = proof!;
    return make();
  });
}

/** ⊢ shown = target for one relation between numbers whose sides are the same by `rfl`. */
function sidewise(session: Session, shown: Term, target: Term): Theorem | undefined {
  if (shown.tag !== "app" || target.tag !== "app" || shown.op !== target.op || equal(shown, target)) return undefined;
  const parts = shown.args.map((arg, i) => {
    const other = target.args[i];
    if (other === undefined || equal(arg, other)) return undefined;
    return sameType(arg.type, other.type) ? reflexive(session, eq(arg, other)) : undefined;
  });
  if (shown.args.some((arg, i) => parts[i] === undefined && !equal(arg, target.args[i]!))) return undefined;
  return congruenceOfApp(shown, parts);
}

/** The lemma that exchanges the sides of a relation. */
const swaps: Rules<string> = { eq: "Eq.symm", ne: "Ne.symm", iff: "Iff.symm" };

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
  const swapped = target.tag === "app" ? swaps[target.op] : undefined;
  if (target.tag !== "app" || swapped === undefined) throw new TacticFailure("symm: the target is not symmetric");
  const [a, b] = target.args as [Term, Term];
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
