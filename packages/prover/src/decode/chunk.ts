import {
  type Dim,
  type Tensor,
  type TensorSpec,
  add,
  addDims,
  and,
  cast,
  concat,
  dimSize,
  dimValue,
  expandDims,
  iota,
  less,
  matmul,
  not,
  or,
  reshape,
  scalar,
  slice,
  softmax,
  spec,
  sum,
  take,
  transpose,
  whileLoop,
  zeros,
} from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import { slides, withinWindow } from "../model/llama.ts";
import { type SiteAdapters, siteAdapterSpecs } from "./adapters.ts";
import { type Heads, decodeBlock, rotationOf } from "./block.ts";
import type { DecodeWeights } from "./fused-weights.ts";
import type { Site } from "./layout.ts";
import type { PrefixCache } from "./prefill.ts";
import { type SharedCache, sharedMixture, sharedScores, sharedSpecs } from "./shared.ts";
import { type SamplingInputs, type SamplingMode, draw, isAny } from "./sampling.ts";

/** Keys and values of what each row has generated, `[P, K, S, length, D]`. */
export type RowCache<T> = readonly { readonly k: T; readonly v: T }[];

export interface ChunkInputs<T> {
  /** int64 `[P, S]`: each row's last token, which is not in the cache yet. */
  readonly tokens: T;
  /** int64 `[P, S]`: those tokens' positions. */
  readonly positions: T;
  /** bool `[P, S]`: rows that nobody waits for. */
  readonly done: T;
  /** `[P, T]`: 0 where the prompt is, a large negative number at the padding after it. */
  readonly prefixMask: T;
  /** What all prompts begin with; `prefix` is what each has after it. */
  readonly shared: SharedCache<T>;
  readonly prefix: PrefixCache<T>;
  readonly grown: RowCache<T>;
  /** One number in [0, 1) per step and row, `[steps, P·S, 1]`. */
  readonly uniforms: T;
  readonly sampling: SamplingInputs<T>;
  readonly adapters: SiteAdapters<T>;
}

export interface ChunkOutputs<T> {
  /** int64 `[P·S, steps taken]`. What a row has after its end is noise. */
  readonly tokens: T;
  /** `[P·S, steps taken]`. */
  readonly logprobs: T;
  /** What was grown, with this chunk's tokens but the last. */
  readonly grown: RowCache<T>;
}

export function chunkSpecs(config: LlamaConfig, adapted: readonly Site[], isShared: boolean): ChunkInputs<TensorSpec> {
  const { keyValueHeads: K, headDim: D, layers } = config;
  const perLayer = <V>(value: V): V[] => Array.from({ length: layers }, () => value);
  const rows = ["prompts", "samples"];
  return {
    tokens: spec("int64", rows),
    positions: spec("int64", rows),
    done: spec("bool", rows),
    prefixMask: spec("float32", ["prompts", "prefix"]),
    shared: sharedSpecs(config, isShared),
    prefix: perLayer({
      k: spec("float32", ["prompts", K, D, "prefix"]),
      v: spec("float32", ["prompts", K, "prefix", D]),
    }),
    grown: perLayer({
      k: spec("float32", ["prompts", K, "samples", "grown", D]),
      v: spec("float32", ["prompts", K, "samples", "grown", D]),
    }),
    uniforms: spec("float32", ["steps", "prompts*samples", 1]),
    sampling: { temperature: spec("float32"), topP: spec("float32"), ranks: spec("int64", ["ranks"]) },
    adapters: siteAdapterSpecs(config, adapted),
  };
}

/**
 * What hides keys that have left the sliding window from one step's queries: of the shared header where there is one, of the
 * prompt, and of what the row has generated; broadcastable to `[P, K, S, G, keys]`.
 */
function windowMasks(
  { slidingWindow }: LlamaConfig,
  { prefix, shared, grown }: ChunkInputs<Tensor>,
  positions: Tensor,
  step: Tensor,
  tail: Dim,
): readonly Tensor[] | undefined {
  if (slidingWindow === undefined) return undefined;
  const query = reshape(positions, ["prompts", 1, "samples", 1, 1]);
  const hide = (from: Tensor, keys: Tensor): Tensor => withinWindow(from, keys, slidingWindow.tokens);
  const header = shared[0] === undefined ? 0 : dimSize(shared[0].v, 1);
  const ofPrefix = hide(query, add(iota(prefix[0]!.v.shape[2]!), header));
  // A row's own tokens follow one another whatever its prompt's length: the query is the last of them.
  const last = add(dimSize(grown[0]!.v, 3), step);
  const ofRow = hide(last, iota(addDims("grown", addDims(tail, 1))));
  return [...(shared[0] === undefined ? [] : [hide(query, iota("shared"))]), ofPrefix, ofRow];
}

/**
 * Up to `steps` tokens for every row, as one loop inside the graph. The prompts' keys and values and those of earlier chunks
 * are read from around the loop; only this chunk's short tail is carried, since a carry is copied at every step. Ends early
 * once every row has produced one of `endTokens`.
 */
