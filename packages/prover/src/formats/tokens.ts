import type { Example, PromptFormat } from "@lemma/interfaces";
import type { TokenExample } from "@lemma/train";
import type { LlamaConfig } from "../config.ts";
import type { Tokenizer } from "../tokenizer.ts";

// Where text becomes tokens: sampling, training and scoring all read prompts and answers here.

/** Whether examples hold the reasoning that a model wrote when it found a proof, or the proof alone. */
export type ReasoningChoice = "drop" | "keep";

/** A prompt of `format` as the model reads it. */
export function promptTokens(tokenizer: Tokenizer, format: PromptFormat, prompt: string): number[] {
  return format.writesBeginning ? tokenizer.encode(prompt) : tokenizer.encodePrompt(prompt);
}

/** A model's vocabulary and what its configuration says of it. */
interface Vocabulary {
  readonly tokenizer: Tokenizer;
  readonly config: Pick<LlamaConfig, "eosTokenIds">;
}

/**
 * What ends an answer: the format's turn end where the tokenizer has it as one token, else its end-of-sequence token, and only
 * then the configuration's first, since a list may begin with one that no turn ends with.
 */
export function turnEndToken({ tokenizer, config }: Vocabulary, format: PromptFormat): number | undefined {
  const own = format.turnEnd === undefined ? undefined : tokenizer.tokenId(format.turnEnd);
  return own ?? tokenizer.eosTokenId ?? config.eosTokenIds[0];
}

/** The prompt, what the model would have written for the proof, and the end of its turn; without one where none is known. */
export function exampleTokens(
  model: Vocabulary,
  format: PromptFormat,
  example: Example & { readonly weight?: number },
  reasoning: ReasoningChoice = "drop",
): TokenExample {
  const { tokenizer } = model;
  const prompt = promptTokens(tokenizer, format, format.prove(example.theorem));
  const written = reasoning === "keep" ? example.completion : undefined;
  const end = turnEndToken(model, format);
  const tokens = [
    ...prompt,
    ...tokenizer.encodeNext(written ?? format.answer(example)),
    ...(end === undefined ? [] : [end]),
  ];
  return {
    tokens,
    promptLength: prompt.length,
    ...(example.weight === undefined ? {} : { weight: example.weight }),
  };
}
