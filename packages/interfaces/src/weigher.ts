import type { Example, Theorem } from "./theorem.ts";

/** Scores verified examples by their use for a target: η(T, l, p) → ℝ, then wᵢ = softmax(η)ᵢ (paper, section 4). */
export interface Weigher extends AsyncDisposable {
  /** Of its numbers: two of one id give the same weights. */
  readonly id?: string;
  /**
   * @returns one score and one weight per example, in order; weights are ≥ 0 and sum to 1. No example gives empty arrays;
   *   one gives weight 1 whatever its score, and no gradient.
   */
  weigh(
    target: Theorem,
    examples: readonly Example[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<{ readonly scores: readonly number[]; readonly weights: readonly number[] }>;
}
