import {
  type Bindings,
  type Graph,
  type Tensor,
  type TensorSpec,
  add,
  and,
  cast,
  concat,
  dimValue,
  less,
  not,
  or,
  reshape,
  scalar,
  spec,
  sum,
  take,
  whileLoop,
  zeros,
} from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import type { DecodeWeights } from "./fused-weights.ts";
import type { Site } from "./layout.ts";
import { type KeysValues, type RowContext, contextSpecs, emptyTails, rowReader } from "./read-rows.ts";
import { type SamplingInputs, type SamplingMode, draw, isAny, samplingSpecs } from "./sampling.ts";

export interface ChunkInputs<T> extends RowContext<T> {
  /** int64 `[P, S, width]`: each row's last tokens, which are not in the cache yet: one, or a prompt's. */
  readonly tokens: T;
  /** bool `[P, S]`: rows that nobody waits for. */
  readonly done: T;
  /** One number in [0, 1) per step and row, `[steps, P·S, 1]`. */
  readonly uniforms: T;
  readonly sampling: SamplingInputs<T>;
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
  return {
    ...contextSpecs(config, adapted, isShared),
    tokens: spec("int64", ["prompts", "samples", width]),
    done: spec("bool", ["prompts", "samples"]),
    uniforms: spec("float32", ["steps", "prompts*samples", 1]),
    sampling: samplingSpecs,
  };
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
  const { keyValueHeads: K, headDim: D, layers } = config;
  const [P, S] = ["prompts", "samples"] as const;
  const N = "prompts*samples";
  const isWide = inputs.tokens.shape[2] !== 1;
  const now = isWide ? "now" : 1;
  const read = rowReader(config, weights, inputs, now);
  const steps = inputs.uniforms.shape[0]!;
  const rowSpec = (dtype: "int64" | "bool" | "float32", width: string | number): TensorSpec => spec(dtype, [N, width]);
  const tailSpec = spec("float32", [P, K, S, "tail", D]);
  const start = {
    step: scalar(0, "int64"),
    now: reshape(inputs.tokens, [N, isWide ? "width" : 1]),
    done: reshape(inputs.done, [N, 1]),
    tokens: zeros([N, 0], "int64"),
    logprobs: zeros([N, 0], "float32"),
    tails: emptyTails(config),
  };
  const result = whileLoop(
    ({ step, done }) => and(less(step, dimValue(steps)), less(0, sum(cast(not(done), "int64")))),
    (carry) => {
      const { logits, tails } = read({ step: carry.step, tokens: carry.now, tails: carry.tails });
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
