import type { Attempt, ProbeReport, Seat } from "../dispatcher/backend.ts";
import { probeText, readProbe } from "../dispatcher/probe.ts";
import type { ElaborationJob } from "../elaborator.ts";
import type { Metrics } from "../metrics.ts";
import { nonce } from "../nonce.ts";
import type { LimitMonitor } from "../process/monitor.ts";
import type { ProcessFactory } from "../process/process-factory.ts";
import { underLimits } from "../process/watch.ts";
import type { Elaboration } from "../verdict.ts";
import { readDocument, type WholeDocument } from "../whole-document.ts";
import { readServer } from "./read-server.ts";
import { LeanServer, type ServerOutcome } from "./server.ts";

export interface LspSeatSettings {
  readonly processes: ProcessFactory;
  readonly project: string;
  /** Longest wait for a server to start or for a header to be imported. */
  readonly startTimeoutMs: number;
}

/** What the seats of one backend share. */
export interface LspShared extends LspSeatSettings {
  readonly monitor: LimitMonitor;
}

export interface LspPlan {
  readonly document: WholeDocument;
  readonly header: string;
  /** The header alone. */
  readonly headerDocument: WholeDocument;
}

/** One server with one document, whose header stays elaborated for the next job under it. */
export class LspSeat implements Seat<LspPlan> {
  readonly ended: Promise<void>;
  // Its memory is its children's, and looked at while they work.
  readonly privateBytes = 0;
  readonly #shared: LspShared;
  readonly #metrics: Metrics;
  readonly #server: LeanServer;
  readonly #initialized: Promise<ServerOutcome | undefined>;
  #header: string | undefined;
  #isStopped = false;

  constructor(shared: LspShared, metrics: Metrics) {
    const { processes, project, startTimeoutMs } = shared;
    this.#shared = shared;
    this.#metrics = metrics;
    this.#server = new LeanServer(processes.launch(), project, processes.limits.outputBytes);
    this.#initialized = this.#server.initialize(startTimeoutMs);
    this.ended = this.#server.process.exited.then(() => {});
    metrics.add("processesStarted");
  }

  get isUsable(): boolean {
    return this.#server.isUsable;
  }

  async probe(): Promise<ProbeReport> {
    const { startTimeoutMs, processes } = this.#shared;
    const word = nonce();
    await this.#initialized;
    const outcome = await this.#server.elaborate(`${probeText(word)}\n`, startTimeoutMs);
    if (outcome.kind !== "done") {
      const why = "reason" in outcome ? outcome.reason : outcome.limit;
      const reason = `the server did not start: ${processes.commandLine}: ${why}`;
      return { kind: "unusable", reason, mayPass: outcome.kind === "crash" };
    }
    this.#header = "";
    return readProbe(
      outcome.document.messages().map(({ text }) => text),
      word,
    );
  }

  async warmUp(plan: LspPlan | undefined): Promise<string | undefined> {
    await this.#initialized;
    if (plan === undefined || !this.isUsable) return undefined;
    const failed = await this.#import(plan);
    return failed !== undefined && "reason" in failed.elaboration ? failed.elaboration.reason : undefined;
  }

  warmth({ header }: LspPlan): number {
    return header === this.#header ? 1 : 0;
  }

  async run(job: ElaborationJob, plan: LspPlan): Promise<Attempt> {
    const isWarm = this.#header === plan.header;
    if (isWarm) this.#metrics.add("headerReuses");
    const failed = isWarm ? undefined : await this.#import(plan);
    if (failed !== undefined) return failed;
    const { limits } = job;
    const watched = {
      pid: this.#server.process.pid,
      cpuLimitMs: limits.cpuMs,
      memoryBytes: limits.memoryBytes,
      stop: (outcome: Elaboration) => {
        if (outcome.kind !== "elaborated") this.#server.stop(outcome);
      },
    };
    const outcome = await underLimits(
      this.#shared.monitor,
      watched,
      this.#server,
      async () => await this.#server.elaborate(plan.document.text, limits.wallMs, limits.outputBytes),
    );
    if (outcome.kind !== "done") return { elaboration: outcome, blame: outcome.kind === "crash" ? "input" : "none" };
    return { elaboration: await readServer(this.#server, outcome.document, plan.document, job), blame: "none" };
  }

  async stop(reason: string): Promise<void> {
    if (!this.#isStopped) this.#metrics.add("processesKilled");
    this.#isStopped = true;
    this.#server.stop({ kind: "crash", reason });
    await this.#server.process.swept;
  }

  /** Its imports are not the proof's time: a server that has not loaded this header yet does so first. */
  async #import({ header, headerDocument }: LspPlan): Promise<Attempt | undefined> {
    this.#metrics.add("headerImports");
    this.#header = undefined;
    const warm = await this.#server.elaborate(headerDocument.text, this.#shared.startTimeoutMs);
    if (warm.kind !== "done") {
      const reason = `the header did not elaborate: ${"reason" in warm ? warm.reason : warm.limit}`;
      return { elaboration: { kind: "infrastructure", reason }, blame: warm.kind === "crash" ? "machinery" : "none" };
    }
    const read = readDocument(headerDocument, warm.document.messages(), [], false);
    if (read.kind === "infrastructure") return { elaboration: read, blame: "none" };
    if (!this.isUsable)
      return { elaboration: { kind: "infrastructure", reason: "the server died" }, blame: "machinery" };
    this.#header = header;
    return undefined;
  }
}
