import { type Tensor, stack, valueAndGrad } from "@lemma/autodiff";
import { type OptimizerState, globalNorm } from "@lemma/lora";
import type { BilevelProblem, InnerLoop, InnerTrace } from "./problem.ts";
import { holdBack } from "./trees.ts";

/** One inner step as it went: everything that its derivative starts from. */
export interface InnerStep<P> {
  readonly parameters: P;
  readonly state: OptimizerState<Tensor>;
  readonly gradient: P;
  readonly loss: Tensor;
}

/** θ₀ → θ_K. `steps[k]` is what step k started from; `parameters` is where the last one ended. */
export interface InnerRun<P> {
  readonly steps: readonly InnerStep<P>[];
  readonly parameters: P;
  readonly state: OptimizerState<Tensor>;
}

/**
 * Runs the inner steps.
 *
 * @param sequential hold each step back until the one before has ended, its loss included; else the losses of all steps
 *   may be left for last, with the activations that they need.
 */
export function runInnerLoop<P, M>(
  problem: BilevelProblem<P, M>,
  loop: InnerLoop<P, M>,
  { sequential }: { readonly sequential: boolean },
): InnerRun<P> {
  const steps: InnerStep<P>[] = [];
  let parameters = loop.parameters;
  let state = loop.optimizerState ?? loop.optimizer.init(parameters as Parameters<typeof loop.optimizer.init>[0]);
  for (let k = 0; k < loop.steps; k += 1) {
    const lossOf = (theta: P): Tensor => problem.inner(theta, loop.meta, k);
    const [loss, gradient] = valueAndGrad(lossOf)(parameters);
    steps.push({ parameters, state: state as OptimizerState<Tensor>, gradient, loss });
    const next = loop.optimizer.update(gradient, state as OptimizerState<Tensor>, parameters, loop.learningRate);
    parameters = sequential ? holdBack(next.parameters, loss) : next.parameters;
    state = next.state;
  }
  return { steps, parameters, state: state as OptimizerState<Tensor> };
}

export const traceOf = <P>({ steps }: InnerRun<P>): InnerTrace => ({
  innerLosses: stack(steps.map(({ loss }) => loss)),
  gradientNorms: stack(steps.map(({ gradient }) => globalNorm(gradient))),
});
