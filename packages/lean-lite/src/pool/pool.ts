import { availableParallelism } from "node:os";
import {
  InfrastructureError,
  type Reading,
  type Refutation,
  type Refuter,
  type Theorem,
  type Verdict,
  type Verifier,
  type VerifyLimits,
  type VerifyOptions,
  type VerifyRequest,
} from "@lemma/interfaces";
import { capabilities, defaultWallMs, verifierName } from "../capabilities.ts";
import type { SearchOptions, SearchOutcome } from "../search/search.ts";
import type { LeanLiteOptions, TheoremRefuteOptions } from "../verifier.ts";
import { Threads } from "./threads.ts";

export interface LeanLitePoolOptions extends LeanLiteOptions {
  /** How many requests are computed at once; one per core, at most 4, when absent. They start as they are needed. */
  readonly threads?: number;
  /** Of each thread's heap; 1,024 when absent. A check that needs more ends in the status `memory`. */
  readonly memoryMb?: number;
  /** How long a thread may go on with what was called off, before it is ended for it; 100 when absent. */
  readonly cancelGraceMs?: number;
}

/** The checker looks at its clock as it goes; what is past the limit by so much does not look any more. */
const deadlineOf = ({ wallMs = defaultWallMs }: VerifyLimits): number => 4 * wallMs + 1_000;

/** A statement is tried within milliseconds. */
const refuteDeadlineMs = 30_000;

/**
 * lean-lite in threads that all its callers share: the same verdicts as in process, while the caller's event loop stays free.
 * A signal ends what is under way; a thread that dies or hangs costs its own request, and no other.
 */
export class LeanLitePool implements Verifier, Refuter {
  readonly name = verifierName;
  readonly capabilities = capabilities;
  /** How many requests are computed at once. */
  readonly threads: number;
  readonly #limits: VerifyLimits;
  readonly #memory: string;
  readonly #threads: Threads;

  constructor({ limits = {}, threads, memoryMb = 1_024, cancelGraceMs = 100 }: LeanLitePoolOptions = {}) {
    this.threads = Math.max(1, threads ?? Math.min(4, availableParallelism()));
    this.#limits = limits;
    this.#memory = `${memoryMb} MiB`;
    this.#threads = new Threads({ count: this.threads, memoryMb, cancelGraceMs });
  }

  /** @throws {AbortedError} when the signal fires first. */
  async verify({ theorem, proof }: VerifyRequest, options: VerifyOptions = {}): Promise<Verdict> {
    const started = performance.now();
    const limits = { ...this.#limits, ...options.limits };
    const ending = await this.#threads.ask("verify", [{ theorem: plain(theorem), proof }, { limits }], {
      deadlineMs: deadlineOf(limits),
      signal: options.signal,
    });
    if (ending.kind === "found") return ending.found;
    const base = {
      id: theorem.id,
      verifier: this.name,
      evidence: "kernel",
      elapsedMs: performance.now() - started,
      messages: [],
    } as const;
    switch (ending.kind) {
      case "late":
        return { ...base, status: "timeout", limit: "wallMs" };
      case "memory":
        return { ...base, status: "memory", limit: this.#memory };
      case "lost":
        return { ...base, status: "infrastructure", reason: ending.reason };
    }
  }

  /** @throws {AbortedError} when the signal fires first. */
  async read(theorem: Theorem, options: VerifyOptions = {}): Promise<Reading> {
    const limits = { ...this.#limits, ...options.limits };
    const ending = await this.#threads.ask("read", [plain(theorem), { limits }], {
      deadlineMs: deadlineOf(limits),
      signal: options.signal,
    });
    return ending.kind === "found" ? ending.found : { status: "infrastructure", reason: this.#reasonOf(ending) };
  }

  /** @throws {AbortedError} when the signal fires first. */
  async refute(theorem: Theorem, { signal, ...options }: TheoremRefuteOptions = {}): Promise<Refutation> {
    const ending = await this.#threads.ask("refute", [plain(theorem), options], {
      deadlineMs: refuteDeadlineMs,
      signal,
    });
    return ending.kind === "found" ? ending.found : { status: "unknown", reason: this.#reasonOf(ending) };
  }

  /**
   * `searchProofs` of a statement.
   *
   * @throws {InfrastructureError} when its thread ends.
   * @throws {AbortedError} when the signal fires first.
   */
  async search(
    statement: string,
    { signal, ...options }: SearchOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<SearchOutcome> {
    const ending = await this.#threads.ask("search", [statement, options], { signal });
    if (ending.kind === "found") return ending.found;
    throw new InfrastructureError(`search: ${this.#reasonOf(ending)}`);
  }

  /** Ends the threads; what they are at, or what waits for them, is told so as a failure of the machinery. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#threads[Symbol.asyncDispose]();
  }

  #reasonOf(ending: { readonly kind: "late" | "memory" } | { readonly kind: "lost"; readonly reason: string }): string {
    if (ending.kind === "lost") return ending.reason;
    return ending.kind === "late" ? "wallMs" : `more than ${this.#memory} of memory`;
  }
}

/** What the checker reads of a theorem: a caller's may hold what no thread can be sent. */
const plain = ({ id, statement, header }: Theorem): Theorem => ({
  id,
  statement,
  ...(header === undefined ? {} : { header }),
});
