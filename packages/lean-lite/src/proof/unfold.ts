import { isFailure } from "../goal/state.ts";
import {
  convert,
  evaluation,
  isApp,
  modusPonens,
  normalize,
  type Term,
  type Theorem,
  unfoldHead,
} from "@lemma/lean-kernel";
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

/** Γ ⊢ φ → ψ and Δ ⊢ φ', the same by definition as φ, give Γ, Δ ⊢ ψ. A function put for a variable leaves such premises. */
export function detach(implication: Theorem, premise: Theorem, session: Session): Theorem {
  const { conclusion } = implication;
  if (!isApp(conclusion, "imp")) return modusPonens(implication, premise);
  return modusPonens(implication, convert(premise, conclusion.args[0]!, session.state.budget));
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
