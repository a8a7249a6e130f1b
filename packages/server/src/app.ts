import { createHash, timingSafeEqual } from "node:crypto";
import type { ChatTemplate, LocalProver } from "@lemma/prover";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ServedAdapters } from "./adapters.ts";
import type { AnswerKind } from "./answers.ts";
import { Batcher } from "./batcher.ts";
import { type Kitchen, complete } from "./complete.ts";
import { RequestError } from "./errors.ts";
import { ServerMetrics } from "./metrics.ts";
import { type CompletionAsk, loadRequest, parsed, readChat, readCompletion, unloadRequest } from "./requests.ts";

export interface AppOptions {
  readonly prover: LocalProver;
  /** What clients call the model. */
  readonly name: string;
  /** Asked of every request but `/health`, as a bearer token. */
  readonly token: string;
  /** The model's chat template; without it `/v1/chat/completions` is refused. */
  readonly template?: ChatTemplate | undefined;
  /** The folder that adapters are loaded from; none without it. */
  readonly adapters?: string | undefined;
  /** How many adapters are held at once. Default 64. */
  readonly maxAdapters?: number | undefined;
}

const longestBody = 16 * 2 ** 20;

export interface App {
  readonly fetch: Hono["fetch"];
  /** Resolves once nothing is under way. */
  readonly idle: () => Promise<void>;
}

/** OpenAI's interface over a prover, with vLLM's routes for adapters. */
export function createApp(options: AppOptions): App {
  const { prover, name } = options;
  const batcher = new Batcher(prover);
  const adapters = new ServedAdapters(options.adapters, options.maxAdapters ?? 64, (adapter) =>
    prover.checkAdapter(adapter),
  );
  const metrics = new ServerMetrics({
    running: () => batcher.running,
    waiting: () => batcher.waiting,
    adapters: () => adapters.names.length,
  });
  const began = Math.floor(Date.now() / 1000);
  const app = new Hono();

  app.use(async (context, next) => {
    const started = performance.now();
    await next();
    const { path } = context.req;
    metrics.requests.inc({ path: context.res.status === 404 ? "other" : path, status: String(context.res.status) });
    if (path.endsWith("/completions")) metrics.seconds.observe((performance.now() - started) / 1000);
  });
  app.use(async (context, next) => {
    if (context.req.path !== "/health" && !isToken(context.req.header("authorization"), options.token))
      throw new RequestError(401, "a bearer token is needed");
    await next();
  });
  app.use(
    bodyLimit({
      maxSize: longestBody,
      onError: () => {
        throw new RequestError(413, `a request of more than ${longestBody} bytes`);
      },
    }),
  );
  app.onError((error, context) => {
    const known = error instanceof RequestError ? error : undefined;
    const type = known === undefined ? "server_error" : "invalid_request_error";
    const { status = 500, param = null } = known ?? {};
    return context.json({ error: { message: error.message, type, param, code: null } }, status);
  });
  app.notFound((context) =>
    context.json(
      {
        error: {
          message: `no route ${context.req.method} ${context.req.path}`,
          type: "invalid_request_error",
          param: null,
          code: null,
        },
      },
      404,
    ),
  );

  app.get("/health", (context) => context.json({ status: "ok" }));
  app.get("/metrics", async (context) =>
    context.text(await metrics.registry.metrics(), 200, { "content-type": metrics.registry.contentType }),
  );
  app.get("/v1/models", (context) => {
    const card = (id: string, parent: string | null): object => ({
      id,
      object: "model",
      created: began,
      owned_by: "lemma",
      root: id,
      parent,
      max_model_len: prover.longest,
    });
    return context.json({
      object: "list",
      data: [card(name, null), ...adapters.names.map((adapter) => card(adapter, name))],
    });
  });
  app.post("/v1/load_lora_adapter", async (context) => {
    const { lora_name: adapter, lora_path: folder } = parsed(loadRequest, await bodyOf(context));
    if (adapter === name) throw new RequestError(400, `"${name}" is the model's own name`, "lora_name");
    await adapters.load(adapter, folder);
    return context.text(`Success: LoRA adapter '${adapter}' added successfully.`);
  });
  app.post("/v1/unload_lora_adapter", async (context) => {
    const { lora_name: adapter } = parsed(unloadRequest, await bodyOf(context));
    adapters.unload(adapter);
    return context.text(`Success: LoRA adapter '${adapter}' removed successfully.`);
  });

  const kitchen: Kitchen = { prover, batcher, metrics, template: options.template };
  const answer = async (context: Context, ask: CompletionAsk, kind: AnswerKind): Promise<Response> => {
    const adapter = ask.model === name ? undefined : adapters.get(ask.model);
    if (ask.model !== name && adapter === undefined)
      throw new RequestError(404, `The model \`${ask.model}\` does not exist.`, "model");
    return complete(context, kitchen, ask, kind, adapter);
  };
  app.post("/v1/completions", async (context) => answer(context, readCompletion(await bodyOf(context)), "completion"));
  app.post("/v1/chat/completions", async (context) => answer(context, readChat(await bodyOf(context)), "chat"));
  return { fetch: app.fetch, idle: async () => batcher.idle() };
}

async function bodyOf({ req }: Context): Promise<unknown> {
  try {
    return await req.json();
  } catch {
    throw new RequestError(400, "the body is not JSON");
  }
}

/** Compared by hash, so that the time it takes tells nothing of the token, its length included. */
function isToken(header: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(header ?? ""), digest(`Bearer ${token}`));
}
