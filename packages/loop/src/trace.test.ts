import type { LemmaEvent } from "@lemma/interfaces";
import { SpanStatusCode } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { expect, test } from "vitest";
import { traced } from "./trace.ts";

const usage = { promptTokens: 1, sampledTokens: 2, trainedTokens: 3, flops: 4, verifications: 5, verifierMs: 6 };
const verdict = { status: "proved", messages: [], evidence: "kernel", elapsedMs: 1 } as never;
const attempted = { id: "t", type: "attempted", attempt: 0, adapted: true, proof: "rfl", verdict } as const;
const losses = { losses: [], gradientNorms: [], updateNorm: 0, trainedTokens: 0 };

async function spansOf(events: AsyncIterable<LemmaEvent>) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const heard: string[] = [];
  try {
    for await (const { type } of traced(events, provider.getTracer("test"))) heard.push(type);
  } catch {
    heard.push("thrown");
  }
  return { heard, spans: exporter.getFinishedSpans() };
}

test("a run is a span, and its stages are spans in it, one after another", async () => {
  const { heard, spans } = await spansOf(
    (async function* (): AsyncGenerator<LemmaEvent> {
      yield { id: "t", type: "started", theorem: { id: "t", statement: "theorem t : True := by" }, seed: 3 };
      yield { id: "t", type: "conjectured", index: 0, accepted: false };
      yield { id: "t", type: "conjectured", index: 1, accepted: false };
      yield { id: "t", type: "adapted", trace: losses, elapsedMs: 1, skipped: "none" };
      yield attempted;
      yield { id: "t", type: "proved", proof: "rfl", attempt: 0, adapted: true };
      yield { id: "t", type: "finished", status: "proved", proved: true, proof: "rfl", usage, elapsedMs: 9 };
    })(),
  );
  expect(heard).toEqual(["started", "conjectured", "conjectured", "adapted", "attempted", "proved", "finished"]);
  expect(spans.map(({ name }) => name)).toEqual(["lemma.conjecture", "lemma.adapt", "lemma.attempt", "lemma.prove"]);
  const whole = spans.at(-1)!;
  expect(whole.attributes).toMatchObject({
    "lemma.theorem": "t",
    "lemma.seed": 3,
    "lemma.status": "proved",
    "lemma.flops": 4,
  });
  expect(spans[0]!.attributes["lemma.events"]).toBe(2);
  for (const span of spans.slice(0, -1)) expect(span.parentSpanContext?.spanId).toBe(whole.spanContext().spanId);
});

test("a run that ends in an error has its spans ended, and says so", async () => {
  const { heard, spans } = await spansOf(
    (async function* (): AsyncGenerator<LemmaEvent> {
      yield { id: "t", type: "started", theorem: { id: "t", statement: "theorem t : True := by" }, seed: 3 };
      yield attempted;
      throw new Error("aborted");
    })(),
  );
  expect(heard).toEqual(["started", "attempted", "thrown"]);
  expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
    ["lemma.attempt", SpanStatusCode.UNSET],
    ["lemma.prove", SpanStatusCode.ERROR],
  ]);
});
