import {
  type Tensor,
  argmax,
  cast,
  constant,
  cumsum,
  dimValue,
  div,
  equal,
  exp,
  less,
  lessEqual,
  logSoftmax,
  minimum,
  mul,
  or,
  slice,
  sub,
  sum,
  takeAlongAxis,
  tensor,
  topK,
  where,
} from "@lemma/autodiff";

/** How a program picks tokens. Programs are compiled per mode: `filtered` sorts, which the others need not pay for. */
export type SamplingMode = "greedy" | "full" | "filtered";

export interface SamplingInputs<T> {
  /** Scalar; 1 for greedy. */
  readonly temperature: T;
  /** Keep the smallest set of tokens that reaches this probability. Scalar, `filtered` only. */
  readonly topP: T;
  /** 0, 1, … k − 1, whose length is how many of the likeliest tokens are kept. `[k]`, `filtered` only. */
  readonly ranks: T;
}

/**
 * One draw per row by inversion: the first token at which the running sum of probabilities exceeds u.
 *
 * @param logits `[N, V]`.
 * @param uniform `[N, 1]`, each in [0, 1).
 * @returns tokens int64 and their log-probabilities at the sampling temperature, before any filter; both `[N, 1]`.
 */
export function draw(
  mode: SamplingMode,
  logits: Tensor,
  uniform: Tensor,
  { temperature, topP, ranks }: SamplingInputs<Tensor>,
): { readonly token: Tensor; readonly logprob: Tensor } {
  if (mode === "greedy") {
    const token = argmax(logits, -1, true);
    return { token, logprob: takeAlongAxis(logSoftmax(logits), token) };
  }
  const logprobs = logSoftmax(div(logits, temperature));
  if (mode === "full") {
    // u · total rounds up to total now and then.
    const token = minimum(invert(exp(logprobs), uniform), sub(dimValue(logits.shape[1]!), 1));
    return { token, logprob: takeAlongAxis(logprobs, token) };
  }
  const { values, indices } = topK(logprobs, ranks.shape[0]!);
  const probabilities = exp(values);
  // Mass before each token: below p for all that are kept, and 0 for the likeliest, so that one always is.
  const before = sub(cumsum(probabilities), probabilities);
  const kept = less(before, topP);
  const place = invert(where(kept, probabilities, 0), uniform);
  const last = sub(countTrue(kept), 1);
  const chosen = minimum(place, last);
  return { token: takeAlongAxis(indices, chosen), logprob: takeAlongAxis(values, chosen) };
}

/** The first index whose running sum exceeds u · total: sums need not be 1. `[N, V], [N, 1] → int64 [N, 1]`. */
function invert(weights: Tensor, uniform: Tensor): Tensor {
  const running = cumsum(weights);
  const total = slice(running, -1, -1);
  const below = lessEqual(running, mul(uniform, total));
  return countTrue(below);
}

/**
 * How many of the last axis are true, int64. Counted in float32, which is exact up to 2²⁴ and, unlike int64, has a kernel that
 * adds several at a time.
 */
const countTrue = (x: Tensor): Tensor => cast(sum(cast(x, "float32"), { axis: -1, keepDims: true }), "int64");

/** Whether each token ends its row. */
export function isAny(tokens: Tensor, ids: readonly number[]): Tensor | undefined {
  const found = ids.map((id) => equal(tokens, constant(tensor("int64", [], [id]))));
  return found.length === 0 ? undefined : found.reduce((a, b) => or(a, b));
}
