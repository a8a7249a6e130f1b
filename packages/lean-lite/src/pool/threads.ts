import { Worker } from "node:worker_threads";
import { onAbort } from "@lemma/async";
import { AbortedError, throwIfAborted } from "@lemma/interfaces";
import type { Found, Given, Operation, Request, Response } from "./protocol.ts";

// Under a test runner this file is TypeScript, and threads need JavaScript.
const script = import.meta.url.endsWith(".ts")
  ? new URL("../../dist/pool/worker.js", import.meta.url)
  : new URL("./worker.js", import.meta.url);

/** How one request ended. All but `found` say nothing about what was asked. */
export type Ending<K extends Operation> =
  | { readonly kind: "found"; readonly found: Found<K> }
  /** Its thread computed past the deadline and was ended. */
  | { readonly kind: "late" }
  /** Its thread had no memory left and ended. */
  | { readonly kind: "memory" }
  /** Its thread ended, or the pool was closed. */
  | { readonly kind: "lost"; readonly reason: string };

export interface ThreadsOptions {
  readonly count: number;
  /** Of each thread's heap. */
  readonly memoryMb: number;
  /** How long a thread may go on with what nobody waits for any more, before it is ended for it: a new one costs 0.2 s. */
  readonly cancelGraceMs: number;
}

export interface AskOptions {
  /** How long a thread may compute on it. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal | undefined;
}

interface Job {
  readonly request: Request;
  readonly deadlineMs: number | undefined;
  readonly end: (ending: Ending<Operation>) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Whether it has its code and waits for work. */
  isReady: boolean;
  job?: Job;
  deadline?: NodeJS.Timeout;
}

/**
 * Requests over a few threads, first come, first served. Threads start as they are needed, one at a time: a handful of quick
 * requests is done by one before another is there. An idle thread does not keep the process alive.
 */
export class Threads implements AsyncDisposable {
  readonly #options: ThreadsOptions;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #closed = false;

  constructor(options: ThreadsOptions) {
    this.#options = options;
  }

  /** @throws {AbortedError} when the signal fires first; the thread that is at it is ended, unless it is done in a moment. */
  async ask<K extends Operation>(
    operation: K,
    given: Given<K>,
    { deadlineMs, signal }: AskOptions = {},
  ): Promise<Ending<K>> {
    throwIfAborted(operation, signal);
    if (this.#closed) return { kind: "lost", reason: "the threads are closed" };
    return await new Promise((resolve, reject) => {
      const job: Job = {
        request: { operation, given } as Request,
        deadlineMs,
        end: (ending) => {
          stopListening();
          resolve(ending as Ending<K>);
        },
      };
      const stopListening = onAbort(signal, () => {
        reject(new AbortedError(operation, signal));
        this.#abandon(job);
      });
      this.#waiting.push(job);
      this.#next();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const lost = { kind: "lost", reason: "the threads were closed" } as const;
    for (const { end } of this.#waiting.splice(0)) end(lost);
    await Promise.all([...this.#threads].map((thread) => this.#stop(thread, lost)));
  }

  #next(): void {
    for (const thread of this.#threads) {
      if (this.#waiting.length === 0) return;
      if (thread.isReady && thread.job === undefined) this.#give(thread, this.#waiting.shift()!);
    }
    const isStarting = [...this.#threads].some(({ isReady }) => !isReady);
    if (this.#waiting.length > 0 && !isStarting && this.#threads.size < this.#options.count) this.#start();
  }

  #give(thread: Thread, job: Job): void {
    thread.job = job;
    thread.worker.ref();
    if (job.deadlineMs !== undefined)
      thread.deadline = setTimeout(() => void this.#stop(thread, { kind: "late" }), job.deadlineMs);
    thread.worker.postMessage(job.request);
  }

  #start(): void {
    const worker = new Worker(script, {
      name: "lean-lite",
      // Flags of the caller's process, such as --input-type with --eval, are not for this thread.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryMb },
    });
    const thread: Thread = { worker, isReady: false };
    this.#threads.add(thread);
    worker.on("message", (response: Response) => {
      if (response === "ready") {
        thread.isReady = true;
        worker.unref();
      } else this.#settle(thread, "found" in response ? { kind: "found", ...response } : { kind: "lost", ...response });
      this.#next();
    });
    worker.on("error", (error: NodeJS.ErrnoException) =>
      this.#lose(
        thread,
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? { kind: "memory" }
          : { kind: "lost", reason: `a checking thread ended: ${error.message}` },
      ),
    );
    worker.on("exit", (status) =>
      this.#lose(thread, { kind: "lost", reason: `a checking thread ended with status ${status}` }),
    );
  }

  /** The thread is free, and the request that it was at has ended. */
  #settle(thread: Thread, ending: Ending<Operation>): void {
    const { job } = thread;
    clearTimeout(thread.deadline);
    delete thread.deadline;
    delete thread.job;
    thread.worker.unref();
    job?.end(ending);
  }

  #lose(thread: Thread, ending: Ending<Operation>): void {
    if (!this.#threads.delete(thread)) return;
    // Where none can be started, who waits is told, instead of starting another without end.
    if (!thread.isReady && this.#threads.size === 0) for (const { end } of this.#waiting.splice(0)) end(ending);
    this.#settle(thread, ending);
    this.#next();
  }

  async #stop(thread: Thread, ending: Ending<Operation>): Promise<void> {
    this.#lose(thread, ending);
    await thread.worker.terminate();
  }

  #abandon(job: Job): void {
    const at = this.#waiting.indexOf(job);
    if (at !== -1) {
      this.#waiting.splice(at, 1);
      return;
    }
    const isAt = (thread: Thread): boolean => thread.job === job;
    const thread = [...this.#threads].find(isAt);
    if (thread === undefined) return;
    const cancel = (): void => {
      if (isAt(thread)) void this.#stop(thread, { kind: "lost", reason: "cancelled" });
    };
    setTimeout(cancel, this.#options.cancelGraceMs).unref();
  }
}
