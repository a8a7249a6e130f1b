import { type Tensor, type TensorValue, add, mul, scalar, spec, sum, tensor } from "@lemma/autodiff";
import type { Example, Theorem } from "@lemma/interfaces";
import { type Schedule, type StepReport, Trainer, adamw, constantSchedule } from "@lemma/train";
import type { Tokenizer } from "@lemma/prover";
import type { WeigherConfig } from "./config.ts";
import { type WeigherBatch, encodePairs, weigherBatchSpec } from "./encode.ts";
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
  /** What sums to 1, and what `gradient` is by: each task's weights, or those of all tasks in a step. Default `task`. */
  readonly softmax?: "task" | "batch";
}

/**
 * Why a task taught nothing: where a softmax is over fewer than two examples the weights are what they are, whatever the
 * scores; a gradient that is not finite comes from an inner loop that diverged.
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
   * One step on the mean over `tasks`, or on all of them as one batch. @returns why each was skipped, undefined for those
   * that taught; the report is undefined when none did.
   */
  async learn(
    tasks: readonly WeigherTask[],
    signal?: AbortSignal,
  ): Promise<{ readonly report: StepReport | undefined; readonly skipped: readonly (SkippedTask | undefined)[] }> {
    const { tokenizer, config, softmax = "task" } = this.#settings;
    const skipped = reasonsToSkip(tasks, softmax);
    const taught = tasks.filter((_, i) => skipped[i] === undefined);
    const batches = softmax === "task" ? taught.map((task) => [task]) : taught.length === 0 ? [] : [taught];
    const parts = batches.map((batch) => {
      const pairs = batch.flatMap(({ target, examples }) => examples.map((example) => ({ target, example })));
      return {
        ...encodePairs(tokenizer, pairs, config.maxTokens),
        gradient: tensor(
          "float32",
          [pairs.length],
          batch.flatMap(({ gradient }) => gradient),
        ),
      };
    });
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

function reasonsToSkip(tasks: readonly WeigherTask[], softmax: "task" | "batch"): (SkippedTask | undefined)[] {
  const reasons = tasks.map(({ examples, gradient }): SkippedTask | undefined => {
    if (gradient.length !== examples.length)
      throw new RangeError(`WeigherTrainer: expected ${examples.length} gradients, received ${gradient.length}`);
    if (examples.length === 0) return "no-example";
    return gradient.every(Number.isFinite) ? undefined : "non-finite-gradient";
  });
  const left = tasks.reduce((count, { examples }, i) => count + (reasons[i] === undefined ? examples.length : 0), 0);
  return reasons.map((reason, i) => {
    const among = softmax === "task" ? tasks[i]!.examples.length : left;
    return reason ?? (among === 1 ? "one-example" : undefined);
  });
}
