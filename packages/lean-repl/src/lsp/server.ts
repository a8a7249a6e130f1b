import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { startDeadline } from "../deadline.ts";
import type { WorkerProcess } from "../process/worker-process.ts";
import { lastWords } from "../reason.ts";
import { splitHeader } from "../text/file.ts";
import type { Elaboration } from "../verdict.ts";
import { DocumentState } from "./document.ts";
import type { PlainGoal, PlainTermGoal, WaitForDiagnosticsParams } from "./protocol.ts";
import { isFileProgress, isPublishDiagnostics } from "./shape.ts";

export type ServerOutcome =
  | { readonly kind: "done"; readonly document: DocumentState }
  | Exclude<Elaboration, { readonly kind: "elaborated" }>;

/** How long diagnostics may follow the news that a file's worker has died. */
const settleMs = 250;

/**
 * One language-server process with one document at a time, whose text is replaced for every check: Lean keeps the elaborated
 * header, and whatever else did not change at the start. Other imports are another document: over those of an open one Lean ends
 * its worker, and refuses what was asked meanwhile.
 */
export class LeanServer {
  readonly process: WorkerProcess;
  readonly #connection: MessageConnection;
  readonly #project: string;
  #uri = "";
  #imports = "";
  #opened = 0;
  #version = 0;
  #document: DocumentState | undefined;
  #wake: (() => void) | undefined;
  #outcome: Exclude<Elaboration, { readonly kind: "elaborated" }> | undefined;
  #bytes = 0;
  #limitBytes: number | undefined;
  /** Called before a text that is out of time is given up. */
  onDeadline: (() => void) | undefined;

