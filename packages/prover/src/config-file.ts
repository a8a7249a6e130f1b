import { z } from "zod";

// The fields of a Hugging Face folder's configurations that are read here; others are passed over.

/** What a field is to be, in words, and what stood there instead. */
const expected = (what: string) => ({
  error: ({ input }: { readonly input?: unknown }): string =>
    `expected ${what}, received ${input === undefined ? "nothing" : JSON.stringify(input)}`,
});

const given = {
  number: z.number(expected("a number")),
  positive: z.int(expected("a positive integer")).positive(expected("a positive integer")),
  text: z.string(expected("a string")),
  flag: z.boolean(expected("true or false")),
};

/** `null` counts as left out, as Hugging Face writes it. */
const perhaps = <T>(kind: z.ZodType<T>) => kind.nullish().transform((value) => value ?? undefined);

const number = perhaps(given.number);
const positive = perhaps(given.positive);
const text = perhaps(given.text);
const flag = perhaps(given.flag);
const texts = perhaps(z.array(given.text, expected("strings")));

const id = z.int(expected("a token id")).nonnegative(expected("a token id"));
/** A token id, or a list of them; none where there is no such field. */
const ids = z
  .union([id, z.array(id)], expected("token ids"))
  .nullish()
  .transform((value): readonly number[] => [value ?? []].flat());

const object = expected("a JSON object");

/** `rope_scaling` of transformers 4 and `rope_parameters` of 5. */
const ropeSchema = z.object(
  {
    rope_type: text,
    /** Older files' name for it. */
    type: text,
    rope_theta: number,
    partial_rotary_factor: number,
    factor: number,
    original_max_position_embeddings: positive,
    low_freq_factor: number,
    high_freq_factor: number,
    beta_fast: number,
    beta_slow: number,
    attention_factor: number,
    mscale: number,
    mscale_all_dim: number,
    truncate: flag,
  },
  object,
);

/** `config.json` of transformers 4 and 5. */
export const configSchema = z.object(
  {
    model_type: text,
    architectures: texts,
    hidden_act: text,
    vocab_size: given.positive,
    hidden_size: given.positive,
    intermediate_size: given.positive,
    num_hidden_layers: given.positive,
    num_attention_heads: given.positive,
    num_key_value_heads: positive,
    head_dim: positive,
    rms_norm_eps: number,
    max_position_embeddings: positive,
    original_max_position_embeddings: positive,
    /** Null and left out differ: null is no window. */
    sliding_window: given.positive.nullish(),
    use_sliding_window: flag,
    max_window_layers: number,
    layer_types: texts,
    tie_word_embeddings: flag,
    attention_bias: flag,
    mlp_bias: flag,
    rope_theta: number,
    partial_rotary_factor: number,
    rope_scaling: perhaps(ropeSchema),
    rope_parameters: perhaps(ropeSchema),
    initializer_range: number,
    bos_token_id: ids,
    eos_token_id: ids,
    pad_token_id: ids,
    quantization_config: perhaps(z.object({ quant_method: text }, object)),
  },
  object,
);

export type ConfigFile = z.infer<typeof configSchema>;
export type RopeFile = z.infer<typeof ropeSchema>;

/** `generation_config.json`. */
export const generationSchema = z.object(
  { eos_token_id: ids, do_sample: flag, temperature: number, top_p: number, top_k: number },
  object,
);

/** `model.safetensors.index.json`: of each tensor, the file that it is in. */
export const shardIndexSchema = z.object(
  { weight_map: z.record(z.string(), given.text, expected("file names by tensor")) },
  object,
);
