import {
  assemble,
  readBySorry,
  type Proof,
  type Reading,
  type Theorem,
  throwIfAborted,
  type Verdict,
  type Verifier,
  type VerifierCapabilities,
  type VerifyOptions,
  type VerifyRequest,
} from "@lemma/interfaces";
import { lemmasOf } from "@lemma/lean-kernel";
import { checkTheorems } from "./check-file.ts";
import { checkText, type CheckLimits, type CheckOutcome } from "./check.ts";
import { candidateOf, opensOf } from "./file.ts";

export interface LeanLiteOptions {
  /** Used where a request names no limit of its own. */
  readonly limits?: CheckLimits;
}

/** The embedded verifier. Checks run in the caller's thread, one after the other. */
export class LeanLite implements Verifier {
  readonly name = "lite";
  readonly capabilities: VerifierCapabilities = {
    unsupportedLimits: ["heartbeats", "cpuMs", "memoryBytes", "outputBytes"],
  };
  readonly #limits: CheckLimits;

  constructor(options: LeanLiteOptions = {}) {
    this.#limits = options.limits ?? {};
  }

  /** @throws {AbortedError} when the signal has fired before the check begins. */
  async verify({ theorem, proof }: VerifyRequest, options: VerifyOptions = {}): Promise<Verdict> {
    throwIfAborted("verify", options.signal);
    const started = performance.now();
    const { steps = this.#limits.steps, wallMs = this.#limits.wallMs } = options.limits ?? {};
    const limits: CheckLimits = {
      ...(steps === undefined ? {} : { steps }),
      ...(wallMs === undefined ? {} : { wallMs }),
    };
    return verdictOf(theorem.id, judge(theorem, proof, limits), performance.now() - started);
  }

  read(theorem: Theorem, options: VerifyOptions = {}): Promise<Reading> {
    return readBySorry(this, theorem, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** What comes out before or instead of a check, too. */
type Judged =
  | CheckOutcome
  | { readonly status: "mismatch"; readonly reason: string }
  | { readonly status: "forbidden" | "unsupported"; readonly construct: string };

function judge(theorem: Theorem, proof: Proof, limits: CheckLimits): Judged {
  // A statement that is not finished would let the proof finish it.
  if (proof.kind === "tactics" && !/:=(\s*by)?\s*$/.test(theorem.statement)) {
    return { status: "error", steps: 0, messages: [{ severity: "error", text: "the statement must end in ':= by'" }] };
  }
  const candidate =
    proof.kind === "tactics" ? { text: assemble(theorem, proof.tactics) } : candidateOf(theorem, proof.code);
  if ("status" in candidate) return candidate;
  const earlier = "earlier" in candidate ? (candidate.earlier ?? []) : [];
  return checkTheorems([...earlier, candidate.text], {
    limits,
    ...(theorem.header === undefined ? {} : { opens: opensOf(theorem.header) }),
  });
}

/** Checks a tactic block against a statement that ends in `:= by`, without waiting. */
export function checkProof(statement: string, tactics: string, limits: CheckLimits = {}): CheckOutcome {
  return checkText(assemble({ id: "", statement }, tactics), { limits });
}

function verdictOf(id: string, outcome: Judged, elapsedMs: number): Verdict {
  const messages = "messages" in outcome ? outcome.messages : [];
  const base = {
    id,
    verifier: "lite",
    evidence: "kernel" as const,
    elapsedMs,
    messages,
    ...("steps" in outcome ? { steps: outcome.steps } : {}),
  };
  if (outcome.status === "proved") {
    const lemmas = lemmasOf(outcome.theorem).map(({ name, type }) =>
      type === undefined ? name : `${name} ${type.name}`,
    );
    return { ...base, status: "proved", axioms: [], lemmas };
  }
  const { steps: _steps, messages: _messages, ...own } = { steps: 0, messages: [], ...outcome };
  return { ...base, ...own };
}
