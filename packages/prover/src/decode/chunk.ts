import {
  type Bindings,
  type Dim,
  type Graph,
  type Tensor,
  type TensorSpec,
  add,
  addDims,
  and,
  broadcastTo,
  cast,
  concat,
  dimSize,
  dimValue,
  expandDims,
  iota,
  less,
  lessEqual,
  matmul,
  mulDims,
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
  where,
  whileLoop,
  zeros,
} from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import { masked, slides, withinWindow } from "../model/llama.ts";
import { type SiteAdapters, siteAdapterSpecs } from "./adapters.ts";
import { type Heads, decodeBlock, rotationOf } from "./block.ts";
import type { DecodeWeights } from "./fused-weights.ts";
import type { Site } from "./layout.ts";
import type { PrefixCache } from "./prefill.ts";
import { type SharedCache, sharedMixture, sharedScores, sharedSpecs } from "./shared.ts";
import { type SamplingInputs, type SamplingMode, draw, isAny } from "./sampling.ts";

/** Keys and values of each layer. */
export type KeysValues<T> = readonly { readonly k: T; readonly v: T }[];

export interface ChunkInputs<T> {
  /** int64 `[P, S, width]`: each row's last tokens, which are not in the cache yet: one, or a prompt's. */
  readonly tokens: T;
  /** int64 `[P, S]`: the position of the first of them. */
  readonly positions: T;
  /** bool `[P, S]`: rows that nobody waits for. */
  readonly done: T;
  /** `[P, T]`: 0 where the prompt is, a large negative number at the padding after it. */
  readonly prefixMask: T;
  /** What all prompts begin with; `prefix` is what each has after it. */
  readonly shared: SharedCache<T>;
  readonly prefix: PrefixCache<T>;
  /** Keys `[P, K, S, D, columns]` and values `[P, K, S, columns, D]` of what each row has generated, in the first `used` columns. */
  readonly grown: KeysValues<T>;
  /** int64 scalar. */
  readonly used: T;
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
  /** Of the tokens that were read, all of this chunk's but the last: `[P, K, S, tokens, D]`. */
  readonly fresh: KeysValues<T>;
}

/** How many tokens a row may begin a chunk with: one, or any number, so that the program reads prompts too. */
export type ChunkWidth = 1 | "width";

export function chunkSpecs(
  config: LlamaConfig,
  adapted: readonly Site[],
  isShared: boolean,
  width: ChunkWidth = 1,
): ChunkInputs<TensorSpec> {
  const { keyValueHeads: K, headDim: D, layers } = config;
  const perLayer = <V>(value: V): V[] => Array.from({ length: layers }, () => value);
  const rows = ["prompts", "samples"];
  return {
    tokens: spec("int64", [...rows, width]),
    positions: spec("int64", rows),
    done: spec("bool", rows),
    prefixMask: spec("float32", ["prompts", "prefix"]),
    shared: sharedSpecs(config, isShared),
    prefix: perLayer({
      k: spec("float32", ["prompts", K, D, "prefix"]),
      v: spec("float32", ["prompts", K, "prefix", D]),
    }),
    grown: perLayer({
      k: spec("float32", ["prompts", K, "samples", D, "grown"]),
      v: spec("float32", ["prompts", K, "samples", "grown", D]),
    }),
    used: spec("int64"),
    uniforms: spec("float32", ["steps", "prompts*samples", 1]),
    sampling: { temperature: spec("float32"), topP: spec("float32"), ranks: spec("int64", ["ranks"]) },
    adapters: siteAdapterSpecs(config, adapted),
  };
}

/** Where queries stand: among all of a text's tokens, `[P, 1, S, queries, 1]`, and among the row's own, `[queries, 1]` or one for all. */
interface Queries {
  readonly positions: Tensor;
  readonly own: Tensor;
  /** How many own keys come after those that were grown. */
  readonly later: Dim;
}

/**
 * What hides keys that have left the sliding window from one step's queries: of the shared header where there is one, of the
 * prompt, and of what the row has generated; broadcastable to `[P, K, S, queries, keys]`.
 */
function windowMasks(
  { slidingWindow }: LlamaConfig,
  { prefix, shared, grown, used }: ChunkInputs<Tensor>,
  { positions, own, later }: Queries,
): readonly Tensor[] | undefined {
  if (slidingWindow === undefined) return undefined;
  const hide = (from: Tensor, of: Tensor): Tensor => withinWindow(from, of, slidingWindow.tokens);
  const header = shared[0] === undefined ? 0 : dimSize(shared[0].v, 1);
  const ofPrefix = hide(positions, add(iota(prefix[0]!.v.shape[2]!), header));
  // A row's own tokens follow one another whatever its prompt's length: the queries are the last of them.
  const order = concat([iota(grown[0]!.v.shape[3]!), add(iota(later), used)], 0);
  const ofRow = hide(own, order);
  return [...(shared[0] === undefined ? [] : [hide(positions, iota("shared"))]), ofPrefix, ofRow];
}

