import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { AbortedError, type Completion, InputError, Random, type SamplingSettings } from "@lemma/interfaces";
import { AdapterMismatchError, LoraAdapter, initLora } from "@lemma/lora";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LlamaConfig, parseLlamaConfig } from "./config.ts";
import { rowsThatFit } from "./decode/batches.ts";
import { PromptTooLongError } from "./errors.ts";
import { LocalProver, type LocalProverOptions } from "./local-prover.ts";
import { loadModel } from "./model/load.ts";
import { saveModel } from "./model/save.ts";
import { llamaModules } from "./model/shapes.ts";
import { createTokenizer } from "./tokenizer.ts";
import { characterTokenizer } from "./testing/character-tokenizer.ts";
import { hashedWeights } from "./testing/hashed-weights.ts";
import { noisyAdapter } from "./testing/noisy-adapter.ts";
import { writeRandomModel } from "./testing/random-model.ts";
import { readParameters } from "./weights.ts";

const { tokenizer } = characterTokenizer(["<end>"]);
const config: LlamaConfig = parseLlamaConfig(
  {
    vocab_size: 97,
    hidden_size: 32,
    intermediate_size: 48,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    max_position_embeddings: 128,
    eos_token_id: 96,
  },
  "test",
);
const parameters = hashedWeights(config);
const open = (options: Parameters<typeof LocalProver.ofValues>[1] = {}): Promise<LocalProver> =>
  LocalProver.ofValues({ name: "test", config, tokenizer, parameters }, options);

const adapter = (seed: number, targetModules: readonly string[], rank = 3): LoraAdapter =>
  noisyAdapter(config, { rank, alpha: 2 * rank, targetModules }, seed);

const sampling: SamplingSettings = { temperature: 1, maxTokens: 20 };
const ids = (texts: readonly string[]): number[][] => texts.map((text) => tokenizer.encode(text));

const only = (completions: readonly (readonly Completion[])[]): Completion => completions[0]![0]!;

let prover: LocalProver;
beforeAll(async () => {
  prover = await open({ chunkTokens: 8 });
});
afterAll(() => prover[Symbol.asyncDispose]());

