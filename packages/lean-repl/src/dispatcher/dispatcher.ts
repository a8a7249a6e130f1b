import { setTimeout as pause } from "node:timers/promises";
import { onAbort } from "@lemma/async";
import { AbortedError, InfrastructureError } from "@lemma/interfaces";
import type { Capabilities, ElaborationJob, Elaborator } from "../elaborator.ts";
import { countFailure, Metrics } from "../metrics.ts";
import { reasonOf } from "../reason.ts";
import type { Elaboration } from "../verdict.ts";
import type { Attempt, Backend } from "./backend.ts";
import { nextStep, type Failures } from "./next-step.ts";
import { Quarantine } from "./quarantine.ts";
import { Seats, type Place, type SeatSettings } from "./seats.ts";
import { WaitingLine, type LineSettings } from "./waiting-line.ts";

export interface DispatcherSettings extends SeatSettings, LineSettings {
  /** How long a job goes on that nobody waits for any more, before its seat is ended for it. */
  readonly cancelGraceMs: number;
}

/** A process that did not start may start the next time: nobody is asked to open a verifier twice. */
const maxProbes = 3;

interface Job<P> {
  readonly group: string;
  readonly request: ElaborationJob;
  readonly plan: P;
  readonly queuedAt: number;
  readonly settle: (elaboration: Elaboration) => void;
  failures: Failures;
  /** Where it is being elaborated. */
  place: Place<P> | undefined;
  settled: boolean;
}

/**
 * Many jobs over few seats, of whatever kind: turns, retries, blame, quarantine, deadlines and metrics once for every way to
 * Lean. One outcome for every job, and no failure of a seat is ever an outcome of a text.
 */
export class Dispatcher<P> implements Elaborator {
  readonly name: string;
  readonly metrics = new Metrics();
  capabilities: Capabilities;
  readonly #settings: DispatcherSettings;
  readonly #backend: Backend<P>;
  readonly #seats: Seats<P>;
  readonly #line: WaitingLine<Job<P>>;
  /** Everything that has been given out and is not settled: at work, or in the pause before it is tried again. */
  readonly #underWay = new Set<Job<P>>();
  readonly #quarantine = new Quarantine();
  readonly #closing = new AbortController();

