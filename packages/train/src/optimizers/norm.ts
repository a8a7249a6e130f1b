import { type Tensor, add, div, greater, minimum, mul, sqrt, sum, treeLeaves, treeMap, where } from "@lemma/autodiff";

/** √x with slope 0 at x = 0, where the true slope is infinite and would make NaN of the zero that it multiplies. */
export function rootOrZero(x: Tensor): Tensor {
  const positive = greater(x, 0);
  return where(positive, sqrt(where(positive, x, 1)), 0);
}

/** ‖x‖₂ over all leaves of a tree. */
export function globalNorm(tree: unknown): Tensor {
  return rootOrZero(squaredNorm(tree));
}

export function squaredNorm(tree: unknown): Tensor {
  return treeLeaves<Tensor>(tree)
    .map((x) => sum(mul(x, x)))
    .reduce((total, term) => add(total, term));
}

/** Gradients scaled down to a global norm of `maximum` where they exceed it, as PyTorch's `clip_grad_norm_` does. */
export function clipByGlobalNorm<P>(gradients: P, maximum: number): { readonly gradients: P; readonly norm: Tensor } {
  const norm = globalNorm(gradients);
  // PyTorch's 1e-6, kept so that curves agree with it.
  const factor = minimum(div(maximum, add(norm, 1e-6)), 1);
  return { gradients: treeMap(gradients, (g: Tensor) => mul(g, factor)) as P, norm };
}
