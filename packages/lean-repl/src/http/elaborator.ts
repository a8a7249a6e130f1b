import { AbortedError, InfrastructureError } from "@lemma/interfaces";
import type { Capabilities, ElaborationJob, Elaborator } from "../elaborator.ts";
import { fromReplMessage } from "../messages.ts";
import { Metrics } from "../metrics.ts";
import { FairQueue } from "../pool/fair-queue.ts";
import { versionIn } from "../pool/probe.ts";
import { isErrorResponse, type CommandResponse, type ErrorResponse } from "../repl/protocol.ts";
import { nonce } from "../repl/worker.ts";
import type { Elaboration } from "../verdict.ts";
import { readDocument, wholeDocument } from "../whole-document.ts";
import type { CheckResponse, VerifyResponseBody } from "./protocol.ts";

export interface HttpSettings {
  /** Without the path of an interface: `http://localhost:8000`. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly apiKey?: string | undefined;
  /** Requests at once. */
  readonly concurrency: number;
  readonly startTimeoutMs: number;
  readonly fetch?: typeof fetch;
}

interface Answer {
  readonly error: string | undefined;
  readonly response: CommandResponse | ErrorResponse | undefined;
}

type Outcome = Answer | { readonly trouble: string; readonly retry: boolean };

const maxAttempts = 4;
/** What a server needs beyond the proof's own time: its queue, its import. */
const serverGraceMs = 65_000;

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
    limits: "wall clock by the server; the others as the server has them",
    sandbox: "the server's own affair",
    unsupportedLimits: ["steps", "cpuMs", "memoryBytes", "outputBytes"],
  };
  readonly #settings: HttpSettings;
  readonly #queue = new FairQueue<{ readonly group: string; readonly go: () => void }>();
  #running = 0;
  #path: "/api/check" | "/verify" = "/api/check";

  private constructor(settings: HttpSettings) {
    this.#settings = { ...settings, url: settings.url.replace(/\/+$/, "") };
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
    const document = wholeDocument(job);
    await new Promise<void>((go) => {
      this.#queue.push({ group: job.group, go });
      this.#next();
    });
    try {
      if (signal?.aborted) throw new AbortedError("elaborate", signal);
      const outcome = await this.#persist(document.text, job.limits.wallMs, signal);
      if ("trouble" in outcome) {
        this.metrics.add("infrastructureFailures");
        return { kind: "infrastructure", reason: outcome.trouble };
      }
      return this.#read(outcome, job, document);
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { go } of this.#queue.drain()) go();
    await Promise.resolve();
  }

  #next(): void {
    if (this.#running >= this.#settings.concurrency) return;
    const turn = this.#queue.shift();
    if (turn === undefined) return;
    this.#running += 1;
    turn.go();
  }

  #read({ error, response }: Answer, job: ElaborationJob, document: ReturnType<typeof wholeDocument>): Elaboration {
    const refused = response !== undefined && isErrorResponse(response) ? response.message : undefined;
    if (error !== undefined || response === undefined || isErrorResponse(response)) {
      const reason = error ?? refused ?? "the server sent neither answer nor error";
      if (/tim(?:ed|e)[ -]?out/i.test(reason)) {
        this.metrics.add("timeouts");
        return { kind: "timeout", limit: `wall ${job.limits.wallMs} ms` };
      }
      if (/out of memory|memory limit|\bOOM\b/i.test(reason)) {
        this.metrics.add("memoryKills");
        return { kind: "memory", limit: "memory of the server" };
      }
      // The REPL behind it ended while it had this text; servers do not say why.
      if (/repl|process|exit|broken pipe|EOF/i.test(reason)) {
        this.metrics.add("crashes");
        return { kind: "crash", reason };
      }
      this.metrics.add("infrastructureFailures");
      return { kind: "infrastructure", reason };
    }
    const messages = (response.messages ?? []).map((message) => fromReplMessage(message));
    return readDocument(document, messages, response.sorries ?? [], job.questions !== undefined);
  }

  async #persist(code: string, wallMs: number, signal: AbortSignal | undefined): Promise<Outcome> {
    let outcome: Outcome = { trouble: "never asked", retry: true };
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      outcome = await this.#post(code, wallMs, signal);
      if (!("trouble" in outcome) || !outcome.retry || attempt === maxAttempts) return outcome;
      this.metrics.add("retries");
      await new Promise((resolve) => setTimeout(resolve, 100 * 4 ** (attempt - 1)));
      if (signal?.aborted) throw new AbortedError("elaborate", signal);
    }
    return outcome;
  }

  async #post(code: string, wallMs: number, signal: AbortSignal | undefined): Promise<Outcome> {
    const id = nonce();
    const timeout = Math.ceil(wallMs / 1000);
    const body =
      this.#path === "/api/check"
        ? { snippets: [{ id, code }], timeout, debug: false, reuse: true }
        : { codes: [{ custom_id: id, proof: code }], timeout, disable_cache: false };
    const deadline = AbortSignal.timeout(wallMs + serverGraceMs);
    let reply: Response;
    let text: string;
    try {
      reply = await (this.#settings.fetch ?? fetch)(`${this.#settings.url}${this.#path}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(this.#settings.apiKey === undefined ? {} : { authorization: `Bearer ${this.#settings.apiKey}` }),
        },
        body: JSON.stringify(body),
        signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
      });
      text = await reply.text();
    } catch (error) {
      if (signal?.aborted === true) throw new AbortedError("elaborate", signal);
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      return { trouble: `${this.#settings.url}: ${cause}`, retry: !deadline.aborted };
    }
    if (!reply.ok) {
      const retry = reply.status === 429 || reply.status >= 500;
      return { trouble: `${this.#settings.url}${this.#path}: HTTP ${reply.status}: ${text.slice(0, 200)}`, retry };
    }
    return (
      readResult(text, id) ?? {
        trouble: `${this.#settings.url}: not an answer to this request: ${text.slice(0, 200)}`,
        retry: true,
      }
    );
  }

  async #probe(): Promise<void> {
    const word = nonce();
    const code = `#eval Lean.versionString\n#print "${word}"\n`;
    let outcome = await this.#post(code, this.#settings.startTimeoutMs, undefined);
    if ("trouble" in outcome && /HTTP 40[45]/.test(outcome.trouble)) {
      this.#path = "/verify";
      outcome = await this.#post(code, this.#settings.startTimeoutMs, undefined);
    }
    if ("trouble" in outcome) throw new InfrastructureError(`http: the server does not answer: ${outcome.trouble}`);
    const response = outcome.response;
    const texts = response !== undefined && "env" in response ? (response.messages ?? []).map(({ data }) => data) : [];
    this.capabilities = {
      ...this.capabilities,
      leanVersion: versionIn(texts),
      answersQuestions: texts.includes(word),
    };
  }
}

/** The one result, when it bears this id. */
function readResult(text: string, id: string): Answer | undefined {
  let body: Partial<CheckResponse & VerifyResponseBody>;
  try {
    body = JSON.parse(text) as Partial<CheckResponse & VerifyResponseBody>;
  } catch {
    return undefined;
  }
  const result = body.results?.[0] as
    | { id?: string; custom_id?: string; error?: string | null; response?: CommandResponse | ErrorResponse | null }
    | undefined;
  if (result === undefined || (result.id ?? result.custom_id) !== id) return undefined;
  return { error: result.error ?? undefined, response: result.response ?? undefined };
}
