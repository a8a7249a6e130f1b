/** A Llama-shaped model, as far as its matrix products go. */
export interface ModelShape {
  readonly layers: number;
  readonly hidden: number;
  readonly feedForward: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly vocabulary: number;
}

/** Parameters that take part in a matrix product: blocks and output head, without the embedding table. */
export function matmulParameters({
  layers,
  hidden,
  feedForward,
  heads,
  keyValueHeads,
  vocabulary,
}: ModelShape): number {
  const attention = 2 * hidden * hidden + 2 * hidden * hidden * (keyValueHeads / heads);
  return layers * (attention + 3 * hidden * feedForward) + hidden * vocabulary;
}

/**
 * FLOPs of one token's forward pass at a context of `context` tokens: 2N + 4·L·d·T. For plans (`--dry-run`) and as a
 * cross-check; reports count the graphs that ran.
 *
 * @see Kaplan et al. 2020, arXiv:2001.08361, table 1; PaLM, arXiv:2204.02311, appendix B
 */
export function forwardFlops(shape: ModelShape, context: number): number {
  return 2 * matmulParameters(shape) + 4 * shape.layers * shape.hidden * context;
}

/** FLOPs per token of one LoRA step on a frozen base: forward, activation gradients, and a forward more with recomputation. */
export function adaptFlops(shape: ModelShape, context: number, recompute: boolean): number {
  return (recompute ? 3 : 2) * forwardFlops(shape, context);
}
