import { nonce } from "../nonce.ts";
import type { CommandResponse, ErrorResponse } from "../repl/protocol.ts";
import type { CheckRequest, VerifyRequestBody } from "./protocol.ts";
import { readBody } from "./read-body.ts";
import { readResult } from "./read-result.ts";

export interface HttpClientSettings {
  /** Without the path of an interface: `http://localhost:8000`. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly apiKey?: string | undefined;
  /** What a server may need beyond the time for the imports and for the proof: its queue. Default 65 s. */
  readonly serverGraceMs?: number | undefined;
  readonly fetch?: typeof fetch;
}

/** The one result of one request. */
export interface Answer {
  readonly error: string | undefined;
  readonly response: CommandResponse | ErrorResponse | undefined;
}

export type Outcome =
  | Answer
  /** What the server, or the way to it, got wrong. */
  | { readonly trouble: string; readonly retry: boolean; readonly retryAfterMs?: number }
  | { readonly floodedBytes: number };

/** Which interface: the newer one first. */
export const paths = ["/api/check", "/verify"] as const;
export type Path = (typeof paths)[number];

const defaultGraceMs = 65_000;

/** Sends one text to a server and reads its one answer, whatever it is. */
export class HttpClient {
  readonly #settings: HttpClientSettings;
  readonly #url: string;
  path: Path = paths[0];

  constructor(settings: HttpClientSettings) {
    this.#settings = settings;
    this.#url = settings.url.replace(/\/+$/, "");
  }

  /** Never throws. @param signal ends the request: nobody hears its outcome. */
  async post(code: string, wallMs: number, maxBytes: number, signal: AbortSignal): Promise<Outcome> {
    const id = nonce();
    // The server gives a proof's time to its imports, too, where it has to load them first.
    const deadline = AbortSignal.timeout(2 * wallMs + (this.#settings.serverGraceMs ?? defaultGraceMs));
    const { apiKey } = this.#settings;
    try {
      const reply = await (this.#settings.fetch ?? fetch)(`${this.#url}${this.path}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify(this.#body(id, code, wallMs)),
        signal: AbortSignal.any([deadline, signal]),
        // Followed, a POST may become a GET, and a key go to whom it was not meant for.
        redirect: "manual",
      });
      const body = await readBody(reply, maxBytes);
      if (body === undefined) return { floodedBytes: maxBytes };
      if (!reply.ok) return this.#refusal(reply, body);
      const what = `${this.#url}: not an answer to this request: ${body.slice(0, 200)}`;
      return readResult(body, id) ?? { trouble: what, retry: true };
    } catch (error) {
      if (signal.aborted) return { trouble: "stopped", retry: false };
      if (deadline.aborted) return { trouble: `${this.#url}: no answer in time`, retry: false };
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      return { trouble: `${this.#url}: ${cause}`, retry: true };
    }
  }

  #body(id: string, code: string, wallMs: number): CheckRequest | VerifyRequestBody {
    const timeout = Math.ceil(wallMs / 1000);
    return this.path === "/api/check"
      ? { snippets: [{ id, code }], timeout, debug: false, reuse: true }
      : { codes: [{ custom_id: id, proof: code }], timeout, disable_cache: false };
  }

  #refusal({ status, headers }: Response, body: string): Outcome {
    const death = status === 500 ? deathIn(body) : undefined;
    if (death !== undefined) return { error: death, response: undefined };
    const where = `${this.#url}${this.path}: HTTP ${status}`;
    if (status >= 300 && status < 400)
      return { trouble: `${where}: the server is at ${headers.get("location") ?? "another address"}`, retry: false };
    const seconds = Number(headers.get("retry-after") ?? Number.NaN);
    return {
      trouble: `${where}: ${body.slice(0, 200)}`,
      retry: status === 429 || status >= 500,
      ...(Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}),
    };
  }
}

/** The REPL's death over a text, as Kimina tells of it: what it wrote last was no JSON, or it stopped writing. */
function deathIn(body: string): string | undefined {
  const detail = /"detail"\s*:\s*"([^"]*)"/.exec(body)?.[1];
  return detail !== undefined && /JSON decode error|Failed to read from REPL|stack overflow/i.test(detail)
    ? detail
    : undefined;
}
