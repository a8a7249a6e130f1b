import { TacticFailure } from "../goal/state.ts";
import { UnsolvedGoals } from "../proof/failures.ts";
import { ProofReader } from "../proof/terms.ts";
import type { Expression } from "../syntax/tree.ts";
import { replaceHypothesis } from "./goals.ts";
import type { TacticRule } from "./tactic.ts";

/** `exact e`: the target from a proof term, nothing left over. */
export const exact: TacticRule = (session, { terms }) => {
  const { state } = session;
  const { goal } = state;
  const reader = new ProofReader(session, goal);
  const make = reader.theorem(terms![0]!, goal.target);
  state.refine([], make);
};

/** `refine e`: as exact, with a goal for each `?_` (and for `_` in the primed form). */
export const refine: TacticRule = (session, { name, terms }) => {
  const { state } = session;
  const { goal } = state;
  const reader = new ProofReader(session, goal, name === "refine" ? "named" : "all");
  const make = reader.theorem(terms![0]!, goal.target);
  const rest = state.holes.slice(1);
  state.refine([], make);
  state.holes = [...reader.holes, ...rest];
};

/** `apply e`: as many `_` as it takes for the conclusion to fit. */
export const apply: TacticRule = (session, tactic) => {
  const { state } = session;
  const { goal } = state;
  const term = tactic.terms![0]!;
  if (tactic.at !== undefined) {
    for (const name of tactic.at.names) {
      const span = { from: term.from, to: term.to };
      const fn: Expression = term.kind === "apply" ? term.fn : term;
      const args = term.kind === "apply" ? term.args : [];
      const applied: Expression = {
        kind: "apply",
        fn,
        args: [...args, { value: { kind: "name", name, ...span } }],
        ...span,
      };
      const theorem = new ProofReader(session, goal).theorem(applied)();
      replaceHypothesis(session, name, theorem);
    }
    return;
  }
  let failure: unknown;
  for (let holes = 0; holes <= 8; holes++) {
    const saved = state.save();
    try {
      const reader = new ProofReader(session, goal, "all");
      const span = { from: term.from, to: term.to };
      const extra = Array.from({ length: holes }, () => ({ value: { kind: "hole" as const, ...span } }));
      const [fn, args] = term.kind === "apply" ? [term.fn, term.args] : [term, []];
      const applied: Expression = holes === 0 ? term : { kind: "apply", fn, args: [...args, ...extra], ...span };
      const make = reader.theorem(applied, goal.target);
      const rest = state.holes.slice(1);
      state.refine([], make);
      state.holes = [...reader.holes, ...rest];
      return;
    } catch (error) {
      if (!(error instanceof Error) || !isCaught(error)) throw error;
      failure ??= error;
      state.restore(saved);
    }
  }
  throw failure;
};

const isCaught = (error: Error): boolean =>
  ["TacticFailure", "ElaborationProblem", "RuleError", "IllTyped"].includes(error.name);

/** `exacts [a, b]`: one term for each goal. */
export const exacts: TacticRule = (session, tactic) => {
  const list = tactic.terms![0]!;
  if (list.kind !== "list") throw new TacticFailure("exacts needs a list");
  for (const item of list.items) exact(session, { ...tactic, terms: [item] });
  if (session.state.holes.length > 0) throw new UnsolvedGoals(session.state.holes);
};
