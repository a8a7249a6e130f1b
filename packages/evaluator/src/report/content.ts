import type { Theorem } from "@lemma/interfaces";
import type { ResultRecord } from "../results.ts";
import type { FateTally } from "../conjecture-fates.ts";
import type { ConjectureRates } from "../conjecture-rates.ts";
import type { Summary } from "../summary.ts";

/** One meta-training theorem: what Figure 3 counts. */
export interface TrainingStep {
  readonly theorem: string;
  /** Verified theorem-proof pairs, out of `generated` conjectures. */
  readonly verified: number;
  readonly generated: number;
  /** Why nothing was learnt, where nothing was. */
  readonly skipped?: string;
  /** L_outer before and after the inner steps, in nats per proof token. */
  readonly outerLoss?: readonly [before: number, after: number];
  /** ‖θ_K − θ₀‖₂ of the inner steps. */
  readonly updateNorm?: number;
  /** ‖∂L_outer/∂w‖₂; near zero, a loop that learns nothing. */
  readonly weightGradientNorm?: number;
}

/** One theorem's run, as Figure 4 tells it. */
export interface Story {
  readonly theorem: Theorem;
  readonly examples: readonly {
    readonly statement: string;
    readonly proof: string;
    readonly weight: number;
    /** ∂L_outer/∂w; negative where the example helped. Absent where no meta-gradient was taken. */
    readonly gradient?: number;
  }[];
  /** The proof that was found, if one was. */
  readonly proof?: string;
}

/** Everything a report shows. */
export interface ReportContent {
  readonly title: string;
  readonly summary: Summary;
  readonly records: readonly ResultRecord[];
  /** For the statements beside the attempts. */
  readonly problems?: readonly Theorem[];
  readonly training?: readonly TrainingStep[];
  /** What became of the conjectures, a column for each model. */
  readonly fates?: readonly FateTally[];
  readonly story?: Story;
  /** The same statistics over parts of the problems, such as each file of them. */
  readonly parts?: readonly { readonly title: string; readonly summary: Summary }[];
  /** What was run on what: model, verifier, data and its copy, seeds, hardware. */
  readonly facts?: Readonly<Record<string, string>>;
  /** How this very run was made: day, time taken, command, version, machine. Shown, and no part of what `summary.json` compares. */
  readonly about?: Readonly<Record<string, string>>;
  /** Every number that the run was made with. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Sentences for the reader, such as what was tried. */
  readonly notes?: readonly string[];
}

/** What a report on meta-training shows. */
export interface TrainingContent {
  readonly title: string;
  readonly steps: readonly TrainingStep[];
  /** Conjectures on statements outside the training set, before and after. */
  readonly rates?: ConjectureRates;
  /** What became of the conjectures, a column for each model. */
  readonly fates?: readonly FateTally[];
  readonly story?: Story;
  readonly facts?: Readonly<Record<string, string>>;
  readonly about?: Readonly<Record<string, string>>;
  readonly notes?: readonly string[];
}

/** Table 1 of the paper, 100 theorems of miniF2F-test; shown beside ours, never mixed with it. */
export const paperTable1 = [
  { label: "DeepSeek-Prover-V2-7B", k: 5, accuracy: 0.23 },
  { label: "DeepSeek-Prover-V2-7B", k: 12, accuracy: 0.25 },
  { label: "LeMMA", k: 5, accuracy: 0.33 },
] as const;
