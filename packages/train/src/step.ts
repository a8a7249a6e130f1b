import {
  type Replace,
  type Tensor,
  type TensorValue,
  add,
  div,
  greater,
  treeMap,
  treeMap2,
  valueAndGrad,
  where,
} from "@lemma/autodiff";
import { clipByGlobalNorm, globalNorm } from "./optimizers/norm.ts";
import type { Optimizer, OptimizerState } from "./optimizers/optimizer.ts";
import type { SummedLoss } from "./loss.ts";

/** The tree of values with symbolic tensors at its leaves. */
export type Symbolic<T> = Replace<T, TensorValue, Tensor>;

/** Sums over the part-batches seen so far: ∇ Σ total, Σ total, Σ count. */
export interface Accumulated<P> {
  readonly gradients: P;
  readonly total: Tensor;
  readonly count: Tensor;
}

export interface StepSettings<P, B> {
  readonly loss: (parameters: P, batch: B) => SummedLoss;
  readonly optimizer: Optimizer;
  /** Global norm that gradients are clipped to; undefined leaves them alone. */
  readonly clipNorm: number | undefined;
}

/** What one part-batch adds: undivided, so that the parts' order and sizes do not matter. */
export function partGradients<P, B>(settings: StepSettings<P, B>, parameters: P, batch: B): Accumulated<P> {
  const summed = (theta: P): readonly [Tensor, SummedLoss] => {
    const loss = settings.loss(theta, batch);
    return [loss.total, loss];
  };
  const [[total, { count }], gradients] = valueAndGrad(summed, { hasAux: true })(parameters);
  return { gradients, total, count };
}

export function accumulate<P>(before: Accumulated<P>, part: Accumulated<P>): Accumulated<P> {
  return {
    gradients: treeMap2<P, Tensor, Tensor, Tensor>(before.gradients, part.gradients, (a, b) => add(a, b)) as P,
    total: add(before.total, part.total),
    count: add(before.count, part.count),
  };
}

/** One optimizer step on Σ total / Σ count. A batch that counts nothing has loss 0 and moves nothing, instead of NaN. */
export function applyGradients<P, B>(
  { optimizer, clipNorm }: StepSettings<P, B>,
  parameters: P,
  state: OptimizerState<Tensor>,
  { gradients, total, count }: Accumulated<P>,
  learningRate: Tensor,
) {
  const divisor = where(greater(count, 0), count, 1);
  const mean = treeMap(gradients, (g: Tensor) => div(g, divisor)) as P;
  const clipped =
    clipNorm === undefined ? { gradients: mean, norm: globalNorm(mean) } : clipByGlobalNorm(mean, clipNorm);
  const next = optimizer.update(clipped.gradients, state, parameters, learningRate);
  return { ...next, report: { loss: div(total, divisor), gradientNorm: clipped.norm, count } };
}
