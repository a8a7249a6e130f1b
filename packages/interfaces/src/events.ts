import type { AdaptationTrace } from "./prover.ts";
import type { Theorem } from "./theorem.ts";
import type { Verdict } from "./verifier.ts";

/** How a theorem's run ended. */
export type ProveStatus = "proved" | "failed" | "unsupported" | "error" | "infrastructure";

/** Compute spent so far, by stage; FLOPs are counted from the graphs that ran. */
export interface Usage {
  readonly promptTokens: number;
  readonly sampledTokens: number;
  readonly trainedTokens: number;
  readonly flops: number;
  readonly verifications: number;
  readonly verifierMs: number;
}

/**
 * A run is a stream of these; a progress bar, a log, a checkpoint and a report are readers of it. Every event names its
 * theorem, so that streams of several theorems can be merged. Fields that end in `Ms` vary from run to run; all others
 * repeat with the seed.
 */
export type LemmaEvent = { readonly id: string } & (
  | { readonly type: "started"; readonly theorem: Theorem; readonly seed: number }
  /**
   * A lemma was proposed. `statement` is absent when the completion held none. Of one that was dropped, `droppedBy` names the
   * filter, or says `no statement` or `cannot be judged`, and `reason` says why.
   */
  | {
      readonly type: "conjectured";
      readonly index: number;
      readonly statement?: string;
      readonly accepted: boolean;
      readonly droppedBy?: string;
      readonly reason?: string;
    }
  /** An attempt at conjecture `index` was judged. */
  | {
      readonly type: "verified";
      readonly index: number;
      readonly attempt: number;
      readonly statement: string;
      readonly proof: string;
      readonly verdict: Verdict;
      readonly kept: boolean;
      /** The model's answer ended at its limit of tokens. */
      readonly cut?: true;
    }
  | {
      readonly type: "weighed";
      readonly examples: readonly {
        readonly statement: string;
        readonly proof: string;
        readonly score: number;
        readonly weight: number;
      }[];
    }
  /** The adapter was trained. `skipped` when no verified example was left to study. */
  | { readonly type: "adapted"; readonly trace: AdaptationTrace; readonly elapsedMs: number; readonly skipped?: string }
  | {
      readonly type: "attempted";
      readonly attempt: number;
      readonly adapted: boolean;
      readonly proof: string;
      readonly verdict: Verdict;
      /** The model's answer ended at its limit of tokens. */
      readonly cut?: true;
    }
  /** A known proof, that of theorem `of`, was tried on the theorem, with so much of the theorem put in. */
  | {
      readonly type: "replayed";
      readonly check: number;
      readonly of: string;
      readonly source: string;
      readonly putIn: string;
      /** Of the two statements, in [0, 1]. */
      readonly similarity: number;
      readonly proof: string;
      readonly verdict: Verdict;
    }
  /** `replayed`: the theorem whose proof it was, where none was sampled. `attempt` then counts checks. */
  | {
      readonly type: "proved";
      readonly proof: string;
      readonly attempt: number;
      readonly adapted: boolean;
      readonly replayed?: string;
    }
  | {
      readonly type: "finished";
      readonly status: ProveStatus;
      readonly proved: boolean;
      readonly proof?: string;
      readonly message?: string;
      readonly usage: Usage;
      readonly elapsedMs: number;
    }
);

export type LemmaEventType = LemmaEvent["type"];
