import type { Verdict } from "@lemma/interfaces";
import { assumptionsOf, lemmaTitles } from "./book/support.ts";
import { verifierName } from "./capabilities.ts";
import type { Judged } from "./judge.ts";

/** What a judgement is called to whoever asked for it. */
export function verdictOf(id: string, outcome: Judged, elapsedMs: number): Verdict {
  const messages = "messages" in outcome ? outcome.messages : [];
  const base = {
    id,
    verifier: verifierName,
    evidence: "kernel" as const,
    elapsedMs,
    messages,
    ...("steps" in outcome ? { steps: outcome.steps } : {}),
  };
  if (outcome.status === "proved") {
    const { theorem } = outcome;
    return { ...base, status: "proved", axioms: assumptionsOf(theorem), lemmas: lemmaTitles(theorem) };
  }
  const { steps: _steps, messages: _messages, ...own } = { steps: 0, messages: [], ...outcome };
  return { ...base, ...own };
}
