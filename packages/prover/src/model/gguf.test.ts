import { mkdtemp, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Random } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { type LlamaConfig, parseLlamaConfig } from "../config.ts";
import { LocalProver } from "../local-prover.ts";
import { byteVocabulary, writeGgufModel } from "../testing/gguf-model.ts";
import { writeRandomModel } from "../testing/random-model.ts";
import { huggingFaceName } from "./gguf.ts";
import { initLlama } from "./init.ts";
import { loadModel } from "./load.ts";
import { mergeAdapters } from "./merge.ts";
import { readFloats } from "./places.ts";
import { quantizeModel } from "./quantize.ts";
import { noisyAdapter } from "../testing/noisy-adapter.ts";

const temporary = (): Promise<string> => mkdtemp(path.join(tmpdir(), "lemma-gguf-model-"));

const configOf = (family: string, changes: object = {}): LlamaConfig =>
  parseLlamaConfig(
    {
      model_type: family,
      vocab_size: 288,
      hidden_size: 64,
      intermediate_size: 96,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      head_dim: 16,
      max_position_embeddings: 128,
      initializer_range: 0.2,
      rms_norm_eps: 2 ** -17, // a float32, as the file has it
      eos_token_id: 257,
      bos_token_id: 257,
      ...changes,
    },
    "test",
  );

const losses = async (prover: LocalProver): Promise<readonly number[]> => {
  const tokens = Array.from({ length: 24 }, (_, t) => (7 * t + t * t) % 256);
  return [...(await prover.logprobs([{ tokens, promptLength: 1 }]))[0]!];
};

describe.for(["llama", "qwen2", "qwen3"])("a %s file", (family) => {
  const config = configOf(family, { tie_word_embeddings: family === "qwen3" });
  const parameters = initLlama(config, new Random(2));

  test.for(["F32", "F16", "BF16"] as const)("in %s is the model that it was made from", async (type) => {
    const file = path.join(await temporary(), "model.gguf");
    await writeGgufModel(file, config, parameters, type);
    const model = await loadModel(file);
    expect({ ...model.config, eosTokenIds: [257] }).toEqual({
      ...config,
      initializerRange: model.config.initializerRange,
    });
    for (const [name, place] of Object.entries(model.places)) {
      const stored = await readFloats(place);
      const values = parameters[name]!.data as Float32Array;
      const step = type === "F32" || place.shape.length < 2 ? 0 : type === "F16" ? 2 ** -10 : 2 ** -7;
      for (const [i, value] of stored.entries())
        expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(step * Math.abs(values[i]!) + (step > 0 ? 1e-7 : 0));
    }
    await using copied = await LocalProver.of(model);
    await using inPlace = await LocalProver.of(model, { weights: "in-place" });
    await using expected = await LocalProver.ofValues({ name: "own", config, tokenizer: model.tokenizer, parameters });
    const reference = await losses(expected);
    const allowed = { F32: 1e-5, F16: 0.02, BF16: 0.2 }[type];
    for (const [i, value] of (await losses(inPlace)).entries())
      expect(Math.abs(value - reference[i]!)).toBeLessThan(allowed);
    const sample = (prover: LocalProver) =>
      prover.generate(["theorem"], 2, { sampling: { temperature: 1, maxTokens: 8 }, seed: 3 });
    const [one, other] = [await sample(copied), await sample(inPlace)];
    expect(one.flat().map(({ tokens }) => tokens)).toEqual(other.flat().map(({ tokens }) => tokens));
  });

  test.for(["Q8_0", "Q4_0"] as const)(
    "in %s scores, adapts and samples as the float model of its values",
    async (type) => {
      const file = path.join(await temporary(), "model.gguf");
      await writeGgufModel(file, config, parameters, type);
      const model = await loadModel(file);
      const values = await Promise.all(
        Object.entries(model.places).map(
          async ([name, place]) =>
            [name, { dtype: "float32" as const, dims: place.shape, data: await readFloats(place) }] as const,
        ),
      );
      await using own = await LocalProver.of(model, { weights: "in-place", activations: "float32" });
      await using float = await LocalProver.ofValues({
        name: "float",
        config: model.config,
        tokenizer: model.tokenizer,
        parameters: Object.fromEntries(values),
      });
      const [received, expected] = [await losses(own), await losses(float)];
      for (const [i, value] of received.entries()) expect(value).toBeCloseTo(expected[i]!, 4);
      const example = { theorem: { id: "t", statement: "theorem t : True := by" }, proof: "trivial", weight: 1 };
      const learning = { rank: 2, alpha: 4, learningRate: 0.01, epochs: 2, optimizer: "sgd", seed: 1 } as const;
      const [adapted, other] = [await own.adapt([example], learning), await float.adapt([example], learning)];
      const sample = (prover: LocalProver, { adapter }: typeof adapted) =>
        prover.generate(["theorem"], 2, { sampling: { temperature: 1, maxTokens: 8 }, seed: 3, adapters: [adapter] });
      const [one, two] = [(await sample(own, adapted)).flat(), (await sample(float, other)).flat()];
      for (const [i, { tokens, logprobs }] of one.entries()) {
        expect(tokens).toEqual(two[i]!.tokens);
        for (const [t, value] of logprobs.entries()) expect(value).toBeCloseTo(two[i]!.logprobs[t]!, 3);
      }
      await using rounded = await LocalProver.of(model, { weights: "in-place" });
      expect((await sample(rounded, adapted)).flat()).toHaveLength(2);
      await expect(
        mergeAdapters(
          file,
          [noisyAdapter(model.config, { rank: 2, alpha: 4, targetModules: ["q_proj"] }, 1)],
          await temporary(),
        ),
      ).rejects.toThrow("is quantised");
    },
  );
});

