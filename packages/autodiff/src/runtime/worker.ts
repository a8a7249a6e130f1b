import { createRequire } from "node:module";
import { parentPort, threadId } from "node:worker_threads";
import type { InferenceSession, OnnxValue } from "onnxruntime-common";
import type { TypedArray } from "../dtype.ts";
import { SMALL_BYTES, type Output, type Request, type Response, type SessionSettings } from "./protocol.ts";

// onnxruntime-common turns float16 data into Float16Array where there is one, which the native binding of 1.30 reads as
// empty (microsoft/onnxruntime#26791). This thread is ours alone: without the class, float16 stays Uint16Array on every Node.
Reflect.deleteProperty(globalThis, "Float16Array");

type Runtime = typeof import("onnxruntime-common");
const runtime = createRequire(import.meta.url)("onnxruntime-node") as Runtime;
// Whatever goes wrong comes back as an error, with this text in it: the native library need not write it to stderr as well.
runtime.env.logLevel = "fatal";

const port = parentPort!;
const sessions = new Map<number, Promise<InferenceSession>>();
const held = new Map<number, TypedArray>();
let queue: Promise<void> = Promise.resolve();

async function open(bytes: Uint8Array, settings: SessionSettings): Promise<InferenceSession> {
  return runtime.InferenceSession.create(bytes, {
    executionProviders: settings.executionProviders as InferenceSession.ExecutionProviderConfig[],
    ...(settings.threads > 0 ? { intraOpNumThreads: settings.threads } : {}),
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    ...settings.options,
  });
}

async function run(request: Extract<Request, { kind: "run" }>): Promise<void> {
  const lent = request.feeds.flatMap(({ data, isLent }) => (isLent === true && typeof data !== "number" ? [data] : []));
  let session: InferenceSession;
  try {
    session = await sessions.get(request.session)!;
  } catch (error) {
    return fail(request.call, error, "open", lent);
  }
  try {
    const feeds: Record<string, OnnxValue> = {};
    request.feeds.forEach(({ type, dims, data, hold }, i) => {
      const array = typeof data === "number" ? held.get(data)! : data;
      if (hold !== undefined) held.set(hold, array);
      // A plain object is all that the binding reads; the Tensor class would check and wrap.
      feeds[`input_${i}`] = { type, dims, data: array, location: "cpu" } as unknown as OnnxValue;
    });
    const start = performance.now();
    const results = await session.run(feeds);
    const runMs = performance.now() - start;
    const outputs = session.outputNames.map((name): Output => {
      const { type, dims, data } = results[name] as unknown as Output;
      return { type, dims, data };
    });
    const buffers = new Set(outputs.map(({ data }) => data.buffer as ArrayBuffer));
    // Large feeds that are not held go back, to carry the next call's.
    const spare = request.feeds.flatMap(({ data, hold, isLent }) =>
      typeof data === "number" || hold !== undefined || isLent === true || data.byteLength < SMALL_BYTES
        ? []
        : [data.buffer as ArrayBuffer],
    );
    answer({ call: request.call, outputs, spare, lent, runMs }, [
      ...new Set([...buffers, ...spare, ...buffersOf(lent)]),
    ]);
  } catch (error) {
    fail(request.call, error, "run", lent);
  }
}

async function handle(request: Request): Promise<void> {
  switch (request.kind) {
    case "open": {
      const opening = open(request.bytes, request.settings);
      // Whoever runs it first hears of a failure.
      opening.catch(() => {});
      sessions.set(request.session, opening);
      await opening.catch(() => {});
      return;
    }
    case "run":
      return run(request);
    case "profile":
      (await sessions.get(request.session))?.endProfiling();
      return answer({ call: request.call, outputs: [], spare: [], lent: [], runMs: 0 });
    case "close": {
      const session = await sessions.get(request.session)?.catch(() => undefined);
      sessions.delete(request.session);
      await session?.release();
      return answer({ call: request.call, outputs: [], spare: [], lent: [], runMs: 0 });
    }
    case "release":
      for (const id of request.held) held.delete(id);
      return;
  }
}

const answer = (response: Response, transfer: ArrayBuffer[] = []): void => port.postMessage(response, transfer);

const fail = (call: number, error: unknown, stage: "open" | "run", lent: TypedArray[] = []): void =>
  answer({ call, error: error instanceof Error ? error.message : String(error), stage, lent }, buffersOf(lent));

const buffersOf = (arrays: readonly TypedArray[]): ArrayBuffer[] => arrays.map(({ buffer }) => buffer as ArrayBuffer);

port.on("message", (request: Request) => {
  // One at a time, in order: the native call blocks this thread anyway.
  queue = queue
    .then(() => handle(request))
    .catch((error: unknown) => {
      if ("call" in request) fail(request.call, error, "run");
      else console.error(`worker ${threadId}:`, error);
    });
});
