import { AbortedError, InfrastructureError } from "@lemma/interfaces";
import { onAbort } from "../abort.ts";
import type { Capabilities, ElaborationJob, Elaborator } from "../elaborator.ts";
import { countFailure, Metrics } from "../metrics.ts";
import { LimitMonitor, type Watched } from "../process/monitor.ts";
import type { ReplWorker, WorkerResult } from "../repl/worker.ts";
import type { Elaboration } from "../verdict.ts";
import { nextStep } from "./next-step.ts";
import { planJob, type Plan } from "./plan.ts";
import { probeWorker } from "./probe.ts";
import { Quarantine } from "./quarantine.ts";
import { SharedPrefixes } from "./shared-prefixes.ts";
import { WaitingLine, type LineSettings } from "./waiting-line.ts";
import { Workers, type WorkersSettings } from "./workers.ts";

export interface PoolSettings extends WorkersSettings, LineSettings {
  readonly name: string;
  /** How long a check goes on that nobody waits for any more, before its process is killed for it. */
  readonly cancelGraceMs: number;
}

interface Job extends Plan {
  readonly group: string;
  readonly request: ElaborationJob;
  readonly attempt: number;
  readonly queuedAt: number;
  readonly resolve: (elaboration: Elaboration) => void;
  readonly reject: (error: Error) => void;
  stopListening: () => void;
  settled: boolean;
}

/** A pool of REPL processes that behaves like one very reliable REPL. */
export class ReplPool implements Elaborator {
  readonly name: string;
  readonly metrics = new Metrics();
  capabilities: Capabilities;
  readonly #settings: PoolSettings;
  readonly #workers: Workers;
  readonly #line: WaitingLine<Job>;
  readonly #running = new Map<ReplWorker, Job>();
  readonly #prefixes = new SharedPrefixes();
  readonly #quarantine = new Quarantine();
  readonly #monitor: LimitMonitor;
  #closed = false;

