import path from "node:path";
import { InputError } from "@lemma/interfaces";
import { readJsonIfPresent } from "../json-file.ts";

/** `tokenizer_config.json` as parsed, with the special tokens that only `special_tokens_map.json` names. */
export type TokenizerConfig = Readonly<Record<string, unknown>>;

/**
 * Either file may be missing; neither then says anything.
 *
 * @throws {InputError} naming the file that is not a JSON object.
 */
export async function readTokenizerConfig(directory: string): Promise<TokenizerConfig> {
  const [tokens, config] = await Promise.all(
    ["special_tokens_map.json", "tokenizer_config.json"].map(async (name) => {
      const file = path.join(directory, name);
      const value = (await readJsonIfPresent(file)) ?? {};
      if (typeof value !== "object" || Array.isArray(value)) throw new InputError("expected a JSON object", { file });
      return value;
    }),
  );
  return { ...tokens, ...config };
}

/** A special token by its name in the file (`eos_token`), written either as the token itself or as { content, lstrip, … }. */
export function specialToken(config: TokenizerConfig, name: string): string | undefined {
  const token = config[name];
  const text = typeof token === "object" && token !== null ? (token as { content?: unknown }).content : token;
  return typeof text === "string" ? text : undefined;
}
