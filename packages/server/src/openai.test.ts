import { mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Random } from "@lemma/interfaces";
import { LoraAdapter, initLora } from "@lemma/lora";
import { LocalProver, createChatTemplate, llamaModules } from "@lemma/prover";
import { writeRandomModel } from "@lemma/prover/testing";
import OpenAI, { APIError } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "./index.ts";

// The official client stands for everybody else's.

const token = "a secret";
let prover: LocalProver;
let server: RunningServer;
let client: OpenAI;
let adapters: string;

beforeAll(async () => {
  prover = await LocalProver.open(await writeRandomModel(), { chunkTokens: 8 });
  adapters = await mkdtemp(path.join(tmpdir(), "served-adapters-"));
  const template = createChatTemplate(
    "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}[assistant]",
    {},
  );
  server = await startServer({ prover, name: "tiny", token, port: 0, template, adapters, maxAdapters: 2 });
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: token, maxRetries: 0 });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await prover[Symbol.asyncDispose]();
});

const greedy = { model: "tiny", temperature: 0, max_tokens: 30 } as const;

async function locally(prompt: string, samples = 1, temperature = 0, adapter?: LoraAdapter) {
  const [completions] = await prover.generate([prompt], samples, {
    sampling: { temperature, maxTokens: 30 },
    seed: 3,
    ...(adapter === undefined ? {} : { adapters: [adapter] }),
  });
  return completions!;
}

async function savedAdapter(name: string, seed: number): Promise<LoraAdapter> {
  const config = { rank: 2, alpha: 4, targetModules: ["q_proj", "v_proj"] };
  const random = new Random(seed);
  const fresh = initLora(config, llamaModules(prover.config), random);
  const adapter = new LoraAdapter(
    config,
    Object.fromEntries(
      Object.entries(fresh).map(([module, { a, b }]) => [
        module,
        { a, b: { ...b, data: Float32Array.from(b.data as Float32Array, () => random.normal()) } },
      ]),
    ),
  );
  await adapter.save(path.join(adapters, name));
  return adapter;
}

const load = async (name: string, folder: string): Promise<unknown> =>
  client.post("/load_lora_adapter", { body: { lora_name: name, lora_path: folder } });

describe("completions", () => {
  test("are the prover's, with log-probabilities and usage", async () => {
    const { choices, usage } = await client.completions.create({ ...greedy, prompt: "theorem t", logprobs: 1 });
    const [local] = await locally("theorem t");
    expect(choices[0]).toMatchObject({ text: local!.text, finish_reason: local!.finishReason });
    const told = choices[0]!.logprobs!;
    expect(told.token_logprobs!.map((value) => value.toFixed(4))).toEqual(
      local!.logprobs.map((value) => value.toFixed(4)),
    );
    expect(told.tokens!.slice(0, local!.text.length).join("")).toBe(local!.text);
    expect(usage).toMatchObject({ prompt_tokens: 9, completion_tokens: local!.tokens.length });
  });

  test("of several prompts and samples come in order, and repeat with the seed", async () => {
    const ask = async () =>
      client.completions.create({ ...greedy, temperature: 0.9, prompt: ["a", "b"], n: 3, seed: 3 });
    const { choices } = await ask();
    const local = [...(await locally("a", 3, 0.9)), ...(await locally("b", 3, 0.9))];
    expect(choices.map(({ text }) => text)).toEqual(local.map(({ text }) => text));
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect((await ask()).choices).toEqual(choices);
  });

  test("stream piece by piece to the same end", async () => {
    const stream = await client.completions.create({
      ...greedy,
      prompt: ["theorem t", "b"],
      stream: true,
      stream_options: { include_usage: true },
    });
    const texts = ["", ""];
    const ends: string[] = [];
    let [pieces, usage] = [0, 0];
    for await (const { choices, usage: counted } of stream) {
      pieces += 1;
      usage = counted?.completion_tokens ?? usage;
      for (const { index, text, finish_reason: end } of choices) {
        texts[index] += text;
        if ((end as string | null) !== null) ends[index] = end;
      }
    }
    const local = [(await locally("theorem t"))[0]!, (await locally("b"))[0]!];
    expect(texts).toEqual(local.map(({ text }) => text));
    expect(ends).toEqual(local.map(({ finishReason }) => finishReason));
    expect(usage).toBe(local.reduce((total, { tokens }) => total + tokens.length, 0));
    expect(pieces).toBeGreaterThan(4);
  });

  test("stop at strings, which are no part of them", async () => {
    const [whole] = await locally("theorem t");
    const stop = whole!.text.slice(4, 6);
    const { choices } = await client.completions.create({ ...greedy, prompt: "theorem t", stop });
    expect(choices[0]).toMatchObject({ text: whole!.text.slice(0, whole!.text.indexOf(stop)), finish_reason: "stop" });
  });

  test("that are asked for at once are computed at once, and each is its own", async () => {
    const prompts = Array.from({ length: 24 }, (_, i) => `theorem ${i}`);
    const answers = await Promise.all(
      prompts.map((prompt, i) =>
        client.completions.create({ ...greedy, prompt, temperature: i % 3 === 0 ? 0 : 0.9, seed: 3 }),
      ),
    );
    for (const [i, prompt] of prompts.entries()) {
      const [local] = await locally(prompt, 1, i % 3 === 0 ? 0 : 0.9);
      expect(answers[i]!.choices[0]!.text).toBe(local!.text);
    }
  });
});

