import { checkRecord } from "@lemma/files";
import { InputError } from "@lemma/interfaces";
import { type ConfigFile, type RopeFile, configSchema } from "./config-file.ts";
import { type Family, type Refuse, type SlidingWindow, architectures, isFamily } from "./model/architectures.ts";

/** How positions become rotation angles; every kind starts from θ^(−2i/D). */
export type RopeConfig =
  | { readonly kind: "plain"; readonly theta: number }
  | { readonly kind: "linear"; readonly theta: number; readonly factor: number }
  | {
      readonly kind: "llama3";
      readonly theta: number;
      readonly factor: number;
      readonly lowFrequencyFactor: number;
      readonly highFrequencyFactor: number;
      readonly originalContextLength: number;
    }
  | {
      readonly kind: "yarn";
      readonly theta: number;
      readonly factor: number;
      readonly originalContextLength: number;
      readonly betaFast: number;
      readonly betaSlow: number;
      /** What cos and sin are multiplied by. */
      readonly attentionFactor: number;
      /** Whether the ramp's ends are rounded to whole dimensions, as the paper's code does. */
      readonly truncate: boolean;
    };

/** What `config.json` says of a model of Llama's kind, checked and with its family's defaults filled in. */
export interface LlamaConfig {
  /** Which row of `architectures` describes its block. */
  readonly family: Family;
  /** Rows of the embedding, V; at least the tokenizer's ids, often padded. */
  readonly vocabularySize: number;
  /** Width of the residual stream, C. */
  readonly hiddenSize: number;
  /** Width inside the feed-forward block, F. */
  readonly intermediateSize: number;
  readonly layers: number;
  /** Query heads, H. */
  readonly heads: number;
  /** Key and value heads, each shared by H / `keyValueHeads` query heads. */
  readonly keyValueHeads: number;
  /** Width of one head, D; H · D need not be C. */
  readonly headDim: number;
  readonly rmsNormEps: number;
  /** Prompt and completion together, in tokens. */
  readonly contextLength: number;
  readonly slidingWindow?: SlidingWindow | undefined;
  /** The output layer is the embedding, transposed: there is no `lm_head.weight`. */
  readonly tiedEmbeddings: boolean;
  /** What `config.json` says; which modules that gives a bias is the family's to say. */
  readonly attentionBias: boolean;
  readonly mlpBias: boolean;
  readonly rope: RopeConfig;
  /** Standard deviation of freshly drawn weights. */
  readonly initializerRange: number;
  readonly bosTokenId: number | undefined;
  /** A completion ends at any of these. */
  readonly eosTokenIds: readonly number[];
  readonly padTokenId: number | undefined;
}

/** YaRN's default for the factor on cos and sin: 0.1 · ln(factor) + 1. Peng et al. 2023, arXiv:2309.00071, eq. 22. */
export const yarnAttentionFactor = (factor: number, scale = 1): number =>
  factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;

/**
 * Reads a Hugging Face `config.json` of one of the `architectures`, in the layout of transformers 4 (`rope_theta`,
 * `rope_scaling`) or 5 (`rope_parameters`).
 *
 * @param json the parsed file.
 * @param file its path, for messages.
 * @throws {InputError} naming file and field: another architecture, a number that is none, a scaling not known here.
 */
export function parseLlamaConfig(json: unknown, file: string): LlamaConfig {
  const config = checkRecord(json, configSchema, { file });
  const refuse: Refuse = (field, problem) => {
    throw new InputError(problem, { file, field });
  };
  const family = familyOf(config, refuse);
  const { defaults, readWindow } = architectures[family];
  const activation = config.hidden_act ?? "silu";
  if (activation !== "silu") refuse("hidden_act", `expected "silu", received "${activation}"`);
  const method = config.quantization_config?.quant_method ?? "";
  if (config.quantization_config !== undefined && method !== quantMethod)
    refuse(
      "quantization_config",
      `expected weights in the blocks that \`lemma quantize\` writes, received "${method}"`,
    );
  const { hidden_size: hiddenSize, num_attention_heads: heads, num_hidden_layers: layers } = config;
  const keyValueHeads =
    config.num_key_value_heads ??
    (defaults.keyValueHeads === "heads"
      ? heads
      : refuse("num_key_value_heads", "expected a positive integer, received nothing"));
  if (heads % keyValueHeads !== 0)
    refuse("num_key_value_heads", `expected a divisor of ${heads} heads, received ${keyValueHeads}`);
  if (defaults.headDim === "divide" && config.head_dim === undefined && hiddenSize % heads !== 0)
    refuse("hidden_size", `expected a multiple of ${heads} heads, received ${hiddenSize}`);
  const headDim = config.head_dim ?? (defaults.headDim === "divide" ? hiddenSize / heads : defaults.headDim);
  if (headDim % 2 !== 0) refuse("head_dim", `expected an even number, received ${headDim}`);
  const positions = config.max_position_embeddings ?? defaults.contextLength;
  const slidingWindow = readWindow(config, layers, refuse);
  return {
    family,
    vocabularySize: config.vocab_size,
    hiddenSize,
    intermediateSize: config.intermediate_size,
    layers,
    heads,
    keyValueHeads,
    headDim,
    rmsNormEps: config.rms_norm_eps ?? 1e-6,
    contextLength: positions,
    // One that no text is longer than is none.
    slidingWindow: slidingWindow !== undefined && slidingWindow.tokens < positions ? slidingWindow : undefined,
    tiedEmbeddings: config.tie_word_embeddings ?? false,
    attentionBias: config.attention_bias ?? false,
    mlpBias: config.mlp_bias ?? false,
    rope: ropeOf(config, positions, refuse),
    initializerRange: config.initializer_range ?? 0.02,
    bosTokenId: config.bos_token_id[0],
    eosTokenIds: config.eos_token_id,
    padTokenId: config.pad_token_id[0],
  };
}

