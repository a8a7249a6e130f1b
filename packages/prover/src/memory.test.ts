import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseLlamaConfig } from "./config.ts";
import { parameterCount } from "./model/shapes.ts";
import { memoryOf } from "./testing/memory-of.ts";
import { writeSparseCheckpoint } from "./testing/sparse-checkpoint.ts";

// What a bfloat16 model in place takes beside its file must not grow with it: each program widens a block's weights as it comes
// to them. Counted is what no file backs, in a process of its own, over two depths of one width.

const depths = [2, 5] as const;
const directories = depths.map((layers) => mkdtempSync(path.join(tmpdir(), `lemma-depth-${layers}-`)));
const configs = depths.map((layers) =>
  parseLlamaConfig(
    {
      model_type: "qwen3",
      vocab_size: 2000,
      hidden_size: 2560,
      intermediate_size: 6912,
      num_hidden_layers: layers,
      num_attention_heads: 20,
      num_key_value_heads: 20,
      max_position_embeddings: 256,
    },
    "memory",
  ),
);

const programs = {
  "sampling one row": `prover.generateTokens([[5, 6]], 1, { sampling: { temperature: 1, maxTokens: 4 }, seed: 1 })`,
  "sampling sixteen": `prover.generateTokens([[5, 6]], 16, { sampling: { temperature: 1, maxTokens: 4 }, seed: 1 })`,
  scoring: `prover.losses([{ tokens: Array.from({ length: 32 }, (_, i) => 3 + i), promptLength: 4 }])`,
  adapting: `prover.adapt([{ theorem: { id: "t", statement: "theorem t : 1 = 1 := by" }, proof: "rfl", weight: 1 }],
    { rank: 2, alpha: 2, learningRate: 0.01, epochs: 1, optimizer: "sgd", seed: 1 })`,
} as const;

const peakBytes = (directory: string, program: string): number => memoryOf(directory, program).peak;

describe.skipIf(!existsSync("/proc/self/status"))("a bfloat16 model in place", () => {
  beforeAll(async () => {
    for (const [i, directory] of directories.entries())
      await writeSparseCheckpoint(directory, configs[i]!, { block: 1, seed: 1, shards: 1 });
  });
  afterAll(() => {
    for (const directory of directories) rmSync(directory, { recursive: true });
  });

  test.for(Object.entries(programs))("%s takes at most 0.3 bytes a parameter beside the file", ([, program]) => {
    const [shallow, deep] = directories.map((directory) => peakBytes(directory, program)) as [number, number];
    const parameters = parameterCount(configs[1]!) - parameterCount(configs[0]!);
    expect((deep - shallow) / parameters).toBeLessThan(0.3);
  });
});
