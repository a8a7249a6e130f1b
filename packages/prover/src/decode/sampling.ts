import {
  type Dim,
  type Tensor,
  type TensorSpec,
  type TensorValue,
  argmax,
  broadcastTo,
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
  spec,
  sub,
  sum,
  takeAlongAxis,
  tensor,
  topK,
  where,
} from "@lemma/autodiff";

/** How a program picks tokens. Programs are compiled per mode: `filtered` sorts, which the others need not pay for. */
export type SamplingMode = "greedy" | DrawingMode;

/** The modes that draw. */
export type DrawingMode = "full" | "filtered";

export interface SamplingInputs<T> {
  /** Scalar; 1 for greedy. */
  readonly temperature: T;
  /** Keep the smallest set of tokens that reaches this probability. Scalar, `filtered` only. */
  readonly topP: T;
  /** 0, 1, … k − 1, whose length is how many of the likeliest tokens are kept. `[k]`, `filtered` only. */
  readonly ranks: T;
}

export const samplingSpecs: SamplingInputs<TensorSpec> = {
  temperature: spec("float32"),
  topP: spec("float32"),
  ranks: spec("int64", ["ranks"]),
};

/** What each of `N` rows draws its next token from: `k` candidates, all of the vocabulary or the likeliest. */
export interface Distribution<T> {
  /** Log-probabilities at the sampling temperature, before any filter: `[N, k]`. */
  readonly logprobs: T;
  /** Running sums of the probabilities that are drawn from: `[N, k]`. */
  readonly running: T;
  /** The last candidate that may be drawn: int64 `[N, 1]`. */
  readonly last: T;
  /** The candidates, where they are not the vocabulary in its order: int64 `[N, k]`. */
  readonly tokens?: T;
}

/** @param logits `[N, V]`. */
export function distributionOf(
  mode: DrawingMode,
  logits: Tensor,
  { temperature, topP, ranks }: SamplingInputs<Tensor>,
): Distribution<Tensor> {
  const logprobs = logSoftmax(div(logits, temperature));
  if (mode === "full") {
    const [N, V] = logits.shape as readonly [Dim, Dim];
    const last = broadcastTo(sub(dimValue(V), 1), [N, 1]);
    return { logprobs, running: cumsum(exp(logprobs)), last };
  }
  const { values, indices } = topK(logprobs, ranks.shape[0]!);
  const probabilities = exp(values);
  // Mass before each token: below p for all that are kept, and 0 for the likeliest, so that one always is.
  const before = sub(cumsum(probabilities), probabilities);
  const kept = less(before, topP);
  return {
    logprobs: values,
    running: cumsum(where(kept, probabilities, 0)),
    last: sub(countTrue(kept), 1),
    tokens: indices,
  };
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
  sampling: SamplingInputs<Tensor>,
): { readonly token: Tensor; readonly logprob: Tensor } {
  if (mode === "greedy") {
    const token = argmax(logits, -1, true);
    return { token, logprob: takeAlongAxis(logSoftmax(logits), token) };
  }
  const { logprobs, running, last, tokens } = distributionOf(mode, logits, sampling);
  // u · total rounds up to total now and then: sums need not be 1.
  const place = minimum(countTrue(lessEqual(running, mul(uniform, slice(running, -1, -1)))), last);
  return {
    token: tokens === undefined ? place : takeAlongAxis(tokens, place),
    logprob: takeAlongAxis(logprobs, place),
  };
}

/** `draw` for one row of a distribution that is here, and one number: what the graph's gives, to the bit. */
export function drawnFrom(
  { logprobs, running, last, tokens }: Distribution<TensorValue>,
  row: number,
  uniform: number,
): { readonly token: number; readonly logprob: number } {
  const k = running.dims[1]!;
  const sums = running.data;
  const [start, end] = [row * k, (row + 1) * k];
  const bar = Math.fround(uniform * Number(sums[end - 1]));
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Number(sums[middle]) <= bar) low = middle + 1;
    else high = middle;
  }
  const place = Math.min(low - start, Number(last.data[row]));
  return {
    token: tokens === undefined ? place : Number(tokens.data[start + place]),
    logprob: Number(logprobs.data[start + place]),
  };
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
