import type { Metrics } from "../metrics.ts";
import { ReplConnection } from "../repl/connection.ts";
import { ReplWorker } from "../repl/worker.ts";
import type { ProcessFactory } from "./process-factory.ts";

export interface WorkersSettings {
  readonly processes: ProcessFactory;
  /** Checks that run at once. */
  readonly concurrency: number;
  /** Processes kept ready beyond those, so that a kill costs nobody an import. */
  readonly warmSpares: number;
  /** Longest wait for a process to start or for a header to be imported. */
  readonly startTimeoutMs: number;
  /** A process is replaced after this many checks, whatever its memory. */
  readonly maxChecksPerProcess: number;
}

export interface WorkersEvents {
  /** There may be something to do for an idle worker. */
  readonly ready: () => void;
  /** No process starts any more, and none is left. */
  readonly hopeless: (reason: string) => void;
}

const maxStartFailures = 5;
/** Of a process's limit, and of all of them together: beyond it somebody goes. */
const memoryShare = 0.8;

/** The processes of a pool: how many there are, which of them are at work, and when one has to go. */
export class Workers {
  readonly #settings: WorkersSettings;
  readonly #metrics: Metrics;
  readonly #events: WorkersEvents;
  readonly #idle = new Set<ReplWorker>();
  readonly #busy = new Set<ReplWorker>();
  /** Started, and not yet ready for work. */
  readonly #warming = new Set<ReplWorker>();
  readonly #retired = new WeakSet<ReplWorker>();
  readonly #closing = new Set<Promise<void>>();
  #starting = 0;
  #startFailures = 0;
  #lastStartProblem = "";
  /** What a newcomer elaborates before it is given work: the header in demand. */
  #recentHeader: readonly string[] = [""];
  #closed = false;
  /** Set when the backend numbers its environments as it likes. */
  trustsAnyNumber = false;

  constructor(settings: WorkersSettings, metrics: Metrics, events: WorkersEvents) {
    this.#settings = settings;
    this.#metrics = metrics;
    this.#events = events;
  }

  /** Processes alive, starting ones included. */
  get size(): number {
    return this.#idle.size + this.#busy.size + this.#starting;
  }

  get idle(): number {
    return this.#idle.size;
  }

  get busy(): number {
    return this.#busy.size;
  }

  /** The idle worker that has most of the chain elaborated already; among equals the least recently used. */
  warmest(chain: readonly string[]): { readonly worker: ReplWorker; readonly warmth: number } | undefined {
    let best: { worker: ReplWorker; warmth: number } | undefined;
    for (const worker of this.#idle) {
      const warmth = worker.warmth(chain);
      if (best === undefined || warmth > best.warmth) best = { worker, warmth };
      if (warmth === chain.length) break;
    }
    return best;
  }

  /** Takes an idle worker for a job under this header. */
  take(worker: ReplWorker, header: readonly string[]): void {
    this.#idle.delete(worker);
    this.#busy.add(worker);
    worker.lastUsed = performance.now();
    this.#recentHeader = header;
  }

