import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseLlamaConfig } from "./config.ts";
import { promptFormat } from "./formats/prompt-format.ts";
import { promptTokens } from "./formats/tokens.ts";
import { linearModules } from "./model/linear-modules.ts";
import { loadModel } from "./model/load.ts";
import { parameterCount } from "./model/shapes.ts";
import { type SamplingCost, adaptationCost, samplingCost, scoringCost } from "./plan.ts";
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

/** The most memory that the program took, in bytes, and what there was before it. */
function memoryOf(directory: string, program: string): { readonly peak: number; readonly before: number } {
  const script = `
    import { readFileSync } from "node:fs";
    import { LocalProver } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
    const anonymous = () => 1024 * Number(/RssAnon:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
    const prover = await LocalProver.open(${JSON.stringify(directory)}, { weights: "in-place", threads: 1 });
    let [peak, before] = [0, anonymous()];
    const look = () => { peak = Math.max(peak, anonymous()); };
    const timer = setInterval(look, 5);
    await ${program};
    look();
    clearInterval(timer);
    console.log(JSON.stringify({ peak, before }));
    await prover[Symbol.asyncDispose]();`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as { peak: number; before: number };
}

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

  const expectWithinAFifth = (planned: number, program: string): void => {
    const { peak, before } = memoryOf(directory, program);
    expect(planned / (peak - before)).toBeGreaterThan(0.8);
    expect(planned / (peak - before)).toBeLessThan(1.2);
  };

  test.for([
    { name: "many rows", prompts: 1, promptTokens: 64, samples: 24, tokens: 256 },
    { name: "a long answer", prompts: 1, promptTokens: 16, samples: 4, tokens: 1000 },
    { name: "long prompts", prompts: 4, promptTokens: 1024, samples: 1, tokens: 4 },
  ])("sampling $name", async ({ prompts, promptTokens, samples, tokens }) => {
    const { prefill, decode } = samplingCost(await loadModel(directory), { prompts, promptTokens, samples, tokens });
    const kept = (part: SamplingCost): number => part.peakBytes - part.cacheBytes;
    const given = `Array.from({ length: ${prompts} }, (_, p) => Array.from({ length: ${promptTokens} }, (_, i) => 3 + ((7 * i + 13 * p) % 90)))`;
    expectWithinAFifth(
      kept(prefill) + kept(decode) + Math.max(prefill.cacheBytes, decode.cacheBytes),
      `prover.generateTokens(${given}, ${samples}, { sampling: { temperature: 1, maxTokens: ${tokens} }, seed: 1 })`,
    );
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
    expectWithinAFifth(
      planned,
      `LocalProver.open(${JSON.stringify(directory)}, { weights: "in-place", threads: 1, checkpoint: "${checkpoint}" }).then((prover) =>
        prover.adapt(Array.from({ length: ${rows} }, (_, i) => {
          const letter = String.fromCharCode(97 + i);
          return { theorem: { id: letter, statement: "theorem t : " + letter + " = 1 := by" }, proof: letter.repeat(${proof} - 1), weight: 1 };
        }), { rank: 4, alpha: 4, learningRate: 0.01, epochs: 1, optimizer: "sgd", seed: 1 }))`,
    );
  });
});
