import { randomUUID } from "node:crypto";
import type { Completion } from "@lemma/interfaces";
import type { Tokenizer } from "@lemma/prover";
import type { CompletionWork, ServedCompletion } from "./completions.ts";
import type { CompletionAsk } from "./requests.ts";

export type AnswerKind = "completion" | "chat";

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** Prompts are counted once, however many completions each has. */
export function usageOf({ prompts }: CompletionWork, rows: readonly ServedCompletion[]): Usage {
  const prompt = prompts.reduce((total, { length }) => total + length, 0);
  const sampled = rows.reduce((total, { completion }) => total + completion.tokens.length, 0);
  return { prompt_tokens: prompt, completion_tokens: sampled, total_tokens: prompt + sampled };
}

/** Completions as OpenAI's interface tells them, whole or in pieces. */
export class AnswerShape {
  readonly #kind: AnswerKind;
  readonly #ask: CompletionAsk;
  readonly #tokenizer: Tokenizer;
  readonly #head: { readonly id: string; readonly created: number; readonly model: string };

  constructor(kind: AnswerKind, ask: CompletionAsk, tokenizer: Tokenizer) {
    this.#kind = kind;
    this.#ask = ask;
    this.#tokenizer = tokenizer;
    this.#head = {
      id: `${kind === "chat" ? "chatcmpl" : "cmpl"}-${randomUUID()}`,
      created: Math.floor(Date.now() / 1000),
      model: ask.model,
    };
  }

  whole(rows: readonly ServedCompletion[], usage: Usage): object {
    const object = this.#kind === "chat" ? "chat.completion" : "text_completion";
    const choices = rows.map(({ index, completion }) => ({
      ...this.#choice(index, completion),
      ...(this.#kind === "chat"
        ? { message: { role: "assistant", content: completion.text, refusal: null } }
        : { text: completion.text }),
    }));
    return { ...this.#head, object, choices, usage };
  }

  /** Some more text. */
  piece(index: number, text: string): object {
    return this.#pieceOf({ index, ...this.#fresh(text), logprobs: null, finish_reason: null });
  }

  /** A row's end, with the tokens and log-probabilities of all of it: text is shown as soon as it is certain, not token by token. */
  last(index: number, completion: Completion): object {
    return this.#pieceOf({ ...this.#choice(index, completion), ...this.#fresh("") });
  }

  usage(usage: Usage): object {
    return { ...this.#pieceHead(), choices: [], usage };
  }

  #fresh(text: string): object {
    return this.#kind === "chat" ? { delta: { role: "assistant", content: text } } : { text };
  }

  #pieceOf(choice: object): object {
    return { ...this.#pieceHead(), choices: [choice] };
  }

  #pieceHead(): object {
    return { ...this.#head, object: this.#kind === "chat" ? "chat.completion.chunk" : "text_completion" };
  }

  #choice(index: number, completion: Completion): object {
    return {
      index,
      finish_reason: completion.finishReason,
      logprobs: this.#ask.logprobsWanted ? this.#logprobs(completion) : null,
      ...(this.#ask.return_token_ids === true ? { token_ids: completion.tokens } : {}),
    };
  }

  #logprobs({ tokens, logprobs }: Completion): object {
    const texts = tokens.map((id) => this.#tokenizer.decode([id]) || (this.#tokenizer.tokenText(id) ?? ""));
    if (this.#kind === "chat")
      return {
        content: texts.map((token, i) => ({
          token,
          logprob: logprobs[i],
          bytes: [...Buffer.from(token)],
          top_logprobs: [],
        })),
        refusal: null,
      };
    let offset = 0;
    const offsets = texts.map((text) => (offset += text.length) - text.length);
    return { tokens: texts, token_logprobs: logprobs, top_logprobs: null, text_offset: offsets };
  }
}
