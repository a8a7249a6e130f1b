import {
  type Bindings,
  type Cost,
  type ProductOptions,
  type QuantizedWeight,
  type Tensor,
  type TensorSpec,
  type TensorValue,
  cost,
  external,
  partBytes,
  quantizedOf,
  spec,
  trace,
  treeMap,
  valueAndGrad,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { type LoraConfig, type LoraParameters, initLora, loraScale } from "@lemma/lora";
import { type PackedBatch, packedBatchSpec } from "@lemma/train";
import type { LlamaConfig } from "./config.ts";
import { tokenBytes } from "./decode/batches.ts";
import { chunkSpecs, decodeChunk, loopSizes } from "./decode/chunk.ts";
import { type DecodeWeights, fusedDecodeWeights, fusedShapes, inPlaceDecodeWeights } from "./decode/fused-weights.ts";
import { prefill, prefillSpecs } from "./decode/prefill.ts";
import { chunkSteps, leastChunk } from "./decode/generate.ts";
import { columnsAtOnce } from "./decode/read-by-chunks.ts";
import { columnsFor } from "./decode/row-cache.ts";
import type { CheckpointPolicy, LlamaParameters } from "./model/llama.ts";
import { llamaLoss } from "./model/losses.ts";
import { llamaModules } from "./model/shapes.ts";
import { type ExecutionOptions, executionPolicy } from "./execution-policy.ts";
import { scoreRows, scoredSpec } from "./score.ts";
import { isQuantized } from "./weights.ts";

// What work would cost, before any of it is done: the programs are traced and counted, and none is opened. A model whose
// weights are constants in files (`loadModel`) is read no further than its header.

export interface PlannedModel {
  readonly config: LlamaConfig;
  readonly parameters: LlamaParameters<Tensor>;
}

/**
 * What a program's arena takes of memory over what lives in it at once: a quarter, since what is free between is in pieces. Measured, as the plan
 * is, by `plan-memory.soak.test.ts`.
 */
const inArena = (part: Cost): Cost => ({ ...part, peakBytes: Math.ceil(1.25 * part.peakBytes) });

/** Rows that are sampled together. */
export interface SamplingShape {
  readonly prompts: number;
  readonly promptTokens: number;
  /** Completions of each prompt, all as long as `tokens`. */
  readonly samples: number;
  readonly tokens: number;
}

/** `peakBytes` are all that is there beside the file, or the mapped copy of it; of these a program keeps what it took until it is disposed of, all but the caches. */
export interface SamplingCost extends Cost {
  /** Keys and values between runs, which are dropped with the last row. */
  readonly cacheBytes: number;
}

/**
 * Reading prompts, and then sampling: the cost of each. Adapters, below a hundredth of it, are left out. Of a quantised model, whose prompts
 * the sampling program reads, what it packs is part of the memory of both.
 *
 * @param options what `LocalProver` is opened with.
 */
export function samplingCost(
  { config, parameters }: PlannedModel,
  { prompts, promptTokens, samples, tokens }: SamplingShape,
  options: ExecutionOptions = {},
): {
  readonly prefill: SamplingCost;
  readonly decode: SamplingCost;
  /** Whether the program that samples is the one that reads prompts, and the only one that is open. */
  readonly isOneProgram: boolean;
  /** A mapped copy of the weights, which stands in for the file while the model samples; 0 where there is none. */
  readonly copyBytes: number;
} {
  const prefix = Math.max(1, promptTokens - 1);
  const perToken = tokenBytes(config);
  const packedBytes = Object.entries(parameters).reduce(
    (sum, [name, weight]) =>
      // Of a table of which rows are looked up nothing is packed.
      name === "model.embed_tokens.weight" && !config.tiedEmbeddings ? sum : sum + heldBytes(quantizedOf(weight)),
    0,
  );
  const last = lastChunk(tokens);
  const { placement, activations } = executionPolicy(config, options, isQuantized(parameters));
  const isPacked = placement === "in-place" && isQuantized(parameters);
  const shapes = fusedShapes(config, (module) => parameters[`${module}.bias`] !== undefined);
  const copied = FLOAT_BYTES * Object.values(shapes).reduce((sum, dims) => sum + dims.reduce((a, b) => a * b, 1), 0);
  const heldOf = { "in-place": isPacked ? packedBytes : 0, "mapped-copy": 0, copies: copied }[placement];
  const weightsOf = (shallow: LlamaConfig, product: ProductOptions = {}): DecodeWeights =>
    placement === "in-place"
      ? inPlaceDecodeWeights(shallow, parameters, product)
      : fusedDecodeWeights(shallow, unwritten(shapes), placement === "copies");
  const chunk = (shallow: LlamaConfig): ((dims: Bindings, taken: number, now: number) => Cost) => {
    const weights = weightsOf(shallow, { form: "packed", activations });
    const graph = trace(
      (given) => decodeChunk(shallow, weights, "full", config.eosTokenIds, given),
      [chunkSpecs(shallow, [], isPacked, isPacked ? "width" : 1)],
    );
    const rest = { prompts, shared: 0, grown: 0, ranks: 1 };
    return (dims, taken, now) => cost(graph, { ...rest, ...dims, width: now, ...loopSizes(graph, taken, now) });
  };
  const reading = perLayer(config, (shallow) => {
    if (isPacked) {
      const at = chunk(shallow);
      const part = Math.min(prefix, columnsAtOnce(prompts));
      const dims = { samples: 1, steps: 1 };
      return {
        ...at({ ...dims, prefix: 0 }, 0, prefix),
        peakBytes: at({ ...dims, prefix: prefix - part }, 0, part).peakBytes,
      };
    }
    const weights = weightsOf(shallow);
    const graph = trace((given) => prefill(shallow, weights, given), [prefillSpecs(shallow, [], false)]);
    return cost(graph, { prompts, prefix });
  });
  const decode = perLayer(config, (shallow) => {
    const at = chunk(shallow);
    const dims = { samples, prefix, steps: tokens, "<while>": tokens };
    // Work is linear in the tail, so that its mean gives the sum; memory is what the last step of the last chunk needs.
    const { grown, steps } = last;
    const { peakBytes } = at({ ...dims, grown, steps }, steps - 1, 1);
    return { ...at(dims, (tokens - 1) / 2, 1), peakBytes };
  });
  // What a run gives is there twice while it is handed over, once the program's own and once as the cache.
  const beside = (part: Cost, cacheBytes: number): SamplingCost => ({
    ...part,
    peakBytes: inArena(part).peakBytes + heldOf + cacheBytes,
    cacheBytes,
  });
  const read = perToken * prompts * prefix;
  return {
    prefill: beside(reading, isPacked ? 2 * read : read),
    // Where the columns did not suffice, those before them wait to be collected.
    decode: beside(decode, read + perToken * prompts * samples * (last.grown + last.before + last.steps)),
    isOneProgram: isPacked,
    copyBytes: placement === "mapped-copy" ? copied : 0,
  };
}

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Weights of these shapes in a file that is not read: nothing is counted but their sizes. */
const unwritten = (shapes: Readonly<Record<string, readonly number[]>>): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const byteLength = FLOAT_BYTES * shape.reduce((a, b) => a * b, 1);
      return [name, external({ path: "unwritten", offset: 0, byteLength, dtype: "float32", shape })];
    }),
  );

