import { type Tensor, cast, isStored, mul, slice, subDims, sum } from "@lemma/autodiff";
import {
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

/** Σ mask·(−log p) and Σ mask of a `tokenBatchSpec` batch: what a `Trainer` takes, full or with adapters. */
export function llamaLoss(
  config: LlamaConfig,
  parameters: LlamaParameters,
  { tokens, labels, mask }: TokenBatch<Tensor>,
  { tokensPerBatch = 2048, ...options }: LossOptions = {},
): SummedLoss {
  const hidden = scoredHidden(
    llamaHidden(config, parameters, tokens, { checkpoint: "elementwise", ...options }),
    labels,
  );
  const head = headWeight(config, parameters);
  if (isStored(head)) return vocabularyLoss(hidden, head, { labels, mask }, tokensPerBatch);
  const logits = (x: Tensor): Tensor => llamaHead(config, parameters, x);
  return chunkedTokenLoss(hidden, logits, { labels, mask }, logitParts(config, tokensPerBatch));
}

/** Hidden states of the last positions, those that have labels: logits of a prompt would be a large part of its work. */
export const scoredHidden = (hidden: Tensor, labels: Tensor): Tensor =>
  hidden.shape[1] === labels.shape[1] ? hidden : slice(hidden, 1, subDims(hidden.shape[1]!, labels.shape[1]!));

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
