import { z } from "zod";

/** Every number of the cold start; the defaults are STP's and the paper's where those say one. */
export const coldStartSettings = z.object({
  seed: z.number(),
  /** Share of conjecture tasks; the paper: 20%, the rest replayed proofs. */
  conjectureShare: z.number(),
  /** At most this many tasks; all that the mix allows when absent. The paper had 4,417. */
  tasks: z.number().exactOptional(),
  /** No lemma in more than this share of conjecture tasks (STP: 10%). */
  lemmaShare: z.number(),
  /** How often a prompt leaves its lemma empty, so that the model learns to do without (STP: ½). */
  emptyLemma: z.number(),
  /** Different proofs kept of one statement. */
  proofsPerStatement: z.number(),
  /** Conjecture tasks with one seed. */
  pairsPerSeed: z.number(),
  /** Statement and proof together. STP caps prompts at 1,024 tokens. */
  maxCharacters: z.number(),
});
export type ColdStartSettings = Readonly<z.infer<typeof coldStartSettings>>;

export const coldStartDefaults: ColdStartSettings = {
  seed: 0,
  conjectureShare: 0.2,
  lemmaShare: 0.1,
  emptyLemma: 0.5,
  proofsPerStatement: 2,
  pairsPerSeed: 4,
  maxCharacters: 3000,
};
