import type { Goal } from "../goal/goal.ts";
import { isFailure } from "../goal/state.ts";
import { complex, int, nat, rat, real, type Theorem } from "@lemma/lean-kernel";
import type { Session } from "../proof/session.ts";
import { ProofReader } from "../proof/terms.ts";
import type { Expression } from "../syntax/tree.ts";

/** The theorem of a term in a list of rules, for all values of what it leaves to unification. */
export function generalizing(session: Session, goal: Goal, syntax: Expression): Theorem {
  let failure: unknown;
  for (const type of [undefined, nat, int, rat, real, complex]) {
    const reader = new ProofReader(session, goal);
    reader.onlyType = type;
    try {
      return reader.general(syntax);
    } catch (error) {
      if (!isFailure(error)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}
