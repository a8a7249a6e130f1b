import {
  Tensor,
  type TensorValue,
  type Tree,
  scalar,
  tensor,
  treeLeaves,
  treeMap,
  treeMap2,
  zerosLike,
} from "@lemma/autodiff";

/** A tree of symbolic tensors that an optimizer carries from step to step; its fields are the optimizer's own. */
export type OptimizerState<T> = Readonly<Record<string, Tree<T>>>;

/**
 * A step rule as a pure function of symbolic tensors: it runs inside a compiled graph and can be differentiated through,
 * its state included. P is the parameters' tree.
 */
export interface Optimizer {
  readonly name: string;
  /** The state before the first step: zeros. Of symbolic tensors inside a graph, of values outside. */
  init<T extends Tensor | TensorValue>(parameters: Tree<T>): OptimizerState<T>;
  /** @param learningRate a scalar of the parameters' element type. */
  update<P>(
    gradients: P,
    state: OptimizerState<Tensor>,
    parameters: P,
    learningRate: Tensor,
  ): { readonly parameters: P; readonly state: OptimizerState<Tensor> };
}

/** `f` on corresponding leaves; the result has the type of the tree that it came from. */
export function zip<P>(first: P, second: unknown, f: (a: Tensor, b: Tensor) => Tensor): P {
  return treeMap2<P, Tensor, Tensor, Tensor>(first, second, f) as P;
}

/** A tree of zeros like `parameters`, symbolic or not as they are. */
export function zerosLikeTree<T extends Tensor | TensorValue>(parameters: Tree<T>): Tree<T> {
  // `unknown` keeps the compiler from unfolding the recursive tree type for ever.
  return treeMap<unknown, Tensor | TensorValue, unknown>(parameters, (leaf) =>
    leaf instanceof Tensor ? zerosLike(leaf) : zeroValue(leaf.dtype, leaf.dims),
  ) as Tree<T>;
}

/** A zero scalar of the parameters' element type. */
export function zeroScalarLike<T extends Tensor | TensorValue>(parameters: Tree<T>): T {
  const [first] = treeLeaves<Tensor | TensorValue>(parameters);
  if (first instanceof Tensor) return scalar(0, first.dtype) as T;
  return zeroValue(first!.dtype, []) as T;
}

const zeroValue = (dtype: TensorValue["dtype"], dims: readonly number[]): TensorValue => tensor(dtype, dims, 0);
