import { abstract, betaHead, call, fun, type LamTerm, assume, variable } from "@lemma/lean-kernel";
import { TacticFailure } from "../goal/state.ts";
import { congruence, sidesOf } from "../proof/equations.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import { elaboratorFor, needHypothesis } from "../proof/session.ts";
import { unfoldTo } from "../proof/unfold.ts";
import { replaceHypothesis } from "./goals.ts";
import type { TacticRule } from "./tactic.ts";

/** `apply_fun f at h`: an equation a = b becomes f a = f b, reduced. */
export const applyFun: TacticRule = (session, { terms, at }) => {
  if (at === undefined || at.goal || at.everywhere === true) throw new UnsupportedTactic("apply_fun at the goal");
  for (const name of at.names) {
    const { goal } = session.state;
    const { formula } = needHypothesis(goal, name);
    if (unfoldTo(formula, "eq") !== formula) throw new UnsupportedTactic("apply_fun at what is no equation");
    const equation = assume(formula);
    const [{ type }] = sidesOf(equation);
    const elaborator = elaboratorFor(session, goal);
    const fn = elaborator.closed(terms![0]!, fun(type, elaborator.unifier.freshType()));
    if (fn.type.args[0]?.key !== type.key) throw new TacticFailure("apply_fun: no function of the sides");
    const x = variable("x", type);
    const image: LamTerm = abstract(betaHead(call(fn, x)), x);
    replaceHypothesis(session, name, congruence(image, equation));
  }
};
