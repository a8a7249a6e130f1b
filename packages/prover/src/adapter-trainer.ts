import type { TensorValue } from "@lemma/autodiff";
import { InputError, Random } from "@lemma/interfaces";
import { LoraAdapter, type LoraConfig, type LoraParameters, initLora, loraScale } from "@lemma/lora";
import { type Optimizer, type Schedule, type StepReport, type TokenExample, Trainer, packExamples } from "@lemma/train";
import { type LoraBatch, type LoraPrograms, loraPrograms } from "./lora-programs.ts";
import { llamaModules } from "./model/shapes.ts";
import { type RowPrograms, type Scorer, rowDims, stackValues } from "./score.ts";

export interface AdapterTrainerSettings {
  readonly rank: number;
  readonly alpha: number;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  /** Global norm that gradients are clipped to. Default: no clipping. */
  readonly clipNorm?: number;
  /** Decides the adapter's first numbers. */
  readonly seed: number;
  /** Applied beneath the new adapter, and left as they are. */
  readonly base?: readonly LoraAdapter[];
}

/** Trains a lasting adapter on completions, step by step: the loss is the mean −log p of a step's completion tokens. */
export class AdapterTrainer implements AsyncDisposable {
  readonly #lora: LoraConfig;
  readonly #base: readonly LoraAdapter[];
  readonly #baseModel: string;
  readonly #rows: RowPrograms;
  readonly #scorer: Scorer;
  readonly #programs: LoraPrograms;
  readonly #trainer: Trainer<LoraParameters<TensorValue>, LoraBatch<TensorValue>>;

  constructor(
    rows: RowPrograms,
    scorer: Scorer,
    targetModules: readonly string[],
    baseModel: string,
    { rank, alpha, optimizer, schedule, clipNorm, seed, base = [] }: AdapterTrainerSettings,
  ) {
    this.#lora = { rank, alpha, targetModules };
    this.#base = base;
    this.#baseModel = baseModel;
    this.#rows = rows;
    this.#scorer = scorer;
    const initial = initLora(this.#lora, llamaModules(rows.config), new Random(seed).fork("train"));
    this.#programs = loraPrograms(rows, {
      scale: loraScale(this.#lora),
      rule: { optimizer, ...(clipNorm === undefined ? {} : { clipNorm }) },
      base,
      initial,
      reduction: "mean",
      name: "fine-tuning",
    });
    this.#trainer = new Trainer({ parameters: initial, schedule }, this.#programs);
  }

  /** Steps done. */
  get step(): number {
    return this.#trainer.step;
  }

  /**
   * One step on these examples, in as many passes as memory asks for.
   *
   * @throws {NonFiniteLossError} leaving the adapter as it was. @throws {AbortedError} when the signal fires.
   */
  async trainStep(examples: readonly TokenExample[], signal?: AbortSignal): Promise<StepReport> {
    const { config, tokensPerPass, meter } = this.#rows;
    if (examples.length === 0) throw new InputError("fine-tuning: expected at least one example, received none");
    const stack = stackValues(this.#base);
    const settings = { tokensPerBatch: tokensPerPass, contextLength: config.contextLength };
    const parts = packExamples(examples, settings).map(({ batch }) => ({ rows: batch, stack }));
    const report = await this.#trainer.trainStep(parts, signal);
    for (const part of parts) meter.ran(this.#programs.gradientsOf(part), rowDims(part.rows));
    return report;
  }

  /** Mean −log p of all completion tokens of these examples, under the adapter as it is. */
  async loss(examples: readonly TokenExample[], signal?: AbortSignal): Promise<number> {
    const losses = await this.#scorer.tokenLosses(examples, [...this.#base, this.adapter()], signal);
    const tokens = losses.reduce((total, { length }) => total + length, 0);
    return losses.reduce((total, row) => total + row.reduce((sum, loss) => sum + loss, 0), 0) / tokens;
  }

  /** The adapter as it is now. */
  adapter(): LoraAdapter {
    return new LoraAdapter(this.#lora, this.#trainer.parameters, { baseModel: this.#baseModel });
  }

  /** Writes all that the next step depends on, whole or not at all. */
  async save(file: string): Promise<void> {
    await this.#trainer.save(file);
  }

  /** @throws {SafetensorsError} when the file is damaged, or of another optimizer or adapter; nothing is changed then. */
  async restore(file: string): Promise<void> {
    await this.#trainer.restore(file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#trainer[Symbol.asyncDispose]();
    await this.#programs[Symbol.asyncDispose]();
  }
}
