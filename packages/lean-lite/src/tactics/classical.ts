import { useLemma } from "../arithmetic/negation.ts";
import { cut, TacticFailure } from "../goal/state.ts";
import { assume, byContradiction, cases as orElimination, falseTerm, isApp, not } from "@lemma/lean-kernel";
import { transport } from "../proof/equations.ts";
import { formulaIn } from "../proof/session.ts";
import { hypothesis, withEntry } from "./goals.ts";
import { pushNegation } from "./push-neg.ts";
import { introduce } from "./intro.ts";
import type { TacticRule } from "./tactic.ts";

export const byContra: TacticRule = (session, { names = [], flags = [] }) => {
  const { state } = session;
  const { goal } = state;
  const name = names[0] ?? (flags.includes("!") ? "this" : "x✝");
  const negation = not(goal.target);
  if (flags.includes("!")) {
    const pushed = pushNegation(session, negation);
    if (pushed !== undefined) {
      const theorem = transport(pushed, assume(negation));
      const entries = [...goal.entries, hypothesis(name, theorem.conclusion)];
      state.refine([{ entries, target: falseTerm }], ([proof]) => byContradiction(goal.target, cut(theorem, proof!)));
      return;
    }
  }
  // A negation is introduced as it is, `a ≠ b` as `a = b`.
  if (isApp(goal.target, "not") || isApp(goal.target, "ne")) {
    introduce(session, name);
    return;
  }
  state.refine([{ entries: [...goal.entries, hypothesis(name, negation)], target: falseTerm }], ([proof]) =>
    byContradiction(goal.target, proof!),
  );
};

export const byCases: TacticRule = (session, tactic) => {
  const { state } = session;
  const { goal } = state;
  const name = tactic.type === undefined ? "h✝" : (tactic.names?.[0] ?? "h✝");
  const syntax = tactic.type ?? tactic.terms?.[0];
  if (syntax === undefined) throw new TacticFailure("by_cases: a formula is needed");
  const formula = formulaIn(session, goal, syntax);
  const em = useLemma("em", undefined, [formula]);
  state.refine(
    [
      { ...withEntry(goal, hypothesis(name, formula)), tag: "pos" },
      { ...withEntry(goal, hypothesis(name, not(formula))), tag: "neg" },
    ],
    ([yes, no]) => orElimination(em, yes!, no!),
  );
};
