import {
  type Bindings,
  type Cost,
  type QuantizedWeight,
  type Tensor,
  type TensorSpec,
  type TensorValue,
  cost,
  partBytes,
  quantizedOf,
  spec,
  trace,
  treeMap,
  valueAndGrad,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { type LoraConfig, type LoraParameters, initLora, loraScale } from "@lemma/lora";
import { type TokenBatch, tokenBatchSpec } from "@lemma/train";
import type { LlamaConfig } from "./config.ts";
import { chunkSpecs, decodeChunk, loopSizes } from "./decode/chunk.ts";
import { inPlaceDecodeWeights } from "./decode/fused-weights.ts";
import { prefill, prefillSpecs } from "./decode/prefill.ts";
import type { CheckpointPolicy, LlamaParameters } from "./model/llama.ts";
import { llamaLoss } from "./model/losses.ts";
import { llamaModules } from "./model/shapes.ts";

// What work would cost, before any of it is done: the programs are traced and counted, and none is opened. A model whose
// weights are constants in files (`loadModel`) is read no further than its header.

export interface PlannedModel {
  readonly config: LlamaConfig;
  readonly parameters: LlamaParameters<Tensor>;
}

/** Rows that are sampled together. */
export interface SamplingShape {
  readonly prompts: number;
  readonly promptTokens: number;
  /** Completions of each prompt, all as long as `tokens`. */
  readonly samples: number;
  readonly tokens: number;
}

/**
 * Reading prompts, and then sampling: the cost of each. Adapters, below a hundredth of it, are left out. Of a quantised model the packed copy
 * that sampling holds is part of its memory, at the size that it has in the file.
 */
export function samplingCost(
  { config, parameters }: PlannedModel,
  { prompts, promptTokens, samples, tokens }: SamplingShape,
): { readonly prefill: Cost; readonly decode: Cost } {
  const prefix = Math.max(1, promptTokens - 1);
  const reading = perLayer(config, (shallow) => {
    const weights = inPlaceDecodeWeights(shallow, parameters);
    const graph = trace((given) => prefill(shallow, weights, given), [prefillSpecs(shallow, [], false)]);
    return cost(graph, { prompts, prefix });
  });
  const decode = perLayer(config, (shallow) => {
    const weights = inPlaceDecodeWeights(shallow, parameters, { form: "packed", activations: "int8" });
    const graph = trace(
      (given) => decodeChunk(shallow, weights, "full", config.eosTokenIds, given),
      [chunkSpecs(shallow, [], false)],
    );
    const dims = { prompts, samples, prefix, grown: 0, steps: tokens, ranks: 1, "<while>": tokens };
    const at = (taken: number): Cost => cost(graph, { ...dims, ...loopSizes(graph, taken, 1) });
    // Work is linear in the tail, so that its mean gives the sum; memory is what the last step needs.
    return { ...at((tokens - 1) / 2), peakBytes: at(tokens - 1).peakBytes };
  });
  const packedBytes = Object.values(parameters).reduce((sum, weight) => sum + storedBytes(quantizedOf(weight)), 0);
  return { prefill: reading, decode: { ...decode, peakBytes: decode.peakBytes + packedBytes } };
}

const storedBytes = (weight: QuantizedWeight | undefined): number =>
  weight === undefined ? 0 : Object.values(partBytes(weight.layout, weight.shape)).reduce((a, b) => a + b, 0);

/** One gradient of an adapter over `rows` rows of `length` tokens, the last `scored` of them learnt (default: all): forward and backward pass. */
export function adaptationCost(
  { config, parameters }: PlannedModel,
  lora: LoraConfig,
  {
    rows,
    length,
    scored = length,
    checkpoint,
  }: {
    readonly rows: number;
    readonly length: number;
    readonly scored?: number;
    readonly checkpoint: CheckpointPolicy;
  },
): Cost {
  return perLayer(config, (shallow) => {
    const loss = (own: LoraParameters<Tensor>, batch: TokenBatch<Tensor>): Tensor => {
      const adapters = [{ parameters: own, scale: loraScale(lora) }];
      return llamaLoss(shallow, parameters, batch, { adapters, checkpoint, tokensPerBatch: rows * length }).total;
    };
    const fresh = initLora(lora, llamaModules(shallow), new Random(0));
    const theta = treeMap<typeof fresh, TensorValue, TensorSpec>(fresh, ({ dtype, dims }) => spec(dtype, dims));
    const program = (own: LoraParameters<Tensor>, batch: TokenBatch<Tensor>): unknown =>
      valueAndGrad((x: LoraParameters<Tensor>) => loss(x, batch))(own);
    const graph = trace(
      program as (...args: unknown[]) => unknown,
      [theta, tokenBatchSpec("float32", "scored")] as unknown[],
    );
    return cost(graph, { batch: rows, seq: length, scored } satisfies Bindings);
  });
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
