import type { PromptFormat } from "@lemma/interfaces";
import type { Tokenizer } from "../tokenizer.ts";

/** A prompt of `format` as the model reads it. */
export function promptTokens(tokenizer: Tokenizer, format: PromptFormat, prompt: string): number[] {
  return format.writesBeginning ? tokenizer.encode(prompt) : tokenizer.encodePrompt(prompt);
}