describe("generate", () => {
  test("a completion depends on seed, prompt and sample number, not on its neighbours nor on the chunk", async () => {
    const texts = ["theorem", "x", "a + b = b + a"];
    const together = await prover.generate(texts, 3, { sampling, seed: 5 });
    expect(new Set(together.flat().map(({ text }) => text)).size).toBeGreaterThan(5);
    for (const [i, text] of texts.entries()) {
      const [alone] = await prover.generate([text], 3, { sampling, seed: 5 });
      expect(alone!.map(({ tokens }) => tokens)).toEqual(together[i]!.map(({ tokens }) => tokens));
      const [fewer] = await prover.generate([text], 1, { sampling, seed: 5 });
      expect(fewer![0]!.tokens).toEqual(together[i]![0]!.tokens);
    }
    await using other = await open({ chunkTokens: 3, rows: 4, weights: "in-place" });
    // A cache that holds one row and no second: each is sampled by itself.
    const perToken = 2 * prover.config.layers * prover.config.keyValueHeads * prover.config.headDim * 4;
    const cacheBytes = perToken * (texts[2]!.length + sampling.maxTokens);
    await using narrow = await open({ cacheBytes });
    for (const elsewhere of [other, narrow]) {
      const completions = await elsewhere.generate(texts, 3, { sampling, seed: 5 });
      expect(completions.map((own) => own.map(({ tokens }) => tokens))).toEqual(
        together.map((own) => own.map(({ tokens }) => tokens)),
      );
    }
    // And a row that grows past it is cut there.
    await using tight = await open({ cacheBytes: perToken * 20 });
    const [[cut]] = (await tight.generate(["theorem"], 1, { sampling, seed: 5 })) as [[Completion]];
    expect(cut.tokens).toEqual(together[0]![0]!.tokens.slice(0, 13));
    await expect(tight.generate(["a prompt of 20 tokens"], 1, { sampling, seed: 5 })).rejects.toThrow(/holds 20/);
    const [reseeded] = await prover.generate(["theorem"], 1, { sampling, seed: 6 });
    expect(reseeded![0]!.tokens).not.toEqual(together[0]![0]!.tokens);
  });

  test("as many rows as have their keys and values in memory are sampled together", () => {
    const perToken = 2 * 30 * 32 * 128 * 4; // DeepSeek-Prover-V2-7B: 983,040 bytes
    const config = { ...prover.config, layers: 30, keyValueHeads: 32, headDim: 128 };
    expect(rowsThatFit(config, 2048, { cacheBytes: 2 ** 33 })).toBe(Math.floor(2 ** 33 / (2048 * perToken)));
    expect(rowsThatFit(config, 2048, { cacheBytes: 2 ** 33, rows: 3 })).toBe(3);
    expect(rowsThatFit(config, 2048, { cacheBytes: 0 })).toBe(1);
  });

  test("log-probabilities are the model's own, at the sampling temperature", async () => {
    const prompts = ids(["theorem", "x"]);
    for (const temperature of [1, 0]) {
      const completions = await prover.generateTokens(prompts, 2, { sampling: { ...sampling, temperature }, seed: 1 });
      for (const [i, own] of completions.entries())
        for (const { tokens, logprobs } of own) {
          const [scored] = await prover.logprobs([
            { tokens: [...prompts[i]!, ...tokens], promptLength: prompts[i]!.length },
          ]);
          expect(logprobs).toHaveLength(tokens.length);
          for (const [t, logprob] of logprobs.entries()) expect(logprob).toBeCloseTo(scored![t]!, 4);
        }
    }
  });

  test("draws follow the model's distribution, and top-k and top-p cut its tail", async () => {
    const [prompt] = ids(["ab"]);
    const scored = await prover.logprobs(
      Array.from({ length: 97 }, (_, token) => ({ tokens: [...prompt!, token], promptLength: 2 })),
    );
    const temperature = 1.5;
    const raw = scored.map(([logprob]) => Math.exp(logprob! / temperature));
    const total = raw.reduce((a, b) => a + b, 0);
    const probabilities = raw.map((p) => p / total);
    const order = probabilities.map((_, i) => i).sort((a, b) => probabilities[b]! - probabilities[a]!);
    const count = async (settings: Partial<SamplingSettings>): Promise<number[]> => {
      const [rows] = await prover.generateTokens([prompt!], 1500, {
        sampling: { temperature, maxTokens: 1, ...settings },
        seed: 3,
      });
      const counts = Array<number>(97).fill(0);
      for (const { tokens } of rows!) counts[tokens[0]!]! += 1;
      return counts;
    };
    const free = await count({});
    // χ² over tokens that are expected at least five times: within 4 standard deviations of its mean.
    const often = order.filter((i) => probabilities[i]! * 1500 >= 5);
    const chiSquared = often.reduce((sum, i) => {
      const expected = probabilities[i]! * 1500;
      return sum + (free[i]! - expected) ** 2 / expected;
    }, 0);
    expect(often.length).toBeGreaterThan(10);
    expect(chiSquared).toBeLessThan(often.length + 4 * Math.sqrt(2 * often.length));
    const five = await count({ topK: 5 });
    expect(order.filter((i) => five[i]! > 0).every((i) => order.indexOf(i) < 5)).toBe(true);
    const topP = 0.6;
    let mass = 0;
    const nucleus = order.filter((i) => {
      const isKept = mass < topP;
      mass += probabilities[i]!;
      return isKept;
    });
    const kept = await count({ topP });
    expect(order.filter((i) => kept[i]! > 0).every((i) => nucleus.includes(i))).toBe(true);
    expect(nucleus.filter((i) => kept[i]! > 0).length).toBeGreaterThan(nucleus.length / 2);
  });

  test("stacked adapters sample what they score, wherever they are", async () => {
    const stack = [adapter(1, ["q_proj", "v_proj"]), adapter(2, ["q_proj", "o_proj", "gate_proj", "down_proj"], 2)];
    const prompts = ids(["theorem", "x"]);
    const settings = { sampling: { ...sampling, temperature: 0 }, seed: 1 };
    const plain = await prover.generateTokens(prompts, 1, settings);
    const adapted = await prover.generateTokens(prompts, 1, { ...settings, adapters: stack });
    expect(adapted[0]![0]!.tokens).not.toEqual(plain[0]![0]!.tokens);
    await using inPlace = await open({ weights: "in-place" });
    const again = await inPlace.generateTokens(prompts, 1, { ...settings, adapters: stack });
    for (const [i, [completion]] of adapted.entries()) {
      expect(again[i]![0]!.tokens).toEqual(completion!.tokens);
      const example = { tokens: [...prompts[i]!, ...completion!.tokens], promptLength: prompts[i]!.length };
      const [scored] = await prover.logprobs([example], stack);
      for (const [t, logprob] of completion!.logprobs.entries()) expect(logprob).toBeCloseTo(scored![t]!, 4);
    }
  });

  test("a stop string ends a completion before it, across chunks, and the stream says the same", async () => {
    const free = only(await prover.generate(["theorem"], 1, { sampling, seed: 5 }));
    const stop = free.text.slice(6, 10);
    const pieces = new Map<string, string>();
    const [rows] = await prover.generate(["theorem"], 2, {
      sampling: { ...sampling, stop: [stop] },
      seed: 5,
      onText: (index, sample, text) =>
        pieces.set(`${index} ${sample}`, (pieces.get(`${index} ${sample}`) ?? "") + text),
    });
    const [cut, other] = rows as readonly [Completion, Completion];
    expect(cut.text).toBe(free.text.slice(0, free.text.indexOf(stop)));
    expect(cut.finishReason).toBe("stop");
    expect(cut.tokens).toHaveLength(free.text.indexOf(stop) + 4);
    expect(cut.logprobs).toHaveLength(cut.tokens.length);
    expect(pieces.get("0 0")).toBe(cut.text);
    expect(pieces.get("0 1")).toBe(other.text);
  });

  test("the end-of-sequence token is the last token and no text", async () => {
    const [rows] = await prover.generate(["x"], 60, { sampling: { temperature: 1.5, maxTokens: 60 }, seed: 2 });
    const ended = rows!.filter(({ finishReason }) => finishReason === "stop");
    expect(ended.length).toBeGreaterThan(5);
    for (const { tokens, text } of ended) {
      expect(tokens.indexOf(96)).toBe(tokens.length - 1);
      expect(text).not.toContain("<end>");
      expect(text).toHaveLength(tokens.length - 1);
    }
    for (const { tokens, finishReason } of rows!) {
      const expected = finishReason === "length" ? 60 : tokens.length;
      expect(tokens).toHaveLength(expected);
    }
  });

  test("a completion fills the context and no more; a prompt that fills it is refused by number", async () => {
    const long = "a".repeat(120);
    const completion = only(await prover.generate([long], 1, { sampling: { temperature: 0, maxTokens: 99 }, seed: 0 }));
    expect(completion.tokens.length).toBeLessThanOrEqual(8);
    const refused = prover.generate(["x", "a".repeat(128)], 1, { sampling, seed: 0 });
    await expect(refused).rejects.toThrow(PromptTooLongError);
    await expect(refused).rejects.toThrow("prompt 1: expected at most 127 tokens");
  });

  test("an abort is heard between chunks, and the prover goes on working", async () => {
    const controller = new AbortController();
    const running = prover.generate(["x"], 2, {
      sampling: { temperature: 1, maxTokens: 100 },
      seed: 1,
      signal: controller.signal,
      onText: () => controller.abort(new Error("enough")),
    });
    await expect(running).rejects.toThrow(AbortedError);
    expect(await prover.generate(["x"], 1, { sampling, seed: 1 })).toHaveLength(1);
  });

  test("a completion that goes round in circles is cut short where that is asked for", async () => {
    await using guarded = await open({ repetitionGuard: { longestPeriod: 4, repeats: 3 } });
    const settings = { sampling: { temperature: 0, maxTokens: 100 }, seed: 0 };
    const texts = ["theorem", "x", "y", "z", "0", "1", "2", "3"];
    const all = await prover.generate(texts, 1, settings);
    const circling = all.findIndex(([only]) => only!.finishReason === "length");
    const free = all[circling]![0]!;
    const cut = only(await guarded.generate([texts[circling]!], 1, settings));
    expect(cut.finishReason).toBe("length");
    expect(cut.tokens.length).toBeLessThan(free.tokens.length);
    expect(cut.tokens).toEqual(free.tokens.slice(0, cut.tokens.length));
  });

  test.for([
    [{ temperature: -1 }, 'field "temperature"'],
    [{ temperature: Number.NaN }, 'field "temperature"'],
    [{ topP: 0 }, 'field "topP"'],
    [{ topK: 2.5 }, 'field "topK"'],
    [{ maxTokens: 0 }, 'field "maxTokens"'],
  ] as const)("a setting without meaning is refused by name: %o", async ([changes, message]) => {
    const refused = prover.generate(["x"], 1, { sampling: { ...sampling, ...changes }, seed: 0 });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(message);
  });

  test("no prompts and no samples give no completions", async () => {
    expect(await prover.generate([], 3, { sampling, seed: 0 })).toEqual([]);
    expect(await prover.generate(["x"], 0, { sampling, seed: 0 })).toEqual([[]]);
  });
});

