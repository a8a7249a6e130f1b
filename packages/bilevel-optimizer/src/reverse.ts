import { type Tensor, checkpoint, valueAndGrad } from "@lemma/autodiff";
import { unrolledInnerSteps } from "./inner-loop.ts";
import type { BilevelProblem, InnerLoop, MetaGradient } from "./problem.ts";

/**
 * Reverse over reverse: one backward pass through the unrolled inner steps. Exact and plain, it keeps every activation of
 * every step's forward and backward pass: the baseline that `mixed` is measured against.
 *
 * @param checkpointSteps keep each step's inputs only, and run the step again on the way back.
 */
export function reverseMetaGradient<P, M>(
  problem: BilevelProblem<P, M>,
  loop: InnerLoop<P, M>,
  { checkpointSteps = false }: { readonly checkpointSteps?: boolean } = {},
): MetaGradient<P, M> {
  const unrolled = (parameters: P, meta: M, learningRate: Tensor) => {
    const { end, trace } = unrolledInnerSteps(
      problem,
      { ...loop, parameters, meta, learningRate },
      checkpointSteps ? checkpoint : (step) => step,
    );
    return [problem.outer(end.parameters, meta), { adapted: end.parameters, trace }] as const;
  };
  const [[outerLoss, { adapted, trace }], [parameters, meta, learningRate]] = valueAndGrad(unrolled, {
    argument: [0, 1, 2],
    hasAux: true,
  })(loop.parameters, loop.meta, loop.learningRate);
  return { outerLoss, adapted, gradient: { parameters, meta, learningRate }, trace };
}
