import { OnceEach } from "@lemma/async";
import {
  type Adapter,
  AbortedError,
  type Completion,
  type ComputeUsage,
  type Conjecturer,
  type ConjectureOptions,
  type GenerateOptions,
  InputError,
  type PromptFormat,
  type Proposal,
  type Prover,
  Random,
  type SamplingSettings,
  type Theorem,
} from "@lemma/interfaces";
import { toNumbers } from "@lemma/autodiff";
import type { LoraAdapter } from "@lemma/lora";
import {
  type PromptFormatName,
  PromptTooLongError,
  type Tokenizer,
  drawConjectures,
  promptFormat,
  promptTokens,
} from "@lemma/prover";
import { type AdapterOptions, AdapterShelf, type Lease } from "./adapter-shelf.ts";
import { type Answer, Assembly, type ModelList, readAnswer, readModels } from "./answers.ts";
import { Client, type ServerOptions } from "./client.ts";
import { type ServerKind, dialectOf, kindOf } from "./dialects.ts";
import { ServerError } from "./errors.ts";
import { type Asking, type Row, paths, requestBody } from "./request.ts";

export interface RemoteProverOptions extends ServerOptions {
  /** How the model is asked. */
  readonly format: PromptFormatName | PromptFormat;
  /** The model's name at the server. Default: the one that it lists. */
  readonly model?: string;
  /** What kind of server it is. Default: as it says of itself. */
  readonly kind?: ServerKind;
  /**
   * `completions` continues the prompt; `chat` makes it the user's turn, put into the model's words by the server's template. Default
   * `completions`.
   */
  readonly api?: "completions" | "chat";
  /**
   * The model's. With it prompts are sent as tokens, the same that a `LocalProver` reads, where the server takes them, and `room` knows
   * how much of the context is left.
   */
  readonly tokenizer?: Tokenizer;
  /** Where adapters are written for the server; without it, asking with one is refused. */
  readonly adapters?: AdapterOptions;
  /**
   * Whether an adapter's first answer is compared with the base model's: servers are known that answer with the base model and say
   * nothing. Costs two short completions an adapter. Default true.
   */
  readonly probeAdapters?: boolean;
}

interface Core extends Asking {
  readonly client: Client;
  readonly shelf: AdapterShelf;
  readonly base: string;
  readonly contextLength: number;
  readonly probes: boolean;
  /** By the adapter's id: that it is the adapter which answers. */
  readonly probed: OnceEach<string, void>;
}

/** Tokens that a probe draws, and the seed it needs not. */
const probeTokens = 16;

/**
 * A model on a server: vLLM, SGLang, llama.cpp's, `lemma serve` or anything with OpenAI's interface. It samples; training stays with
 * whoever has the weights.
 */
export class RemoteProver implements Prover, Conjecturer {
  readonly model: string;
  readonly kind: ServerKind;
  readonly format: PromptFormat;
  readonly #core: Core;
  readonly #owns: boolean;
  #counts = { promptTokens: 0, sampledTokens: 0 };

  private constructor(core: Core, owns: boolean) {
    this.#core = core;
    this.#owns = owns;
    this.model = core.base;
    this.kind = core.kind;
    this.format = core.format;
  }

  /**
   * Asks the server what it is.
   *
   * @throws {ServerError} when nothing usable answers. @throws {InputError} when it has several models and none is named, or not the one
   *   that is.
   */
  static async open(options: RemoteProverOptions): Promise<RemoteProver> {
    const client = new Client(options);
    try {
      const models = await client.ask({ path: "/v1/models" }, readModels(`GET ${client.url}/v1/models`));
      const listed = chosenModel(models, options.model, client.url);
      const kind = options.kind ?? kindOf(listed.owned_by);
      const core: Core = {
        client,
        kind,
        base: listed.id,
        shelf: new AdapterShelf(client, listed.id, dialectOf(kind), options.adapters),
        format: typeof options.format === "object" ? options.format : promptFormat(options.format),
        api: options.api ?? "completions",
        contextLength: listed.max_model_len ?? listed.meta?.n_ctx ?? Number.POSITIVE_INFINITY,
        tokenizer: options.tokenizer,
        probes: options.probeAdapters ?? true,
        probed: new OnceEach(),
      };
      return new RemoteProver(core, true);
    } catch (error) {
      await client[Symbol.asyncDispose]();
      throw error;
    }
  }

