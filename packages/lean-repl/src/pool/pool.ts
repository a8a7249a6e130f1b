import { AbortedError, InfrastructureError } from "@lemma/interfaces";
import { onAbort } from "../abort.ts";
import type { Capabilities, ElaborationJob, Elaborator } from "../elaborator.ts";
import { Metrics } from "../metrics.ts";
import { LimitMonitor, type Watched } from "../process/monitor.ts";
import { ReplConnection } from "../repl/connection.ts";
import { ReplWorker, type WorkerJob, type WorkerResult } from "../repl/worker.ts";
import type { Elaboration } from "../verdict.ts";
import { splitCommands, splitHeader } from "../text/statement.ts";
import { FairQueue } from "./fair-queue.ts";
import { probeWorker } from "./probe.ts";
import type { ProcessFactory } from "./process-factory.ts";
import { SharedPrefixes } from "./shared-prefixes.ts";

export interface PoolSettings {
  readonly name: string;
  readonly processes: ProcessFactory;
  /** Checks that run at once. */
  readonly concurrency: number;
  /** Processes kept ready beyond those, so that a kill costs nobody an import. */
  readonly warmSpares: number;
  /** Longest wait for a process to start or for a header to be imported. */
  readonly startTimeoutMs: number;
  /** Jobs that may wait; more are turned away at once, as `infrastructure`. */
  readonly maxQueued: number;
  /** Longest wait in the queue. */
  readonly queueTimeoutMs: number;
  /** A process is replaced after this many checks, whatever its memory. */
  readonly maxChecksPerProcess: number;
  /** How long a check goes on that nobody waits for any more, before its process is killed for it. */
  readonly cancelGraceMs: number;
}

interface Job {
  readonly group: string;
  readonly request: ElaborationJob;
  readonly chain: readonly string[];
  readonly headerPieces: number;
  readonly body: string;
  readonly lineOffset: number;
  readonly whole: boolean;
  readonly attempt: number;
  readonly queuedAt: number;
  readonly resolve: (elaboration: Elaboration) => void;
  readonly reject: (error: Error) => void;
  stopListening: () => void;
  worker?: ReplWorker;
  settled: boolean;
}

const maxAttempts = 2;
const maxStartFailures = 5;

/** A pool of REPL processes that behaves like one very reliable REPL. */
export class ReplPool implements Elaborator {
  readonly name: string;
  readonly metrics = new Metrics();
  capabilities: Capabilities;
  readonly #settings: PoolSettings;
  readonly #queue = new FairQueue<Job>();
  readonly #idle = new Set<ReplWorker>();
  readonly #busy = new Map<ReplWorker, Job>();
  readonly #prefixes = new SharedPrefixes();
  readonly #quarantine = new Map<string, Elaboration>();
  readonly #recentChains: (readonly string[])[] = [];
  readonly #queueTimers = new Map<Job, NodeJS.Timeout>();
  #starting = 0;
  #startFailures = 0;
  #lastStartProblem = "";
  #strict = true;
  readonly #monitor: LimitMonitor;
  #closed = false;
  readonly #closing: Promise<void>[] = [];

