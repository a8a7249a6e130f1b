import { dataFile, isWhole } from "../../../tools/data.ts";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { InputError } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { llamaConfigJson, parseLlamaConfig } from "./config.ts";

const minimal = {
  model_type: "llama",
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  vocab_size: 100,
};
const parse = (changes: object): ReturnType<typeof parseLlamaConfig> =>
  parseLlamaConfig({ ...minimal, ...changes }, "config.json");

describe("parseLlamaConfig", () => {
  test("fills in what Hugging Face leaves out, and takes null as left out", () => {
    expect(parse({ num_key_value_heads: null, rope_scaling: null, bos_token_id: null })).toMatchObject({
      keyValueHeads: 4,
      headDim: 16,
      contextLength: 2048,
      rmsNormEps: 1e-6,
      tiedEmbeddings: false,
      rope: { kind: "plain", theta: 10_000 },
      bosTokenId: undefined,
      eosTokenIds: [],
    });
  });

  test("reads scalings in the layouts of transformers 4 and 5", () => {
    const yarn = { factor: 16, original_max_position_embeddings: 4096 };
    const read = {
      kind: "yarn",
      theta: 10_000,
      factor: 16,
      originalContextLength: 4096,
      betaFast: 32,
      betaSlow: 1,
      attentionFactor: 0.1 * Math.log(16) + 1,
      truncate: true,
    };
    expect(parse({ rope_scaling: { type: "yarn", ...yarn } }).rope).toEqual(read);
    expect(parse({ rope_parameters: { rope_type: "yarn", rope_theta: 500, ...yarn } }).rope).toEqual({
      ...read,
      theta: 500,
    });
    expect(parse({ eos_token_id: [3, 4] }).eosTokenIds).toEqual([3, 4]);
  });

  test.for([
    [
      "model_type",
      { model_type: "gemma" },
      'config.json: field "model_type": expected one of "llama", "qwen2", "qwen3", "mistral", received "gemma"',
    ],
    ["mixture", { model_type: "qwen3_moe" }, 'received "qwen3_moe" (a mixture of experts)'],
    [
      "quantisation",
      { quantization_config: { bits: 4 } },
      'field "quantization_config": expected weights in the blocks that `lemma quantize` writes',
    ],
    ["rotated part", { partial_rotary_factor: 0.5 }, 'field "rope_scaling.partial_rotary_factor": expected 1'],
    ["group that is left out", { model_type: "qwen3" }, 'field "num_key_value_heads": expected a positive integer'],
    [
      "layer kind",
      { model_type: "qwen2", num_key_value_heads: 2, layer_types: ["linear_attention"] },
      'field "layer_types": expected "full_attention" or "sliding_attention", received "linear_attention"',
    ],
    ["hidden_size", { hidden_size: "64" }, 'field "hidden_size": expected a positive integer, received "64"'],
    [
      "width that is left out",
      { hidden_size: null },
      'field "hidden_size": expected a positive integer, received null',
    ],
    ["nested field", { rope_scaling: { factor: "2" } }, 'field "rope_scaling.factor": expected a number, received "2"'],
    ["scaling", { rope_scaling: 2 }, 'field "rope_scaling": expected a JSON object, received 2'],
    ["token id", { eos_token_id: [1, -2] }, 'field "eos_token_id.1": expected a token id, received -2'],
    ["layers", { num_hidden_layers: 0 }, 'field "num_hidden_layers": expected a positive integer, received 0'],
    ["grouping", { num_key_value_heads: 3 }, "expected a divisor of 4 heads, received 3"],
    ["activation", { hidden_act: "gelu" }, 'expected "silu", received "gelu"'],
    ["scaling", { rope_scaling: { type: "longrope" } }, 'field "rope_scaling.rope_type"'],
    ["factor", { rope_scaling: { type: "linear" } }, 'field "rope_scaling.factor": expected a number'],
  ] as const)("refuses a bad %s, naming file and field", ([, changes, message]) => {
    expect(() => parse(changes)).toThrow(InputError);
    expect(() => parse(changes)).toThrow(message);
  });

  test("a family is known by its model_type, or by the class where that is left out", () => {
    const qwen = { num_key_value_heads: 2, architectures: ["Qwen3ForCausalLM"] };
    expect(parse({ ...qwen, model_type: "qwen3" })).toMatchObject({
      family: "qwen3",
      headDim: 128,
      contextLength: 32_768,
    });
    expect(parse({ ...qwen, model_type: undefined }).family).toBe("qwen3");
    expect(parse({ model_type: undefined }).family).toBe("llama");
  });

  test("a sliding window is that of the layers that slide, where texts can be longer", () => {
    const qwen = { model_type: "qwen2", num_key_value_heads: 2, sliding_window: 512 };
    const window = (changes: object): unknown => parse({ ...qwen, ...changes }).slidingWindow;
    expect(window({})).toBe(undefined);
    expect(window({ use_sliding_window: true })).toBe(undefined); // from layer 28 on, and there are 2
    expect(window({ use_sliding_window: true, max_window_layers: 1 })).toEqual({ tokens: 512, layers: [1] });
    const kinds = (...layer_types: string[]): object => ({ use_sliding_window: true, layer_types });
    expect(window(kinds("sliding_attention", "full_attention"))).toEqual({ tokens: 512, layers: [0] });
    expect(window(kinds("full_attention", "full_attention"))).toBe(undefined);
    expect(() => window(kinds("full_attention"))).toThrow(
      /"layer_types": expected one for each of 2 layers, received 1/,
    );
    expect(window({ model_type: "mistral" })).toEqual({ tokens: 512, layers: [0, 1] });
    expect(window({ model_type: "mistral", sliding_window: undefined })).toEqual({ tokens: 4096, layers: [0, 1] });
    expect(window({ model_type: "mistral", sliding_window: null })).toBe(undefined);
    expect(window({ model_type: "mistral", max_position_embeddings: 256 })).toBe(undefined);
    expect(parse({ ...qwen, model_type: "mistral" }).contextLength).toBe(131_072);
  });

  test("what is written is read back", () => {
    for (const family of ["qwen2", "qwen3", "mistral"])
      for (const window of [
        { sliding_window: null },
        { sliding_window: 64, use_sliding_window: true, max_window_layers: 0 },
      ]) {
        const config = parse({ model_type: family, num_key_value_heads: 2, ...window });
        expect(parseLlamaConfig(JSON.parse(JSON.stringify(llamaConfigJson(config))), "written")).toEqual(config);
      }
    for (const rope of [
      null,
      { rope_type: "linear", factor: 2 },
      { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 64 },
      { rope_type: "yarn", factor: 4, original_max_position_embeddings: 64, mscale: 1, mscale_all_dim: 0.5 },
    ]) {
      const config = parse({ rope_scaling: rope, eos_token_id: [3, 4], num_key_value_heads: 2 });
      expect(parseLlamaConfig(JSON.parse(JSON.stringify(llamaConfigJson(config))), "written")).toEqual(config);
    }
  });

  test("reads the files of DeepSeek-Prover and Goedel-Prover that are at hand", () => {
    const folder = dataFile("model-configs");
    const files = readdirSync(folder).filter((file) => /config\.json$|secondhand\.json$/.test(file));
    expect(files.length).toBeGreaterThanOrEqual(isWhole("model-configs") ? 3 : 1);
    for (const file of files) {
      const config = parseLlamaConfig(JSON.parse(readFileSync(path.join(folder, file), "utf8")), file);
      expect(config).toMatchObject({ layers: 30, hiddenSize: 4096, headDim: 128, vocabularySize: 102_400 });
      expect(config.eosTokenIds).toEqual([100_001]);
    }
  });
});
