import {
  type Tensor,
  add,
  and,
  dimSize,
  cast,
  div,
  expandDims,
  greater,
  greaterEqual,
  iota,
  log,
  logSumExp,
  matmul,
  maximum,
  mul,
  neg,
  reshape,
  scalar,
  softmax,
  logSoftmax,
  square,
  sub,
  sum,
  take,
  where,
  squeeze,
} from "@lemma/autodiff";
import { llamaBlock, rmsNorm, ropeOf } from "@lemma/prover";
import type { WeigherConfig } from "./config.ts";
import type { WeigherBatch } from "./encode.ts";
import type { WeigherParameters } from "./parameters.ts";

/**
 * η(T, l, p): one score per row. Token embeddings plus their segment's mark go through the encoder; the mean over a row's
 * tokens, times a vector, is its score. → `[examples]`
 */
export function weigherScores(
  config: WeigherConfig,
  parameters: WeigherParameters<Tensor>,
  batch: WeigherBatch<Tensor>,
): Tensor {
  const weight = (name: string): Tensor => parameters[`${name}.weight`]!;
  const { encoder } = config;
  let x = add(take(weight("model.embed_tokens"), batch.tokens), take(weight("segments"), batch.segments)); // [m, T, C]
  const context = {
    rope: ropeOf(encoder, expandDims(iota(batch.tokens.shape[1]!), 0), x.dtype),
    mask: attentionMask(config, batch.mask),
    adapters: [],
  };
  for (let layer = 0; layer < encoder.layers; layer += 1) x = llamaBlock(encoder, parameters, layer, x, context);
  const hidden = rmsNorm(x, weight("model.norm"), encoder.rmsNormEps);
  const counts = maximum(sum(batch.mask, { axis: 1, keepDims: true }), 1);
  const pooled = div(sum(mul(hidden, expandDims(batch.mask, 2)), { axis: 1 }), counts); // [m, C]
  return squeeze(matmul(pooled, expandDims(weight("score"), 1)), 1);
}

/** 0 where a token may be looked at, else a number whose exponential is 0: `[m, 1, 1, T or 1, T]`. */
function attentionMask({ attention }: WeigherConfig, mask: Tensor): Tensor {
  const [m, T] = [mask.shape[0]!, mask.shape[1]!];
  const present = reshape(greater(mask, 0), [m, 1, 1, 1, T]);
  const order = iota(T);
  const visible =
    attention === "causal" ? and(present, greaterEqual(expandDims(order, 1), expandDims(order, 0))) : present;
  return where(visible, scalar(0, mask.dtype), -1e9);
}

/** w = softmax(scores / τ) over one theorem's examples, or a batch's of several theorems. */
export function exampleWeights(config: Pick<WeigherConfig, "temperature">, scores: Tensor): Tensor {
  return softmax(div(scores, config.temperature));
}

export interface RegularizerSettings {
  /**
   * How even the weights are to stay, in 0 … 1 of the evenest: below H(w) = floor · log m the shortfall is penalised,
   * quadratically. Keeps one lucky example from ending all learning. Default 0.
   */
  readonly entropyFloor?: number;
  /** The shortfall's price. Default 1. */
  readonly entropyCost?: number;
  /** Price of (log Σ eˢ)², which nothing else holds: weights do not change when all scores drift together. Default 1e-3. */
  readonly zLoss?: number;
}

/** What is added to the outer loss to keep scores in hand; a scalar, zero at best. `scores: [m]` */
export function weigherRegularizer(
  config: Pick<WeigherConfig, "temperature">,
  scores: Tensor,
  { entropyFloor = 0, entropyCost = 1, zLoss = 1e-3 }: RegularizerSettings = {},
): Tensor {
  const logits = div(scores, config.temperature);
  const logWeights = logSoftmax(logits);
  const entropy = neg(sum(mul(exampleWeights(config, scores), logWeights)));
  const evenest = log(cast(dimSize(scores, 0), scores.dtype));
  const shortfall = maximum(sub(mul(evenest, entropyFloor), entropy), 0);
  const drift = sub(logSumExp(logits, { axis: -1 }), evenest); // log mean eˢ: zero for scores of zero, however many
  return add(mul(square(shortfall), entropyCost), mul(square(drift), zLoss));
}
