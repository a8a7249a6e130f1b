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

/** A goal that `sorry` closed, as Lean prints it, and where that `sorry` stands. */
export interface SorryGoal {
  readonly goal: string;
  readonly start?: Position;
}

interface VerdictBase {
  /** The theorem's id. */
  readonly id: string;
  /** Which verifier said so. */
  readonly verifier: string;
  readonly messages: readonly Message[];
  readonly evidence: Evidence;
  /** Why the evidence is weaker than what was asked for, where it is: no kernel replay could be shown. */
  readonly evidenceReason?: string;
  /** The external checkers that accepted the proof too, by name, each with its kernels where it says which. */
  readonly checkedBy?: readonly string[];
  readonly elapsedMs: number;
  /** Deterministic steps spent, where the verifier counts them. */
  readonly steps?: number;
}

/** What a verifier says of one proof. Each status is an outcome, never an exception. */
export type Verdict = VerdictBase &
  (
    | {
        readonly status: "proved";
        /** What the proof assumes: Lean's axioms, or lemmas of the embedded checker's book that it has not derived from its rules. */
        readonly axioms?: readonly string[];
        /** The lemmas of the verifier's own book that the proof uses, where it keeps one: `mul_pos ℝ`, the type being α's. */
        readonly lemmas?: readonly string[];
      }
    /**
     * Complete but for `sorry`, its own or that of an earlier theorem which it uses. `goal` is the first open goal as Lean prints it,
     * `goals` are all that the verifier tells of, in the order in which it met them; `rests` names the earlier theorems, each with
     * what it lacks: `helper (sorry)`.
     */
    | {
        readonly status: "sorry";
        readonly goal?: string;
        readonly goals?: readonly SorryGoal[];
        readonly rests?: readonly string[];
      }
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

/** What a verifier makes of a statement, before there is a proof. */
export type Reading =
  /** It reads; `goal` is what is to be proved, as Lean prints it, `typed` the same in one line with all its types. */
  | { readonly status: "read"; readonly goal?: string; readonly typed?: string }
  /** It does not parse or elaborate: there is nothing to prove. */
  | { readonly status: "error"; readonly message: string }
  /** Outside what this verifier understands. Says nothing about the statement. */
  | { readonly status: "unsupported"; readonly construct: string }
  /** The machinery failed, or a limit was met. Says nothing about the statement. */
  | { readonly status: "infrastructure"; readonly reason: string };

/** What a verifier can do, as far as callers act on it. */
export interface VerifierCapabilities {
  /** The limits that it cannot keep. */
  readonly unsupportedLimits: readonly (keyof VerifyLimits)[];
}

/** Judges proofs. One verdict per request; a request never throws because of what the proof contains. */
export interface Verifier extends AsyncDisposable {
  readonly name: string;
  readonly capabilities: VerifierCapabilities;
  /** @throws {AbortedError} when the signal fires first. */
  verify(request: VerifyRequest, options?: VerifyOptions): Promise<Verdict>;
  /** Reads a theorem's statement in its context. @throws {AbortedError} when the signal fires first. */
  read(theorem: Theorem, options?: VerifyOptions): Promise<Reading>;
}

/** `Verifier.read` for a verifier whose one way to read a statement is to check the proof `sorry` of it, as Lean's is. */
export async function readBySorry(
  verifier: Pick<Verifier, "verify">,
  theorem: Theorem,
  options?: VerifyOptions,
): Promise<Reading> {
  const verdict = await verifier.verify({ theorem, proof: { kind: "tactics", tactics: "  sorry" } }, options);
  switch (verdict.status) {
    case "sorry":
    // A statement whose goal is closed before the first tactic.
    case "proved":
      return { status: "read", ...("goal" in verdict && verdict.goal !== undefined ? { goal: verdict.goal } : {}) };
    case "error":
    case "mismatch":
    case "forbidden":
      return {
        status: "error",
        message:
          verdict.messages.find(({ severity }) => severity === "error")?.text ?? "the statement does not elaborate",
      };
    case "unsupported":
      return { status: "unsupported", construct: verdict.construct };
    case "infrastructure":
    case "crash":
      return { status: "infrastructure", reason: verdict.reason };
    case "timeout":
    case "memory":
      return { status: "infrastructure", reason: verdict.limit };
  }
}

/** Why a verdict is what it is, in one line; undefined where its status says it. */
export function reasonOf(verdict: Verdict): string | undefined {
  switch (verdict.status) {
    case "proved":
      return verdict.evidenceReason;
    case "forbidden":
    case "unsupported":
      return verdict.construct;
    case "mismatch":
    case "crash":
    case "infrastructure":
      return verdict.reason;
    case "timeout":
    case "memory":
      return verdict.limit;
    case "sorry":
      return verdict.rests === undefined ? undefined : `rests on ${verdict.rests.join(", ")}`;
    case "error":
      return verdict.messages.find(({ severity }) => severity === "error")?.text;
  }
}
