import path from "node:path";
import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import { checkRecord, readRecord } from "@lemma/files";
import { InputError } from "@lemma/interfaces";
import { z } from "zod";
import { type TokenizerConfig, readTokenizerConfig, specialToken } from "./chat/tokenizer-config.ts";

/** Text to token ids and back, as the model's `tokenizer.json` says. */
export interface Tokenizer {
  /** One more than the largest id it can produce. */
  readonly size: number;
  readonly bosTokenId: number | undefined;
  readonly eosTokenId: number | undefined;
  /** Ids of `text` alone. Special tokens written out in it (`<｜User｜>`) become their single ids. */
  encode(text: string): number[];
  /**
   * Ids of a prompt: begins with the beginning-of-sequence token where the model expects one. An end-of-sequence token that the
   * tokenizer would add is left out, since the text goes on.
   */
  encodePrompt(text: string): number[];
  /**
   * Ids of text that goes on after other text, as an answer does after its prompt: without what some tokenizers put before the
   * beginning of a text.
   */
  encodeNext(text: string): number[];
  /** Special tokens are left out. Bytes that are not whole UTF-8 characters become U+FFFD. */
  decode(ids: readonly number[]): string;
  /** `decode` for ids that go on after others: blanks at their beginning stay. */
  decodeNext(ids: readonly number[]): string;
  /** The id of a token written exactly so, if there is one. */
  tokenId(token: string): number | undefined;
  /** How the vocabulary writes a token, if there is one of that id. */
  tokenText(id: number): string | undefined;
}

const splitter = z.looseObject({ type: z.string().nullish(), split: z.boolean().nullish() });

/** `tokenizer.json` as far as it is looked at here; @huggingface/tokenizers reads it all. */
const tokenizerSchema = z.looseObject(
  {
    model: z.looseObject({ type: z.string().nullish(), byte_fallback: z.boolean().nullish() }).nullish(),
    pre_tokenizer: splitter.extend({ pretokenizers: z.array(splitter).nullish() }).nullish(),
  },
  "expected a JSON object",
);

/**
 * Opens `tokenizer.json` (and `tokenizer_config.json`, where there is one) of a Hugging Face folder.
 *
 * @throws {InputError} naming the file when it is absent, broken JSON or of a kind that is not understood.
 */
export async function loadTokenizer(directory: string): Promise<Tokenizer> {
  const file = path.join(directory, "tokenizer.json");
  const [definition, config] = await Promise.all([readRecord(file, tokenizerSchema), readTokenizerConfig(directory)]);
  try {
    return createTokenizer(definition, config);
  } catch (cause) {
    const problem =
      cause instanceof InputError ? cause.message : "expected a tokenizer that @huggingface/tokenizers understands";
    throw new InputError(problem, { file }, { cause });
  }
}

/**
 * A tokenizer from the parsed contents of `tokenizer.json` and `tokenizer_config.json`.
 *
 * @throws {InputError} for kinds whose ids @huggingface/tokenizers gets wrong.
 */
export function createTokenizer(definition: object, config: TokenizerConfig = {}): Tokenizer {
  refuseUnfaithful(checkRecord(definition, tokenizerSchema));
  const inner = new HuggingFaceTokenizer(withUnicodeDigits(definition) as object, config);
  let size = 0;
  for (const id of inner.get_vocab(true).values()) size = Math.max(size, id + 1);
  const idOf = (name: "bos_token" | "eos_token"): number | undefined => {
    const text = specialToken(config, name);
    return text === undefined ? undefined : inner.token_to_id(text);
  };
  const bosTokenId = idOf("bos_token");
  const eosTokenId = idOf("eos_token");
  const ends = (tokens: readonly number[]): number =>
    tokens.length - 1 - tokens.findLastIndex((id) => id !== eosTokenId);
  const withoutAddedEnd = (special: number[], plain: readonly number[]): number[] =>
    ends(special) > ends(plain) ? special.slice(0, -1) : special;
  const addBos = config.add_bos_token === true;
  const ids = (text: string, special: boolean): number[] =>
    text === "" && !special ? [] : [...inner.encode(text, { add_special_tokens: special }).ids];
  const decode = (tokens: readonly number[]): string =>
    tokens.length === 0
      ? ""
      : inner.decode([...tokens], { skip_special_tokens: true, clean_up_tokenization_spaces: false });
  const seam = seamOf((text) => ids(text, false), decode);
  return {
    size,
    bosTokenId,
    eosTokenId,
    encode: (text) => ids(text, false),
    encodePrompt: (text) => {
      const plain = ids(text, false);
      // A prompt that writes its own beginning-of-sequence token must not get a second one.
      if (bosTokenId !== undefined && plain[0] === bosTokenId) return plain;
      const special = withoutAddedEnd(ids(text, true), plain);
      return addBos && bosTokenId !== undefined && special[0] !== bosTokenId ? [bosTokenId, ...special] : special;
    },
    decode,
    ...seam,
    tokenId: (token) => inner.token_to_id(token),
    tokenText: (id) => inner.id_to_token(id),
  };
}

