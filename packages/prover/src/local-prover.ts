import path from "node:path";
import { Recent } from "@lemma/async";
import { type CompileOptions, type Tensor, type TensorValue, constant } from "@lemma/autodiff";
import {
  type AdaptSettings,
  type AdaptationTrace,
  type Adapter,
  type Adapting,
  type Completion,
  type ComputeUsage,
  type Conjecturer,
  type ConjectureOptions,
  DisposedError,
  type Example,
  type GenerateOptions,
  type Proposal,
  InputError,
  type PromptFormat,
  type Prover,
  type Scoring,
  Random,
  type SamplingSettings,
  type Theorem,
  type WeightedExample,
} from "@lemma/interfaces";
import { LoraAdapter } from "@lemma/lora";
import { type TokenExample } from "@lemma/train";
import { AdaptPrograms } from "./adapt.ts";
import { AdapterTrainer, type AdapterTrainerSettings } from "./adapter-trainer.ts";
import type { ChatTemplate } from "./chat/chat-template.ts";
import type { LlamaConfig } from "./config.ts";
import { type SiteAdapters, adaptedSites, fuseAdapters } from "./decode/adapters.ts";
import { type ArrivingRow, generateArriving } from "./decode/arrivals.ts";
import { batches } from "./decode/batches.ts";
import { DecodeEngine } from "./decode/engine.ts";
import { type GenerateSettings, generateBatch, leastChunk } from "./decode/generate.ts";
import type { PromptRows, RowRequest } from "./decode/row.ts";
import { drawSettings } from "./decode/sampling-settings.ts";
import type { RepetitionGuard } from "./decode/text.ts";
import { generateTree, growsAsTree } from "./decode/tree.ts";
import { type ExecutionOptions, type ExecutionPolicy, executionPolicy } from "./execution-policy.ts";
import { drawConjectures } from "./draw-conjectures.ts";
import { PromptTooLongError, VocabularyMismatchError } from "./errors.ts";
import { type FormatChoice, formatFor } from "./formats/choose-format.ts";
import { promptFormat } from "./formats/prompt-format.ts";
import { type ReasoningChoice, exampleTokens, promptTokens, turnEndToken } from "./formats/tokens.ts";
import type { ChatFormatOptions } from "./formats/turns.ts";
import { type LlamaModel, loadModel } from "./model/load.ts";
import type { LlamaParameters } from "./model/llama.ts";
import { llamaModules, parameterCount } from "./model/shapes.ts";
import { MeteredProver } from "./metered-prover.ts";
import { type RowPrograms, Scorer, checkTokens } from "./score.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { UsageMeter } from "./usage-meter.ts";
import { type TensorReader, type PlacedWeights, isQuantized, placeWeights, readFrom, readValues } from "./weights.ts";

export interface LocalProverOptions extends ExecutionOptions {
  /** How the model is asked; `auto` goes by its name and template. Default `tiny`. */
  readonly format?: FormatChoice | PromptFormat;
  /** For the format `chat`: what goes into the model's own template. */
  readonly chat?: Omit<ChatFormatOptions, "template">;
  /**
   * Whether adapting and scoring take the reasoning along that a model wrote when it found a proof (`keep`), or the proof alone as the
   * paper does (`drop`, the default). Models that reason before they answer unlearn it on proofs alone.
   */
  readonly reasoning?: ReasoningChoice;
  /** In order of preference. Default `["cpu"]`. */
  readonly executionProviders?: CompileOptions["executionProviders"];
  /** Threads inside an operation; 0, the default, is one per core. */
  readonly threads?: number;
  /**
   * Tokens between two looks at stop strings, streams, signals and finished rows: at least these, and a thirty-second of what was
   * generated. Default 32.
   */
  readonly chunkTokens?: number;
  /**
   * Different prompts that begin alike share what they begin with, read once and kept once, when so many tokens need not be
   * read again. Default: what takes the model 10¹¹ operations, about as long as opening the programs for it.
   */
  readonly leastSharing?: number;
  /**
   * Ends a completion (with `length`) that goes round in circles. Default: one that comes 16 times, of at most 128 tokens; none for the
   * format `tiny`, whose answers are shorter than that.
   */
  readonly repetitionGuard?: RepetitionGuard | "none";
}

