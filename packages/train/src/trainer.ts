import { type TensorValue, tensor, treeLeaves } from "@lemma/autodiff";
import { LemmaError, throwIfAborted } from "@lemma/interfaces";
import type { OptimizerState } from "./optimizers/optimizer.ts";
import type { Schedule } from "./optimizers/schedules.ts";
import { type TrainingState, loadTrainingState, saveTrainingState } from "./checkpoint.ts";
import { type ProgramSettings, TrainingPrograms } from "./programs.ts";
import { type Sums, addSums, flatZeros } from "./step.ts";

export interface TrainerSettings<P, B> extends ProgramSettings<P, B> {
  /** Where training starts: a LoRA adapter's parameters, or a whole model's; all of one element type. */
  readonly parameters: P;
  readonly schedule: Schedule;
}

export interface StepReport {
  /** Steps done, this one included. */
  readonly step: number;
  /** Σ total / Σ count over the step's part-batches, before the step. */
  readonly loss: number;
  /** ‖∇‖₂ before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** Tokens in the step's part-batches, padding included: the elements of their largest int64 tensor. */
  readonly tokens: number;
  readonly tokensPerSecond: number;
}

export interface TrainOptions<B> {
  /** Stop after this many steps in all, those before a resume included. */
  readonly steps: number;
  /** The part-batches of a step (numbered from 0): one, or several whose gradients are accumulated. */
  readonly batches: (step: number) => readonly B[] | Promise<readonly B[]>;
  readonly onStep?: (report: StepReport) => void;
  readonly signal?: AbortSignal | undefined;
  /** Save the state every so many steps, after the last, and when the signal fires. */
  readonly checkpoint?: { readonly file: string; readonly every: number };
}

/** The loss or its gradient is not finite. The parameters are those from before the step. */
export class NonFiniteLossError extends LemmaError {
  readonly code = "non-finite-loss";

  constructor(step: number, loss: number, gradientNorm: number) {
    super(
      `training step ${step}: expected a finite loss and gradient, received loss ${loss}, gradient norm ${gradientNorm}`,
    );
  }
}

/**
 * Trains any tree of parameters on any loss. Steps are functions of parameters, state and batch, so a run that is resumed
 * goes on bit for bit.
 */
export class Trainer<P, B> implements AsyncDisposable {
  readonly #programs: TrainingPrograms<P, B>;
  readonly #schedule: Schedule;
  readonly #isOwner: boolean;
  #state: TrainingState<P, OptimizerState<TensorValue>>;

  /** @param programs opened before, for the same shapes, loss and optimizer, and left open; the trainer's own when absent. */
  constructor(settings: TrainerSettings<P, B>);
  constructor(settings: Pick<TrainerSettings<P, B>, "parameters" | "schedule">, programs: TrainingPrograms<P, B>);
  constructor(settings: TrainerSettings<P, B>, programs?: TrainingPrograms<P, B>) {
    const { parameters, schedule } = settings;
    this.#programs = programs ?? new TrainingPrograms<P, B>(settings);
    this.#isOwner = programs === undefined;
    this.#schedule = schedule;
    const optimizerState = this.#programs.rule.optimizer.init<TensorValue>(flatZeros(parameters));
    this.#state = { step: 0, parameters, optimizerState };
  }

  get parameters(): P {
    return this.#state.parameters;
  }

  /** Steps done. */
  get step(): number {
    return this.#state.step;
  }

  async save(file: string): Promise<void> {
    await saveTrainingState(file, this.#state, this.#programs.rule.optimizer.name);
  }

  /** @throws {SafetensorsError} when the file is damaged, or of another optimizer or model; nothing is changed then. */
  async restore(file: string): Promise<void> {
    this.#state = await loadTrainingState(file, this.#state, this.#programs.rule.optimizer.name);
  }

  /** @throws {AbortedError} when the signal fires; the steps done are kept, and saved where there is a checkpoint. */
  async train({ steps, batches, onStep, signal, checkpoint }: TrainOptions<B>): Promise<void> {
    try {
      while (this.step < steps) {
        throwIfAborted("training", signal);
        const report = await this.trainStep(await batches(this.step), signal);
        onStep?.(report);
        if (checkpoint !== undefined && this.step % checkpoint.every === 0 && this.step < steps)
          await this.save(checkpoint.file);
      }
    } finally {
      if (checkpoint !== undefined) await this.save(checkpoint.file);
    }
  }

  /**
   * One step on the sum of these part-batches.
   *
   * @throws {NonFiniteLossError} leaving parameters and state as they were.
   */
  async trainStep(parts: readonly B[], signal?: AbortSignal): Promise<StepReport> {
    const [first, ...others] = parts;
    if (first === undefined) throw new RangeError("Trainer: expected at least one part-batch, received none");
    const started = performance.now();
    const { step, parameters, optimizerState } = this.#state;
    const { step: update } = this.#programs;
    const gradient = (part: B): Promise<Sums<TensorValue>> =>
      this.#programs.gradientsOf(part).run([parameters, part], { signal });
    const learningRate = this.#schedule(step);
    let sums = await gradient(first);
    for (const part of others) sums = addSums(sums, await gradient(part));
    const rate = tensor(sums.total.dtype, [], learningRate);
    const next = await update.run([parameters, optimizerState, sums, rate], { signal });
    const loss = Number(next.report.loss.data[0]);
    const gradientNorm = Number(next.report.gradientNorm.data[0]);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
      throw new NonFiniteLossError(step, loss, gradientNorm);
    this.#state = { step: step + 1, parameters: next.parameters, optimizerState: next.state };
    const tokens = parts.reduce((total, part) => total + tokenCount(part), 0);
    const tokensPerSecond = (1000 * tokens) / (performance.now() - started);
    return { step: step + 1, loss, gradientNorm, learningRate, tokens, tokensPerSecond };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOwner) await this.#programs[Symbol.asyncDispose]();
  }
}

function tokenCount(batch: unknown): number {
  const sizes = treeLeaves<TensorValue>(batch).map(({ dtype, data }) => (dtype === "int64" ? data.length : 0));
  return Math.max(0, ...sizes);
}
