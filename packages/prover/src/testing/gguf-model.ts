import { dirname } from "node:path";
import { mkdir } from "node:fs/promises";
import type { TensorValue } from "@lemma/autodiff";
import { type Metadata, type TensorToWrite, writeGguf } from "@lemma/gguf/testing";
import type { LlamaConfig } from "../config.ts";
import type { LlamaParameters } from "../model/llama.ts";

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
  const { family, heads, keyValueHeads } = config;
  const tensors = Object.entries(parameters).map(([name, { dims, data }]): [string, TensorToWrite] => {
    const values = data as Float32Array;
    const of = /\.(q|k)_proj\./.exec(name)?.[1];
    const ordered =
      family === "llama" && of !== undefined ? interleave(values, dims, of === "q" ? heads : keyValueHeads) : values;
    return [ggufName(name), { type: dims.length === 2 ? type : "F32", shape: dims, values: ordered }];
  });
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
    [`${family}.attention.layer_norm_rms_epsilon`]: config.rmsNormEps,
    [`${family}.rope.dimension_count`]: config.headDim,
    [`${family}.rope.freq_base`]: config.rope.theta,
    [`${family}.vocab_size`]: config.vocabularySize,
    ...byteVocabulary(config.vocabularySize),
    ...changes,
  };
  await mkdir(dirname(file), { recursive: true });
  await writeGguf(file, metadata, Object.fromEntries(tensors));
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