describe("adapt", () => {
  const examples = [
    { theorem: { id: "a", statement: "theorem a : 1 + 1 = 2 := by" }, proof: "norm_num", weight: 0.75 },
    { theorem: { id: "b", statement: "theorem b (x : N) : x = x := by" }, proof: "rfl", weight: 0.25 },
  ];
  const settings = { rank: 4, alpha: 4, learningRate: 0.02, epochs: 3, optimizer: "adamw", seed: 9 } as const;

  test("lowers the weighted loss, repeats from its seed, and the adapter carries what was learnt", async () => {
    const { adapter: learnt, trace } = await prover.adapt(examples, settings);
    expect(trace.losses).toHaveLength(4);
    expect(trace.gradientNorms).toHaveLength(3);
    expect(trace.losses.at(-1)!).toBeLessThan(trace.losses[0]! - 0.5);
    expect(trace.updateNorm).toBeGreaterThan(0);
    expect(trace.trainedTokens).toBe(
      3 * examples.reduce((total, example) => total + prover.proofTokens(example).tokens.length, 0),
    );
    const again = await prover.adapt(examples, settings);
    expect(again.adapter.id).toBe(learnt.id);
    const tokens = examples.map((example) => prover.proofTokens(example));
    const weighted = (losses: readonly number[]): number =>
      losses.reduce((total, loss, i) => total + loss * examples[i]!.weight, 0);
    expect(weighted(await prover.losses(tokens))).toBeCloseTo(trace.losses[0]!, 4);
    expect(weighted(await prover.losses(tokens, [learnt]))).toBeCloseTo(trace.losses[3]!, 4);
  });

  test("takes a step for every batch of an epoch, in an order of the seed's, each on its own examples' weighted gradient", async () => {
    const rows = [...examples, { ...examples[0]!, proof: "decide", weight: 0.5 }];
    const batched = { ...settings, epochs: 2, batchSize: 2 };
    const { adapter: learnt, trace } = await prover.adapt(rows, batched);
    expect([trace.losses.length, trace.gradientNorms.length]).toEqual([3, 4]);
    expect(trace.losses.at(-1)!).toBeLessThan(trace.losses[0]!);
    expect((await prover.adapt(rows, batched)).adapter.id).toBe(learnt.id);
    expect((await prover.adapt(rows, { ...batched, seed: 10 })).adapter.id).not.toBe(learnt.id);
    // An epoch in one step is what no batch size gives.
    const whole = await prover.adapt(rows, { ...settings, batchSize: 3 });
    expect(whole.adapter.id).toBe((await prover.adapt(rows, settings)).adapter.id);
    // Plain SGD over batches of one, at a rate so small that the parameters stay put, adds up to the whole gradient's step.
    const small = { ...settings, optimizer: "sgd", epochs: 1, learningRate: 1e-3 } as const;
    const ones = await prover.adapt(rows, { ...small, batchSize: 1 });
    const one = await prover.adapt(rows, small);
    expect(ones.trace.updateNorm).toBeCloseTo(one.trace.updateNorm, 4);
    expect(ones.trace.losses[0]!).toBeCloseTo(one.trace.losses[0]!, 2);
    await expect(prover.adapt(rows, { ...batched, batchSize: 0 })).rejects.toThrow("batchSize of at least 1");
  });

  test("is the same in several passes, and with blocks recomputed", async () => {
    const { trace } = await prover.adapt(examples, settings);
    await using small = await open({ tokensPerPass: 1, weights: "in-place" });
    const again = await small.adapt(examples, settings);
    for (const [step, loss] of trace.losses.entries()) expect(again.trace.losses[step]!).toBeCloseTo(loss, 4);
    for (const [step, norm] of trace.gradientNorms.entries())
      expect(again.trace.gradientNorms[step]!).toBeCloseTo(norm, 4);
  });

  test("is the same whatever is computed again", async () => {
    const { trace } = await prover.adapt(examples, settings);
    for (const checkpoint of ["nothing", "attention", "blocks"] as const) {
      await using other = await open({ checkpoint });
      const again = await other.adapt(examples, settings);
      for (const [step, loss] of trace.losses.entries()) expect(again.trace.losses[step]!).toBeCloseTo(loss, 5);
      for (const [step, norm] of trace.gradientNorms.entries())
        expect(again.trace.gradientNorms[step]!).toBeCloseTo(norm, 5);
    }
  });

  test("is the same with logits in parts, and so is scoring", async () => {
    const { trace } = await prover.adapt(examples, settings);
    // Passes that could be so large that the 97 rows of the vocabulary are taken in two blocks.
    await using inParts = await open({ tokensPerPass: 2 ** 22 });
    const again = await inParts.adapt(examples, settings);
    for (const [step, loss] of trace.losses.entries()) expect(again.trace.losses[step]!).toBeCloseTo(loss, 5);
    for (const [step, norm] of trace.gradientNorms.entries())
      expect(again.trace.gradientNorms[step]!).toBeCloseTo(norm, 5);
  });

  test("an example that cannot be learnt from is refused before any step", async () => {
    const long = { ...examples[0]!, proof: "x".repeat(200) };
    await expect(prover.adapt([long], settings)).rejects.toThrow("expected at most 128 tokens");
    await expect(prover.adapt([], settings)).rejects.toThrow("expected at least one example");
  });

  test("stands on a lasting adapter, which it leaves alone", async () => {
    const lasting = adapter(4, ["v_proj", "up_proj"]);
    const before = lasting.id;
    const { adapter: own, trace } = await prover.adapt(
      examples,
      { ...settings, optimizer: "sgd" },
      { base: [lasting] },
    );
    expect(lasting.id).toBe(before);
    const tokens = examples.map((example) => prover.proofTokens(example));
    const losses = await prover.losses(tokens, [lasting, own]);
    expect(losses[0]! * 0.75 + losses[1]! * 0.25).toBeCloseTo(trace.losses[3]!, 4);
  });

  test("starts from what the model's folder holds for that, at its rank and its modules", async () => {
    const model = await loadModel(await writeRandomModel());
    const lora = { rank: 4, alpha: 4, targetModules: ["layers.1.mlp.down_proj"] };
    const start = new LoraAdapter(lora, initLora(lora, llamaModules(model.config), new Random(4)));
    const directory = await mkdtemp(path.join(tmpdir(), "lemma-taught-"));
    await saveModel(directory, {
      config: model.config,
      parameters: await readParameters(model),
      tokenizer: model.directory,
      adapterStart: start,
    });
    await using taught = await LocalProver.open(directory);
    const once = { ...settings, epochs: 1, optimizer: "sgd" } as const;
    const { adapter: learnt } = await taught.adapt(examples, once);
    expect(learnt.config).toMatchObject(lora);
    const [module] = Object.keys(start.parameters) as [string];
    expect(Object.keys(learnt.parameters)).toEqual([module]);
    // b starts at 0, so that the first step moves b alone.
    expect(learnt.parameters[module]!.a.data).toEqual(start.parameters[module]!.a.data);
    expect((await taught.adapt(examples, { ...once, seed: 10 })).adapter.id).toBe(learnt.id);
    await expect(taught.adapt(examples, { ...once, rank: 8 })).rejects.toThrow("expected rank 4 and α 4");
    await writeRandomModel({ directory, config: { intermediate_size: 48 } });
    await expect(loadModel(directory)).rejects.toThrow(AdapterMismatchError);
  });

  test("an adapter for another model is refused by module", async () => {
    const other = { ...config, hiddenSize: 64 };
    const lora = { rank: 2, alpha: 2, targetModules: ["q_proj"] };
    const foreign = new LoraAdapter(lora, initLora(lora, llamaModules(other), new Random(1)));
    const refused = prover.generate(["x"], 1, { sampling, seed: 0, adapters: [foreign] });
    await expect(refused).rejects.toThrow(AdapterMismatchError);
    await expect(refused).rejects.toThrow("model.layers.0.self_attn.q_proj");
  });
});