  /** Gives it back; one that is broken, worn out or too large goes, and so does the oldest where all are too large together. */
  giveBack(worker: ReplWorker): void {
    this.#busy.delete(worker);
    this.count(worker);
    if (!worker.isUsable) {
      this.retire(worker);
      return;
    }
    const { processes, maxChecksPerProcess, concurrency, warmSpares } = this.#settings;
    const isTooLarge = worker.residentBytes > processes.limits.memoryBytes * memoryShare;
    if (this.#closed || worker.checks >= maxChecksPerProcess || isTooLarge) {
      this.#metrics.add("processesRecycled");
      this.retire(worker);
      return;
    }
    this.#idle.add(worker);
    if (this.#idle.size <= 1 || this.#busy.size + this.#idle.size <= concurrency) return;
    const budget = processes.limits.memoryBytes * (concurrency + warmSpares) * memoryShare;
    const total = [...this.#idle, ...this.#busy].reduce((sum, each) => sum + each.residentBytes, 0);
    if (total <= budget) return;
    const oldest = [...this.#idle].reduce((a, b) => (a.lastUsed <= b.lastUsed ? a : b));
    this.#idle.delete(oldest);
    this.#metrics.add("processesRecycled");
    this.retire(oldest);
  }

  /** Starts as many processes as the work in sight can use, plus the spares. */
  grow(waiting: number): void {
    if (this.#closed) return;
    const { concurrency, warmSpares } = this.#settings;
    const demand = Math.min(concurrency, this.#busy.size + waiting);
    // Spares only once the pool is at its full width: a pool that serves one caller at a time needs none.
    const target = demand >= concurrency ? concurrency + warmSpares : demand;
    while (this.size < target) void this.#start();
  }

  /** A new process, nobody's yet. */
  spawn(): ReplWorker {
    this.#metrics.add("processesStarted");
    const { processes } = this.#settings;
    const worker = new ReplWorker(new ReplConnection(processes.launch(), processes.limits.outputBytes));
    if (this.trustsAnyNumber) worker.trustAnyNumber();
    // An idle process that dies must not be given work.
    void worker.connection.process.exited.then(() => {
      if (this.#idle.delete(worker)) this.retire(worker);
    });
    return worker;
  }

  /** Lets one that was spawned wait for work. */
  admit(worker: ReplWorker): void {
    if (worker.isUsable) this.#idle.add(worker);
    else this.retire(worker);
  }

  /** Ends it, whatever it is doing. */
  retire(worker: ReplWorker): void {
    if (this.#retired.has(worker)) return;
    this.#retired.add(worker);
    this.#metrics.add("processesKilled");
    worker.connection.stop("retired");
    const gone = worker.connection.process.swept;
    this.#closing.add(gone);
    void gone.then(() => this.#closing.delete(gone));
  }

  /** Ends them all; resolves when none is left. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const worker of [...this.#busy, ...this.#idle, ...this.#warming]) this.retire(worker);
    await Promise.all(this.#closing);
  }

  /** Adds what a worker has found ready to the metrics. */
  count(worker: ReplWorker): void {
    const { header, prefix, imports } = worker.reused;
    this.#metrics.add("headerReuses", header);
    this.#metrics.add("prefixReuses", prefix);
    this.#metrics.add("headerImports", imports);
    worker.reused = { header: 0, prefix: 0, imports: 0 };
  }

  async #start(): Promise<void> {
    this.#starting += 1;
    // Growing pauses: what does not start now may start in a moment.
    if (this.#startFailures > 0)
      await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 50 * 2 ** this.#startFailures)));
    if (!this.#closed) await this.#warmUp(this.spawn());
    this.#starting -= 1;
    if (this.#startFailures >= maxStartFailures && this.#idle.size + this.#busy.size === 0) {
      this.#startFailures = 0;
      this.#events.hopeless(`the REPL does not start any more: ${this.#lastStartProblem}`);
    }
    this.#events.ready();
  }

  /** A newcomer brings the header in demand with it before it is given work. */
  async #warmUp(worker: ReplWorker): Promise<void> {
    const { startTimeoutMs } = this.#settings;
    const chain = this.#recentHeader;
    this.#warming.add(worker);
    const { elaboration } = await worker.run({
      chain,
      headerPieces: chain.length,
      body: "",
      lineOffset: 0,
      wallMs: startTimeoutMs,
      startTimeoutMs,
    });
    this.#warming.delete(worker);
    this.count(worker);
    worker.checks = 0;
    if (worker.isUsable && !this.#closed) {
      this.#startFailures = 0;
      this.#idle.add(worker);
      return;
    }
    if (!this.#closed) {
      this.#startFailures += 1;
      this.#lastStartProblem = "reason" in elaboration ? elaboration.reason : elaboration.kind;
    }
    this.retire(worker);
  }
}
