import type { Theorem } from "@lemma/interfaces";
import { wholeStatement } from "@lemma/lean-text";
import { checkDeclaration } from "./check.ts";
import { Contexts } from "./context/contexts.ts";
import { askedFor } from "./file.ts";
import type { CheckLimits, CheckOutcome } from "./outcome.ts";
import { printGoal } from "./print/goal.ts";
import { printTypedStatement } from "./print/typed.ts";

/** What a statement means: the goal that Lean would show for it and one line with all its types, or why there is none. */
export type ElaborationOutcome =
  | { readonly status: "elaborated"; readonly goal: string; readonly typed: string }
  | Extract<CheckOutcome, { readonly status: "error" | "unsupported" | "memory" | "timeout" }>;

/** Reads a statement that ends in `:= by`, under its header where it has one. */
export function elaborateStatement(statement: string, header?: string): ElaborationOutcome {
  return elaborateTheorem({ id: "", statement, ...(header === undefined ? {} : { header }) }, new Contexts());
}

export function elaborateTheorem(theorem: Theorem, contexts: Contexts, limits: CheckLimits = {}): ElaborationOutcome {
  const whole = wholeStatement(theorem.statement);
  if ("problem" in whole) return { status: "unsupported", construct: whole.problem, steps: 0, messages: [] };
  const { outcome, read } = checkDeclaration(askedFor(theorem, contexts), limits);
  if (read !== undefined) {
    const { goal, surroundings } = read;
    const { opens } = surroundings;
    return { status: "elaborated", goal: printGoal(goal, { opens }), typed: printTypedStatement(goal, { opens }) };
  }
  return outcome as Exclude<ElaborationOutcome, { readonly status: "elaborated" }>;
}
