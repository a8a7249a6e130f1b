import { TacticFailure } from "../goal/state.ts";
import {
  conjoin,
  convert,
  equivalence,
  imp,
  isApp,
  orLeft,
  orRight,
  type Term,
  type Theorem,
  truth,
} from "@lemma/lean-kernel";
import { unfoldTo } from "../proof/unfold.ts";
import { withTarget } from "./goals.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import { rfl } from "./rfl.ts";
import type { TacticRule } from "./tactic.ts";

/** Both sides of ∧ and ↔, the only constructor of `True` and of `a = a`. */
export const constructor: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  const back = (theorem: Theorem): Theorem => convert(theorem, goal.target, state.budget);
  const target = unfoldTo(goal.target, "and") ?? unfoldTo(goal.target, "iff");
  if (target?.op === "and") {
    state.refine(
      target.args.map((part, i) => ({ ...withTarget(goal, part), tag: i === 0 ? "left" : "right" })),
      ([left, right]) => back(conjoin(left!, right!)),
    );
    return;
  }
  if (target?.op === "iff") {
    const [a, b] = target.args as [Term, Term];
    state.refine(
      [
        { ...withTarget(goal, imp(a, b)), tag: "mp" },
        { ...withTarget(goal, imp(b, a)), tag: "mpr" },
      ],
      ([left, right]) => back(equivalence(left!, right!)),
    );
    return;
  }
  if (isApp(goal.target, "true")) {
    state.close(truth());
    return;
  }
  // The first constructor that fits, and `Or.inl` always does.
  if (unfoldTo(goal.target, "or") !== undefined) {
    left(session, { name: "left", from: 0, to: 0 });
    return;
  }
  if (unfoldTo(goal.target, "exists") !== undefined) throw new UnsupportedTactic("constructor with an unknown witness");
  if (isApp(goal.target, "eq")) {
    rfl(session, { name: "rfl", from: 0, to: 0 });
    return;
  }
  throw new TacticFailure("tactic 'constructor' failed, target is not an inductive datatype");
};

const orSide =
  (which: 0 | 1): TacticRule =>
  (session) => {
    const { state } = session;
    const { goal } = state;
    const target = unfoldTo(goal.target, "or");
    if (target === undefined)
      throw new TacticFailure(`tactic '${which === 0 ? "left" : "right"}' failed, target is not a disjunction`);
    const [a, b] = target.args as [Term, Term];
    state.refine([withTarget(goal, target.args[which]!)], ([proof]) =>
      convert(which === 0 ? orLeft(proof!, b) : orRight(a, proof!), goal.target, state.budget),
    );
  };

export const left = orSide(0);

export const right = orSide(1);
