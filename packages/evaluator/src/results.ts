import type { VerdictStatus } from "@lemma/interfaces";
import type { ComputeUsage } from "./compute/usage.ts";

/** One proof attempt and what became of it. */
export interface AttemptResult {
  readonly attempt: number;
  readonly status: VerdictStatus;
  readonly proof?: string;
  /** Lean's first message, or why there is none. */
  readonly message?: string;
}

/** One line of `results.jsonl`: one problem under one method from one seed. */
export interface ResultRecord {
  readonly problem: string;
  readonly method: string;
  readonly seed: number;
  readonly attempts: readonly AttemptResult[];
  readonly usage: ComputeUsage;
  /** Verified examples that were studied, where any were. */
  readonly examples?: number;
  /** Their shares of the adaptation's loss, in the study's order. */
  readonly weights?: readonly number[];
  readonly adaptation?: Adaptation;
}

/** What adapting did: a loop that learns nothing is seen at once. Or why it did nothing. */
export type Adaptation =
  | {
      /** Weighted loss on the examples, in nats per proof token. */
      readonly lossBefore: number;
      readonly lossAfter: number;
      /** ‖θ' − θ‖₂ over the adapter's parameters. */
      readonly updateNorm: number;
    }
  | { readonly skipped: string };

/**
 * How each verdict scores. Only machinery that failed leaves an attempt out: a proof that is too slow, too large or outside
 * what the verifier knows was not verified, and leaving those out would raise the score of whoever writes many of them.
 * Reports show the counts by status, so that a reader can judge otherwise.
 */
export const scoring = {
  proved: "success",
  sorry: "failure",
  error: "failure",
  mismatch: "failure",
  forbidden: "failure",
  unsupported: "failure",
  timeout: "failure",
  memory: "failure",
  crash: "failure",
  infrastructure: "excluded",
} as const satisfies Readonly<Record<VerdictStatus, "success" | "failure" | "excluded">>;

/** A problem's attempts as outcomes, those left out apart. */
export function outcomes(record: ResultRecord): { readonly scored: readonly boolean[]; readonly excluded: number } {
  const scored = record.attempts
    .map(({ status }) => scoring[status])
    .filter((score) => score !== "excluded")
    .map((score) => score === "success");
  return { scored, excluded: record.attempts.length - scored.length };
}
