import type { Dim, Tensor } from "@lemma/autodiff";
import type { Optimizer, OptimizerState } from "@lemma/train";

/**
 * A bilevel problem: minimise the outer loss of the parameters that K inner steps arrive at.
 *
 * θ (`P`) is what the inner steps train, such as a LoRA adapter. φ (`M`) is what else the gradient is wanted of: the
 * examples' weights, and base parameters where they are meta-trained too. Both are trees of float tensors. What needs no
 * gradient (frozen weights, tokens) is captured by the functions.
 */
export interface BilevelProblem<P, M> {
  /**
   * L(θ, φ), a scalar of θ's type, twice differentiable. `step` is an int64 scalar that counts from 0, for steps that see
   * different data: `take(batches, step)`. Where there are `parts`, `part` counts them likewise, and this is one summand.
   */
  inner(parameters: P, meta: M, step: Tensor, part: Tensor): Tensor;
  /**
   * L is a sum of so many parts, such as one of each example: a number, or a symbol of the program's. Their derivatives are
   * taken one after the other and add up, so that no more than one part's activations live at a time, at no more arithmetic.
   * Absent: one, and no loop.
   */
  readonly parts?: Dim;
  /** L_outer(θ', φ), a scalar. */
  outer(parameters: P, meta: M): Tensor;
}

/** Where the inner steps start, and how they go. */
export interface InnerLoop<P, M> {
  readonly parameters: P;
  readonly meta: M;
  /** K ≥ 1. */
  readonly steps: number;
  readonly optimizer: Optimizer;
  /** A scalar; its gradient is returned too. */
  readonly learningRate: Tensor;
  /** The state to start from, such as a warm second moment. Default: the optimizer's own, zeros. */
  readonly optimizerState?: OptimizerState<Tensor>;
}

/** What happened on the way, for reports. */
export interface InnerTrace {
  /** L(θₖ, φ) before each step: `[steps]`. */
  readonly innerLosses: Tensor;
  /** ‖∇θ L‖₂ at each step: `[steps]`. */
  readonly gradientNorms: Tensor;
}

export interface MetaGradient<P, M> {
  /** L_outer(θ_K, φ), a scalar. */
  readonly outerLoss: Tensor;
  /** θ_K. */
  readonly adapted: P;
  /** Derivatives of the outer loss. */
  readonly gradient: {
    /** By φ: for weights, ∂L_outer/∂wᵢ of every example. */
    readonly meta: M;
    /** By θ₀. */
    readonly parameters: P;
    readonly learningRate: Tensor;
  };
  readonly trace: InnerTrace;
}
