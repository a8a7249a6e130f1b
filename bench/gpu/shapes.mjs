// @ts-check
import { parseLlamaConfig } from "../../packages/prover/dist/index.js";
import { sevenBillion } from "../../packages/prover/dist/testing/sparse-checkpoint.js";

/**
 * @typedef {"float32" | "float16" | "bfloat16"} FloatType
 * @typedef {{ readonly provider: string, readonly shape: string, readonly dtypes: readonly FloatType[],
 *   readonly batch: number, readonly tokens: number }} Settings
 * @typedef {Readonly<Record<string, string | number | boolean>>} Row
 */

/**
 * What throughput is measured at. `rows` × `length` tokens are trained on in one step.
 *
 * @type {Readonly<Record<string, { readonly config: import("../../packages/prover/dist/index.js").LlamaConfig,
 *   readonly prompt: number, readonly rows: number, readonly length: number }>>}
 */
export const shapes = {
  "7b": { config: sevenBillion, prompt: 256, rows: 4, length: 512 },
  // For the test of these programs on a CPU.
  small: {
    config: parseLlamaConfig(
      {
        vocab_size: 128,
        hidden_size: 64,
        intermediate_size: 96,
        num_hidden_layers: 2,
        num_attention_heads: 4,
        num_key_value_heads: 2,
        max_position_embeddings: 256,
        eos_token_id: null,
      },
      "small",
    ),
    prompt: 16,
    rows: 2,
    length: 32,
  },
};
