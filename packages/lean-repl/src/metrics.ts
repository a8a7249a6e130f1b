import type { Elaboration } from "./verdict.ts";

const names = [
  "checks",
  "proved",
  "cacheHits",
  "processesStarted",
  "processesKilled",
  "processesRecycled",
  "headerImports",
  "headerReuses",
  "prefixReuses",
  "retries",
  "quarantined",
  "timeouts",
  "memoryKills",
  "crashes",
  "infrastructureFailures",
  "audits",
  "auditRefusals",
  "queuedMs",
  "elaborationMs",
] as const;

export type MetricName = (typeof names)[number];
export type MetricsSnapshot = Readonly<Record<MetricName, number>>;

/** Counters that only go up; sums of milliseconds for those named so. */
export class Metrics {
  readonly #values = Object.fromEntries(names.map((name) => [name, 0])) as Record<MetricName, number>;

  add(name: MetricName, amount = 1): void {
    this.#values[name] += amount;
  }

  snapshot(): MetricsSnapshot {
    return { ...this.#values };
  }

  /** The text format of Prometheus, one counter a line. */
  toText(prefix = "lemma_lean"): string {
    const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return Object.entries(this.#values)
      .map(([name, value]) => `${prefix}_${snake(name)}_total ${value}\n`)
      .join("");
  }
}

const failures = {
  elaborated: undefined,
  timeout: "timeouts",
  memory: "memoryKills",
  crash: "crashes",
  infrastructure: "infrastructureFailures",
} as const satisfies Record<Elaboration["kind"], MetricName | undefined>;

/** Counts what kept a text from being elaborated. */
export function countFailure(metrics: Metrics, { kind }: Elaboration): void {
  const name = failures[kind];
  if (name !== undefined) metrics.add(name);
}