  private constructor(settings: PoolSettings) {
    this.name = settings.name;
    this.#settings = settings;
    this.#monitor = new LimitMonitor(settings.processes.limits, settings.processes.plan);
    this.capabilities = {
      leanVersion: undefined,
      answersQuestions: false,
      freshAudit: false,
      limits: settings.processes.plan.report.description,
      sandbox: settings.processes.sandboxReason,
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

  /** Processes alive, starting ones included. */
  get processes(): number {
    return this.#idle.size + this.#busy.size + this.#starting;
  }

  get queued(): number {
    return this.#queue.length;
  }

  async elaborate(request: ElaborationJob): Promise<Elaboration> {
    const { signal } = request;
    if (signal?.aborted) throw new AbortedError("elaborate", signal);
    if (this.#closed) throw new InfrastructureError(`${this.name}: closed`);
    if (this.#queue.length >= this.#settings.maxQueued)
      return { kind: "infrastructure", reason: `the queue is full (${this.#settings.maxQueued} jobs wait)` };
    const condemned = this.#quarantine.get(contentKey(request));
    if (condemned !== undefined) {
      this.metrics.add("quarantined");
      return condemned;
    }
    return await new Promise((resolve, reject) => {
      const job = this.#plan(request, resolve, reject);
      job.stopListening = onAbort(signal, () => this.#cancel(job));
      this.#enqueue(job);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#monitor[Symbol.dispose]();
    for (const job of this.#queue.drain()) this.#settle(job, { kind: "infrastructure", reason: "the pool was closed" });
    for (const [worker, job] of this.#busy) {
      this.#settle(job, { kind: "infrastructure", reason: "the pool was closed" });
      this.#retire(worker);
    }
    for (const worker of this.#idle) this.#retire(worker);
    await Promise.all(this.#closing);
  }

  #plan(
    request: ElaborationJob,
    resolve: Job["resolve"],
    reject: Job["reject"],
    attempt = 1,
    whole = false,
    queuedAt = performance.now(),
  ): Job {
    const { imports, rest } = splitHeader(request.header);
    const heartbeats = request.limits.heartbeats;
    // After the header, whose own setting it overrides.
    const options = heartbeats === undefined ? [] : [`set_option maxHeartbeats ${heartbeats}`];
    const header = [imports, ...(rest === "" ? [] : [rest]), ...options];
    const pieces = whole ? [request.body] : splitCommands(request.body);
    const shared = whole ? 0 : this.#prefixes.meet(header.join("\n"), pieces);
    const prefix = pieces.slice(0, shared);
    const body = shared === 0 ? request.body : pieces.slice(shared).join("");
    const offset = shared === 0 ? 0 : request.body.slice(0, request.body.length - body.length).split("\n").length - 1;
    return {
      group: request.group,
      request,
      chain: [...header, ...prefix],
      headerPieces: header.length,
      body,
      lineOffset: offset,
      whole: whole || shared === 0,
      attempt,
      queuedAt,
      resolve,
      reject,
      stopListening: () => {},
      settled: false,
    };
  }

  #enqueue(job: Job): void {
    if (job.settled) return;
    this.#queue.push(job);
    if (Number.isFinite(this.#settings.queueTimeoutMs)) {
      const waited = performance.now() - job.queuedAt;
      const timer = setTimeout(() => {
        if (!this.#queue.remove(job)) return;
        const reason = `waited ${this.#settings.queueTimeoutMs} ms in the queue`;
        this.#settle(job, { kind: "infrastructure", reason });
      }, this.#settings.queueTimeoutMs - waited);
      timer.unref();
      this.#queueTimers.set(job, timer);
    }
    this.#dispatch();
  }

  #dispatch(): void {
    while (!this.#closed && this.#queue.length > 0 && this.#busy.size < this.#settings.concurrency) {
      if (this.#idle.size === 0) break;
      const anyWarm = (job: Job): boolean => this.#warmest(job).warmth >= job.headerPieces;
      const job = this.#queue.shift(this.#idle.size < this.#queue.length ? anyWarm : undefined);
      if (job === undefined) break;
      clearTimeout(this.#queueTimers.get(job));
      this.#queueTimers.delete(job);
      const { worker } = this.#warmest(job);
      this.#idle.delete(worker);
      this.#start(worker, job);
    }
    this.#grow();
  }

  /** The idle worker that has most of the job's chain elaborated already; among equals the least recently used. */
  #warmest(job: Job): { readonly worker: ReplWorker; readonly warmth: number } {
    let best: { worker: ReplWorker; warmth: number } | undefined;
    for (const worker of this.#idle) {
      const warmth = worker.warmth(job.chain);
      if (best === undefined || warmth > best.warmth) best = { worker, warmth };
      if (warmth === job.chain.length) break;
    }
    return best!;
  }

  /** Starts as many processes as the work in sight can use, plus the spares. */
  #grow(): void {
    if (this.#closed) return;
    const { concurrency, warmSpares } = this.#settings;
    const demand = Math.min(concurrency, this.#busy.size + this.#queue.length);
    // Spares only once the pool is at its full width: a pool that serves one caller at a time needs none.
    const target = demand >= concurrency ? concurrency + warmSpares : demand;
    while (this.processes < target) void this.#startWorker();
  }

  async #startWorker(): Promise<void> {
    this.#starting += 1;
    if (this.#startFailures > 0)
      await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 50 * 2 ** this.#startFailures)));
    const worker = this.#closed ? undefined : this.#spawn();
    if (worker !== undefined) {
      // A newcomer brings the header in demand with it before it is given work.
      const chain = this.#recentChains[0] ?? [""];
      const result = await worker.run({
        chain,
        headerPieces: chain.length,
        body: "",
        lineOffset: 0,
        wallMs: this.#settings.startTimeoutMs,
        startTimeoutMs: this.#settings.startTimeoutMs,
      });
      this.#count(worker);
      worker.checks = 0;
      if (worker.isUsable && !this.#closed) {
        this.#startFailures = 0;
        this.#idle.add(worker);
      } else {
        if (!this.#closed) {
          this.#startFailures += 1;
          this.#lastStartProblem = "reason" in result.elaboration ? result.elaboration.reason : result.elaboration.kind;
        }
        this.#retire(worker);
      }
    }
    this.#starting -= 1;
    if (this.#startFailures >= maxStartFailures && this.#idle.size + this.#busy.size === 0) {
      const reason = `the REPL does not start any more: ${this.#lastStartProblem}`;
      for (const job of this.#queue.drain()) this.#settle(job, { kind: "infrastructure", reason });
      this.#startFailures = 0;
    }
    this.#dispatch();
  }

  #spawn(): ReplWorker {
    this.metrics.add("processesStarted");
    const process = this.#settings.processes.launch();
    const worker = new ReplWorker(new ReplConnection(process, this.#settings.processes.limits.outputBytes));
    if (!this.#strict) worker.trustAnyNumber();
    // An idle process that dies must not be given work.
    void process.exited.then(() => {
      if (this.#idle.delete(worker)) this.#retire(worker);
    });
    return worker;
  }

  #start(worker: ReplWorker, job: Job): void {
    const { request } = job;
    job.worker = worker;
    const now = performance.now();
    worker.lastUsed = now;
    this.#busy.set(worker, job);
    const watched: Watched = {
      pid: worker.connection.process.pid,
      innerPid: worker.pid,
      since: now,
      cpuLimitMs: request.limits.cpuMs,
      memoryBytes: request.limits.memoryBytes,
      stop: (outcome) => worker.stop(outcome),
    };
    this.#monitor.watch(watched);
    this.#remember(job.chain.slice(0, job.headerPieces));
    this.metrics.add("queuedMs", now - job.queuedAt);
    const workerJob: WorkerJob = {
      chain: job.chain,
      headerPieces: job.headerPieces,
      body: job.body,
      lineOffset: job.lineOffset,
      questions: this.capabilities.answersQuestions ? request.questions : undefined,
      pickleTo: request.pickleTo,
      wallMs: request.limits.wallMs,
      outputBytes: request.limits.outputBytes,
      startTimeoutMs: this.#settings.startTimeoutMs,
    };
    void worker.run(workerJob).then((result) => {
      this.#monitor.release(watched);
      this.metrics.add("elaborationMs", performance.now() - now);
      this.#finish(worker, job, result);
    });
  }

  #finish(worker: ReplWorker, job: Job, result: WorkerResult): void {
    this.#busy.delete(worker);
    this.#count(worker);
    const freshWorker = worker.checks === 1;
    this.#release(worker);
    this.#conclude(job, result, freshWorker);
    this.#dispatch();
  }

  /** Settles the job, or sends it round again. */
  #conclude(job: Job, { elaboration, blame }: WorkerResult, freshWorker: boolean): void {
    if (job.settled) return;
    const again = (whole: boolean, attempt: number): void => {
      this.metrics.add("retries");
      const next = this.#plan(job.request, job.resolve, job.reject, attempt, whole, job.queuedAt);
      job.settled = true;
      job.stopListening();
      next.stopListening = onAbort(job.request.signal, () => this.#cancel(next));
      this.#enqueue(next);
    };
    // The first commands have errors: their messages belong to the whole text's, so it is elaborated whole.
    if (!job.whole && elaboration.kind === "infrastructure" && blame === "input") {
      again(true, job.attempt);
      return;
    }
    if (elaboration.kind === "crash" || elaboration.kind === "infrastructure") {
      if (blame !== "none" && job.attempt < maxAttempts + (blame === "machinery" ? 1 : 0)) {
        again(job.whole, job.attempt + 1);
        return;
      }
      // Twice on two processes: it is the input, and it shall not kill a third.
      if (elaboration.kind === "crash" && blame === "input") this.#condemn(job.request, elaboration);
    }
    // A process full of other checks' environments may have run out of memory for their sake.
    if (elaboration.kind === "memory" && !freshWorker && job.attempt < maxAttempts) {
      again(job.whole, job.attempt + 1);
      return;
    }
    this.#settle(job, elaboration);
  }

  #settle(job: Job, elaboration: Elaboration): void {
    if (job.settled) return;
    job.settled = true;
    job.stopListening();
    clearTimeout(this.#queueTimers.get(job));
    this.#queueTimers.delete(job);
    if (elaboration.kind === "timeout") this.metrics.add("timeouts");
    if (elaboration.kind === "memory") this.metrics.add("memoryKills");
    if (elaboration.kind === "crash") this.metrics.add("crashes");
    if (elaboration.kind === "infrastructure") this.metrics.add("infrastructureFailures");
    job.resolve(elaboration);
  }

  #cancel(job: Job): void {
    if (job.settled) return;
    job.settled = true;
    this.#queue.remove(job);
    job.reject(new AbortedError("elaborate", job.request.signal));
    const { worker } = job;
    if (worker === undefined || this.#busy.get(worker) !== job) return;
    // It may be done in a moment, and its environments are worth more than that moment.
    setTimeout(() => {
      if (this.#busy.get(worker) === job) worker.stop({ kind: "crash", reason: "cancelled" });
    }, this.#settings.cancelGraceMs).unref();
  }

  #condemn(request: ElaborationJob, elaboration: Elaboration): void {
    this.#quarantine.set(contentKey(request), elaboration);
    if (this.#quarantine.size > 10_000) this.#quarantine.delete(this.#quarantine.keys().next().value!);
  }

  #release(worker: ReplWorker): void {
    if (!worker.isUsable) {
      this.#retire(worker);
      return;
    }
    const { processes, maxChecksPerProcess, concurrency, warmSpares } = this.#settings;
    const soft = processes.limits.memoryBytes * 0.8;
    if (this.#closed || worker.checks >= maxChecksPerProcess || worker.residentBytes > soft) {
      this.metrics.add("processesRecycled");
      this.#retire(worker);
      return;
    }
    this.#idle.add(worker);
    if (this.#idle.size <= 1 || this.#busy.size + this.#idle.size <= concurrency) return;
    // Beyond the pool's budget, the least recently used idle process goes.
    const budget = processes.limits.memoryBytes * (concurrency + warmSpares) * 0.8;
    const total = [...this.#idle, ...this.#busy.keys()].reduce((sum, each) => sum + each.residentBytes, 0);
    if (total <= budget) return;
    const oldest = [...this.#idle].reduce((a, b) => (a.lastUsed <= b.lastUsed ? a : b));
    this.#idle.delete(oldest);
    this.metrics.add("processesRecycled");
    this.#retire(oldest);
  }

  #retire(worker: ReplWorker): void {
    this.metrics.add("processesKilled");
    worker.connection.stop("retired");
    const gone = worker.connection.process.swept;
    this.#closing.push(gone);
    void gone.then(() => this.#closing.splice(this.#closing.indexOf(gone), 1));
  }

  #remember(header: readonly string[]): void {
    const key = header.join("\n");
    if (this.#recentChains[0]?.join("\n") === key) return;
    this.#recentChains.unshift(header);
    this.#recentChains.length = Math.min(this.#recentChains.length, 4);
  }

  #count(worker: ReplWorker): void {
    const { header, prefix, imports } = worker.reused;
    this.metrics.add("headerReuses", header);
    this.metrics.add("prefixReuses", prefix);
    this.metrics.add("headerImports", imports);
    worker.reused = { header: 0, prefix: 0, imports: 0 };
  }

  async #probe(): Promise<void> {
    const worker = this.#spawn();
    const found = await probeWorker(worker, this.#settings.startTimeoutMs);
    if (found.kind === "unusable") {
      this.#retire(worker);
      throw new InfrastructureError(
        `${this.name}: ${found.reason}: ${this.#settings.processes.commandLine}${found.detail}`,
      );
    }
    this.#strict = found.answersQuestions;
    const { leanVersion, answersQuestions } = found;
    this.capabilities = { ...this.capabilities, leanVersion, answersQuestions };
    if (!this.#strict) worker.trustAnyNumber();
    if (worker.isUsable) this.#idle.add(worker);
    else this.#retire(worker);
  }
}

const contentKey = ({ header, body }: ElaborationJob): string => `${header}\u0000${body}`;
