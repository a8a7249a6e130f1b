/** Every number of the cold start; the defaults are STP's and the paper's where those say one. */
export interface ColdStartSettings {
  readonly seed: number;
  /** Share of conjecture tasks; the paper: 20%, the rest replayed proofs. */
  readonly conjectureShare: number;
  /** At most this many tasks; all that the mix allows when absent. The paper had 4,417. */
  readonly tasks?: number;
  /** No lemma in more than this share of conjecture tasks (STP: 10%). */
  readonly lemmaShare: number;
  /** How often a prompt leaves its lemma empty, so that the model learns to do without (STP: ½). */
  readonly emptyLemma: number;
  /** Different proofs kept of one statement. */
  readonly proofsPerStatement: number;
  /** Conjecture tasks with one seed. */
  readonly pairsPerSeed: number;
  /** Statement and proof together. STP caps prompts at 1,024 tokens. */
  readonly maxCharacters: number;
}

export const coldStartDefaults: ColdStartSettings = {
  seed: 0,
  conjectureShare: 0.2,
  lemmaShare: 0.1,
  emptyLemma: 0.5,
  proofsPerStatement: 2,
  pairsPerSeed: 4,
  maxCharacters: 3000,
};
