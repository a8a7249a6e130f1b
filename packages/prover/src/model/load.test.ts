import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TensorValue, compile, spec, tensor, toNumbers } from "@lemma/autodiff";
import { InputError, Random } from "@lemma/interfaces";
import { SafetensorsError, readTensor, writeSafetensors } from "@lemma/safetensors";
import { afterAll, describe, expect, test } from "vitest";
import { type LlamaConfig, parseLlamaConfig } from "../config.ts";
import {
  MissingTensorError,
  NotFiniteError,
  TensorShapeError,
  TensorTypeError,
  UnusedTensorError,
  VocabularyMismatchError,
} from "../errors.ts";
import { LocalProver } from "../local-prover.ts";
import { characterTokenizer } from "../testing/character-tokenizer.ts";
import { hashedWeights } from "../testing/hashed-weights.ts";
import { readFrom } from "../weights.ts";
import { initLlama } from "./init.ts";
import { llamaLogits } from "./llama.ts";
import { type LlamaModel, loadModel } from "./load.ts";
import { saveModel } from "./save.ts";
import { llamaShapes } from "./shapes.ts";

const root = mkdtempSync(path.join(tmpdir(), "lemma-load-"));
afterAll(() => rmSync(root, { recursive: true }));
let made = 0;
const folder = (): string => path.join(root, String((made += 1)));

const { definition, config: tokenizerConfig } = characterTokenizer();
const tokenizer = { definition, config: tokenizerConfig };

interface Fixture {
  readonly prompts: readonly (readonly number[])[];
  readonly cases: Readonly<
    Record<
      string,
      {
        readonly config: object;
        readonly logits: readonly (readonly (readonly number[])[])[];
        readonly greedy: readonly (readonly number[])[];
      }
    >
  >;
}

// Written by tools/reference/model_parity.py.
const fixture = JSON.parse(readFileSync(new URL("../fixtures/model-parity.json", import.meta.url), "utf8")) as Fixture;

const config = parseLlamaConfig(fixture.cases["grouped"]!.config, "fixture");

async function save(changes: Partial<LlamaConfig> = {}): Promise<string> {
  const directory = folder();
  const own = { ...config, ...changes };
  await saveModel(directory, { config: own, parameters: hashedWeights(own), tokenizer });
  return directory;
}

/** Logits of the first prompt's last position. */
async function lastLogits(model: LlamaModel): Promise<number[]> {
  await using logits = compile(
    (tokens) => llamaLogits(model.config, model.parameters, tokens),
    [spec("int64", ["batch", "seq"])],
  );
  const [prompt] = fixture.prompts;
  const values = toNumbers(await logits(tensor("int64", [1, prompt!.length], prompt!)));
  return values.slice(-model.config.vocabularySize);
}

