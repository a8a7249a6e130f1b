import { join } from "node:path";
import type { Message } from "@lemma/interfaces";
import { keepSaved } from "../audit/keep-saved.ts";
import { isInStep, type Questions } from "../audit/questions.ts";
import type { Attempt } from "../dispatcher/backend.ts";
import { importProbes } from "../import-probes.ts";
import { fromReplMessage, fromReplSorry } from "../messages.ts";
import { nonce } from "../nonce.ts";
import { innermost, privateBytes } from "../process/tree.ts";
import { judgeMessages, type Elaboration } from "../verdict.ts";
import type { Exchange, ReplConnection } from "./connection.ts";
import type { CommandResponse, ReplRequest } from "./protocol.ts";
import { isCommandResponse, isErrorResponse } from "./shape.ts";

/** Text that a worker has elaborated and can branch from. */
interface Environment {
  readonly env: number;
  /** Set when it must not be built upon: a header whose imports failed, a prefix with errors. */
  readonly problem?: string;
}

export interface WorkerJob {
  /** What must stand before the body, piece by piece; each piece's environment is kept for the next job. */
  readonly chain: readonly string[];
  /** How many pieces at the start of the chain are trusted header; the others are the body's own first commands. */
  readonly headerPieces: number;
  readonly body: string;
  /** Lines of the body that stand in the chain's last pieces. */
  readonly lineOffset: number;
  readonly questions?: Questions | undefined;
  /** Where the environment of a clean body is kept, out of this process's reach. */
  readonly pickleTo?: string | undefined;
  readonly wallMs: number;
  /** Bytes of one answer, where that is less than the process's own limit. */
  readonly outputBytes?: number | undefined;
  readonly startTimeoutMs: number;
}

/** One REPL process as the pool uses it: environments by text, one job at a time. */
export class ReplWorker {
  readonly connection: ReplConnection;
  readonly #environments = new Map<string, Environment>();
  /** Environment ids count up by one; a reply that breaks the count was not written by the REPL. */
  #lastEnv = -1;
  #countsUp = true;
  /** Set by the monitor, before it kills. */
  #stopped: Elaboration | undefined;
  #pid: number | undefined;
  reused: { header: number; prefix: number; imports: number } = { header: 0, prefix: 0, imports: 0 };

  constructor(connection: ReplConnection) {
    this.connection = connection;
  }

  get isUsable(): boolean {
    return this.connection.broken === undefined;
  }

  /** The process that does the work: the one inside `lake env` or bubblewrap, where it was started through such. */
  get pid(): number {
    return (this.#pid ??= innermost(this.connection.process.pid));
  }

  get privateBytes(): number {
    return privateBytes(this.pid);
  }

  /** How many of the chain's pieces this worker has already elaborated. */
  warmth(chain: readonly string[]): number {
    let key = "";
    for (const [index, piece] of chain.entries()) {
      key = extend(key, piece);
      if (!this.#environments.has(key)) return index;
    }
    return chain.length;
  }

  /** Ends the current job with this outcome, and the process. */
  stop(outcome: Elaboration): void {
    this.#stopped ??= outcome;
    this.connection.stop(outcome.kind);
  }

  /** Sends a trusted request: the pool's own probes. */
  async ask(request: ReplRequest, timeoutMs: number): Promise<Exchange<CommandResponse>> {
    const exchange = await this.connection.send(request, timeoutMs);
    if (exchange.kind !== "answered") return exchange;
    if (!isCommandResponse(exchange.response))
      return { kind: "garbled", sample: JSON.stringify(exchange.response).slice(0, 200) };
    if ("cmd" in request) this.#lastEnv = exchange.response.env;
    return { ...exchange, response: exchange.response };
  }

  /** An emulation of the REPL may number environments as it likes. */
  trustAnyNumber(): void {
    this.#countsUp = false;
  }

  async run(job: WorkerJob): Promise<Attempt> {
    const before = await this.#prepare(job);
    if ("elaboration" in before) return before;
    const main = await this.#command(job.body, before.env, job.wallMs, job.outputBytes);
    if (!("env" in main)) return { elaboration: main, blame: "input" };
    const messages = (main.messages ?? []).map((message) => fromReplMessage(message, job.lineOffset));
    const sorries = (main.sorries ?? []).map((sorry) => fromReplSorry(sorry, job.lineOffset));
    const clean = judgeMessages(messages, sorries).status === "clean";
    let answers: readonly Message[] | undefined;
    if (clean && job.questions !== undefined) {
      const asked = await this.#command(job.questions.text, main.env, job.wallMs);
      if (!("env" in asked)) return { elaboration: asked, blame: "input" };
      answers = (asked.messages ?? []).map((message) => fromReplMessage(message));
      // A reply without the nonce answers another question: something else has written to the stream.
      if (!isInStep(job.questions, answers)) {
        this.connection.stop("out of step");
        return { elaboration: { kind: "crash", reason: "a reply was forged or out of step" }, blame: "input" };
      }
    }
    if (clean && job.pickleTo !== undefined) {
      const unsaved = await this.#save(main.env, job.pickleTo, job.wallMs);
      if (unsaved !== undefined) return { elaboration: unsaved, blame: "input" };
    }
    return {
      elaboration: { kind: "elaborated", messages, sorries, ...(answers === undefined ? {} : { answers }) },
      blame: "none",
    };
  }

  /** Saves an environment where this process may write, and takes it from there. @returns what went wrong. */
  async #save(env: number, keptAs: string, timeoutMs: number): Promise<Elaboration | undefined> {
    const { folder } = this.connection.process;
    if (folder === undefined)
      return { kind: "infrastructure", reason: "there is no folder to save the environment to" };
    const file = join(folder, `${nonce()}.olean`);
    const saved = await this.connection.send({ pickleTo: file, env }, timeoutMs);
    if (saved.kind !== "answered") return this.#failure(saved, `wall ${timeoutMs} ms, saving the environment`);
    const { response } = saved;
    if (isErrorResponse(response))
      return { kind: "infrastructure", reason: `the environment was not saved: ${response.message}` };
    if (!isCommandResponse(response) || response.env !== env) {
      this.connection.stop("out of step");
      return { kind: "crash", reason: "a reply was forged or out of step: it does not say what was saved" };
    }
    const kept = await keepSaved(file, keptAs);
    if (kept.kind === "kept") return undefined;
    return { kind: kept.kind === "tampered" ? "crash" : "infrastructure", reason: kept.reason };
  }

  /** Elaborates what of the chain is missing. */
  async #prepare(job: WorkerJob): Promise<{ readonly env: number | undefined } | Attempt> {
    let key = "";
    let env: number | undefined;
    for (const [index, piece] of job.chain.entries()) {
      key = extend(key, piece);
      const isHeader = index < job.headerPieces;
      let known = this.#environments.get(key);
      if (known !== undefined) this.reused[isHeader ? "header" : "prefix"] += 1;
      else {
        if (isHeader && index === 0) this.reused.imports += 1;
        const made = await this.#elaboratePiece(piece, env, isHeader, index === 0, job);
        if ("kind" in made) return { elaboration: made, blame: isHeader ? "machinery" : "input" };
        known = made;
        this.#environments.set(key, known);
      }
      if (known.problem !== undefined)
        return { elaboration: { kind: "infrastructure", reason: known.problem }, blame: isHeader ? "none" : "input" };
      env = known.env;
    }
    return { env };
  }

