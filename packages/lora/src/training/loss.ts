import { type Tensor, expandDims, logSumExp, mul, squeeze, sub, sum, takeAlongAxis } from "@lemma/autodiff";
import type { TokenBatch } from "./batch.ts";

/**
 * A loss in two parts, so that batches add up before they are divided: the loss of several is Σ total / Σ count, which the
 * mean of their means is not when they differ in size.
 */
export interface SummedLoss {
  /** Σ of weighted losses, a scalar. */
  readonly total: Tensor;
  /** Σ of weights, a scalar that no parameter enters. */
  readonly count: Tensor;
}

/** −log p(label) at every position. `logits: [batch, seq, vocabulary]`, `labels: [batch, seq]` → `[batch, seq]`. */
export function tokenLosses(logits: Tensor, labels: Tensor): Tensor {
  const chosen = squeeze(takeAlongAxis(logits, expandDims(labels, 2), 2), 2);
  return sub(logSumExp(logits, { axis: -1 }), chosen);
}

/** Σ mask·(−log p(label)) and Σ mask. */
export function weightedTokenLoss(logits: Tensor, batch: Pick<TokenBatch<Tensor>, "labels" | "mask">): SummedLoss {
  return { total: sum(mul(tokenLosses(logits, batch.labels), batch.mask)), count: sum(batch.mask) };
}