test("usage counts prompts once, every sampled token, and the graphs' operations", async () => {
  await using fresh = await open();
  expect(fresh.usage).toEqual({ promptTokens: 0, sampledTokens: 0, trainedTokens: 0, flops: 0 });
  const [rows] = await fresh.generate(["theorem"], 4, { sampling: { temperature: 0, maxTokens: 10 }, seed: 0 });
  const usage = fresh.usage;
  const sampledTokens = rows!.reduce((total, { tokens }) => total + tokens.length, 0);
  expect(usage).toMatchObject({ promptTokens: 7, sampledTokens, trainedTokens: 0 });
  // 2 operations per parameter of a product and token, and attention on top: within a factor of two.
  const perToken = 2 * (2 * (32 * 64 + 32 * 32 + 3 * 32 * 48) + 32 * 97);
  expect(usage.flops / (perToken * (6 + sampledTokens))).toBeGreaterThan(0.9);
  expect(usage.flops / (perToken * (6 + sampledTokens))).toBeLessThan(2);
});

test.for([[0, 1], [1]])(
  "texts longer than a sliding window are sampled as they are scored, whoever shares their beginning: layers %j",
  async (layers) => {
    const windowed = { ...config, family: "mistral", slidingWindow: { tokens: 7, layers } } as const;
    const open = (options: LocalProverOptions): Promise<LocalProver> =>
      LocalProver.ofValues({ name: "test", config: windowed, tokenizer, parameters }, options);
    await using together = await open({ leastSharing: 1, chunkTokens: 5 });
    await using apart = await open({ leastSharing: Infinity });
    const prompts = ["a header of some words: one", "a header of some words: the other"];
    const settings = { sampling: { temperature: 1, maxTokens: 40 }, seed: 3 };
    const [one, other] = await Promise.all([
      together.generate(prompts, 2, settings),
      apart.generate(prompts, 2, settings),
    ]);
    expect(one.map((rows) => rows.map(({ tokens }) => tokens))).toEqual(
      other.map((rows) => rows.map(({ tokens }) => tokens)),
    );
    const rows = one.flatMap((completions, i) =>
      completions.map((completion) => ({ prompt: ids([prompts[i]!])[0]!, completion })),
    );
    const scored = await together.logprobs(
      rows.map(({ prompt, completion }) => ({
        tokens: [...prompt, ...completion.tokens],
        promptLength: prompt.length,
      })),
    );
    for (const [i, { completion }] of rows.entries())
      for (const [t, logprob] of completion.logprobs.entries()) expect(scored[i]![t]).toBeCloseTo(logprob, 4);
    // And the window matters: without it the scores are others.
    await using full = await LocalProver.ofValues({ name: "test", config, tokenizer, parameters });
    const [{ prompt, completion }] = rows as [(typeof rows)[number]];
    const [all] = await full.logprobs([{ tokens: [...prompt, ...completion.tokens], promptLength: prompt.length }]);
    expect(all!.some((logprob, t) => Math.abs(logprob - completion.logprobs[t]!) > 1e-3)).toBe(true);
  },
);

