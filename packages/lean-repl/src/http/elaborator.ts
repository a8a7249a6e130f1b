import { AbortedError, InfrastructureError } from "@lemma/interfaces";
import { onAbort } from "../abort.ts";
import type { Capabilities, ElaborationJob, Elaborator } from "../elaborator.ts";
import { fromReplMessage } from "../messages.ts";
import { countFailure, Metrics } from "../metrics.ts";
import { nonce } from "../nonce.ts";
import { versionIn } from "../pool/probe.ts";
import { WaitingLine, type LineSettings, type Waiting } from "../pool/waiting-line.ts";
import { isErrorResponse } from "../repl/protocol.ts";
import type { Elaboration } from "../verdict.ts";
import { readDocument, wholeDocument, type WholeDocument } from "../whole-document.ts";
import { HttpClient, paths, type Answer, type HttpClientSettings, type Outcome } from "./client.ts";

export interface HttpSettings extends HttpClientSettings, LineSettings {
  /** Requests at once. */
  readonly concurrency: number;
  readonly startTimeoutMs: number;
  /** Bytes of one answer. Default 64 MB. */
  readonly outputBytes?: number | undefined;
}

interface Turn extends Waiting {
  /** Called with a reason when there is no turn. */
  readonly go: (refused?: string) => void;
}

const maxAttempts = 4;
/** A server that asks for more patience than this is not there. */
const longestPauseMs = 10_000;
const defaultOutputBytes = 64 * 2 ** 20;

/**
 * A verification server that somebody else runs. One text a request: its servers fail whole batches for one item. What the
 * server itself got wrong (429, 5xx, a lost connection) is tried again with growing pauses, and never blamed on a proof.
 */
export class HttpElaborator implements Elaborator {
  readonly name = "http";
  readonly metrics = new Metrics();
  capabilities: Capabilities = {
    leanVersion: undefined,
    answersQuestions: false,
    freshAudit: false,
    limits: "wall clock by the server, bytes of an answer here; the others as the server has them",
    sandbox: "the server's own affair",
    unsupportedLimits: ["steps", "cpuMs", "memoryBytes"],
  };
  readonly #settings: HttpSettings;
  readonly #client: HttpClient;
  readonly #line: WaitingLine<Turn>;
  readonly #closed = new AbortController();
  #running = 0;

  private constructor(settings: HttpSettings) {
    this.#settings = settings;
    this.#client = new HttpClient(settings);
    this.#line = new WaitingLine(settings, ({ go }, reason) => go(reason));
  }

  /** @throws {InfrastructureError} when nothing answers there, or not as a Lean server does. */
  static async open(settings: HttpSettings): Promise<HttpElaborator> {
    const elaborator = new HttpElaborator(settings);
    await elaborator.#probe();
    return elaborator;
  }

  async elaborate(job: ElaborationJob): Promise<Elaboration> {
    const { signal } = job;
    if (signal?.aborted) throw new AbortedError("elaborate", signal);
    if (this.#closed.signal.aborted) throw new InfrastructureError("http: closed");
    const refused = await this.#turn(job);
    const elaboration = refused === undefined ? await this.#ask(job) : infrastructure(refused);
    countFailure(this.metrics, elaboration);
    return elaboration;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort("the verifier was closed");
    this.#line.refuseAll("the verifier was closed");
    await Promise.resolve();
  }

  /** Waits for a turn; @returns why there is none. */
  async #turn({ group, signal }: ElaborationJob): Promise<string | undefined> {
    let stopListening = (): void => {};
    const queuedAt = performance.now();
    try {
      return await new Promise<string | undefined>((resolve, reject) => {
        const turn: Turn = { group, queuedAt, go: resolve };
        stopListening = onAbort(signal, () => {
          if (this.#line.remove(turn)) reject(new AbortedError("elaborate", signal));
        });
        this.#line.push(turn);
        this.#next();
      });
    } finally {
      stopListening();
      this.metrics.add("queuedMs", performance.now() - queuedAt);
    }
  }

  #next(): void {
    if (this.#running >= this.#settings.concurrency) return;
    const turn = this.#line.shift();
    if (turn === undefined) return;
    this.#running += 1;
    turn.go();
  }

  async #ask(job: ElaborationJob): Promise<Elaboration> {
    const started = performance.now();
    try {
      const document = wholeDocument(job);
      const outcome = await this.#persist(document.text, job);
      if ("trouble" in outcome) return infrastructure(outcome.trouble);
      if ("floodedBytes" in outcome) return { kind: "crash", reason: `output limit of ${outcome.floodedBytes} bytes` };
      return readAnswer(outcome, job, document);
    } finally {
      this.metrics.add("elaborationMs", performance.now() - started);
      this.#running -= 1;
      this.#next();
    }
  }

