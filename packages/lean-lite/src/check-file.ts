import { checkText, type CheckOptions, type CheckOutcome } from "./check.ts";
import type { NamedTheorem } from "./proof/session.ts";

/**
 * Checks theorems one after the other, each of which may use those before it; limits are for all together.
 * @returns the outcome of the last, or of the first that is not proved.
 */
export function checkTheorems(texts: readonly string[], options: CheckOptions = {}): CheckOutcome {
  const lemmas = new Map<string, NamedTheorem>();
  const { steps = 20_000_000, wallMs = 10_000 } = options.limits ?? {};
  const deadline = performance.now() + wallMs;
  let spent = 0;
  for (const [i, text] of texts.entries()) {
    const limits = { steps: Math.max(1, steps - spent), wallMs: Math.max(1, deadline - performance.now()) };
    const outcome = checkText(text, { ...options, limits, lemmas });
    spent += outcome.steps;
    if (outcome.status !== "proved" || i === texts.length - 1) return { ...outcome, steps: Math.min(spent, steps) };
    lemmas.set(outcome.lemma.name, outcome.lemma);
  }
  return { status: "error", steps: spent, messages: [{ severity: "error", text: "no theorem to check" }] };
}
