import type { Attempt, ProbeReport, Seat } from "../dispatcher/backend.ts";
import type { ElaborationJob } from "../elaborator.ts";
import { paths, type HttpClient, type Outcome } from "./client.ts";
import { probeServer } from "./probe.ts";
import { readAnswer, type LineCount } from "./read-answer.ts";
import type { snippetOf } from "./snippet.ts";

export type HttpPlan = ReturnType<typeof snippetOf>;

/** What the seats of one backend share. */
export interface HttpShared {
  readonly client: HttpClient;
  readonly startTimeoutMs: number;
  readonly outputBytes: number;
  lines: LineCount;
}

/** One request at a time to the server. Nothing of it is here, so nothing wears out or has to be made ready. */
export class HttpSeat implements Seat<HttpPlan> {
  readonly privateBytes = 0;
  readonly ended: Promise<void>;
  readonly #shared: HttpShared;
  readonly #stop = new AbortController();

  constructor(shared: HttpShared) {
    this.#shared = shared;
    this.ended = new Promise((resolve) => this.#stop.signal.addEventListener("abort", () => resolve()));
  }

  get isUsable(): boolean {
    return !this.#stop.signal.aborted;
  }

  async probe(): Promise<ProbeReport> {
    const { client, startTimeoutMs, outputBytes } = this.#shared;
    let report: Awaited<ReturnType<typeof probeServer>>;
    for (const path of paths) {
      client.path = path;
      report = await probeServer(
        async (text) => await client.post(text, startTimeoutMs, outputBytes, this.#stop.signal),
      );
      if (report.kind === "usable") this.#shared.lines = report;
      else if (/HTTP 40[45]/.test(report.reason)) continue;
      break;
    }
    return report!;
  }

  async warmUp(): Promise<undefined> {
    return await Promise.resolve(undefined);
  }

  warmth(): number {
    return 1;
  }

  async run({ limits, questions }: ElaborationJob, plan: HttpPlan): Promise<Attempt> {
    if ("unsendable" in plan)
      return { elaboration: { kind: "infrastructure", reason: plan.unsendable }, blame: "none" };
    const { client, outputBytes, lines } = this.#shared;
    const maxBytes = Math.min(limits.outputBytes ?? outputBytes, outputBytes);
    const outcome = await client.post(plan.text, limits.wallMs, maxBytes, this.#stop.signal);
    if ("trouble" in outcome || "floodedBytes" in outcome) return failedAttempt(outcome);
    return readAnswer(outcome, plan, lines, questions !== undefined, limits.wallMs);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.resolve();
  }
}

function failedAttempt(outcome: Exclude<Outcome, { readonly response: unknown }>): Attempt {
  if ("floodedBytes" in outcome)
    return { elaboration: { kind: "crash", reason: `output limit of ${outcome.floodedBytes} bytes` }, blame: "input" };
  const { trouble, retry, retryAfterMs = 0 } = outcome;
  const elaboration = { kind: "infrastructure", reason: trouble } as const;
  return retry ? { elaboration, blame: "machinery", retryAfterMs } : { elaboration, blame: "none" };
}
