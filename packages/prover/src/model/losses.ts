import {
  type Tensor,
  cast,
  expandDims,
  logSumExp,
  mul,
  slice,
  squeeze,
  sub,
  sum,
  takeAlongAxis,
} from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import { type AppliedAdapter, type LlamaOptions, type LlamaParameters, llamaLogits } from "./llama.ts";

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
  const labels = expandDims(slice(tokens, 1, 1), 2);
  const chosen = squeeze(takeAlongAxis(logits, labels, 2), 2);
  const mask = cast(slice(targetMask, 1, 1), logits.dtype);
  return { losses: mul(sub(logSumExp(logits, { axis: -1 }), chosen), mask), mask };
}
