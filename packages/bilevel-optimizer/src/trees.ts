import { Tensor, add, mul, sum, treeLeaves, treeMap, treeMap2, zerosLike } from "@lemma/autodiff";

export const addTrees = <P>(a: P, b: P): P => treeMap2<P, Tensor, Tensor, Tensor>(a, b, (x, y) => add(x, y)) as P;

export const scaleTree = <P>(tree: P, factor: Tensor | number): P => treeMap(tree, (x: Tensor) => mul(x, factor)) as P;

/** a + factor · b. */
export const addScaled = <P>(a: P, b: P, factor: Tensor | number): P =>
  treeMap2<P, Tensor, Tensor, Tensor>(a, b, (x, y) => add(x, mul(y, factor))) as P;

export const zerosLikeTree = <P>(tree: P): P => treeMap(tree, (x: Tensor) => zerosLike(x)) as P;

/** ⟨a, b⟩ over all leaves. */
export function inner<P>(a: P, b: P): Tensor {
  const others = treeLeaves<Tensor>(b);
  return treeLeaves<Tensor>(a)
    .map((x, i) => sum(mul(x, others[i]!)))
    .reduce((total, term) => add(total, term));
}
