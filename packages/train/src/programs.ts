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
  /** Types and shapes of what is trained. */
  readonly parameters: P;
  /** Types and shapes of a part-batch; sizes that vary are symbols, so that one program serves all lengths. */
  readonly batch: Replace<B, TensorValue, TensorSpec>;
  readonly compile?: CompileOptions;
}

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
  readonly gradients: Compiled<[P, B], Sums<TensorValue>>;
  readonly step: Compiled<[P, OptimizerState<TensorValue>, Sums<TensorValue>, TensorValue], Update<P>>;

  /** @throws {InputError} for parameters of several element types. */
  constructor({ loss, parameters, batch, compile: options, ...rule }: ProgramSettings<P, B>) {
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
    this.gradients = program("gradient", (p: Theta, b: Symbolic<B>) => partSums(loss, p, b), [theta, batch]);
    this.step = program(
      "step",
      (p: Theta, s: OptimizerState<Tensor>, g: Sums<Tensor>, rate: Tensor) => applySums(rule, p, s, g, rate),
      [theta, state, sums, scalar],
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.gradients.dispose(), this.step.dispose()]);
  }
}

const specsOf = (tree: unknown): unknown => treeMap(tree, ({ dtype, dims }: TensorValue) => spec(dtype, dims));
