import { AbortedError, InfrastructureError, throwIfAborted } from "@lemma/interfaces";
import { onAbort, untilAbort } from "../abort.ts";
import type { Capabilities, ElaborationJob, Elaborator } from "../elaborator.ts";
import { countFailure, Metrics } from "../metrics.ts";
import { versionIn } from "../pool/probe.ts";
import type { ProcessFactory } from "../pool/process-factory.ts";
import { Quarantine } from "../pool/quarantine.ts";
import { WaitingLine, type LineSettings, type Waiting } from "../pool/waiting-line.ts";
import { LimitMonitor } from "../process/monitor.ts";
import { nonce } from "../nonce.ts";
import type { Elaboration } from "../verdict.ts";
import { readDocument, wholeDocument, type WholeDocument } from "../whole-document.ts";
import { readServer } from "./read-server.ts";
import { LeanServer, type ServerOutcome } from "./server.ts";

export interface LspPoolSettings extends LineSettings {
  readonly processes: ProcessFactory;
  readonly project: string;
  readonly concurrency: number;
  readonly startTimeoutMs: number;
  readonly maxChecksPerProcess: number;
}

type Failure = Elaboration & { readonly kind: "infrastructure" };

interface Attempt {
  readonly elaboration: Elaboration;
  /** Whose fault a dead server is: the text's that it was elaborating, or the machinery's before that. */
  readonly blame: "none" | "input" | "machinery";
}

interface Turn extends Waiting {
  readonly header: string;
  readonly ready: (server: LeanServer | Failure) => void;
}

/** Language servers, one document each, behind a fair queue. */
export class LspPool implements Elaborator {
  readonly name = "lsp";
  readonly metrics = new Metrics();
  capabilities: Capabilities;
  readonly #settings: LspPoolSettings;
  readonly #monitor: LimitMonitor;
  readonly #line: WaitingLine<Turn>;
  readonly #quarantine = new Quarantine();
  readonly #idle: LeanServer[] = [];
  readonly #all = new Set<LeanServer>();
  #running = 0;
  #closed = false;

  private constructor(settings: LspPoolSettings) {
    this.#settings = settings;
    this.#monitor = new LimitMonitor(settings.processes.limits, settings.processes.plan);
    this.#line = new WaitingLine(settings, ({ ready }, reason) => ready({ kind: "infrastructure", reason }));
    this.capabilities = {
      leanVersion: undefined,
      answersQuestions: false,
      freshAudit: false,
      limits: settings.processes.plan.report.description,
      sandbox: settings.processes.sandboxReason,
      unsupportedLimits: ["steps"],
    };
  }

  /** @throws {InfrastructureError} when the server does not start or does not elaborate. */
  static async open(settings: LspPoolSettings): Promise<LspPool> {
    const pool = new LspPool(settings);
    try {
      await pool.#probe();
    } catch (error) {
      await pool[Symbol.asyncDispose]();
      throw error;
    }
    return pool;
  }

