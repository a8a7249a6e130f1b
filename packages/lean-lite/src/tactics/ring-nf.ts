import type { Term } from "../kernel/term.ts";
import { isNumeric } from "../kernel/type.ts";
import { sidesOf, transitive } from "../proof/equations.ts";
import type { Session } from "../proof/session.ts";
import type { Goal } from "../goal/goal.ts";
import type { Theorem } from "../kernel/theorem.ts";
import { throughout } from "../rewriting/conversion.ts";
import { ringNormal } from "../rewriting/ring-normal.ts";
import { Simplifier } from "../rewriting/simplifier.ts";
import type { Tactic } from "../syntax/tree.ts";
import { proveRing } from "./arithmetic.ts";
import { applyConversionAt } from "./convert-at.ts";
import type { TacticRule } from "./tactic.ts";

const ringOps = new Set(["add", "sub", "mul", "div", "neg", "inv", "pow"]);
const isRing = (term: Term): boolean => term.tag === "app" && ringOps.has(term.op) && isNumeric(term.type);

/** ⊢ formula = the formula with its ring expressions in normal form. */
function normalForm(session: Session, formula: Term): Theorem | undefined {
  const normal = throughout(session, (term) => ringNormal(term, session.state.budget), isRing)(formula);
  const after = normal === undefined ? formula : sidesOf(normal)[1];
  const closed = new Simplifier(session, { rules: [], only: true, numbers: true }).simplify(after);
  if (closed === undefined) return normal;
  return normal === undefined ? closed : transitive(normal, closed);
}

export const ringNf: TacticRule = (session, tactic: Tactic) => {
  const { state } = session;
  if (tactic.at === undefined) {
    const theorem = proveRing(session, state.goal.target);
    if (theorem !== undefined) {
      state.close(theorem);
      return;
    }
  }
  applyConversionAt(session, tactic.at, (_goal: Goal, formula) => normalForm(session, formula), "ring_nf");
};

/** `ring`: as `ring1`, and where that fails, what `ring_nf` makes of the goal. */
export const ring: TacticRule = (session, tactic) => {
  const { state } = session;
  const theorem = proveRing(session, state.goal.target);
  if (theorem !== undefined) {
    state.close(theorem);
    return;
  }
  ringNf(session, tactic);
};
