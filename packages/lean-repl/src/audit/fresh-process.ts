import type { LaunchExtras, ProcessFactory } from "../process/process-factory.ts";
import { LimitMonitor } from "../process/monitor.ts";
import { ReplConnection } from "../repl/connection.ts";
import type { CommandResponse, ReplRequest } from "../repl/protocol.ts";
import { isCommandResponse, isErrorResponse } from "../repl/shape.ts";
import { isRefusal, uncaughtException } from "./kernel-word.ts";

/** What a process that runs no candidate's text made of a request. All but `answered` and `said` end it. */
export type Heard =
  | { readonly kind: "answered"; readonly response: CommandResponse }
  /** The REPL's own refusal of a request. */
  | { readonly kind: "said"; readonly reason: string }
  /** The kernel would not take a constant. */
  | { readonly kind: "refused"; readonly reason: string }
  /** It died, hung or was killed: that says nothing about anybody's proof. */
  | { readonly kind: "unavailable"; readonly reason: string };

/** One REPL process that has never seen a candidate's text, under the limits and in the sandbox of all the others. */
export class FreshProcess implements AsyncDisposable {
  readonly #connection: ReplConnection;
  readonly #monitor: LimitMonitor;

  constructor(processes: ProcessFactory, extras: LaunchExtras = {}) {
    const connection = new ReplConnection(processes.launch(extras), processes.limits.outputBytes);
    this.#connection = connection;
    this.#monitor = new LimitMonitor(processes.limits, processes.plan);
    this.#monitor.watch({
      pid: connection.process.pid,
      since: performance.now(),
      cpuLimitMs: undefined,
      stop: (outcome) => connection.stop("limit" in outcome ? outcome.limit : outcome.kind),
    });
  }

  /** Where it may save to. */
  get folder(): string | undefined {
    return this.#connection.process.folder;
  }

  async ask(request: ReplRequest, timeoutMs: number): Promise<Heard> {
    const exchange = await this.#connection.send(request, timeoutMs);
    switch (exchange.kind) {
      case "answered": {
        const { response } = exchange;
        if (isErrorResponse(response)) return { kind: "said", reason: response.message };
        if (isCommandResponse(response)) return { kind: "answered", response };
        return { kind: "unavailable", reason: `not an answer: ${JSON.stringify(response).slice(0, 200)}` };
      }
      case "died": {
        const { code, signal, stderr, outOfMemory } = exchange.exit;
        const thrown = code === 1 && !outOfMemory ? uncaughtException(stderr) : undefined;
        if (thrown !== undefined && isRefusal(thrown)) return { kind: "refused", reason: thrown.slice(0, 300) };
        const last = stderr.trim().split("\n").at(-1)!.slice(0, 300);
        return { kind: "unavailable", reason: last || `the process ended: ${signal ?? `exit status ${code}`}` };
      }
      case "stopped":
        return { kind: "unavailable", reason: exchange.reason };
      case "timeout":
        return { kind: "unavailable", reason: `no answer within ${timeoutMs} ms` };
      case "flooded":
        return { kind: "unavailable", reason: `an answer of more than ${exchange.limitBytes} bytes` };
      case "garbled":
      case "unasked":
        return { kind: "unavailable", reason: `not an answer: ${exchange.sample}` };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#monitor[Symbol.dispose]();
    this.#connection.stop("done");
    await this.#connection.process.swept;
  }
}
