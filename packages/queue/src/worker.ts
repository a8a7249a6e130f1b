import { checkRecord } from "@lemma/files";
import { LemmaError } from "@lemma/interfaces";
import { DelayedError, WaitingError, Worker } from "bullmq";
import type { ZodType } from "zod";
import { type QueuePlace, checkReachable, connectionTo } from "./connection.ts";
import type { StoredJob } from "./outcomes.ts";

export interface WorkerOptions<D> extends QueuePlace {
  /** What a job's data must be: whoever asks may be of another version. One that is not fails, and is tried by other workers. */
  readonly data: ZodType<D>;
  /** Jobs at once. Default 1. */
  readonly concurrency?: number | undefined;
  /**
   * How long a worker may fall silent before its job is another's. Default 30 s. A worker that is alive says so all the while, however
   * long a job takes.
   */
  readonly silenceMs?: number | undefined;
  /** How often a job may be taken over before it is set aside; the same as its tries. Default 3. */
  readonly tries?: number | undefined;
  /** Ends the worker: what it has begun is handed back. */
  readonly signal: AbortSignal;
  readonly onJob?: ((outcome: "done" | "failed" | "handed back", ms: number, reason?: string) => void) | undefined;
}

/** A job that this worker is not made for: it is handed back, and the worker ends with this. */
export class ForeignJobError extends LemmaError {
  readonly code = "foreign-job";
}

/** A moment for another worker to take a job that was handed back. */
const handBackMs = 1000;

/**
 * Does jobs until the signal fires. A job of a worker that was killed is taken over by another one once it has been silent for long
 * enough; one that fails is tried again, on any worker, and set aside with its reason when its tries are used up.
 *
 * @throws {ForeignJobError} as `work` does. @throws {InfrastructureError} when Redis cannot be reached at first.
 */
export async function runWorker<D, R>(
  work: (data: D, signal: AbortSignal) => Promise<R>,
  options: WorkerOptions<D>,
): Promise<void> {
  const { url, name = "lemma", concurrency = 1, silenceMs = 30_000, tries = 3, onJob } = options;
  await checkReachable(url);
  const stopped = new AbortController();
  const signal = AbortSignal.any([options.signal, stopped.signal]);
  const worker = new Worker<StoredJob<unknown>, R>(
    name,
    async (job, token) => {
      const began = performance.now();
      const told = (outcome: "done" | "failed" | "handed back", reason?: string): void =>
        onJob?.(outcome, performance.now() - began, reason);
      try {
        const result = await work(checkRecord(job.data.data, options.data, { file: "the job's data" }), signal);
        told("done");
        return result;
      } catch (error) {
        if (error instanceof ForeignJobError) {
          await job.moveToDelayed(Date.now() + handBackMs, token);
          stopped.abort(error);
          told("handed back");
          throw new DelayedError();
        }
        if (signal.aborted) {
          await job.moveToWait(token);
          told("handed back");
          throw new WaitingError();
        }
        told("failed", error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
    {
      connection: connectionTo(url),
      concurrency,
      lockDuration: silenceMs,
      stalledInterval: silenceMs,
      maxStalledCount: tries - 1,
    },
  );
  worker.on("error", (error) => options.onTrouble?.(error.message));
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await worker.close();
  if (stopped.signal.aborted) throw stopped.signal.reason;
}
