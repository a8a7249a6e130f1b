import { InputError } from "@lemma/interfaces";
import type { Tracer } from "@opentelemetry/api";
import type { Arguments } from "./flags.ts";

/** Where spans go; disposing it sends what has not been sent. */
export interface Tracing extends AsyncDisposable {
  /** Undefined where nobody asked for spans. */
  readonly tracer: Tracer | undefined;
}

/** Spans to the collector that `--otlp` names. The SDK is loaded for it alone. @throws {InputError} for what is no URL. */
export async function tracingFrom(given: Arguments, service: string): Promise<Tracing> {
  const url = given.text("otlp");
  if (url === undefined) return { tracer: undefined, [Symbol.asyncDispose]: () => Promise.resolve() };
  if (!URL.canParse(url)) throw new InputError(`--otlp: expected a URL, received "${url}"`);
  const [{ OTLPTraceExporter }, { BatchSpanProcessor, NodeTracerProvider }, { resourceFromAttributes }] =
    await Promise.all([
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/sdk-trace-node"),
      import("@opentelemetry/resources"),
    ]);
  const endpoint = `${url.replace(/\/+$/, "").replace(/\/v1\/traces$/, "")}/v1/traces`;
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": service }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: endpoint }))],
  });
  return {
    tracer: provider.getTracer("@lemma/cli"),
    // A collector that is gone costs the spans, not the run.
    [Symbol.asyncDispose]: () => provider.shutdown().catch(() => undefined),
  };
}
