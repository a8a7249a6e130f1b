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
