import type { Attempt, Backend, ProbeReport, Seat } from "../dispatcher/backend.ts";
import { probeText, readProbe } from "../dispatcher/probe.ts";
import type { ElaborationJob } from "../elaborator.ts";
import { fromReplMessage } from "../messages.ts";
import { nonce } from "../nonce.ts";
import { isErrorResponse } from "../repl/protocol.ts";
import type { Elaboration } from "../verdict.ts";
import { readDocument, wholeDocument, type WholeDocument } from "../whole-document.ts";
import { HttpClient, paths, type Answer, type HttpClientSettings, type Outcome } from "./client.ts";

export interface HttpBackendSettings extends HttpClientSettings {
  readonly startTimeoutMs: number;
  /** Bytes of one answer. Default 64 MB. */
  readonly outputBytes?: number | undefined;
}

interface Shared {
  readonly client: HttpClient;
  readonly startTimeoutMs: number;
  readonly outputBytes: number;
}

/**
 * A verification server that somebody else runs. One text a request: its servers fail whole batches for one item. What the
 * server itself got wrong (429, 5xx, a lost connection) is tried again with growing pauses, and never blamed on a proof.
 */
export class HttpBackend implements Backend<WholeDocument> {
  readonly name = "http";
  readonly limits: Backend<WholeDocument>["limits"] = {
    limits: "wall clock by the server, bytes of an answer here; the others as the server has them",
    sandbox: "the server's own affair",
    unsupportedLimits: ["steps", "cpuMs", "memoryBytes"],
  };
  readonly #shared: Shared;

  constructor(settings: HttpBackendSettings) {
    const { startTimeoutMs, outputBytes = 64 * 2 ** 20 } = settings;
    this.#shared = { client: new HttpClient(settings), startTimeoutMs, outputBytes };
  }

  plan(job: ElaborationJob): WholeDocument {
    return wholeDocument(job);
  }

  start(): HttpSeat {
    return new HttpSeat(this.#shared);
  }
}

/** One request at a time to the server. Nothing of it is here, so nothing wears out or has to be made ready. */
class HttpSeat implements Seat<WholeDocument> {
  readonly privateBytes = 0;
  readonly ended: Promise<void>;
  readonly #shared: Shared;
  readonly #stop = new AbortController();

  constructor(shared: Shared) {
    this.#shared = shared;
    this.ended = new Promise((resolve) => this.#stop.signal.addEventListener("abort", () => resolve()));
  }

  get isUsable(): boolean {
    return !this.#stop.signal.aborted;
  }

  async probe(): Promise<ProbeReport> {
    const { client, startTimeoutMs, outputBytes } = this.#shared;
    const word = nonce();
    let outcome: Outcome = { trouble: "", retry: false };
    for (const path of paths) {
      client.path = path;
      outcome = await client.post(`${probeText(word)}\n`, startTimeoutMs, outputBytes, this.#stop.signal);
      if (!("trouble" in outcome && /HTTP 40[45]/.test(outcome.trouble))) break;
    }
    if ("trouble" in outcome)
      return { kind: "unusable", reason: `the server does not answer: ${outcome.trouble}`, mayPass: outcome.retry };
    const response = "response" in outcome ? outcome.response : undefined;
    const messages = response === undefined || isErrorResponse(response) ? [] : (response.messages ?? []);
    return readProbe(
      messages.map(({ data }) => data),
      word,
    );
  }

  async warmUp(): Promise<undefined> {
    return await Promise.resolve(undefined);
  }

  warmth(): number {
    return 1;
  }

  async run(job: ElaborationJob, document: WholeDocument): Promise<Attempt> {
    const { client, outputBytes } = this.#shared;
    const { limits } = job;
    const maxBytes = Math.min(limits.outputBytes ?? outputBytes, outputBytes);
    const outcome = await client.post(document.text, limits.wallMs, maxBytes, this.#stop.signal);
    if ("trouble" in outcome) {
      const { trouble, retry, retryAfterMs = 0 } = outcome;
      const elaboration = infrastructure(trouble);
      return retry ? { elaboration, blame: "machinery", retryAfterMs } : { elaboration, blame: "none" };
    }
    if ("floodedBytes" in outcome)
      return {
        elaboration: { kind: "crash", reason: `output limit of ${outcome.floodedBytes} bytes` },
        blame: "input",
      };
    const elaboration = readAnswer(outcome, job, document);
    return { elaboration, blame: elaboration.kind === "crash" ? "input" : "none" };
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.resolve();
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
