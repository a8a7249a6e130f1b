import { setTimeout as pause } from "node:timers/promises";
import { AbortedError } from "@lemma/interfaces";
import { EventSourceParserStream } from "eventsource-parser/stream";
import pLimit from "p-limit";
import { Agent, type Response, fetch } from "undici";
import { ServerError } from "./errors.ts";

/** Where a server is and how patiently it is asked. */
export interface ServerOptions {
  /** With or without `/v1`: `http://localhost:8000`. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string;
  /** Requests at once; the rest wait here. Default 32. */
  readonly maxInFlight?: number;
  /** The longest that one try may take, its answer included. Default ten minutes. */
  readonly timeoutMs?: number;
  /** Tries after the first one, for what may pass: no connection, a cut stream, broken JSON, 408, 425, 429 and 5xx. Default 4. */
  readonly retries?: number;
  /** The pause before the first of them; each later one is twice as long, unless the server says how long. Default 500. */
  readonly backoffMs?: number;
}

/** One thing to ask. */
export interface Request {
  readonly path: string;
  /** Posted as JSON; without one it is a GET. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
}

const longestPauseMs = 30_000;
/** What is told of an answer that cannot be used. */
const shown = 300;

/** Asks one server, a bounded number of things at once, again where asking again may help. */
export class Client implements AsyncDisposable {
  readonly url: string;
  readonly #options: Required<Omit<ServerOptions, "url" | "token">>;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #limit: ReturnType<typeof pLimit>;
  // Its own limits on how long an answer may take would end a long generation; the deadline here is the caller's.
  readonly #agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

  constructor({ url, token, maxInFlight = 32, timeoutMs = 600_000, retries = 4, backoffMs = 500 }: ServerOptions) {
    this.url = url.replace(/\/+$/, "").replace(/\/v1$/, "");
    this.#options = { maxInFlight, timeoutMs, retries, backoffMs };
    this.#headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    this.#limit = pLimit(maxInFlight);
  }

  /** The answer's text, as `read` makes something of it. @throws {ServerError | AbortedError} */
  async ask<T>(request: Request, read: (text: string) => T): Promise<T> {
    return this.#patiently(request, async (response) => read(await response.text()));
  }

  /**
   * An answer that comes in pieces, each JSON; `begin` gives the reader of one try's pieces, and its `end` what they make.
   *
   * @throws {ServerError | AbortedError}
   */
  async stream<T>(
    request: Request,
    begin: () => { readonly piece: (value: unknown) => void; readonly end: () => T },
  ): Promise<T> {
    return this.#patiently(request, async (response) => {
      const { piece, end } = begin();
      const events = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
      for await (const { data } of events) {
        if (data === "[DONE]") return end();
        piece(parseJson(data, this.#place(request)));
      }
      throw new ServerError("cut", `${this.#place(request)}: the stream ended before its end`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.close();
  }

  #place({ path, body }: Request): string {
    return `${body === undefined ? "GET" : "POST"} ${this.url}${path}`;
  }

  async #patiently<T>(request: Request, use: (response: Response) => Promise<T>): Promise<T> {
    return this.#limit(async () => {
      for (let tried = 0; ; tried += 1) {
        const outcome = await this.#once(request, use);
        if ("value" in outcome) return outcome.value;
        const { error, again, afterMs } = outcome;
        if (!again || tried >= this.#options.retries) throw error;
        const wait = afterMs ?? this.#options.backoffMs * 2 ** tried;
        await pause(Math.min(wait, longestPauseMs), undefined, { signal: request.signal }).catch(() => {
          throw new AbortedError(this.#place(request), request.signal);
        });
      }
    });
  }

  async #once<T>(request: Request, use: (response: Response) => Promise<T>): Promise<Outcome<T>> {
    const { path, body, signal } = request;
    const deadline = AbortSignal.timeout(this.#options.timeoutMs);
    const place = this.#place(request);
    try {
      const response = await fetch(this.url + path, {
        dispatcher: this.#agent,
        method: body === undefined ? "GET" : "POST",
        headers: { ...this.#headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
        // Followed, a POST may become a GET, and a token go to whom it was not meant for.
        redirect: "manual",
      });
      if (response.ok) return { value: await use(response) };
      return refusal(place, response, await response.text());
    } catch (error) {
      if (signal?.aborted === true) throw new AbortedError(place, signal);
      if (deadline.aborted) {
        const late = new ServerError("timeout", `${place}: no answer in ${this.#options.timeoutMs} ms`);
        return { error: late, again: false };
      }
      if (error instanceof ServerError) return { error, again: error.fault === "malformed" || error.fault === "cut" };
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      return { error: new ServerError("unreachable", `${place}: ${cause}`, { cause: error }), again: true };
    }
  }
}

type Outcome<T> =
  | { readonly value: T }
  | { readonly error: ServerError; readonly again: boolean; readonly afterMs?: number };

const passing: readonly number[] = [408, 425, 429];

function refusal(place: string, { status, headers }: Response, text: string): Outcome<never> {
  const moved = status >= 300 && status < 400 ? `the server is at ${headers.get("location") ?? "another address"}` : "";
  const error = new ServerError("refused", `${place}: HTTP ${status}: ${moved}${text.slice(0, shown)}`, { status });
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return {
    error,
    again: passing.includes(status) || status >= 500,
    ...(Number.isFinite(seconds) ? { afterMs: seconds * 1000 } : {}),
  };
}

/** @throws {ServerError} */
export function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ServerError("malformed", `${place}: expected JSON, received ${text.slice(0, shown)}`, { cause });
  }
}
