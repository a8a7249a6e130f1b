import type { ConfigFile } from "../config-file.ts";
import type { LinearModule } from "./linear-modules.ts";

// The model families that run here, one row each. All have Llama's block (pre-norm, gated feed-forward, rotated heads); a row says
// what else is in it, and model, decoder, adapters, plan and merge follow. Facts from transformers' `configuration_*.py` and
// `modeling_*.py` of each family.

/** @throws {InputError} naming the file, the field and what is wrong with it. */
export type Refuse = (field: string, problem: string) => never;

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
  /** Undefined where all layers see everything. */
  readonly readWindow: (config: ConfigFile, layers: number, refuse: Refuse) => SlidingWindow | undefined;
  /** The fields that `readWindow` reads back. */
  readonly writeWindow: (window: SlidingWindow | undefined, layers: number) => object;
}

/** Layers whose queries look back only so far. */
export interface SlidingWindow {
  /** How far, in tokens, the query's own included. */
  readonly tokens: number;
  /** Which layers, from 0, in order. */
  readonly layers: readonly number[];
}

const allOf = (layers: number): readonly number[] => Array.from({ length: layers }, (_, layer) => layer);

/** What transformers takes for Qwen's and Mistral's where the file says that there is a window, and not how long. */
const windowTokens = 4096;

const isAttention = (module: LinearModule): boolean => module.startsWith("self_attn.");

const noWindow: Pick<Architecture, "readWindow" | "writeWindow"> = {
  readWindow: () => undefined,
  writeWindow: () => ({}),
};

/** Qwen's: a switch, and layers from `max_window_layers` on (or those that `layer_types` names). */
const qwenWindow: Pick<Architecture, "readWindow" | "writeWindow"> = {
  readWindow: (config, layers, refuse) => {
    const { layer_types: kinds = [] } = config;
    const strange = kinds.find((kind) => kind !== "full_attention" && kind !== "sliding_attention");
    if (strange !== undefined)
      refuse("layer_types", `expected "full_attention" or "sliding_attention", received "${strange}"`);
    if (kinds.length > 0 && kinds.length !== layers)
      refuse("layer_types", `expected one for each of ${layers} layers, received ${kinds.length}`);
    if (config.use_sliding_window !== true) return undefined;
    const first = kinds.length === 0 ? (config.max_window_layers ?? 28) : 0;
    const sliding = allOf(layers).filter((layer) => layer >= first && kinds[layer] !== "full_attention");
    return sliding.length === 0 ? undefined : { tokens: config.sliding_window ?? windowTokens, layers: sliding };
  },
  writeWindow: (window, layers) => ({
    use_sliding_window: window !== undefined,
    sliding_window: window?.tokens ?? null,
    ...(window === undefined
      ? {}
      : {
          layer_types: allOf(layers).map((layer) =>
            window.layers.includes(layer) ? "sliding_attention" : "full_attention",
          ),
        }),
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
    readWindow: ({ sliding_window: tokens = windowTokens }, layers) =>
      tokens === null ? undefined : { tokens, layers: allOf(layers) },
    writeWindow: (window) => ({ sliding_window: window?.tokens ?? null }),
  },
} as const satisfies Record<string, Architecture>;

/** By `model_type`. */
export type Family = keyof typeof architectures;

export const isFamily = (name: string): name is Family => Object.hasOwn(architectures, name);

/** The row of a model's family. */
export const architectureOf = ({ family }: { readonly family: Family }): Architecture => architectures[family];
