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
  /** Epochs of the cold start that follows: proofs replayed, conjectures learnt. */
  readonly coldStartEpochs: number;
  /** How often each epoch shows a task of Lean Workbook: it is what real problems look like. */
  readonly workbookRepeats: number;
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
  coldStartEpochs: 3,
  workbookRepeats: 1,
  learningRate: 3e-3,
  warmupSteps: 100,
  weightDecay: 0.05,
  clipNorm: 1,
  seed: 1,
};
