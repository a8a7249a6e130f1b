import { existsSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Completion, Random } from "@lemma/interfaces";
import { stackAdapters } from "@lemma/lora";
import { type LlamaConfig, LocalProver, initLlama, loadModel, parseLlamaConfig, readParameters } from "@lemma/prover";
import { writeGgufAdapter, writeGgufModel } from "@lemma/prover/testing";
import { tinyProverDirectory } from "@lemma/tiny-prover";
import { describe, expect, test } from "vitest";
import { RemoteProver } from "./index.ts";
import { Agreement, adapterFolder, adapterStacks } from "./testing/agreement.ts";
import { withServer } from "./testing/server-process.ts";

// Against llama.cpp's own server, which tools/peers/llama-cpp.sh installs: LEMMA_LLAMA_SERVER names its command.
const command = process.env["LEMMA_LLAMA_SERVER"];
const isFound = command !== undefined && existsSync(command);
if (!isFound)
  console.warn("skipped: no llama-server (tools/peers/llama-cpp.sh makes one; LEMMA_LLAMA_SERVER names it)");

const tokens = 512;

function configOf(family: string): LlamaConfig {
  const shape = { hidden_size: 64, intermediate_size: 96, num_hidden_layers: 2, num_attention_heads: 4 };
  const rest = { num_key_value_heads: 2, head_dim: 16, max_position_embeddings: tokens, initializer_range: 0.3 };
  const own = { model_type: family, vocab_size: 288, rms_norm_eps: 2 ** -17, eos_token_id: 257, bos_token_id: 257 };
  return parseLlamaConfig({ ...shape, ...rest, ...own, tie_word_embeddings: family === "qwen3" }, "random model");
}

/** A model of random numbers that writes bytes or, where `characters` are asked for, ASCII alone. */
async function writeModel(config: LlamaConfig, writes: "bytes" | "characters"): Promise<string> {
  const parameters = initLlama(config, new Random(2));
  if (writes === "characters")
    for (const [name, { data }] of Object.entries(parameters))
      if (/embed_tokens|lm_head/.test(name)) (data as Float32Array).fill(0, 127 * config.hiddenSize);
  const file = path.join(await mkdtemp(path.join(tmpdir(), "lemma-llama-cpp-")), "model.gguf");
  await writeGgufModel(file, config, parameters, "F32");
  return file;
}

interface BytePairs {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly (readonly [string, string])[];
}

/** The embedded prover as a file of llama.cpp's. */
async function writeTinyProver(): Promise<string> {
  const model = await loadModel(tinyProverDirectory);
  const definition = await readFile(path.join(tinyProverDirectory, "tokenizer.json"), "utf8");
  const { vocab, merges } = (JSON.parse(definition) as { readonly model: BytePairs }).model;
  const words = Object.keys(vocab).sort((one, other) => vocab[one]! - vocab[other]!);
  const file = path.join(await mkdtemp(path.join(tmpdir(), "lemma-llama-cpp-")), "tiny.gguf");
  await writeGgufModel(file, model.config, await readParameters(model), "F32", {
    "tokenizer.ggml.tokens": words,
    "tokenizer.ggml.merges": merges.map((pair) => pair.join(" ")),
    "tokenizer.ggml.token_type": words.map((word) => (word.startsWith("<|") ? 3 : 1)),
    "tokenizer.ggml.bos_token_id": 0,
    "tokenizer.ggml.eos_token_id": 0,
  });
  return file;
}

async function onLlamaCpp<T>(model: string, adapters: readonly string[], use: (url: string) => Promise<T>): Promise<T> {
  // As exact as the model here: by default it keeps keys and values in 16 bits.
  const exact = "--cache-type-k f32 --cache-type-v f32 --flash-attn off".split(" ");
  const room = ["--parallel", "4", "--ctx-size", String(4 * tokens), "--threads", "1"];
  const loras = adapters.flatMap((file) => ["--lora", file, "--lora-init-without-apply"]);
  const argv = (port: number): readonly string[] => {
    const what = ["--model", model, "--port", String(port)];
    return [...what, ...room, ...exact, ...loras];
  };
  return withServer(command!, argv, {}, use);
}

describe.skipIf(!isFound)("llama.cpp's server", { timeout: 600_000 }, () => {
  test.each(["llama", "qwen3"])("samples as the local prover does: %s", async (family) => {
    const config = configOf(family);
    const model = await writeModel(config, "characters");
    const folder = await adapterFolder();
    const files = adapterStacks(config).map(async (stack) => {
      const adapter = stackAdapters(stack);
      const file = path.join(folder, `${adapter.id}.gguf`);
      await writeGgufAdapter(file, config, adapter);
      return file;
    });
    await onLlamaCpp(model, await Promise.all(files), async (url) => {
      await using agreement = await Agreement.open(model, { url, adapters: folder, limit: 4 });
      expect(await agreement.samplesAlike(["theorem a : 1 + 1 = 2 := by", "x"])).toBe(200);
      expect(await agreement.repeats()).toBe(true);
      expect(await agreement.stopsAlike("theorem t")).toBe(true);
      const { here, there } = await agreement.nuclei("theorem t");
      expect(there).toEqual(here);
      expect(here.length).toBeGreaterThan(2);
      await expect(agreement.changesAdapters(5)).rejects.toThrow("reads adapters at its start alone");
    });
  });

  test("a character of several tokens has neither tokens nor log-probabilities: the server tells those of its last one", async () => {
    const model = await writeModel(configOf("llama"), "bytes");
    await onLlamaCpp(model, [], async (url) => {
      await using local = await LocalProver.open(model, { threads: 1 });
      await using remote = await RemoteProver.open({ url, format: "tiny", tokenizer: local.tokenizer });
      const options = { sampling: { temperature: 0, maxTokens: 20 }, seed: 1 };
      const [[here]] = (await local.generate(["theorem t"], 1, options)) as [[Completion]];
      expect(here.text).toContain("\uFFFD");
      const shown: string[] = [];
      const streamed = { ...options, onText: (_index: number, _sample: number, text: string) => void shown.push(text) };
      for (const asked of [options, streamed]) {
        const [[there]] = (await remote.generate(["theorem t"], 1, asked)) as [[Completion]];
        expect(there).toMatchObject({ tokens: [], logprobs: [], finishReason: "length" });
      }
      expect(shown.length).toBeGreaterThan(1);
      expect(remote.usage.sampledTokens).toBe(40);
    });
  });

  test("proves a theorem with sampling there, without studying", async () => {
    const theorem = { id: "t", statement: "theorem t (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by" };
    const model = await writeTinyProver();
    await onLlamaCpp(model, [], async (url) => {
      await using agreement = await Agreement.open(model, { url, adapters: "none", limit: 1 });
      expect(await agreement.proves(theorem, false)).toContain("nlinarith");
    });
  });

  test("chats by the model's template", async () => {
    await onLlamaCpp(await writeModel(configOf("qwen3"), "characters"), [], async (url) => {
      await using remote = await RemoteProver.open({ url, format: "tiny", api: "chat" });
      const options = { sampling: { temperature: 0, maxTokens: 20 }, seed: 1 };
      const [[said]] = (await remote.generate(["theorem t"], 1, options)) as [[Completion]];
      expect(said.tokens).toHaveLength(20);
      expect(said.logprobs).toHaveLength(20);
      expect(remote.usage.promptTokens).toBeGreaterThan("theorem t".length);
    });
  });
});
