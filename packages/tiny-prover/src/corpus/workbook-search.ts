import { searchProofs } from "@lemma/lean-lite";
import { dedent } from "@lemma/lean-text";
import type { Proved } from "./related.ts";
import { provedVariants } from "./variants.ts";

/** What lean-lite makes of one statement. */
export interface Searched {
  /** Proofs of it, none where search found none. */
  readonly proofs: readonly string[];
  /** Proved statements near it, each with its proofs. */
  readonly variants: readonly (readonly Proved[])[];
}

/** Deterministic steps of search per statement, and how many of its variants to look at. */
const searchSettings = { steps: 500_000, variants: { tries: 10, wanted: 2, searchSteps: 200_000 } };

export function searchStatement(statement: string): Searched {
  const { proofs } = searchProofs(statement, { steps: searchSettings.steps, count: 2 });
  const variants = provedVariants(statement, searchSettings.variants);
  return {
    proofs: proofs.map(({ proof }) => dedent(proof)),
    variants: variants.map((found) => found.map((variant) => ({ ...variant, proof: dedent(variant.proof) }))),
  };
}
