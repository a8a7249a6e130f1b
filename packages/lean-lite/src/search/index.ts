import { checkProof } from "../judge.ts";
import { searchWith } from "./search.ts";
import type { FoundProof, SearchOptions, SearchOutcome } from "./search.ts";
import { asTheorem } from "./sketch.ts";

export { candidates } from "./search.ts";
export type { FoundProof, SearchOptions, SearchOutcome } from "./search.ts";

/** A backstop for one attempt; the steps are what decides. */
const wallMs = 2_000;

/**
 * Searches for proofs of a statement by scripts made for it, within `steps` deterministic steps. The statement is Lean text
 * that ends in `:= by`, or a bare `∀ …` term.
 */
export function searchProofs(statement: string, options: SearchOptions = {}): SearchOutcome {
  const theorem = asTheorem(statement);
  const check = (text: string, proof: string, steps: number): { proved: boolean; steps: number } => {
    const outcome = checkProof(text, proof, { steps, wallMs });
    return { proved: outcome.status === "proved", steps: outcome.steps };
  };
  return searchWith(check, theorem, options);
}

/** The first proof that {@link searchProofs} finds. */
export const searchProof = (statement: string, options: Omit<SearchOptions, "count"> = {}): FoundProof | undefined =>
  searchProofs(statement, options).proofs[0];
