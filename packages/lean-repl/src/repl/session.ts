import { InfrastructureError } from "@lemma/interfaces";
import type { ProcessFactory } from "../process/process-factory.ts";
import { ReplConnection, type Exchange } from "./connection.ts";
import type { CommandResponse, ProofStateResponse, ReplOptions as CommandOptions, ReplRequest } from "./protocol.ts";
import { isCommandResponse, isErrorResponse, isProofStateResponse } from "./shape.ts";

/** What a request came to; `died`, `timeout` and their like end the session. */
export type SessionOutcome<R> =
  | ({ readonly kind: "answered" } & R)
  /** `Unknown environment.`, `Lean error:\n…`: the session goes on. */
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "ended"; readonly reason: string };

/**
 * One REPL process, request by request: commands, files, tactics on proof states, pickling. For searching step by step, and
 * for looking; **not for verdicts**: in tactic mode the REPL accepts proofs that Lean would not.
 */
export class ReplSession implements AsyncDisposable {
  readonly #connection: ReplConnection;
  readonly #processes: ProcessFactory;
  readonly #timeoutMs: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(processes: ProcessFactory, timeoutMs: number) {
    this.#processes = processes;
    this.#timeoutMs = timeoutMs;
    this.#connection = new ReplConnection(processes.launch(), processes.limits.outputBytes);
  }

  /** Elaborates commands, on an earlier environment or a new one. */
  async command(
    cmd: string,
    options: CommandOptions & { readonly env?: number } = {},
  ): Promise<SessionOutcome<CommandResponse>> {
    return await this.#send(isCommandResponse, { cmd, ...options });
  }

  /** The same for a file, by its path from the REPL's working directory. */
  async file(
    path: string,
    options: CommandOptions & { readonly env?: number } = {},
  ): Promise<SessionOutcome<CommandResponse>> {
    return await this.#send(isCommandResponse, { path, ...options });
  }

  /**
   * Runs one tactic. The old proof state stays as it was, so a search may branch from any.
   *
   * @param proofState from a `sorry` of `command`, or from an earlier tactic.
   */
  async tactic(proofState: number, tactic: string): Promise<SessionOutcome<ProofStateResponse>> {
    return await this.#send(isProofStateResponse, { tactic, proofState });
  }

  /** Saves what an environment adds to its imports. Notations and compiled code do not survive. */
  async pickleEnvironment(env: number, path: string): Promise<SessionOutcome<CommandResponse>> {
    return await this.#send(isCommandResponse, { pickleTo: path, env });
  }

  /** A damaged file ends the process. */
  async unpickleEnvironment(path: string): Promise<SessionOutcome<CommandResponse>> {
    return await this.#send(isCommandResponse, { unpickleEnvFrom: path });
  }

  async pickleProofState(proofState: number, path: string): Promise<SessionOutcome<ProofStateResponse>> {
    return await this.#send(isProofStateResponse, { pickleTo: path, proofState });
  }

  async unpickleProofState(path: string, env?: number): Promise<SessionOutcome<ProofStateResponse>> {
    return await this.#send(isProofStateResponse, {
      unpickleProofStateFrom: path,
      ...(env === undefined ? {} : { env }),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.stop("closed");
    await this.#connection.process.swept;
    this.#processes[Symbol.dispose]();
  }

  /** One at a time, in order of the calls: the stream has no ids. */
  async #send<R extends object>(
    isAnswer: (response: object) => response is R,
    request: ReplRequest,
  ): Promise<SessionOutcome<R>> {
    const turn = this.#last.then(async () => await this.#connection.send(request, this.#timeoutMs));
    this.#last = turn;
    const exchange = await turn;
    if (exchange.kind !== "answered") return { kind: "ended", reason: describeEnd(exchange) };
    const { response } = exchange;
    if (isErrorResponse(response)) return { kind: "refused", message: response.message };
    if (isAnswer(response)) return { kind: "answered", ...response };
    this.#connection.stop("the reply is not an answer to the request");
    return { kind: "ended", reason: `not an answer: ${JSON.stringify(response).slice(0, 200)}` };
  }
}

function describeEnd(exchange: Exclude<Exchange, { readonly kind: "answered" }>): string {
  if (exchange.kind === "died")
    return exchange.exit.stderr || `it ended with ${exchange.exit.signal ?? exchange.exit.code}`;
  if (exchange.kind === "timeout") return "no answer in time";
  if (exchange.kind === "flooded") return `an answer of more than ${exchange.limitBytes} bytes`;
  if (exchange.kind === "stopped") return exchange.reason;
  return `not an answer: ${exchange.sample}`;
}

/**
 * The proof that a completed state stands for is finished; nothing less is. A REPL that tells no status (before v4.19.0) is taken
 * by what it does tell: no goal, no error and no `sorry` left.
 */
export function isCompleted({ proofStatus, goals, messages = [], sorries = [] }: ProofStateResponse): boolean {
  if (goals.length > 0) return false;
  if (proofStatus !== undefined) return proofStatus === "Completed";
  return sorries.length === 0 && !messages.some(({ severity, data }) => severity === "error" || /\bsorry\b/.test(data));
}

/** @throws {InfrastructureError} when the session has ended; @returns the answer, or undefined when Lean refused. */
export function answerOf<R>(outcome: SessionOutcome<R>): R | undefined {
  if (outcome.kind === "ended") throw new InfrastructureError(`repl: the session ended: ${outcome.reason}`);
  return outcome.kind === "answered" ? outcome : undefined;
}
