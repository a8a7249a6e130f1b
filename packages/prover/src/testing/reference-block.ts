import type { LlamaConfig } from "../config.ts";
import { ropeFrequencies } from "../rope.ts";

/** A block's weights, `[out, in]` row-major, and an addition to v's: rank-one parts of a LoRA term. */
export interface BlockWeights {
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
  readonly o: Float32Array;
  readonly gate: Float32Array;
  readonly up: Float32Array;
  readonly down: Float32Array;
}

/**
 * One block of a model without grouped heads, norms 1, in float64 and plain loops: the slow twin of `llamaBlock`.
 *
 * @param x one row per token.
 * @param addedToV what a LoRA term adds to a token's values, given the token's normed input.
 */
export function referenceBlock(
  config: LlamaConfig,
  weights: BlockWeights,
  x: readonly Float64Array[],
  addedToV: (normed: Float64Array) => Float64Array,
): Float64Array[] {
  const { hiddenSize: C, headDim: D, heads: H } = config;
  const { frequencies, attentionFactor } = ropeFrequencies(config.rope, D);
  const normed = x.map((row) => norm(row, config.rmsNormEps));
  const rotate = (row: Float64Array, position: number): Float64Array => {
    const turned = new Float64Array(row.length);
    for (let h = 0; h < H; h += 1)
      for (let i = 0; i < D / 2; i += 1) {
        const [a, b] = [row[h * D + i]!, row[h * D + D / 2 + i]!];
        const angle = position * frequencies[i]!;
        turned[h * D + i] = (a * Math.cos(angle) - b * Math.sin(angle)) * attentionFactor;
        turned[h * D + D / 2 + i] = (b * Math.cos(angle) + a * Math.sin(angle)) * attentionFactor;
      }
    return turned;
  };
  const q = normed.map((row, t) => rotate(times(weights.q, row), t));
  const k = normed.map((row, t) => rotate(times(weights.k, row), t));
  const v = normed.map((row) => plus(times(weights.v, row), addedToV(row)));
  return x.map((row, t) => {
    const mixed = new Float64Array(H * D);
    for (let h = 0; h < H; h += 1) {
      const scores = k.slice(0, t + 1).map((key) => {
        let score = 0;
        for (let i = h * D; i < (h + 1) * D; i += 1) score += q[t]![i]! * key[i]!;
        return Math.exp(score / Math.sqrt(D));
      });
      const total = scores.reduce((a, b) => a + b, 0);
      for (const [s, score] of scores.entries())
        for (let i = h * D; i < (h + 1) * D; i += 1) mixed[i]! += (score / total) * v[s]![i]!;
    }
    const h = plus(row, times(weights.o, mixed));
    const m = norm(h, config.rmsNormEps);
    const [gate, up] = [times(weights.gate, m), times(weights.up, m)];
    const both = gate.map((g, i) => (g / (1 + Math.exp(-g))) * up[i]!);
    return plus(h, times(weights.down, both)).subarray(0, C);
  });
}

function times(weight: Float32Array, x: Float64Array): Float64Array {
  const y = new Float64Array(weight.length / x.length);
  for (let i = 0; i < y.length; i += 1) {
    let total = 0;
    for (let j = 0, at = i * x.length; j < x.length; j += 1, at += 1) total += weight[at]! * x[j]!;
    y[i] = total;
  }
  return y;
}

const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x + b[i]!);

function norm(x: Float64Array, epsilon: number): Float64Array {
  const scale = Math.sqrt(x.reduce((total, value) => total + value * value, 0) / x.length + epsilon);
  return x.map((value) => value / scale);
}
