import { type Tokenizer, createTokenizer } from "../tokenizer.ts";

/**
 * A tokenizer of one token per character: the printable ASCII characters from `!` on, a space and a newline, then the
 * special tokens in order. In Hugging Face's layout, so that it can be saved beside a model.
 */
export function characterTokenizer(special: readonly string[] = []): {
  readonly definition: object;
  readonly config: Record<string, unknown>;
  readonly tokenizer: Tokenizer;
} {
  // Byte-level alphabets write a space as Ġ and a newline as Ċ.
  const characters = [...Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)), "Ġ", "Ċ"];
  const definition = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: special.map((content, i) => ({
      id: characters.length + i,
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    model: { type: "BPE", vocab: Object.fromEntries(characters.map((character, i) => [character, i])), merges: [] },
  };
  const config = { tokenizer_class: "PreTrainedTokenizerFast" };
  return { definition, config, tokenizer: createTokenizer(definition, config) };
}
