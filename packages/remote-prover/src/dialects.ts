import type { SamplingSettings } from "@lemma/interfaces";

/** What one kind of server understands beyond OpenAI's interface. Adding one is adding an entry. */
export interface Dialect {
  /** `owned_by` of what `/v1/models` lists, by which it is known. */
  readonly ownedBy: string;
  /** Parameters beside OpenAI's: what is not said may come from the model's `generation_config.json`. */
  readonly extras: (sampling: SamplingSettings) => Readonly<Record<string, unknown>>;
  /** Parameters that make answers name their tokens by id. */
  readonly tokenIds: Readonly<Record<string, unknown>>;
  /** Whether prompts may be tokens. */
  readonly takesTokens: boolean;
  /** The parameter for tokens that end a completion, where there is one. */
  readonly stopTokens?: string;
  readonly adapters: AdapterRoutes | "at start" | "none";
}

/** How adapters come and go while a server runs. */
export interface AdapterRoutes {
  readonly load: string;
  readonly unload: string;
  /** What `model` of a request must be. */
  readonly model: (base: string, name: string) => string;
  /** What the server has to be started with, for the complaint about one that was not. */
  readonly needs: string;
}

const vllmRoutes: AdapterRoutes = {
  load: "/v1/load_lora_adapter",
  unload: "/v1/unload_lora_adapter",
  model: (_base, name) => name,
  needs: "--enable-lora --max-lora-rank R, and VLLM_ALLOW_RUNTIME_LORA_UPDATING=True in its environment",
};

const neutral = { min_p: 0, repetition_penalty: 1, presence_penalty: 0, frequency_penalty: 0 };

export const dialects = {
  /** https://docs.vllm.ai/en/latest/features/lora.html */
  vllm: {
    ownedBy: "vllm",
    extras: ({ topK = 0 }) => ({ ...neutral, top_k: topK === 0 ? -1 : topK }),
    tokenIds: { return_token_ids: true },
    takesTokens: true,
    stopTokens: "stop_token_ids",
    adapters: vllmRoutes,
  },
  /** `lemma serve`, which speaks vLLM's dialect. */
  lemma: {
    ownedBy: "lemma",
    extras: ({ topK = 0 }) => ({ top_k: topK }),
    tokenIds: { return_token_ids: true },
    takesTokens: true,
    stopTokens: "stop_token_ids",
    adapters: { ...vllmRoutes, needs: "--adapters DIR" },
  },
  /** https://docs.sglang.ai/advanced_features/lora.html */
  sglang: {
    ownedBy: "sglang",
    extras: ({ topK = 0 }) => ({ ...neutral, top_k: topK === 0 ? -1 : topK }),
    tokenIds: {},
    takesTokens: true,
    stopTokens: "stop_token_ids",
    adapters: {
      load: "/load_lora_adapter",
      unload: "/unload_lora_adapter",
      // Without the name behind the colon it is the base model that answers.
      model: (base, name) => `${base}:${name}`,
      needs: "--enable-lora --max-lora-rank R --lora-target-modules all",
    },
  },
  /** https://github.com/ggml-org/llama.cpp/tree/master/tools/server: adapters are read at its start and scaled by request. */
  "llama.cpp": {
    ownedBy: "llamacpp",
    extras: ({ topK = 0 }) => ({
      top_k: topK,
      min_p: 0,
      typical_p: 1,
      repeat_penalty: 1,
      // What else it does by default changes what is drawn; and a distribution is heated before it is cut, which is not its order.
      samplers: ["temperature", "top_k", "top_p"],
    }),
    tokenIds: {},
    takesTokens: true,
    adapters: "at start",
  },
  openai: {
    ownedBy: "",
    extras: () => ({}),
    tokenIds: {},
    takesTokens: false,
    adapters: "none",
  },
} as const satisfies Readonly<Record<string, Dialect>>;

export type ServerKind = keyof typeof dialects;

/** The kind of server that lists models so; plain OpenAI's where it says nothing that is known. */
export const kindOf = (ownedBy: string | undefined): ServerKind =>
  (Object.keys(dialects) as ServerKind[]).find((kind) => dialects[kind].ownedBy === ownedBy) ?? "openai";

export const dialectOf = (kind: ServerKind): Dialect => dialects[kind];
