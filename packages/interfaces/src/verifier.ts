import type { Proof, Theorem } from "./theorem.ts";

/**
 * Bounds on one check. `steps` and `heartbeats` are counted, so that the same proof ends the same way on every machine; the
 * others are measured and differ from run to run. A verifier ignores no limit in silence: those it cannot keep are listed
 * in its capabilities.
 */
export interface VerifyLimits {
  /** Deterministic inference steps of the embedded checker. */
  readonly steps?: number;
  /** Lean's `maxHeartbeats`, in its own unit (thousands of small allocations). */
  readonly heartbeats?: number;
  readonly wallMs?: number;
  readonly cpuMs?: number;
  readonly memoryBytes?: number;
  readonly outputBytes?: number;
}

/** Lean's convention: lines count from 1, columns from 0 in code points. Positions are in the text that was checked. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Message {
  readonly severity: "error" | "warning" | "info";
  readonly text: string;
  readonly start?: Position;
  readonly end?: Position;
}

/**
 * The strongest check that a verdict stands on: `kernel` (the embedded checker's kernel), `messages` (what Lean said),
 * `axioms` (the declaration's axioms and statement, audited outside the candidate's reach), `external` (another checker
 * replayed the proof terms).
 */
export type Evidence = "kernel" | "messages" | "axioms" | "external";

interface VerdictBase {
  /** The theorem's id. */
  readonly id: string;
  /** Which verifier said so. */
  readonly verifier: string;
  readonly messages: readonly Message[];
  readonly evidence: Evidence;
  /** Why the evidence is weaker than what was asked for, where it is: no kernel replay could be shown. */
  readonly evidenceReason?: string;
  readonly elapsedMs: number;
  /** Deterministic steps spent, where the verifier counts them. */
  readonly steps?: number;
}

/** What a verifier says of one proof. Each status is an outcome, never an exception. */
export type Verdict = VerdictBase &
  (
    | {
        readonly status: "proved";
        readonly axioms?: readonly string[];
        /** The lemmas of the verifier's own book that the proof uses, where it keeps one: `mul_pos ℝ`, the type being α's. */
        readonly lemmas?: readonly string[];
      }
    /** Complete but for `sorry`. `goal` is the first open goal as Lean prints it. */
    | { readonly status: "sorry"; readonly goal?: string }
    /** The proof is wrong, or does not parse or elaborate. `goal` is the goal at the first error. */
    | { readonly status: "error"; readonly goal?: string }
    /** A valid file that does not prove the statement it was asked to. */
    | { readonly status: "mismatch"; readonly reason: string }
    /** Uses what the policy refuses: an axiom, `native_decide`, a debug option. */
    | { readonly status: "forbidden"; readonly construct: string }
    /** Outside what this verifier understands. Says nothing about the proof. */
    | { readonly status: "unsupported"; readonly construct: string }
    | { readonly status: "timeout"; readonly limit: string }
    | { readonly status: "memory"; readonly limit: string }
    | { readonly status: "crash"; readonly reason: string }
    /** The machinery failed. Says nothing about the proof, and is never scored as a failed one. */
    | { readonly status: "infrastructure"; readonly reason: string }
  );

export type VerdictStatus = Verdict["status"];

export const verdictStatuses = [
  "proved",
  "sorry",
  "error",
  "mismatch",
  "forbidden",
  "unsupported",
  "timeout",
  "memory",
  "crash",
  "infrastructure",
] as const satisfies readonly VerdictStatus[];

/**
 * Whether a verdict is Lean's word on the proof. The others (a slow or broken checker, a construct it does not know) must
 * neither teach the model nor count as a failure.
 */
export function isConclusive(verdict: Verdict): boolean {
  return (
    verdict.status === "proved" ||
    verdict.status === "sorry" ||
    verdict.status === "error" ||
    verdict.status === "mismatch" ||
    verdict.status === "forbidden"
  );
}

export interface VerifyOptions {
  readonly limits?: VerifyLimits;
  readonly signal?: AbortSignal;
}

export interface VerifyRequest {
  readonly theorem: Theorem;
  readonly proof: Proof;
}

/** Judges proofs. One verdict per request; a request never throws because of what the proof contains. */
export interface Verifier extends AsyncDisposable {
  readonly name: string;
  /** @throws {AbortedError} when the signal fires first. */
  verify(request: VerifyRequest, options?: VerifyOptions): Promise<Verdict>;
}
