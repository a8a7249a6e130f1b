import {
  type CompileOptions,
  type Compiled,
  type Replace,
  type Tensor,
  type TensorSpec,
  type TensorValue,
  compile,
  spec,
  treeMap,
} from "@lemma/autodiff";
import type { OptimizerState } from "./optimizers/optimizer.ts";
import type { SummedLoss } from "./loss.ts";
import { type StepRule, type Sums, type Symbolic, applySums, flatZeros, partSums } from "./step.ts";

export interface ProgramSettings<P, B> extends StepRule {
  /** The loss of one part-batch, undivided. Traced once: what it captures is part of the program. */
  readonly loss: (parameters: Symbolic<P>, batch: Symbolic<B>) => SummedLoss;
  /** The same loss for part-batches that are too large for it, such as one that keeps less for its backward pass. */
  readonly large?: {
    readonly loss: (parameters: Symbolic<P>, batch: Symbolic<B>) => SummedLoss;
    readonly isLarge: (batch: B) => boolean;
  };
  /** Types and shapes of what is trained. */
  readonly parameters: P;
  /** Types and shapes of a part-batch; sizes that vary are symbols, so that one program serves all lengths. */
  readonly batch: Replace<B, TensorValue, TensorSpec>;
  readonly compile?: CompileOptions;
}

type Gradient<P, B> = Compiled<[P, B], Sums<TensorValue>>;

/** One parameter update: what a step makes of the state before it. */
interface Update<P> {
  readonly parameters: P;
  readonly state: OptimizerState<TensorValue>;
  readonly report: Readonly<Record<"loss" | "gradientNorm", TensorValue>>;
}

/**
 * The graphs of a training step, which know no state: any number of trainers of the same shapes may share them, at the same
 * time too.
 */
export class TrainingPrograms<P, B> implements AsyncDisposable {
  readonly rule: StepRule;
  /** The gradient of a part-batch of this size. */
  readonly gradientsOf: (batch: B) => Gradient<P, B>;
  readonly #gradients: ReadonlyMap<string, Gradient<P, B>>;
  readonly step: Compiled<[P, OptimizerState<TensorValue>, Sums<TensorValue>, TensorValue], Update<P>>;

  /** @throws {InputError} for parameters of several element types. */
  constructor({ loss, large, parameters, batch, compile: options, ...rule }: ProgramSettings<P, B>) {
    this.rule = rule;
    type Theta = Symbolic<P>;
    const flat = flatZeros(parameters);
    const vector = spec(flat.dtype, flat.dims);
    const scalar = spec(flat.dtype);
    const theta = specsOf(parameters);
    const sums = { gradient: vector, total: scalar, count: scalar };
    const state = specsOf(rule.optimizer.init<TensorValue>(flat));
    // The trees' types are those of P and B, whatever these are: stated by hand.
    const program = <C>(name: string, f: (...args: never[]) => unknown, specs: readonly unknown[]): C =>
      compile(f as (...args: unknown[]) => unknown, specs as unknown[], {
        ...options,
        name: `${options?.name ?? "training"} ${name}`,
      }) as unknown as C;
    const gradient = (name: string, of: typeof loss): Gradient<P, B> =>
      program(name, (p: Theta, b: Symbolic<B>) => partSums(of, p, b), [theta, batch]);
    // Each is traced when there is a batch for it: of most runs all are of one size.
    const made = new Map<string, Gradient<P, B>>();
    const first = (name: string, of: typeof loss): Gradient<P, B> => {
      const known = made.get(name) ?? gradient(name, of);
      made.set(name, known);
      return known;
    };
    this.#gradients = made;
    this.gradientsOf = (given) =>
      large?.isLarge(given) === true ? first("gradient in little memory", large.loss) : first("gradient", loss);
    this.step = program(
      "step",
      (p: Theta, s: OptimizerState<Tensor>, g: Sums<Tensor>, rate: Tensor) => applySums(rule, p, s, g, rate),
      [theta, state, sums, scalar],
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#gradients.values(), this.step].map((program) => program.dispose()));
  }
}

const specsOf = (tree: unknown): unknown => treeMap(tree, ({ dtype, dims }: TensorValue) => spec(dtype, dims));
