import { createHash } from "node:crypto";
import { untilAbort } from "@lemma/async";
import { checkRecord } from "@lemma/files";
import { InputError, LemmaError, throwIfAborted } from "@lemma/interfaces";
import { type Job, Queue, QueueEvents } from "bullmq";
import type { ZodType } from "zod";
import { type QueuePlace, checkReachable, connectionTo } from "./connection.ts";

/** A piece of work, as data. */
export interface QueueJob<D, R> {
  /** Within its run. */
  readonly id: string;
  readonly data: D;
  /** What its result must be: a worker of another version may write another one. */
  readonly result: ZodType<R>;
}

/** What became of a job: its result, or why it was set aside. */
export type JobOutcome<R> = { readonly id: string } & ({ readonly result: R } | { readonly failed: string });

export interface OutcomesOptions extends QueuePlace {
  /** Names the run: the same jobs of the same run are the same jobs, whoever asks for them and how often. */
  readonly run: string;
  /** How often a job is begun before it is set aside. Default 3. */
  readonly tries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How long nothing must come before all jobs are looked for again, in case some were lost. Default 5 s. */
  readonly recheckMs?: number | undefined;
}

/** As it stands in Redis. */
export interface StoredJob<D> {
  readonly data: D;
  readonly tries: number;
}

/** Jobs that are asked for, and results that nobody has fetched, are kept so long. */
const keptSeconds = 7 * 24 * 3600;
/** Jobs in one exchange with Redis. */
const together = 250;

/**
 * Has workers do jobs, wherever they are, and gives each outcome once, as it comes. Results stay in Redis until they have been given: a
 * run that ends early, however it does, finds them when it asks again. Jobs that Redis lost are asked for again.
 *
 * @throws {InfrastructureError} when Redis cannot be reached at first. @throws {AbortedError}
 */
export async function* jobOutcomes<D, R>(
  jobs: readonly QueueJob<D, R>[],
  options: OutcomesOptions,
): AsyncGenerator<JobOutcome<R>, void, undefined> {
  if (jobs.length === 0) return;
  const { url, name = "lemma", run, tries = 3, signal, recheckMs = 5_000 } = options;
  throwIfAborted("queue", signal);
  await checkReachable(url);
  const outstanding = new Map(jobs.map((job) => [storedId(run, job.id), job]));
  if (outstanding.size < jobs.length) throw new InputError("queue: two jobs of one id");
  const queue = new Queue<StoredJob<D>, R>(name, { connection: connectionTo(url) });
  const events = new QueueEvents(name, { connection: connectionTo(url) });
  queue.on("error", (error) => options.onTrouble?.(error.message));
  events.on("error", (error) => options.onTrouble?.(error.message));
  const board = new Board(outstanding);
  events.on("completed", ({ jobId }) => board.note(jobId));
  events.on("failed", ({ jobId }) => board.note(jobId));
  const patiently = async <T>(work: Promise<T>): Promise<T> => {
    work.catch(() => undefined);
    throwIfAborted("queue", signal);
    return untilAbort(work, "queue", signal);
  };
  try {
    await patiently(events.waitUntilReady());
    await patiently(removeSetAside(queue, [...outstanding.keys()]));
    for (let isQuiet = true; outstanding.size > 0;) {
      if (isQuiet) {
        await patiently(addMissing(queue, outstanding, tries));
        for (const job of await patiently(fetched(queue, [...outstanding.keys()])))
          if (job?.finishedOn !== undefined) board.note(job.id!);
      }
      const removed: Promise<unknown>[] = [];
      for (const job of await patiently(fetched(queue, board.take()))) {
        const asked = outstanding.get(job?.id ?? "");
        if (job?.finishedOn === undefined || asked === undefined) continue;
        // An earlier try's reason stays with a job that was done in the end.
        const failed = Boolean(job.failedReason) && (await patiently(job.isFailed()));
        outstanding.delete(job.id!);
        yield failed ? { id: asked.id, failed: reasonOf(job, tries) } : read(asked, job.returnvalue);
        // One that was set aside stays, with its reason, for whoever looks; a later run removes it.
        if (!failed) removed.push(job.remove());
      }
      await patiently(Promise.allSettled(removed));
      isQuiet = outstanding.size > 0 && !(await patiently(board.next(recheckMs)));
    }
  } finally {
    // Not waited for: with Redis gone it would never end.
    void Promise.allSettled([events.close(), queue.close()]);
    if (signal?.aborted === true) await Promise.allSettled([events.disconnect(), queue.disconnect()]);
  }
}

/** The result that a worker left, or what is wrong with it. */
function read<D, R>({ id, result }: QueueJob<D, R>, returned: unknown): JobOutcome<R> {
  try {
    return { id, result: checkRecord(returned, result) };
  } catch (error) {
    if (LemmaError.is(error, "bad-input")) return { id, failed: `a worker's result is none: ${error.message}` };
    throw error;
  }
}

/** Ids of BullMQ's are one word. */
const storedId = (run: string, id: string): string =>
  `job-${createHash("sha256")
    .update(JSON.stringify([run, id]))
    .digest("hex")
    .slice(0, 32)}`;

/** Which jobs have something to tell, and a way to wait for that. */
class Board {
  readonly #known: ReadonlyMap<string, unknown>;
  #ready = new Set<string>();
  #wake: (() => void) | undefined;

  constructor(known: ReadonlyMap<string, unknown>) {
    this.#known = known;
  }

  note(key: string): void {
    if (!this.#known.has(key)) return;
    this.#ready.add(key);
    this.#wake?.();
  }

  take(): readonly string[] {
    const ready = [...this.#ready];
    this.#ready = new Set();
    return ready;
  }

  /** Whether there was something to tell within so many milliseconds. */
  async next(ms: number): Promise<boolean> {
    if (this.#ready.size === 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#wake = undefined;
    return this.#ready.size > 0;
  }
}

async function addMissing<D, R>(
  queue: Queue<StoredJob<D>, R>,
  outstanding: ReadonlyMap<string, QueueJob<D, R>>,
  tries: number,
): Promise<void> {
  const all = [...outstanding].map(([jobId, { data }]) => ({
    name: "task",
    data: { data, tries },
    opts: {
      jobId,
      attempts: tries,
      backoff: { type: "exponential" as const, delay: 1000 },
      removeOnComplete: { age: keptSeconds },
      removeOnFail: { age: keptSeconds },
    },
  }));
  // One that is there already stays as it is.
  for (let i = 0; i < all.length; i += together) await (queue as Queue).addBulk(all.slice(i, i + together));
}

/** What an earlier run gave up is tried anew. */
async function removeSetAside<D, R>(queue: Queue<StoredJob<D>, R>, keys: readonly string[]): Promise<void> {
  for (const job of await fetched(queue, keys))
    if (job?.finishedOn !== undefined && (await job.isFailed())) await job.remove();
}

async function fetched<D, R>(
  queue: Queue<StoredJob<D>, R>,
  keys: readonly string[],
): Promise<readonly (Job<StoredJob<D>, R> | undefined)[]> {
  const found: (Job<StoredJob<D>, R> | undefined)[] = [];
  for (let i = 0; i < keys.length; i += together)
    found.push(
      ...(await Promise.all(
        keys.slice(i, i + together).map(async (key) => (await queue.getJob(key)) as Job<StoredJob<D>, R> | undefined),
      )),
    );
  return found;
}

const reasonOf = ({ failedReason }: Job<never> | Job, tries: number): string =>
  failedReason.startsWith("job stalled more than")
    ? `its worker ended or fell silent over it ${tries} times`
    : failedReason;
