import { startDeadline } from "../deadline.ts";
import { FrameSplitter, FrameTooLong } from "./framing.ts";
import type { ReplRequest } from "./protocol.ts";
import type { ProcessExit, WorkerProcess } from "../process/worker-process.ts";

/** What came of one request. Only `answered` leaves the connection usable: with a JSON object, which `shape.ts` reads. */
export type Exchange<R = object> =
  | { readonly kind: "answered"; readonly response: R; readonly bytes: number }
  /** It did not answer in time; it has been killed. */
  | { readonly kind: "timeout" }
  /** It ended, by itself or killed for a limit. */
  | { readonly kind: "died"; readonly exit: ProcessExit; readonly partial: string }
  /** It said more than the limit on one answer. */
  | { readonly kind: "flooded"; readonly limitBytes: number }
  /** What came is not one JSON object. */
  | { readonly kind: "garbled"; readonly sample: string }
  /** Something came when nothing was asked. */
  | { readonly kind: "unasked"; readonly sample: string }
  /** `stop` was called, for the reason given. */
  | { readonly kind: "stopped"; readonly reason: string };

interface Waiting {
  readonly resolve: (exchange: Exchange) => void;
  readonly callOff: (() => void) | undefined;
}

/**
 * The wire to one REPL process: one request at a time, exactly one outcome each. The stream has no ids, so after a timeout,
 * an answer nobody asked for or one that does not parse, nothing that follows could be trusted: the process is killed and
 * every later request gets that same outcome.
 */
export class ReplConnection {
  readonly process: WorkerProcess;
  readonly #frames: FrameSplitter;
  readonly #outputBytes: number;
  #waiting: Waiting | undefined;
  #broken: Exchange | undefined;
  #answers = 0;
  /** Called before a request that is out of time is given up: what else it has run out of can still be seen then. */
  onDeadline: (() => void) | undefined;

  constructor(process: WorkerProcess, outputBytes: number) {
    this.process = process;
    this.#outputBytes = outputBytes;
    this.#frames = new FrameSplitter(outputBytes);
    process.stdout.on("data", (chunk: Buffer) => this.#receive(chunk));
    void process.exited.then((exit) => {
      this.#break({ kind: "died", exit, partial: this.#frames.pendingText() });
    });
  }

  /** Undefined while the connection can be used. */
  get broken(): Exchange | undefined {
    return this.#broken;
  }

  get answers(): number {
    return this.#answers;
  }

  /**
   * @param outputBytes for this answer, where less than the connection's own limit.
   * @throws {Error} when a request is still waiting: that is a mistake of the caller.
   */
  async send(request: ReplRequest, timeoutMs: number | undefined, outputBytes?: number): Promise<Exchange> {
    if (this.#waiting !== undefined) throw new Error("ReplConnection.send: a request is still waiting for its answer");
    if (this.#broken !== undefined) return this.#broken;
    this.#frames.maxBytes = Math.min(outputBytes ?? this.#outputBytes, this.#outputBytes);
    return await new Promise((resolve) => {
      const callOff =
        timeoutMs === undefined || !Number.isFinite(timeoutMs)
          ? undefined
          : startDeadline(timeoutMs, () => {
              this.onDeadline?.();
              this.#break({ kind: "timeout" });
            });
      this.#waiting = { resolve, callOff };
      // JSON.stringify escapes every line break and control character, so the blank line can only be ours.
      this.process.stdin.write(`${JSON.stringify(request)}\n\n`);
    });
  }

  /** Kills the process; a waiting request ends as `stopped`, or as `outcome` when given. */
  stop(reason: string): void {
    this.#break({ kind: "stopped", reason });
  }

  #receive(chunk: Buffer): void {
    if (this.#broken !== undefined) return;
    let frames: readonly string[];
    try {
      frames = this.#frames.push(chunk);
    } catch (error) {
      if (!(error instanceof FrameTooLong)) throw error;
      this.#break({ kind: "flooded", limitBytes: error.bytes });
      return;
    }
    for (const frame of frames) {
      if (this.#waiting === undefined) {
        this.#break({ kind: "unasked", sample: frame.slice(0, 200) });
        return;
      }
      const response = parseObject(frame);
      if (response === undefined) {
        this.#break({ kind: "garbled", sample: frame.slice(0, 200) });
        return;
      }
      this.#answers += 1;
      this.#settle({ kind: "answered", response, bytes: frame.length });
    }
    // The start of an answer that nobody asked for.
    if (this.#waiting === undefined && this.#frames.pendingText(64).trim() !== "")
      this.#break({ kind: "unasked", sample: this.#frames.pendingText() });
  }

  #break(exchange: Exchange): void {
    if (this.#broken !== undefined) return;
    this.#broken = exchange;
    if (exchange.kind !== "died") this.process.kill();
    this.#settle(exchange);
  }

  #settle(exchange: Exchange): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    waiting.callOff?.();
    waiting.resolve(exchange);
  }
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