describe("what stands beside a file, or not", () => {
  const config = configOf("llama");
  const parameters = initLlama(config, new Random(2));

  test("its folder names it, and its tokenizer reads and writes text", async () => {
    const folder = await temporary();
    await writeGgufModel(path.join(folder, "model.gguf"), config, parameters, "F16", {
      "tokenizer.chat_template": "{{ messages[0].content }}!",
    });
    const { tokenizer, chatTemplate } = await loadModel(folder);
    const text = "theorem t (x : ℕ) : x = x := by\n";
    const ids = tokenizer.encode(text);
    expect(tokenizer.decode(ids)).toBe(text);
    expect(ids[0]).toBe(256); // "th", merged
    expect(tokenizer.encode("<|end|>")).toEqual([257]);
    expect(tokenizer.eosTokenId).toBe(257);
    expect(chatTemplate!.render([{ role: "user", content: "a" }])).toBe("a!");
    await rename(path.join(folder, "model.gguf"), path.join(folder, "a.gguf"));
    await writeGgufModel(path.join(folder, "b.gguf"), config, parameters, "F16");
    await expect(loadModel(folder)).rejects.toThrow("expected one GGUF file, received a.gguf, b.gguf");
    await expect(quantizeModel(path.join(folder, "a.gguf"), await temporary(), { bits: 4 })).rejects.toThrow(
      "received GGUF",
    );
  });

  test("a configuration and a tokenizer beside it are taken instead", async () => {
    const folder = await writeRandomModel({ seed: 1 });
    const file = path.join(folder, "model.gguf");
    const own = await loadModel(folder);
    const random = initLlama(own.config, new Random(4));
    await writeGgufModel(file, own.config, random, "F32", { ...byteVocabulary(288), "tokenizer.ggml.model": "llama" });
    const model = await loadModel(file);
    expect(model.config).toEqual(own.config);
    expect(model.tokenizer.encode("abc")).toEqual(own.tokenizer.encode("abc"));
  });

  test.for([
    [{ "general.architecture": "gemma" }, 'general.architecture.*expected llama, qwen2, qwen3, received "gemma"'],
    [{ "llama.expert_count": 8 }, "llama.expert_count.*no experts"],
    [{ "split.count": 2 }, "split.count.*a part of several"],
    [{ "llama.rope.scaling.type": "longrope" }, 'llama.rope.scaling.type.*received "longrope"'],
    [{ "llama.embedding_length": "wide" }, "llama.embedding_length.*expected a number, received string"],
    [
      { "llama.embedding_length": 96 },
      'tensor "model.embed_tokens.weight": expected \\[288, 96\\], received \\[288, 64\\]',
    ],
    [{ "llama.block_count": 3 }, 'expected a tensor "model.layers.2.input_layernorm.weight"'],
    [{ "tokenizer.ggml.model": "llama" }, "tokenizer.ggml.model.*put the model's tokenizer.json beside the file"],
    [{ "tokenizer.ggml.pre": "deepseek-llm" }, "tokenizer.ggml.pre.*put the model's tokenizer.json beside the file"],
  ] as const)("%j is refused by name", async ([changes, message]) => {
    const file = path.join(await temporary(), "model.gguf");
    await writeGgufModel(file, config, parameters, "F16", changes as never);
    await expect(loadModel(file)).rejects.toThrow(new RegExp(message));
  });

  test("a scaled rotation is read", async () => {
    const file = path.join(await temporary(), "model.gguf");
    await writeGgufModel(file, config, parameters, "F16", {
      "llama.rope.scaling.type": "yarn",
      "llama.rope.scaling.factor": { float: 16 },
      "llama.rope.scaling.original_context_length": 8,
    });
    expect((await loadModel(file)).config.rope).toMatchObject({ kind: "yarn", factor: 16, originalContextLength: 8 });
    await writeFile(path.join(path.dirname(file), "config.json"), "{");
    await expect(loadModel(file)).rejects.toThrow("config.json");
  });

  test("tensors of other models have no name", () => {
    expect(huggingFaceName("blk.3.attn_q.weight")).toBe("model.layers.3.self_attn.q_proj.weight");
    expect(huggingFaceName("output.weight")).toBe("lm_head.weight");
    for (const name of ["blk.0.ffn_gate_exps.weight", "blk.0.output.weight", "attn_q.weight", "blk.x.attn_q.weight"])
      expect(huggingFaceName(name)).toBeUndefined();
  });
});
