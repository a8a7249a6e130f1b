import { InputError } from "@lemma/interfaces";

/** One verified pair that the target's adaptation used. */
export interface PairGradient {
  /** Which conjecture the pair belongs to. */
  readonly conjecture: number;
  /** wᵢ, its share of the inner loss; the weights of one target sum to 1. */
  readonly weight: number;
  /** ∂L_outer/∂wᵢ: negative where more of this pair would have helped. */
  readonly gradient: number;
}

/** Meta-gradient rewards of a pair. `offset` is Σⱼ wⱼ ∂L/∂wⱼ. Larger is better. */
export const metaRewards = {
  /** −sign(∂L/∂wᵢ): the paper's (section 4): positive where more of this pair lowers the outer loss. */
  sign: ({ gradient }: PairGradient): number => (gradient < 0 ? 1 : gradient > 0 ? -1 : 0),
  /** −(∂L/∂wᵢ − Σⱼ wⱼ ∂L/∂wⱼ): weights sum to 1, so only the difference to their mean can be acted on. */
  centred: ({ gradient }: PairGradient, offset: number): number => offset - gradient,
  /** −∂L/∂zᵢ = −wᵢ (∂L/∂wᵢ − Σⱼ wⱼ ∂L/∂wⱼ): the gradient for the Weigher's score zᵢ, w = softmax(z). */
  logit: ({ gradient, weight }: PairGradient, offset: number): number => weight * (offset - gradient),
} as const satisfies Readonly<Record<string, (pair: PairGradient, offset: number) => number>>;

/**
 * What a conjecture without a kept pair earns: it was not verified, is trivial, or copies the target. Survivors earn −1 … 1, so
 * this is below every survivor, and a lone survivor stands out although it has nobody to be centred against.
 */
export const rewardFloor = -2;

/**
 * One reward per conjecture: the mean over its kept pairs, and the floor for those without a pair. `centred` and `logit` are
 * scaled so that the largest magnitude is 1: the meta-gradient's own scale is arbitrary, it shrinks with the inner learning
 * rate. `sign` needs no scale.
 *
 * @param count how many conjectures were made for this target.
 * @param unjudged conjectures whose verification failed for reasons outside them: no reward rather than the floor.
 * @throws {InputError} for a gradient that is not finite: it must not become a reward.
 */
export function conjectureRewards(
  kind: keyof typeof metaRewards,
  count: number,
  pairs: readonly PairGradient[],
  unjudged: ReadonlySet<number> = new Set(),
): (number | undefined)[] {
  for (const { gradient, weight, conjecture } of pairs)
    if (!Number.isFinite(gradient) || !Number.isFinite(weight) || !(conjecture >= 0 && conjecture < count))
      throw new InputError(`pair of conjecture ${conjecture}: weight ${weight}, gradient ${gradient}`);
  const offset = pairs.reduce((sum, { weight, gradient }) => sum + weight * gradient, 0);
  const means = Array.from({ length: count }, (_, conjecture) => {
    const own = pairs.filter((pair) => pair.conjecture === conjecture);
    if (own.length === 0) return undefined;
    return own.reduce((sum, pair) => sum + metaRewards[kind](pair, offset), 0) / own.length;
  });
  const largest = kind === "sign" ? 1 : Math.max(0, ...means.map((value) => Math.abs(value ?? 0)));
  return means.map((value, conjecture) => {
    if (value !== undefined) return largest === 0 ? 0 : value / largest;
    return unjudged.has(conjecture) ? undefined : rewardFloor;
  });
}
