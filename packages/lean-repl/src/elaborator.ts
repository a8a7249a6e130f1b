import type { VerifyLimits } from "@lemma/interfaces";
import type { Questions } from "./audit/questions.ts";
import type { Metrics } from "./metrics.ts";
import type { Elaboration } from "./verdict.ts";

/** What was found out about a backend when it was started. */
export interface Capabilities {
  /** As `Lean.versionString` says; undefined where the backend does not tell. */
  readonly leanVersion: string | undefined;
  /** Questions about a declaration are answered: its type, its axioms, the nonce. */
  readonly answersQuestions: boolean;
  /** Accepted environments can be replayed through the kernel of a fresh process. */
  readonly freshAudit: boolean;
  /** What replays them, in words, or why nothing does. */
  readonly audit: string;
  /** How limits are enforced, in words. */
  readonly limits: string;
  /** What isolates the process, in words, or why nothing does. */
  readonly sandbox: string;
  /** Fields of `VerifyLimits` that this backend cannot keep. */
  readonly unsupportedLimits: readonly (keyof VerifyLimits)[];
}

export interface ElaborationJob {
  /** Imports, options, `open`: trusted. */
  readonly header: string;
  /** The text to judge. */
  readonly body: string;
  /** Asked after a body without errors and sorries. */
  readonly questions?: Questions | undefined;
  /** Where the environment is kept after a clean body and good answers, for an audit elsewhere; no such process sees it. */
  readonly pickleTo?: string | undefined;
  readonly limits: VerifyLimits & { readonly wallMs: number };
  /** Jobs of one group share their turn in the queue: a theorem's attempts. */
  readonly group: string;
  readonly signal?: AbortSignal | undefined;
}

/** A way to have Lean elaborate a text. Never throws for what the text does. */
export interface Elaborator extends AsyncDisposable {
  readonly name: string;
  /** May become more while it is in use: an audit is tested when it is first needed. */
  capabilities: Capabilities;
  readonly metrics: Metrics;
  /** @throws {AbortedError} when the job's signal fires first. */
  elaborate(job: ElaborationJob): Promise<Elaboration>;
}
