import { isFailure } from "../goal/state.ts";
import { normalize, unfoldHead } from "../kernel/logic.ts";
import type { Term } from "../kernel/term.ts";
import { convert, evaluation, type Theorem } from "../kernel/theorem.ts";
import { type Session, spender } from "./session.ts";

/** The formula under the definitions at its head, until `op` stands there. */
export function unfoldTo(formula: Term, op: string): (Term & { tag: "app" }) | undefined {
  let current: Term | undefined = formula;
  for (let i = 0; i < 8 && current !== undefined; i++) {
    if (current.tag === "app" && current.op === op) return current;
    current = unfoldHead(current);
  }
  return undefined;
}

export function conform(theorem: Theorem, op: string, session: Session): Theorem {
  const target = unfoldTo(theorem.conclusion, op);
  return target === undefined ? theorem : convert(theorem, target, session.state.budget);
}

/** The theorem of a closed formula that is true by computation. */
export function byEvaluation(formula: Term, session: Session): Theorem | undefined {
  const normal = normalize(formula, spender(session));
  for (const candidate of [formula, normal]) {
    try {
      return convert(evaluation(candidate, session.state.budget), formula, session.state.budget);
    } catch (error) {
      if (!isFailure(error)) throw error;
    }
  }
  return undefined;
}
