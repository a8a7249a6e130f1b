import {
  type Tensor,
  customVjp,
  exp,
  expandDims,
  logSoftmax,
  mul,
  neg,
  scatterAddAlongAxis,
  squeeze,
  sum,
  takeAlongAxis,
  zerosLike,
} from "@lemma/autodiff";
import type { TokenBatch } from "./batch.ts";

/**
 * A loss in two parts, so that batches add up before they are divided: the loss of several is Σ total / Σ count, which the
 * mean of their means is not when they differ in size.
 */
export interface SummedLoss {
  /** Σ of weighted losses, a scalar. */
  readonly total: Tensor;
  /** Σ of weights, a scalar that no parameter enters. 0 leaves the total as it is: its weights are shares already. */
  readonly count: Tensor;
}

/**
 * −log p(label) at every position. `logits: [batch, seq, vocabulary]`, `labels: [batch, seq]` → `[batch, seq]`.
 *
 * Its slope by the logits is p − 1 at the label and p elsewhere: written so, the backward pass goes over the logits, the
 * largest tensor of a step, three times instead of six.
 */
export const tokenLosses = customVjp(
  (logits: Tensor, labels: Tensor): Tensor =>
    neg(squeeze(takeAlongAxis(logSoftmax(logits), expandDims(labels, 2), 2), 2)),
  ([logits, labels], _, g) => {
    const each = expandDims(g, 2);
    const spread = mul(exp(logSoftmax(logits)), each);
    return [scatterAddAlongAxis(spread, expandDims(labels, 2), neg(each), 2), zerosLike(labels)];
  },
);

/** Σ mask·(−log p(label)) and Σ mask. */
export function weightedTokenLoss(logits: Tensor, batch: Pick<TokenBatch<Tensor>, "labels" | "mask">): SummedLoss {
  return { total: sum(mul(tokenLosses(logits, batch.labels), batch.mask)), count: sum(batch.mask) };
}
