import { TacticFailure } from "../goal/state.ts";
import { isApp } from "@lemma/lean-kernel";
import { findHypothesis } from "../proof/session.ts";
import { substituteBy } from "./patterns.ts";
import type { TacticRule } from "./tactic.ts";
import { visibleNames } from "../print/goal.ts";

/** `subst h`, or `subst x` for a variable that some hypothesis equates with a term. */
export const subst: TacticRule = (session, { names = [] }) => {
  for (const name of names) {
    const { goal } = session.state;
    if (findHypothesis(goal, name) !== undefined) {
      substituteBy(session, name);
      continue;
    }
    const visible = visibleNames(goal);
    const index = goal.entries.findIndex((entry) => {
      if (entry.kind !== "hypothesis" || !isApp(entry.formula, "eq")) return false;
      return entry.formula.args.some((side) => side.tag === "var" && side.name === name);
    });
    if (index < 0) throw new TacticFailure(`did not find equation for eliminating '${name}'`);
    substituteBy(session, visible[index]!);
  }
};

/** Every equation with a variable on one side that allows it. */
export const substVars: TacticRule = (session) => {
  for (let again = true; again;) {
    again = false;
    const { goal } = session.state;
    const visible = visibleNames(goal);
    for (const [i, entry] of goal.entries.entries()) {
      if (entry.kind !== "hypothesis" || !isApp(entry.formula, "eq")) continue;
      if (!entry.formula.args.some((side) => side.tag === "var")) continue;
      if (session.state.attempt(() => substituteBy(session, visible[i]!))) {
        again = true;
        break;
      }
    }
  }
};
