import { type Tensor, mean, mul, neg, sub } from "@lemma/autodiff";

/**
 * The outer loss for a verifier's reward: −mean (rⱼ − r̄) log π_θ'(pⱼ | T) over sampled proofs pⱼ of the target, whose gradient
 * is the policy gradient with the mean as its baseline. What the adapted model should do is prove T, by whatever proof.
 *
 * Where there is a verified proof to imitate, the outer loss is its cross-entropy, as the inner losses are.
 *
 * @param logprobs `[samples]`: log π of whole proofs under the adapted parameters.
 * @param rewards `[samples]`: the verdicts, such as 0 and 1. Equal rewards teach nothing: the loss is then 0.
 */
export function rewardLoss(logprobs: Tensor, rewards: Tensor): Tensor {
  return neg(mean(mul(sub(rewards, mean(rewards)), logprobs)));
}
