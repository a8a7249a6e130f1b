import path from "node:path";
import { InputError } from "@lemma/interfaces";
import { type GgufFile, type GgufValue, readGguf } from "@lemma/gguf";
import { TensorTypeError } from "../errors.ts";
import type { Family } from "./architectures.ts";
import type { TensorPlace } from "./places.ts";

// llama.cpp's names for what Hugging Face's folders have: `config.json`, tensors, tokenizer. Facts from llama.cpp's convert_hf_to_gguf.py
// and gguf-py's constants.py and tensor_mapping.py.

/** A GGUF file in the terms of a Hugging Face folder. */
export interface GgufModel {
  readonly file: string;
  /** What `config.json` would say. @throws {InputError} naming the key that is missing, or says what is not known here. */
  readonly config: () => object;
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  readonly metadata: GgufFile["metadata"];
}

/** Families by `general.architecture`, with whether queries and keys are stored as rotations of neighbouring pairs want them. */
const architectures: Readonly<Record<string, { readonly family: Family; readonly interleaved: boolean }>> = {
  llama: { family: "llama", interleaved: true },
  qwen2: { family: "qwen2", interleaved: false },
  qwen3: { family: "qwen3", interleaved: false },
};

const names: Readonly<Record<string, string>> = {
  token_embd: "model.embed_tokens",
  output_norm: "model.norm",
  output: "lm_head",
  attn_norm: "input_layernorm",
  attn_q: "self_attn.q_proj",
  attn_k: "self_attn.k_proj",
  attn_v: "self_attn.v_proj",
  attn_output: "self_attn.o_proj",
  attn_q_norm: "self_attn.q_norm",
  attn_k_norm: "self_attn.k_norm",
  ffn_norm: "post_attention_layernorm",
  ffn_gate: "mlp.gate_proj",
  ffn_up: "mlp.up_proj",
  ffn_down: "mlp.down_proj",
};

/** `blk.3.attn_q.weight` → `model.layers.3.self_attn.q_proj.weight`; undefined for what a model of these families does not have. */
export function huggingFaceName(name: string): string | undefined {
  const [, layer, stem = "", suffix = ""] = /^(?:blk\.(\d+)\.)?([a-z_]+)\.(weight|bias)$/.exec(name) ?? [];
  const own = Object.hasOwn(names, stem) ? names[stem]! : undefined;
  if (own === undefined || (layer === undefined) !== /^(model\.|lm_head)/.test(own)) return undefined;
  return layer === undefined ? `${own}.${suffix}` : `model.layers.${layer}.${own}.${suffix}`;
}

/**
 * Reads a file's header.
 *
 * @throws {GgufError | InputError} naming the file, and the key or tensor, that is not one of these families'.
 */
