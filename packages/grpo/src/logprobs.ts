import { div, expandDims, logSoftmax, squeeze, takeAlongAxis, type Tensor } from "@lemma/autodiff";
import { InputError } from "@lemma/interfaces";

/**
 * log π(token) at the temperature the tokens were sampled with. The sampler's numbers are at that temperature, so a ratio that
 * leaves it out compares two different distributions.
 *
 * @param logits `[B, T, V]`, where row `t` predicts `tokens[t]`.
 * @param tokens `[B, T]` int64.
 * @returns `[B, T]`
 * @throws {InputError} for a temperature ≤ 0: greedy samples have no policy gradient.
 */
export function tokenLogprobs(logits: Tensor, tokens: Tensor, temperature: number): Tensor {
  if (!(temperature > 0))
    throw new InputError(`a policy gradient needs a temperature above 0, received ${temperature}`);
  const scaled = temperature === 1 ? logits : div(logits, temperature);
  return squeeze(takeAlongAxis(logSoftmax(scaled, -1), expandDims(tokens, 2), 2), 2);
}
