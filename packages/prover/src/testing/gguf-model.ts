import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type TensorValue, toFloat16Bits } from "@lemma/autodiff";
import { type Metadata, type TensorToWrite, writeGguf } from "@lemma/gguf/testing";
import type { Random } from "@lemma/interfaces";
import type { LoraAdapter } from "@lemma/lora";
import type { LlamaConfig } from "../config.ts";
import type { LlamaParameters } from "../model/llama.ts";
import { llamaShapes } from "../model/shapes.ts";

/** GPT-2's characters for the 256 bytes: printable ones stand for themselves, the others for those from U+0100 up. */
export const byteCharacters: readonly string[] = ((): string[] => {
  const isPlain = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPlain(byte) ? byte : 256 + others++));
})();

/** The 256 bytes, a merge, an end of text, and unused tokens up to `size`. */
export function byteVocabulary(size: number): Metadata {
  const tokens = [...byteCharacters, "th", "<|end|>"];
  const unused = Array.from({ length: size - tokens.length }, (_, i) => `<unused${i}>`);
  return {
    "tokenizer.ggml.model": "gpt2",
    "tokenizer.ggml.pre": "gpt-2",
    "tokenizer.ggml.tokens": [...tokens, ...unused],
    "tokenizer.ggml.merges": ["t h"],
    "tokenizer.ggml.token_type": [...tokens.map((token) => (token === "<|end|>" ? 3 : 1)), ...unused.map(() => 5)],
    "tokenizer.ggml.bos_token_id": 257,
    "tokenizer.ggml.eos_token_id": 257,
    "tokenizer.ggml.add_bos_token": false,
  };
}

/**
 * Writes a model as llama.cpp's converter does, matrices in `type`, with a vocabulary of bytes: Llama's queries and keys with the two
 * halves of each head's rows interleaved.
 */
export async function writeGgufModel(
  file: string,
  config: LlamaConfig,
  parameters: LlamaParameters<TensorValue>,
  type: TensorToWrite["type"],
  changes: Metadata = {},
): Promise<void> {
  const tensors = Object.entries(parameters).map(([name, value]): [string, TensorToWrite] => [
    ggufName(name),
    { type: value.dims.length === 2 ? type : "F32", shape: value.dims, values: inRows(config, name, value) },
  ]);
  await write(file, config, Object.fromEntries(tensors), changes);
}

/** Writes an adapter as llama.cpp's converter does. */
export async function writeGgufAdapter(file: string, config: LlamaConfig, adapter: LoraAdapter): Promise<void> {
  const tensors = Object.entries(adapter.parameters).flatMap(([path, { a, b }]): [string, TensorToWrite][] => {
    const name = ggufName(`${path}.weight`);
    return [
      [`${name}.lora_a`, { type: "F32", shape: a.dims, values: a.data as Float32Array }],
      [`${name}.lora_b`, { type: "F32", shape: b.dims, values: inRows(config, `${path}.weight`, b) }],
    ];
  });
  const metadata: Metadata = {
    "general.architecture": config.family,
    "general.type": "adapter",
    "adapter.type": "lora",
    // It divides by the rank.
    "adapter.lora.alpha": { float: adapter.scale * adapter.config.rank },
  };
  await writeGguf(file, metadata, Object.fromEntries(tensors));
}

/** A model of any size whose matrices are random blocks of `type`, embedding and output layer in Q8_0: nothing of its size is in memory. */
export async function writeRandomGgufModel(
  file: string,
  config: LlamaConfig,
  random: Random,
  type: "Q4_0" | "Q8_0" = "Q4_0",
): Promise<void> {
  const templates = { Q4_0: randomBlocks(random, 18), Q8_0: randomBlocks(random, 34) };
  const tensors = Object.entries(llamaShapes(config)).map(([name, shape]): [string, TensorToWrite] => {
    const size = shape.reduce((a, b) => a * b, 1);
    if (shape.length === 1) return [ggufName(name), { type: "F32", shape, values: new Float32Array(size).fill(1) }];
    const own = name === "lm_head.weight" || name === "model.embed_tokens.weight" ? "Q8_0" : type;
    return [
      ggufName(name),
      { type: own, shape, pieces: () => repeated(templates[own], (size / 32) * blockBytes[own]) },
    ];
  });
  await write(file, config, Object.fromEntries(tensors), {});
}

