import type { Capabilities, ElaborationJob } from "../elaborator.ts";
import type { Metrics } from "../metrics.ts";
import type { Elaboration } from "../verdict.ts";

/** What a seat made of a job, and whose fault a failure is. */
export interface Attempt {
  readonly elaboration: Elaboration;
  /** `input`: it happened over the candidate's text; `machinery`: before that, or on the way there. */
  readonly blame: "none" | "input" | "machinery";
  /** Set where what failed needs time before it is asked again: at least so much, and more at each attempt. */
  readonly retryAfterMs?: number;
}

/** What a seat says of its Lean. */
export type ProbeReport =
  | {
      readonly kind: "usable";
      /** As `Lean.versionString` says; undefined where it does not tell. */
      readonly leanVersion: string | undefined;
      /** Questions about a declaration are answered. */
      readonly answersQuestions: boolean;
    }
  /** @param mayPass it may answer if it is started once more. */
  | { readonly kind: "unusable"; readonly reason: string; readonly mayPass: boolean };

/**
 * Where one text at a time is elaborated: a process, or a connection to somebody's server.
 *
 * @typeParam P what the backend works out about a job beforehand, once for all seats.
 */
export interface Seat<P> {
  /** False once it has ended or was stopped: it takes no more jobs. */
  readonly isUsable: boolean;
  /** Memory that what sits there has for itself alone; 0 where nobody knows. */
  readonly privateBytes: number;
  /** Resolves when it is no longer usable, for whatever reason. */
  readonly ended: Promise<void>;
  /**
   * Finds out what Lean can do here. Asked of the first seat only, before any candidate's text has been near it, so that none
   * can make the client less careful.
   */
  probe(): Promise<ProbeReport>;
  /** Gets ready for jobs like this one, or for any; after a failure the seat is not usable. @returns what went wrong. */
  warmUp(plan: P | undefined): Promise<string | undefined>;
  /** How much of what a job stands on is ready: below 1 its header is not; above, the more the better. */
  warmth(plan: P): number;
  /** Never while another job is under way. */
  run(job: ElaborationJob, plan: P): Promise<Attempt>;
  /** Ends it, whatever it is doing; resolves when nothing of it is left. */
  stop(reason: string): Promise<void>;
}

/** A way to Lean: how a seat is started, and what is known of all of them. */
export interface Backend<P> {
  readonly name: string;
  /** What can be said before a seat was asked. */
  readonly limits: Pick<Capabilities, "limits" | "sandbox" | "unsupportedLimits">;
  plan(job: ElaborationJob): P;
  /** Starts a seat without waiting for it. @param metrics counts what the seat does. */
  start(metrics: Metrics): Seat<P>;
}