export async function openGguf(file: string): Promise<GgufModel> {
  const { metadata, tensors } = await readGguf(file);
  const fields: Metadata = new Metadata(file, metadata);
  const name = fields.text("general.architecture");
  const architecture = Object.hasOwn(architectures, name) ? architectures[name] : undefined;
  if (architecture === undefined)
    fields.fail("general.architecture", `expected ${Object.keys(architectures).join(", ")}, received "${name}"`);
  if ((fields.maybeNumber("split.count") ?? 1) > 1)
    fields.fail(
      "split.count",
      "expected one file, received a part of several; join them with llama-gguf-split --merge",
    );
  const of = (key: string): string => `${name}.${key}`;
  const heads = fields.number(of("attention.head_count"));
  const keyValueHeads = fields.maybeNumber(of("attention.head_count_kv")) ?? heads;
  if ((fields.maybeNumber(of("expert_count")) ?? 0) > 0)
    fields.fail(of("expert_count"), "expected no experts: mixtures are not implemented");
  const places = new Map<string, TensorPlace>();
  for (const [stored, { type, shape, offset, byteLength }] of tensors) {
    const given = huggingFaceName(stored);
    if (given === undefined) {
      if (stored === "rope_freqs.weight") continue;
      throw new InputError(`expected tensors of a ${name} model, received "${stored}"`, { file });
    }
    const isRotated = architecture.interleaved && /\.(q|k)_proj\.(weight|bias)$/.test(given);
    const interleavedHeads = given.includes("q_proj") ? heads : keyValueHeads;
    const order = isRotated ? { interleavedHeads } : {};
    if (type.layout === undefined) places.set(given, { dtype: type.dtype!, file, shape, offset, byteLength, ...order });
    else {
      if (shape.length !== 2) throw new TensorTypeError(file, stored, `${type.name} of shape [${shape.join(", ")}]`);
      const weight = {
        layout: type.layout,
        shape: shape as unknown as readonly [number, number],
        parts: { blocks: { path: file, offset, byteLength } },
        ...order,
      };
      places.set(given, { dtype: "quantized", file, shape, byteLength, weight });
    }
  }
  const embedding = places.get("model.embed_tokens.weight");
  const hiddenSize = fields.number(of("embedding_length"));
  const config = (): object => ({
    model_type: architecture.family,
    vocab_size: embedding?.shape[0] ?? fields.number(of("vocab_size")),
    hidden_size: hiddenSize,
    intermediate_size: fields.number(of("feed_forward_length")),
    num_hidden_layers: fields.number(of("block_count")),
    num_attention_heads: heads,
    num_key_value_heads: keyValueHeads,
    head_dim: fields.maybeNumber(of("attention.key_length")) ?? hiddenSize / heads,
    rms_norm_eps: fields.number(of("attention.layer_norm_rms_epsilon")),
    max_position_embeddings: fields.number(of("context_length")),
    tie_word_embeddings: !places.has("lm_head.weight"),
    attention_bias: architecture.family !== "qwen2" && places.has("model.layers.0.self_attn.q_proj.bias"),
    mlp_bias: places.has("model.layers.0.mlp.up_proj.bias"),
    rope_theta: fields.maybeNumber(of("rope.freq_base")) ?? 10_000,
    rope_scaling: ropeScaling(fields, name, tensors.has("rope_freqs.weight")),
    bos_token_id: fields.maybeNumber("tokenizer.ggml.bos_token_id"),
    eos_token_id: endTokens(fields),
    pad_token_id: fields.maybeNumber("tokenizer.ggml.padding_token_id"),
  });
  return { file, config, tensors: places, metadata };
}

/** The end of a text and, where it is another, that of a turn. */
const endTokens = (fields: Metadata): readonly number[] => [
  ...new Set(
    ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id"].flatMap((key) => fields.maybeNumber(key) ?? []),
  ),
];

function ropeScaling(fields: Metadata, name: string, hasFactors: boolean): object | null {
  const of = (key: string): string => `${name}.rope.scaling.${key}`;
  if (hasFactors)
    fields.fail(
      "rope_freqs.weight",
      "expected rotations that the metadata describes; put the model's config.json beside the file for these",
    );
  const kind = fields.maybeText(of("type")) ?? "none";
  const factor = fields.maybeNumber(of("factor"));
  switch (kind) {
    case "none":
      return null;
    case "linear":
      return { rope_type: "linear", factor };
    case "yarn":
      return {
        rope_type: "yarn",
        factor,
        original_max_position_embeddings: fields.number(of("original_context_length")),
      };
    default:
      return fields.fail(of("type"), `expected none, linear or yarn, received "${kind}"`);
  }
}

/** Reads metadata by key; every complaint names it. */
export class Metadata {
  readonly #file: string;
  readonly #values: GgufFile["metadata"];

  constructor(file: string, values: GgufFile["metadata"]) {
    this.#file = file;
    this.#values = values;
  }

  maybeNumber(key: string): number | undefined {
    const value = this.#values.get(key);
    if (value === undefined || typeof value === "number") return value;
    return this.fail(key, `expected a number, received ${typeof value}`);
  }

  number(key: string): number {
    return this.maybeNumber(key) ?? this.fail(key, "expected a number, received none");
  }

  maybeText(key: string): string | undefined {
    const value = this.#values.get(key);
    if (value === undefined || typeof value === "string") return value;
    return this.fail(key, `expected text, received ${typeof value}`);
  }

  text(key: string): string {
    return this.maybeText(key) ?? this.fail(key, "expected text, received none");
  }

  flag(key: string): boolean | undefined {
    const value = this.#values.get(key);
    if (value === undefined || typeof value === "boolean") return value;
    return this.fail(key, `expected true or false, received ${typeof value}`);
  }

  list<T extends GgufValue>(key: string, type: "string" | "number"): readonly T[] {
    const value = this.#values.get(key);
    if (Array.isArray(value) && value.every((one) => typeof one === type)) return value as readonly T[];
    return this.fail(key, `expected a list of ${type}s, received ${value === undefined ? "none" : typeof value}`);
  }

  fail(key: string, problem: string): never {
    throw new InputError(problem, { file: path.resolve(this.#file), field: key });
  }
}
