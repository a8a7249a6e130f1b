import { type Tensor, cast, isStored, mul, reshape, slice, sum, take } from "@lemma/autodiff";
import {
  type PackedBatch,
  type SummedLoss,
  type TokenBatch,
  chunkedTokenLoss,
  tokenLosses as lossesOf,
  vocabularyLoss,
} from "@lemma/train";
import type { LlamaConfig } from "../config.ts";
import {
  type AppliedAdapter,
  type CheckpointPolicy,
  type LlamaOptions,
  type LlamaParameters,
  headWeight,
  llamaHead,
  llamaHidden,
  llamaLogits,
} from "./llama.ts";

export interface LossOptions extends LlamaOptions {
  /** Default `elementwise`. */
  readonly checkpoint?: CheckpointPolicy;
  /** About how many tokens a batch holds, padding included: logits are made in parts, of about 64 MiB. Default 2048. */
  readonly tokensPerBatch?: number;
}

/** Σ mask·(−log p) and Σ mask of a `tokenBatchSpec` or `packedBatchSpec` batch: what a `Trainer` takes, full or with adapters. */
export function llamaLoss(
  config: LlamaConfig,
  parameters: LlamaParameters,
  batch: TokenBatch<Tensor> | PackedBatch<Tensor>,
  { tokensPerBatch = 2048, ...options }: LossOptions = {},
): SummedLoss {
  const { labels, mask } = batch;
  const settings = { checkpoint: "elementwise", ...options } as const;
  const hidden =
    "places" in batch
      ? placedHidden(config, parameters, batch, settings)
      : llamaHidden(config, parameters, batch.tokens, settings);
  const head = headWeight(config, parameters);
  // A sum of exponentials over a vocabulary is no place to round to 16 bits.
  const wide = hidden.dtype === "float64" ? hidden : cast(hidden, "float32");
  if (isStored(head)) return vocabularyLoss(wide, head, { labels, mask }, tokensPerBatch);
  const logits = (x: Tensor): Tensor => llamaHead(config, parameters, x);
  return chunkedTokenLoss(hidden, logits, { labels, mask }, logitParts(config, tokensPerBatch));
}

/** Hidden states of the tokens that predict one that counts, `[1, scored, C]`. */
export function placedHidden(
  config: LlamaConfig,
  parameters: LlamaParameters,
  { tokens, positions, visible, places }: Omit<PackedBatch<Tensor>, "labels" | "mask">,
  options: LlamaOptions = {},
): Tensor {
  const hidden = llamaHidden(config, parameters, tokens, { ...options, positions, attentionMask: visible });
  return reshape(take(reshape(hidden, [-1, config.hiddenSize]), places), [1, places.shape[0]!, config.hiddenSize]);
}

/** In how many parts of the sequence the logits of so many tokens are made: at most 64 MiB of them at a time. */
const logitParts = ({ vocabularySize }: LlamaConfig, tokens: number): number =>
  Math.ceil((tokens * vocabularySize * Float32Array.BYTES_PER_ELEMENT) / 2 ** 26);

/** Right-padded token rows and which of their tokens are to be predicted. */
export interface LossBatch<T = Tensor> {
  /** int64 `[B, T]`. */
  readonly tokens: T;
  /** Float `[B, T]`: 1 (or a weight) where the token itself is a target, 0 at prompts and padding. Column 0 never counts. */
  readonly targetMask: T;
}

/**
 * −log p of each row's targets: `lossSum[b] = Σₜ mask · (−log p(tokens[t] | tokens[< t]))` and `count[b] = Σₜ mask`, both
 * `[B]`. Sums, not means: what a batch is normalised by is the caller's choice, and right over several batches.
 */
export function tokenLosses(
  config: LlamaConfig,
  parameters: LlamaParameters,
  batch: LossBatch,
  adapters: readonly AppliedAdapter[] = [],
  options: Omit<LlamaOptions, "adapters"> = {},
): { readonly lossSum: Tensor; readonly count: Tensor } {
  const { losses, mask } = maskedTokenLosses(config, parameters, batch, adapters, options);
  return { lossSum: sum(losses, { axis: 1 }), count: sum(mask, { axis: 1 }) };
}

/** The same before summing: `[B, T − 1]`, position t being the loss of token t + 1. */
export function maskedTokenLosses(
  config: LlamaConfig,
  parameters: LlamaParameters,
  { tokens, targetMask }: LossBatch,
  adapters: readonly AppliedAdapter[] = [],
  options: Omit<LlamaOptions, "adapters"> = {},
): { readonly losses: Tensor; readonly mask: Tensor } {
  const logits = llamaLogits(config, parameters, slice(tokens, 1, 0, -1), { ...options, adapters }); // [B, T−1, V]
  const mask = cast(slice(targetMask, 1, 1), logits.dtype);
  return { losses: mul(lossesOf(logits, slice(tokens, 1, 1)), mask), mask };
}