const blockBytes = { Q4_0: 18, Q8_0: 34 } as const;

/** Blocks of random codes whose scales make weights of about 0.02: a prime number of them, so that rows differ when they are repeated. */
function randomBlocks(random: Random, bytes: 18 | 34): Uint8Array {
  const blocks = Buffer.alloc(32_749 * bytes);
  for (let i = 0; i < blocks.length; i += 1) blocks[i] = random.integer(256);
  const largest = bytes === 18 ? 8 : 127;
  for (let at = 0; at < blocks.length; at += bytes)
    blocks.writeUInt16LE(toFloat16Bits((0.03 * (0.5 + random.uniform())) / largest), at);
  return blocks;
}

function* repeated(template: Uint8Array, length: number): Iterable<Uint8Array> {
  for (let done = 0; done < length; done += template.length) yield template.subarray(0, length - done);
}

async function write(
  file: string,
  config: LlamaConfig,
  tensors: Readonly<Record<string, TensorToWrite>>,
  changes: Metadata,
): Promise<void> {
  const { family, heads, keyValueHeads, rope } = config;
  const metadata: Metadata = {
    "general.architecture": family,
    "general.name": "random",
    [`${family}.block_count`]: config.layers,
    [`${family}.context_length`]: config.contextLength,
    [`${family}.embedding_length`]: config.hiddenSize,
    [`${family}.feed_forward_length`]: config.intermediateSize,
    [`${family}.attention.head_count`]: heads,
    [`${family}.attention.head_count_kv`]: keyValueHeads,
    [`${family}.attention.key_length`]: config.headDim,
    [`${family}.attention.value_length`]: config.headDim,
    [`${family}.attention.layer_norm_rms_epsilon`]: { float: config.rmsNormEps },
    [`${family}.rope.dimension_count`]: config.headDim,
    [`${family}.rope.freq_base`]: { float: rope.theta },
    [`${family}.vocab_size`]: config.vocabularySize,
    ...(rope.kind === "yarn"
      ? {
          [`${family}.rope.scaling.type`]: "yarn",
          [`${family}.rope.scaling.factor`]: { float: rope.factor },
          [`${family}.rope.scaling.original_context_length`]: rope.originalContextLength,
        }
      : {}),
    ...byteVocabulary(config.vocabularySize),
    ...changes,
  };
  await mkdir(path.dirname(file), { recursive: true });
  await writeGguf(file, metadata, tensors);
}

const stems: Readonly<Record<string, string>> = {
  "model.embed_tokens": "token_embd",
  "model.norm": "output_norm",
  lm_head: "output",
  input_layernorm: "attn_norm",
  "self_attn.q_proj": "attn_q",
  "self_attn.k_proj": "attn_k",
  "self_attn.v_proj": "attn_v",
  "self_attn.o_proj": "attn_output",
  "self_attn.q_norm": "attn_q_norm",
  "self_attn.k_norm": "attn_k_norm",
  post_attention_layernorm: "ffn_norm",
  "mlp.gate_proj": "ffn_gate",
  "mlp.up_proj": "ffn_up",
  "mlp.down_proj": "ffn_down",
};

function ggufName(name: string): string {
  const [, layer, stem, suffix] = /^(?:model\.layers\.(\d+)\.)?(.+)\.(weight|bias)$/.exec(name)!;
  return `${layer === undefined ? "" : `blk.${layer}.`}${stems[stem!]!}.${suffix!}`;
}

/** A matrix with its rows in the file's order. */
function inRows(
  { family, heads, keyValueHeads }: LlamaConfig,
  name: string,
  { dims, data }: TensorValue,
): Float32Array {
  const values = data as Float32Array;
  const of = /\.(q|k)_proj\./.exec(name)?.[1];
  return family === "llama" && of !== undefined ? interleave(values, dims, of === "q" ? heads : keyValueHeads) : values;
}

function interleave(values: Float32Array, [rows, columns = 1]: readonly number[], heads: number): Float32Array {
  const result = new Float32Array(values.length);
  const width = rows! / heads;
  for (let row = 0; row < rows!; row += 1) {
    const at = row % width;
    const to = row - at + (at < width / 2 ? 2 * at : 2 * (at - width / 2) + 1);
    result.set(values.subarray(row * columns, (row + 1) * columns), to * columns);
  }
  return result;
}
