import { InputError } from "@lemma/interfaces";

/** What the difference to the group's mean is divided by, from the deviation of the group and that of the whole batch. */
export const advantageScales = {
  /** std(group) + ε. GRPO, DeepSeekMath, arXiv:2402.03300, §4.1.2 */
  group: (group, _batch, epsilon) => group + epsilon,
  /** std(all rewards of the batch) + ε: steadier where groups are small. Liu et al. 2025, arXiv:2508.08221; TRL `batch` */
  batch: (_group, batch, epsilon) => batch + epsilon,
  /** 1: no bias towards questions that are nearly always, or nearly never, answered. Dr. GRPO, arXiv:2503.20783, §3.2 */
  none: () => 1,
} as const satisfies Readonly<Record<string, (group: number, batch: number, epsilon: number) => number>>;

/** What the sum of squares is divided by, for n rewards. */
export const varianceDivisors = {
  /** n. DeepSeekMath's formula read literally */
  population: (n) => n,
  /** n − 1. TRL and verl, by `torch.std`'s default */
  sample: (n) => n - 1,
} as const satisfies Readonly<Record<string, (n: number) => number>>;

export interface AdvantageSettings {
  readonly scale: keyof typeof advantageScales;
  readonly deviation: keyof typeof varianceDivisors;
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
    const groupDeviation = deviationOf(scored, settings.deviation);
    const divisor = advantageScales[settings.scale](groupDeviation, batchDeviation, settings.epsilon);
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
  const count = varianceDivisors[deviation](values.length);
  if (count < 1) return 0;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
}
