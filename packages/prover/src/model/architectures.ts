import type { Fields } from "../config-fields.ts";
import type { LinearModule } from "./linear-modules.ts";

// The model families that run here, one row each. All have Llama's block (pre-norm, gated feed-forward, rotated heads); a row says
// what else is in it, and model, decoder, adapters, plan and merge follow. Facts from transformers' `configuration_*.py` and
// `modeling_*.py` of each family.

export interface Architecture {
  /** transformers' class, as `architectures` in `config.json` names it. */
  readonly className: string;
  /** What `config.json` may leave out. */
  readonly defaults: {
    readonly contextLength: number;
    /** `required`: the family's default is a number that fits one size only, so that the file must say it. */
    readonly keyValueHeads: "heads" | "required";
    /** `divide`: hidden size over heads. */
    readonly headDim: "divide" | number;
  };
  /** Whether a linear module adds a bias. `flags` are the file's. */
  readonly hasBias: (
    module: LinearModule,
    flags: { readonly attentionBias: boolean; readonly mlpBias: boolean },
  ) => boolean;
  /** RMSNorm over each head's query and key before they are rotated: `self_attn.q_norm` and `self_attn.k_norm`, D wide. */
  readonly headNorms: boolean;
  /** How far back the queries of some layer look, in tokens; undefined where all layers see everything. */
  readonly readWindow: (fields: Fields, layers: number) => number | undefined;
  /** The fields that `readWindow` reads back. */
  readonly writeWindow: (window: number | undefined) => object;
}

const isAttention = (module: LinearModule): boolean => module.startsWith("self_attn.");

const noWindow: Pick<Architecture, "readWindow" | "writeWindow"> = {
  readWindow: () => undefined,
  writeWindow: () => ({}),
};

/** Qwen's: a switch, and layers from `max_window_layers` on (or those that `layer_types` names). */
const qwenWindow: Pick<Architecture, "readWindow" | "writeWindow"> = {
  readWindow: (fields, layers) => {
    const kinds = fields.texts("layer_types");
    const strange = kinds.find((kind) => kind !== "full_attention" && kind !== "sliding_attention");
    if (strange !== undefined)
      fields.fail("layer_types", `expected "full_attention" or "sliding_attention", received "${strange}"`);
    const slides =
      kinds.includes("sliding_attention") || (kinds.length === 0 && fields.number("max_window_layers", 28) < layers);
    return fields.flag("use_sliding_window", false) && slides ? fields.positive("sliding_window", 4096) : undefined;
  },
  writeWindow: (window) => ({
    use_sliding_window: window !== undefined,
    sliding_window: window ?? null,
    ...(window === undefined ? {} : { max_window_layers: 0 }),
  }),
};

export const architectures = {
  llama: {
    className: "LlamaForCausalLM",
    defaults: { contextLength: 2048, keyValueHeads: "heads", headDim: "divide" },
    hasBias: (module, { attentionBias, mlpBias }) => (isAttention(module) ? attentionBias : mlpBias),
    headNorms: false,
    ...noWindow,
  },
  /** Qwen2, Qwen2.5 and what is distilled into them. */
  qwen2: {
    className: "Qwen2ForCausalLM",
    defaults: { contextLength: 32_768, keyValueHeads: "required", headDim: "divide" },
    hasBias: (module) => isAttention(module) && module !== "self_attn.o_proj",
    headNorms: false,
    ...qwenWindow,
  },
  qwen3: {
    className: "Qwen3ForCausalLM",
    defaults: { contextLength: 32_768, keyValueHeads: "required", headDim: 128 },
    hasBias: (module, { attentionBias }) => isAttention(module) && attentionBias,
    headNorms: true,
    ...qwenWindow,
  },
  mistral: {
    className: "MistralForCausalLM",
    defaults: { contextLength: 131_072, keyValueHeads: "required", headDim: "divide" },
    hasBias: () => false,
    headNorms: false,
    // All layers slide. Left out, the window is the first release's; later ones say null.
    readWindow: (fields) => (fields.isNull("sliding_window") ? undefined : fields.positive("sliding_window", 4096)),
    writeWindow: (window) => ({ sliding_window: window ?? null }),
  },
} as const satisfies Record<string, Architecture>;

/** By `model_type`. */
export type Family = keyof typeof architectures;

export const isFamily = (name: string): name is Family => Object.hasOwn(architectures, name);

/** The row of a model's family. */
export const architectureOf = ({ family }: { readonly family: Family }): Architecture => architectures[family];
