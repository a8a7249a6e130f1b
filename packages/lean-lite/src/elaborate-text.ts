import { defaultOpens } from "./elaborate/functions.ts";
import { elaborateStatement as elaborateDeclaration } from "./elaborate/statement.ts";
import { checkText, type CheckOutcome } from "./check.ts";
import { printGoal } from "./print/goal.ts";
import { parseDeclaration } from "./syntax/statement.ts";

/** What a statement means: the goal that Lean would show for it, or why there is none. */
export type ElaborationOutcome =
  | { readonly status: "elaborated"; readonly goal: string }
  | Extract<CheckOutcome, { readonly status: "error" | "unsupported" | "memory" | "timeout" }>;

/** Reads a statement that ends in `:= by`. */
export function elaborateStatement(statement: string, opens: readonly string[] = defaultOpens): ElaborationOutcome {
  const text = `${statement.trimEnd()}\n  sorry`;
  const outcome = checkText(text, { opens });
  if (outcome.status === "sorry" || outcome.status === "proved") {
    return { status: "elaborated", goal: printGoal(elaborateDeclaration(parseDeclaration(text), opens), { opens }) };
  }
  return outcome;
}