/** `quantization_config.quant_method` of folders in this project's blocks: others refuse what they do not know. */
export const quantMethod = "lemma-blocks";

/** By `model_type`; where it is left out, by the class that the file names, and without that Llama. */
function familyOf({ architectures: classes = [], model_type }: ConfigFile, refuse: Refuse): Family {
  const families = Object.keys(architectures) as Family[];
  const byClass = families.find((family) => architectures[family].className === classes[0]);
  const type = model_type ?? byClass ?? "llama";
  if (isFamily(type)) return type;
  const experts = /moe|mixtral/i.test(type) ? " (a mixture of experts)" : "";
  return refuse(
    "model_type",
    `expected one of ${families.map((family) => `"${family}"`).join(", ")}, received "${type}"${experts}`,
  );
}

function ropeOf(config: ConfigFile, contextLength: number, refuse: Refuse): RopeConfig {
  const field = config.rope_parameters === undefined ? "rope_scaling" : "rope_parameters";
  const rope: Partial<RopeFile> = config[field] ?? {};
  const theta = rope.rope_theta ?? config.rope_theta ?? 10_000;
  const kind = rope.rope_type ?? rope.type ?? "default";
  const original = rope.original_max_position_embeddings ?? config.original_max_position_embeddings ?? contextLength;
  const part = rope.partial_rotary_factor ?? config.partial_rotary_factor ?? 1;
  if (part !== 1) refuse(`${field}.partial_rotary_factor`, `expected 1, received ${part}; heads are rotated whole`);
  const stated = (name: "factor" | "low_freq_factor" | "high_freq_factor"): number =>
    rope[name] ?? refuse(`${field}.${name}`, "expected a number, received nothing");
  switch (kind) {
    case "default":
      return { kind: "plain", theta };
    // It stretches what lies beyond `max_position_embeddings`, and no text goes there.
    case "dynamic":
      return { kind: "plain", theta };
    case "linear":
      return { kind: "linear", theta, factor: stated("factor") };
    case "llama3":
      return {
        kind: "llama3",
        theta,
        factor: stated("factor"),
        lowFrequencyFactor: stated("low_freq_factor"),
        highFrequencyFactor: stated("high_freq_factor"),
        originalContextLength: original,
      };
    case "yarn": {
      const factor = rope.factor ?? contextLength / original;
      const { mscale = 0, mscale_all_dim: mscaleAll = 0 } = rope;
      const inferred =
        mscale !== 0 && mscaleAll !== 0
          ? yarnAttentionFactor(factor, mscale) / yarnAttentionFactor(factor, mscaleAll)
          : yarnAttentionFactor(factor);
      return {
        kind: "yarn",
        theta,
        factor,
        originalContextLength: original,
        betaFast: rope.beta_fast ?? 32,
        betaSlow: rope.beta_slow ?? 1,
        attentionFactor: rope.attention_factor ?? inferred,
        truncate: rope.truncate ?? true,
      };
    }
    default:
      return refuse(
        `${field}.rope_type`,
        `expected "default", "dynamic", "linear", "llama3" or "yarn", received "${kind}"; other scalings are not implemented`,
      );
  }
}

/** The `config.json` that `parseLlamaConfig` reads back to the same value, in the layout of transformers 4. */
export function llamaConfigJson(config: LlamaConfig, dtype: "float32" | "float16" | "bfloat16" = "float32"): object {
  const { className, writeWindow } = architectures[config.family];
  return {
    architectures: [className],
    model_type: config.family,
    hidden_act: "silu",
    vocab_size: config.vocabularySize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.keyValueHeads,
    head_dim: config.headDim,
    rms_norm_eps: config.rmsNormEps,
    max_position_embeddings: config.contextLength,
    ...writeWindow(config.slidingWindow, config.layers),
    tie_word_embeddings: config.tiedEmbeddings,
    attention_bias: config.attentionBias,
    mlp_bias: config.mlpBias,
    initializer_range: config.initializerRange,
    rope_theta: config.rope.theta,
    rope_scaling: ropeScalingJson(config.rope),
    bos_token_id: config.bosTokenId ?? null,
    eos_token_id: config.eosTokenIds.length === 1 ? config.eosTokenIds[0] : config.eosTokenIds,
    pad_token_id: config.padTokenId ?? null,
    torch_dtype: dtype,
  };
}

function ropeScalingJson(rope: RopeConfig): object | null {
  switch (rope.kind) {
    case "plain":
      return null;
    case "linear":
      return { rope_type: "linear", factor: rope.factor };
    case "llama3":
      return {
        rope_type: "llama3",
        factor: rope.factor,
        low_freq_factor: rope.lowFrequencyFactor,
        high_freq_factor: rope.highFrequencyFactor,
        original_max_position_embeddings: rope.originalContextLength,
      };
    case "yarn":
      return {
        rope_type: "yarn",
        factor: rope.factor,
        original_max_position_embeddings: rope.originalContextLength,
        beta_fast: rope.betaFast,
        beta_slow: rope.betaSlow,
        attention_factor: rope.attentionFactor,
        truncate: rope.truncate,
      };
  }
}
