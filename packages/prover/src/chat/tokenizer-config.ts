import path from "node:path";
import { readRecordIfPresent } from "@lemma/files";
import { z } from "zod";

const token = z.union([z.string(), z.looseObject({ content: z.string() })], "expected a token, or { content: … }");

/** Those that transformers hands to templates. */
const specialTokens = {
  bos_token: token.nullish(),
  eos_token: token.nullish(),
  unk_token: token.nullish(),
  sep_token: token.nullish(),
  pad_token: token.nullish(),
  cls_token: token.nullish(),
  mask_token: token.nullish(),
};

export type SpecialTokenName = keyof typeof specialTokens;

export const specialTokenNames = Object.keys(specialTokens) as readonly SpecialTokenName[];

const tokenizerConfigSchema = z.looseObject(
  {
    ...specialTokens,
    add_bos_token: z.boolean("expected true or false").nullish(),
    chat_template: z
      .union(
        [z.string(), z.array(z.object({ name: z.string(), template: z.string() }))],
        "expected a template or a list of { name, template }",
      )
      .nullish(),
  },
  "expected a JSON object",
);

/** `tokenizer_config.json`, with the special tokens that only `special_tokens_map.json` names. Further fields are those of the files. */
export type TokenizerConfig = z.infer<typeof tokenizerConfigSchema>;

/**
 * Either file may be missing; neither then says anything.
 *
 * @throws {InputError} naming the file, and the field that is not what it should be.
 */
export async function readTokenizerConfig(directory: string): Promise<TokenizerConfig> {
  const [tokens, config] = await Promise.all([
    readRecordIfPresent(path.join(directory, "special_tokens_map.json"), z.looseObject(specialTokens)),
    readRecordIfPresent(path.join(directory, "tokenizer_config.json"), tokenizerConfigSchema),
  ]);
  return { ...tokens, ...config };
}

/** A special token, written either as the token itself or as { content, lstrip, … }. */
export function specialToken(config: TokenizerConfig, name: SpecialTokenName): string | undefined {
  const token = config[name] ?? undefined;
  return typeof token === "object" ? token.content : token;
}