test("a proof is learnt with the end that the tokenizer names, not the first that generation may stop at", async () => {
  const { definition } = characterTokenizer(["<text end>", "<turn end>"]);
  const chat = createTokenizer(definition, { eos_token: "<turn end>" });
  const own = { ...config, vocabularySize: chat.size, eosTokenIds: [96, 97] };
  await using asked = await LocalProver.ofValues({
    name: "test",
    config: own,
    tokenizer: chat,
    parameters: hashedWeights(own),
  });
  const theorem = { id: "t", statement: "theorem t : 1 + 1 = 2 := by" };
  expect(asked.proofTokens({ theorem, proof: "rfl" }).tokens.at(-1)).toBe(97);
});

test("a token that the model has no embedding of is refused, where it is sampled from and where it is scored", async () => {
  for (const bad of [-100, -1, 97, 1.5]) {
    const message = `expected token ids below 97, received ${bad}`;
    await expect(prover.generateTokens([[5], [5, bad]], 1, { sampling, seed: 0 })).rejects.toThrow(message);
    await expect(prover.losses([{ tokens: [1, 2, bad], promptLength: 1 }])).rejects.toThrow(message);
  }
});

test("scoring makes no logits of what every row has before its completion", async () => {
  await using own = await open();
  const tokens = Array.from({ length: 33 }, (_, t) => (5 * t) % 90);
  const flopsOf = async (promptLength: number): Promise<number> => {
    const before = own.usage.flops;
    const [row] = await own.logprobs([{ tokens, promptLength }]);
    expect(row).toHaveLength(33 - promptLength);
    return own.usage.flops - before;
  };
  const [long, short] = [await flopsOf(31), await flopsOf(1)];
  // Of 2 positions and of 32, in steps of 16: 32 × 97 multiply-adds each, and their softmax on top.
  expect(short - long).toBeGreaterThan(16 * 2 * 32 * 97);
});