test("chats are put into the model's words by its template", async () => {
  const messages = [{ role: "user", content: "1 + 1?" }] as const;
  const { choices } = await client.chat.completions.create({ ...greedy, messages: [...messages], logprobs: true });
  const [local] = await locally("[user]1 + 1?[assistant]");
  expect(choices[0]!.message.content).toBe(local!.text);
  expect(choices[0]!.logprobs!.content).toHaveLength(local!.tokens.length);
  const stream = await client.chat.completions.create({ ...greedy, messages: [...messages], stream: true });
  let text = "";
  for await (const { choices: pieces } of stream) text += pieces[0]?.delta.content ?? "";
  expect(text).toBe(local!.text);
});

test("a client that goes away frees its place", async () => {
  const controller = new AbortController();
  const pending = client.completions.create(
    { ...greedy, max_tokens: 200, prompt: "gone", n: 8, temperature: 1 },
    { signal: controller.signal },
  );
  setTimeout(() => controller.abort(), 30);
  await expect(pending).rejects.toThrow("aborted");
  await client.completions.create({ ...greedy, prompt: "after" });
  const metrics = await (
    await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  ).text();
  expect(metrics).toContain("lemma_serve_rows_running 0");
  expect(metrics).toMatch(/lemma_serve_sampled_tokens_total [1-9]/);
  expect(metrics).toMatch(/lemma_serve_requests_total\{path="\/v1\/completions",status="200"\} [1-9]/);
});

describe("adapters", () => {
  test("are loaded by name, listed, sampled with and unloaded", async () => {
    const adapter = await savedAdapter("one", 1);
    await load("mine", "one");
    const listed = (await client.models.list()).data.map(({ id, owned_by: owner }) => [id, owner]);
    expect(listed).toEqual([
      ["tiny", "lemma"],
      ["mine", "lemma"],
    ]);
    const { choices } = await client.completions.create({ ...greedy, model: "mine", prompt: "theorem t" });
    expect(choices[0]!.text).toBe((await locally("theorem t", 1, 0, adapter))[0]!.text);
    expect(choices[0]!.text).not.toBe((await locally("theorem t"))[0]!.text);
    await client.post("/unload_lora_adapter", { body: { lora_name: "mine" } });
    await expect(client.completions.create({ ...greedy, model: "mine", prompt: "x" })).rejects.toMatchObject({
      status: 404,
    });
  });

  test("come from the server's folder alone, are whole, fit the model and are no more than it holds", async () => {
    const outside = await mkdtemp(path.join(tmpdir(), "outside-"));
    await (await savedAdapter("one", 1)).save(outside);
    await symlink(outside, path.join(adapters, "link"));
    for (const folder of [outside, "../outside", "link", ".", "nowhere"])
      await expect(load("x", folder)).rejects.toMatchObject({ status: 404 });
    await writeFile(path.join(adapters, "no-folder"), "");
    await expect(load("x", "no-folder")).rejects.toMatchObject({ status: 400 });
    const other = { rank: 1, alpha: 1, targetModules: ["q_proj"] };
    const shapes = { "model.layers.0.self_attn.q_proj": { in: 3, out: 3 } };
    await new LoraAdapter(other, initLora(other, shapes, new Random(1))).save(path.join(adapters, "foreign"));
    await expect(load("x", "foreign")).rejects.toThrow(/adapter .*32 × 32/);
    await load("a", "one");
    await expect(load("a", "one")).rejects.toThrow("already been loaded");
    await load("b", "one");
    await expect(load("c", "one")).rejects.toThrow("2 adapters are loaded");
    for (const name of ["a", "b"]) await client.post("/unload_lora_adapter", { body: { lora_name: name } });
    await expect(client.post("/unload_lora_adapter", { body: { lora_name: "a" } })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe("what is refused", () => {
  test("everything but health without the token", async () => {
    for (const apiKey of ["none", "a secre", "a secrets"]) {
      const stranger = new OpenAI({ baseURL: `${server.url}/v1`, apiKey, maxRetries: 0 });
      await expect(stranger.models.list()).rejects.toMatchObject({ status: 401 });
    }
    for (const route of ["/metrics", "/v1/models", "/nowhere"])
      expect((await fetch(server.url + route)).status).toBe(401);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  test.for<readonly [string, object, string]>([
    ["another model", { model: "gpt" }, "does not exist"],
    ["no prompt", { prompt: undefined }, "prompt"],
    ["a prompt beyond the context", { prompt: "x".repeat(300) }, "256"],
    ["a parameter that would be passed over", { logit_bias: { 1: 2 } }, "logit_bias"],
    ["a penalty", { frequency_penalty: 1 }, "only 0"],
    ["an unknown parameter", { beam_width: 4 }, "beam_width: not supported"],
    ["a temperature below zero", { temperature: -1 }, "temperature"],
    ["others' log-probabilities", { logprobs: 5 }, "logprobs"],
    ["a stop by a token that is none", { stop_token_ids: [5] }, "no special token"],
    ["a token that the model lacks", { prompt: [5, 10_000] }, "prompt"],
  ])("%s", async ([, change, message]) => {
    const failure = client.completions.create({ ...greedy, prompt: "x", ...change } as never);
    await expect(failure).rejects.toBeInstanceOf(APIError);
    await expect(failure).rejects.toThrow(message);
  });

  test("what is not JSON, and more of it than 16 MiB", async () => {
    const post = async (body: string): Promise<number> =>
      (
        await fetch(`${server.url}/v1/completions`, {
          method: "POST",
          body,
          headers: { authorization: `Bearer ${token}` },
        })
      ).status;
    expect(await post("{")).toBe(400);
    expect(await post("x".repeat(17 * 2 ** 20))).toBe(413);
  });
});

test("a port that is taken is an infrastructure failure", async () => {
  const port = Number(new URL(server.url).port);
  await expect(startServer({ prover, name: "tiny", token, port })).rejects.toMatchObject({ code: "infrastructure" });
  await expect(startServer({ prover, name: "tiny", token: "" })).rejects.toMatchObject({ code: "bad-input" });
});
