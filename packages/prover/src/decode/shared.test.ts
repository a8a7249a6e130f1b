import type { LoraAdapter } from "@lemma/lora";
import { describe, expect, test } from "vitest";
import { parseLlamaConfig } from "../config.ts";
import { LocalProver, type LocalProverOptions } from "../local-prover.ts";
import { characterTokenizer } from "../testing/character-tokenizer.ts";
import { hashedWeights } from "../testing/hashed-weights.ts";
import { noisyAdapter } from "../testing/noisy-adapter.ts";
import { sharedLength } from "./shared.ts";

const { tokenizer } = characterTokenizer();
const config = parseLlamaConfig(
  {
    vocab_size: 96,
    hidden_size: 32,
    intermediate_size: 48,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    max_position_embeddings: 256,
  },
  "test",
);
const open = (options: LocalProverOptions): Promise<LocalProver> =>
  LocalProver.ofValues({ name: "test", config, tokenizer, parameters: hashedWeights(config) }, options);

const header = "Complete the following Lean 4 code, without comments: ";
// The last has nothing of its own but the token that decoding begins with.
const prompts = ["theorem a (x : N) : x = x := by", "theorem b : 1 = 1 := by", "lemma", "l"].map(
  (statement) => header + statement,
);

describe("prompts that begin alike", () => {
  const lora = { rank: 2, alpha: 4, targetModules: ["q_proj", "v_proj", "down_proj"] };
  const adapter = noisyAdapter(config, lora, 4);

  test.for<[string, { temperature: number; topP?: number }, readonly LoraAdapter[], LocalProverOptions]>([
    ["greedy", { temperature: 0 }, [], {}],
    ["sampled", { temperature: 1 }, [], {}],
    ["sampled from a nucleus, weights in place", { temperature: 1, topP: 0.9 }, [], { weights: "in-place" }],
    ["under an adapter, in small batches", { temperature: 1 }, [adapter], { rows: 6, chunkTokens: 7 }],
  ])("give the tokens that they give apart: %s", async ([, draw, adapters, options]) => {
    await using together = await open({ ...options, leastSharing: 1 });
    await using apart = await open({ ...options, leastSharing: Infinity });
    // More samples of the longer prompts, so that some end early and the batch shrinks around the shared part.
    const settings = { sampling: { ...draw, maxTokens: 40, stop: ["e"] }, seed: 3, adapters };
    const [one, other] = await Promise.all([together, apart].map((prover) => prover.generate(prompts, 3, settings)));
    for (const [i, rows] of one!.entries())
      for (const [j, { tokens, logprobs }] of rows.entries()) {
        expect(tokens).toEqual(other![i]![j]!.tokens);
        for (const [t, logprob] of logprobs.entries()) expect(logprob).toBeCloseTo(other![i]![j]!.logprobs[t]!, 4);
      }
    expect(together.usage.promptTokens).toBe(apart.usage.promptTokens);
    expect(together.usage.flops).toBeLessThan(apart.usage.flops);
  });

  test("are not shared where little would be saved, or nothing can be", () => {
    const long = [
      [1, 2, 3, 4, 5],
      [1, 2, 3, 9],
      [1, 2, 3, 4],
    ];
    expect(sharedLength(long, 6)).toBe(3);
    expect(sharedLength(long, 7)).toBe(0);
    expect(sharedLength(long.slice(0, 1), 1)).toBe(0);
    expect(sharedLength([], 1)).toBe(0);
    expect(sharedLength([[1, 2], [3]], 0)).toBe(0);
    // The last token of the shorter is not read but decoded.
    expect(
      sharedLength(
        [
          [1, 2],
          [1, 2, 3],
        ],
        1,
      ),
    ).toBe(1);
  });
});
