import type { Attempt, Backend, ProbeReport, Seat } from "../dispatcher/backend.ts";
import { probeText, readProbe } from "../dispatcher/probe.ts";
import type { ElaborationJob } from "../elaborator.ts";
import type { Metrics } from "../metrics.ts";
import { nonce } from "../nonce.ts";
import { LimitMonitor } from "../process/monitor.ts";
import type { ProcessFactory } from "../process/process-factory.ts";
import { underLimits } from "../process/watch.ts";
import { ReplConnection } from "./connection.ts";
import { planJob, type Plan } from "./plan.ts";
import { SharedPrefixes } from "./shared-prefixes.ts";
import { ReplWorker } from "./worker.ts";

export interface ReplBackendSettings {
  readonly name: string;
  readonly processes: ProcessFactory;
  /** Longest wait for a process to start or for a header to be imported. */
  readonly startTimeoutMs: number;
}

/** What the seats of one backend share. */
interface Shared extends ReplBackendSettings {
  readonly monitor: LimitMonitor;
  readonly prefixes: SharedPrefixes;
  /** False for an emulation of the REPL that numbers its environments as it likes. */
  countsUp: boolean;
}

/** Lean through processes of the community REPL. */
export class ReplBackend implements Backend<Plan> {
  readonly name: string;
  readonly limits: Backend<Plan>["limits"];
  readonly #shared: Shared;

  constructor(settings: ReplBackendSettings) {
    const { processes } = settings;
    const monitor = new LimitMonitor(processes.limits, processes.plan);
    this.name = settings.name;
    this.limits = {
      limits: processes.plan.report.description,
      sandbox: processes.sandboxReason,
      unsupportedLimits: ["steps"],
    };
    this.#shared = { ...settings, monitor, prefixes: new SharedPrefixes(), countsUp: true };
  }

  plan(job: ElaborationJob): Plan {
    return planJob(job, this.#shared.prefixes, false);
  }

  start(metrics: Metrics): ReplSeat {
    return new ReplSeat(this.#shared, metrics);
  }
}

/** One REPL process, which keeps what it has elaborated for the next job that stands on it. */
class ReplSeat implements Seat<Plan> {
  readonly ended: Promise<void>;
  readonly #shared: Shared;
  readonly #metrics: Metrics;
  readonly #worker: ReplWorker;
  #isStopped = false;

  constructor(shared: Shared, metrics: Metrics) {
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
    const { startTimeoutMs, processes } = this.#shared;
    const unusable = (problem: string, detail: string, mayPass: boolean): ProbeReport => ({
      kind: "unusable",
      reason: `${problem}: ${processes.commandLine}: ${detail}`,
      mayPass,
    });
    const word = nonce();
    const first = await this.#worker.ask({ cmd: "#check Nat" }, startTimeoutMs);
    if (first.kind === "garbled") return unusable("this does not speak the REPL's protocol", first.sample, false);
    if (first.kind === "died") {
      const { stderr, code, signal } = first.exit;
      return unusable("the REPL did not start", stderr || `it ended with status ${code ?? signal}`, true);
    }
    if (first.kind !== "answered") {
      const why = first.kind === "timeout" ? `no answer within ${startTimeoutMs} ms` : first.kind;
      return unusable("the REPL did not start", why, false);
    }
    const { env } = first.response;
    const second = await this.#worker.ask({ cmd: probeText(word), env }, startTimeoutMs);
    if (second.kind !== "answered") return { kind: "usable", leanVersion: undefined, answersQuestions: false };
    const report = readProbe(
      (second.response.messages ?? []).map(({ data }) => data),
      word,
    );
    // An emulation may number its environments as it likes, and know nothing of `#print`.
    const answersQuestions = report.answersQuestions && second.response.env === env + 1;
    this.#shared.countsUp = answersQuestions;
    if (!answersQuestions) this.#worker.trustAnyNumber();
    return { ...report, answersQuestions };
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