  get usage(): ComputeUsage {
    return { ...this.#counts, trainedTokens: 0, flops: 0 };
  }

  /** The same model with counts of its own; whoever opened it closes it. */
  metered(): RemoteProver {
    return new RemoteProver(this.#core, false);
  }

  /**
   * Each completion is a request with a seed that follows from `seed`, the prompt and the sample's number alone.
   *
   * `logprobs` are as the server tells them: vLLM's are those at temperature 1 unless it runs with `--logprobs-mode
   * processed_logprobs`, and llama.cpp's always. `tokens` is empty where the server does not name them by id; both are where llama.cpp's
   * tells of fewer than it drew, which are those of a stop string and of characters that are several tokens.
   *
   * @throws {ServerError} naming what the server got wrong. @throws {AbortedError} @throws {PromptTooLongError}
   */
  async generate(
    prompts: readonly string[],
    samples: number,
    options: GenerateOptions,
  ): Promise<readonly (readonly Completion[])[]> {
    if (prompts.length === 0 || samples < 1) return prompts.map(() => []);
    const { sampling, seed, adapters = [], signal, onText } = options;
    const random = new Random(seed);
    const drawn = new Map<string, number>();
    const rows = prompts.map((prompt, index) => {
      const room = this.room(prompt);
      if (room < 1)
        throw new PromptTooLongError(index, this.#core.contextLength - room, {
          contextLength: this.#core.contextLength,
        });
      return Array.from({ length: samples }, (_, sample): Row => {
        // Equal prompts are one prompt with more samples.
        const number = drawn.get(prompt) ?? 0;
        drawn.set(prompt, number + 1);
        return {
          prompt,
          seed: random.fork("row", prompt, number).uint32(),
          maxTokens: Math.min(sampling.maxTokens, room),
          onText: onText === undefined ? undefined : (text) => onText(index, sample, text),
        };
      });
    });
    const counted = new Set<string>();
    const answers = await this.#together(rows, signal, (row, own) => this.#answer(row, sampling, adapters, own));
    return answers.map((own, index) =>
      own.map(({ completion, promptTokens, sampledTokens }) => {
        const prompt = prompts[index]!;
        if (!counted.has(prompt)) this.#counts.promptTokens += promptTokens;
        counted.add(prompt);
        this.#counts.sampledTokens += sampledTokens;
        return completion;
      }),
    );
  }

  /** Infinite where the server does not tell its context's length or no tokenizer was given. */
  room(prompt: string): number {
    const { tokenizer, contextLength } = this.#core;
    if (tokenizer === undefined) return Number.POSITIVE_INFINITY;
    return contextLength - promptTokens(tokenizer, this.format, prompt).length;
  }

  async conjecture(target: Theorem, count: number, options: ConjectureOptions): Promise<readonly Proposal[]> {
    return drawConjectures(this, target, count, options);
  }

  /** Takes the adapters that it brought away from the server. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#owns) return;
    const { client, shelf } = this.#core;
    try {
      await shelf.clear();
    } finally {
      await client[Symbol.asyncDispose]();
    }
  }

  /** All rows at once; the first failure ends the others. */
  async #together(
    rows: readonly (readonly Row[])[],
    signal: AbortSignal | undefined,
    ask: (row: Row, signal: AbortSignal) => Promise<Answer>,
  ): Promise<readonly (readonly Answer[])[]> {
    const failed = new AbortController();
    const either = signal === undefined ? failed.signal : AbortSignal.any([failed.signal, signal]);
    const pending = rows.map((own) => own.map((row) => ask(row, either)));
    try {
      return await Promise.all(pending.map((own) => Promise.all(own)));
    } catch (error) {
      failed.abort(error);
      await Promise.allSettled(pending.flat());
      if (signal?.aborted === true) throw new AbortedError("generate", signal);
      throw error;
    }
  }

