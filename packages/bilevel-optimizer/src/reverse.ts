import { type Tensor, checkpoint, valueAndGrad } from "@lemma/autodiff";
import type { OptimizerState } from "@lemma/lora";
import { type InnerRun, runInnerLoop, traceOf } from "./inner-loop.ts";
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
  const outerLoss = (parameters: P, meta: M, learningRate: Tensor): readonly [Tensor, InnerRun<P>] => {
    const run = runInnerLoop(problem, { ...loop, parameters, meta, learningRate }, { sequential: false });
    return [problem.outer(run.parameters, meta), run];
  };
  const unrolled = checkpointSteps ? withCheckpoints(problem, loop) : outerLoss;
  const [[loss, run], [parameters, meta, learningRate]] = valueAndGrad(unrolled, {
    argument: [0, 1, 2],
    hasAux: true,
  })(loop.parameters, loop.meta, loop.learningRate);
  return {
    outerLoss: loss,
    adapted: run.parameters,
    gradient: { parameters, meta, learningRate },
    trace: traceOf(run),
  };
}

function withCheckpoints<P, M>(problem: BilevelProblem<P, M>, loop: InnerLoop<P, M>) {
  return (parameters: P, meta: M, learningRate: Tensor): readonly [Tensor, InnerRun<P>] => {
    const start = loop.optimizerState ?? loop.optimizer.init(parameters as Parameters<typeof loop.optimizer.init>[0]);
    let run: InnerRun<P> = { steps: [], parameters, state: start as OptimizerState<Tensor> };
    for (let k = 0; k < loop.steps; k += 1) {
      const step = checkpoint((theta: P, phi: M, rate: Tensor, optimizerState: OptimizerState<Tensor>) =>
        runInnerLoop(
          { ...problem, inner: (p, m) => problem.inner(p, m, k) },
          { ...loop, parameters: theta, meta: phi, learningRate: rate, optimizerState, steps: 1 },
          { sequential: false },
        ),
      );
      const next = step(run.parameters, meta, learningRate, run.state);
      run = { ...next, steps: [...run.steps, ...next.steps] };
    }
    return [problem.outer(run.parameters, meta), run];
  };
}