/**
 * Up to `steps` tokens for every row, as one loop inside the graph. The prompts' keys and values and those of earlier chunks
 * are read from around the loop; only this chunk's short tail is carried, since a carry is copied at every step. Ends early
 * once every row has produced one of `endTokens`. Where rows begin with several tokens, the first step reads them, each seeing those before
 * it, and draws what follows the last.
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
  const [P, S] = ["prompts", "samples"] as const;
  const N = "prompts*samples";
  const isWide = inputs.tokens.shape[2] !== 1;
  // Tokens that each row reads in a step, and queries that meet its keys.
  const now: Dim = isWide ? "now" : 1;
  const R = mulDims(S, now);
  const Q = mulDims(now, G);
  const mask = reshape(inputs.prefixMask, [P, 1, 1, "prefix"]);
  const room = where(less(iota("grown"), inputs.used), scalar(0, "float32"), masked);
  const before: Dim = inputs.shared.length === 0 ? 0 : "shared";
  const steps = inputs.uniforms.shape[0]!;
  const rowSpec = (dtype: "int64" | "bool" | "float32", width: string | number): TensorSpec => spec(dtype, [N, width]);
  const tailSpec = spec("float32", [P, K, S, "tail", D]);
  const empty = { k: zeros([P, K, S, 0, D], "float32"), v: zeros([P, K, S, 0, D], "float32") };
  const start = {
    step: scalar(0, "int64"),
    now: reshape(inputs.tokens, [N, isWide ? "width" : 1]),
    done: reshape(inputs.done, [N, 1]),
    tokens: zeros([N, 0], "int64"),
    logprobs: zeros([N, 0], "float32"),
    tails: Array.from({ length: layers }, () => empty),
  };
  const result = whileLoop(
    ({ step, done }) => and(less(step, dimValue(steps)), less(0, sum(cast(not(done), "int64")))),
    (carry) => {
      const tail = carry.tails[0]!.v.shape[3]!;
      const ownKeys = addDims(tail, now);
      const first = add(inputs.positions, isWide ? dimValue(tail) : carry.step);
      const positions = isWide ? reshape(add(expandDims(first, -1), iota(now)), [P, R]) : first;
      const rotation = rotationOf(config, positions);
      // Each of a row's tokens is as many queries as share a key head.
      const perQuery = (x: Tensor, leading: readonly Dim[]): Tensor =>
        reshape(broadcastTo(expandDims(x, -1), [...leading, now, G]), [...leading, Q, 1]);
      const order = isWide ? perQuery(add(iota(now), dimValue(tail)), []) : undefined;
      const near = windowMasks(config, inputs, {
        positions: isWide
          ? expandDims(perQuery(reshape(positions, [P, S, now]), [P, S]), 1)
          : reshape(positions, [P, 1, S, 1, 1]),
        own: add(order ?? carry.step, inputs.used),
        later: ownKeys,
      });
      const later = order && where(lessEqual(iota(ownKeys), order), scalar(0, "float32"), masked);
      const tails: { k: Tensor; v: Tensor }[] = [];
      let x = reshape(weights.embed(carry.now), [-1, config.hiddenSize]);
      for (let layer = 0; layer < layers; layer += 1) {
        const attend = ({ q: perHead, k, v }: Heads): Tensor => {
          const tail = carry.tails[layer]!;
          const q = isWide ? reshape(perHead, [P, K, S, Q, D]) : perHead;
          const own = (y: Tensor): Tensor => reshape(y, [P, K, S, now, D]);
          const seen = { k: concat([tail.k, own(k)], 3), v: concat([tail.v, own(v)], 3) };
          tails.push(seen);
          const { k: keys, v: values } = inputs.prefix[layer]!;
          const rowValues = inputs.grown[layer]!.v;
          const header = inputs.shared[layer];
          const prefix = add(matmul(reshape(q, [P, K, -1, D]), keys), mask); // [P, K, S·Q, T]
          const ofTail = matmul(q, transpose(seen.k, [0, 1, 2, 4, 3]));
          const ofGrown = add(matmul(q, inputs.grown[layer]!.k), room);
          const ofRow = concat([ofGrown, later === undefined ? ofTail : add(ofTail, later)], -1);
          const parts = [
            ...(header === undefined ? [] : [sharedScores(q, header.k)]),
            reshape(prefix, [P, K, S, Q, "prefix"]),
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
            add(reshape(fromPrefix, [P, K, S, Q, D]), matmul(part("prefix", "prefix+grown"), rowValues)),
            matmul(part("prefix+grown"), seen.v),
          );
          const all =
            header === undefined ? mixed : add(mixed, sharedMixture(slice(mixing, -1, 0, "shared"), header.v));
          return isWide ? reshape(all, [P, K, R, G, D]) : all;
        };
        x = decodeBlock(config, weights, inputs.adapters, layer, x, [P, R], rotation, attend);
      }
      const last = isWide ? reshape(slice(reshape(x, [N, now, config.hiddenSize]), 1, -1), [N, config.hiddenSize]) : x;
      const logits = weights.head(weights.norm("model.norm", last));
      const { token, logprob } = draw(mode, logits, take(inputs.uniforms, carry.step), inputs.sampling);
      const ends = isAny(token, endTokens);
      return {
        step: add(carry.step, 1),
        now: token,
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
        now: rowSpec("int64", now),
        done: rowSpec("bool", 1),
        tokens: rowSpec("int64", "taken"),
        logprobs: rowSpec("float32", "taken"),
        tails: Array.from({ length: layers }, () => ({ k: tailSpec, v: tailSpec })),
      },
    },
  );
  return {
    tokens: result.tokens,
    logprobs: result.logprobs,
    fresh: result.tails,
  };
}

/** What sizes within the loop are once `taken` tokens were drawn and `now` are read. */
export function loopSizes(graph: Graph, taken: number, now: number): Bindings {
  const name = graph.outputs.flatMap(({ shape }) => shape).find((dim) => /^taken\.\d+$/.test(String(dim)));
  const suffix = String(name).slice("taken".length);
  return { [`taken${suffix}`]: taken, [`tail${suffix}`]: taken, [`now${suffix}`]: now };
}
