import type { LemmaEvent, LemmaEventType } from "@lemma/interfaces";
import { type Span, SpanStatusCode, type Tracer, context, trace } from "@opentelemetry/api";

/** The stage that an event belongs to: what lies between two such events, or before the first, is its time. */
const stages = {
  started: undefined,
  conjectured: "conjecture",
  verified: "prove lemmas",
  weighed: "weigh",
  adapted: "adapt",
  attempted: "attempt",
  replayed: "replay",
  proved: undefined,
  finished: undefined,
} as const satisfies Readonly<Record<LemmaEventType, string | undefined>>;

/**
 * A run's events as they are, and beside them its spans: one of the theorem, and in it one of each stage, from the end of the stage
 * before. `event`s that follow one another in one stage are one span, with their number. OpenTelemetry's `gen_ai` names are not used:
 * none of them is stable.
 */
export async function* traced(
  events: AsyncIterable<LemmaEvent>,
  tracer: Tracer,
): AsyncGenerator<LemmaEvent, void, undefined> {
  let whole: Span | undefined;
  let stage: { readonly name: string; readonly span: Span; count: number } | undefined;
  let last = Date.now();
  const endStage = (): void => {
    stage?.span.setAttribute("lemma.events", stage.count);
    stage?.span.end(last);
    stage = undefined;
  };
  try {
    for await (const event of events) {
      const name = stages[event.type];
      if (event.type === "started")
        whole = tracer.startSpan("lemma.prove", {
          startTime: last,
          attributes: { "lemma.theorem": event.id, "lemma.seed": event.seed },
        });
      else if (name !== undefined && stage?.name !== name) {
        endStage();
        const parent = whole === undefined ? context.active() : trace.setSpan(context.active(), whole);
        stage = { name, span: tracer.startSpan(`lemma.${name}`, { startTime: last }, parent), count: 0 };
      }
      if (stage !== undefined && name === stage.name) stage.count += 1;
      last = Date.now();
      if (event.type === "finished") {
        endStage();
        const { status, usage, message } = event;
        whole?.setAttributes({
          "lemma.status": status,
          "lemma.prompt_tokens": usage.promptTokens,
          "lemma.sampled_tokens": usage.sampledTokens,
          "lemma.trained_tokens": usage.trainedTokens,
          "lemma.flops": usage.flops,
          "lemma.verifications": usage.verifications,
        });
        if (status === "infrastructure")
          whole?.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
      }
      yield event;
    }
  } catch (error) {
    whole?.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    endStage();
    whole?.end();
  }
}
