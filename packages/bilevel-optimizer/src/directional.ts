import { div, jvp, maximum } from "@lemma/autodiff";
import { globalNorm } from "@lemma/train";
import { addScaled, scaleTree } from "./trees.ts";

/**
 * d/dε of `gradients(θ + ε·u)` at ε = 0. Where `gradients` is (∇θ L, ∇φ L), this is the Hessian applied to u and, since the
 * mixed blocks are each other's transposes, (∂²L/∂φ∂θ) u: for weights of examples ⟨u, ∇ℓᵢ⟩, each example's directional
 * derivative. One evaluation gives all of them.
 */
export type DirectionalDerivative = <P, R>(gradients: (parameters: P) => R, parameters: P, direction: P) => R;

/** Exact: forward mode over the backward pass. */
export const forwardOverReverse: DirectionalDerivative = (gradients, parameters, direction) =>
  jvp(gradients, [parameters], [direction])[1];

/**
 * Central differences of gradients at θ ± h u with h = `stepSize` / ‖u‖: a cross-check that needs first derivatives only, as
 * in DARTS (Liu et al. 2019, arXiv:1806.09055). The error is O(stepSize²), and rounding over `stepSize`.
 */
export const centralDifference =
  (stepSize: number): DirectionalDerivative =>
  (gradients, parameters, direction) => {
    // A direction of zero then has derivative zero, not 0/0.
    const norm = maximum(globalNorm(direction), 1e-30);
    const h = div(stepSize, norm);
    const ahead = gradients(addScaled(parameters, direction, h));
    const behind = gradients(addScaled(parameters, direction, div(-stepSize, norm)));
    return scaleTree(addScaled(ahead, behind, -1), div(norm, 2 * stepSize));
  };
