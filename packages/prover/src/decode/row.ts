import type { Completion, Random } from "@lemma/interfaces";
import { NotFiniteError } from "../errors.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { type RepetitionGuard, RowText, endsInCycle } from "./text.ts";

export interface RowRequest {
  /** The row's own stream: its n-th number decides its n-th token, whatever else is in the batch. */
  readonly random: Random;
  readonly maxTokens: number;
  readonly onText?: ((text: string) => void) | undefined;
}

/** One prompt and the rows that continue it. */
export interface PromptRows {
  readonly prompt: readonly number[];
  readonly rows: readonly RowRequest[];
}

/** When a row ends. */
export interface RowSettings {
  readonly tokenizer: Tokenizer;
  /** A row ends at any of these tokens. */
  readonly endTokens: readonly number[];
  /** Strings that end a row and are no part of its text. */
  readonly stop: readonly string[];
  readonly repetitionGuard: RepetitionGuard | undefined;
}

/** A stream's next number, of those that decide tokens. 24 bits: every one is a float32 below 1. */
export const uniformOf = (random: Random): number => (random.uint32() >>> 8) / 2 ** 24;

/** One row's state between chunks. */
export class Row {
  readonly #prompt: readonly number[];
  readonly #request: RowRequest;
  readonly #settings: RowSettings;
  readonly #text: RowText;
  readonly #tokens: number[] = [];
  readonly #logprobs: number[] = [];
  #finish: Completion["finishReason"] | undefined;

  constructor(prompt: readonly number[], request: RowRequest, settings: RowSettings) {
    this.#prompt = prompt;
    this.#request = request;
    this.#settings = settings;
    this.#text = new RowText(settings.tokenizer, settings.stop);
  }

  get isDone(): boolean {
    return this.#finish !== undefined;
  }

  /** Tokens that may still come. */
  get left(): number {
    return this.#request.maxTokens - this.#tokens.length;
  }

  get last(): number {
    return this.#tokens.at(-1) ?? this.#prompt.at(-1)!;
  }

  /** Of `last`. */
  get position(): number {
    return this.#prompt.length - 1 + this.#tokens.length;
  }

  uniform(): number {
    return uniformOf(this.#request.random);
  }

  /** Another row, which has begun as this one has. */
  fork(request: RowRequest = this.#request): Row {
    const row = new Row(this.#prompt, request, this.#settings);
    row.#tokens.push(...this.#tokens);
    row.#logprobs.push(...this.#logprobs);
    return row;
  }

  /** Takes a chunk's tokens up to where the row ends. */
  take(tokens: readonly number[], logprobs: ArrayLike<number>): void {
    if (this.isDone) return;
    const { endTokens, repetitionGuard } = this.#settings;
    const known = this.#tokens.length;
    for (const [i, token] of tokens.entries()) {
      const logprob = logprobs[i]!;
      // Weights that stay in their file are not searched for NaN: it shows here, at the first token.
      if (!Number.isFinite(logprob)) throw new NotFiniteError("generate", `a log-probability of ${logprob}`);
      this.#tokens.push(token);
      this.#logprobs.push(logprob);
      if (endTokens.includes(token)) this.#finish = "stop";
      else if (this.left <= 0) this.#finish = "length";
      else if (repetitionGuard !== undefined && endsInCycle(this.#tokens, repetitionGuard)) this.#finish = "length";
      if (this.isDone) break;
    }
    const stop = this.#text.stopAfter(this.#tokens, known);
    if (stop !== undefined) {
      this.#tokens.length = stop;
      this.#logprobs.length = stop;
      this.#finish = "stop";
    }
    if (this.#request.onText !== undefined) {
      const piece = this.#text.fresh(this.#tokens, this.isDone);
      if (piece !== "") this.#request.onText(piece);
    }
  }

  completion(): Completion {
    return {
      text: this.#text.text(this.#tokens),
      tokens: this.#tokens,
      logprobs: this.#logprobs,
      finishReason: this.#finish ?? "length",
    };
  }
}
