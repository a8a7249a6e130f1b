import { isFact } from "../elaborate/statement.ts";
import type { Goal } from "../goal/goal.ts";
import { namesOf, visibleNames } from "./goal.ts";
import { type PrintOptions, printTerm, printType } from "./printer.ts";

/**
 * What a statement says, with all its types: one closed formula in which each variable, cast and literal that is not plainly natural has
 * its type written out, `∀ (n : ℕ) (x : ℝ) (h₀ : x > (↑n : ℝ)), x ≥ (0 : ℝ)`. A reader who agrees with this line agrees with what
 * was proved.
 */
export function printTypedStatement(goal: Goal, options: Pick<PrintOptions, "opens"> = {}): string {
  const typed = { ...options, types: true };
  const visible = visibleNames(goal);
  const names = namesOf(goal);
  const target = printTerm(goal.target, typed, names);
  if (goal.entries.length === 0) return target;
  const binders = goal.entries.map((entry, i) => {
    const type = entry.kind === "var" ? printType(entry.term.type) : printTerm(entry.formula, typed, names);
    // What holds of an encoded value (`σ.left_inv`) has no name that a binder could take.
    return `(${isFact(entry) ? "_" : visible[i]!} : ${type})`;
  });
  return `∀ ${binders.join(" ")}, ${target}`;
}
