import type { Completion } from "@lemma/interfaces";
import { z } from "zod";
import { parseJson } from "./client.ts";
import { ServerError } from "./errors.ts";

// Of each answer only what is used; servers add fields of their own.

/** `/v1/models`. */
const modelList = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      owned_by: z.string().optional(),
      /** vLLM's and SGLang's: prompt and answer together. */
      max_model_len: z.number().nullish(),
      /** vLLM's: of an adapter, its model. */
      parent: z.string().nullish(),
      /** llama.cpp's. */
      meta: z.object({ n_ctx: z.number().optional() }).nullish(),
    }),
  ),
});

export type ModelList = z.infer<typeof modelList>["data"];

/** llama.cpp's `/lora-adapters`. */
const loadedAdapters = z.array(z.object({ id: z.number(), path: z.string() }));

/** OpenAI's two ways to tell log-probabilities: of completions, and of chats (which llama.cpp uses for both). */
const logprobs = z.union([
  z.object({ token_logprobs: z.array(z.number().nullable()), tokens: z.array(z.string()) }),
  z.object({
    content: z.array(z.object({ logprob: z.number(), token: z.string(), id: z.number().optional() })).nullable(),
  }),
]);

const choice = z.object({
  index: z.number().optional(),
  text: z.string().nullish(),
  message: z.object({ content: z.string().nullish() }).nullish(),
  delta: z.object({ content: z.string().nullish() }).nullish(),
  finish_reason: z.string().nullish(),
  logprobs: logprobs.nullish(),
  token_ids: z.array(z.number()).nullish(),
});

const usage = z.object({ prompt_tokens: z.number(), completion_tokens: z.number().nullish() });

const completion = z.object({
  model: z.string().optional(),
  choices: z.array(choice),
  usage: usage.nullish(),
  error: z.unknown().optional(),
});

type Choice = z.infer<typeof choice>;

/** One completion, with what the server says of itself beside it. */
export interface Answer {
  readonly completion: Completion;
  /** Which model answered, where the server says so. */
  readonly model: string | undefined;
  readonly promptTokens: number;
  readonly sampledTokens: number;
}

/** @throws {ServerError} */
export const readModels = (place: string) => (text: string) => shaped(modelList, parseJson(text, place), place).data;
/** @throws {ServerError} */
export const readLoaded = (place: string) => (text: string) => shaped(loadedAdapters, parseJson(text, place), place);

/** @throws {ServerError} when it is no completion, or ends for a reason that is neither its end nor its length. */
export const readAnswer =
  (place: string) =>
  (text: string): Answer => {
    const assembly = new Assembly(place);
    assembly.piece(parseJson(text, place));
    return assembly.end();
  };

/** Puts an answer together from its pieces; a whole one is one piece. */
export class Assembly {
  readonly #place: string;
  readonly #onText: ((text: string) => void) | undefined;
  #text = "";
  #tokens: number[] = [];
  #logprobs: number[] = [];
  /** llama.cpp's: ids beside log-probabilities, of which it leaves some out. */
  #namesInContent = false;
  #finish: string | undefined;
  #model: string | undefined;
  #usage: z.infer<typeof usage> | undefined;

  constructor(place: string, onText?: (text: string) => void) {
    this.#place = place;
    this.#onText = onText;
  }

  piece(value: unknown): void {
    const { model, choices, usage: counted, error } = shaped(completion, value, this.#place);
    if (error !== undefined && error !== null) this.#fail(`the server says ${JSON.stringify(error)}`);
    this.#model ??= model;
    this.#usage = counted ?? this.#usage;
    const [first, second] = choices;
    if (second !== undefined) this.#fail(`${choices.length} choices for one asked for`);
    if (first === undefined) return;
    const text = first.text ?? first.message?.content ?? first.delta?.content ?? "";
    this.#text += text;
    if (text !== "") this.#onText?.(text);
    const { tokens, values } = this.#counted(first);
    this.#tokens.push(...tokens);
    this.#logprobs.push(...values);
    this.#finish = first.finish_reason ?? this.#finish;
  }

  end(): Answer {
    if (this.#finish !== "stop" && this.#finish !== "length")
      this.#fail(`expected an end by "stop" or "length", received ${JSON.stringify(this.#finish ?? null)}`);
    if (this.#tokens.length > 0 && this.#tokens.length !== this.#logprobs.length)
      this.#fail(`${this.#tokens.length} tokens with ${this.#logprobs.length} log-probabilities`);
    const drawn = this.#usage?.completion_tokens ?? this.#logprobs.length;
    const isWhole = !this.#namesInContent || this.#tokens.length === drawn;
    return {
      completion: {
        text: this.#text,
        tokens: isWhole ? this.#tokens : [],
        logprobs: isWhole ? this.#logprobs : [],
        finishReason: this.#finish,
      },
      model: this.#model,
      promptTokens: this.#usage?.prompt_tokens ?? 0,
      sampledTokens: drawn,
    };
  }

  #counted({ token_ids: ids, logprobs: told }: Choice): {
    readonly tokens: readonly number[];
    readonly values: readonly number[];
  } {
    if (told === null || told === undefined) return { tokens: ids ?? [], values: [] };
    if ("token_logprobs" in told) {
      const values = told.token_logprobs.map((value) => value ?? this.#fail("a token without a log-probability"));
      return { tokens: ids ?? [], values };
    }
    const content = told.content ?? [];
    const own = content.flatMap(({ id }) => (id === undefined ? [] : [id]));
    this.#namesInContent ||= own.length > 0;
    return {
      tokens: ids ?? (own.length === content.length ? own : []),
      values: content.map(({ logprob }) => logprob),
    };
  }

  #fail(problem: string): never {
    throw new ServerError("malformed", `${this.#place}: ${problem}`);
  }
}

function shaped<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  throw new ServerError("malformed", `${place}: field "${issue!.path.join(".")}": ${issue!.message}`);
}
