import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** What a server counts, in Prometheus' text format. */
export class ServerMetrics {
  readonly registry = new Registry();
  readonly requests = this.#counter("requests_total", "Requests answered", ["path", "status"]);
  readonly promptTokens = this.#counter("prompt_tokens_total", "Tokens of prompts that were completed");
  readonly sampledTokens = this.#counter("sampled_tokens_total", "Tokens sampled");
  readonly seconds = new Histogram({
    name: "lemma_serve_request_seconds",
    help: "From a completion's request to its last byte",
    buckets: [0.1, 0.3, 1, 3, 10, 30, 100, 300],
    registers: [this.registry],
  });

  /** @param now what the gauges show, when somebody asks. */
  constructor(now: {
    readonly running: () => number;
    readonly waiting: () => number;
    readonly adapters: () => number;
  }) {
    this.#gauge("rows_running", "Completions under way", now.running);
    this.#gauge("rows_waiting", "Completions that wait for room", now.waiting);
    this.#gauge("adapters", "Adapters loaded", now.adapters);
  }

  #counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return new Counter({
      name: `lemma_serve_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
    });
  }

  #gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name: `lemma_serve_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(value());
      },
    });
  }
}