/** The last chunk of an answer: how long it is, the columns of what was generated before it, and those before they were extended. */
function lastChunk(tokens: number): { readonly steps: number; readonly grown: number; readonly before: number } {
  let [used, steps, grown, before] = [0, 0, 0, 0];
  for (; used < tokens; used += steps) {
    if (used > grown) [grown, before] = [columnsFor(used), grown];
    steps = Math.min(chunkSteps(leastChunk, used), tokens - used);
  }
  return { steps, grown, before };
}

/**
 * What a packed product holds of a weight. Codes that the operator takes as they are stored stay in their file, mapped; it holds scales, and as
 * many sums of codes times scales, beside them (measured on AVX-512). Others are taken apart in memory.
 */
function heldBytes(weight: QuantizedWeight | undefined): number {
  if (weight === undefined) return 0;
  const { layout, shape } = weight;
  const parts = Object.entries(partBytes(layout, shape));
  const bytes = (kept: typeof parts): number => kept.reduce((sum, [, size]) => sum + size, 0);
  return layout.operand === undefined ? bytes(parts) : 2 * bytes(parts.filter(([name]) => name !== layout.operand));
}

/** One gradient of an adapter over `rows` rows of `length` tokens, padding included, `scored` of which are learnt (default: all): forward and backward pass. */
export function adaptationCost(
  { config, parameters }: PlannedModel,
  lora: LoraConfig,
  {
    rows,
    length,
    scored = rows * length,
    checkpoint,
  }: {
    readonly rows: number;
    readonly length: number;
    readonly scored?: number;
    readonly checkpoint: CheckpointPolicy;
  },
): Cost {
  const counted = perLayer(config, (shallow) => {
    const loss = (own: LoraParameters<Tensor>, batch: PackedBatch<Tensor>): Tensor => {
      const adapters = [{ parameters: own, scale: loraScale(lora) }];
      return llamaLoss(shallow, parameters, batch, { adapters, checkpoint, tokensPerBatch: rows * length }).total;
    };
    const theta = adapterSpecs(shallow, lora);
    const program = (own: LoraParameters<Tensor>, batch: PackedBatch<Tensor>): unknown =>
      valueAndGrad((x: LoraParameters<Tensor>) => loss(x, batch))(own);
    const graph = trace(program as (...args: unknown[]) => unknown, [theta, packedBatchSpec()] as unknown[]);
    return cost(graph, { batch: rows, seq: length, scored } satisfies Bindings);
  });
  return inArena(counted);
}

