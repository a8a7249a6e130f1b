import { AbortedError } from "@lemma/interfaces";
import type { LoraAdapter } from "@lemma/lora";
import type { ChatTemplate, LocalProver } from "@lemma/prover";
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import { type AnswerKind, AnswerShape, type Usage, usageOf } from "./answers.ts";
import type { Batcher } from "./batcher.ts";
import { type CompletionWork, type ServedCompletion, submit } from "./completions.ts";
import type { ServerMetrics } from "./metrics.ts";
import type { CompletionAsk } from "./requests.ts";

/** What completions are made with. */
export interface Kitchen {
  readonly prover: LocalProver;
  readonly batcher: Batcher;
  readonly metrics: ServerMetrics;
  readonly template: ChatTemplate | undefined;
}

/** Answers one request, at once or in pieces. @throws {RequestError} before anything is sent. */
export async function complete(
  context: Context,
  kitchen: Kitchen,
  ask: CompletionAsk,
  kind: AnswerKind,
  adapter: LoraAdapter | undefined,
): Promise<Response> {
  // Fires when the client goes away, and when one row fails.
  const over = new AbortController();
  const signal = AbortSignal.any([context.req.raw.signal, over.signal]);
  const shape = new AnswerShape(kind, ask, kitchen.prover.tokenizer);
  if (ask.stream !== true) {
    const work = submit(ask, kitchen, { adapter, signal });
    const rows = await allOf(work, over);
    return context.json(shape.whole(rows, counted(kitchen, work, rows)));
  }
  const { pieces, put, close, fail } = outbox();
  const work = submit(ask, kitchen, { adapter, signal, onText: (index, text) => put(shape.piece(index, text)) });
  for (const row of work.rows)
    row.then(
      ({ index, completion }) => put(shape.last(index, completion)),
      () => undefined,
    );
  allOf(work, over).then((rows) => {
    const usage = counted(kitchen, work, rows);
    if (ask.stream_options?.include_usage === true) put(shape.usage(usage));
    close();
  }, fail);
  return streamSSE(
    context,
    async (stream) => {
      stream.onAbort(() => over.abort(new Error("the client went away")));
      for await (const piece of pieces) await stream.writeSSE({ data: JSON.stringify(piece) });
      await stream.writeSSE({ data: "[DONE]" });
    },
    async (error, stream) => {
      if (error instanceof AbortedError) return;
      await stream.writeSSE({ data: JSON.stringify({ error: { message: error.message, type: "server_error" } }) });
    },
  );
}

/** Every row, or the first failure, which ends the others. */
async function allOf({ rows }: CompletionWork, over: AbortController): Promise<readonly ServedCompletion[]> {
  try {
    return await Promise.all(rows);
  } catch (error) {
    over.abort(error);
    await Promise.allSettled(rows);
    throw error;
  }
}

function counted({ metrics }: Kitchen, work: CompletionWork, rows: readonly ServedCompletion[]): Usage {
  const usage = usageOf(work, rows);
  metrics.promptTokens.inc(usage.prompt_tokens);
  metrics.sampledTokens.inc(usage.completion_tokens);
  return usage;
}

/** Pieces in the order in which they were put, for one reader. */
function outbox(): {
  readonly pieces: ReadableStream<object>;
  readonly put: (piece: object) => void;
  readonly close: () => void;
  readonly fail: (error: unknown) => void;
} {
  let controller: ReadableStreamDefaultController<object>;
  const pieces = new ReadableStream<object>({ start: (given) => void (controller = given) });
  return {
    pieces,
    put: (piece) => controller.enqueue(piece),
    close: () => controller.close(),
    fail: (error) => controller.error(error),
  };
}
