import { isNumeric, occurs, type Op, type Term, type Theorem } from "@lemma/lean-kernel";
import { sidesOf, transitive } from "../proof/equations.ts";
import type { Session } from "../proof/session.ts";
import type { Entry, Goal } from "../goal/goal.ts";
import { TacticFailure } from "../goal/state.ts";
import { throughout } from "../rewriting/conversion.ts";
import { ringNormal, RingReading } from "../rewriting/ring-normal.ts";
import { Simplifier } from "../rewriting/simplifier.ts";
import type { Tactic } from "../syntax/proofs/tree.ts";
import { proveRing } from "./arithmetic.ts";
import { applyConversionAt } from "./convert-at.ts";
import type { TacticRule } from "./tactic.ts";

const ringOps = new Set<Op>(["add", "sub", "mul", "div", "neg", "inv", "pow"]);
const hasNumeral = (place: Term | Entry | undefined): boolean => {
  if (place === undefined) return false;
  const formula = "kind" in place ? (place.kind === "hypothesis" ? place.formula : undefined) : place;
  return formula !== undefined && occurs(formula, (part) => part.tag === "num");
};
const isRing = (term: Term): boolean => term.tag === "app" && ringOps.has(term.op) && isNumeric(term.type);

/** ⊢ formula = the formula with its ring expressions in normal form. */
function normalForm(session: Session, formula: Term, reading: RingReading): Theorem | undefined {
  const normal = throughout(session, (term) => ringNormal(term, session.state.budget, reading), isRing)(formula);
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
  // Like norm_num it rebuilds numerals, and where there are some it does not fail for want of progress.
  const before = state.goal;
  const reading = new RingReading(state.budget);
  const convertAll = (): void =>
    applyConversionAt(session, tactic.at, (_goal: Goal, formula) => normalForm(session, formula, reading), "ring_nf");
  if (
    !state.attempt(convertAll) &&
    !hasNumeral(tactic.at === undefined || tactic.at.goal ? before.target : before.entries.at(-1))
  ) {
    throw new TacticFailure("ring_nf failed");
  }
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
