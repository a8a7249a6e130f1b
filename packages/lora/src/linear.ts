import { type ProductOptions, type Tensor, add, linear, matmul, mul, transpose } from "@lemma/autodiff";

/** One adapter of one linear map. `a: [rank, in]`, `b: [out, rank]`, `scale` = α/r or α/√r. */
export interface LinearAdapter {
  readonly a: Tensor;
  readonly b: Tensor;
  readonly scale: number;
}

/**
 * y = x Wᵀ + Σ s (x aᵀ) bᵀ: a linear map under any number of adapters, such as a lasting one and a theorem's own.
 *
 * The low-rank product is taken from the left, so that nothing of W's size is ever made.
 *
 * @param x `[…, in]`
 * @param weight `[out, in]`, as checkpoints have it; quantised ones are multiplied by as `product` says.
 * @returns `[…, out]`
 */
export function loraLinear(
  x: Tensor,
  weight: Tensor,
  adapters: readonly LinearAdapter[] = [],
  product: ProductOptions = {},
): Tensor {
  return adapters.reduce((y, adapter) => add(y, lowRank(x, adapter)), linear(x, weight, product));
}

function lowRank(x: Tensor, { a, b, scale }: LinearAdapter): Tensor {
  const inner = matmul(x, transpose(a)); // [..., rank]: the smallest place to scale at
  return matmul(scale === 1 ? inner : mul(inner, scale), transpose(b));
}