/** A completion that is asked for while others are under way. */
export interface ArrivingCompletion extends Omit<ArrivingRow, "random"> {
  readonly seed: number;
  /** Which of a prompt's samples it is, from 0. */
  readonly sample: number;
}

/** A prompt's rows, and whose they are. */
interface Job extends PromptRows {
  readonly rows: readonly (RowRequest & { readonly index: number; readonly sample: number })[];
}

/** Floating-point operations that sharing must save before programs are opened for it. */
const worthSharing = 1e11;

interface Parts {
  readonly model: string;
  readonly config: LlamaConfig;
  readonly tokenizer: Tokenizer;
  readonly chatTemplate?: ChatTemplate | undefined;
  readonly parameters: LlamaParameters<Tensor>;
  readonly read: TensorReader;
  readonly adapterStart?: LoraAdapter | undefined;
}

/** A prover of one of the `architectures` in this process: samples, scores and adapts, all in threads of their own. */
export class LocalProver implements Prover, Conjecturer, Adapting, Scoring {
  /** Names the model in logs and adapters: its folder. */
  readonly model: string;
  readonly config: LlamaConfig;
  readonly tokenizer: Tokenizer;
  readonly format: PromptFormat;
  /** How the model's maker writes its turns; absent for one that was not trained on conversations. */
  readonly chatTemplate: ChatTemplate | undefined;
  readonly #options: LocalProverOptions;
  readonly #policy: ExecutionPolicy;
  readonly #placed: PlacedWeights;
  readonly #engine: DecodeEngine;
  readonly #scorer: Scorer;
  readonly #rows: RowPrograms;
  readonly #adapting: AdaptPrograms;
  readonly #adapterStart: LoraAdapter | undefined;
  readonly #meter = new UsageMeter();
  // A theorem's adapter is used in a row and never again.
  readonly #fused = new Recent<string, SiteAdapters<TensorValue>>(4);
  #isDisposed = false;

  private constructor(parts: Parts, placed: PlacedWeights, options: LocalProverOptions) {
    const { model, config, tokenizer, chatTemplate, parameters, adapterStart } = parts;
    this.model = model;
    this.config = config;
    this.tokenizer = tokenizer;
    this.#options = options;
    this.chatTemplate = chatTemplate;
    const { format = "tiny", chat } = options;
    this.format =
      typeof format === "object"
        ? format
        : promptFormat(formatFor(format, { directory: model, tokenizer, chatTemplate }), {
            ...chat,
            template: chatTemplate,
          });
    const compile: CompileOptions = {
      ...(options.executionProviders === undefined ? {} : { executionProviders: options.executionProviders }),
      threads: options.threads ?? 0,
    };
    const ends = [...config.eosTokenIds, tokenizer.eosTokenId, turnEndToken(this, this.format)];
    const endTokens = [...new Set(ends.filter((end) => end !== undefined))];
    this.#policy = executionPolicy(config, options, isQuantized(parameters));
    this.#adapterStart = adapterStart;
    const { tokensPerPass, checkpointOf } = this.#policy;
    this.#placed = placed;
    this.#engine = new DecodeEngine({
      config,
      placed,
      endTokens,
      compile,
      meter: this.#meter,
      makeRoom: async () => {
        await Promise.all([this.#scorer.release(), this.#adapting.release()]);
      },
    });
    this.#rows = { config, parameters, compile, meter: this.#meter, checkpointOf, tokensPerPass };
    this.#scorer = new Scorer(this.#rows);
    this.#adapting = new AdaptPrograms(this.#rows, this.#scorer);
  }

  /**
   * Opens a Hugging Face folder.
   *
   * @throws what `loadModel` throws, and {NotFiniteError} where weights that are copied are not numbers.
   */
  static async open(directory: string, options: LocalProverOptions = {}): Promise<LocalProver> {
    return LocalProver.of(await loadModel(directory), options);
  }

