import { totalmem } from "node:os";
import type { LlamaConfig } from "./config.ts";
import { rowsThatFit, tokensThatFit } from "./decode/batches.ts";
import type { CheckpointPolicy } from "./model/llama.ts";
import { linearModules } from "./model/linear-modules.ts";
import { parameterCount } from "./model/shapes.ts";

/**
 * Where decoding multiplies from. `copy`: a float32 copy in the layout that is fastest. `in-place`: the checkpoint's own
 * bytes, mapped, whatever its size. `auto`: a copy where that takes at most a quarter of the machine's memory; of quantised models, which
 * have products of their own, up to 300 million parameters.
 */
export type WeightPlacement = "auto" | "copy" | "in-place";

/** What may be said about how a model is run; the rest follows from its size. */
export interface ExecutionOptions {
  /** Default `auto`. */
  readonly weights?: WeightPlacement;
  /** Linear modules that `adapt` trains. Default: all seven of each block. */
  readonly targetModules?: readonly string[];
  /** The most rows that are sampled together; more are taken in turns. Default 64. */
  readonly rows?: number;
  /**
   * What keys and values of rows sampled together may take, in bytes. Large models meet this before `rows`: a token of a 7B model takes
   * a megabyte. One row that would need more is cut where they end. An eighth more may be there empty, and while columns are added what
   * was there before as well. Default: a quarter of the machine's memory.
   */
  readonly cacheBytes?: number;
  /**
   * Tokens that scoring and adapting take in one pass, padding included; gradients of several passes add up. Default 8192; for weights in
   * place as many as adapting can keep all of in 2 GiB, where those are 512 or more, else 2048.
   */
  readonly tokensPerPass?: number;
  /**
   * What sampling from a quantised model in place rounds activations to before it multiplies them: `int8`, as llama.cpp does, or
   * nothing. Scoring and adapting never round. Default `int8`.
   */
  readonly activations?: "int8" | "float32";
  /**
   * What adapting computes again instead of keeping it. Default: `elementwise`; for models that stay in place, `blocks` in passes of which
   * that would keep more than 2 GiB.
   */
  readonly checkpoint?: CheckpointPolicy;
}

/** How a model is run: what a run does and a plan counts. */
export interface ExecutionPolicy {
  /**
   * `copies`: each decoding program has a float32 copy of its own, in the layout of its kernels. `mapped-copy`: all map one, in a temporary
   * file; they are closed while the model adapts, and adapting's programs while it samples, so that it is not there beside the checkpoint.
   */
  readonly placement: "copies" | "mapped-copy" | "in-place";
  readonly activations: "int8" | "float32";
  readonly tokensPerPass: number;
  /** What a pass of so many tokens computes again. */
  readonly checkpointOf: (tokens: number) => CheckpointPolicy;
  readonly targetModules: readonly string[];
  /** Rows of so many tokens, prompt included, that are sampled beside one another. */
  readonly rowsOf: (tokens: number) => number;
  /** Whether so many rows may wait at each length of an answer of so many tokens, which is the most that a tree of samples keeps. */
  readonly holdsTree: (rows: number, tokens: number) => boolean;
  /** The longest text that is sampled, prompt included: the context, or what `cacheBytes` holds of one row. */
  readonly longest: number;
}

/** The most parameters of which there may be several copies: 200 MB each. */
const largestOfSeveral = 50_000_000;

/** The most parameters of a quantised model that is copied unasked: products with codes are faster beyond. */
const largestQuantizedCopy = 300_000_000;

/** What part of the machine's memory a mapped copy may take unasked. */
const copyShare = 1 / 4;

function placementOf(
  config: LlamaConfig,
  weights: WeightPlacement,
  isQuantized: boolean,
): ExecutionPolicy["placement"] {
  if (weights === "in-place") return "in-place";
  const parameters = parameterCount(config);
  if (parameters <= largestOfSeveral) return "copies";
  const most = isQuantized ? largestQuantizedCopy : (copyShare * totalmem()) / Float32Array.BYTES_PER_ELEMENT;
  return weights === "copy" || parameters <= most ? "mapped-copy" : "in-place";
}

/** What adapting may keep for its backward pass before it computes blocks again instead, which takes a third more time. */
const keptBytes = 2 ** 31;

/** What it keeps of a token: about so many numbers of each width in a block, counted from its graph. */
const keptPerToken = ({ layers, hiddenSize, heads, keyValueHeads, headDim, intermediateSize }: LlamaConfig): number =>
  4 * layers * (4 * hiddenSize + (5 * heads + 6 * keyValueHeads) * headDim + 5 * intermediateSize);

export function executionPolicy(
  config: LlamaConfig,
  options: ExecutionOptions = {},
  isQuantized = false,
): ExecutionPolicy {
  const placement = placementOf(config, options.weights ?? "auto", isQuantized);
  // Scoring and adapting read the file itself: what they keep is bounded for all but small models.
  const inPlace = placement !== "copies";
  const kept = Math.floor(keptBytes / keptPerToken(config));
  return {
    placement,
    activations: options.activations ?? "int8",
    tokensPerPass: options.tokensPerPass ?? (inPlace ? (kept < 512 ? 2048 : Math.min(kept, 8192)) : 8192),
    checkpointOf: (tokens) => options.checkpoint ?? (inPlace && tokens > kept ? "blocks" : "elementwise"),
    targetModules: options.targetModules ?? linearModules.map((module) => module.split(".").at(-1)!),
    longest: Math.min(config.contextLength, tokensThatFit(config, options.cacheBytes)),
    holdsTree: (rows, tokens) => (rows * tokens * (tokens + 1)) / 2 <= tokensThatFit(config, options.cacheBytes),
    rowsOf: (tokens) => rowsThatFit(config, Math.min(tokens, config.contextLength), options),
  };
}
