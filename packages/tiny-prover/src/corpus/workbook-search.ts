import { dedent } from "@lemma/lean-text";
import type { Proved } from "./related.ts";
import { type Checker, provedVariants } from "./variants.ts";

/** What lean-lite makes of one statement. */
export interface Searched {
  /** Proofs of it, none where search found none. */
  readonly proofs: readonly string[];
  /** Proved statements near it, each with its proofs. */
  readonly variants: readonly (readonly Proved[])[];
}

/** Deterministic steps of search per statement, and how many of its variants to look at. */
const searchSettings = { steps: 500_000, variants: { tries: 10, wanted: 2, searchSteps: 200_000 } };

export async function searchStatement(lean: Checker, statement: string): Promise<Searched> {
  const { proofs } = await lean.search(statement, { steps: searchSettings.steps, count: 2 });
  const variants = await provedVariants(lean, statement, searchSettings.variants);
  return {
    proofs: proofs.map(({ proof }) => dedent(proof)),
    variants: variants.map((found) => found.map((variant) => ({ ...variant, proof: dedent(variant.proof) }))),
  };
}
