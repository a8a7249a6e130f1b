import type { Dim } from "../dims.ts";
import type { DType } from "../dtype.ts";
import { add, mul, neg } from "../primitives/arithmetic.ts";
import { cast } from "../primitives/cast.ts";
import { lessEqual } from "../primitives/compare.ts";
import { iota, scalar } from "../primitives/constant.ts";
import { take, takeAlongAxis } from "../primitives/indexing.ts";
import { matmul } from "../primitives/matmul.ts";
import { mean } from "../primitives/reduce.ts";
import { concat, expandDims, reshape, slice, squeeze, transpose } from "../primitives/shape.ts";
import { logSoftmax, softmax } from "../primitives/softmax.ts";
import { broadcastTo } from "../primitives/sum.ts";
import { cos, exp, rsqrt, silu, sin } from "../primitives/unary.ts";
import { where } from "../primitives/where.ts";
import type { Tensor } from "../tensor.ts";
import { spec, type TensorSpec } from "../value.ts";

/** A small Llama, as plain functions: what parity with other frameworks and speed are measured on. */
export interface LlamaShape {
  readonly vocabulary: number;
  readonly channels: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly hidden: number;
  readonly ropeTheta: number;
  readonly epsilon: number;
}

/** Weights of linear maps are `[out, in]`, as in checkpoints. */
export type LlamaLayer<T> = Readonly<
  Record<"q" | "k" | "v" | "o" | "gate" | "up" | "down" | "attentionNorm" | "mlpNorm", T>
>;

export interface LlamaParameters<T> {
  readonly embedding: T;
  readonly layers: readonly LlamaLayer<T>[];
  readonly norm: T;
  readonly head: T;
}

export function layerSpecs(shape: LlamaShape, dtype: DType): LlamaLayer<TensorSpec> {
  const { channels: c, hidden, heads, keyValueHeads } = shape;
  const kv = (c / heads) * keyValueHeads;
  return {
    q: spec(dtype, [c, c]),
    k: spec(dtype, [kv, c]),
    v: spec(dtype, [kv, c]),
    o: spec(dtype, [c, c]),
    gate: spec(dtype, [hidden, c]),
    up: spec(dtype, [hidden, c]),
    down: spec(dtype, [c, hidden]),
    attentionNorm: spec(dtype, [c]),
    mlpNorm: spec(dtype, [c]),
  };
}

export const llamaSpecs = (shape: LlamaShape, dtype: DType): LlamaParameters<TensorSpec> => ({
  embedding: spec(dtype, [shape.vocabulary, shape.channels]),
  layers: Array.from({ length: shape.layers }, () => layerSpecs(shape, dtype)),
  norm: spec(dtype, [shape.channels]),
  head: spec(dtype, [shape.vocabulary, shape.channels]),
});

/** x · w / √(mean x² + ε) over the last axis. */
const rmsNorm = (x: Tensor, w: Tensor, epsilon: number): Tensor =>
  mul(mul(x, rsqrt(add(mean(mul(x, x), { axis: -1, keepDims: true }), epsilon))), w);

const linear = (x: Tensor, w: Tensor): Tensor => matmul(x, transpose(w));

