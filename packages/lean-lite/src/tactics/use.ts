import type { Goal } from "../goal/goal.ts";
import { TacticFailure } from "../goal/state.ts";
import { abstraction, at, conjoin, convert, isApp, type Term, truth, witness } from "@lemma/lean-kernel";
import { elaboratorFor, type Session } from "../proof/session.ts";
import { ProofReader } from "../proof/terms.ts";
import { unfoldTo } from "../proof/unfold.ts";
import type { Expression } from "../syntax/tree.ts";
import { assumption, trivial } from "./closing.ts";
import { constructor } from "./constructor.ts";
import { withTarget } from "./goals.ts";
import { reducibleRfl } from "./rfl.ts";
import type { TacticRule } from "./tactic.ts";

/** `use a, b`: witnesses; what remains is tried with what is at hand, as Mathlib does. */
export const use: TacticRule = (session, { name, terms = [] }) => {
  const { state } = session;
  for (const syntax of terms) {
    const flat = syntax.kind === "anonymous" ? syntax.items : [syntax];
    for (const item of flat) useOne(session, state.goal, item);
  }
  if (name === "use") state.attempt(() => discharge(session));
  // `exists e` is `refine ⟨e, ?_⟩; try trivial`, and `existsi` leaves it at that.
  else if (name === "exists") state.attempt(() => trivial(session, { name: "trivial", from: 0, to: 0 }));
};

/** What `use` tries on the goal that is left: all parts of a conjunction by `rfl` (without unfolding), an assumption or `trivial`; or nothing. */
function discharge(session: Session): void {
  const { state } = session;
  const { target } = state.goal;
  const step = { name: "use_discharger", from: 0, to: 0 };
  if (isApp(target, "true")) state.close(truth());
  else if (isApp(target, "and")) {
    constructor(session, step);
    const [first, second, ...rest] = state.holes;
    const left = [first!, second!].flatMap((hole) => state.focus(hole, () => discharge(session)));
    state.holes = [...left, ...rest];
  } else if (!state.attempt(() => reducibleRfl(session, step))) assumption(session, step);
}

function useOne(session: Session, goal: Goal, item: Expression): void {
  const { state } = session;
  const target = unfoldTo(goal.target, "exists");
  if (target === undefined) {
    const conjunction = unfoldTo(goal.target, "and");
    if (conjunction === undefined) throw new TacticFailure("failed to apply `use`: the target is not an existential");
    const [a, b] = conjunction.args as [Term, Term];
    const first = new ProofReader(session, goal).theorem(item, a);
    state.refine([withTarget(goal, b)], ([proof]) => convert(conjoin(first(), proof!), goal.target, state.budget));
    return;
  }
  const body = abstraction(target.args[0]!);
  const elaborator = elaboratorFor(session, goal);
  const value = elaborator.closed(item, body.domain);
  const instance = at(target, value);
  state.refine([withTarget(goal, instance)], ([proof]) =>
    convert(witness(target, value, proof!), goal.target, state.budget),
  );
}
