import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What one answer of the server gets wrong. */
export type Fault =
  | "500"
  | "503"
  | "429"
  | "404"
  | "reset"
  | "cut"
  | "broken json"
  | "no choices"
  | "two choices"
  | "null logprob"
  | "aborted"
  | "error in stream"
  | "slow"
  | "redirect";

export interface FaultServerOptions {
  /** Of each completion asked for, in order, what is wrong with it; when they are used up nothing is. */
  readonly faults?: readonly (Fault | "none")[];
  /** Of the n-th request to load an adapter. */
  readonly loads?: readonly (404 | 500 | "forgets" | "ok")[];
  /** Answers with the base model whatever is asked for, under the adapter's name or under its own. */
  readonly base?: "silently" | "openly";
  readonly slowMs?: number;
}

export interface FaultServer extends AsyncDisposable {
  readonly url: string;
  /** Bodies of what was posted to each path. */
  readonly posted: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** The most completions that were under way at once. */
  readonly most: number;
  /** Adapters that it holds. */
  readonly adapters: readonly string[];
  /** Loses its adapters, as a server does that begins anew. */
  restart(): void;
}

/** A server with vLLM's interface that misbehaves as it is told. What it completes follows from prompt, seed and model alone. */
export async function faultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const faults = [...(options.faults ?? [])];
  const loads = [...(options.loads ?? [])];
  const posted: Record<string, Record<string, unknown>[]> = {};
  const adapters = new Set<string>();
  let [now, most] = [0, 0];

  const complete = async (body: Record<string, unknown>, response: ServerResponse): Promise<void> => {
    const fault = faults.shift() ?? "none";
    const asked = String(body["model"]);
    if (asked !== "base" && !adapters.has(asked))
      return json(response, 404, { error: { message: `The model ${asked} does not exist.` } });
    if (fault === "reset") return void response.destroy();
    if (fault === "slow") await new Promise((resolve) => setTimeout(resolve, options.slowMs ?? 1000));
    if (fault === "redirect") return void response.writeHead(307, { location: "http://elsewhere/" }).end();
    if (/^\d+$/.test(fault))
      return json(response, Number(fault), { error: { message: "no" } }, fault === "429" ? { "retry-after": "0" } : {});
    if (fault === "broken json") return void response.writeHead(200).end('{"choices": [');
    const model = options.base === undefined ? asked : "base";
    const text = `${model} ${JSON.stringify(body["prompt"] ?? body["messages"])} ${String(body["seed"])}`;
    const words = text.split(/(?= )/);
    const choice = {
      index: 0,
      text,
      finish_reason: fault === "aborted" ? "abort" : "stop",
      logprobs: {
        tokens: words,
        token_logprobs: words.map((word, i) => (fault === "null logprob" && i === 0 ? null : -word.length / 8)),
      },
      token_ids: words.map((word) => word.length),
    };
    const head = { id: "1", object: "text_completion", model: options.base === "openly" ? "base" : asked };
    const usage = { prompt_tokens: 3, completion_tokens: words.length };
    if (body["stream"] !== true) {
      const choices = fault === "no choices" ? undefined : fault === "two choices" ? [choice, choice] : [choice];
      if (fault !== "cut") return json(response, 200, { ...head, choices, usage });
      const whole = JSON.stringify({ ...head, choices, usage });
      response.writeHead(200, { "content-type": "application/json", "content-length": whole.length });
      response.write(whole.slice(0, -10), () => response.destroy());
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const [i, word] of words.entries()) {
      if (fault === "cut" && i === 2) return void response.end();
      if (fault === "error in stream" && i === 1) {
        response.end(`data: ${JSON.stringify({ error: { message: "died" } })}\n\n`);
        return;
      }
      const isLast = i === words.length - 1;
      const piece = {
        index: 0,
        text: word,
        finish_reason: isLast ? "stop" : null,
        logprobs: { tokens: [word], token_logprobs: [-word.length / 8] },
        token_ids: [word.length],
      };
      response.write(`data: ${JSON.stringify({ ...head, choices: [piece] })}\n\n`);
    }
    response.end(`data: ${JSON.stringify({ ...head, choices: [], usage })}\n\ndata: [DONE]\n\n`);
  };

  const load = (name: string, response: ServerResponse): void => {
    const outcome = loads.shift() ?? "ok";
    if (typeof outcome === "number") return json(response, outcome, { detail: "Not Found" });
    if (outcome === "ok") adapters.add(name);
    response.writeHead(200).end(`Success: LoRA adapter '${name}' added successfully.`);
  };

  const unload = (name: string, response: ServerResponse): void => {
    if (!adapters.delete(name)) return json(response, 404, { error: { message: "not found" } });
    response.writeHead(200).end("removed");
  };

  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === "/v1/models")
        return json(response, 200, {
          data: [
            { id: "base", owned_by: "vllm", max_model_len: 64 },
            ...[...adapters].map((id) => ({ id, owned_by: "vllm", parent: "base" })),
          ],
        });
      const body = JSON.parse(await textOf(request)) as Record<string, unknown>;
      (posted[request.url!] ??= []).push(body);
      if (request.url === "/v1/load_lora_adapter") return load(String(body["lora_name"]), response);
      if (request.url === "/v1/unload_lora_adapter") return unload(String(body["lora_name"]), response);
      now += 1;
      most = Math.max(most, now);
      // So that requests that are under way together are seen together.
      await new Promise((resolve) => setTimeout(resolve, 2));
      await complete(body, response);
      now -= 1;
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    get most() {
      return most;
    },
    get adapters() {
      return [...adapters];
    },
    restart: () => adapters.clear(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const textOf = async (request: IncomingMessage): Promise<string> => Buffer.concat(await request.toArray()).toString();

function json(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}
