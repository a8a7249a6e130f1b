import { type Tensor, grad, valueAndGrad, vjp } from "@lemma/autodiff";
import type { OptimizerState } from "@lemma/lora";
import { type DirectionalDerivative, forwardOverReverse } from "./directional.ts";
import { type InnerStep, runInnerLoop, traceOf } from "./inner-loop.ts";
import type { BilevelProblem, InnerLoop, MetaGradient } from "./problem.ts";
import { addTrees, holdBack, whenReady, zerosLikeTree } from "./trees.ts";

export interface MixedSettings {
  /** Differentiate the last so many steps only; the ones before count as constant, and θ₀ as if it stood after them. */
  readonly truncate?: number;
  /** How the inner gradients are differentiated. Default `forwardOverReverse`. */
  readonly directional?: DirectionalDerivative;
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
 * grows with K by K adapters and no more.
 */
export function mixedMetaGradient<P, M>(
  problem: BilevelProblem<P, M>,
  loop: InnerLoop<P, M>,
  { truncate = loop.steps, directional = forwardOverReverse }: MixedSettings = {},
): MetaGradient<P, M> {
  const run = runInnerLoop(problem, loop, { sequential: true });
  const [outerLoss, [parametersBar, metaBar]] = valueAndGrad(problem.outer.bind(problem), { argument: [0, 1] })(
    run.parameters,
    loop.meta,
  );
  let back: Cotangents<P, M> = { parameters: parametersBar, state: zerosLikeTree(run.state), meta: metaBar };
  const first = Math.max(0, loop.steps - truncate);
  for (let k = loop.steps - 1; k >= first; k -= 1) {
    const gradients = (parameters: P): readonly [P, M] =>
      grad((p: P, m: M) => problem.inner(p, m, k), { argument: [0, 1] })(parameters, loop.meta);
    back = stepBackwards(run.steps[k]!, back, { gradients, loop, directional });
  }
  return {
    outerLoss,
    adapted: run.parameters,
    gradient: {
      parameters: back.parameters,
      meta: back.meta,
      learningRate: back.learningRate!,
    },
    trace: traceOf(run),
  };
}

/** Cotangents of the outer loss on what a step was given. */
interface Cotangents<P, M> {
  readonly parameters: P;
  readonly state: OptimizerState<Tensor>;
  readonly meta: M;
  readonly learningRate?: Tensor;
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
  // All that the later step left to do comes first; then this one repeats its forward pass, and not before.
  const held = holdBack(step.parameters, whenReady(u, after.meta));
  const [hessian, mixed] = directional(gradients, held, u);
  return {
    parameters: addTrees(direct, hessian),
    state,
    meta: addTrees(after.meta, mixed),
    learningRate: after.learningRate === undefined ? rateBar : addTrees(after.learningRate, rateBar),
  };
}
