import { createServer } from "node:http";
import { runEvaluationWorker } from "@lemma/core";
import { InputError } from "@lemma/interfaces";
import { Counter, Histogram, Registry } from "prom-client";
import { type Command, printJson } from "../command.ts";
import { commonFlags, traceFlag } from "../flags.ts";
import { defined, openControl, openFromFlags } from "../opening.ts";
import { tracingFrom } from "../tracing.ts";

export const workerCommand: Command = {
  usage: "--queue URL [flags]",
  flags: {
    queue: { value: "URL", summary: "the Redis that `lemma eval --queue` puts its work on" },
    "queue-name": { value: "NAME", summary: "the queue's name there (lemma)" },
    control: { value: "DIR", summary: "the model of `control` and `control-context`, for runs that have one" },
    parallel: { value: "N", summary: "tasks at once (1)" },
    "silence-ms": { value: "N", summary: "how long a worker may fall silent before its task is another's (30000)" },
    "metrics-port": {
      value: "N",
      summary: "Prometheus' counters at http://127.0.0.1:N/metrics; nothing without it",
      least: 0,
    },
    ...traceFlag,
    ...commonFlags,
  },
  examples: [
    "lemma worker --queue redis://queue:6379",
    "lemma worker --queue redis://queue:6379 --model models/prover --prover-url http://gpu:8000 --parallel 8",
  ],
  async run(given, terminal) {
    const url = given.text("queue");
    if (url === undefined) throw new InputError("worker: give --queue URL, the address of a Redis");
    const registry = new Registry();
    const tasks = new Counter({
      name: "lemma_worker_tasks_total",
      help: "Tasks ended, by how",
      labelNames: ["outcome"],
      registers: [registry],
    });
    const seconds = new Histogram({
      name: "lemma_worker_task_seconds",
      help: "From a task's begin to its end",
      buckets: [0.1, 1, 10, 100, 1000],
      registers: [registry],
    });
    const metricsPort = given.integer("metrics-port");
    const metrics = metricsPort === undefined ? undefined : await serveMetrics(registry, metricsPort);
    if (metrics !== undefined) {
      if (given.has("json")) printJson(terminal, { metrics: metrics.url });
      else terminal.out(`${metrics.url}\n`);
    }
    try {
      await using tracing = await tracingFrom(given, "lemma worker");
      await using lemma = await openFromFlags(given, {});
      await using control = await openControl(given);
      terminal.progress("looking for tasks; Ctrl-C hands back what has begun\n");
      await runEvaluationWorker(lemma, {
        url,
        name: given.text("queue-name"),
        concurrency: given.integer("parallel"),
        control: control?.parts,
        silenceMs: given.integer("silence-ms"),
        signal: terminal.signal,
        onTrouble: (problem) => terminal.progress(`queue: ${problem}\n`),
        onJob: (outcome, ms, reason) => {
          tasks.inc({ outcome });
          if (given.has("json")) printJson(terminal, { outcome, elapsedMs: ms, ...defined({ reason }) });
          seconds.observe(ms / 1000);
          const attributes = { "lemma.outcome": outcome, ...(reason === undefined ? {} : { "lemma.reason": reason }) };
          tracing.tracer?.startSpan("lemma.task", { startTime: Date.now() - ms, attributes }).end();
          if (reason !== undefined) terminal.progress(`a task failed: ${reason}\n`);
        },
      });
    } finally {
      metrics?.close();
    }
    return 0;
  },
};

async function serveMetrics(
  registry: Registry,
  port: number,
): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") return void response.writeHead(404).end();
    void registry.metrics().then((text) => response.writeHead(200, { "content-type": registry.contentType }).end(text));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new InputError(`--metrics-port: ${error.message}`)));
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return { url: `http://127.0.0.1:${bound}/metrics`, close: () => server.close() };
}