describe("loadModel", () => {
  test.for(Object.keys(fixture.cases).filter((name) => name.endsWith("float16")))(
    "%s weights are used in place: transformers' logits to 1e-4, and its greedy tokens",
    async (name) => {
      const given = fixture.cases[name]!;
      const dtype = name.endsWith("bfloat16") ? "bfloat16" : "float16";
      const own = parseLlamaConfig(given.config, name);
      const directory = folder();
      await saveModel(directory, { config: own, parameters: hashedWeights(own), tokenizer }, dtype);
      const model = await loadModel(directory);
      expect(model.places["model.norm.weight"]!.dtype).toBe(dtype);
      const expected = given.logits[0]!.at(-1)!;
      const worst = (await lastLogits(model)).reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i]!)), 0);
      expect(worst).toBeLessThan(1e-4);
      for (const weights of ["copy", "in-place"] as const) {
        await using prover = await LocalProver.of(model, { weights });
        const sampling = { temperature: 0, maxTokens: 200 };
        const completions = await prover.generateTokens(fixture.prompts, 1, { sampling, seed: 0 });
        expect(completions.map(([only]) => only!.tokens)).toEqual(given.greedy);
      }
    },
  );

  test.for(["bfloat16", "float16"] as const)(
    "%s weights sample, score and are adapted to as the same numbers in float32 are",
    async (dtype) => {
      const { tokenizer: characters, ...files } = characterTokenizer(["<end>"]);
      const own = { ...config, vocabularySize: characters.size, contextLength: 128 };
      const [halves, singles] = [folder(), folder()];
      await saveModel(halves, { config: own, parameters: hashedWeights(own), tokenizer: files }, dtype);
      const read = readFrom((await loadModel(halves)).places);
      const rounded = Object.fromEntries(
        await Promise.all(
          Object.entries(llamaShapes(own)).map(
            async ([name, dims]) => [name, { dtype: "float32", dims, data: (await read(name))! }] as const,
          ),
        ),
      );
      await saveModel(singles, { config: own, parameters: rounded, tokenizer: files });
      const prompt = characters.encode("a + b");
      const example = { theorem: { id: "a", statement: "theorem a : 1 + 1 = 2 := by" }, proof: "norm_num", weight: 1 };
      const settings = { rank: 4, alpha: 4, learningRate: 0.02, epochs: 2, optimizer: "adamw", seed: 9 } as const;
      const [half, single] = await Promise.all(
        [halves, singles].map(async (directory) => {
          await using prover = await LocalProver.open(directory);
          const sampling = { temperature: 1, maxTokens: 40 };
          const [completions] = await prover.generateTokens([prompt], 3, { sampling, seed: 5 });
          const { trace } = await prover.adapt([example], settings);
          return {
            tokens: completions!.map(({ tokens }) => tokens),
            numbers: [...trace.losses, ...trace.gradientNorms],
          };
        }),
      );
      expect(half!.tokens).toEqual(single!.tokens);
      half!.numbers.forEach((x, i) => expect(x).toBeCloseTo(single!.numbers[i]!, 5));
    },
  );

  test("shards by index and links of a hub cache give what one file gives", async () => {
    const directory = await save();
    const whole = await lastLogits(await loadModel(directory));
    const file = path.join(directory, "model.safetensors");
    const model = await loadModel(directory);
    const names = Object.keys(model.parameters);
    const blobs = path.join(root, "blobs");
    mkdirSync(blobs, { recursive: true });
    const weightMap: Record<string, string> = {};
    for (const part of [0, 1]) {
      const name = `model-0000${part + 1}-of-00002.safetensors`;
      const own = names.filter((_, i) => i % 2 === part);
      for (const key of own) weightMap[key] = name;
      const tensors = await Promise.all(own.map(async (key) => [key, await readTensor(file, key)] as const));
      await writeSafetensors(path.join(blobs, `sha-${part}`), Object.fromEntries(tensors));
      symlinkSync(path.join(blobs, `sha-${part}`), path.join(directory, name));
    }
    rmSync(file);
    writeFileSync(path.join(directory, "model.safetensors.index.json"), JSON.stringify({ weight_map: weightMap }));
    expect(await lastLogits(await loadModel(directory))).toEqual(whole);
  });

  test("a turn's ends are those of generation_config.json and of config.json", async () => {
    const directory = await save({ eosTokenIds: [3] });
    expect((await loadModel(directory)).config.eosTokenIds).toEqual([3]);
    const file = path.join(directory, "generation_config.json");
    writeFileSync(file, JSON.stringify({ eos_token_id: [5, 3], temperature: 0.6 }));
    expect((await loadModel(directory)).config.eosTokenIds).toEqual([5, 3]);
    // Without `do_sample` it is the likeliest token that transformers takes.
    expect((await loadModel(directory)).sampling).toEqual({});
    writeFileSync(file, JSON.stringify({ do_sample: true, temperature: 0.6, top_k: 20, top_p: 0.95, bos_token_id: 1 }));
    expect((await loadModel(directory)).sampling).toEqual({ temperature: 0.6, topK: 20, topP: 0.95 });
    writeFileSync(file, JSON.stringify({ eos_token_id: "five" }));
    await expect(loadModel(directory)).rejects.toThrow(
      'generation_config.json: field "eos_token_id": expected token ids',
    );
  });

  test("an output layer in the files is used, whatever is said of tied embeddings; a copy of the embedding is not", async () => {
    const untied = { ...config, tiedEmbeddings: false };
    const parameters = hashedWeights(untied);
    const saved = async (head: TensorValue): Promise<string> => {
      const directory = folder();
      await saveModel(directory, { config: untied, parameters: { ...parameters, "lm_head.weight": head }, tokenizer });
      const file = path.join(directory, "config.json");
      const json = JSON.parse(readFileSync(file, "utf8")) as object;
      writeFileSync(file, JSON.stringify({ ...json, tie_word_embeddings: true }));
      return directory;
    };
    const own = await loadModel(await saved(parameters["lm_head.weight"]!));
    expect(own.config.tiedEmbeddings).toBe(false);
    const expected = fixture.cases["grouped"]!.logits[0]!.at(-1)!;
    (await lastLogits(own)).forEach((x, i) => expect(x).toBeCloseTo(expected[i]!, 4));
    const copy = await loadModel(await saved(parameters["model.embed_tokens.weight"]!));
    expect(copy.config.tiedEmbeddings).toBe(true);
    expect(copy.places["lm_head.weight"]).toBe(undefined);
  });

  test("a model from scratch is saved and opened, tied embeddings without a second copy", async () => {
    const own = { ...config, tiedEmbeddings: true };
    const parameters = initLlama(own, new Random(1));
    const deviation = (name: string): number => {
      const data = parameters[name]!.data as Float32Array;
      return Math.sqrt(data.reduce((total, x) => total + x * x, 0) / data.length);
    };
    expect(deviation("model.embed_tokens.weight")).toBeCloseTo(0.02, 2);
    expect(deviation("model.layers.0.mlp.down_proj.weight")).toBeCloseTo(0.02 / Math.sqrt(6), 2);
    expect(deviation("model.norm.weight")).toBe(1);
    expect(parameters["lm_head.weight"]).toBeUndefined();
    const directory = folder();
    await saveModel(directory, { config: own, parameters, tokenizer });
    const model = await loadModel(directory);
    expect(model.config).toEqual(own);
    const stored = await readTensor(path.join(directory, "model.safetensors"), "model.layers.1.mlp.up_proj.weight");
    expect(stored.data).toEqual(parameters["model.layers.1.mlp.up_proj.weight"]!.data);
  });
});

