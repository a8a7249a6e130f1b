import type { VerdictStatus } from "@lemma/interfaces";
import type { ComputeUsage } from "./compute/usage.ts";
import type { Interval } from "./statistics/interval.ts";

export interface MethodSettings {
  readonly name: string;
  /** What tables call it; the name unless told. */
  readonly label?: string;
  /** The sample budget: attempts that count, and the k of its pass@k. */
  readonly k: number;
  /** Its attempts are not alike, such as those of further rounds: nothing is said of fewer than all of them. */
  readonly inTurn?: boolean;
}

export interface SummaryOptions {
  readonly methods: readonly MethodSettings[];
  /** Pairs to test, first against second; every method against the first of `methods` unless told. */
  readonly comparisons?: readonly (readonly [string, string])[];
  /** The method whose compute is 1 in `relativeFlops`; the first unless told. */
  readonly reference?: string;
  readonly level?: number;
  readonly resamples?: number;
  readonly seed: number;
}

export interface MethodSummary {
  readonly name: string;
  readonly label: string;
  readonly k: number;
  readonly seeds: readonly number[];
  /** Problems with at least k scored attempts in every seed: what the figures below are over. */
  readonly problems: number;
  /** Problems left out because too many verifications failed for reasons outside the proofs, or decided nothing. */
  readonly excludedProblems: readonly string[];
  /** Attempts at which the machinery failed. */
  readonly excludedAttempts: number;
  /** Attempts whose check ran out of time or memory, or whose process died. */
  readonly undecidedAttempts: number;
  /**
   * Unbiased pass@k with every undecided attempt taken for a failed one, over the problems that have k attempts then: what the
   * score is at least, whatever slow and dying proofs were worth.
   */
  readonly passAtKAtLeast: number;
  /** Unbiased pass@k, averaged over seeds and problems, with its problem-level bootstrap interval. */
  readonly passAtK: Interval;
  /** Share of problems with a success among the first k attempts, averaged over seeds. */
  readonly prefixPassAtK: number;
  /** Wilson's interval for the first seed's prefix pass@k. */
  readonly wilson: Interval;
  /** Unbiased pass@j for j = 1 … the fewest scored attempts of any problem; of attempts that are not alike, for all of them only. */
  readonly curve: readonly { readonly k: number; readonly value: number }[];
  readonly statuses: Readonly<Record<VerdictStatus, number>>;
  /** Mean per problem. */
  readonly usage: ComputeUsage;
  /** Mean per problem: operations of studying and adapting. */
  readonly studyFlops: number;
  readonly relativeFlops: number;
  /** Δ log p of known right proofs by studying, where it was measured: nats a theorem, and the share of theorems that gain. */
  readonly signal?: { readonly problems: number; readonly delta: Interval; readonly gaining: number };
}
