import { type Dim, type Tensor, type TensorSpec, matmul, reshape, spec, transpose } from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";

// What all prompts of a batch begin with (a template's header, the same examples) is read once and kept once. Every row's
// queries meet it in one product for each head, so that its keys and values are read once a step, however many prompts.

/** Keys `[K, D, shared]`, ready to be multiplied by, and values `[K, shared, D]` of each layer; no layers: nothing is shared. */
export type SharedCache<T> = readonly { readonly k: T; readonly v: T }[];

export function sharedSpecs(config: LlamaConfig, isShared: boolean): SharedCache<TensorSpec> {
  const { keyValueHeads: K, headDim: D, layers } = config;
  const layer = { k: spec("float32", [K, D, "shared"]), v: spec("float32", [K, "shared", D]) };
  return Array.from({ length: isShared ? layers : 0 }, () => layer);
}

/** `q: [P, K, S, G, D]`, `keys: [K, D, shared]` → `[P, K, S, G, shared]`. */
export const sharedScores = (q: Tensor, keys: Tensor): Tensor => acrossPrompts(q, keys);

/** `mixing: [P, K, S, G, shared]`, `values: [K, shared, D]` → `[P, K, S, G, D]`. */
export const sharedMixture = (mixing: Tensor, values: Tensor): Tensor => acrossPrompts(mixing, values);

/** `x: [P, K, S, G, m]` by `matrices: [K, m, n]` → `[P, K, S, G, n]`, one product for each head. */
function acrossPrompts(x: Tensor, matrices: Tensor): Tensor {
  const [P, K, S, G, m] = x.shape as readonly [Dim, Dim, Dim, Dim, Dim];
  const byHead = reshape(transpose(x, [1, 0, 2, 3, 4]), [K, -1, m]);
  return transpose(reshape(matmul(byHead, matrices), [K, P, S, G, matrices.shape[2]!]), [1, 0, 2, 3, 4]);
}

/**
 * How many tokens all of these prompts begin with. The last token of each is never among them: decoding begins with it.
 *
 * @returns 0 where sharing would save fewer than `leastSaving` tokens from being read again.
 */
export function sharedLength(prompts: readonly (readonly number[])[], leastSaving: number): number {
  const [first, ...others] = prompts;
  if (first === undefined || others.length === 0) return 0;
  const most = Math.min(...prompts.map((prompt) => prompt.length - 1));
  let length = 0;
  while (length < most && others.every((prompt) => prompt[length] === first[length])) length += 1;
  return length * others.length >= Math.max(1, leastSaving) ? length : 0;
}
