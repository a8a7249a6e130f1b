import { type Tensor, iota, scalar, scan, stack } from "@lemma/autodiff";
import { type OptimizerState, globalNorm } from "@lemma/train";
import { innerLossAndGradient } from "./inner-gradient.ts";
import type { BilevelProblem, InnerLoop, InnerTrace } from "./problem.ts";

/** One inner step as it went: everything that its derivative starts from. */
export interface InnerStep<P> {
  readonly parameters: P;
  readonly state: OptimizerState<Tensor>;
  readonly gradient: P;
}

/** Where the inner steps ended. */
interface InnerEnd<P> {
  readonly parameters: P;
  readonly state: OptimizerState<Tensor>;
}

/** The state that the first step starts from. */
export const startState = <P, M>({ optimizer, optimizerState, parameters }: InnerLoop<P, M>): OptimizerState<Tensor> =>
  optimizerState ?? (optimizer.init(parameters as Parameters<typeof optimizer.init>[0]) as OptimizerState<Tensor>);

function innerStep<P, M>(
  problem: BilevelProblem<P, M>,
  { meta, optimizer, learningRate }: Pick<InnerLoop<P, M>, "meta" | "optimizer" | "learningRate">,
  { parameters, state }: InnerEnd<P>,
  step: Tensor,
): { readonly next: InnerEnd<P>; readonly gradient: P; readonly loss: Tensor } {
  const [loss, gradient] = innerLossAndGradient(problem, parameters, meta, step);
  const { parameters: moved, state: nextState } = optimizer.update(gradient, state, parameters, learningRate);
  return { next: { parameters: moved, state: nextState }, gradient, loss };
}

/** The inner steps as a loop in the graph: activations are freed at the end of each step, whatever K is. */
export function loopedInnerSteps<P, M>(
  problem: BilevelProblem<P, M>,
  loop: InnerLoop<P, M>,
): {
  readonly end: InnerEnd<P>;
  /** What each step started from, and its gradient, along a new leading axis of size K. */
  readonly history: InnerStep<P>;
  readonly trace: InnerTrace;
} {
  const [end, { losses, norms, ...history }] = scan(
    (before: InnerEnd<P>, step: Tensor) => {
      const { next, gradient, loss } = innerStep(problem, loop, before, step);
      return [next, { ...before, gradient, losses: loss, norms: globalNorm(gradient) }] as const;
    },
    { parameters: loop.parameters, state: startState(loop) },
    iota(loop.steps),
  );
  return { end, history, trace: { innerLosses: losses, gradientNorms: norms } };
}

/** The inner steps one after the other in the graph, as reverse mode goes through them. */
export function unrolledInnerSteps<P, M>(
  problem: BilevelProblem<P, M>,
  loop: InnerLoop<P, M>,
  wrap: <A extends readonly unknown[], R>(step: (...args: A) => R) => (...args: A) => R,
): { readonly end: InnerEnd<P>; readonly trace: InnerTrace } {
  let end: InnerEnd<P> = { parameters: loop.parameters, state: startState(loop) };
  const losses: Tensor[] = [];
  const norms: Tensor[] = [];
  for (let k = 0; k < loop.steps; k += 1) {
    const step = wrap((before: InnerEnd<P>, meta: M, learningRate: Tensor) =>
      innerStep(problem, { meta, learningRate, optimizer: loop.optimizer }, before, scalar(k, "int64")),
    );
    const { next, gradient, loss } = step(end, loop.meta, loop.learningRate);
    losses.push(loss);
    norms.push(globalNorm(gradient));
    end = next;
  }
  return { end, trace: { innerLosses: stack(losses), gradientNorms: stack(norms) } };
}
