import {
  type Tensor,
  add,
  barrier,
  cast,
  customVjp,
  div,
  matmul,
  mean,
  mul,
  reshape,
  sigmoid,
  silu,
  softmax,
  sqrt,
  sub,
  sum,
  transpose,
  zerosLike,
} from "@lemma/autodiff";

// The parts of a block whose derivatives are written by hand, to pass over memory less often and to keep less of it until the
// backward pass than the derivatives of their steps would. They are ordinary operations again, and can be differentiated.

/** y = x / √(mean x² + ε) · weight, over the last axis. Zhang and Sennrich 2019, arXiv:1910.07467. */
export function rmsNorm(x: Tensor, weight: Tensor, epsilon: number): Tensor {
  const size = (given: Tensor): Tensor => sqrt(add(mean(mul(given, given), { axis: -1, keepDims: true }), epsilon));
  const norm = customVjp(
    (input: Tensor, scale: Tensor): Tensor => mul(div(input, size(input)), scale),
    ([input, scale], _, g) => {
      // With r = √(mean x² + ε): dx = (w g − x · mean(w g x) / r²) / r. Of the forward pass, x and r are kept and x / r is not.
      const r = size(input);
      const h = mul(g, scale);
      const along = mean(mul(h, input), { axis: -1, keepDims: true });
      const dx = div(sub(h, mul(input, div(along, mul(r, r)))), r);
      const leading = g.shape.slice(0, -1).map((_dim, axis) => axis);
      return [dx, sum(mul(g, div(input, r)), { axis: leading })];
    },
  );
  return norm(x, cast(weight, x.dtype));
}

/** silu(gate) · up, elementwise. `recompute`: silu(gate) and σ(gate) are not kept for the backward pass. */
export function swiGlu(gate: Tensor, up: Tensor, recompute: boolean): Tensor {
  const product = customVjp(
    (a: Tensor, b: Tensor): Tensor => mul(silu(a), b),
    ([a, b], _, g) => {
      // With s = σ(a): db = g a s, and da = g b (s + a s (1 − s)) = b (g s + db (1 − s)).
      const s = sigmoid(recompute ? barrier(a, g) : a);
      const gs = mul(g, s);
      const db = mul(gs, a);
      return [mul(b, add(gs, mul(db, sub(1, s)))), db];
    },
  );
  return product(gate, up);
}

/**
 * softmax(q kᵀ + mask) v.
 *
 * @param q `[B, K, G·T, D]`, scaled already: the queries that share a key head are rows of one product, so that keys are not
 *   copied for each.
 * @param k `[B, K, T, D]`, as `v` is.
 * @param mask added to scores, broadcastable to `[B, K, G, T, T]`. It has no derivative.
 * @param recompute probabilities, which grow with T², are not kept for the backward pass.
 */
export function attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor, recompute: boolean): Tensor {
  const [B, K] = q.shape;
  const T = k.shape[2]!;
  const probabilities = (queries: Tensor, keys: Tensor, bias: Tensor): Tensor => {
    const scores = matmul(queries, transpose(keys));
    const perQuery = reshape(scores, [B!, K!, -1, T, T]);
    return reshape(softmax(add(perQuery, bias)), scores.shape);
  };
  const mix = customVjp(
    (queries: Tensor, keys: Tensor, values: Tensor, bias: Tensor): Tensor =>
      matmul(probabilities(queries, keys, bias), values),
    ([queries, keys, values, bias], y, g) => {
      const p = probabilities(recompute ? barrier(queries, g) : queries, keys, bias);
      // Σⱼ pⱼ ∂L/∂pⱼ = g · y, a sum over D numbers instead of T. Dao et al. 2022, arXiv:2205.14135.
      const expected = sum(mul(g, y), { axis: -1, keepDims: true });
      const slope = mul(p, sub(matmul(g, transpose(values)), expected));
      return [matmul(slope, keys), matmul(transpose(slope), queries), matmul(transpose(p), g), zerosLike(bias)];
    },
  );
  return mix(q, k, v, mask);
}