/**
 * Two kinds that @huggingface/tokenizers 0.2.0 reads without a word and encodes otherwise than the reference: Unigram with byte
 * fallback (https://github.com/huggingface/tokenizers.js/issues/26), and BPE on words that Metaspace split.
 */
function refuseUnfaithful({ model, pre_tokenizer: splitter }: z.infer<typeof tokenizerSchema>): void {
  if (model?.type === "Unigram" && model.byte_fallback === true)
    throw new InputError("expected no Unigram tokenizer with byte fallback: its ids would not be the reference's");
  const parts = [splitter, ...(splitter?.pretokenizers ?? [])];
  if (model?.type === "BPE" && parts.some((part) => part?.type === "Metaspace" && part.split !== false))
    throw new InputError("expected no BPE behind a Metaspace that splits: its ids would not be the reference's");
}

/**
 * Encoding and decoding of text that goes on. SentencePiece's tokenizers put a blank before a text and take one from the first
 * token when they decode: a line in front of it, which is cut off again, takes that upon itself.
 */
function seamOf(
  encode: (text: string) => number[],
  decode: (ids: readonly number[]) => string,
): Pick<Tokenizer, "encodeNext" | "decodeNext"> {
  const line = encode("\n");
  const before = decode(line);
  const isSame = (one: readonly number[], other: readonly number[]): boolean =>
    one.length === other.length && one.every((id, i) => id === other[i]);
  const cut = (ids: readonly number[]): number[] | undefined =>
    isSame(ids.slice(0, line.length), line) ? ids.slice(line.length) : undefined;
  const isContextFree = ["a", " a", "\ta"].every((text) => isSame(cut(encode(`\n${text}`)) ?? [], encode(text)));
  return {
    // Line breaks may be joined into one token, which leaves nothing to cut.
    encodeNext: (text) => (isContextFree || text === "" ? encode(text) : (cut(encode(`\n${text}`)) ?? encode(text))),
    decodeNext: (ids) => {
      if (ids.length === 0) return "";
      const text = decode([...line, ...ids]);
      return text.startsWith(before) ? text.slice(before.length) : decode(ids);
    },
  };
}

/**
 * Splits digits as the reference does: every numeric character counts ("½", "₀"), where @huggingface/tokenizers 0.2.0
 * takes the ASCII ones only. https://docs.rs/tokenizers, `pre_tokenizers::digits`: `char::is_numeric`
 */
function withUnicodeDigits(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnicodeDigits);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  if (record["type"] === "Digits")
    return {
      type: "Split",
      pattern: { Regex: record["individual_digits"] === true ? "\\p{N}" : "\\p{N}+" },
      behavior: "Isolated",
      invert: false,
    };
  // Only pre-tokenizers nest such records; the vocabulary is large and left as it is.
  const { pre_tokenizer: outer, pretokenizers: nested } = record;
  if (outer !== undefined) return { ...record, pre_tokenizer: withUnicodeDigits(outer) };
  return nested === undefined ? record : { ...record, pretokenizers: withUnicodeDigits(nested) };
}
