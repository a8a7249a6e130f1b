import {
  type DType,
  type Dim,
  type Tensor,
  add,
  cast,
  checkpoint,
  concat,
  constant,
  cos,
  customVjp,
  expandDims,
  greaterEqual,
  iota,
  linear,
  less,
  mul,
  neg,
  reshape,
  scalar,
  sin,
  slice,
  takeRows,
  sub,
  transpose,
  where,
  zerosLike,
} from "@lemma/autodiff";
import { type LoraParameters, loraLinear } from "@lemma/lora";
import type { LlamaConfig } from "../config.ts";
import { ropeFrequencies } from "../rope.ts";
import { attend, rmsNorm, swiGlu } from "./operations.ts";
import { architectureOf } from "./architectures.ts";
import type { LinearModule } from "./linear-modules.ts";
import { blockPath, type headNormNames } from "./shapes.ts";

// The model as a pure function of its parameters, in plain differentiable operations: it can be traced, differentiated
// twice, and compiled with parameters that are inputs (training) or constants in a file (frozen).
// B batch, T tokens, C hidden size, F intermediate size, H heads, K key-value heads, G = H / K, D head width, V vocabulary.

/** Tensors by Hugging Face's names. */
export type LlamaParameters<T = Tensor> = Readonly<Record<string, T>>;

/** One adapter in a stack: y += scale · B·A·x at every module that it has. */
export interface AppliedAdapter<T = Tensor> {
  readonly parameters: LoraParameters<T>;
  readonly scale: number;
}

/**
 * What a backward pass computes again instead of keeping it, from the fastest to the smallest. The README has the times and
 * sizes of each.
 *
 * - `nothing`: all is kept.
 * - `elementwise`: the activations of the gated product. Hardly slower; a fifth less memory.
 * - `attention`: those, and the attention's probabilities, which grow with the square of the length.
 * - `blocks`: each block as a whole, one more forward pass: the memory of one block instead of all.
 */
export type CheckpointPolicy = "nothing" | "elementwise" | "attention" | "blocks";

export interface LlamaOptions {
  /** Applied together; the order does not matter to the sum. */
  readonly adapters?: readonly AppliedAdapter[];
  /** int64 `[B, T]`; 0 … T − 1 when absent. */
  readonly positions?: Tensor;
  /**
   * bool, broadcastable to `[B, T, T]`: whether the query (second axis) may look at the key (third). It narrows the causal
   * mask, which goes by the order of tokens; sliding windows go by positions. Padding on the right needs none: nothing before it can see it.
   */
  readonly attentionMask?: Tensor;
  /** What the backward pass computes again instead of keeping it. Nothing, when absent. */
  readonly checkpoint?: CheckpointPolicy;
  /** What is computed in, whatever the weights are stored in. float32 unless the embedding is float64. */
  readonly dtype?: DType;
  /** Only the first so many blocks. All, when absent. */
  readonly layers?: number;
}

/** Next-token scores: `tokens: int64 [B, T] → [B, T, V]`. */
export function llamaLogits(
  config: LlamaConfig,
  parameters: LlamaParameters,
  tokens: Tensor,
  options: LlamaOptions = {},
): Tensor {
  return llamaHead(config, parameters, llamaHidden(config, parameters, tokens, options));
}

/** Scores from hidden states: `[…, C] → […, V]`. */
export function llamaHead(config: LlamaConfig, parameters: LlamaParameters, x: Tensor): Tensor {
  return linear(x, headWeight(config, parameters));
}

