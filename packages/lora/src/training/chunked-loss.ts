import { type Tensor, add, checkpoint, divideDims, mulDims, slice } from "@lemma/autodiff";
import type { TokenBatch } from "./batch.ts";
import { type SummedLoss, weightedTokenLoss } from "./loss.ts";

/**
 * `weightedTokenLoss` from hidden states, a part of the sequence at a time. Logits are the largest tensor of a step where the
 * vocabulary is large, and several of their size live at once in its backward pass; here no more than one part of them does,
 * each computed once more on the way back.
 *
 * @param hidden `[batch, seq, width]`
 * @param head from hidden states to logits, `[batch, part, width] → [batch, part, vocabulary]`.
 * @param parts how many. A sequence shorter than that has empty parts, which add nothing.
 */
export function chunkedTokenLoss(
  hidden: Tensor,
  head: (hidden: Tensor) => Tensor,
  { labels, mask }: Pick<TokenBatch<Tensor>, "labels" | "mask">,
  parts: number,
): SummedLoss {
  const seq = hidden.shape[1]!;
  const losses = Array.from({ length: parts }, (_, i) => {
    const [from, to] = [i, i + 1].map((k) => divideDims(mulDims(seq, k), parts));
    const part = (x: Tensor): Tensor => slice(x, 1, from!, to!);
    const loss = checkpoint((h: Tensor) => weightedTokenLoss(head(h), { labels: part(labels), mask: part(mask) }));
    return loss(part(hidden));
  });
  return losses.reduce((sum, loss) => ({ total: add(sum.total, loss.total), count: add(sum.count, loss.count) }));
}
