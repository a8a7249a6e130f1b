import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseLlamaConfig } from "./config.ts";
import { executionPolicy } from "./execution-policy.ts";
import { LocalProver } from "./local-prover.ts";
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

describe.skipIf(!existsSync("/proc/self/maps"))("a copy of more than fifty million parameters", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "lemma-mapped-"));
  const config = parseLlamaConfig(
    {
      model_type: "qwen3",
      vocab_size: 2000,
      hidden_size: 1024,
      intermediate_size: 3072,
      num_hidden_layers: 4,
      num_attention_heads: 8,
      num_key_value_heads: 4,
      head_dim: 128,
      max_position_embeddings: 256,
    },
    "memory",
  );
  beforeAll(() => writeSparseCheckpoint(directory, config, { block: 1, seed: 1, shards: 1 }));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  /** Bytes of files of this name that are mapped, each page once. */
  const mapped = (name: string): number => {
    const pages = new Set<string>();
    for (const line of readFileSync("/proc/self/maps", "utf8").split("\n")) {
      const [range = "", , offset = "", , , file = ""] = line.split(/ +/);
      if (!file.includes(name)) continue;
      const [from, to] = range.split("-").map((address) => Number.parseInt(address, 16)) as [number, number];
      const start = Number.parseInt(offset, 16);
      for (let page = start; page < start + to - from; page += 4096) pages.add(`${file} ${page}`);
    }
    return 4096 * pages.size;
  };

  test("is mapped once by all that samples, and is not there while the model learns; nor is what learns while it samples", async () => {
    const copyBytes = 4 * parameterCount(config);
    expect(executionPolicy(config, { weights: "copy" }).placement).toBe("mapped-copy");
    const prompts = [[5, 6, 7, 8, 9, 10]];
    const options = { sampling: { temperature: 1, maxTokens: 6 }, seed: 1 };
    const example = { theorem: { id: "t", statement: "theorem t : 1 = 1 := by" }, proof: "rfl", weight: 1 };
    const settings = { rank: 2, alpha: 2, learningRate: 0.01, epochs: 1, optimizer: "sgd", seed: 1 } as const;
    await using plain = await LocalProver.open(directory, { weights: "in-place" });
    const expected = await plain.generateTokens(prompts, 2, options);
    const { adapter } = await plain.adapt([example], settings);
    const adapted = await plain.generateTokens(prompts, 2, { ...options, adapters: [adapter] });
    await plain[Symbol.asyncDispose]();
    await using prover = await LocalProver.open(directory, { weights: "copy" });
    const tokensOf = (rows: typeof expected): unknown => rows.map((row) => row.map(({ tokens }) => tokens));
    expect(mapped("lemma-weights-")).toBe(0);
    expect(tokensOf(await prover.generateTokens(prompts, 2, options))).toEqual(tokensOf(expected));
    expect(Math.abs(mapped("lemma-weights-") / copyBytes - 1)).toBeLessThan(0.02);
    expect(mapped(directory)).toBe(0);
    await prover.adapt([example], settings);
    expect(mapped("lemma-weights-")).toBe(0);
    expect(mapped(directory)).toBeGreaterThan(0);
    const again = await prover.generateTokens(prompts, 2, { ...options, adapters: [adapter] });
    expect(tokensOf(again)).toEqual(tokensOf(adapted));
    expect(mapped(directory)).toBe(0);
  });
});