export interface Rotation {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/** cos and sin of position · θ^(−2i/D), `[T, D/2]`. */
export function rotation(length: Dim, { channels, heads, ropeTheta }: LlamaShape, dtype: DType): Rotation {
  const half = channels / heads / 2;
  const frequency = exp(mul(cast(iota(half), dtype), -Math.log(ropeTheta) / half));
  const angle = mul(expandDims(cast(iota(length), dtype), 1), frequency);
  return { cos: cos(angle), sin: sin(angle) };
}

/** Rotates the pairs (i, i + D/2) of the last axis, as Hugging Face's Llama does. */
function rotate(x: Tensor, r: Rotation): Tensor {
  const half = (x.shape.at(-1) as number) / 2;
  const [a, b] = [slice(x, -1, 0, half), slice(x, -1, half)];
  return concat([add(mul(a, r.cos), neg(mul(b, r.sin))), add(mul(b, r.cos), mul(a, r.sin))], -1);
}

/** 0 where a token may look, a large negative number where it may not; `[T, T]`. */
export const causalMask = (length: Dim, dtype: DType): Tensor =>
  where(lessEqual(expandDims(iota(length), 0), expandDims(iota(length), 1)), scalar(0, dtype), -1e9);

/** Where an adapter may add to what a linear map gives. */
export type Adapt = (name: keyof LlamaLayer<Tensor>, input: Tensor, output: Tensor) => Tensor;

export function llamaLayer(
  x: Tensor,
  w: LlamaLayer<Tensor>,
  r: Rotation,
  mask: Tensor,
  shape: LlamaShape,
  adapt: Adapt = (_, __, output) => output,
): Tensor {
  const [B, T, C] = x.shape as [Dim, Dim, Dim];
  const { heads, keyValueHeads, epsilon } = shape;
  const D = shape.channels / heads;
  const normed = rmsNorm(x, w.attentionNorm, epsilon);
  const split = (y: Tensor, n: number): Tensor => transpose(reshape(y, [B, T, n, D]), [0, 2, 1, 3]); // [B, n, T, D]
  const groups = heads / keyValueHeads;
  const repeat = (y: Tensor): Tensor =>
    groups === 1 ? y : reshape(broadcastTo(expandDims(y, 2), [B, keyValueHeads, groups, T, D]), [B, heads, T, D]);
  const q = rotate(split(adapt("q", normed, linear(normed, w.q)), heads), r);
  const k = repeat(rotate(split(linear(normed, w.k), keyValueHeads), r));
  const v = repeat(split(adapt("v", normed, linear(normed, w.v)), keyValueHeads));
  const scores = add(matmul(mul(q, 1 / Math.sqrt(D)), transpose(k)), mask); // [B, H, T, T]
  const mixed = reshape(transpose(matmul(softmax(scores), v), [0, 2, 1, 3]), [B, T, C]);
  const y = add(x, linear(mixed, w.o));
  const inner = rmsNorm(y, w.mlpNorm, epsilon);
  return add(y, linear(mul(silu(linear(inner, w.gate)), linear(inner, w.up)), w.down));
}

/** Mean cross-entropy of the next token. `tokens: [B, T]` in int64; `wrap` is put around each layer. */
export function llamaLoss(
  p: LlamaParameters<Tensor>,
  tokens: Tensor,
  shape: LlamaShape,
  wrap: (layer: (x: Tensor) => Tensor) => (x: Tensor) => Tensor = (layer) => layer,
): Tensor {
  const dtype = p.embedding.dtype;
  const inputs = slice(tokens, 1, 0, -1);
  const targets = slice(tokens, 1, 1);
  const length = inputs.shape[1]!;
  const r = rotation(length, shape, dtype);
  const mask = causalMask(length, dtype);
  let x = take(p.embedding, inputs);
  for (const w of p.layers) x = wrap((y) => llamaLayer(y, w, r, mask, shape))(x);
  const logits = linear(rmsNorm(x, p.norm, shape.epsilon), p.head);
  return neg(mean(squeeze(takeAlongAxis(logSoftmax(logits), expandDims(targets, -1)), -1)));
}

/** The mean square of a stack of layers, without embedding or head: matrix products and little else. */
export function stackLoss(
  layers: readonly LlamaLayer<Tensor>[],
  x: Tensor,
  shape: LlamaShape,
  wrap: (layer: (x: Tensor) => Tensor) => (x: Tensor) => Tensor = (layer) => layer,
): Tensor {
  const r = rotation(x.shape[1]!, shape, x.dtype);
  const mask = causalMask(x.shape[1]!, x.dtype);
  let y = x;
  for (const w of layers) y = wrap((z) => llamaLayer(z, w, r, mask, shape))(y);
  return mean(mul(y, y));
}