  async #persist(code: string, { limits, signal }: ElaborationJob): Promise<Outcome> {
    const either = signal === undefined ? this.#closed.signal : AbortSignal.any([this.#closed.signal, signal]);
    const limit = this.#settings.outputBytes ?? defaultOutputBytes;
    const maxBytes = Math.min(limits.outputBytes ?? limit, limit);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const outcome = await this.#client.post(code, limits.wallMs, maxBytes, either);
        if (!("trouble" in outcome) || !outcome.retry || attempt === maxAttempts) return outcome;
        this.metrics.add("retries");
        const pauseMs = Math.max(100 * 4 ** (attempt - 1), outcome.retryAfterMs ?? 0);
        await pause(Math.min(pauseMs, longestPauseMs), either);
      } catch (error) {
        if (signal?.aborted === true || !this.#closed.signal.aborted) throw error;
        return { trouble: "the verifier was closed", retry: false };
      }
    }
  }

  async #probe(): Promise<void> {
    const word = nonce();
    const code = `#eval Lean.versionString\n#print "${word}"\n`;
    let outcome: Outcome = { trouble: "", retry: false };
    for (const path of paths) {
      this.#client.path = path;
      outcome = await this.#client.post(code, this.#settings.startTimeoutMs, defaultOutputBytes);
      if (!("trouble" in outcome && /HTTP 40[45]/.test(outcome.trouble))) break;
    }
    if ("trouble" in outcome) throw new InfrastructureError(`http: the server does not answer: ${outcome.trouble}`);
    const response = "response" in outcome ? outcome.response : undefined;
    const texts =
      response !== undefined && !isErrorResponse(response) ? (response.messages ?? []).map(({ data }) => data) : [];
    this.capabilities = {
      ...this.capabilities,
      leanVersion: versionIn(texts),
      answersQuestions: texts.includes(word),
    };
  }
}

/** What a server's one answer says of the text. */
function readAnswer({ error, response }: Answer, job: ElaborationJob, document: WholeDocument): Elaboration {
  if (error === undefined && response !== undefined && !isErrorResponse(response)) {
    const messages = (response.messages ?? []).map((message) => fromReplMessage(message));
    return readDocument(document, messages, response.sorries ?? [], job.questions !== undefined);
  }
  const refused = response !== undefined && isErrorResponse(response) ? response.message : undefined;
  const reason = error ?? refused ?? "the server sent neither answer nor error";
  if (/tim(?:ed|e)[ -]?out/i.test(reason)) return { kind: "timeout", limit: `wall ${job.limits.wallMs} ms` };
  if (/out of memory|memory limit|\bOOM\b/i.test(reason)) return { kind: "memory", limit: "memory of the server" };
  // The REPL behind it ended while it had this text; servers do not say why.
  if (/repl|process|exit|broken pipe|EOF/i.test(reason)) return { kind: "crash", reason };
  return infrastructure(reason);
}

const infrastructure = (reason: string): Elaboration => ({ kind: "infrastructure", reason });

/** @throws {AbortedError} when the signal fires meanwhile. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      stopListening();
      resolve();
    }, ms);
    const stopListening = onAbort(signal, () => {
      clearTimeout(timer);
      reject(new AbortedError("elaborate", signal));
    });
  });
}
