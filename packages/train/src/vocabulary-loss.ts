import {
  type Tensor,
  add,
  cast,
  div,
  exp,
  log,
  matmul,
  max,
  maximum,
  mul,
  reshape,
  sliceRows,
  stopGradient,
  sub,
  sum,
  takeRows,
  transpose,
  widenedAfter,
  withGradient,
} from "@lemma/autodiff";
import type { TokenBatch } from "./batch.ts";
import type { SummedLoss } from "./loss.ts";

// Losses from hidden states through an output layer whose weights are stored, W: [V, C], some rows of it at a time. Logits are the largest
// tensor of a step, and the widened weight is the largest of a model where vocabularies are large: of neither is there ever more than a block.
//
// −log p(label) = log Σᵥ exp(Wᵥ·x) − W_label·x, and its gradient by x is Σᵥ pᵥ Wᵥ − W_label: what attention computes, W being keys and
// values both. So one pass over W gives both, with the largest logit so far for a reference (Milakov and Gimelshein 2018,
// arXiv:1805.02867): nothing is computed twice, and a block's weights are widened once.

/** Elements of a block of weights, and of its logits for the most tokens: 64 MiB of float32. */
const blockElements = 2 ** 24;

/** How many rows of W are taken together, where at most about so many tokens meet them. */
const blockRows = (width: number, tokens: number): number =>
  Math.max(64, Math.floor(blockElements / Math.max(width, tokens)));

/**
 * Σ mask·(−log p(label)) and Σ mask.
 *
 * @param hidden `[batch, seq, width]`
 * @param head `[vocabulary, width]`, stored in whatever form; nothing is differentiated by it.
 * @param tokens about how many there are at most, batch times seq.
 */
export function vocabularyLoss(
  hidden: Tensor,
  head: Tensor,
  { labels, mask }: Pick<TokenBatch<Tensor>, "labels" | "mask">,
  tokens: number,
): SummedLoss {
  const weights = reshape(mask, [-1, 1]);
  const total = withGradient((x: Tensor) => {
    const { losses, means, own } = sweep(x, head, reshape(labels, [-1]), tokens, true);
    return [sum(mul(losses, weights)), mul(sub(means!, own), weights)];
  })(flat(hidden));
  return { total, count: sum(mask) };
}

/** −log p(label) at every position, `[batch, seq]`: for scoring, where nothing is differentiated. */
export function vocabularyLosses(hidden: Tensor, head: Tensor, labels: Tensor, tokens: number): Tensor {
  return reshape(sweep(flat(hidden), head, reshape(labels, [-1]), tokens, false).losses, labels.shape);
}

const flat = (hidden: Tensor): Tensor => reshape(hidden, [-1, hidden.shape.at(-1)!]);

interface Sweep {
  /** `[n, 1]` */
  readonly losses: Tensor;
  /** Σᵥ pᵥ Wᵥ, `[n, C]`. */
  readonly means: Tensor | undefined;
  /** W_label, `[n, C]`. */
  readonly own: Tensor;
}

/** `x: [n, C]`, `head: [V, C]`, `labels: [n]`. */
function sweep(x: Tensor, head: Tensor, labels: Tensor, tokens: number, withMeans: boolean): Sweep {
  const [V, C] = head.shape as readonly [number, number];
  const size = blockRows(C, tokens);
  // Of what has been seen: the largest logit m, Σ exp(l − m), and Σ exp(l − m) W.
  let seen: { readonly top: Tensor; readonly mass: Tensor; readonly mix: Tensor | undefined } | undefined;
  for (let from = 0; from < V; from += size) {
    // Once the block before is done, or ONNX Runtime would widen all of them first.
    const weight = widenedAfter(sliceRows(head, from, Math.min(V, from + size)), seen?.mix ?? seen?.mass ?? x, x.dtype);
    const logits = matmul(x, transpose(weight));
    // The reference cancels out of every result, so that nothing is lost by holding it fixed.
    const highest = stopGradient(max(logits, { axis: -1, keepDims: true }));
    const top = seen === undefined ? highest : maximum(seen.top, highest);
    const part = exp(sub(logits, top));
    const kept = seen && exp(sub(seen.top, top));
    const grown = (before: Tensor | undefined, now: Tensor): Tensor =>
      before === undefined || kept === undefined ? now : add(mul(before, kept), now);
    seen = {
      top,
      mass: grown(seen?.mass, sum(part, { axis: -1, keepDims: true })),
      mix: withMeans ? grown(seen?.mix, matmul(part, weight)) : undefined,
    };
  }
  const { top, mass, mix } = seen!;
  const own = cast(takeRows(head, labels), x.dtype);
  const logit = sum(mul(x, own), { axis: -1, keepDims: true });
  return { losses: sub(add(top, log(mass)), logit), means: mix && div(mix, mass), own };
}
