import { convert, eq, isApp, not, type Theorem } from "@lemma/lean-kernel";
import { Budget } from "@lemma/lean-kernel/budget";
import { equalsFalse, equalsTrue, propositional, symmetric } from "../proof/equations.ts";

/** Any theorem as an equation from left to right: `a = b`, `p ↔ q`, `¬p` as p = False, `a ≠ b` as (a = b) = False, else p = True. */
export function asEquation(theorem: Theorem): Theorem {
  const { conclusion } = theorem;
  if (isApp(conclusion, "eq")) return theorem;
  if (isApp(conclusion, "iff")) return propositional(theorem);
  if (isApp(conclusion, "not") || (isApp(conclusion, "imp") && isApp(conclusion.args[1]!, "false"))) {
    return equalsFalse(theorem, conclusion.args[0]!);
  }
  if (isApp(conclusion, "ne")) {
    const equation = eq(conclusion.args[0]!, conclusion.args[1]!);
    return equalsFalse(convert(theorem, not(equation), new Budget()), equation);
  }
  return equalsTrue(theorem);
}

/** From right to left. */
export const asReverse = (theorem: Theorem): Theorem => symmetric(asEquation(theorem));
