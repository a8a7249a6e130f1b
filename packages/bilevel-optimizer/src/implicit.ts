import { type Tensor, div, maximum, scalar, valueAndGrad, zerosLike } from "@lemma/autodiff";
import { forwardOverReverse } from "./directional.ts";
import { innerGradients } from "./inner-gradient.ts";
import { loopedInnerSteps } from "./inner-loop.ts";
import type { BilevelProblem, InnerLoop, MetaGradient } from "./problem.ts";
import { addScaled, inner, scaleTree, zerosLikeTree } from "./trees.ts";

export interface ImplicitSettings {
  /** `cg`: conjugate gradients, for a convex inner loss. `neumann`: α Σⱼ (I − αH)ʲ, for ‖αH‖ < 1. Default `cg`. */
  readonly solver?: "cg" | "neumann";
  /** Hessian products to spend. Default 10. */
  readonly iterations?: number;
  /** λ in (H + λI) v = ∇θ L_outer: makes a flat or saddled inner loss solvable, at the price of a bias. Default 0. */
  readonly damping?: number;
  /** α of the Neumann series. Default: the loop's learning rate. */
  readonly stepSize?: Tensor | number;
}

/**
 * The meta-gradient by the implicit function theorem, as if the inner steps had arrived at a minimum:
 * dL_outer/dφ = ∂L_outer/∂φ − (∂²L/∂φ∂θ) H⁻¹ ∇θ L_outer. Exact there, whatever way led to it; a cross-check elsewhere.
 *
 * A minimum does not remember where it was approached from, or how fast: θ₀ and the learning rate get zero.
 *
 * @see Lorraine, Vicol and Duvenaud 2020, arXiv:1911.02590
 */
export function implicitMetaGradient<P, M>(
  problem: BilevelProblem<P, M>,
  loop: InnerLoop<P, M>,
  settings: ImplicitSettings = {},
): MetaGradient<P, M> {
  const { end, trace } = loopedInnerSteps(problem, loop);
  const [outerLoss, [parametersBar, metaBar]] = valueAndGrad((p: P, m: M) => problem.outer(p, m), { argument: [0, 1] })(
    end.parameters,
    loop.meta,
  );
  const last = scalar(loop.steps - 1, "int64");
  const gradients = (parameters: P): readonly [P, M] => innerGradients(problem, parameters, loop.meta, last);
  const hessian = (direction: P): P => {
    const [product] = forwardOverReverse(gradients, end.parameters, direction);
    return settings.damping === undefined ? product : addScaled(product, direction, settings.damping);
  };
  const { solver = "cg", iterations = 10, stepSize = loop.learningRate } = settings;
  const solution =
    solver === "cg"
      ? conjugateGradients(hessian, parametersBar, iterations)
      : neumannSeries(hessian, parametersBar, iterations, stepSize);
  const [, mixed] = forwardOverReverse(gradients, end.parameters, solution);
  return {
    outerLoss,
    adapted: end.parameters,
    gradient: {
      meta: addScaled(metaBar, mixed, -1),
      parameters: zerosLikeTree(loop.parameters),
      learningRate: zerosLike(loop.learningRate),
    },
    trace,
  };
}

/** Solves A x = b for symmetric positive definite A in `iterations` products, from x = 0. */
function conjugateGradients<P>(apply: (x: P) => P, b: P, iterations: number): P {
  // Once the residual is zero, so is every step: the floor keeps 0/0 from making NaN of it.
  const ratio = (a: Tensor, c: Tensor): Tensor => div(a, maximum(c, 1e-30));
  let x = zerosLikeTree(b);
  let residual = b;
  let direction = b;
  let square = inner(b, b);
  for (let i = 0; i < iterations; i += 1) {
    const image = apply(direction);
    const length = ratio(square, inner(direction, image));
    x = addScaled(x, direction, length);
    residual = addScaled(residual, image, scaleTree(length, -1));
    const next = inner(residual, residual);
    direction = addScaled(residual, direction, ratio(next, square));
    square = next;
  }
  return x;
}

/** α Σ_{j < iterations} (I − αA)ʲ b, which tends to A⁻¹ b. */
function neumannSeries<P>(apply: (x: P) => P, b: P, iterations: number, alpha: Tensor | number): P {
  let term = b;
  let total = b;
  for (let j = 1; j < iterations; j += 1) {
    term = addScaled(term, scaleTree(apply(term), alpha), -1);
    total = addScaled(total, term, 1);
  }
  return scaleTree(total, alpha);
}
