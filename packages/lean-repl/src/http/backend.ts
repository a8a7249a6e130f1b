import type { Backend } from "../dispatcher/backend.ts";
import type { ElaborationJob } from "../elaborator.ts";
import { HttpClient, type HttpClientSettings } from "./client.ts";
import { HttpSeat, type HttpPlan, type HttpShared } from "./seat.ts";
import { snippetOf } from "./snippet.ts";

export interface HttpBackendSettings extends HttpClientSettings {
  readonly startTimeoutMs: number;
  /** Bytes of one answer. Default 64 MB. */
  readonly outputBytes?: number | undefined;
}

/**
 * A verification server that somebody else runs. One text a request: its servers fail whole batches for one item. What the
 * server itself got wrong (429, 5xx, a lost connection) is tried again with growing pauses, and never blamed on a proof.
 */
export class HttpBackend implements Backend<HttpPlan> {
  readonly name = "http";
  readonly limits: Backend<HttpPlan>["limits"] = {
    limits: "wall clock by the server, bytes of an answer here; the others as the server has them",
    sandbox: "the server's own affair",
    unsupportedLimits: ["steps", "cpuMs", "memoryBytes"],
  };
  readonly #shared: HttpShared;

  constructor(settings: HttpBackendSettings) {
    const { startTimeoutMs, outputBytes = 64 * 2 ** 20 } = settings;
    this.#shared = {
      client: new HttpClient(settings),
      startTimeoutMs,
      outputBytes,
      lines: { countsImports: true },
    };
  }

  plan(job: ElaborationJob): HttpPlan {
    return snippetOf(job);
  }

  start(): HttpSeat {
    return new HttpSeat(this.#shared);
  }
}
