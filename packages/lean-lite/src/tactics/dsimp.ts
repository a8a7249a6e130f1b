import { equal, type Term } from "@lemma/lean-kernel";
import { UnsupportedTactic } from "../proof/failures.ts";
import { reflexive } from "../proof/reflexive.ts";
import { spender } from "../proof/session.ts";
import { definitional } from "../proof/unfold.ts";
import { simplifying } from "./simp.ts";
import type { TacticRule } from "./tactic.ts";

const byRules = simplifying(false, "dsimp");

/** `dsimp` goes by what holds by definition; what else simp would do is not told apart, and refused. */
export const dsimp: TacticRule = (session, tactic) => {
  const { state } = session;
  const before = state.goal;
  const others = state.holes.length - 1;
  byRules(session, tactic);
  const spend = spender(session);
  const same = (a: Term, b: Term): boolean => equal(definitional(a, spend), definitional(b, spend));
  const isClosed = state.holes.length === others;
  const isDefinitional = isClosed
    ? reflexive(session, before.target) !== undefined
    : same(before.target, state.goal.target) &&
      before.entries.length === state.goal.entries.length &&
      before.entries.every((entry, i) => {
        const now = state.goal.entries[i]!;
        return entry.kind === "var" || (now.kind === "hypothesis" && same(entry.formula, now.formula));
      });
  if (!isDefinitional) throw new UnsupportedTactic("dsimp by more than definitions");
};
