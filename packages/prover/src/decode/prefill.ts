import {
  type Tensor,
  type TensorSpec,
  add,
  concat,
  dimSize,
  expandDims,
  greaterEqual,
  iota,
  matmul,
  reshape,
  scalar,
  slice,
  softmax,
  spec,
  transpose,
  where,
} from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import { masked, slides, withinWindow } from "../model/llama.ts";
import { type SiteAdapters, siteAdapterSpecs } from "./adapters.ts";
import { type Heads, decodeBlock, rotationOf } from "./block.ts";
import type { DecodeWeights } from "./fused-weights.ts";
import type { Site } from "./layout.ts";
import { type SharedCache, sharedMixture, sharedScores, sharedSpecs } from "./shared.ts";

/** Keys `[P, K, D, T]`, ready to be multiplied by, and values `[P, K, T, D]` of each layer. */
export type PrefixCache<T> = readonly { readonly k: T; readonly v: T }[];

export interface PrefillInputs<T> {
  /** int64 `[P, T]`, right-padded; what the padding leaves in the cache is masked when it is read. */
  readonly tokens: T;
  /** What comes before each row's tokens. */
  readonly shared: SharedCache<T>;
  readonly adapters: SiteAdapters<T>;
}

export const prefillSpecs = (
  config: LlamaConfig,
  adapted: readonly Site[],
  isShared: boolean,
): PrefillInputs<TensorSpec> => ({
  tokens: spec("int64", ["prompts", "prefix"]),
  shared: sharedSpecs(config, isShared),
  adapters: siteAdapterSpecs(config, adapted),
});

/**
 * Reads prompts, after what they share and before their last token, into a cache. No logits: decoding begins with the last
 * token.
 */
export function prefill(
  config: LlamaConfig,
  weights: DecodeWeights,
  { tokens, shared, adapters }: PrefillInputs<Tensor>,
): PrefixCache<Tensor> {
  const { keyValueHeads: K, heads: H, headDim: D } = config;
  const G = H / K;
  const [P, T] = tokens.shape as ["prompts", "prefix"];
  const order = iota(T);
  const before = shared[0];
  const positions = before === undefined ? order : add(order, dimSize(before.v, 1));
  const rotation = rotationOf(config, expandDims(positions, 0));
  const causal = greaterEqual(reshape(order, [T, 1, 1]), reshape(order, [1, 1, T]));
  const full = where(causal, scalar(0, "float32"), masked); // [T, 1, T]
  const window = config.slidingWindow?.tokens;
  const far = (from: Tensor, keys: Tensor): Tensor | undefined =>
    window === undefined ? undefined : withinWindow(reshape(from, [T, 1, 1]), reshape(keys, [1, 1, -1]), window);
  const near = far(order, order);
  const nearShared = before === undefined ? undefined : far(positions, iota("shared"));
  const cache: { k: Tensor; v: Tensor }[] = [];
  const attend = ({ q, k, v }: Heads, layer: number): Tensor => {
    const keys = transpose(k, [0, 1, 3, 2]);
    cache.push({ k: keys, v });
    const isNear = slides(config, layer);
    const mask = isNear && near !== undefined ? add(full, near) : full;
    const own = add(reshape(matmul(reshape(q, [P, K, -1, D]), keys), [P, K, T, G, T]), mask);
    const mixOwn = (mixing: Tensor): Tensor => reshape(matmul(reshape(mixing, [P, K, -1, T]), v), [P, K, T, G, D]);
    const header = shared[layer];
    if (header === undefined) return mixOwn(softmax(own));
    const ofHeader = sharedScores(q, header.k);
    const headed = isNear && nearShared !== undefined ? add(ofHeader, nearShared) : ofHeader;
    const mixing = softmax(concat([headed, own], -1));
    return add(sharedMixture(slice(mixing, -1, 0, "shared"), header.v), mixOwn(slice(mixing, -1, "shared")));
  };
  let x = reshape(weights.embed(tokens), [-1, config.hiddenSize]);
  for (let layer = 0; layer < config.layers; layer += 1)
    x = decodeBlock(config, weights, adapters, layer, x, [P, T], rotation, (heads) => attend(heads, layer));
  return cache;
}
