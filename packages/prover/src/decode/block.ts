import {
  type Dim,
  type Tensor,
  add,
  cast,
  concat,
  constant,
  cos,
  expandDims,
  mul,
  neg,
  productOf,
  reshape,
  silu,
  sin,
  slice,
  take,
  tensor,
  transpose,
} from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import { rmsNorm } from "../model/operations.ts";
import { blockPath } from "../model/shapes.ts";
import { ropeFrequencies } from "../rope.ts";
import { type SiteAdapters, addAdapter } from "./adapters.ts";
import type { DecodeWeights } from "./fused-weights.ts";
import type { Site } from "./layout.ts";

// Decoding keeps rows as [P prompts, S samples of each], so that what the samples of a prompt share is read once. Prefill
// uses the same layout with the prompt's tokens in place of S. K key-value heads, G queries for each, D wide.

/** One token's (or, in prefill, one position's) attention inputs, rotated: q `[P, K, S, G, D]`, k and v `[P, K, S, D]`. */
export interface Heads {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
}

/** One block on `x: [P·S, C]`; `attend` maps heads to `[P, K, S, G, D]`. */
export function decodeBlock(
  config: LlamaConfig,
  weights: DecodeWeights,
  adapters: SiteAdapters<Tensor>,
  layer: number,
  x: Tensor,
  rows: readonly [Dim, Dim],
  rotation: Rotation,
  attend: (heads: Heads) => Tensor,
): Tensor {
  const site = (name: Site, input: Tensor): Tensor =>
    addAdapter(adapters, name, layer, input, weights.site(layer, name, input));
  const path = blockPath(layer);
  const qkv = site("qkv", weights.norm(`${path}.input_layernorm`, x));
  const heads = splitHeads(config, qkv, weights.headNorm(layer), rows, rotation);
  const mixed = reshape(transpose(attend(heads), [0, 2, 1, 3, 4]), [productOf(rows), config.heads * config.headDim]);
  const h = add(x, site("output", mixed));
  const both = site("gateUp", weights.norm(`${path}.post_attention_layernorm`, h));
  const gate = slice(both, -1, 0, config.intermediateSize);
  const up = slice(both, -1, config.intermediateSize);
  return add(h, site("down", mul(silu(gate), up)));
}

/** cos `[P, 1, S, 1, 1, D/2]` and sin with its sign `[P, 1, S, 1, 2, D/2]` of each row's position. */
export interface Rotation {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/** `positions: int64 [P or 1, S]`. */
export function rotationOf(config: LlamaConfig, positions: Tensor): Rotation {
  const { frequencies, attentionFactor } = ropeFrequencies(config.rope, config.headDim);
  const row = constant({ dtype: "float32", dims: [frequencies.length], data: frequencies });
  const angle = mul(cast(expandDims(positions, -1), "float32"), row);
  const [P, S, half] = angle.shape as readonly [Dim, Dim, Dim];
  const table = (f: (x: Tensor) => Tensor): Tensor => reshape(mul(f(angle), attentionFactor), [P, 1, S, 1, 1, half]);
  const sine = table(sin);
  return { cos: table(cos), sin: concat([neg(sine), sine], -2) };
}

function splitHeads(
  config: LlamaConfig,
  y: Tensor,
  headNorm: Tensor | undefined,
  [P, S]: readonly [Dim, Dim],
  { cos: c, sin: s }: Rotation,
): Heads {
  const { heads: H, keyValueHeads: K, headDim: D } = config;
  const G = H / K;
  // A head's two halves as an axis: rotating exchanges them.
  const all = transpose(reshape(y, [P, S, K, G + 2, 2, D / 2]), [0, 2, 1, 3, 4, 5]);
  const projected = slice(all, 3, 0, G + 1);
  const halves = projected.shape;
  const turning =
    headNorm === undefined
      ? projected
      : reshape(rmsNorm(reshape(projected, [P, K, S, G + 1, D]), headNorm, config.rmsNormEps), halves);
  const exchanged = take(turning, constant(tensor("int64", [2], [1, 0])), 4);
  const turned = reshape(add(mul(turning, c), mul(exchanged, s)), [P, K, S, G + 1, D]);
  return {
    q: slice(turned, 3, 0, G),
    k: reshape(slice(turned, 3, G), [P, K, S, D]),
    v: reshape(slice(all, 3, G + 1), [P, K, S, D]),
  };
}
