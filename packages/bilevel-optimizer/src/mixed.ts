import { type Tensor, iota, scan, slice, treeMap, valueAndGrad, vjp, zerosLike } from "@lemma/autodiff";
import type { OptimizerState } from "@lemma/train";
import { type DirectionalDerivative, forwardOverReverse } from "./directional.ts";
import { innerGradients } from "./inner-gradient.ts";
import { type InnerStep, loopedInnerSteps } from "./inner-loop.ts";
import type { BilevelProblem, InnerLoop, MetaGradient } from "./problem.ts";
import { addTrees, zerosLikeTree } from "./trees.ts";

export interface MixedSettings {
  /** Differentiate the last so many steps only; the ones before count as constant, and θ₀ as if it stood after them. */
  readonly truncate?: number;
  /** How the inner gradients are differentiated. Default `forwardOverReverse`. */
  readonly directional?: DirectionalDerivative;
}

/** Cotangents of the outer loss on what a step was given. */
interface Cotangents<P, M> {
  readonly parameters: P;
  readonly state: OptimizerState<Tensor>;
  readonly meta: M;
  readonly learningRate: Tensor;
}

/**
 * The meta-gradient in mixed mode: backwards over the K steps, forwards over each inner gradient (MixFlow-MG, Kemaev et
 * al. 2025, arXiv:2505.00793). Equal to `reverse`, without ever keeping what the inner backward passes made.
 *
 * With ū the cotangent of gₖ = ∇θ L(θₖ, φ), reached through the optimizer's own rule,
 *
 *     θ̄ₖ = (direct part) + (∂²L/∂θ∂θ) ū,    φ̄ += (∂²L/∂φ∂θ) ū
 *
 * are one directional derivative of (∇θ L, ∇φ L) along ū. Only θₖ, the optimizer's state and gₖ are kept of a step, so memory
 * grows with K by K adapters and no more. Both directions are loops in the graph, whose size does not depend on K.
 */
export function mixedMetaGradient<P, M>(
  problem: BilevelProblem<P, M>,
  loop: InnerLoop<P, M>,
  { truncate = loop.steps, directional = forwardOverReverse }: MixedSettings = {},
): MetaGradient<P, M> {
  const { end, history, trace } = loopedInnerSteps(problem, loop);
  const [outerLoss, [parameters, meta]] = valueAndGrad((p: P, m: M) => problem.outer(p, m), { argument: [0, 1] })(
    end.parameters,
    loop.meta,
  );
  const first = Math.max(0, loop.steps - truncate);
  const last = <T>(stacked: T): T => treeMap(stacked, (x: Tensor) => slice(x, 0, first)) as T;
  const [before] = scan(
    (after: Cotangents<P, M>, { step, ...start }: InnerStep<P> & { readonly step: Tensor }) => {
      const gradients = (theta: P): readonly [P, M] => innerGradients(problem, theta, loop.meta, step);
      return [stepBackwards(start, after, { gradients, loop, directional }), []] as const;
    },
    { parameters, state: zerosLikeTree(end.state), meta, learningRate: zerosLike(loop.learningRate) },
    last({ ...history, step: iota(loop.steps) }),
    { reverse: true },
  );
  const { state: _, ...gradient } = before;
  return { outerLoss, adapted: end.parameters, gradient, trace };
}

function stepBackwards<P, M>(
  step: InnerStep<P>,
  after: Cotangents<P, M>,
  {
    gradients,
    loop,
    directional,
  }: {
    readonly gradients: (parameters: P) => readonly [P, M];
    readonly loop: InnerLoop<P, M>;
    readonly directional: DirectionalDerivative;
  },
): Cotangents<P, M> {
  // The optimizer's rule is elementwise on trees of θ's size: plain reverse mode, from the gradient that was kept.
  const [, pull] = vjp(
    (g: P, state: OptimizerState<Tensor>, parameters: P, rate: Tensor) =>
      loop.optimizer.update(g, state, parameters, rate),
    step.gradient,
    step.state,
    step.parameters,
    loop.learningRate,
  );
  const [u, state, direct, rateBar] = pull({ parameters: after.parameters, state: after.state });
  const [hessian, mixed] = directional(gradients, step.parameters, u);
  return {
    parameters: addTrees(direct, hessian),
    state,
    meta: addTrees(after.meta, mixed),
    learningRate: addTrees(after.learningRate, rateBar),
  };
}
