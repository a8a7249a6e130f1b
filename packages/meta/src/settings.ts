import type { metaRewards } from "@lemma/grpo";

/** Every number of meta-training, beside those of the loop itself. */
export interface MetaSettings {
  /** Attempts per conjecture while meta-training; test time has its own. */
  readonly attemptsPerConjecture: number;
  /** Theorems whose gradients add up to one step of the Weigher and the policy. Those that taught nothing do not count. */
  readonly accumulation: number;
  /**
   * The inner steps that are differentiated through. Named apart from the adaptation's own optimiser: at the paper's rate
   * plain SGD barely moves an adapter, and a cold Adam passes almost no meta-gradient, hence `epsRoot`.
   */
  readonly inner: {
    readonly steps: number;
    readonly optimizer: "sgd" | "adamw";
    readonly learningRate: number;
    readonly epsRoot: number;
    /** Recompute each block in the backward pass, and take the examples one after the other: far less memory. */
    readonly checkpoint: boolean;
  };
  readonly weigher: { readonly learningRate: number };
  readonly policy: {
    readonly learningRate: number;
    readonly rank: number;
    readonly alpha: number;
    readonly reward: keyof typeof metaRewards;
    /** Share of the supervised loss on verified pairs beside the policy loss. */
    readonly supervision: number;
  };
  /** Attempts at a theorem that comes without a proof, to find one for the outer loss. */
  readonly proofAttempts: number;
}

/** The paper's (section 5.1): 8 × 5 attempts, batch 1 accumulated to 2, 3 inner steps, 5e-5 for inner and outer updates, reward by sign. */
export const paperMetaSettings: MetaSettings = {
  attemptsPerConjecture: 5,
  accumulation: 2,
  inner: { steps: 3, optimizer: "sgd", learningRate: 5e-5, epsRoot: 0, checkpoint: true },
  weigher: { learningRate: 5e-5 },
  policy: { learningRate: 5e-5, rank: 8, alpha: 8, reward: "sign", supervision: 1 },
  proofAttempts: 5,
};

/** The embedded model's: rates at which a model of two million parameters moves. */
export const tinyMetaSettings: MetaSettings = {
  attemptsPerConjecture: 5,
  accumulation: 1,
  inner: { steps: 3, optimizer: "sgd", learningRate: 0.5, epsRoot: 1e-8, checkpoint: false },
  weigher: { learningRate: 1e-3 },
  policy: { learningRate: 2e-4, rank: 8, alpha: 8, reward: "sign", supervision: 1 },
  proofAttempts: 16,
};

/** Any of the settings, and any field of those that are records. */
export type MetaSettingsOverrides = {
  readonly [K in keyof MetaSettings]?: MetaSettings[K] extends number ? number : Partial<MetaSettings[K]>;
};

/** `settings` with the fields that `overrides` names. */
export function withMetaOverrides(settings: MetaSettings, overrides: MetaSettingsOverrides = {}): MetaSettings {
  return {
    ...settings,
    ...overrides,
    inner: { ...settings.inner, ...overrides.inner },
    weigher: { ...settings.weigher, ...overrides.weigher },
    policy: { ...settings.policy, ...overrides.policy },
  };
}
