import type { Theorem } from "@lemma/interfaces";
import type { ResultRecord } from "../results.ts";
import type { Summary } from "../summary.ts";

/** One meta-training theorem: what Figure 3 counts. */
export interface TrainingStep {
  readonly theorem: string;
  /** Verified theorem-proof pairs, out of `generated` conjectures. */
  readonly verified: number;
  readonly generated: number;
  readonly outerLoss?: number;
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
  readonly story?: Story;
  /** What was run on what: model, verifier, data and its copy, seeds, hardware. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Sentences for the reader, such as what was tried. */
  readonly notes?: readonly string[];
}

/** Table 1 of the paper, 100 theorems of miniF2F-test; shown beside ours, never mixed with it. */
export const paperTable1 = [
  { label: "DeepSeek-Prover-V2-7B", k: 5, accuracy: 0.23 },
  { label: "DeepSeek-Prover-V2-7B", k: 12, accuracy: 0.25 },
  { label: "LeMMA", k: 5, accuracy: 0.33 },
] as const;