/** The output layer's weight, `[V, C]`. */
export const headWeight = (config: LlamaConfig, parameters: LlamaParameters): Tensor =>
  named(parameters, config.tiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight");

/** Hidden states after the last norm: `tokens: int64 [B, T] → [B, T, C]`. */
export function llamaHidden(
  config: LlamaConfig,
  parameters: LlamaParameters,
  tokens: Tensor,
  options: LlamaOptions = {},
): Tensor {
  const embedding = named(parameters, "model.embed_tokens.weight");
  const dtype = options.dtype ?? (embedding.dtype === "float64" ? "float64" : "float32");
  const length = tokens.shape[1]!;
  const positions = options.positions ?? expandDims(iota(length), 0);
  const context: BlockContext = {
    rope: ropeOf(config, positions, dtype),
    mask: causalMask(length, undefined, options.attentionMask, dtype),
    windowMask:
      config.slidingWindow &&
      causalMask(length, { tokens: config.slidingWindow.tokens, positions }, options.attentionMask, dtype),
    adapters: options.adapters ?? [],
    checkpoint: options.checkpoint ?? "nothing",
  };
  // Cast after the lookup: the rows in use, not the table.
  let x = cast(takeRows(embedding, tokens), dtype);
  for (let layer = 0; layer < (options.layers ?? config.layers); layer += 1) {
    const block = (input: Tensor): Tensor => llamaBlock(config, parameters, layer, input, context);
    x = options.checkpoint === "blocks" ? checkpoint(block)(x) : block(x);
  }
  return rmsNorm(x, named(parameters, "model.norm.weight"), config.rmsNormEps);
}

/** What all blocks of one forward pass share. */
export interface BlockContext {
  readonly rope: Rope;
  /** Added to attention scores: 0 or a large negative number, broadcastable to `[B, 1, 1, T, T]`. */
  readonly mask: Tensor;
  /** The same for layers that look through a sliding window. */
  readonly windowMask?: Tensor | undefined;
  readonly adapters: readonly AppliedAdapter[];
  /** What is computed again within a block. `blocks` is for whoever wraps them: nothing, here. */
  readonly checkpoint?: CheckpointPolicy;
}

/** One pre-norm block: x + attention(norm(x)), then x + feedForward(norm(x)). `[B, T, C] → [B, T, C]`. */
export function llamaBlock(
  config: LlamaConfig,
  parameters: LlamaParameters,
  layer: number,
  x: Tensor,
  context: BlockContext,
): Tensor {
  const path = blockPath(layer);
  const linear = (input: Tensor, module: LinearModule): Tensor =>
    adaptedLinear(parameters, context.adapters, `${path}.${module}`, input);
  const norm = (input: Tensor, name: string): Tensor =>
    rmsNorm(input, named(parameters, `${path}.${name}.weight`), config.rmsNormEps);
  const h = add(x, attention(config, layer, norm(x, "input_layernorm"), linear, norm, context));
  const m = norm(h, "post_attention_layernorm");
  const recompute = context.checkpoint === "elementwise" || context.checkpoint === "attention";
  const product = swiGlu(linear(m, "mlp.gate_proj"), linear(m, "mlp.up_proj"), recompute);
  return add(h, linear(product, "mlp.down_proj"));
}

function attention(
  config: LlamaConfig,
  layer: number,
  x: Tensor,
  linear: (input: Tensor, module: LinearModule) => Tensor,
  norm: (input: Tensor, name: string) => Tensor,
  { rope, mask: full, windowMask, checkpoint: policy }: BlockContext,
): Tensor {
  const { heads: H, keyValueHeads: K, headDim: D } = config;
  const G = H / K;
  const mask = slides(config, layer) ? (windowMask ?? full) : full;
  const [B, T] = x.shape as readonly [Dim, Dim];
  const split = (y: Tensor, groups: number): Tensor => transpose(reshape(y, [B, T, K, groups, D]), [0, 2, 3, 1, 4]); // [B, K, groups, T, D]
  const headNorm = (y: Tensor, name: (typeof headNormNames)[number]): Tensor =>
    architectureOf(config).headNorms ? norm(y, name) : y;
  const rows = (y: Tensor): Tensor => reshape(y, [B, K, -1, D]);
  // Scaled where it costs least: in the tables that all rows share.
  const factor = 1 / Math.sqrt(D);
  const queries = headNorm(split(linear(x, "self_attn.q_proj"), G), "self_attn.q_norm");
  const q = rotate(queries, { cos: mul(rope.cos, factor), sin: mul(rope.sin, factor) });
  const k = rotate(headNorm(split(linear(x, "self_attn.k_proj"), 1), "self_attn.k_norm"), rope);
  const v = split(linear(x, "self_attn.v_proj"), 1);
  const mixed = reshape(attend(rows(q), rows(k), rows(v), mask, policy === "attention"), [B, K, G, T, D]);
  return linear(reshape(transpose(mixed, [0, 3, 1, 2, 4]), [B, T, H * D]), "self_attn.o_proj");
}

/** y = W·x + b + Σ s·B·A·x for the module at `path`. */
function adaptedLinear(
  parameters: LlamaParameters,
  adapters: readonly AppliedAdapter[],
  path: string,
  x: Tensor,
): Tensor {
  const applied = adapters.flatMap(({ parameters: lora, scale }) => {
    const own = lora[path];
    return own === undefined ? [] : [{ a: cast(own.a, x.dtype), b: cast(own.b, x.dtype), scale }];
  });
  const y = loraLinear(x, named(parameters, `${path}.weight`), applied);
  const bias = parameters[`${path}.bias`];
  return bias === undefined ? y : add(y, cast(bias, x.dtype));
}

/** cos of each position's angles, and sin with the sign that its half of a head takes, both `[B or 1, T, D]`. */
export interface Rope {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/** `positions: int64 [B or 1, T]`. */
export function ropeOf(config: LlamaConfig, positions: Tensor, dtype: DType): Rope {
  const { frequencies, attentionFactor } = ropeFrequencies(config.rope, config.headDim);
  const row = constant({ dtype: "float32", dims: [frequencies.length], data: frequencies });
  // In float32, as transformers does, whatever the rest is computed in.
  const angle = mul(cast(expandDims(positions, -1), "float32"), row); // [B, T, D/2]
  const table = (f: (x: Tensor) => Tensor): Tensor => cast(mul(f(angle), attentionFactor), dtype);
  const [cosine, sine] = [table(cos), table(sin)];
  return { cos: concat([cosine, cosine], -1), sin: concat([neg(sine), sine], -1) };
}

/** Rotates each pair (xᵢ, xᵢ₊D/2) of a head by its angle: `[B, K, G, T, D]`. */
function rotate(x: Tensor, { cos: c, sin: s }: Rope): Tensor {
  const perHead = (table: Tensor): Tensor => reshape(table, [table.shape[0]!, 1, 1, table.shape[1]!, table.shape[2]!]);
  const half = (x.shape.at(-1) as number) / 2;
  const turn = (y: Tensor, cosine: Tensor, sine: Tensor): Tensor =>
    add(mul(y, cosine), mul(concat([slice(y, -1, half), slice(y, -1, 0, half)], -1), sine));
  // A rotation's transpose is the one by the opposite angle.
  const rotated = customVjp(turn, ([, cosine, sine], _, g) => [
    turn(g, cosine, neg(sine)),
    zerosLike(cosine),
    zerosLike(sine),
  ]);
  return rotated(x, perHead(c), perHead(s));
}

/** What a score is lowered by where a query may not look: e to this is 0 in every float type, and no −∞ − −∞ arises. */
export const masked = -1e9;

/** Whether a layer's queries look through the sliding window. */
export const slides = ({ slidingWindow }: LlamaConfig, layer: number): boolean =>
  slidingWindow?.layers.includes(layer) ?? false;

/** Added to scores: 0 where a key is fewer than `window` tokens before the query, else a large negative number. */
export const withinWindow = (query: Tensor, key: Tensor, window: number, dtype: DType = "float32"): Tensor =>
  where(less(sub(query, key), window), scalar(0, dtype), masked);

function causalMask(
  length: Dim,
  window: { readonly tokens: number; readonly positions: Tensor } | undefined,
  extra: Tensor | undefined,
  dtype: DType,
): Tensor {
  const order = iota(length);
  const [query, key] = [expandDims(order, 1), expandDims(order, 0)];
  const causal = where(greaterEqual(query, key), scalar(0, dtype), masked); // [T, T]
  const perHead = (mask: Tensor): Tensor =>
    mask.rank === 3 ? reshape(mask, [mask.shape[0]!, 1, 1, mask.shape[1]!, mask.shape[2]!]) : mask;
  let bias = causal;
  if (window !== undefined) {
    const [from, to] = [expandDims(window.positions, 2), expandDims(window.positions, 1)];
    // Twice masked is masked: e to either is 0.
    bias = add(causal, perHead(withinWindow(from, to, window.tokens, dtype)));
  }
  return extra === undefined ? bias : where(perHead(extra), bias, masked);
}

/** A tensor by name. @throws {RangeError} when there is none, which only a caller who built `parameters` by hand can see. */
export function named<T>(parameters: LlamaParameters<T>, name: string): T {
  const found = parameters[name];
  if (found === undefined) throw new RangeError(`llama: expected a parameter "${name}"`);
  return found;
}
