import {
  type CompileOptions,
  type Replace,
  type Tensor,
  type TensorSpec,
  type TensorValue,
  type Tree,
  compile,
  spec,
  treeLeaves,
  treeMap,
} from "@lemma/autodiff";
import { LemmaError, throwIfAborted } from "@lemma/interfaces";
import type { Optimizer, OptimizerState } from "./optimizers/optimizer.ts";
import type { Schedule } from "./optimizers/schedules.ts";
import { type TrainingState, loadTrainingState, saveTrainingState } from "./checkpoint.ts";
import type { SummedLoss } from "./loss.ts";
import {
  type Accumulated,
  type StepSettings,
  type Symbolic,
  accumulate,
  applyGradients,
  partGradients,
} from "./step.ts";

export interface TrainerSettings<P, B> {
  /** The loss of one part-batch, undivided. Traced once: what it captures is part of the program. */
  readonly loss: (parameters: Symbolic<P>, batch: Symbolic<B>) => SummedLoss;
  /** Where training starts: a LoRA adapter's parameters, or a whole model's. */
  readonly parameters: P;
  /** Types and shapes of a part-batch; sizes that vary are symbols, so that one program serves all lengths. */
  readonly batch: Replace<B, TensorValue, TensorSpec>;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  /** Global norm that gradients are clipped to. Default: no clipping. */
  readonly clipNorm?: number;
  readonly compile?: CompileOptions;
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
 * Trains any tree of parameters on any loss, a step being one graph run: forward, backward, clipping and the optimizer
 * together. Steps are functions of parameters, state and batch, so a run that is resumed goes on bit for bit.
 */
export class Trainer<P, B> implements AsyncDisposable {
  readonly #settings: TrainerSettings<P, B>;
  readonly #programs: ReturnType<typeof compilePrograms<P, B>>;
  #state: TrainingState<P, OptimizerState<TensorValue>>;

  constructor(settings: TrainerSettings<P, B>) {
    this.#settings = settings;
    const { parameters, optimizer } = settings;
    const optimizerState = optimizer.init<TensorValue>(parameters as Tree<TensorValue>);
    this.#state = { step: 0, parameters, optimizerState };
    this.#programs = compilePrograms(settings, optimizerState);
  }

  get parameters(): P {
    return this.#state.parameters;
  }

  /** Steps done. */
  get step(): number {
    return this.#state.step;
  }

  async save(file: string): Promise<void> {
    await saveTrainingState(file, this.#state, this.#settings.optimizer.name);
  }

  /** @throws {SafetensorsError} when the file is damaged, or of another optimizer or model; nothing is changed then. */
  async restore(file: string): Promise<void> {
    this.#state = await loadTrainingState(file, this.#state, this.#settings.optimizer.name);
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
    if (parts.length === 0) throw new RangeError("Trainer: expected at least one part-batch, received none");
    const started = performance.now();
    const { step, parameters, optimizerState } = this.#state;
    const learningRate = this.#settings.schedule(step);
    const rate = scalarLike(parameters, learningRate);
    const last = parts.at(-1)!;
    let result;
    if (parts.length === 1) {
      result = await this.#programs.single.run([parameters, optimizerState, last, rate], { signal });
    } else {
      let sums = await this.#programs.first.run([parameters, parts[0]!], { signal });
      for (const part of parts.slice(1, -1)) sums = await this.#programs.next.run([parameters, sums, part], { signal });
      result = await this.#programs.last.run([parameters, optimizerState, sums, last, rate], { signal });
    }
    const loss = Number(result.report.loss.data[0]);
    const gradientNorm = Number(result.report.gradientNorm.data[0]);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
      throw new NonFiniteLossError(step, loss, gradientNorm);
    this.#state = { step: step + 1, parameters: result.parameters, optimizerState: result.state };
    const tokens = parts.reduce((total, part) => total + tokenCount(part), 0);
    const tokensPerSecond = (1000 * tokens) / (performance.now() - started);
    return { step: step + 1, loss, gradientNorm, learningRate, tokens, tokensPerSecond };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(Object.values(this.#programs).map((program) => program.dispose()));
  }
}

/** A program as the trainer calls it: the trees' types are those of P and B, whatever these are. */
interface Program<A extends readonly unknown[], R> {
  run(args: A, options: { readonly signal: AbortSignal | undefined }): Promise<R>;
  dispose(): Promise<void>;
}

interface Sums<P> {
  readonly gradients: P;
  readonly total: TensorValue;
  readonly count: TensorValue;
}

interface StepResult<P> {
  readonly parameters: P;
  readonly state: OptimizerState<TensorValue>;
  readonly report: Readonly<Record<"loss" | "gradientNorm" | "count", TensorValue>>;
}

/** The programs of a step: alone, or as the first, a middle and the last of several parts. Each opens when it is used. */
function compilePrograms<P, B>(settings: TrainerSettings<P, B>, optimizerState: OptimizerState<TensorValue>) {
  type Theta = Symbolic<P>;
  type Batch = Symbolic<B>;
  type State = OptimizerState<Tensor>;
  const step: StepSettings<Theta, Batch> = {
    loss: settings.loss,
    optimizer: settings.optimizer,
    clipNorm: settings.clipNorm,
  };
  const theta = specsOf(settings.parameters);
  const state = specsOf(optimizerState);
  const rate = specsOf(scalarLike(settings.parameters, 0));
  const sums = { gradients: theta, total: rate, count: rate };
  const { batch } = settings;
  const program = <A extends readonly unknown[], R>(name: string, f: (...args: never[]) => unknown, specs: unknown[]) =>
    compile(f as (...args: unknown[]) => unknown, specs, { name, ...settings.compile }) as unknown as Program<A, R>;
  return {
    single: program<[P, OptimizerState<TensorValue>, B, TensorValue], StepResult<P>>(
      "trainStep",
      (p: Theta, s: State, b: Batch, r: Tensor) => applyGradients(step, p, s, partGradients(step, p, b), r),
      [theta, state, batch, rate],
    ),
    first: program<[P, B], Sums<P>>("firstPart", (p: Theta, b: Batch) => partGradients(step, p, b), [theta, batch]),
    next: program<[P, Sums<P>, B], Sums<P>>(
      "nextPart",
      (p: Theta, a: Accumulated<Theta>, b: Batch) => accumulate(a, partGradients(step, p, b)),
      [theta, sums, batch],
    ),
    last: program<[P, OptimizerState<TensorValue>, Sums<P>, B, TensorValue], StepResult<P>>(
      "lastPart",
      (p: Theta, s: State, a: Accumulated<Theta>, b: Batch, r: Tensor) =>
        applyGradients(step, p, s, accumulate(a, partGradients(step, p, b)), r),
      [theta, state, sums, batch, rate],
    ),
  };
}

const specsOf = (tree: unknown): unknown => treeMap(tree, ({ dtype, dims }: TensorValue) => spec(dtype, dims));

function scalarLike(tree: unknown, value: number): TensorValue {
  const first = treeLeaves<TensorValue>(tree)[0]!;
  const data = new (first.data.constructor as Float32ArrayConstructor)([value]);
  return { dtype: first.dtype, dims: [], data };
}

function tokenCount(batch: unknown): number {
  const sizes = treeLeaves<TensorValue>(batch).map(({ dtype, data }) => (dtype === "int64" ? data.length : 0));
  return Math.max(0, ...sizes);
}