export function decodeChunk(
  config: LlamaConfig,
  weights: DecodeWeights,
  mode: SamplingMode,
  endTokens: readonly number[],
  inputs: ChunkInputs<Tensor>,
): ChunkOutputs<Tensor> {
  const { keyValueHeads: K, headDim: D, heads: H, layers } = config;
  const G = H / K;
  const rows = ["prompts", "samples"] as const;
  const [P, S] = rows;
  const N = "prompts*samples";
  const mask = reshape(inputs.prefixMask, [P, 1, 1, "prefix"]);
  const grownKeys = inputs.grown.map(({ k }) => transpose(k, [0, 1, 2, 4, 3]));
  const before: Dim = inputs.shared.length === 0 ? 0 : "shared";
  const steps = inputs.uniforms.shape[0]!;
  const rowSpec = (dtype: "int64" | "bool" | "float32", width: string | number): TensorSpec => spec(dtype, [N, width]);
  const tailSpec = spec("float32", [P, K, S, "tail", D]);
  const empty = { k: zeros([P, K, S, 0, D], "float32"), v: zeros([P, K, S, 0, D], "float32") };
  const start = {
    step: scalar(0, "int64"),
    token: reshape(inputs.tokens, [N, 1]),
    done: reshape(inputs.done, [N, 1]),
    tokens: zeros([N, 0], "int64"),
    logprobs: zeros([N, 0], "float32"),
    tails: Array.from({ length: layers }, () => empty),
  };
  const result = whileLoop(
    ({ step, done }) => and(less(step, dimValue(steps)), less(0, sum(cast(not(done), "int64")))),
    (carry) => {
      const positions = add(inputs.positions, carry.step);
      const rotation = rotationOf(config, positions);
      const near = windowMasks(config, inputs, positions, carry.step, carry.tails[0]!.v.shape[3]!);
      const tails: { k: Tensor; v: Tensor }[] = [];
      let x = reshape(weights.embed(carry.token), [N, config.hiddenSize]);
      for (let layer = 0; layer < layers; layer += 1) {
        const attend = ({ q, k, v }: Heads): Tensor => {
          const tail = carry.tails[layer]!;
          const now = {
            k: concat([tail.k, expandDims(k, 3)], 3),
            v: concat([tail.v, expandDims(v, 3)], 3),
          };
          tails.push(now);
          const { k: keys, v: values } = inputs.prefix[layer]!;
          const rowValues = inputs.grown[layer]!.v;
          const header = inputs.shared[layer];
          const prefix = add(matmul(reshape(q, [P, K, -1, D]), keys), mask); // [P, K, S·G, T]
          const ofRow = concat([matmul(q, grownKeys[layer]!), matmul(q, transpose(now.k, [0, 1, 2, 4, 3]))], -1);
          const parts = [
            ...(header === undefined ? [] : [sharedScores(q, header.k)]),
            reshape(prefix, [P, K, S, G, "prefix"]),
            ofRow,
          ];
          const scores = concat(
            slides(config, layer) && near !== undefined ? parts.map((part, i) => add(part, near[i]!)) : parts,
            -1,
          );
          const mixing = softmax(scores);
          const part = (from: Dim, to?: Dim): Tensor =>
            slice(mixing, -1, addDims(before, from), to && addDims(before, to));
          const fromPrefix = matmul(reshape(part(0, "prefix"), [P, K, -1, "prefix"]), values);
          const mixed = add(
            add(reshape(fromPrefix, [P, K, S, G, D]), matmul(part("prefix", "prefix+grown"), rowValues)),
            matmul(part("prefix+grown"), now.v),
          );
          return header === undefined ? mixed : add(mixed, sharedMixture(slice(mixing, -1, 0, "shared"), header.v));
        };
        x = decodeBlock(config, weights, inputs.adapters, layer, x, rows, rotation, attend);
      }
      const logits = weights.head(weights.norm("model.norm", x));
      const { token, logprob } = draw(mode, logits, take(inputs.uniforms, carry.step), inputs.sampling);
      const ends = isAny(token, endTokens);
      return {
        step: add(carry.step, 1),
        token,
        done: ends === undefined ? carry.done : or(carry.done, ends),
        tokens: concat([carry.tokens, token], 1),
        logprobs: concat([carry.logprobs, logprob], 1),
        tails,
      };
    },
    start,
    {
      carry: {
        step: spec("int64"),
        token: rowSpec("int64", 1),
        done: rowSpec("bool", 1),
        tokens: rowSpec("int64", "tail"),
        logprobs: rowSpec("float32", "tail"),
        tails: Array.from({ length: layers }, () => ({ k: tailSpec, v: tailSpec })),
      },
    },
  );
  return {
    tokens: result.tokens,
    logprobs: result.logprobs,
    grown: inputs.grown.map(({ k, v }, layer) => ({
      k: concat([k, result.tails[layer]!.k], 3),
      v: concat([v, result.tails[layer]!.v], 3),
    })),
  };
}