/** Scoring as many rows under one adapter: what adapting ends with. */
export function scoringCost(
  { config, parameters }: PlannedModel,
  lora: LoraConfig,
  {
    rows,
    length,
    scored = rows * length,
  }: { readonly rows: number; readonly length: number; readonly scored?: number },
): Cost {
  const counted = perLayer(config, (shallow) => {
    const graph = trace(
      (own, batch) => {
        const adapters = [{ parameters: own, scale: loraScale(lora) }];
        return scoreRows({ config: shallow, parameters, tokensPerPass: rows * length }, adapters, batch);
      },
      [adapterSpecs(shallow, lora), scoredSpec()],
    );
    return cost(graph, { batch: rows, seq: length, scored } satisfies Bindings);
  });
  return inArena(counted);
}

function adapterSpecs(config: LlamaConfig, lora: LoraConfig): LoraParameters<TensorSpec> {
  const fresh = initLora(lora, llamaModules(config), new Random(0));
  return treeMap<typeof fresh, TensorValue, TensorSpec>(fresh, ({ dtype, dims }) => spec(dtype, dims));
}

/**
 * A cost that is linear in the number of layers beyond the second, counted at two and three of them: tracing thirty layers
 * and their derivatives would take longer than a plan may.
 */
export function perLayer(config: LlamaConfig, count: (shallow: LlamaConfig) => Cost): Cost {
  if (config.layers <= 3) return count(config);
  const [two, three] = [count({ ...config, layers: 2 }), count({ ...config, layers: 3 })];
  const at = (field: keyof Cost): number => two[field] + (config.layers - 2) * (three[field] - two[field]);
  return { flops: at("flops"), bytes: at("bytes"), peakBytes: at("peakBytes") };
}
