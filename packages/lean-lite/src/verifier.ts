import {
  type Reading,
  type Refutation,
  type Refuter,
  type Theorem,
  throwIfAborted,
  type Verdict,
  type Verifier,
  type VerifyOptions,
  type VerifyRequest,
} from "@lemma/interfaces";
import { capabilities, verifierName } from "./capabilities.ts";
import { Contexts } from "./context/contexts.ts";
import { elaborateTheorem } from "./elaborate-text.ts";
import { judge } from "./judge.ts";
import type { CheckLimits } from "./outcome.ts";
import { refute, type RefuteOptions } from "./refute/refute.ts";
import { type SearchOptions, type SearchOutcome, searchProofs } from "./search/index.ts";
import { verdictOf } from "./verdict.ts";

export interface LeanLiteOptions {
  /** Used where a request names no limit of its own. */
  readonly limits?: CheckLimits;
}

interface Abortable {
  /** Heard before the work begins, and not after. */
  readonly signal?: AbortSignal;
}

export type TheoremRefuteOptions = Omit<RefuteOptions, "header"> & Abortable;

/**
 * The embedded verifier, which looks for counterexamples and proofs too. It computes in the caller's thread, one request after
 * the other: `LeanLitePool` does the same in threads of its own.
 *
 * Every method throws an {@link AbortedError} when the signal has fired before it begins.
 */
export class LeanLite implements Verifier, Refuter {
  readonly name = verifierName;
  readonly capabilities = capabilities;
  readonly #limits: CheckLimits;
  readonly #contexts = new Contexts();

  constructor(options: LeanLiteOptions = {}) {
    this.#limits = options.limits ?? {};
  }

  async verify({ theorem, proof }: VerifyRequest, options: VerifyOptions = {}): Promise<Verdict> {
    throwIfAborted("verify", options.signal);
    const started = performance.now();
    const judged = judge(theorem, proof, this.#limitsOf(options), this.#contexts);
    return verdictOf(theorem.id, judged, performance.now() - started);
  }

  async read(theorem: Theorem, options: VerifyOptions = {}): Promise<Reading> {
    throwIfAborted("read", options.signal);
    const read = elaborateTheorem(theorem, this.#contexts, this.#limitsOf(options));
    switch (read.status) {
      case "elaborated":
        return { status: "read", goal: read.goal, typed: read.typed };
      case "unsupported":
        return { status: "unsupported", construct: read.construct };
      case "error":
        return { status: "error", message: read.messages[0]?.text ?? "the statement does not elaborate" };
      case "timeout":
      case "memory":
        return { status: "infrastructure", reason: read.limit };
    }
  }

  /** {@link refute} of a theorem. */
  async refute({ statement, header }: Theorem, { signal, ...options }: TheoremRefuteOptions = {}): Promise<Refutation> {
    throwIfAborted("refute", signal);
    return refute(statement, { ...options, ...(header === undefined ? {} : { header }) });
  }

  /** {@link searchProofs}. */
  async search(statement: string, { signal, ...options }: SearchOptions & Abortable = {}): Promise<SearchOutcome> {
    throwIfAborted("search", signal);
    return searchProofs(statement, options);
  }

  #limitsOf({ limits }: VerifyOptions): CheckLimits {
    const { steps = this.#limits.steps, wallMs = this.#limits.wallMs } = limits ?? {};
    return { ...(steps === undefined ? {} : { steps }), ...(wallMs === undefined ? {} : { wallMs }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