  private constructor(settings: PoolSettings) {
    this.name = settings.name;
    this.#settings = settings;
    const { processes } = settings;
    this.#monitor = new LimitMonitor(processes.limits, processes.plan);
    const refuse = (job: Job, reason: string): void => this.#settle(job, { kind: "infrastructure", reason });
    this.#line = new WaitingLine(settings, refuse);
    this.#workers = new Workers(settings, this.metrics, {
      ready: () => this.#dispatch(),
      hopeless: (reason) => this.#line.refuseAll(reason),
    });
    this.capabilities = {
      leanVersion: undefined,
      answersQuestions: false,
      freshAudit: false,
      limits: processes.plan.report.description,
      sandbox: processes.sandboxReason,
      unsupportedLimits: ["steps"],
    };
  }

  /** Starts one process and finds out what it can do. @throws {InfrastructureError} when it does not answer. */
  static async open(settings: PoolSettings): Promise<ReplPool> {
    const pool = new ReplPool(settings);
    try {
      await pool.#probe();
    } catch (error) {
      await pool[Symbol.asyncDispose]();
      throw error;
    }
    return pool;
  }

  async elaborate(request: ElaborationJob): Promise<Elaboration> {
    const { signal } = request;
    if (signal?.aborted) throw new AbortedError("elaborate", signal);
    if (this.#closed) throw new InfrastructureError(`${this.name}: closed`);
    const condemned = this.#quarantine.get(request);
    if (condemned !== undefined) {
      this.metrics.add("quarantined");
      return condemned;
    }
    return await new Promise((resolve, reject) => {
      const plan = planJob(request, this.#prefixes, false);
      const queuedAt = performance.now();
      const job = this.#job({ ...plan, request, attempt: 1, queuedAt, resolve, reject });
      this.#line.push(job);
      this.#dispatch();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#monitor[Symbol.dispose]();
    const reason = "the pool was closed";
    this.#line.refuseAll(reason);
    for (const job of this.#running.values()) this.#settle(job, { kind: "infrastructure", reason });
    await this.#workers.close();
  }

  #job(planned: Omit<Job, "group" | "stopListening" | "settled">): Job {
    const job: Job = { ...planned, group: planned.request.group, settled: false, stopListening: () => {} };
    job.stopListening = onAbort(planned.request.signal, () => this.#cancel(job));
    return job;
  }

  #dispatch(): void {
    while (!this.#closed && this.#line.length > 0 && this.#workers.busy < this.#settings.concurrency) {
      if (this.#workers.idle === 0) break;
      const isWarm = ({ chain, headerPieces }: Job): boolean => this.#workers.warmest(chain)!.warmth >= headerPieces;
      const job = this.#line.shift(this.#workers.idle < this.#line.length ? isWarm : undefined)!;
      this.#start(this.#workers.warmest(job.chain)!.worker, job);
    }
    this.#workers.grow(this.#line.length);
  }

  #start(worker: ReplWorker, job: Job): void {
    const { request, chain, headerPieces } = job;
    this.#workers.take(worker, chain.slice(0, headerPieces));
    this.#running.set(worker, job);
    const now = performance.now();
    const watched: Watched = {
      pid: worker.connection.process.pid,
      innerPid: worker.pid,
      since: now,
      cpuLimitMs: request.limits.cpuMs,
      memoryBytes: request.limits.memoryBytes,
      stop: (outcome) => worker.stop(outcome),
    };
    this.#monitor.watch(watched);
    worker.connection.onDeadline = () => this.#monitor.lastLook(watched);
    this.metrics.add("queuedMs", now - job.queuedAt);
    const work = worker.run({
      chain,
      headerPieces,
      body: job.body,
      lineOffset: job.lineOffset,
      questions: this.capabilities.answersQuestions ? request.questions : undefined,
      pickleTo: request.pickleTo,
      wallMs: request.limits.wallMs,
      outputBytes: request.limits.outputBytes,
      startTimeoutMs: this.#settings.startTimeoutMs,
    });
    void work.then((result) => {
      this.#monitor.release(watched);
      worker.connection.onDeadline = undefined;
      this.metrics.add("elaborationMs", performance.now() - now);
      this.#finish(worker, job, result);
    });
  }

  #finish(worker: ReplWorker, job: Job, result: WorkerResult): void {
    this.#running.delete(worker);
    const freshWorker = worker.checks === 1;
    this.#workers.giveBack(worker);
    if (!job.settled) {
      const next = nextStep(job, result, freshWorker);
      if (next.kind === "again") this.#again(job, next.whole, next.attempt);
      else {
        if (next.condemn) this.#quarantine.condemn(job.request, result.elaboration);
        this.#settle(job, result.elaboration);
      }
    }
    this.#dispatch();
  }

  #again(job: Job, whole: boolean, attempt: number): void {
    this.metrics.add("retries");
    job.settled = true;
    job.stopListening();
    const plan = planJob(job.request, this.#prefixes, whole);
    this.#line.putBack(this.#job({ ...job, ...plan, attempt }));
  }

  #settle(job: Job, elaboration: Elaboration): void {
    if (job.settled) return;
    job.settled = true;
    job.stopListening();
    countFailure(this.metrics, elaboration);
    job.resolve(elaboration);
  }

  #cancel(job: Job): void {
    if (job.settled) return;
    job.settled = true;
    this.#line.remove(job);
    job.reject(new AbortedError("elaborate", job.request.signal));
    const worker = [...this.#running].find(([, running]) => running === job)?.[0];
    if (worker === undefined) return;
    // It may be done in a moment, and its environments are worth more than that moment.
    setTimeout(() => {
      if (this.#running.get(worker) === job) worker.stop({ kind: "crash", reason: "cancelled" });
    }, this.#settings.cancelGraceMs).unref();
  }

  async #probe(): Promise<void> {
    const worker = this.#workers.spawn();
    const found = await probeWorker(worker, this.#settings.startTimeoutMs);
    if (found.kind === "unusable") {
      this.#workers.retire(worker);
      const { commandLine } = this.#settings.processes;
      throw new InfrastructureError(`${this.name}: ${found.reason}: ${commandLine}${found.detail}`);
    }
    const { leanVersion, answersQuestions } = found;
    this.capabilities = { ...this.capabilities, leanVersion, answersQuestions };
    this.#workers.trustsAnyNumber = !answersQuestions;
    if (!answersQuestions) worker.trustAnyNumber();
    this.#workers.admit(worker);
  }
}
