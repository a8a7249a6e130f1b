import {
  type Tensor,
  type TensorValue,
  add,
  cast,
  checkpoint,
  concat,
  cos,
  iota,
  lessEqual,
  matmul,
  mean,
  mul,
  neg,
  permute,
  reshape,
  rsqrt,
  scalar,
  silu,
  sin,
  slice,
  softmax,
  take,
  tensor,
  transpose,
  where,
  constant,
  expandDims,
} from "@lemma/autodiff";
import type { Random } from "@lemma/interfaces";
import type { LoraParameters, ModuleShapes } from "../init.ts";
import { loraLinear } from "../linear.ts";

/** A Llama small enough to read at a glance, and to check derivatives on. `@lemma/prover` has the real one. */
export interface LlamaShape {
  readonly vocabulary: number;
  readonly width: number;
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
}

/** Parameters by the names that checkpoints use, such as `model.layers.0.self_attn.q_proj.weight`. */
export type LlamaParameters<T> = Readonly<Record<string, T>>;

const linears = (shape: LlamaShape): readonly (readonly [string, number, number])[] => [
  ["self_attn.q_proj", shape.width, shape.width],
  ["self_attn.k_proj", shape.width, shape.width],
  ["self_attn.v_proj", shape.width, shape.width],
  ["self_attn.o_proj", shape.width, shape.width],
  ["mlp.gate_proj", shape.width, shape.hidden],
  ["mlp.up_proj", shape.width, shape.hidden],
  ["mlp.down_proj", shape.hidden, shape.width],
];

/** The linear maps that an adapter may target. */
export function llamaModules(shape: LlamaShape): ModuleShapes {
  const modules: Record<string, { in: number; out: number }> = {};
  for (let layer = 0; layer < shape.layers; layer += 1)
    for (const [name, from, to] of linears(shape)) modules[`model.layers.${layer}.${name}`] = { in: from, out: to };
  return modules;
}

export function randomLlama(
  shape: LlamaShape,
  random: Random,
  dtype: "float32" | "float64" = "float32",
  deviation = 0.02,
): LlamaParameters<TensorValue> {
  const parameters: Record<string, TensorValue> = {};
  const draw = (name: string, dims: readonly number[]): void => {
    const stream = random.fork(name);
    parameters[name] = tensor(
      dtype,
      dims,
      Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => deviation * stream.normal()),
    );
  };
  const one = (name: string): void => void (parameters[name] = tensor(dtype, [shape.width], 1));
  draw("model.embed_tokens.weight", [shape.vocabulary, shape.width]);
  for (const [path, { in: from, out: to }] of Object.entries(llamaModules(shape))) draw(`${path}.weight`, [to, from]);
  for (let layer = 0; layer < shape.layers; layer += 1) {
    one(`model.layers.${layer}.input_layernorm.weight`);
    one(`model.layers.${layer}.post_attention_layernorm.weight`);
  }
  one("model.norm.weight");
  draw("lm_head.weight", [shape.vocabulary, shape.width]);
  return parameters;
}

export interface LlamaOptions {
  readonly adapter?: { readonly parameters: LoraParameters<Tensor>; readonly scale: number };
  /** Recompute each block in the backward pass. */
  readonly checkpointBlocks?: boolean;
}

/** Logits `[batch, seq, vocabulary]` for `tokens: [batch, seq]`, causal, RoPE with base 10,000, RMS ε = 1e-6. */
export function llamaLogits(
  shape: LlamaShape,
  parameters: LlamaParameters<Tensor>,
  tokens: Tensor,
  { adapter, checkpointBlocks = false }: LlamaOptions = {},
): Tensor {
  const weight = (name: string): Tensor => parameters[`${name}.weight`]!;
  const linear = (path: string, x: Tensor): Tensor => {
    const pair = adapter?.parameters[path];
    return loraLinear(x, weight(path), pair === undefined ? [] : [{ ...pair, scale: adapter!.scale }]);
  };
  const block = (path: string) => (x: Tensor) => {
    const h = add(x, attention(shape, path, linear, rmsNorm(x, weight(`${path}.input_layernorm`))));
    const n = rmsNorm(h, weight(`${path}.post_attention_layernorm`));
    const gated = mul(silu(linear(`${path}.mlp.gate_proj`, n)), linear(`${path}.mlp.up_proj`, n));
    return add(h, linear(`${path}.mlp.down_proj`, gated));
  };
  let x = take(weight("model.embed_tokens"), tokens);
  for (let layer = 0; layer < shape.layers; layer += 1) {
    const f = block(`model.layers.${layer}`);
    x = (checkpointBlocks ? checkpoint(f) : f)(x);
  }
  return matmul(rmsNorm(x, weight("model.norm")), transpose(weight("lm_head")));
}

function rmsNorm(x: Tensor, weight: Tensor): Tensor {
  return mul(mul(x, rsqrt(add(mean(mul(x, x), { axis: -1, keepDims: true }), 1e-6))), weight);
}

function attention(
  { heads, width }: LlamaShape,
  path: string,
  linear: (path: string, x: Tensor) => Tensor,
  x: Tensor,
): Tensor {
  const [batch, seq] = [x.shape[0]!, x.shape[1]!];
  const size = width / heads;
  const split = (name: string): Tensor =>
    permute(reshape(linear(`${path}.self_attn.${name}`, x), [batch, seq, heads, size]), [0, 2, 1, 3]);
  const q = rotate(split("q_proj"));
  const k = rotate(split("k_proj"));
  const scores = mul(matmul(q, transpose(k)), 1 / Math.sqrt(size)); // [batch, heads, seq, seq]
  const positions = iota(seq);
  const causal = lessEqual(expandDims(positions, 0), expandDims(positions, 1));
  const mixed = matmul(softmax(where(causal, scores, scalar(-1e9, x.dtype))), split("v_proj"));
  return linear(`${path}.self_attn.o_proj`, reshape(permute(mixed, [0, 2, 1, 3]), [batch, seq, width]));
}

/** RoPE in the half-split form that checkpoints use. `x: [batch, heads, seq, size]` */
function rotate(x: Tensor): Tensor {
  const half = Number(x.shape[3]) / 2;
  const frequencies = tensor(
    x.dtype,
    [1, half],
    Array.from({ length: half }, (_, i) => 10_000 ** (-i / half)),
  );
  const angles = mul(cast(expandDims(iota(x.shape[2]!), 1), x.dtype), constant(frequencies)); // [seq, half]
  const both = (t: Tensor): Tensor => concat([t, t], 1);
  const turned = concat([neg(slice(x, 3, half)), slice(x, 3, 0, half)], 3);
  return add(mul(x, both(cos(angles))), mul(turned, both(sin(angles))));
}
