import {
  add,
  and,
  clip,
  div,
  exp,
  expandDims,
  greater,
  less,
  maximum,
  mul,
  neg,
  or,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  where,
} from "@lemma/autodiff";

// Beyond e^±20 a ratio says "off policy" and nothing else; without the bound one token overflows the whole loss, and the
// zero cotangent of a clipped infinity is NaN. verl bounds the same way.
const logRatioLimit = 20;

/** Sizes that a loss is divided by, over one micro-batch or over all that are accumulated into one step. */
export interface BatchSize {
  readonly sequences: number;
  /** Tokens that count: masked ones, and those of masked sequences, are not among them (TRL #6369). */
  readonly tokens: number;
}

/** ρ = π / π_old, from log-ratios `[samples, tokens]` and the mask. Each gives `[samples, tokens]` or `[samples, 1]`. */
export const ratios = {
  /** ρₜ = exp(logπ − logπ_old), per token. DeepSeekMath, arXiv:2402.03300, eq. 3 */
  token: (logRatio: Tensor): Tensor => exp(clip(logRatio, -logRatioLimit, logRatioLimit)),
  /** s = exp(mean over tokens of the log-ratio), per sequence. GSPO, arXiv:2507.18071, eq. 7 */
  sequence: (logRatio: Tensor, mask: Tensor): Tensor => exp(sequenceMean(logRatio, mask)),
  /**
   * GSPO-token: the sequence's ratio in value, each token's own gradient, so that advantages may differ from token to token.
   * arXiv:2507.18071, eq. 14
   */
  "sequence-token": (logRatio: Tensor, mask: Tensor): Tensor =>
    exp(add(sub(logRatio, stopGradient(logRatio)), stopGradient(sequenceMean(logRatio, mask)))),
} as const satisfies Readonly<Record<string, (logRatio: Tensor, mask: Tensor) => Tensor>>;

export interface ClipBounds {
  /** ε: ρ below 1 − low is clipped where the advantage is negative. */
  readonly low: number;
  /** ρ above 1 + high is clipped where the advantage is positive. Equal to `low` for symmetric clipping. */
  readonly high: number;
  /** Dual clip: the most ρ can weigh where the advantage is negative; > 1 + high. Absent: unbounded. */
  readonly dual?: number;
}

/** Surrogate losses −f(ρ)·Â: `ratio` and `advantage` broadcast, `logprobs` are the policy's. */
export const surrogates = {
  /**
   * −min(ρÂ, clip(ρ, 1 − ε_low, 1 + ε_high)Â), and for Â < 0 at most −cÂ. PPO, arXiv:1707.06347, eq. 7; asymmetric bounds:
   * DAPO, arXiv:2503.14476, eq. 8; dual clip: Ye et al. 2020, arXiv:1912.09729, eq. 12.
   *
   * Written as cases: where a bound acts the loss is flat and its slope exactly 0; everywhere else it is ρ's.
   */
  clipped: (ratio: Tensor, advantage: Tensor, { low, high, dual }: ClipBounds): Tensor => {
    const above = and(greater(advantage, 0), greater(ratio, 1 + high));
    const below = and(less(advantage, 0), less(ratio, 1 - low));
    const bounded = where(above, 1 + high, where(below, 1 - low, ratio));
    const far = dual === undefined ? undefined : and(less(advantage, 0), greater(ratio, dual));
    return neg(mul(far === undefined ? bounded : where(far, dual!, bounded), advantage));
  },
  /** −stop(min(ρ, 1 + ε_high)) Â logπ: a bounded weight, and a gradient from every token. CISPO, arXiv:2506.13585, eq. 4 */
  cispo: (ratio: Tensor, advantage: Tensor, { high }: ClipBounds, logprobs: Tensor): Tensor =>
    neg(mul(mul(stopGradient(where(greater(ratio, 1 + high), 1 + high, ratio)), advantage), logprobs)),
} as const satisfies Readonly<
  Record<string, (ratio: Tensor, advantage: Tensor, bounds: ClipBounds, logprobs: Tensor) => Tensor>
