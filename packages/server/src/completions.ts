import { type Completion, InputError } from "@lemma/interfaces";
import type { LoraAdapter } from "@lemma/lora";
import { type ChatTemplate, type LocalProver, type Tokenizer } from "@lemma/prover";
import type { Batcher } from "./batcher.ts";
import { RequestError } from "./errors.ts";
import type { CompletionAsk } from "./requests.ts";

/** A completion as it was asked for. */
export interface ServedCompletion {
  readonly index: number;
  readonly completion: Completion;
}

export interface CompletionWork {
  readonly prompts: readonly (readonly number[])[];
  /** In the order of prompts, then of samples. */
  readonly rows: readonly Promise<ServedCompletion>[];
}

/**
 * Submits what was asked for. Without a seed one is drawn; with one, the same request has the same answer.
 *
 * @throws {RequestError} before anything is submitted.
 */
export function submit(
  ask: CompletionAsk,
  {
    prover,
    batcher,
    template,
  }: { readonly prover: LocalProver; readonly batcher: Batcher; readonly template: ChatTemplate | undefined },
  options: {
    readonly adapter: LoraAdapter | undefined;
    readonly signal: AbortSignal;
    readonly onText?: (index: number, text: string) => void;
  },
): CompletionWork {
  const prompts = tokensOf(ask, prover.tokenizer, template);
  for (const [i, prompt] of prompts.entries()) {
    try {
      prover.checkPrompt(prompt, i);
    } catch (error) {
      throw new RequestError(400, error instanceof Error ? error.message : String(error), "prompt");
    }
  }
  const samples = ask.n ?? 1;
  const seed = ask.seed ?? Math.floor(Math.random() * 2 ** 32);
  const topK = ask.top_k ?? 0;
  const stopTokens = (ask.stop_token_ids ?? []).map((id) => specialToken(prover.tokenizer, id));
  const stop = [...(typeof ask.stop === "string" ? [ask.stop] : (ask.stop ?? [])), ...stopTokens];
  const drawing = {
    // OpenAI's defaults.
    sampling: { temperature: ask.temperature ?? 1, topP: ask.top_p ?? 1, topK: topK < 0 ? 0 : topK },
    adapter: options.adapter,
  };
  const room = Math.min(...prompts.map((prompt) => prover.longest - prompt.length));
  const maxTokens = ask.max_tokens ?? (ask.input.kind === "chat" ? room : 16);
  const rows = prompts.flatMap((prompt, p) =>
    Array.from({ length: samples }, (_, sample) => {
      const index = p * samples + sample;
      const { onText } = options;
      return new Promise<ServedCompletion>((done, failed) =>
        batcher.submit(drawing, {
          prompt,
          seed,
          sample,
          maxTokens,
          stop,
          signal: options.signal,
          onText: onText === undefined ? undefined : (text) => onText(index, text),
          done: (completion) => done({ index, completion }),
          failed,
        }),
      );
    }),
  );
  return { prompts, rows };
}

function tokensOf(
  { input }: CompletionAsk,
  tokenizer: Tokenizer,
  template: ChatTemplate | undefined,
): readonly (readonly number[])[] {
  if (input.kind === "tokens") return input.prompts;
  if (input.kind === "texts")
    return input.prompts.map((text) => (input.plain ? tokenizer.encode(text) : tokenizer.encodePrompt(text)));
  if (template === undefined)
    throw new RequestError(400, "this model has no chat template: ask /v1/completions", "messages");
  try {
    // A template writes its own beginning-of-sequence token.
    return [tokenizer.encode(template.render(input.messages))];
  } catch (error) {
    if (error instanceof InputError) throw new RequestError(400, error.message, "messages");
    throw error;
  }
}

/** Ends are strings here, of which a special token's own text is one. */
function specialToken(tokenizer: Tokenizer, id: number): string {
  const text = tokenizer.tokenText(id);
  if (text === undefined || tokenizer.decode([id]) !== "")
    throw new RequestError(400, `${id} is no special token: give its text as \`stop\``, "stop_token_ids");
  return text;
}
