import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseLlamaConfig } from "./config.ts";
import { promptFormat } from "./formats/prompt-format.ts";
import { promptTokens } from "./formats/tokens.ts";
import { linearModules } from "./model/linear-modules.ts";
import { loadModel } from "./model/load.ts";
import { type SamplingCost, adaptationCost, samplingCost, scoringCost } from "./plan.ts";
import { memoryOf } from "./testing/memory-of.ts";
import { writeSparseCheckpoint } from "./testing/sparse-checkpoint.ts";

describe.skipIf(!existsSync("/proc/self/status"))("the plan's memory is the measured within a fifth", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "lemma-plan-memory-"));
  const config = parseLlamaConfig(
    {
      model_type: "qwen3",
      vocab_size: 16_000,
      hidden_size: 256,
      intermediate_size: 768,
      num_hidden_layers: 4,
      num_attention_heads: 8,
      num_key_value_heads: 8,
      head_dim: 128,
      max_position_embeddings: 2048,
      eos_token_id: null,
    },
    "plan",
  );
  beforeAll(() => writeSparseCheckpoint(directory, config, { block: 1, seed: 1, shards: 1 }));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  /** How far the plan is from what the program took, as a part of that. */
  const plannedError = (planned: number, program: string): number => {
    const { peak, before } = memoryOf(directory, program);
    return planned / (peak - before) - 1;
  };

  test.for([
    { name: "many rows", prompts: 1, promptTokens: 64, samples: 24, tokens: 256 },
    { name: "a long answer", prompts: 1, promptTokens: 16, samples: 4, tokens: 1000 },
    { name: "long prompts", prompts: 4, promptTokens: 1024, samples: 1, tokens: 4 },
  ])("sampling $name", async ({ prompts, promptTokens, samples, tokens }) => {
    const shape = { prompts, promptTokens, samples, tokens };
    const { prefill, decode } = samplingCost(await loadModel(directory), shape, { weights: "in-place" });
    const kept = (part: SamplingCost): number => part.peakBytes - part.cacheBytes;
    const given = `Array.from({ length: ${prompts} }, (_, p) => Array.from({ length: ${promptTokens} }, (_, i) => 3 + ((7 * i + 13 * p) % 90)))`;
    const error = plannedError(
      kept(prefill) + kept(decode) + Math.max(prefill.cacheBytes, decode.cacheBytes),
      `prover.generateTokens(${given}, ${samples}, { sampling: { temperature: 1, maxTokens: ${tokens} }, seed: 1 })`,
    );
    expect(Math.abs(error)).toBeLessThan(0.2);
  });

  test.for(["elementwise", "blocks"] as const)("adapting, %s recomputed", async (checkpoint) => {
    const [rows, proof] = [6, 300];
    const model = await loadModel(directory);
    const format = promptFormat("tiny");
    const statement = "theorem t : 1 = 1 := by";
    const lora = { rank: 4, alpha: 4, targetModules: linearModules.map((module) => module.split(".").at(-1)!) };
    const prompt = promptTokens(model.tokenizer, format, format.prove({ id: "t", statement })).length;
    const shape = { rows, length: prompt + proof, scored: rows * proof };
    const planned =
      adaptationCost(model, lora, { ...shape, checkpoint }).peakBytes + scoringCost(model, lora, shape).peakBytes;
    // Proofs, and statements, that differ from their beginning, so that nothing is shared.
    const error = plannedError(
      planned,
      `LocalProver.open(${JSON.stringify(directory)}, { weights: "in-place", threads: 1, checkpoint: "${checkpoint}" }).then((prover) =>
        prover.adapt(Array.from({ length: ${rows} }, (_, i) => {
          const letter = String.fromCharCode(97 + i);
          return { theorem: { id: letter, statement: "theorem t : " + letter + " = 1 := by" }, proof: letter.repeat(${proof} - 1), weight: 1 };
        }), { rank: 4, alpha: 4, learningRate: 0.01, epochs: 1, optimizer: "sgd", seed: 1 }))`,
    );
    expect(Math.abs(error)).toBeLessThan(0.2);
  });
});
