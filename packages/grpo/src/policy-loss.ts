import { add, cast, div, greater, mul, stopGradient, sub, sum, type Tensor, where, zerosLike } from "@lemma/autodiff";
import { InputError } from "@lemma/interfaces";
import { aggregations, type ClipBounds, column, isClipped, klEstimators, ratios, surrogates } from "./tables.ts";

export interface LossSettings {
  readonly ratio: keyof typeof ratios;
  readonly surrogate: keyof typeof surrogates;
  readonly clip: ClipBounds;
  readonly aggregation: keyof typeof aggregations;
  readonly kl: keyof typeof klEstimators;
  /** β; 0 leaves the reference out altogether. */
  readonly klCoefficient: number;
  /** Multiply the KL estimate by ρ, which makes it unbiased off policy too. DeepSeek-V3.2; TRL `use_bias_correction_kl` */
  readonly klImportance: boolean;
}

/** GRPO as DeepSeekMath published it, without a KL term, as TRL and verl now have it by default. */
export const lossDefaults: LossSettings = {
  ratio: "token",
  surrogate: "clipped",
  clip: { low: 0.2, high: 0.2 },
  aggregation: "dapo",
  kl: "k3",
  klCoefficient: 0,
  klImportance: false,
};

/** What one micro-batch feeds to the loss. `B` completions, `T` tokens each, padded on the right. */
export interface PolicyBatch {
  /** `[B, T]` 1 for completion tokens that count, 0 for padding and for all of a truncated completion. */
  readonly mask: Tensor;
  /** `[B]` */
  readonly advantages: Tensor;
  /** Scalar: `denominators` of this micro-batch. */
  readonly denominator: Tensor;
  /** `[B, T]` log π_old at the sampling temperature. Absent on policy: then ρ is 1 with the policy's gradient. */
  readonly oldLogprobs?: Tensor;
  /** `[B, T]` log π_ref; needed where β ≠ 0. */
  readonly referenceLogprobs?: Tensor;
}

export interface PolicyLoss {
  /** Scalar; the losses of a step's micro-batches add up. */
  readonly loss: Tensor;
  /** Mean estimated KL per counted token of this micro-batch; 0 without a reference. */
  readonly kl: Tensor;
  /** Share of this micro-batch's counted tokens that a clip bound holds. */
  readonly clippedShare: Tensor;
}

/**
 * The policy loss of one micro-batch:
 *
 *     Σ weightₜ · (surrogate(ρₜ, Â) + β · KLₜ) / denominator
 *
 * @param logprobs `[B, T]` log π of the sampled tokens at the sampling temperature (`tokenLogprobs`); the gradient flows here.
 *   What stands at masked places does not matter, NaN and −∞ included.
 */
export function policyLoss(logprobs: Tensor, batch: PolicyBatch, settings: LossSettings = lossDefaults): PolicyLoss {
  const { clip, klCoefficient } = settings;
  if (klCoefficient !== 0 && batch.referenceLogprobs === undefined)
    throw new InputError("the KL term needs the reference's log-probabilities; set klCoefficient to 0 to go without");
  const counts = greater(batch.mask, 0);
  // Masked places are replaced, not multiplied by zero: 0 · ∞ is NaN, in the value and in the gradient.
  const kept = (x: Tensor): Tensor => where(counts, x, 0);
  const policy = kept(logprobs);
  const old = batch.oldLogprobs === undefined ? stopGradient(policy) : kept(batch.oldLogprobs);
  const advantage = column(batch.advantages);
  const ratio = ratios[settings.ratio](sub(policy, old), batch.mask);
  const surrogate = surrogates[settings.surrogate](ratio, advantage, clip, policy);
  const tokens = sum(batch.mask);
  const share = (x: Tensor): Tensor => div(sum(mul(x, batch.mask)), where(greater(tokens, 0), tokens, 1));
  const divergence =
    batch.referenceLogprobs === undefined
      ? undefined
      : klEstimators[settings.kl](sub(kept(batch.referenceLogprobs), policy));
  const penalty = divergence !== undefined && settings.klImportance ? mul(divergence, ratio) : divergence;
  const each = penalty === undefined || klCoefficient === 0 ? surrogate : add(surrogate, mul(klCoefficient, penalty));
  const weight = aggregations[settings.aggregation].weight(batch.mask);
  return {
    loss: div(sum(mul(each, weight)), batch.denominator),
    kl: divergence === undefined ? zerosLike(batch.denominator) : share(divergence),
    clippedShare: share(cast(isClipped(ratio, advantage, clip), batch.mask.dtype)),
  };
}