  constructor(process: WorkerProcess, project: string, outputBytes: number) {
    this.process = process;
    this.#project = project;
    this.#connection = createMessageConnection(
      new StreamMessageReader(process.stdout),
      new StreamMessageWriter(process.stdin as NodeJS.WritableStream),
    );
    process.stdout.on("data", (chunk: Buffer) => {
      this.#bytes += chunk.length;
      const limit = Math.min(this.#limitBytes ?? outputBytes, outputBytes);
      if (this.#bytes > limit) this.stop({ kind: "crash", reason: `output limit of ${limit} bytes` });
    });
    this.#connection.onNotification("$/lean/fileProgress", (params: unknown) => {
      if (!isFileProgress(params)) this.#malformed("$/lean/fileProgress");
      else if (this.#document?.progress(params) === true) this.#wake?.();
    });
    this.#connection.onNotification("textDocument/publishDiagnostics", (params: unknown) => {
      if (!isPublishDiagnostics(params)) this.#malformed("textDocument/publishDiagnostics");
      else this.#document?.published(params);
    });
    // Registrations and refreshes: the server wants an answer, not an effect.
    this.#connection.onRequest(() => null);
    this.#connection.onError(([error]) => this.#malformed(error.message));
    this.#connection.listen();
    void process.exited.then((exit) => {
      const memory = exit.outOfMemory || /out of memory|bad_alloc/i.test(exit.stderr);
      const how = exit.signal ?? `exit status ${exit.code}`;
      this.stop(
        memory
          ? { kind: "memory", limit: process.memoryLimitMet(exit) }
          : {
              kind: "crash",
              reason: `the server ended: ${how}${exit.stderr === "" ? "" : `: ${lastWords(exit.stderr)}`}`,
            },
      );
    });
  }

  get isUsable(): boolean {
    return this.#outcome === undefined;
  }

  /** @returns what went wrong, or undefined when the server is ready. */
  async initialize(timeoutMs: number): Promise<ServerOutcome | undefined> {
    const ready = this.#connection
      .sendRequest("initialize", {
        processId: globalThis.process.pid,
        rootUri: null,
        clientInfo: { name: "lemma" },
        capabilities: { textDocument: { publishDiagnostics: {} } },
      })
      .then(async () => await this.#connection.sendNotification("initialized", {}));
    await this.#orEnd(ready, timeoutMs);
    return this.#outcome;
  }

  /** Elaborates a whole text. After anything but `done` the server is gone. */
  async elaborate(text: string, timeoutMs: number, outputBytes?: number): Promise<ServerOutcome> {
    this.#limitBytes = outputBytes;
    this.#bytes = 0;
    const { imports } = splitHeader(text);
    const isOther = this.#opened === 0 || imports !== this.#imports;
    const closing = isOther && this.#opened > 0 ? this.#uri : undefined;
    if (isOther) this.#nextDocument(imports);
    else this.#version += 1;
    const document = new DocumentState(this.#uri, this.#version, text);
    this.#document = document;
    const fatal = new Promise<void>((resolve) => {
      this.#wake = () => {
        if (document.isFatal) setTimeout(resolve, settleMs);
      };
    });
    await this.#orEnd(this.#sendText(text, closing), timeoutMs);
    if (this.#outcome !== undefined) return this.#outcome;
    const wait: WaitForDiagnosticsParams = { uri: this.#uri, version: this.#version };
    const settled = this.#connection
      .sendRequest("textDocument/waitForDiagnostics", wait)
      .catch(async (error: unknown) => {
        // A worker that died is told of as well, and says more.
        await Promise.race([fatal, pause(2 * settleMs)]);
        if (!document.isFatal) throw error;
      });
    await this.#orEnd(Promise.race([settled, fatal]), timeoutMs);
    if (document.isFatal && this.#outcome === undefined) {
      // It may have been told before the rest: what a failed import is reported with, for one.
      await fatal;
      this.#outcome = { kind: "crash", reason: "the file's worker died" };
      this.process.kill();
      // A bad import is reported; a dead worker leaves nothing but what it said before.
      if (document.diagnostics.some(({ severity, range }) => severity === 1 && range.start.line === 0))
        return { kind: "done", document };
    }
    return this.#outcome ?? { kind: "done", document };
  }

  /** The first goal at a position of the last text, of the tactic or else of the term there. */
  async goalAt(
    position: { readonly line: number; readonly character: number },
    timeoutMs: number,
  ): Promise<string | undefined> {
    const params = { textDocument: { uri: this.#uri }, position };
    const ask = async (): Promise<string | undefined> => {
      const plain = await this.#connection.sendRequest<PlainGoal | null>("$/lean/plainGoal", params);
      if (plain?.goals[0] !== undefined) return plain.goals[0];
      return (await this.#connection.sendRequest<PlainTermGoal | null>("$/lean/plainTermGoal", params))?.goal;
    };
    return await this.#within(
      ask().catch(() => undefined),
      timeoutMs,
    );
  }

  stop(outcome: Exclude<Elaboration, { readonly kind: "elaborated" }>): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    this.process.kill();
    this.#connection.dispose();
    this.#ended();
  }

  #malformed(what: string): void {
    this.stop({ kind: "crash", reason: `the server's message is malformed: ${what}` });
  }

  #ended: () => void = () => {};
  readonly #end = new Promise<void>((resolve) => (this.#ended = resolve));

  #nextDocument(imports: string): void {
    this.#opened += 1;
    this.#imports = imports;
    this.#version = 1;
    this.#uri = pathToFileURL(join(this.#project, `LemmaCheck${this.process.pid}_${this.#opened}.lean`)).href;
  }

  /** @param closing the document before this one. */
  async #sendText(text: string, closing: string | undefined): Promise<void> {
    if (closing !== undefined)
      await this.#connection.sendNotification("textDocument/didClose", { textDocument: { uri: closing } });
    if (this.#version === 1)
      await this.#connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: this.#uri, languageId: "lean4", version: 1, text },
        // By default Lean has Lake build what a file imports: in a folder that is read-only, for minutes, and before every check.
        dependencyBuildMode: "never",
      });
    else
      await this.#connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: this.#uri, version: this.#version },
        contentChanges: [{ text }],
      });
  }

  /** Waits for `work`, the server's end or the deadline, whichever is first. */
  async #orEnd(work: Promise<unknown>, timeoutMs: number): Promise<void> {
    const callOff = startDeadline(timeoutMs, () => {
      this.onDeadline?.();
      this.stop({ kind: "timeout", limit: `wall ${timeoutMs} ms` });
    });
    try {
      await Promise.race([work, this.#end]);
    } catch (error) {
      this.stop({
        kind: "crash",
        reason: `the server refused: ${error instanceof Error ? error.message : String(error)}`,
      });
    } finally {
      callOff();
    }
  }

  async #within<T>(work: Promise<T>, timeoutMs: number): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), timeoutMs)));
    try {
      return await Promise.race([work, late, this.#end.then(() => undefined)]);
    } finally {
      clearTimeout(timer);
    }
  }
}
