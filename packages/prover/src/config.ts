import { Fields } from "./config-fields.ts";
import { type Family, type SlidingWindow, architectures, isFamily } from "./model/architectures.ts";

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
  const fields = new Fields(json, file);
  const family = parseFamily(fields);
  const { defaults, readWindow } = architectures[family];
  const activation = fields.text("hidden_act", "silu");
  if (activation !== "silu") fields.fail("hidden_act", `expected "silu", received "${activation}"`);
  const method = fields.record("quantization_config").text("quant_method", "");
  if (fields.has("quantization_config") && method !== quantMethod)
    fields.fail(
      "quantization_config",
      `expected weights in the blocks that \`lemma quantize\` writes, received "${method}"`,
    );
  const hiddenSize = fields.positive("hidden_size");
  const heads = fields.positive("num_attention_heads");
  const keyValueHeads = fields.positive("num_key_value_heads", defaults.keyValueHeads === "heads" ? heads : undefined);
  if (heads % keyValueHeads !== 0)
    fields.fail("num_key_value_heads", `expected a divisor of ${heads} heads, received ${keyValueHeads}`);
  if (defaults.headDim === "divide" && !fields.has("head_dim") && hiddenSize % heads !== 0)
    fields.fail("hidden_size", `expected a multiple of ${heads} heads, received ${hiddenSize}`);
  const headDim = fields.positive("head_dim", defaults.headDim === "divide" ? hiddenSize / heads : defaults.headDim);
  if (headDim % 2 !== 0) fields.fail("head_dim", `expected an even number, received ${headDim}`);
  const layers = fields.positive("num_hidden_layers");
  const positions = fields.positive("max_position_embeddings", defaults.contextLength);
  const slidingWindow = readWindow(fields, layers);
  return {
    family,
    vocabularySize: fields.positive("vocab_size"),
    hiddenSize,
    intermediateSize: fields.positive("intermediate_size"),
    layers,
    heads,
    keyValueHeads,
    headDim,
    rmsNormEps: fields.number("rms_norm_eps", 1e-6),
    contextLength: positions,
    // One that no text is longer than is none.
    slidingWindow: slidingWindow !== undefined && slidingWindow.tokens < positions ? slidingWindow : undefined,
    tiedEmbeddings: fields.flag("tie_word_embeddings", false),
    attentionBias: fields.flag("attention_bias", false),
    mlpBias: fields.flag("mlp_bias", false),
    rope: parseRope(fields, positions),
    initializerRange: fields.number("initializer_range", 0.02),
    bosTokenId: fields.ids("bos_token_id")[0],
    eosTokenIds: fields.ids("eos_token_id"),
    padTokenId: fields.ids("pad_token_id")[0],
  };
}

/** `quantization_config.quant_method` of folders in this project's blocks: others refuse what they do not know. */
export const quantMethod = "lemma-blocks";

/** By `model_type`; where it is left out, by the class that the file names, and without that Llama. */
function parseFamily(fields: Fields): Family {
  const families = Object.keys(architectures) as Family[];
  const [className] = fields.texts("architectures");
  const byClass = families.find((family) => architectures[family].className === className);
  const type = fields.text("model_type", byClass ?? "llama");
  if (isFamily(type)) return type;
  const experts = /moe|mixtral/i.test(type) ? " (a mixture of experts)" : "";
  return fields.fail(
    "model_type",
    `expected one of ${families.map((family) => `"${family}"`).join(", ")}, received "${type}"${experts}`,
  );
}

function parseRope(config: Fields, contextLength: number): RopeConfig {
  const field = config.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
  const rope = config.record(field);
  const theta = rope.has("rope_theta") ? rope.number("rope_theta", 10_000) : config.number("rope_theta", 10_000);
  const kind = rope.text("rope_type", rope.text("type", "default"));
  const originalContextLength = (): number =>
    rope.positive(
      "original_max_position_embeddings",
      config.positive("original_max_position_embeddings", contextLength),
    );
  const part = rope.number("partial_rotary_factor", config.number("partial_rotary_factor", 1));
  if (part !== 1) rope.fail("partial_rotary_factor", `expected 1, received ${part}; heads are rotated whole`);
  switch (kind) {
    case "default":
      return { kind: "plain", theta };
    // It stretches what lies beyond `max_position_embeddings`, and no text goes there.
    case "dynamic":
      return { kind: "plain", theta };
    case "linear":
      return { kind: "linear", theta, factor: rope.number("factor") };
    case "llama3":
      return {
        kind: "llama3",
        theta,
        factor: rope.number("factor"),
        lowFrequencyFactor: rope.number("low_freq_factor"),
        highFrequencyFactor: rope.number("high_freq_factor"),
        originalContextLength: originalContextLength(),
      };
    case "yarn": {
      const original = originalContextLength();
      const factor = rope.number("factor", contextLength / original);
      const mscale = rope.number("mscale", 0);
      const mscaleAll = rope.number("mscale_all_dim", 0);
      const inferred =
        mscale !== 0 && mscaleAll !== 0
          ? yarnAttentionFactor(factor, mscale) / yarnAttentionFactor(factor, mscaleAll)
          : yarnAttentionFactor(factor);
      return {
        kind: "yarn",
        theta,
        factor,
        originalContextLength: original,
        betaFast: rope.number("beta_fast", 32),
        betaSlow: rope.number("beta_slow", 1),
        attentionFactor: rope.number("attention_factor", inferred),
        truncate: rope.flag("truncate", true),
      };
    }
    default:
      return rope.fail(
        "rope_type",
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
