import { onAbort } from "@lemma/async";
import type { Attempt, Backend, ProbeReport, Seat } from "../dispatcher/backend.ts";
import type { ElaborationJob } from "../elaborator.ts";

/** What a seat does with a text. */
export type Act = (
  body: string,
  about: {
    /** How often this text has come by, counting from 1. */
    readonly time: number;
    /** Which seat, counting from 1. */
    readonly seat: number;
    /** Rejects when the seat is ended meanwhile. */
    readonly stopped: Promise<never>;
  },
) => Promise<Attempt | "dies"> | Attempt | "dies";

export interface MemorySettings {
  readonly act: Act;
  /** Whether the n-th seat starts, counting from 1. Default: all do. */
  readonly starts?: (seat: number) => boolean;
  /** Default: true. */
  readonly answersQuestions?: boolean;
  /** What a seat weighs. */
  readonly privateBytes?: number;
}

/** Seats without a process behind them, whose every step a test writes. A job's plan is its header. */
export class MemoryBackend implements Backend<string> {
  readonly name = "memory";
  readonly limits = { limits: "none", sandbox: "nothing runs", unsupportedLimits: [] };
  readonly settings: MemorySettings;
  /** Texts in the order in which they were begun, as `seat: body`. */
  readonly begun: string[] = [];
  /** Declarations that were asked about. */
  readonly asked: string[] = [];
  readonly times = new Map<string, number>();
  started = 0;
  alive = 0;
  running = 0;
  mostRunning = 0;

  constructor(settings: MemorySettings) {
    this.settings = settings;
  }

  plan({ header }: ElaborationJob): string {
    return header;
  }

  start(): MemorySeat {
    return new MemorySeat(this);
  }
}

class MemorySeat implements Seat<string> {
  readonly ended: Promise<void>;
  readonly #backend: MemoryBackend;
  readonly #number: number;
  readonly #stop = new AbortController();
  #header: string | undefined;

  constructor(backend: MemoryBackend) {
    this.#backend = backend;
    backend.started += 1;
    backend.alive += 1;
    this.#number = backend.started;
    this.ended = new Promise((resolve) => this.#stop.signal.addEventListener("abort", () => resolve()));
  }

  get isUsable(): boolean {
    return !this.#stop.signal.aborted;
  }

  get privateBytes(): number {
    return this.#backend.settings.privateBytes ?? 0;
  }

  async probe(): Promise<ProbeReport> {
    const problem = await this.warmUp(undefined);
    const { answersQuestions = true } = this.#backend.settings;
    return problem === undefined
      ? { kind: "usable", leanVersion: "4.27.0", answersQuestions }
      : { kind: "unusable", reason: problem, mayPass: true };
  }

  async warmUp(header: string | undefined): Promise<string | undefined> {
    await Promise.resolve();
    this.#header = header;
    if (this.#backend.settings.starts?.(this.#number) !== false) return undefined;
    void this.stop();
    return `seat ${this.#number} did not start`;
  }

  warmth(header: string): number {
    return header === this.#header ? 1 : 0;
  }

  async run({ body, questions }: ElaborationJob, header: string): Promise<Attempt> {
    const backend = this.#backend;
    if (!this.isUsable) throw new Error("a seat that has ended was given work");
    const time = (backend.times.get(body) ?? 0) + 1;
    backend.times.set(body, time);
    if (questions !== undefined) backend.asked.push(questions.name);
    backend.begun.push(`${this.#number}: ${body}`);
    backend.running += 1;
    backend.mostRunning = Math.max(backend.mostRunning, backend.running);
    this.#header = header;
    let stopListening = (): void => {};
    const stopped = new Promise<never>((_, reject) => {
      stopListening = onAbort(this.#stop.signal, () => reject(new Error("stopped")));
    });
    stopped.catch(() => {});
    try {
      const done = await backend.settings.act(body, { time, seat: this.#number, stopped });
      if (done !== "dies") return done;
      void this.stop();
      return { elaboration: { kind: "crash", reason: "it died" }, blame: "input" };
    } finally {
      stopListening();
      backend.running -= 1;
    }
  }

  async stop(): Promise<void> {
    if (this.isUsable) {
      this.#backend.alive -= 1;
      this.#stop.abort();
    }
    await Promise.resolve();
  }
}
