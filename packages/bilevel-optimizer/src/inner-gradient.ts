import { type Dim, type Tensor, grad, iota, scalar, scan, treeLeaves, valueAndGrad } from "@lemma/autodiff";
import type { BilevelProblem } from "./problem.ts";
import { addTrees, zerosLikeTree } from "./trees.ts";

/** L(θ, φ) at a step, and ∇θ L. */
export function innerLossAndGradient<P, M>(
  problem: BilevelProblem<P, M>,
  parameters: P,
  meta: M,
  step: Tensor,
): readonly [Tensor, P] {
  const [leaf] = treeLeaves<Tensor>(parameters);
  return overParts(
    problem.parts,
    (part) => valueAndGrad((theta: P) => problem.inner(theta, meta, step, part))(parameters),
    () => [scalar(0, leaf!.dtype), zerosLikeTree(parameters)],
  );
}

/** (∇θ L, ∇φ L) at a step, what Hessian products are directional derivatives of. */
export function innerGradients<P, M>(
  problem: BilevelProblem<P, M>,
  parameters: P,
  meta: M,
  step: Tensor,
): readonly [P, M] {
  return overParts(
    problem.parts,
    (part) => grad((theta: P, phi: M) => problem.inner(theta, phi, step, part), { argument: [0, 1] })(parameters, meta),
    () => [zerosLikeTree(parameters), zerosLikeTree(meta)],
  );
}

/** Σ f(part), in a loop of the graph: derivatives of it are such loops too, each step of which forgets its inside. */
function overParts<T>(parts: Dim | undefined, f: (part: Tensor) => T, zero: () => T): T {
  if (parts === undefined) return f(scalar(0, "int64"));
  return scan((total: T, part: Tensor) => [addTrees(total, f(part)), []] as const, zero(), iota(parts))[0];
}
