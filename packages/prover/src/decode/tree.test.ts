import { fileURLToPath } from "node:url";
import { AbortedError, type Completion, type SamplingSettings } from "@lemma/interfaces";
import type { LoraAdapter } from "@lemma/lora";
import { describe, expect, test } from "vitest";
import { LocalProver, type LocalProverOptions } from "../local-prover.ts";
import { noisyAdapter } from "../testing/noisy-adapter.ts";
import { writeRandomModel } from "../testing/random-model.ts";

const tinyProverDirectory = fileURLToPath(new URL("../../../tiny-prover/checkpoint", import.meta.url));

/** A row that somebody listens to is no part of a tree. */
const listen = (): void => undefined;

interface Sampled {
  readonly completions: readonly Completion[];
  readonly cost: object;
}

/** As a tree, and one by one. */
async function bothWays(
  prover: LocalProver,
  prompt: string,
  samples: number,
  sampling: SamplingSettings,
  adapters: readonly LoraAdapter[] = [],
): Promise<readonly [Sampled, Sampled]> {
  const sampled = async (more: { readonly onText?: () => void }): Promise<Sampled> => {
    const before = prover.usage;
    const [completions] = await prover.generate([prompt], samples, { sampling, seed: 3, adapters, ...more });
    const { promptTokens, sampledTokens, flops } = prover.usage;
    const cost = {
      promptTokens: promptTokens - before.promptTokens,
      sampledTokens: sampledTokens - before.sampledTokens,
      flops: flops - before.flops,
    };
    return { completions: completions!, cost };
  };
  return [await sampled({}), await sampled({ onText: listen })];
}

/** The same completions, with log-probabilities that the rounding of sums may move. */
const alike = (completions: readonly Completion[]): readonly unknown[] =>
  completions.map((completion) => ({
    ...completion,
    logprobs: completion.logprobs.map((logprob): unknown => expect.closeTo(logprob, 4)),
  }));

const proofs: SamplingSettings = { temperature: 0.7, maxTokens: 80 };

describe("many samples of one prompt are what they are one by one", () => {
  const statement = "theorem t (a b : ℕ) (h : a = b) : b + 0 = a := by";

  test.for<[string, Partial<SamplingSettings>, LocalProverOptions]>([
    ["of the whole distribution", {}, {}],
    ["of a nucleus", { topP: 0.9, temperature: 1 }, {}],
    ["of the likeliest tokens, a few beginnings at a time", { topK: 5, temperature: 1 }, { rows: 6 }],
  ])("the embedded prover's, %s", async ([, draw, options]) => {
    await using prover = await LocalProver.open(tinyProverDirectory, { cacheBytes: 2 ** 33, ...options });
    const prompt = prover.format.prove({ id: "t", statement });
    const [tree, loop] = await bothWays(prover, prompt, 300, { ...proofs, ...draw });
    expect(tree.completions).toEqual(alike(loop.completions));
    expect(tree.cost).toEqual(loop.cost);
    expect(new Set(tree.completions).size).toBeLessThan(300);
  });

  test.for<[string, Partial<SamplingSettings>, boolean]>([
    ["with an adapter", {}, true],
    ["whose first tokens are few", { topK: 2 }, false],
  ])("those of a model that hardly repeats itself, %s", async ([, draw, isAdapted]) => {
    await using prover = await LocalProver.open(await writeRandomModel(), { chunkTokens: 7, rows: 16 });
    const lora = { rank: 2, alpha: 4, targetModules: ["q_proj", "v_proj", "down_proj"] };
    const adapters = isAdapted ? [noisyAdapter(prover.config, lora, 4)] : [];
    const sampling = { temperature: 1, maxTokens: 20, ...draw };
    const [tree, loop] = await bothWays(prover, "theorem", 300, sampling, adapters);
    expect(tree.completions).toEqual(alike(loop.completions));
    expect(tree.cost).toEqual(loop.cost);
  });

  // What follows a stop string in its chunk is drawn and thrown away: an end that ends the chunk is not known to the tree.
  test("with a stop string, but for what is thrown away after it", async () => {
    await using prover = await LocalProver.open(tinyProverDirectory, { cacheBytes: 2 ** 33 });
    const prompt = prover.format.prove({ id: "t", statement });
    const [tree, loop] = await bothWays(prover, prompt, 300, { ...proofs, stop: ["]", "h"] });
    expect(tree.completions).toEqual(alike(loop.completions));
    expect(tree.completions.some(({ finishReason, tokens }) => finishReason === "stop" && tokens.at(-1) !== 0)).toBe(
      true,
    );
  });

  test("with keys that leave a sliding window", async () => {
    const config = { model_type: "mistral", sliding_window: 6 };
    await using prover = await LocalProver.open(await writeRandomModel({ config }), { rows: 16 });
    const [tree, loop] = await bothWays(prover, "theorem", 100, { temperature: 0.5, maxTokens: 20, topK: 2 });
    expect(tree.completions).toEqual(alike(loop.completions));
    expect(tree.cost).toEqual(loop.cost);
  });

  test("and stop when they are not wanted any more", async () => {
    await using prover = await LocalProver.open(tinyProverDirectory, { cacheBytes: 2 ** 33 });
    const controller = new AbortController();
    const prompt = prover.format.prove({ id: "t", statement });
    const run = prover.generate([prompt], 20_000, { sampling: proofs, seed: 3, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(run).rejects.toThrow(AbortedError);
    expect((await prover.generate([prompt], 70, { sampling: proofs, seed: 3 }))[0]).toHaveLength(70);
  });
});
