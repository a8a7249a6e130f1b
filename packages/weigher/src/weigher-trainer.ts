import { type Tensor, type TensorValue, add, mul, scalar, spec, sum, tensor } from "@lemma/autodiff";
import type { Example, Theorem } from "@lemma/interfaces";
import { type Schedule, type StepReport, Trainer, adamw, constantSchedule } from "@lemma/lora";
import type { Tokenizer } from "@lemma/prover";
import type { WeigherConfig } from "./config.ts";
import { type WeigherBatch, encodeExamples, weigherBatchSpec } from "./encode.ts";
import type { WeigherParameters } from "./parameters.ts";
import { type RegularizerSettings, exampleWeights, weigherRegularizer, weigherScores } from "./scores.ts";

/** One theorem's examples, and what the outer loss thinks of each one's weight. */
export interface WeigherTask {
  readonly target: Theorem;
  readonly examples: readonly Example[];
  /** ∂L_outer/∂wᵢ, from the bilevel optimizer. */
  readonly gradient: readonly number[];
}

export interface WeigherTrainerSettings {
  readonly config: WeigherConfig;
  readonly parameters: WeigherParameters<TensorValue>;
  readonly tokenizer: Pick<Tokenizer, "encode">;
  /** A number for a constant rate. */
  readonly learningRate: number | Schedule;
  readonly regularizer?: RegularizerSettings;
  /** Global norm that gradients are clipped to. Default 1. */
  readonly clipNorm?: number;
}

/**
 * Why a task taught nothing: with fewer than two examples the weights are what they are, whatever the scores; a gradient
 * that is not finite comes from an inner loop that diverged.
 */
export type SkippedTask = "no-example" | "one-example" | "non-finite-gradient";

interface Batch<T> extends WeigherBatch<T> {
  readonly gradient: T;
}

/**
 * Trains a Weigher on ∂L_outer/∂w: descends Σ (∂L_outer/∂wᵢ) wᵢ(η), whose gradient by η is ∂L_outer/∂η, plus the regulariser.
 */
export class WeigherTrainer implements AsyncDisposable {
  readonly #trainer: Trainer<WeigherParameters<TensorValue>, Batch<TensorValue>>;
  readonly #settings: WeigherTrainerSettings;

  constructor(settings: WeigherTrainerSettings) {
    this.#settings = settings;
    const { config, learningRate } = settings;
    this.#trainer = new Trainer<WeigherParameters<TensorValue>, Batch<TensorValue>>({
      loss: (parameters: WeigherParameters<Tensor>, { gradient, ...batch }: Batch<Tensor>) => {
        const scores = weigherScores(config, parameters, batch);
        const total = add(
          sum(mul(gradient, exampleWeights(config, scores))),
          weigherRegularizer(config, scores, settings.regularizer),
        );
        return { total, count: scalar(1, total.dtype) };
      },
      parameters: settings.parameters,
      batch: { ...weigherBatchSpec, gradient: spec("float32", ["examples"]) },
      optimizer: adamw(),
      schedule: typeof learningRate === "number" ? constantSchedule(learningRate) : learningRate,
      clipNorm: settings.clipNorm ?? 1,
      compile: { name: "weigherStep" },
    });
  }

  get parameters(): WeigherParameters<TensorValue> {
    return this.#trainer.parameters;
  }

  get step(): number {
    return this.#trainer.step;
  }

  /**
   * One step on the mean over `tasks`. @returns why each was skipped, undefined for those that taught; the report is
   * undefined when none did.
   */
  async learn(
    tasks: readonly WeigherTask[],
    signal?: AbortSignal,
  ): Promise<{ readonly report: StepReport | undefined; readonly skipped: readonly (SkippedTask | undefined)[] }> {
    const skipped = tasks.map(reasonToSkip);
    const parts = tasks
      .filter((_, i) => skipped[i] === undefined)
      .map(({ target, examples, gradient }) => ({
        ...encodeExamples(this.#settings.tokenizer, target, examples, this.#settings.config.maxTokens),
        gradient: tensor("float32", [examples.length], gradient),
      }));
    return { report: parts.length === 0 ? undefined : await this.#trainer.trainStep(parts, signal), skipped };
  }

  /** Parameters and optimizer state, to go on from bit for bit. */
  save(file: string): Promise<void> {
    return this.#trainer.save(file);
  }

  restore(file: string): Promise<void> {
    return this.#trainer.restore(file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#trainer[Symbol.asyncDispose]();
  }
}

function reasonToSkip({ examples, gradient }: WeigherTask): SkippedTask | undefined {
  if (gradient.length !== examples.length)
    throw new RangeError(`WeigherTrainer: expected ${examples.length} gradients, received ${gradient.length}`);
  if (examples.length === 0) return "no-example";
  if (examples.length === 1) return "one-example";
  return gradient.every(Number.isFinite) ? undefined : "non-finite-gradient";
}