  async #answer(row: Row, sampling: SamplingSettings, stack: readonly Adapter[], signal: AbortSignal): Promise<Answer> {
    if (stack.length === 0) return this.#ask(row, sampling, undefined, signal);
    for (let again = true; ; again = false) {
      const lease = await this.#core.shelf.borrow(stack, signal);
      try {
        await this.#probe(row.prompt, lease, signal);
        return await this.#ask(row, sampling, lease, signal);
      } catch (error) {
        // Taken away by another client, or lost with a server that began anew: brought once more.
        const isGone = error instanceof ServerError && error.fault === "refused" && error.status === 404;
        if (!isGone || !again) throw error;
        this.#core.shelf.forget(lease);
      } finally {
        lease.release();
      }
    }
  }

  /** @throws {ServerError} with fault `wrong-model` when the adapter's answer is the base model's to the last bit. */
  async #probe(prompt: string, lease: Lease, signal: AbortSignal): Promise<void> {
    const { probed, probes } = this.#core;
    const { adapter } = lease;
    if (!probes || doesNothing(adapter)) return;
    await probed.of(adapter.id, () => this.#compare(prompt, lease, signal));
  }

  async #compare(prompt: string, lease: Lease, signal: AbortSignal): Promise<void> {
    const row: Row = { prompt, seed: 0, maxTokens: Math.min(probeTokens, this.room(prompt)) };
    const greedy: SamplingSettings = { temperature: 0, maxTokens: probeTokens };
    // One after the other: a server is known that answers for the base model wrongly while an adapter is in the same batch.
    const adapted = await this.#ask(row, greedy, lease, signal);
    const base = await this.#ask(row, greedy, undefined, signal);
    const isSame =
      adapted.completion.text === base.completion.text &&
      adapted.completion.logprobs.length > 0 &&
      adapted.completion.logprobs.join() === base.completion.logprobs.join();
    if (isSame)
      throw new ServerError(
        "wrong-model",
        `${this.#core.client.url}: adapter ${lease.adapter.id} was asked for, and the answer is the base model's to the last bit`,
      );
  }

  async #ask(row: Row, sampling: SamplingSettings, lease: Lease | undefined, signal: AbortSignal): Promise<Answer> {
    const { client, shelf, api, kind, base } = this.#core;
    const path = paths[api];
    const place = `POST ${client.url}${path}`;
    const fields = lease?.fields ?? (await shelf.baseFields(signal));
    const body = { ...requestBody(this.#core, row, sampling), model: lease?.model ?? base, ...fields };
    const { onText } = row;
    // What an earlier try has shown is not shown again.
    let shown = 0;
    const begin = (): { readonly piece: (value: unknown) => void; readonly end: () => Answer } => {
      let length = 0;
      const assembly = new Assembly(place, (text) => {
        const fresh = text.slice(Math.max(0, shown - length));
        length += text.length;
        if (length <= shown) return;
        shown = length;
        onText?.(fresh);
      });
      return { piece: (value) => assembly.piece(value), end: () => assembly.end() };
    };
    const answer =
      onText === undefined
        ? await client.ask({ path, body, signal }, readAnswer(place))
        : await client.stream(
            { path, body: { ...body, stream: true, stream_options: { include_usage: true } }, signal },
            begin,
          );
    const isNamed = typeof dialectOf(kind).adapters !== "string";
    if (lease !== undefined && isNamed && answer.model !== undefined && !isModel(answer.model, lease))
      throw new ServerError(
        "wrong-model",
        `${place}: adapter ${lease.adapter.id} was asked for, and "${answer.model}" answered`,
      );
    return answer;
  }
}

function chosenModel(models: ModelList, name: string | undefined, url: string): ModelList[number] {
  const bases = models.filter(({ parent }) => typeof parent !== "string");
  const names = bases.map(({ id }) => `"${id}"`).join(", ");
  if (name !== undefined) {
    const found = bases.find(({ id }) => id === name);
    if (found === undefined) throw new InputError(`${url}: has no model "${name}", but ${names || "none"}`);
    return found;
  }
  const [first, second] = bases;
  if (first === undefined) throw new ServerError("malformed", `${url}: lists no model`);
  if (second !== undefined) throw new InputError(`${url}: has several models (${names}): name one`);
  return first;
}

const isModel = (model: string, { model: asked, adapter }: Lease): boolean =>
  model === asked || model === adapter.id || model.endsWith(`:${adapter.id}`);

/** A fresh adapter's B is zero: its model is the base model. */
const doesNothing = ({ parameters, scale }: LoraAdapter): boolean =>
  scale === 0 || Object.values(parameters).every(({ b }) => toNumbers(b).every((value) => value === 0));
