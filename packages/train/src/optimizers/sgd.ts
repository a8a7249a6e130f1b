import { type Tensor, type Tree, add, mul, sub } from "@lemma/autodiff";
import { type Optimizer, zerosLikeTree, zip } from "./optimizer.ts";

export interface SgdSettings {
  /** μ in v ← μ v + g, θ ← θ − α v, as PyTorch has it. Default 0: no state. */
  readonly momentum?: number;
}

/** Stochastic gradient descent, θ ← θ − α g, with momentum where asked for. */
export function sgd({ momentum = 0 }: SgdSettings = {}): Optimizer {
  const step = <P>(parameters: P, direction: unknown, learningRate: Tensor): P =>
    zip(parameters, direction, (x, v) => sub(x, mul(learningRate, v)));
  return {
    name: "sgd",
    init: (parameters) => (momentum === 0 ? {} : { velocity: zerosLikeTree(parameters) }),
    update: (gradients, state, parameters, learningRate) => {
      if (momentum === 0) return { parameters: step(parameters, gradients, learningRate), state };
      const velocity = zip(gradients, state["velocity"], (g, v) => add(mul(v, momentum), g));
      return {
        parameters: step(parameters, velocity, learningRate),
        state: { velocity: velocity as Tree<Tensor> },
      };
    },
  };
}
