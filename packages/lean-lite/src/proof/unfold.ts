import { isFailure } from "../goal/state.ts";
import {
  abstraction,
  app,
  call,
  convert,
  equal,
  evaluation,
  isApp,
  lam,
  modusPonens,
  normalize,
  type Op,
  type Term,
  type Theorem,
  unfoldHead,
} from "@lemma/lean-kernel";
import { type Session, spender } from "./session.ts";

/**
 * One definition unfolded at the head, as Lean unfolds it. The kernel knows more: that `x ∈ Finset.range n` *is* `x < n` is a
 * theorem of Mathlib (`Finset.mem_range`), not a definition that `exact` or `obtain` would see through; of a `Set` it is one.
 */
export function unfoldDefinition(term: Term): Term | undefined {
  if (isApp(term, "mem") && term.args[1]!.type.name === "Finset") return undefined;
  return unfoldHead(term);
}

/** Normal form under beta, eta for quantifiers and Lean's definitions: equal normal forms are equal by definition. */
export function definitional(term: Term, spend: () => void): Term {
  spend();
  const head = unfoldDefinition(term);
  if (head !== undefined) return definitional(head, spend);
  switch (term.tag) {
    case "lam": {
      const body = definitional(term.body, spend);
      return body === term.body ? term : lam(term.name, term.domain, body);
    }
    case "app": {
      if ((term.op === "forall" || term.op === "exists") && term.args[0]!.tag !== "lam")
        return definitional(app(term.op, [abstraction(term.args[0]!)]), spend);
      const args = term.args.map((arg) => definitional(arg, spend));
      if (args.every((arg, i) => arg === term.args[i])) return term;
      const inner = app(term.op, args, term.type);
      return unfoldDefinition(inner) === undefined ? inner : definitional(inner, spend);
    }
    case "call": {
      const inner = call(definitional(term.fn, spend), definitional(term.arg, spend));
      return equal(inner, term) ? term : definitional(inner, spend);
    }
    case "bound":
    case "meta":
    case "num":
    case "var":
    default:
      return term;
  }
}

/** The formula under the definitions at its head, until `op` stands there. */
export function unfoldTo(formula: Term, op: Op): (Term & { tag: "app" }) | undefined {
  let current: Term | undefined = formula;
  for (let i = 0; i < 8 && current !== undefined; i++) {
    if (current.tag === "app" && current.op === op) return current;
    current = unfoldDefinition(current);
  }
  return undefined;
}

/** Γ ⊢ φ → ψ and Δ ⊢ φ', the same by definition as φ, give Γ, Δ ⊢ ψ. A function put for a variable leaves such premises. */
export function detach(implication: Theorem, premise: Theorem, session: Session): Theorem {
  const { conclusion } = implication;
  if (!isApp(conclusion, "imp")) return modusPonens(implication, premise);
  return modusPonens(implication, convert(premise, conclusion.args[0]!, session.state.budget));
}

export function conform(theorem: Theorem, op: Op, session: Session): Theorem {
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
