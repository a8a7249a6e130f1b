import {
  type Replace,
  type Tensor,
  type TensorValue,
  concat,
  div,
  greater,
  productOf,
  reshape,
  slice,
  tensor,
  treeLeaves,
  treeMap,
  valueAndGrad,
  where,
} from "@lemma/autodiff";
import { InputError } from "@lemma/interfaces";
import { clipByGlobalNorm, globalNorm } from "./optimizers/norm.ts";
import type { Optimizer, OptimizerState } from "./optimizers/optimizer.ts";
import type { SummedLoss } from "./loss.ts";

// A step in two graphs. The first has the model in it and gives the gradient of one part-batch; the second has the
// optimizer's rule, which is elementwise: on one vector of all parameters it takes a dozen operations, on each of a hundred
// matrices a thousand, and opening that graph would take longer than running it.

/** The tree of values with symbolic tensors at its leaves. */
export type Symbolic<T> = Replace<T, TensorValue, Tensor>;

/** What part-batches add up to: undivided, so that their order and sizes do not matter. */
export interface Sums<T> {
  /** ∇ Σ total by all parameters one after the other, `[n]`. */
  readonly gradient: T;
  readonly total: T;
  readonly count: T;
}

/** What one part-batch adds. */
export function partSums<P, B>(loss: (parameters: P, batch: B) => SummedLoss, parameters: P, batch: B): Sums<Tensor> {
  const summed = (theta: P): readonly [Tensor, SummedLoss] => {
    const parts = loss(theta, batch);
    return [parts.total, parts];
  };
  const [[total, { count }], gradients] = valueAndGrad(summed, { hasAux: true })(parameters);
  return { gradient: flatten(gradients), total, count };
}

export interface StepRule {
  readonly optimizer: Optimizer;
  /** Global norm that gradients are clipped to. Default: no clipping. */
  readonly clipNorm?: number;
}

/** One optimizer step on Σ total / Σ count. */
export function applySums<P>(
  { optimizer, clipNorm }: StepRule,
  parameters: P,
  state: OptimizerState<Tensor>,
  { gradient, total, count }: Sums<Tensor>,
  learningRate: Tensor,
) {
  const divisor = where(greater(count, 0), count, 1);
  const mean = div(gradient, divisor);
  const clipped =
    clipNorm === undefined ? { gradients: mean, norm: globalNorm(mean) } : clipByGlobalNorm(mean, clipNorm);
  const next = optimizer.update(clipped.gradients, state, flatten(parameters), learningRate);
  return {
    parameters: unflatten(next.parameters, parameters),
    state: next.state,
    report: { loss: div(total, divisor), gradientNorm: clipped.norm },
  };
}

/** Adds two part-batches' sums outside a graph. */
export function addSums(x: Sums<TensorValue>, y: Sums<TensorValue>): Sums<TensorValue> {
  return { gradient: plus(x.gradient, y.gradient), total: plus(x.total, y.total), count: plus(x.count, y.count) };
}

function plus(x: TensorValue, y: TensorValue): TensorValue {
  const [a, b] = [x.data as Float32Array, y.data as Float32Array];
  return { ...x, data: a.map((value, i) => value + b[i]!) };
}

/** All leaves one after the other, `[n]`. */
const flatten = (parameters: unknown): Tensor =>
  concat(
    treeLeaves<Tensor>(parameters).map((leaf) => reshape(leaf, [-1])),
    0,
  );

/** A vector cut back into leaves like these. */
function unflatten<P>(vector: Tensor, like: P): P {
  let start = 0;
  return treeMap<P, Tensor, Tensor>(like, (leaf) => {
    const from = start;
    start += productOf(leaf.shape) as number;
    return reshape(slice(vector, 0, from, start), leaf.shape);
  }) as P;
}

/**
 * Zeros for all parameters of a tree, `[n]`: what an optimizer's state begins with.
 *
 * @throws {InputError} for parameters of several element types, which are no one vector.
 */
export function flatZeros(parameters: unknown): TensorValue {
  const leaves = treeLeaves<TensorValue>(parameters);
  const [first] = leaves;
  if (first === undefined) throw new InputError("Trainer: expected parameters, received none");
  const other = leaves.find(({ dtype }) => dtype !== first.dtype);
  if (other !== undefined)
    throw new InputError(`Trainer: expected parameters of one type, received ${first.dtype} and ${other.dtype}`);
  return tensor(first.dtype, [leaves.reduce((total, { data }) => total + data.length, 0)], 0);
}
