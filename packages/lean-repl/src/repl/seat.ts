import type { Attempt, ProbeReport, Seat } from "../dispatcher/backend.ts";
import type { ElaborationJob } from "../elaborator.ts";
import type { Metrics } from "../metrics.ts";
import type { LimitMonitor } from "../process/monitor.ts";
import type { ProcessFactory } from "../process/process-factory.ts";
import { underLimits } from "../process/watch.ts";
import { ReplConnection } from "./connection.ts";
import { planJob, type Plan } from "./plan.ts";
import { probeWorker } from "./probe.ts";
import type { SharedPrefixes } from "./shared-prefixes.ts";
import { ReplWorker } from "./worker.ts";

export interface ReplSeatSettings {
  readonly processes: ProcessFactory;
  /** Longest wait for a process to start or for a header to be imported. */
  readonly startTimeoutMs: number;
}

/** What the seats of one backend share. */
export interface ReplShared extends ReplSeatSettings {
  readonly monitor: LimitMonitor;
  readonly prefixes: SharedPrefixes;
  /** False for an emulation of the REPL that numbers its environments as it likes. */
  countsUp: boolean;
}

/** One REPL process, which keeps what it has elaborated for the next job that stands on it. */
export class ReplSeat implements Seat<Plan> {
  readonly ended: Promise<void>;
  readonly #shared: ReplShared;
  readonly #metrics: Metrics;
  readonly #worker: ReplWorker;
  #isStopped = false;

  constructor(shared: ReplShared, metrics: Metrics) {
    const { processes, countsUp } = shared;
    this.#shared = shared;
    this.#metrics = metrics;
    this.#worker = new ReplWorker(new ReplConnection(processes.launch(), processes.limits.outputBytes));
    if (!countsUp) this.#worker.trustAnyNumber();
    this.ended = this.#worker.connection.process.exited.then(() => {});
    metrics.add("processesStarted");
  }

  get isUsable(): boolean {
    return this.#worker.isUsable;
  }

  get privateBytes(): number {
    return this.#worker.privateBytes;
  }

  async probe(): Promise<ProbeReport> {
    const report = await probeWorker(this.#worker, this.#shared);
    // An emulation may number its environments as it likes, and know nothing of `#print`.
    if (report.kind === "usable") this.#shared.countsUp = report.answersQuestions;
    if (!this.#shared.countsUp) this.#worker.trustAnyNumber();
    return report;
  }

  async warmUp(plan: Plan | undefined): Promise<string | undefined> {
    const chain = plan?.chain.slice(0, plan.headerPieces) ?? [""];
    const { startTimeoutMs } = this.#shared;
    const work = { chain, headerPieces: chain.length, body: "", lineOffset: 0, wallMs: startTimeoutMs, startTimeoutMs };
    const { elaboration } = await this.#worker.run(work);
    this.#count();
    if (elaboration.kind === "elaborated") return undefined;
    return "reason" in elaboration ? elaboration.reason : elaboration.limit;
  }

  warmth({ chain, headerPieces }: Plan): number {
    return this.#worker.warmth(chain) / headerPieces;
  }

  async run(job: ElaborationJob, plan: Plan): Promise<Attempt> {
    const attempt = await this.#run(job, plan);
    const { elaboration, blame } = attempt;
    if (plan.whole || elaboration.kind !== "infrastructure" || blame !== "input" || !this.isUsable) return attempt;
    // The first commands have errors: their messages belong to the whole text's, so it is elaborated whole.
    return await this.#run(job, planJob(job, this.#shared.prefixes, true));
  }

  async stop(reason: string): Promise<void> {
    if (!this.#isStopped) this.#metrics.add("processesKilled");
    this.#isStopped = true;
    this.#worker.connection.stop(reason);
    await this.#worker.connection.process.swept;
  }

  async #run({ limits, questions, pickleTo }: ElaborationJob, plan: Plan): Promise<Attempt> {
    const worker = this.#worker;
    const { connection } = worker;
    const watched = {
      pid: connection.process.pid,
      innerPid: worker.pid,
      cpuLimitMs: limits.cpuMs,
      memoryBytes: limits.memoryBytes,
      stop: worker.stop.bind(worker),
    };
    const work = {
      ...plan,
      questions,
      pickleTo,
      wallMs: limits.wallMs,
      outputBytes: limits.outputBytes,
      startTimeoutMs: this.#shared.startTimeoutMs,
    };
    const attempt = await underLimits(this.#shared.monitor, watched, connection, async () => await worker.run(work));
    this.#count();
    return attempt;
  }

  /** What the worker has found ready since the last time. */
  #count(): void {
    const { header, prefix, imports } = this.#worker.reused;
    this.#metrics.add("headerReuses", header);
    this.#metrics.add("prefixReuses", prefix);
    this.#metrics.add("headerImports", imports);
    this.#worker.reused = { header: 0, prefix: 0, imports: 0 };
  }
}
