import { type TensorValue, toNumbers } from "@lemma/autodiff";

/** What came of one meta-gradient, once its program has run. Only `ok` is worth a step of the outer optimizer. */
export type MetaGradientOutcome =
  | { readonly status: "ok" }
  /** The outer loss does not depend on any weight. */
  | { readonly status: "no-example" }
  /** A softmax over one score is 1: its weight's derivative reaches no score. */
  | { readonly status: "one-example" }
  /** The inner loss stopped being a number, or grew beyond all bounds, before this step (counted from 0). */
  | { readonly status: "diverged"; readonly step: number; readonly innerLoss: number }
  /** The inner steps went well, and the outer loss or its gradient is not finite. */
  | { readonly status: "non-finite-gradient" };

/**
 * Judges a meta-gradient by the weights of a theorem's examples.
 *
 * @param exploding the inner loss may grow to so many times its first value. Default 100.
 */
export function outcomeOf(
  result: {
    readonly outerLoss: TensorValue;
    readonly gradient: { readonly meta: TensorValue };
    readonly trace: { readonly innerLosses: TensorValue; readonly gradientNorms: TensorValue };
  },
  { exploding = 100 } = {},
): MetaGradientOutcome {
  const weights = toNumbers(result.gradient.meta);
  if (weights.length === 0) return { status: "no-example" };
  const losses = toNumbers(result.trace.innerLosses);
  const norms = toNumbers(result.trace.gradientNorms);
  const limit = exploding * Math.abs(losses[0]!);
  const step = losses.findIndex((loss, k) => !Number.isFinite(loss) || !Number.isFinite(norms[k]) || loss > limit);
  if (step >= 0) return { status: "diverged", step, innerLoss: losses[step]! };
  if (![...weights, ...toNumbers(result.outerLoss)].every(Number.isFinite)) return { status: "non-finite-gradient" };
  return { status: weights.length === 1 ? "one-example" : "ok" };
}
