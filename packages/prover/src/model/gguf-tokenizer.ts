import type { TokenizerConfig } from "../chat/tokenizer-config.ts";
import { Metadata } from "./gguf.ts";
import type { GgufModel } from "./gguf.ts";

// The tokenizer that a GGUF file holds, as the `tokenizer.json` and `tokenizer_config.json` that it was made from.

const contractions = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)`;
const rest = String.raw` ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

/** How text is cut before pairs are merged, by `tokenizer.ggml.pre`. `undefined`: GPT-2's own, which ByteLevel has. */
const cuts: Readonly<
  Record<string, { readonly regex: string | undefined; readonly normalizer?: object; readonly ignoreMerges?: boolean }>
> = {
  "gpt-2": { regex: undefined },
  qwen2: {
    regex: String.raw`${contractions}|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|${rest}`,
    normalizer: { type: "NFC" },
  },
  "llama-bpe": {
    regex: String.raw`${contractions}|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|${rest}`,
    ignoreMerges: true,
  },
};

/** llama.cpp's kinds of token that are matched whole, whatever is around them. */
const control = 3;
const userDefined = 4;

/**
 * @throws {InputError} for a kind of tokenizer, or a way to cut text, that is not known here: the model's own `tokenizer.json` beside the
 *   file is used instead.
 */
export function ggufTokenizer({ file, metadata }: GgufModel): {
  readonly definition: object;
  readonly config: TokenizerConfig;
} {
  const fields: Metadata = new Metadata(file, metadata);
  const beside = "put the model's tokenizer.json beside the file";
  const model = fields.text("tokenizer.ggml.model");
  if (model !== "gpt2") fields.fail("tokenizer.ggml.model", `expected gpt2, received "${model}"; ${beside} for others`);
  const pre = fields.maybeText("tokenizer.ggml.pre") ?? "gpt-2";
  const cut = Object.hasOwn(cuts, pre) ? cuts[pre] : undefined;
  if (cut === undefined)
    fields.fail(
      "tokenizer.ggml.pre",
      `expected ${Object.keys(cuts).join(", ")}, received "${pre}"; ${beside} for others`,
    );
  const tokens = fields.list<string>("tokenizer.ggml.tokens", "string");
  const kinds = metadata.has("tokenizer.ggml.token_type")
    ? fields.list<number>("tokenizer.ggml.token_type", "number")
    : [];
  const byteLevel = {
    type: "ByteLevel",
    add_prefix_space: false,
    trim_offsets: true,
    use_regex: cut.regex === undefined,
  };
  const split = { type: "Split", pattern: { Regex: cut.regex }, behavior: "Isolated", invert: false };
  const definition = {
    version: "1.0",
    added_tokens: tokens.flatMap((content, id) =>
      kinds[id] === control || kinds[id] === userDefined
        ? [
            {
              id,
              content,
              special: kinds[id] === control,
              normalized: false,
              lstrip: false,
              rstrip: false,
              single_word: false,
            },
          ]
        : [],
    ),
    normalizer: cut.normalizer ?? null,
    pre_tokenizer: cut.regex === undefined ? byteLevel : { type: "Sequence", pretokenizers: [split, byteLevel] },
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: "BPE",
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: fields.list<string>("tokenizer.ggml.merges", "string"),
      ignore_merges: cut.ignoreMerges ?? false,
      byte_fallback: false,
      fuse_unk: false,
      unk_token: null,
      dropout: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
    },
  };
  const tokenOf = (key: string): string | undefined => {
    const id = fields.maybeNumber(key);
    return id === undefined ? undefined : tokens[id];
  };
  const named = {
    bos_token: tokenOf("tokenizer.ggml.bos_token_id"),
    eos_token: tokenOf("tokenizer.ggml.eos_token_id"),
    pad_token: tokenOf("tokenizer.ggml.padding_token_id"),
    add_bos_token: fields.flag("tokenizer.ggml.add_bos_token"),
    chat_template: fields.maybeText("tokenizer.chat_template"),
  };
  return { definition, config: Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) };
}
