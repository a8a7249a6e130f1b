import { type Tensor, type Tree, add, div, mul, sqrt, sub, tanh } from "@lemma/autodiff";
import { type Optimizer, zeroScalarLike, zerosLikeTree, zip } from "./optimizer.ts";
import { rootOrZero } from "./norm.ts";

export interface AdamWSettings {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Outside the root, as PyTorch has it. Default 1e-8. */
  readonly eps?: number;
  /**
   * Inside the root, as optax's `eps_root`. Default 0. Differentiating through a step whose second moment is cold needs
   * it: there d(Δ)/dg = ε/(|g| + ε)², which is 1/ε at g = 0 and nothing beside it.
   */
  readonly epsRoot?: number;
  /** Decoupled: θ ← (1 − α λ) θ. Default 0. */
  readonly weightDecay?: number;
}

/**
 * AdamW with bias correction (Loshchilov and Hutter 2019, arXiv:1711.05101), in PyTorch's form:
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← (1 − α λ) θ − α m̂ / (√(v̂ + εᵣ) + ε).
 */
export function adamw({
  beta1 = 0.9,
  beta2 = 0.999,
  eps = 1e-8,
  epsRoot = 0,
  weightDecay = 0,
}: AdamWSettings = {}): Optimizer {
  return {
    name: "adamw",
    init: (parameters) => ({
      step: zeroScalarLike(parameters),
      mean: zerosLikeTree(parameters),
      variance: zerosLikeTree(parameters),
    }),
    update: (gradients, state, parameters, learningRate) => {
      const step = add(state["step"] as Tensor, 1);
      const mean = zip(gradients, state["mean"], (g, m) => add(mul(m, beta1), mul(g, 1 - beta1)));
      const variance = zip(gradients, state["variance"], (g, v) => add(mul(v, beta2), mul(mul(g, g), 1 - beta2)));
      const size = div(learningRate, oneMinusPower(beta1, step));
      const correction = oneMinusPower(beta2, step);
      const direction = zip(mean, variance, (m, v) => {
        const corrected = div(v, correction);
        const root = epsRoot === 0 ? rootOrZero(corrected) : sqrt(add(corrected, epsRoot));
        return div(m, add(root, eps));
      });
      const decayed =
        weightDecay === 0
          ? parameters
          : zip(parameters, parameters, (x) => sub(x, mul(mul(learningRate, weightDecay), x)));
      return {
        parameters: zip(decayed, direction, (x, d) => sub(x, mul(size, d))),
        state: { step, mean: mean as Tree<Tensor>, variance: variance as Tree<Tensor> },
      };
    },
  };
}

/**
 * 1 − βᵗ = −expm1(t ln β), through tanh, since the plain difference loses four digits of float32 at β₂ = 0.999, t = 1:
 * expm1(x) = 2 h / (1 − h) with h = tanh(x / 2).
 */
function oneMinusPower(beta: number, step: Tensor): Tensor {
  const h = tanh(mul(step, Math.log(beta) / 2));
  return div(mul(h, -2), sub(1, h));
}
