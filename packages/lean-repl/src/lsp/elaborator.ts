import { AbortedError, InfrastructureError } from "@lemma/interfaces";
import { onAbort } from "../abort.ts";
import type { Capabilities, ElaborationJob, Elaborator } from "../elaborator.ts";
import { Metrics } from "../metrics.ts";
import { toUtf16 } from "../messages.ts";
import { FairQueue } from "../pool/fair-queue.ts";
import { versionIn } from "../pool/probe.ts";
import type { ProcessFactory } from "../pool/process-factory.ts";
import { LimitMonitor } from "../process/monitor.ts";
import { nonce } from "../repl/worker.ts";
import { lex } from "../text/lexer.ts";
import { judgeMessages, type Elaboration } from "../verdict.ts";
import { readDocument, wholeDocument, type WholeDocument } from "../whole-document.ts";
import type { DocumentState } from "./document.ts";
import { LeanServer, type ServerOutcome } from "./server.ts";

export interface LspPoolSettings {
  readonly processes: ProcessFactory;
  readonly project: string;
  readonly concurrency: number;
  readonly startTimeoutMs: number;
  readonly maxChecksPerProcess: number;
}

interface Turn {
  readonly group: string;
  readonly header: string;
  readonly ready: (server: LeanServer | undefined) => void;
}

/** Language servers, one document each, behind a fair queue. */
export class LspPool implements Elaborator {
  readonly name = "lsp";
  readonly metrics = new Metrics();
  capabilities: Capabilities;
  readonly #settings: LspPoolSettings;
  readonly #monitor: LimitMonitor;
  readonly #queue = new FairQueue<Turn>();
  readonly #idle: LeanServer[] = [];
  readonly #all = new Set<LeanServer>();
  #running = 0;
  #closed = false;

  private constructor(settings: LspPoolSettings) {
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
    const document = wholeDocument(job);
    let elaboration = await this.#once(job, document);
    // A server that died may have had its own reasons; two that died had ours.
    if (elaboration.kind === "crash" && !this.#closed) {
      this.metrics.add("retries");
      elaboration = await this.#once(job, document);
    }
    if (elaboration.kind === "timeout") this.metrics.add("timeouts");
    if (elaboration.kind === "memory") this.metrics.add("memoryKills");
    if (elaboration.kind === "crash") this.metrics.add("crashes");
    if (elaboration.kind === "infrastructure") this.metrics.add("infrastructureFailures");
    return elaboration;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#monitor[Symbol.dispose]();
    for (const turn of this.#queue.drain()) turn.ready(undefined);
    const servers = [...this.#all];
    for (const server of servers) server.stop({ kind: "infrastructure", reason: "the pool was closed" });
    await Promise.all(servers.map(async (server) => await server.process.swept));
  }

  async #once(job: ElaborationJob, document: WholeDocument): Promise<Elaboration> {
    const server = await this.#acquire(job);
    if (server === undefined) return { kind: "infrastructure", reason: "the pool was closed" };
    // Its imports are not the proof's time: a server that has not loaded this header yet does so first.
    try {
      if (server.lastHeader !== job.header) {
        this.metrics.add("headerImports");
        const { text } = wholeDocument({ ...job, body: "", questions: undefined });
        const warm = await server.elaborate(text, this.#settings.startTimeoutMs);
        if (warm.kind !== "done")
          return {
            kind: "infrastructure",
            reason: `the header did not elaborate: ${"reason" in warm ? warm.reason : warm.kind}`,
          };
        const header = readDocument(document, warm.document.messages(), [], false);
        if (header.kind === "infrastructure" || !server.isUsable) return header;
        server.lastHeader = job.header;
      } else this.metrics.add("headerReuses");
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
      const outcome = await this.#orAbort(server, job, document);
      this.#monitor.release(watched);
      if (outcome.kind !== "done") return outcome;
      return await this.#read(server, outcome.document, document, job);
    } finally {
      this.#release(server);
    }
  }

  async #orAbort(server: LeanServer, job: ElaborationJob, document: WholeDocument): Promise<ServerOutcome> {
    const { signal } = job;
    const stopListening = onAbort(signal, () => server.stop({ kind: "crash", reason: "cancelled" }));
    const outcome = await server.elaborate(document.text, job.limits.wallMs, job.limits.outputBytes);
    stopListening();
    if (signal?.aborted === true) throw new AbortedError("elaborate", signal);
    return outcome;
  }

  /**
   * Diagnostics name no goals, and a warning of `sorry` can be switched off: every `sorry` in the text counts as one, and the
   * first one's goal is asked for.
   */
  async #read(
    server: LeanServer,
    state: DocumentState,
    document: WholeDocument,
    job: ElaborationJob,
  ): Promise<Elaboration> {
    const read = readDocument(document, state.messages(), [], job.questions !== undefined);
    if (read.kind !== "elaborated" || judgeMessages(read.messages, []).status === "error") return read;
    const holes = lex(job.body).tokens.filter(({ text }) => text === "sorry" || text === "admit");
    const first = holes[0];
    if (first === undefined) return read;
    const before = job.body.slice(0, first.start).split("\n");
    const position = toUtf16(state.lines, {
      line: document.headerLines + before.length,
      column: Array.from(before.at(-1)!).length,
    });
    const goal = await server.goalAt(position, job.limits.wallMs);
    return { ...read, sorries: [{ goal }] };
  }

  async #acquire({ group, header, signal }: ElaborationJob): Promise<LeanServer | undefined> {
    let stopListening = (): void => {};
    try {
      return await new Promise<LeanServer | undefined>((resolve, reject) => {
        const turn: Turn = { group, header, ready: resolve };
        this.#queue.push(turn);
        stopListening = onAbort(signal, () => {
          if (this.#queue.remove(turn)) reject(new AbortedError("elaborate", signal));
        });
        void this.#next();
      });
    } finally {
      stopListening();
    }
  }

  async #next(): Promise<void> {
    if (this.#running >= this.#settings.concurrency || this.#closed) return;
    const turn = this.#queue.shift((each) => this.#idle.some(({ lastHeader }) => lastHeader === each.header));
    if (turn === undefined) return;
    this.#running += 1;
    const warm = this.#idle.findIndex(({ lastHeader }) => lastHeader === turn.header);
    const idle = this.#idle.splice(warm === -1 ? 0 : warm, 1)[0];
    turn.ready(idle ?? (await this.#start()));
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
    if (server.isUsable && server.checks < this.#settings.maxChecksPerProcess) this.#idle.push(server);
    else {
      this.metrics.add("processesKilled");
      server.stop({ kind: "crash", reason: "retired" });
      void server.process.swept.then(() => this.#all.delete(server));
    }
    void this.#next();
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
