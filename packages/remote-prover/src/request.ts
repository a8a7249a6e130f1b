import type { PromptFormat, SamplingSettings } from "@lemma/interfaces";
import { type Tokenizer, promptTokens } from "@lemma/prover";
import { type Dialect, type ServerKind, dialectOf } from "./dialects.ts";

export const paths = { completions: "/v1/completions", chat: "/v1/chat/completions" } as const;

/** How a server is asked. */
export interface Asking {
  readonly kind: ServerKind;
  readonly format: PromptFormat;
  readonly api: keyof typeof paths;
  readonly tokenizer: Tokenizer | undefined;
}

/** One completion to ask for. */
export interface Row {
  readonly prompt: string;
  readonly seed: number;
  readonly maxTokens: number;
  readonly onText?: ((text: string) => void) | undefined;
}

/** What a completion is asked for with, but for its model and adapter, in the words of that kind of server. */
export function requestBody(
  { api, format, kind, tokenizer }: Asking,
  { prompt, seed, maxTokens }: Row,
  sampling: SamplingSettings,
): Readonly<Record<string, unknown>> {
  const dialect: Dialect = dialectOf(kind);
  const { strings, ids } = stops(sampling.stop ?? [], tokenizer, dialect);
  return {
    ...dialect.extras(sampling),
    ...dialect.tokenIds,
    ...(api === "chat"
      ? { messages: [{ role: "user", content: prompt }], logprobs: true, top_logprobs: 1 }
      : {
          prompt: tokenizer !== undefined && dialect.takesTokens ? promptTokens(tokenizer, format, prompt) : prompt,
          logprobs: 1,
        }),
    max_tokens: maxTokens,
    temperature: sampling.temperature,
    top_p: sampling.topP ?? 1,
    seed,
    n: 1,
    ...(strings.length === 0 ? {} : { stop: strings }),
    ...(ids.length === 0 ? {} : { [dialect.stopTokens!]: ids }),
  };
}

/** Stop strings that are special tokens, which no text shows, are stopped at by id where the server can. */
function stops(
  all: readonly string[],
  tokenizer: Tokenizer | undefined,
  { stopTokens }: Dialect,
): { readonly strings: readonly string[]; readonly ids: readonly number[] } {
  if (tokenizer === undefined || stopTokens === undefined) return { strings: all, ids: [] };
  const hidden = (stop: string): number | undefined => {
    const id = tokenizer.tokenId(stop);
    return id !== undefined && tokenizer.decode([id]) === "" ? id : undefined;
  };
  return {
    strings: all.filter((stop) => stop !== "" && hidden(stop) === undefined),
    ids: all.flatMap((stop) => hidden(stop) ?? []),
  };
}
