import { dedent } from "@lemma/lean-text";
import { z } from "zod";
import { type Checker, provedVariants } from "./variants.ts";

/** What lean-lite makes of one statement: proofs of it, none where search found none, and proved statements near it with theirs. */
const searched = z.object({
  proofs: z.array(z.string()),
  variants: z.array(z.array(z.object({ statement: z.string(), proof: z.string() }))),
});
export type Searched = Readonly<z.infer<typeof searched>>;

/** A line of what search found, kept between runs. */
export const searchRecord = z.object({ key: z.string(), value: searched });

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
