import { type Tensor, type TensorSpec, reshape, scalar, spec } from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import type { DecodeWeights } from "./fused-weights.ts";
import type { Site } from "./layout.ts";
import { type KeysValues, type RowContext, contextSpecs, emptyTails, rowReader } from "./read-rows.ts";
import { type Distribution, type DrawingMode, type SamplingInputs, distributionOf, samplingSpecs } from "./sampling.ts";

/** `prompts` is 1. */
export interface TreeStepInputs<T> extends RowContext<T> {
  /** int64 `[P, S, 1]`: each row's last token. */
  readonly tokens: T;
  readonly sampling: SamplingInputs<T>;
}

export interface TreeStepOutputs<T> extends Distribution<T> {
  /** Of the tokens that were read: `[P, K, S, 1, D]`. */
  readonly fresh: KeysValues<T>;
}

export const treeStepSpecs = (config: LlamaConfig, adapted: readonly Site[]): TreeStepInputs<TensorSpec> => ({
  ...contextSpecs(config, adapted, false),
  tokens: spec("int64", ["prompts", "samples", 1]),
  sampling: samplingSpecs,
});

/** One step of `decodeChunk`, which gives what each row draws from in place of what it draws. */
export function treeStep(
  config: LlamaConfig,
  weights: DecodeWeights,
  mode: DrawingMode,
  inputs: TreeStepInputs<Tensor>,
): TreeStepOutputs<Tensor> {
  const read = rowReader(config, weights, inputs, 1);
  const { logits, tails } = read({
    step: scalar(0, "int64"),
    tokens: reshape(inputs.tokens, ["prompts*samples", 1]),
    tails: emptyTails(config),
  });
  return { ...distributionOf(mode, logits, inputs.sampling), fresh: tails };
}
