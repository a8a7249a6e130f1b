import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type GenerateOptions, Random } from "@lemma/interfaces";
import { LoraAdapter, initLora } from "@lemma/lora";
import { describe, expect, test } from "vitest";
import { RemoteProver, type RemoteProverOptions, type ServerError } from "./index.ts";
import { type Fault, type FaultServer, type FaultServerOptions, faultServer } from "./testing/fault-server.ts";

const sampling = { temperature: 0.7, maxTokens: 8 };
const asked: GenerateOptions = { sampling, seed: 7 };

function adapter(seed: number, size = 0.1): LoraAdapter {
  const config = { rank: 2, alpha: 4, targetModules: ["q_proj"] };
  const random = new Random(seed);
  const fresh = initLora(config, { "model.layers.0.self_attn.q_proj": { in: 4, out: 4 } }, random);
  return new LoraAdapter(
    config,
    Object.fromEntries(
      Object.entries(fresh).map(([name, { a, b }]) => [
        name,
        { a, b: { ...b, data: Float32Array.from(b.data as Float32Array, () => size * random.normal()) } },
      ]),
    ),
  );
}

async function on<T>(
  settings: FaultServerOptions,
  options: Partial<RemoteProverOptions>,
  use: (prover: RemoteProver, server: FaultServer, directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(path.join(tmpdir(), "remote-prover-"));
  await using server = await faultServer(settings);
  await using prover = await RemoteProver.open({
    url: server.url,
    format: "tiny",
    backoffMs: 1,
    adapters: { directory, limit: 2 },
    ...options,
  });
  return await use(prover, server, directory);
}

test("a sample follows from seed, prompt and its number, whatever else is asked for", async () => {
  await on({}, {}, async (prover, server) => {
    const [both, other] = await prover.generate(["a", "b"], 2, asked);
    expect(both![0]!.text).not.toBe(both![1]!.text);
    expect(both![0]!.tokens).toHaveLength(both![0]!.logprobs.length);
    expect(await prover.generate(["b"], 1, asked)).toEqual([[other![0]]]);
    // Equal prompts are one with more samples.
    expect((await prover.generate(["a", "a"], 1, asked)).flat()).toEqual(both);
    expect(server.posted["/v1/completions"]![0]).toMatchObject({ model: "base", temperature: 0.7, top_k: -1, n: 1 });
    expect(prover.usage).toMatchObject({ promptTokens: 3 + 3 + 3 + 3, trainedTokens: 0, flops: 0 });
  });
});

test("no more than so many requests are under way", async () => {
  await on({}, { maxInFlight: 3 }, async (prover, server) => {
    await prover.generate(["a", "b"], 8, asked);
    expect(server.most).toBe(3);
  });
});

test("a stream shows each piece once, also where it was cut and asked for again", async () => {
  await on({ faults: ["cut", "none"] }, {}, async (prover) => {
    const shown: string[] = [];
    const onText = (_index: number, _sample: number, text: string): void => void shown.push(text);
    const [completions] = await prover.generate(["a b c"], 1, { ...asked, onText });
    expect(shown.join("")).toBe(completions![0]!.text);
    expect(shown.length).toBeGreaterThan(2);
  });
});

const passing: readonly Fault[] = ["500", "503", "429", "reset", "cut", "broken json", "no choices", "two choices"];
const lasting = ["null logprob", "aborted", "error in stream"] as const;

describe("what passes is asked for again", () => {
  test.for([...passing, ...lasting])("%s", async (fault) => {
    await on({ faults: [fault, fault] }, {}, async (prover, server) => {
      const stream = fault === "error in stream" ? { onText: () => undefined } : {};
      await prover.generate(["a"], 1, { ...asked, ...stream });
      expect(server.posted["/v1/completions"]).toHaveLength(3);
    });
  });
});

describe("what does not pass is named, and ends the other requests", () => {
  test.for<readonly [Fault, ServerError["fault"], RegExp]>([
    ["500", "refused", /HTTP 500/],
    ["404", "refused", /HTTP 404/],
    ["redirect", "refused", /the server is at http:\/\/elsewhere/],
    ["reset", "unreachable", /POST http/],
    ["cut", "unreachable", /POST http/],
    ["broken json", "malformed", /expected JSON, received {"choices": \[/],
    ["no choices", "malformed", /field "choices"/],
    ["two choices", "malformed", /2 choices for one/],
    ["null logprob", "malformed", /without a log-probability/],
    ["aborted", "malformed", /received "abort"/],
    ["slow", "timeout", /no answer in 50 ms/],
  ])("%s", async ([fault, kind, message]) => {
    const faults = Array.from({ length: 20 }, () => fault);
    await on({ faults, slowMs: 5_000 }, { retries: 1, timeoutMs: fault === "slow" ? 50 : 10_000 }, async (prover) => {
      const failure = prover.generate(["a", "b"], 2, asked);
      await expect(failure).rejects.toMatchObject({
        code: "infrastructure",
        fault: kind,
        message: expect.stringMatching(message) as unknown,
      });
    });
  });
});

test("a signal ends what is under way and what waits", async () => {
  await on(
    { faults: Array.from({ length: 8 }, () => "slow" as const), slowMs: 60_000 },
    { maxInFlight: 2 },
    async (prover) => {
      const controller = new AbortController();
      const pending = prover.generate(["a"], 8, { ...asked, signal: controller.signal });
      setTimeout(() => controller.abort(), 20);
      await expect(pending).rejects.toMatchObject({ code: "aborted" });
    },
  );
});

describe("adapters", () => {
  test("are written and loaded once, used by name and taken away, the least recently used first", async () => {
    await on({}, {}, async (prover, server, directory) => {
      const [one, two, three] = [adapter(1), adapter(2), adapter(3)];
      const ask = async (...adapters: LoraAdapter[]) => prover.generate(["a"], 2, { ...asked, adapters });
      const first = await ask(one);
      expect(first[0]![0]!.text).toContain(one.id);
      await ask(two);
      await ask(one);
      await ask(three);
      expect(server.posted["/v1/load_lora_adapter"]).toHaveLength(3);
      expect(new Set(server.adapters)).toEqual(new Set([one.id, three.id]));
      expect(new Set(await readdir(directory))).toEqual(new Set([one.id, two.id, three.id]));
      expect(await LoraAdapter.load(path.join(directory, one.id))).toMatchObject({ id: one.id });
    });
  });

  test("of a stack are one of higher rank", async () => {
    await on({}, {}, async (prover, server, directory) => {
      await prover.generate(["a"], 1, { ...asked, adapters: [adapter(1), adapter(2)] });
      const [name] = server.adapters;
      expect((await LoraAdapter.load(path.join(directory, name!))).config.rank).toBe(4);
    });
  });

  test("are known to the server by another path where it sees another one", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "remote-prover-"));
    await on({}, { adapters: { directory, serverDirectory: "/models/" } }, async (prover, server) => {
      await prover.generate(["a"], 1, { ...asked, adapters: [adapter(1)] });
      const name = adapter(1).id;
      expect(server.posted["/v1/load_lora_adapter"]).toEqual([{ lora_name: name, lora_path: `/models/${name}` }]);
    });
  });

  test("lie in a temporary folder where none is named, which is made for the first of them and goes with the prover", async () => {
    const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("lemma-adapters-"));
    const before = await folders();
    await on({}, { adapters: {} }, async (prover, server) => {
      await prover.generate(["a"], 1, asked);
      expect(await folders()).toEqual(before);
      await prover.generate(["a"], 1, { ...asked, adapters: [adapter(1)] });
      expect(server.adapters).toHaveLength(1);
      expect(await folders()).toHaveLength(before.length + 1);
    });
    expect(await folders()).toEqual(before);
  });

  test("wait for one another where more are in use than the server holds", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "remote-prover-"));
    await on({}, { adapters: { directory, limit: 1 } }, async (prover, server) => {
      const all = [1, 2, 3, 4].map((seed) => adapter(seed));
      const texts = await Promise.all(all.map((one) => prover.generate(["a"], 2, { ...asked, adapters: [one] })));
      texts.forEach(([row], i) => expect(row![1]!.text).toContain(all[i]!.id));
      expect(server.adapters).toHaveLength(1);
    });
  });

  test("that the server lost are brought again", async () => {
    await on({}, {}, async (prover, server) => {
      const ask = async () => prover.generate(["a"], 1, { ...asked, adapters: [adapter(1)] });
      const before = await ask();
      server.restart();
      expect(await ask()).toEqual(before);
      expect(server.posted["/v1/load_lora_adapter"]).toHaveLength(2);
    });
  });

  test("that change nothing are not mistaken for the base model", async () => {
    await on({ base: "silently" }, {}, async (prover) => {
      expect(await prover.generate(["a"], 1, { ...asked, adapters: [adapter(1, 0)] })).toHaveLength(1);
    });
  });

  test.for<readonly [string, FaultServerOptions, ServerError["fault"], RegExp]>([
    ["answers with the base model in silence", { base: "silently" }, "wrong-model", /base model's to the last bit/],
    ["answers with the base model and says so", { base: "openly" }, "wrong-model", /"base" answered/],
    ["cannot load at run time", { loads: [404] }, "adapter", /VLLM_ALLOW_RUNTIME_LORA_UPDATING/],
    ["says it has loaded and has not", { loads: ["forgets"] }, "adapter", /does not list it/],
    ["fails to load", { loads: [500, 500, 500, 500, 500] }, "adapter", /HTTP 500/],
  ])("of a server that %s", async ([, settings, fault, message]) => {
    await on(settings, {}, async (prover) => {
      const failure = prover.generate(["a"], 1, { ...asked, adapters: [adapter(1)] });
      await expect(failure).rejects.toMatchObject({
        code: "infrastructure",
        fault,
        message: expect.stringMatching(message) as unknown,
      });
    });
  });
});

test("nothing that listens there is said when it is opened", async () => {
  const url = "http://127.0.0.1:1";
  await expect(RemoteProver.open({ url, format: "tiny", retries: 0 })).rejects.toThrow(
    /GET http:\/\/127.0.0.1:1\/v1\/models/,
  );
});
