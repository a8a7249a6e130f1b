import { type Tensor, add, divideDims, gradientAhead, mulDims, slice } from "@lemma/autodiff";
import type { TokenBatch } from "./batch.ts";
import { type SummedLoss, weightedTokenLoss } from "./loss.ts";

/** From hidden states to logits, `[batch, part, width] → [batch, part, vocabulary]`. */
type Head = (hidden: Tensor) => Tensor;

/**
 * `weightedTokenLoss` from hidden states, a part of the sequence at a time. Logits are the largest tensor of a step where the
 * vocabulary is large, and several of their size live at once in its backward pass; here only those of one part do, since each
 * part's gradient is taken along with its loss. Nothing is computed twice. For heads that are trained; see `vocabularyLoss`.
 *
 * @param hidden `[batch, seq, width]`
 * @param parts how many; 1 keeps the logits whole. A sequence shorter than that has empty parts, which add nothing.
 */
export function chunkedTokenLoss(
  hidden: Tensor,
  head: Head,
  { labels, mask }: Pick<TokenBatch<Tensor>, "labels" | "mask">,
  parts: number,
): SummedLoss {
  if (parts === 1) return weightedTokenLoss(head(hidden), { labels, mask });
  const losses = cuts(hidden, parts).map((part) => {
    const loss = gradientAhead((h: Tensor): [Tensor, Tensor] => {
      const { total, count } = weightedTokenLoss(head(h), { labels: part(labels), mask: part(mask) });
      return [total, count];
    });
    const [total, count] = loss(part(hidden));
    return { total, count };
  });
  return losses.reduce((sum, loss) => ({ total: add(sum.total, loss.total), count: add(sum.count, loss.count) }));
}

/** What cuts a tensor `[batch, seq, …]` to each part of the sequence, the parts' lengths differing by at most one. */
function cuts(hidden: Tensor, parts: number): ((x: Tensor) => Tensor)[] {
  const seq = hidden.shape[1]!;
  return Array.from({ length: parts }, (_, i) => {
    const [from, to] = [i, i + 1].map((k) => divideDims(mulDims(seq, k), parts));
    return (x) => slice(x, 1, from!, to!);
  });
}
