import {
  type Dim,
  type Tensor,
  type TensorSpec,
  add,
  addDims,
  broadcastTo,
  concat,
  dimSize,
  dimValue,
  expandDims,
  iota,
  less,
  lessEqual,
  matmul,
  mulDims,
  reshape,
  scalar,
  slice,
  softmax,
  spec,
  transpose,
  where,
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

/** Keys and values of each layer. */
export type KeysValues<T> = readonly { readonly k: T; readonly v: T }[];

/** What rows have behind them, as programs of `P` prompts with `S` rows each take it. */
export interface RowContext<T> {
  /** int64 `[P, S]`: the position of the first of the tokens that are to be read. */
  readonly positions: T;
  /** `[P, T]`: 0 where the prompt is, a large negative number at the padding after it. */
  readonly prefixMask: T;
  /** What all prompts begin with; `prefix` is what each has after it. */
  readonly shared: SharedCache<T>;
  readonly prefix: PrefixCache<T>;
  /** Keys `[P, K, S, D, columns]` and values `[P, K, S, columns, D]` of what each row has generated, in the first `used` columns. */
  readonly grown: KeysValues<T>;
  /** int64 scalar. */
  readonly used: T;
  readonly adapters: SiteAdapters<T>;
}

export function contextSpecs(config: LlamaConfig, adapted: readonly Site[], isShared: boolean): RowContext<TensorSpec> {
  const { keyValueHeads: K, headDim: D, layers } = config;
  const perLayer = <V>(value: V): V[] => Array.from({ length: layers }, () => value);
  return {
    positions: spec("int64", ["prompts", "samples"]),
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
  { prefix, shared, grown, used }: RowContext<Tensor>,
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

/** Rows on their way through a chunk. */
export interface RowsAtStep {
  /** int64 scalar: steps taken since the context's `positions`. */
  readonly step: Tensor;
  /** int64 `[P·S, now]`: what is read now. */
  readonly tokens: Tensor;
  /** Of each layer, what this chunk's earlier steps read: `[P, K, S, tail, D]`. */
  readonly tails: KeysValues<Tensor>;
}

/** Before a chunk's first step. */
export function emptyTails({ keyValueHeads: K, headDim: D, layers }: LlamaConfig): KeysValues<Tensor> {
  const none = (): Tensor => zeros(["prompts", K, "samples", 0, D], "float32");
  return Array.from({ length: layers }, () => ({ k: none(), v: none() }));
}

/**
 * A step of decoding: reads each row's next tokens after all that it has behind it, each seeing those before it.
 *
 * @param now how many tokens a row reads in a step.
 * @returns what gives the logits `[P·S, V]` of what follows the last, and tails that hold what was read.
 */
export function rowReader(
  config: LlamaConfig,
  weights: DecodeWeights,
  inputs: RowContext<Tensor>,
  now: 1 | "now",
): (rows: RowsAtStep) => { readonly logits: Tensor; readonly tails: KeysValues<Tensor> } {
  const { keyValueHeads: K, headDim: D, heads: H, layers } = config;
  const G = H / K;
  const [P, S] = ["prompts", "samples"] as const;
  const N = "prompts*samples";
  const isWide = now !== 1;
  // Queries that meet a row's keys.
  const R = mulDims(S, now);
  const Q = mulDims(now, G);
  const mask = reshape(inputs.prefixMask, [P, 1, 1, "prefix"]);
  const room = where(less(iota("grown"), inputs.used), scalar(0, "float32"), masked);
  const before: Dim = inputs.shared.length === 0 ? 0 : "shared";
  return ({ step, tokens, tails }) => {
    const tail = tails[0]!.v.shape[3]!;
    const ownKeys = addDims(tail, now);
    const first = add(inputs.positions, isWide ? dimValue(tail) : step);
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
      own: add(order ?? step, inputs.used),
      later: ownKeys,
    });
    const later = order && where(lessEqual(iota(ownKeys), order), scalar(0, "float32"), masked);
    const longer: { k: Tensor; v: Tensor }[] = [];
    let x = reshape(weights.embed(tokens), [-1, config.hiddenSize]);
    for (let layer = 0; layer < layers; layer += 1) {
      const attend = ({ q: perHead, k, v }: Heads): Tensor => {
        const tail = tails[layer]!;
        const q = isWide ? reshape(perHead, [P, K, S, Q, D]) : perHead;
        const own = (y: Tensor): Tensor => reshape(y, [P, K, S, now, D]);
        const seen = { k: concat([tail.k, own(k)], 3), v: concat([tail.v, own(v)], 3) };
        longer.push(seen);
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
        const all = header === undefined ? mixed : add(mixed, sharedMixture(slice(mixing, -1, 0, "shared"), header.v));
        return isWide ? reshape(all, [P, K, R, G, D]) : all;
      };
      x = decodeBlock(config, weights, inputs.adapters, layer, x, [P, R], rotation, attend);
    }
    const last = isWide ? reshape(slice(reshape(x, [N, now, config.hiddenSize]), 1, -1), [N, config.hiddenSize]) : x;
    const logits = weights.head(weights.norm("model.norm", last));
    return { logits, tails: longer };
  };
}
