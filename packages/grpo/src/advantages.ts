import { InputError } from "@lemma/interfaces";

export interface AdvantageSettings {
  /**
   * What the difference to the group's mean is divided by: the group's deviation (GRPO), that of all rewards of the batch
   * (REINFORCE++-style, steadier for small groups), or nothing (Dr. GRPO: no bias towards easy or hard questions).
   */
  readonly scale: "group" | "batch" | "none";
  /** Divide by n or by n − 1 in the variance. TRL and verl: `sample`. */
  readonly deviation: "population" | "sample";
  /** Added to the deviation. TRL 1e-4, verl 1e-6. */
  readonly epsilon: number;
  /** A group with one scored sample has no baseline: `zero` (TRL), or its `reward` as it is (verl: mean 0, deviation 1). */
  readonly singleton: "zero" | "reward";
}

export const advantageDefaults: AdvantageSettings = {
  scale: "group",
  deviation: "sample",
  epsilon: 1e-4,
  singleton: "zero",
};

/**
 * Group-relative advantages: reward minus its group's mean, over a deviation.
 *
 *     Âᵢ = (rᵢ − mean(r)) / (std(r) + ε)
 *
 * @param rewards `[groups][samples]`. `undefined` says that a sample could not be judged (the verifier failed): it is left out
 *   of its group's mean and deviation, and its advantage is 0.
 * @returns `[groups][samples]`. A group of equal rewards gets zeros exactly, not rounding over ε.
 * @throws {InputError} for a reward that is not finite.
 * @see Shao et al. 2024, DeepSeekMath, arXiv:2402.03300, §4.1; Liu et al. 2025, arXiv:2503.20783 for `none`
 */
export function groupAdvantages(
  rewards: readonly (readonly (number | undefined)[])[],
  settings: AdvantageSettings = advantageDefaults,
): number[][] {
  for (const reward of rewards.flat())
    if (reward !== undefined && !Number.isFinite(reward))
      throw new InputError(`a reward must be a finite number, received ${reward}`);
  const all = rewards.flat().filter((reward) => reward !== undefined);
  const batchDeviation = deviationOf(all, settings.deviation);
  return rewards.map((group) => {
    const scored = group.filter((reward) => reward !== undefined);
    if (scored.length === 1 && settings.singleton === "reward") return group.map((reward) => reward ?? 0);
    // Equal rewards say nothing; the mean of equal floats need not equal them, and ε is small.
    if (scored.every((reward) => reward === scored[0])) return group.map(() => 0);
    const mean = meanOf(scored);
    const divisor = {
      group: () => deviationOf(scored, settings.deviation) + settings.epsilon,
      batch: () => batchDeviation + settings.epsilon,
      none: () => 1,
    }[settings.scale]();
    return group.map((reward) => (reward === undefined ? 0 : (reward - mean) / divisor));
  });
}

/** Groups whose rewards differ: only these say anything. The KL term pulls on the others all the same (TRL #5597). */
export function informativeGroups(rewards: readonly (readonly (number | undefined)[])[]): boolean[] {
  return rewards.map((group) => new Set(group.filter((reward) => reward !== undefined)).size > 1);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[], deviation: AdvantageSettings["deviation"]): number {
  const count = deviation === "sample" ? values.length - 1 : values.length;
  if (count < 1) return 0;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
}