  private constructor(backend: Backend<P>, settings: DispatcherSettings) {
    this.name = backend.name;
    this.#backend = backend;
    this.#settings = settings;
    this.#line = new WaitingLine(settings, (job, reason) => job.settle({ kind: "infrastructure", reason }));
    this.#seats = new Seats(backend, settings, this.metrics, {
      ready: () => this.#dispatch(),
      hopeless: (reason) => this.#line.refuseAll(reason),
    });
    this.capabilities = {
      ...backend.limits,
      leanVersion: undefined,
      answersQuestions: false,
      freshAudit: false,
      audit: "accepted proofs are not replayed",
    };
  }

  /** Starts one seat and finds out what it can do. @throws {InfrastructureError} when it does not answer as Lean does. */
  static async open<P>(backend: Backend<P>, settings: DispatcherSettings): Promise<Dispatcher<P>> {
    const dispatcher = new Dispatcher(backend, settings);
    try {
      await dispatcher.#probe();
    } catch (error) {
      await dispatcher[Symbol.asyncDispose]();
      throw error;
    }
    return dispatcher;
  }

  async elaborate(job: ElaborationJob): Promise<Elaboration> {
    const { signal } = job;
    if (signal?.aborted) throw new AbortedError("elaborate", signal);
    if (this.#closed) throw new InfrastructureError(`${this.name}: closed`);
    const condemned = this.#condemned(job);
    if (condemned !== undefined) return condemned;
    const request = this.capabilities.answersQuestions ? job : { ...job, questions: undefined };
    return await new Promise((resolve, reject) => {
      this.#line.push(this.#job(request, resolve, reject));
      this.#dispatch();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const reason = "the verifier was closed";
    this.#closing.abort(reason);
    this.#line.refuseAll(reason);
    for (const job of this.#underWay) job.settle({ kind: "infrastructure", reason });
    await this.#seats.close();
  }

  async #probe(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const place = this.#seats.open();
      const report = await place.seat.probe();
      if (report.kind === "usable") {
        const { leanVersion, answersQuestions } = report;
        this.capabilities = { ...this.capabilities, leanVersion, answersQuestions };
        this.#seats.admit(place);
        return;
      }
      void this.#seats.retire(place);
      if (!report.mayPass || attempt === maxProbes) throw new InfrastructureError(`${this.name}: ${report.reason}`);
      await pause(100 * 4 ** (attempt - 1));
    }
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }

  #condemned(request: ElaborationJob): Elaboration | undefined {
    const condemned = this.#quarantine.get(request);
    if (condemned !== undefined) this.metrics.add("quarantined");
    return condemned;
  }

  #job(
    request: ElaborationJob,
    resolve: (elaboration: Elaboration) => void,
    reject: (error: AbortedError) => void,
  ): Job<P> {
    const settle = (act: () => void): void => {
      if (job.settled) return;
      job.settled = true;
      stopListening();
      this.#underWay.delete(job);
      act();
    };
    const job: Job<P> = {
      group: request.group,
      request,
      plan: this.#backend.plan(request),
      queuedAt: performance.now(),
      failures: { input: 0, machinery: 0 },
      place: undefined,
      settled: false,
      settle: (elaboration) =>
        settle(() => {
          countFailure(this.metrics, elaboration);
          resolve(elaboration);
        }),
    };
    const stopListening = onAbort(request.signal, () =>
      settle(() => {
        this.#line.remove(job);
        this.#abandon(job);
        reject(new AbortedError("elaborate", request.signal));
      }),
    );
    return job;
  }

  #dispatch(): void {
    const { concurrency } = this.#settings;
    while (!this.#closed && this.#line.length > 0 && this.#seats.idle > 0 && this.#seats.busy < concurrency) {
      const isWarm = ({ plan }: Job<P>): boolean => this.#seats.warmest(plan)!.warmth >= 1;
      // Who has a seat for everybody that waits need not choose.
      const job = this.#line.shift(this.#seats.idle < this.#line.length ? isWarm : undefined)!;
      // It may have been condemned by its like while it waited.
      const condemned = this.#condemned(job.request);
      if (condemned === undefined) void this.#start(job, this.#seats.warmest(job.plan)!.place);
      else job.settle(condemned);
    }
    this.#seats.grow(this.#line.length);
  }

  async #start(job: Job<P>, place: Place<P>): Promise<void> {
    const freshSeat = place.jobs === 0;
    this.#seats.take(place, job.plan);
    this.#underWay.add(job);
    job.place = place;
    const started = performance.now();
    this.metrics.add("queuedMs", started - job.queuedAt);
    const attempt = await attemptAt(job, place);
    this.metrics.add("elaborationMs", performance.now() - started);
    job.place = undefined;
    // Whatever broke there may break again, over a text that has no part in it.
    if (attempt.blame !== "none") void place.seat.stop("it failed");
    const next = nextStep(job.failures, attempt, freshSeat);
    if (next.kind === "again" && !job.settled) {
      this.metrics.add("retries");
      job.failures = next.failures;
      // The seat rests with it: whoever is behind it has asked for time.
      if (next.pauseMs > 0) await pause(next.pauseMs, undefined, this.#closing).catch(() => {});
    }
    this.#seats.giveBack(place);
    if (!job.settled) {
      this.#underWay.delete(job);
      if (next.kind === "again") this.#line.putBack(job);
      else {
        if (next.condemn) this.#quarantine.condemn(job.request, attempt.elaboration);
        job.settle(attempt.elaboration);
      }
    }
    this.#dispatch();
  }

  /** Nobody waits for it any more. It may be done in a moment, and what its seat holds is worth more than that moment. */
  #abandon(job: Job<P>): void {
    const { place } = job;
    if (place === undefined) return;
    setTimeout(() => {
      if (job.place === place) void place.seat.stop("cancelled");
    }, this.#settings.cancelGraceMs).unref();
  }
}

/** Never throws: what goes wrong in reading one answer is that one job's. */
async function attemptAt<P>({ request, plan }: Job<P>, { seat }: Place<P>): Promise<Attempt> {
  try {
    return await seat.run(request, plan);
  } catch (error) {
    const reason = `the answer could not be read: ${reasonOf(error)}`;
    return { elaboration: { kind: "infrastructure", reason }, blame: "machinery" };
  }
}