  /** A model that was opened already. */
  static async of(model: LlamaModel, options: LocalProverOptions = {}): Promise<LocalProver> {
    const { directory, config, tokenizer, chatTemplate, parameters, places, adapterStart } = model;
    const read = readFrom(places);
    return LocalProver.#create(
      { model: path.resolve(directory), config, tokenizer, chatTemplate, parameters, read, adapterStart },
      options,
    );
  }

  /** A model in memory, such as one in training. Its weights are copied into each program. */
  static async ofValues(
    model: {
      readonly name: string;
      readonly config: LlamaConfig;
      readonly tokenizer: Tokenizer;
      readonly parameters: LlamaParameters<TensorValue>;
    },
    options: LocalProverOptions = {},
  ): Promise<LocalProver> {
    const { name, config, tokenizer, parameters: values } = model;
    if (tokenizer.size > config.vocabularySize)
      throw new VocabularyMismatchError(name, config.vocabularySize, tokenizer.size);
    const parameters = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, constant(value)]));
    return LocalProver.#create({ model: name, config, tokenizer, parameters, read: readValues(values) }, options);
  }

  static async #create(parts: Parts, options: LocalProverOptions): Promise<LocalProver> {
    const policy = executionPolicy(parts.config, options, isQuantized(parts.parameters));
    return new LocalProver(parts, await placeWeights(parts.config, parts, policy), options);
  }

  /**
   * `samples` completions of each prompt. Token t of a completion is decided by the seed, the prompt, the sample's number and
   * t alone: neither the other prompts nor how rows are batched changes it, beyond the rounding of sums. Prompts that are
   * equal are read once, and their completions differ.
   *
   * An end-of-sequence token is the last of a completion's tokens, with its log-probability, and no part of its text.
   *
   * @throws {PromptTooLongError | AdapterMismatchError | InputError} before anything is sampled.
   * @throws {AbortedError} between chunks. @throws {NotFiniteError} where the model's weights give no numbers.
   */
  async generate(
    prompts: readonly string[],
    samples: number,
    options: GenerateOptions,
  ): Promise<readonly (readonly Completion[])[]> {
    this.#requireOpen("generate");
    const encoded = prompts.map((prompt) => this.promptTokens(prompt));
    return this.generateTokens(encoded, samples, options);
  }

  /** `generate` for prompts that are tokens already. */
  async generateTokens(
    prompts: readonly (readonly number[])[],
    samples: number,
    options: GenerateOptions,
  ): Promise<readonly (readonly Completion[])[]> {
    if (prompts.length === 0 || samples < 1) return prompts.map(() => []);
    const { sampling, seed, onText } = options;
    prompts.forEach((prompt, i) => this.checkPrompt(prompt, i));
    const settings = this.#generateSettings(options);
    // Equal prompts are one prompt with more rows.
    const unique = new Map<string, { prompt: readonly number[]; rows: { index: number; sample: number }[] }>();
    prompts.forEach((prompt, index) => {
      const key = prompt.join();
      const entry = unique.get(key) ?? { prompt, rows: [] };
      unique.set(key, entry);
      for (let sample = 0; sample < samples; sample += 1) entry.rows.push({ index, sample });
    });
    const random = new Random(seed);
    const jobs = [...unique].map(([key, { prompt, rows }]) => ({
      prompt,
      rows: rows.map(({ index, sample }, i) => ({
        index,
        sample,
        random: random.fork("row", key, i),
        maxTokens: Math.min(sampling.maxTokens, this.#policy.longest - prompt.length),
        onText: onText === undefined ? undefined : (text: string) => onText(index, sample, text),
      })),
    }));
    const longest = prompts.reduce((most, { length }) => Math.max(most, length), 0) + sampling.maxTokens;
    const results: Completion[][] = prompts.map(() => []);
    const limit = this.#policy.rowsOf(longest);
    const take = ({ prompt, rows }: Job, completions: readonly Completion[]): void => {
      this.#meter.count({ promptTokens: prompt.length * Math.ceil(rows.length / limit) });
      rows.forEach(({ index, sample }, i) => {
        const completion = completions[i]!;
        this.#meter.count({ sampledTokens: completion.tokens.length });
        results[index]![sample] = completion;
      });
    };
    const others: Job[] = [];
    for (const job of jobs)
      if (this.#policy.holdsTree(limit, sampling.maxTokens) && growsAsTree(job, limit, settings))
        take(job, await generateTree(job, limit, settings));
      else others.push(job);
    for (const batch of batches(others, limit)) {
      const completions = await generateBatch(batch, settings);
      batch.forEach((job, p) => take(job, completions[p]!));
    }
    return results;
  }

  /** Tokens, prompt and answer together, that are sampled at most. */
  get longest(): number {
    return this.#policy.longest;
  }

  /** @throws {PromptTooLongError | InputError} for a prompt that cannot be continued. @param index which it is, for the complaint. */
  checkPrompt(prompt: readonly number[], index = 0): void {
    if (prompt.length === 0)
      throw new InputError(`generate: prompt ${index}: expected at least one token, received none`);
    if (prompt.length >= this.#policy.longest)
      throw new PromptTooLongError(index, prompt.length, { contextLength: this.#policy.longest });
    checkTokens(`generate: prompt ${index}`, prompt, this.config);
  }

  /** @throws {AdapterMismatchError | InputError} for an adapter that was made for another model. */
  checkAdapter(adapter: Adapter): void {
    this.#stack([adapter]);
  }

  /**
   * Completes rows as they arrive, all with the same way of drawing and the same adapters: those that `arrivals` hands over between two
   * chunks join those under way. What a row gets is what `generateTokens` gives the same prompt, seed and sample, beyond the rounding
   * of sums. Ends when no row is under way and none arrives.
   *
   * @param arrivals the next rows, at most as many as there is room for; asked between chunks.
   */
  async generateArriving(
    arrivals: (room: number) => readonly ArrivingCompletion[],
    options: Pick<GenerateOptions, "adapters"> & { readonly sampling: Omit<SamplingSettings, "maxTokens" | "stop"> },
  ): Promise<void> {
    const settings = this.#generateSettings({ ...options, sampling: { ...options.sampling, maxTokens: 1 } });
    const rows = (room: number): readonly ArrivingRow[] =>
      arrivals(room).map(({ seed, sample, ...row }) => ({
        ...row,
        random: new Random(seed).fork("row", row.prompt.join(), sample),
        maxTokens: Math.min(row.maxTokens, this.#policy.longest - row.prompt.length),
        done: (completion) => {
          this.#meter.count({
            promptTokens: sample === 0 ? row.prompt.length : 0,
            sampledTokens: completion.tokens.length,
          });
          row.done(completion);
        },
      }));
    await generateArriving(rows, this.#policy.rowsOf(this.#policy.longest), settings);
  }

  /** A prompt of this prover's format as the model reads it. */
  promptTokens(prompt: string): number[] {
    return promptTokens(this.tokenizer, this.format, prompt);
  }

  room(prompt: string): number {
    return this.#policy.longest - this.promptTokens(prompt).length;
  }

  fits(example: Example): boolean {
    return this.proofTokens(example).tokens.length <= this.config.contextLength;
  }

  async conjecture(target: Theorem, count: number, options: ConjectureOptions): Promise<readonly Proposal[]> {
    return drawConjectures(this, target, count, options);
  }

  async adapt(
    examples: readonly WeightedExample[],
    settings: AdaptSettings,
    options: { readonly base?: readonly Adapter[]; readonly signal?: AbortSignal } = {},
  ): Promise<{ readonly adapter: LoraAdapter; readonly trace: AdaptationTrace }> {
    this.#requireOpen("adapt");
    // What is sampled with next has the adapter in it, and is opened anew in any case.
    await this.#engine.release();
    const result = await this.#adapting.adapt({
      examples: examples.map((example) => this.proofTokens(example)),
      settings,
      targetModules: this.#policy.targetModules,
      start: this.#adapterStart,
      base: this.#stack(options.base ?? []),
      baseModel: this.model,
      signal: options.signal,
    });
    this.#meter.count({ trainedTokens: result.trace.trainedTokens });
    return result;
  }

  /** A trainer of a lasting adapter; it is the caller's to dispose, before this prover is. */
  trainer(settings: AdapterTrainerSettings): AdapterTrainer {
    this.#requireOpen("trainer");
    return new AdapterTrainer(this.#rows, this.#scorer, this.#policy.targetModules, this.model, {
      ...settings,
      base: this.#stack(settings.base ?? []),
    });
  }

  /** A proof as the model is trained on it: the prompt, what it would have written for the proof, and the end of its turn. */
  proofTokens(example: Example & { readonly weight?: number }): TokenExample {
    return exampleTokens(this, this.format, example, this.#options.reasoning);
  }

  /** log p of each completion token after its prompt, at temperature 1. */
  async logprobs(
    examples: readonly TokenExample[],
    adapters: readonly Adapter[] = [],
    signal?: AbortSignal,
  ): Promise<readonly Float32Array[]> {
    this.#requireOpen("logprobs");
    const losses = await this.#scorer.tokenLosses(examples, this.#stack(adapters), signal);
    return losses.map((row) => row.map((loss) => -loss));
  }

  async logProbabilities(
    examples: readonly Example[],
    adapters: readonly Adapter[] = [],
    signal?: AbortSignal,
  ): Promise<readonly number[]> {
    const rows = await this.logprobs(
      examples.map((example) => this.proofTokens(example)),
      adapters,
      signal,
    );
    return rows.map((row) => row.reduce((total, each) => total + each, 0));
  }

  /** Mean −log p of each completion's tokens. */
  async losses(
    examples: readonly TokenExample[],
    adapters: readonly Adapter[] = [],
    signal?: AbortSignal,
  ): Promise<readonly number[]> {
    this.#requireOpen("losses");
    const losses = await this.#scorer.tokenLosses(examples, this.#stack(adapters), signal);
    return losses.map((row) => row.reduce((total, loss) => total + loss, 0) / row.length);
  }

  get usage(): ComputeUsage {
    return this.#meter.usage;
  }

  /** The same model with counts of its own, for work that goes on beside other work; whoever opened this one closes it. */
  metered(): MeteredProver {
    return new MeteredProver(this);
  }

  #requireOpen(operation: string): void {
    if (this.#isDisposed) throw new DisposedError(`${operation}: this prover is disposed`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    await Promise.all([this.#engine.dispose(), this.#scorer.dispose(), this.#adapting.dispose()]);
    await this.#placed.dispose();
  }

  #guard(): RepetitionGuard | undefined {
    const { format = "tiny", repetitionGuard = format === "tiny" ? "none" : { longestPeriod: 128, repeats: 16 } } =
      this.#options;
    return repetitionGuard === "none" ? undefined : repetitionGuard;
  }

  /** @throws {AdapterMismatchError} when one was made for another model. */
  #stack(adapters: readonly Adapter[]): readonly LoraAdapter[] {
    const modules = llamaModules(this.config);
    return adapters.map((adapter) => {
      if (!(adapter instanceof LoraAdapter))
        throw new InputError(`adapter ${adapter.id}: expected one whose numbers are in this process (LoraAdapter)`);
      adapter.checkFits(modules);
      return adapter;
    });
  }

  #generateSettings({ sampling, adapters = [], signal }: Omit<GenerateOptions, "seed">): GenerateSettings {
    const stack = this.#stack(adapters);
    return {
      engine: this.#engine,
      tokenizer: this.tokenizer,
      ...drawSettings(sampling, this.config.vocabularySize),
      endTokens: this.#engine.settings.endTokens,
      stop: sampling.stop ?? [],
      adapted: adaptedSites(this.config, stack),
      adapters: this.#fusedStack(stack),
      chunkTokens: this.#options.chunkTokens ?? leastChunk,
      repetitionGuard: this.#guard(),
      leastSharing: this.#options.leastSharing ?? Math.ceil(worthSharing / (2 * parameterCount(this.config))),
      signal,
    };
  }

  #fusedStack(stack: readonly LoraAdapter[]): SiteAdapters<TensorValue> {
    const key = stack.map(({ id }) => id).join();
    return this.#fused.of(key, () => fuseAdapters(this.config, stack));
  }
}