>;

/**
 * Per-token estimates of KL(π ‖ π_ref) from samples of π, with d = logπ_ref − logπ. All but `k2` are unbiased in value; the
 * *gradient* of `k3` is not the KL's, that of `k2` is (Schulman 2020, "Approximating KL Divergence"; Tang & Munos 2025,
 * arXiv:2506.09477).
 */
export const klEstimators = {
  /** −d */
  k1: (d: Tensor): Tensor => neg(d),
  /** ½d² */
  k2: (d: Tensor): Tensor => mul(0.5, square(d)),
  /** e^d − d − 1 ≥ 0; GRPO's, arXiv:2402.03300, eq. 4 */
  k3: (d: Tensor): Tensor => sub(sub(exp(clip(d, -logRatioLimit, logRatioLimit)), d), 1),
  /** `k3` in value, `k2` in gradient. verl's `k3+` */
  "k3+": (d: Tensor): Tensor => {
    const k2 = mul(0.5, square(d));
    return add(stopGradient(sub(klEstimators.k3(d), k2)), k2);
  },
} as const satisfies Readonly<Record<string, (d: Tensor) => Tensor>>;

/**
 * How token losses become one number: Σ (weightₜ · lₜ) / denominator. The denominator is counted on the host over *all*
 * micro-batches of a step, so that the losses of micro-batches, and their gradients, simply add up to the whole batch's,
 * however it was cut (open-instruct #1137 is what happens otherwise).
 */
export interface Aggregation {
  /** Weight of each token, `[samples, tokens]`, beyond the mask. */
  readonly weight: (mask: Tensor) => Tensor;
  readonly denominator: (micro: BatchSize, all: BatchSize, microBatches: number, maxTokens: number) => number;
}

const perToken = (mask: Tensor): Tensor => mask;

export const aggregations = {
  /** Mean over tokens, then over sequences: (1/G) Σᵢ (1/|oᵢ|) Σₜ l. TRL `grpo`, verl `seq-mean-token-mean` */
  grpo: {
    weight: (mask) => div(mask, maximum(sum(mask, { axis: -1, keepDims: true }), 1)),
    denominator: (_, all) => all.sequences,
  },
  /** Mean over the micro-batch's tokens, then over micro-batches: depends on how the batch was cut. TRL `bnpo` */
  bnpo: { weight: perToken, denominator: (micro, _, microBatches) => Math.max(micro.tokens, 1) * microBatches },
  /**
   * Mean over all tokens of the step. TRL `dapo` (its default), verl `token-mean`. DAPO's own formula (arXiv:2503.14476, eq. 8)
   * is that of one prompt's group, averaged over prompts: the same where a step has one group, as here (verl #2776).
   */
  dapo: { weight: perToken, denominator: (_, all) => Math.max(all.tokens, 1) },
  /** Σ l / (G · L_max), L_max the *configured* length limit, not the padded one (verl #3741). Dr. GRPO, arXiv:2503.20783 */
  dr_grpo: { weight: perToken, denominator: (_, all, __, maxTokens) => all.sequences * maxTokens },
} as const satisfies Readonly<Record<string, Aggregation>>;

/** Whether a token is held by a bound, for reports: `[samples, tokens]`. */
export function isClipped(ratio: Tensor, advantage: Tensor, { low, high }: ClipBounds): Tensor {
  return or(and(greater(advantage, 0), greater(ratio, 1 + high)), and(less(advantage, 0), less(ratio, 1 - low)));
}

/** Mean of the log-ratio over a sequence's tokens, `[samples, 1]`. */
function sequenceMean(logRatio: Tensor, mask: Tensor): Tensor {
  const total = sum(mul(logRatio, mask), { axis: -1, keepDims: true });
  const tokens = maximum(sum(mask, { axis: -1, keepDims: true }), 1);
  return clip(div(total, tokens), -logRatioLimit, logRatioLimit);
}

/** `[samples]` as a column, `[samples, 1]`. */
export const column = (x: Tensor): Tensor => expandDims(x, 1);