  async elaborate(job: ElaborationJob): Promise<Elaboration> {
    if (job.signal?.aborted) throw new AbortedError("elaborate", job.signal);
    if (this.#closed) throw new InfrastructureError(`${this.name}: closed`);
    const condemned = this.#quarantine.get(job);
    if (condemned !== undefined) {
      this.metrics.add("quarantined");
      return condemned;
    }
    // Not only while the text itself is elaborated: a server may be starting, or importing for half a minute.
    const elaboration = await untilAbort("elaborate", job.signal, this.#persist(job));
    countFailure(this.metrics, elaboration);
    return elaboration;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#monitor[Symbol.dispose]();
    this.#line.refuseAll("the pool was closed");
    const servers = [...this.#all];
    for (const server of servers) server.stop({ kind: "infrastructure", reason: "the pool was closed" });
    await Promise.all(servers.map(async (server) => await server.process.swept));
  }

  /** A server that died may have had its own reasons; two that died over a text had ours. */
  async #persist(job: ElaborationJob): Promise<Elaboration> {
    const document = wholeDocument(job);
    const first = await this.#once(job, document);
    if (first.blame === "none" || this.#closed) return first.elaboration;
    this.metrics.add("retries");
    const { elaboration, blame } = await this.#once(job, document);
    if (blame === "input" && first.blame === "input") this.#quarantine.condemn(job, elaboration);
    return elaboration;
  }

  async #once(job: ElaborationJob, document: WholeDocument): Promise<Attempt> {
    const server = await this.#acquire(job);
    if (!(server instanceof LeanServer)) return { elaboration: server, blame: "none" };
    try {
      const problem = await this.#import(server, job, document);
      if (problem !== undefined) return problem;
      const watched = {
        pid: server.process.pid,
        since: performance.now(),
        cpuLimitMs: job.limits.cpuMs,
        memoryBytes: job.limits.memoryBytes,
        stop: (outcome: Elaboration) => {
          if (outcome.kind !== "elaborated") server.stop(outcome);
        },
      };
      this.#monitor.watch(watched);
      server.onDeadline = () => this.#monitor.lastLook(watched);
      const outcome = await this.#orAbort(server, job, document);
      this.#monitor.release(watched);
      server.onDeadline = undefined;
      if (outcome.kind !== "done") return { elaboration: outcome, blame: outcome.kind === "crash" ? "input" : "none" };
      return { elaboration: await readServer(server, outcome.document, document, job), blame: "none" };
    } finally {
      this.#release(server);
    }
  }

  /** Its imports are not the proof's time: a server that has not loaded this header yet does so first. */
  async #import(server: LeanServer, job: ElaborationJob, document: WholeDocument): Promise<Attempt | undefined> {
    if (server.lastHeader === job.header) {
      this.metrics.add("headerReuses");
      return undefined;
    }
    this.metrics.add("headerImports");
    const { text } = wholeDocument({ ...job, body: "", questions: undefined });
    const warm = await server.elaborate(text, this.#settings.startTimeoutMs);
    if (warm.kind !== "done") {
      const reason = `the header did not elaborate: ${"reason" in warm ? warm.reason : warm.kind}`;
      return { elaboration: { kind: "infrastructure", reason }, blame: warm.kind === "crash" ? "machinery" : "none" };
    }
    const header = readDocument(document, warm.document.messages(), [], false);
    if (header.kind === "infrastructure") return { elaboration: header, blame: "none" };
    if (!server.isUsable)
      return { elaboration: { kind: "infrastructure", reason: "the server died" }, blame: "machinery" };
    server.lastHeader = job.header;
    return undefined;
  }

  async #orAbort(server: LeanServer, job: ElaborationJob, document: WholeDocument): Promise<ServerOutcome> {
    const { signal } = job;
    // It fired while the header was imported.
    throwIfAborted("elaborate", signal);
    const stopListening = onAbort(signal, () => server.stop({ kind: "crash", reason: "cancelled" }));
    const outcome = await server.elaborate(document.text, job.limits.wallMs, job.limits.outputBytes);
    stopListening();
    throwIfAborted("elaborate", signal);
    return outcome;
  }

  async #acquire({ group, header, signal }: ElaborationJob): Promise<LeanServer | Failure> {
    let stopListening = (): void => {};
    const queuedAt = performance.now();
    try {
      return await new Promise<LeanServer | Failure>((resolve, reject) => {
        const turn: Turn = { group, header, queuedAt, ready: resolve };
        stopListening = onAbort(signal, () => {
          if (this.#line.remove(turn)) reject(new AbortedError("elaborate", signal));
        });
        this.#line.push(turn);
        void this.#next();
      });
    } finally {
      stopListening();
      this.metrics.add("queuedMs", performance.now() - queuedAt);
    }
  }

  async #next(): Promise<void> {
    if (this.#running >= this.#settings.concurrency || this.#closed) return;
    const turn = this.#line.shift((each) => this.#idle.some(({ lastHeader }) => lastHeader === each.header));
    if (turn === undefined) return;
    this.#running += 1;
    const warm = this.#idle.findIndex(({ lastHeader }) => lastHeader === turn.header);
    const idle = this.#idle.splice(warm === -1 ? 0 : warm, 1)[0];
    // One that died while it was idle is no use to anybody.
    const isAlive = idle?.isUsable === true;
    if (idle !== undefined && !isAlive) this.#bury(idle);
    turn.ready(isAlive ? idle! : await this.#start());
  }

  async #start(): Promise<LeanServer> {
    const { processes, project, startTimeoutMs } = this.#settings;
    this.metrics.add("processesStarted");
    const server = new LeanServer(processes.launch(), project, processes.limits.outputBytes);
    this.#all.add(server);
    await server.initialize(startTimeoutMs);
    return server;
  }

  #release(server: LeanServer): void {
    this.#running -= 1;
    if (server.isUsable && server.checks < this.#settings.maxChecksPerProcess && !this.#closed) this.#idle.push(server);
    else this.#bury(server);
    void this.#next();
  }

  #bury(server: LeanServer): void {
    this.metrics.add("processesKilled");
    server.stop({ kind: "crash", reason: "retired" });
    void server.process.swept.then(() => this.#all.delete(server));
  }

  async #probe(): Promise<void> {
    const word = nonce();
    const server = await this.#start();
    this.#running += 1;
    const outcome = await server.elaborate(
      `#eval Lean.versionString\n#print "${word}"\n`,
      this.#settings.startTimeoutMs,
    );
    if (outcome.kind !== "done") {
      const why = "reason" in outcome ? outcome.reason : outcome.limit;
      throw new InfrastructureError(`lsp: the server did not start: ${this.#settings.processes.commandLine}: ${why}`);
    }
    const texts = outcome.document.messages().map(({ text }) => text);
    this.capabilities = {
      ...this.capabilities,
      leanVersion: versionIn(texts),
      answersQuestions: texts.includes(word),
    };
    server.lastHeader = "";
    this.#release(server);
  }
}