describe("a folder that cannot be used is refused before any work", () => {
  test("no such folder, no weights, broken index", async () => {
    await expect(loadModel(path.join(root, "absent"))).rejects.toThrow(
      /absent\/config\.json: expected a readable file/,
    );
    const directory = await save();
    renameSync(path.join(directory, "model.safetensors"), path.join(directory, "elsewhere"));
    await expect(loadModel(directory)).rejects.toThrow(InputError);
    await expect(loadModel(directory)).rejects.toThrow(/model\.safetensors: expected a safetensors file/);
    writeFileSync(path.join(directory, "model.safetensors.index.json"), JSON.stringify({ weight_map: 3 }));
    await expect(loadModel(directory)).rejects.toThrow(/index\.json: field "weight_map"/);
  });

  test("tensors that the configuration has no use for: another family's, or more layers", async () => {
    const directory = folder();
    const qwen = parseLlamaConfig(fixture.cases["qwen3"]!.config, "fixture");
    await saveModel(directory, { config: qwen, parameters: hashedWeights(qwen), tokenizer });
    const file = path.join(directory, "config.json");
    const json = JSON.parse(readFileSync(file, "utf8")) as object;
    expect((await loadModel(directory)).config).toMatchObject({ family: "qwen3", headDim: 20 });
    writeFileSync(file, JSON.stringify({ ...json, model_type: "llama" }));
    await expect(loadModel(directory)).rejects.toThrow(UnusedTensorError);
    await expect(loadModel(directory)).rejects.toThrow(
      'a llama model of its config.json has no use for tensor "model.layers.0.self_attn.k_norm.weight" and 5 more',
    );
    writeFileSync(file, JSON.stringify({ ...json, num_hidden_layers: 2 }));
    await expect(loadModel(directory)).rejects.toThrow("has no use for");
  });

  test("stored RoPE angles are no such tensor", async () => {
    const directory = await save();
    const weights = path.join(directory, "model.safetensors");
    const names = Object.keys((await loadModel(directory)).parameters);
    const tensors = await Promise.all(names.map(async (name) => [name, await readTensor(weights, name)] as const));
    const angles = { dtype: "float32", dims: [6], data: new Float32Array(6) } as const;
    const name = "model.layers.0.self_attn.rotary_emb.inv_freq";
    await writeSafetensors(weights, { ...Object.fromEntries(tensors), [name]: angles });
    expect((await loadModel(directory)).places[name]).toBe(undefined);
  });

  test("an index of shards beside a whole file, and a tensor in two shards", async () => {
    const directory = await save();
    const index = path.join(directory, "model.safetensors.index.json");
    const write = (...files: string[]): void =>
      writeFileSync(index, JSON.stringify({ weight_map: Object.fromEntries(files.map((file, i) => [`t${i}`, file])) }));
    write("model.safetensors");
    await loadModel(directory);
    write("a.safetensors");
    await expect(loadModel(directory)).rejects.toThrow("received both; remove the stale one");
    for (const file of ["a.safetensors", "b.safetensors"])
      copyFileSync(path.join(directory, "model.safetensors"), path.join(directory, file));
    rmSync(path.join(directory, "model.safetensors"));
    write("a.safetensors", "b.safetensors");
    await expect(loadModel(directory)).rejects.toThrow(
      /expected each tensor once, received ".*" here and in .*a\.safe/,
    );
  });

  test("a truncated shard", async () => {
    const directory = await save();
    truncateSync(path.join(directory, "model.safetensors"), 9000);
    await expect(loadModel(directory)).rejects.toThrow(SafetensorsError);
    await expect(loadModel(directory)).rejects.toThrow(/model\.safetensors: tensor ".*truncated/);
  });

  test("a missing tensor, a wrong shape, a wrong type", async () => {
    const directory = await save();
    const file = path.join(directory, "config.json");
    const json = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...json, num_hidden_layers: 4 }));
    await expect(loadModel(directory)).rejects.toThrow(MissingTensorError);
    await expect(loadModel(directory)).rejects.toThrow('"model.layers.3.input_layernorm.weight"');
    writeFileSync(file, JSON.stringify({ ...json, num_key_value_heads: 4 }));
    await expect(loadModel(directory)).rejects.toThrow(TensorShapeError);
    await expect(loadModel(directory)).rejects.toThrow("expected [48, 48], received [24, 48]");
    writeFileSync(file, JSON.stringify(json));
    const weights = path.join(directory, "model.safetensors");
    const model = await loadModel(directory);
    const tensors = await Promise.all(
      Object.keys(model.parameters).map(async (name) => [name, await readTensor(weights, name)] as const),
    );
    const norm = { dtype: "int64", dims: [48], data: new BigInt64Array(48) } as const;
    await writeSafetensors(weights, { ...Object.fromEntries(tensors), "model.norm.weight": norm });
    await expect(loadModel(directory)).rejects.toThrow(TensorTypeError);
  });

  test("a tokenizer with more ids than the model has embeddings", async () => {
    const directory = await save({ vocabularySize: 90 });
    await expect(loadModel(directory)).rejects.toThrow(VocabularyMismatchError);
    await expect(loadModel(directory)).rejects.toThrow("the model has 90 embeddings, but its tokenizer's ids reach 95");
  });

  test("weights that are not numbers: on opening where they are copied, at the first token where they are not", async () => {
    const parameters = { ...hashedWeights(config) };
    const name = "model.layers.1.mlp.up_proj.weight";
    const data = Float32Array.from(parameters[name]!.data as Float32Array);
    data[7] = Number.NaN;
    const directory = folder();
    await saveModel(directory, {
      config,
      parameters: { ...parameters, [name]: { ...parameters[name]!, data } },
      tokenizer,
    });
    await expect(LocalProver.open(directory)).rejects.toThrow(NotFiniteError);
    await expect(LocalProver.open(directory)).rejects.toThrow(`tensor "${name}"`);
    await using prover = await LocalProver.open(directory, { weights: "in-place" });
    const generated = prover.generate(["x"], 1, { sampling: { temperature: 1, maxTokens: 4 }, seed: 0 });
    await expect(generated).rejects.toThrow(NotFiniteError);
    const scored = prover.losses([{ tokens: [1, 2, 3], promptLength: 1 }]);
    await expect(scored).rejects.toThrow("score: example 0: expected finite numbers, received a loss of NaN");
  });
});
