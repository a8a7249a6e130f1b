import type { AdaptSettings, SamplingSettings } from "@lemma/interfaces";
import type { FilterName } from "./conjectures/table.ts";

/**
 * Every number of the test-time loop. `paper` has the values of section 5.1; presets for other models differ from it only
 * where a field says so.
 */
export interface LemmaSettings {
  /** m: conjectures per theorem. */
  readonly conjectures: number;
  /**
   * How many more times conjectures are drawn in place of those that are no statement, are the theorem, or say what was said
   * before. At test time only: meta-training learns from the model's own sample.
   */
  readonly conjectureRedraws: number;
  /** Which conjectures are worth proving; the first filter that drops one settles it. */
  readonly conjectureFilters: readonly FilterName[];
  /** n: proof attempts per conjecture. */
  readonly attemptsPerConjecture: number;
  /** Verified attempts kept per conjecture. */
  readonly keptPerConjecture: number;
  /** k: attempts at the theorem itself, after adapting. */
  readonly attempts: number;
  /** Whether a theorem is done with at its first proof. Otherwise all attempts are judged, as counting them asks for. */
  readonly stopAtProof: boolean;
  /** Rounds that the attempts are made in: each later one is shown what was rejected before it, and why. */
  readonly rounds: number;
  /** Attempts at the theorem before adapting: shown beside the adapted ones, never counted as the method's own. */
  readonly unadaptedAttempts: number;
  /**
   * Known proofs are tried on the theorem before anything is trained: those of the `nearest` statements, at most `checks` distinct
   * texts in all. Nothing is tried where either is 0.
   */
  readonly replay: { readonly nearest: number; readonly checks: number };
  /** Known proofs that are studied beside the conjectures, those of the nearest statements. */
  readonly knownExamples: number;
  /** Whether to study at all. Without, the theorem is attempted k times by the model as it is. */
  readonly adapt: boolean;
  /** How a theorem's examples are weighted: by the Weigher, or all alike as the paper does at test time. */
  readonly weighting: "weigher" | "uniform";
  readonly conjectureSampling: SamplingSettings;
  readonly proofSampling: SamplingSettings;
  readonly adaptation: Omit<AdaptSettings, "seed">;
  /** Deterministic bound on one check; which of them a verifier keeps is the verifier's word. */
  readonly verifySteps: number;
  readonly verifyWallMs: number;
}

/** The paper's settings (section 5.1): 8 conjectures × 2 attempts at test time, temperature 0.7, LoRA rank 8, α 8, 5e-5. */
export const paperSettings: LemmaSettings = {
  conjectures: 8,
  conjectureRedraws: 0,
  conjectureFilters: ["distinct", "elaborates", "consistent", "no leak"],
  attemptsPerConjecture: 2,
  keptPerConjecture: 2,
  attempts: 5,
  stopAtProof: true,
  rounds: 1,
  unadaptedAttempts: 0,
  // The paper replays nothing, and studies its own lemmas alone.
  replay: { nearest: 0, checks: 0 },
  knownExamples: 0,
  adapt: true,
  weighting: "uniform",
  conjectureSampling: { temperature: 0.7, maxTokens: 1024 },
  proofSampling: { temperature: 0.7, maxTokens: 1024 },
  adaptation: { rank: 8, alpha: 8, learningRate: 5e-5, epochs: 1, batchSize: 2, optimizer: "adamw" },
  verifySteps: 400_000,
  verifyWallMs: 60_000,
};

/**
 * The embedded model's. It is four thousand times smaller than the paper's, so its adapter needs a larger step to move a
 * proof's probability at all, and its proofs are short.
 */
export const tinySettings: LemmaSettings = {
  ...paperSettings,
  conjectureRedraws: 3,
  conjectureFilters: ["distinct", "elaborates", "plausible", "consistent", "no leak"],
  replay: { nearest: 16, checks: 32 },
  weighting: "weigher",
  conjectureSampling: { temperature: 0.7, maxTokens: 160 },
  proofSampling: { temperature: 0.7, maxTokens: 80 },
  adaptation: { rank: 8, alpha: 8, learningRate: 2e-3, epochs: 1, batchSize: 2, optimizer: "adamw" },
  verifySteps: 400_000,
  verifyWallMs: 5_000,
};

/** Any of the settings, and any field of those that are records. */
export type SettingsOverrides = {
  readonly [K in keyof LemmaSettings]?: LemmaSettings[K] extends readonly unknown[] | string | number | boolean
    ? LemmaSettings[K]
    : Partial<LemmaSettings[K]>;
};

/** `settings` with the fields that `overrides` names. */
export function withOverrides(settings: LemmaSettings, overrides: SettingsOverrides = {}): LemmaSettings {
  const { replay, conjectureSampling, proofSampling, adaptation, ...flat } = overrides;
  return {
    ...settings,
    ...flat,
    replay: { ...settings.replay, ...replay },
    conjectureSampling: { ...settings.conjectureSampling, ...conjectureSampling },
    proofSampling: { ...settings.proofSampling, ...proofSampling },
    adaptation: { ...settings.adaptation, ...adaptation },
  };
}