  async #elaboratePiece(
    piece: string,
    env: number | undefined,
    isHeader: boolean,
    isImports: boolean,
    job: WorkerJob,
  ): Promise<Environment | Elaboration> {
    const text = isImports ? [piece, ...importProbes(piece)].join("\n").trimStart() : piece;
    const made = await this.#command(text, env, isHeader ? job.startTimeoutMs : job.wallMs);
    if (!("env" in made)) {
      // Header text is the caller's own: whatever becomes of it says nothing about a proof.
      return isHeader && made.kind !== "infrastructure"
        ? { kind: "infrastructure", reason: `the header did not elaborate: ${describe(made)}` }
        : made;
    }
    const error = (made.messages ?? []).find(({ severity }) => severity === "error");
    if (isHeader && error !== undefined) {
      const cause = isImports ? "an import failed (is the library built in this project?)" : "the header has an error";
      return { env: made.env, problem: `${cause}: ${error.data.split("\n")[0]}` };
    }
    if (!isHeader && (error !== undefined || made.sorries !== undefined))
      return { env: made.env, problem: "prefix has errors" };
    return { env: made.env };
  }

  async #command(
    cmd: string,
    env: number | undefined,
    timeoutMs: number,
    outputBytes?: number,
  ): Promise<CommandResponse | Elaboration> {
    const exchange = await this.connection.send({ cmd, ...(env === undefined ? {} : { env }) }, timeoutMs, outputBytes);
    if (exchange.kind !== "answered") return this.#failure(exchange, `wall ${timeoutMs} ms`);
    const { response } = exchange;
    if (isErrorResponse(response)) return { kind: "infrastructure", reason: `the REPL refused: ${response.message}` };
    if (!isCommandResponse(response)) {
      this.connection.stop("not an answer to a command");
      return { kind: "crash", reason: "the reply is not an answer to a command" };
    }
    if (this.#countsUp && response.env !== this.#lastEnv + 1) {
      this.connection.stop("out of step");
      return { kind: "crash", reason: `a reply was forged or out of step: env ${response.env} after ${this.#lastEnv}` };
    }
    this.#lastEnv = response.env;
    return response;
  }

  /** @param limit what it ran into when it did not answer in time. */
  #failure(exchange: Exclude<Exchange, { kind: "answered" }>, limit: string): Elaboration {
    if (this.#stopped !== undefined) return this.#stopped;
    switch (exchange.kind) {
      case "timeout":
        return { kind: "timeout", limit };
      case "flooded":
        return { kind: "crash", reason: `output limit of ${exchange.limitBytes} bytes` };
      case "garbled":
        return { kind: "crash", reason: `the reply is not JSON: ${JSON.stringify(exchange.sample.slice(0, 80))}` };
      case "unasked":
        return { kind: "crash", reason: "a reply came that nobody asked for: it was forged or out of step" };
      case "stopped":
        return { kind: "crash", reason: exchange.reason };
      case "died": {
        const { exit } = exchange;
        if (exit.outOfMemory || /out of memory|bad_alloc|cannot allocate memory|memory exhausted/i.test(exit.stderr))
          return { kind: "memory", limit: this.connection.process.memoryLimitMet(exit) };
        const how = exit.signal === null ? `exit status ${exit.code}` : exit.signal;
        const last = exit.stderr
          .split("\n")
          .filter((line) => line.trim() !== "")
          .at(-1);
        return {
          kind: "crash",
          reason: last === undefined ? `the process ended: ${how}` : `${how}: ${last.slice(0, 300)}`,
        };
      }
    }
  }
}

const describe = (outcome: Elaboration): string =>
  outcome.kind === "timeout" || outcome.kind === "memory"
    ? `${outcome.kind} (${outcome.limit})`
    : outcome.kind === "elaborated"
      ? ""
      : outcome.reason;

const extend = (key: string, piece: string): string => `${key}\u0000${piece}`;
