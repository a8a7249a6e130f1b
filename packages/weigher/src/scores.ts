import {
  type Tensor,
  add,
  and,
  concat,
  dimSize,
  cast,
  equal,
  div,
  expandDims,
  greater,
  greaterEqual,
  iota,
  log,
  logSumExp,
  matmul,
  max,
  maximum,
  mul,
  neg,
  pad,
  reshape,
  scalar,
  sigmoid,
  slice,
  softmax,
  logSoftmax,
  sqrt,
  square,
  sub,
  sum,
  take,
  transpose,
  where,
  squeeze,
} from "@lemma/autodiff";
import { llamaBlock, rmsNorm, ropeOf } from "@lemma/prover";
import type { WeigherConfig } from "./config.ts";
import type { WeigherBatch } from "./encode.ts";
import type { WeigherParameters } from "./parameters.ts";

/**
 * η(T, l, p): one score per row. Token embeddings plus their segment's mark go through the encoder; the mean over a row's
 * tokens, times a vector, is its score. Without attention, how well target and example match. → `[examples]`
 */
export function weigherScores(
  config: WeigherConfig,
  parameters: WeigherParameters<Tensor>,
  batch: WeigherBatch<Tensor>,
): Tensor {
  if (config.attention === "none") return matchScores(parameters, batch);
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

/** One step of an optimizer moves every parameter about as far. How much a match counts, and of what, should move by more than the map. */
const units = { share: 10, importance: 20, map: 0.1 };

/**
 * How well the target's tokens find their like in the example, each counting by itself: what shares two of the target's names is worth more
 * than what shares one. A token is compared together with the one before it, so that names of two tokens are told apart. → `[examples]`
 */
function matchScores(parameters: WeigherParameters<Tensor>, { tokens, segments, mask }: WeigherBatch<Tensor>): Tensor {
  const weight = (name: string, size: number): Tensor => mul(parameters[`match.${name}.weight`]!, size);
  const each = unit(take(parameters["model.embed_tokens.weight"]!, tokens)); // [m, T, C]
  const before = slice(pad(each, 1, 1, 0), 1, 0, each.shape[1]!);
  const pairs = concat([each, before], 2); // [m, T, 2C]
  const asked = unit(add(pairs, matmul(pairs, weight("map", units.map))));
  const alike = matmul(asked, transpose(unit(pairs), [0, 2, 1])); // [m, T of the target, T of the example]
  const isThere = greater(mask, 0);
  const best = max(where(expandDims(and(greater(segments, 0), isThere), 1), alike, -1), { axis: 2 });
  const importance = sigmoid(squeeze(matmul(pairs, expandDims(weight("importance", units.importance), 1)), 2));
  const counted = where(and(equal(segments, 0), isThere), mul(importance, best), 0);
  return mul(sum(counted, { axis: 1 }), weight("share", units.share)); // [m]
}

const unit = (x: Tensor): Tensor => div(x, sqrt(add(sum(square(x), { axis: -1, keepDims: true }), 1e-12)));

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
