import type { LlamaConfig } from "@lemma/prover";

/** Everything that decides what checkpoint comes out, besides the corpus. */
export interface TrainingSettings {
  readonly vocabularySize: number;
  readonly model: Pick<LlamaConfig, "hiddenSize" | "intermediateSize" | "layers" | "heads" | "keyValueHeads">;
  /** Longest example, in tokens; longer ones are left out, and counted. */
  readonly maxTokens: number;
  readonly tokensPerBatch: number;
  /** Epochs over the proofs alone, prompts included: reading statements is what copying names stands on. */
  readonly proveEpochs: number;
  /** Epochs of the cold start that follows: proofs replayed, conjectures learnt, all in text that is merely plausible too. */
  readonly coldStartEpochs: number;
  /** Epochs at the end, without the conjectures that are merely plausible: what is proposed should be provable. */
  readonly provableEpochs: number;
  /** How often an epoch shows a task in names of its own rather than other ones. In [0, 1]. */
  readonly ownNames: number;
  /** Self-play at the end: the model learns from its own conjectures that it proved, between tasks it has had. */
  readonly selfPlay: {
    readonly rounds: number;
    readonly targets: number;
    readonly conjectures: number;
    readonly attempts: number;
    readonly temperature: number;
    /** How often a proved conjecture is shown, and how many tasks of the corpus are replayed beside. */
    readonly repeats: number;
    readonly replay: number;
    readonly learningRate: number;
  };
  readonly learningRate: number;
  readonly warmupSteps: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
  readonly seed: number;
}

export const trainingSettings: TrainingSettings = {
  vocabularySize: 1024,
  // 2.3 million parameters: below 10 MB in float32, and a forward pass of one token is 4.6 MFLOP.
  model: { hiddenSize: 192, intermediateSize: 512, layers: 5, heads: 6, keyValueHeads: 6 },
  maxTokens: 256,
  tokensPerBatch: 6144,
  proveEpochs: 1,
  coldStartEpochs: 1,
  provableEpochs: 2,
  ownNames: 0.4,
  selfPlay: {
    rounds: 2,
    targets: 1500,
    conjectures: 8,
    attempts: 4,
    temperature: 0.8,
    repeats: 3,
    replay: 12_000,
    learningRate: 5e-4,
  },
  learningRate: 3e-3,
  warmupSteps: 100,
  weightDecay: 0.05,
  clipNorm: 1,
  seed: 1,
};
