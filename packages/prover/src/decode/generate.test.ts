import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseLlamaConfig } from "../config.ts";
import { LocalProver } from "../local-prover.ts";
import { characterTokenizer } from "../testing/character-tokenizer.ts";
import { hashedWeights } from "../testing/hashed-weights.ts";
import { writeRandomModel } from "../testing/random-model.ts";

interface Fixture {
  readonly prompts: readonly (readonly number[])[];
  readonly cases: Readonly<
    Record<string, { readonly config: unknown; readonly greedy: readonly (readonly number[])[] }>
  >;
}

// Written by tools/reference/model_parity.py.
const fixture = JSON.parse(readFileSync(new URL("../fixtures/model-parity.json", import.meta.url), "utf8")) as Fixture;
const { tokenizer } = characterTokenizer();

describe.for(Object.keys(fixture.cases).filter((name) => !name.endsWith("float16")))("%s", (name) => {
  const config = parseLlamaConfig(fixture.cases[name]!.config, name);

  test.for(["copy", "in-place"] as const)("200 greedy tokens are transformers', with weights %s", async (weights) => {
    await using prover = await LocalProver.ofValues(
      { name, config, tokenizer, parameters: hashedWeights(config) },
      { weights },
    );
    const sampling = { temperature: 0, maxTokens: 200 };
    const completions = await prover.generateTokens(fixture.prompts, 1, { sampling, seed: 0 });
    expect(completions.map(([only]) => only!.tokens)).toEqual(fixture.cases[name]!.greedy);
  });
});

test("a long answer is copied in chunks that grow with it, and is the same", async () => {
  const directory = await writeRandomModel({ config: { max_position_embeddings: 1024 } });
  const sampling = { temperature: 0, maxTokens: 900 };
  const results = await Promise.all(
    [1, 900].map(async (chunkTokens) => {
      await using prover = await LocalProver.open(directory, { chunkTokens, repetitionGuard: "none" });
      let chunks = 0;
      // Each chunk writes once.
      const onText = (): number => (chunks += 1);
      const [completions] = await prover.generateTokens([[5, 6]], 1, { sampling, seed: 3, onText });
      return { tokens: completions![0]!.tokens, chunks };
    }),
  );
  expect(results[0]!.tokens).toEqual(results[1]!.tokens);
  expect(results[0]!.tokens.length).toBeGreaterThan(200);
  // 32 ln(n / 32) after the first 64, instead of n.
  expect(results[0]!.chunks).toBeLessThan(64 + 32 * Math.log(900 / 64) + 32);
});

test("an answer of more than 8,192 tokens in chunks is that of one chunk, and ends where the cache does", async () => {
  const tokens = 8200;
  const width = { hidden_size: 8, intermediate_size: 8, num_attention_heads: 1, num_key_value_heads: 1 };
  const directory = await writeRandomModel({
    config: { ...width, num_hidden_layers: 1, max_position_embeddings: 16_384, eos_token_id: null },
  });
  const sampling = { temperature: 1, maxTokens: 16_000 };
  const perToken = 2 * 8 * Float32Array.BYTES_PER_ELEMENT;
  const [chunked, whole] = await Promise.all(
    [32, 16_384].map(async (chunkTokens) => {
      await using prover = await LocalProver.open(directory, {
        chunkTokens,
        repetitionGuard: "none",
        cacheBytes: (2 + tokens) * perToken,
      });
      const [completions] = await prover.generateTokens([[5, 6]], 1, { sampling, seed: 3 });
      return completions![0]!;
    }),
  );
  expect(chunked!.tokens).toEqual(whole!.tokens);
  expect(chunked!.tokens).toHaveLength(tokens);
  expect(chunked!.finishReason).toBe("length");
  const difference = Math.max(...chunked!.logprobs.map((x, t) => Math.abs(x - whole!.logprobs[t]!)));
  expect(difference).toBeLessThan(1e-4);
});
