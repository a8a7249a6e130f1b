import { Worker } from "node:worker_threads";
import type { ProofSearch } from "@lemma/datasets";
import { AbortedError, InfrastructureError, throwIfAborted, type Theorem } from "@lemma/interfaces";
import type { SearchRequest, SearchResponse } from "./protocol.ts";

// Under a test runner this file is TypeScript, and threads need JavaScript.
const script = import.meta.url.endsWith(".ts")
  ? new URL("../../dist/search/worker.js", import.meta.url)
  : new URL("./worker.js", import.meta.url);

interface Job {
  readonly request: SearchRequest;
  readonly resolve: (proof: string | undefined) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  job?: Job;
}

/**
 * lean-lite's proof search in threads: it computes without pause, so that only threads make use of more than one core, and keep
 * Ctrl-C heard.
 */
export class SearchThreads implements ProofSearch, AsyncDisposable {
  readonly effort: number;
  readonly #threads: Thread[] = [];
  readonly #waiting: Job[] = [];
  readonly #count: number;
  #calls = 0;

  /** @param steps deterministic steps per statement: the same statement and steps give the same answer on any machine. */
  constructor(count: number, steps: number) {
    this.#count = count;
    this.effort = steps;
  }

  /**
   * @throws {InfrastructureError} when its thread dies; a further search starts a new one.
   * @throws {AbortedError} when the signal has fired before, or the threads are closed.
   */
  async find({ statement }: Theorem, signal?: AbortSignal): Promise<string | undefined> {
    throwIfAborted("search", signal);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request: { call: this.#calls++, statement, steps: this.effort }, resolve, reject });
      this.#next();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { reject } of this.#waiting.splice(0)) reject(new AbortedError("search"));
    await Promise.all(this.#threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  #next(): void {
    const job = this.#waiting[0];
    if (job === undefined) return;
    const idle = this.#threads.find((thread) => thread.job === undefined);
    const thread = idle ?? (this.#threads.length < this.#count ? this.#start() : undefined);
    if (thread === undefined) return;
    this.#waiting.shift();
    thread.job = job;
    thread.worker.postMessage(job.request);
  }

  #start(): Thread {
    // Flags of the caller's process, such as --input-type with --eval, are not for this thread.
    const worker = new Worker(script, { name: "lemma-search", execArgv: [] });
    const thread: Thread = { worker };
    this.#threads.push(thread);
    worker.on("message", ({ proof }: SearchResponse) => {
      const { job } = thread;
      delete thread.job;
      job?.resolve(proof ?? undefined);
      this.#next();
    });
    worker.on("error", (error: Error) => this.#lose(thread, error));
    worker.on("exit", (code) => this.#lose(thread, new Error(`exit status ${code}`)));
    return thread;
  }

  #lose(thread: Thread, cause: Error): void {
    const at = this.#threads.indexOf(thread);
    if (at !== -1) this.#threads.splice(at, 1);
    const { job } = thread;
    delete thread.job;
    job?.reject(new InfrastructureError(`a search thread ended: ${cause.message}`, { cause }));
    this.#next();
  }
}
