import {
  type Tensor,
  type TensorSpec,
  add,
  expandDims,
  greaterEqual,
  iota,
  matmul,
  reshape,
  scalar,
  softmax,
  spec,
  transpose,
  where,
} from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import { masked } from "../model/llama.ts";
import { type SiteAdapters, siteAdapterSpecs } from "./adapters.ts";
import { type Heads, decodeBlock, rotationOf } from "./block.ts";
import type { DecodeWeights } from "./fused-weights.ts";
import type { Site } from "./layout.ts";

/** Keys `[P, K, D, T]`, ready to be multiplied by, and values `[P, K, T, D]` of each layer. */
export type PrefixCache<T> = readonly { readonly k: T; readonly v: T }[];

export interface PrefillInputs<T> {
  /** int64 `[P, T]`, right-padded; what the padding leaves in the cache is masked when it is read. */
  readonly tokens: T;
  readonly adapters: SiteAdapters<T>;
}

export const prefillSpecs = (config: LlamaConfig, adapted: readonly Site[]): PrefillInputs<TensorSpec> => ({
  tokens: spec("int64", ["prompts", "prefix"]),
  adapters: siteAdapterSpecs(config, adapted),
});

/** Reads prompts, all but their last token, into a cache. No logits: decoding begins with the last token. */
export function prefill(
  config: LlamaConfig,
  weights: DecodeWeights,
  { tokens, adapters }: PrefillInputs<Tensor>,
): PrefixCache<Tensor> {
  const { keyValueHeads: K, heads: H, headDim: D } = config;
  const G = H / K;
  const [P, T] = tokens.shape as ["prompts", "prefix"];
  const rotation = rotationOf(config, expandDims(iota(T), 0));
  const order = iota(T);
  const causal = greaterEqual(reshape(order, [T, 1, 1]), reshape(order, [1, 1, T]));
  const mask = where(causal, scalar(0, "float32"), masked); // [T, 1, T]
  const cache: { k: Tensor; v: Tensor }[] = [];
  const attend = ({ q, k, v }: Heads): Tensor => {
    const keys = transpose(k, [0, 1, 3, 2]);
    cache.push({ k: keys, v });
    const scores = reshape(matmul(reshape(q, [P, K, -1, D]), keys), [P, K, T, G, T]);
    const mixing = reshape(softmax(add(scores, mask)), [P, K, -1, T]);
    return reshape(matmul(mixing, v), [P, K, T, G, D]);
  };
  let x = reshape(weights.embed(tokens), [-1, config.hiddenSize]);
  for (let layer = 0; layer < config.layers; layer += 1)
    x = decodeBlock(config, weights, adapters, layer, x, [P, T], rotation, attend);
  return cache;
}
