import type { RopeConfig } from "./config.ts";

/**
 * Radians per position of each pair of dimensions, `[D / 2]`, and the factor on cos and sin.
 *
 * @see Su et al. 2021, arXiv:2104.09864 (plain); Chen et al. 2023, arXiv:2306.15595 (linear); Peng et al. 2023,
 *   arXiv:2309.00071 (YaRN); the Llama 3.1 release (llama3). Rounded to float32 where transformers rounds: at position
 *   30,000 a float32 angle is off by 2e-3, and a model that was trained with that error expects it.
 */
export function ropeFrequencies(
  rope: RopeConfig,
  headDim: number,
): { readonly frequencies: Float32Array; readonly attentionFactor: number } {
  const f = Math.fround;
  const plain = Float32Array.from({ length: headDim / 2 }, (_, i) => 1 / f(rope.theta ** f((2 * i) / headDim)));
  switch (rope.kind) {
    case "plain":
      return { frequencies: plain, attentionFactor: 1 };
    case "linear":
      return { frequencies: plain.map((frequency) => frequency / rope.factor), attentionFactor: 1 };
    case "llama3":
      return { frequencies: plain.map((frequency) => llama3Frequency(frequency, rope)), attentionFactor: 1 };
    case "yarn":
      return {
        frequencies: plain.map((frequency, i) => {
          const kept = 1 - yarnRamp(i, rope, headDim);
          return f(f(f(frequency / rope.factor) * f(1 - kept)) + f(frequency * kept));
        }),
        attentionFactor: rope.attentionFactor,
      };
  }
}

/** Slow dimensions are stretched by the factor, fast ones left alone, those between blended by wavelength. */
function llama3Frequency(frequency: number, rope: RopeConfig & { readonly kind: "llama3" }): number {
  const wavelength = (2 * Math.PI) / frequency;
  if (wavelength < rope.originalContextLength / rope.highFrequencyFactor) return frequency;
  if (wavelength > rope.originalContextLength / rope.lowFrequencyFactor) return frequency / rope.factor;
  const blend =
    (rope.originalContextLength / wavelength - rope.lowFrequencyFactor) /
    (rope.highFrequencyFactor - rope.lowFrequencyFactor);
  return ((1 - blend) * frequency) / rope.factor + blend * frequency;
}

/** 0 where a dimension turns at least `betaFast` times within the original context, 1 below `betaSlow`, linear between. */
function yarnRamp(dimension: number, rope: RopeConfig & { readonly kind: "yarn" }, headDim: number): number {
  const dimensionOf = (turns: number): number =>
    (headDim * Math.log(rope.originalContextLength / (turns * 2 * Math.PI))) / (2 * Math.log(rope.theta));
  const round = (value: number, towards: (x: number) => number): number => (rope.truncate ? towards(value) : value);
  const low = Math.max(round(dimensionOf(rope.betaFast), Math.floor), 0);
  const high = Math.min(round(dimensionOf(rope.betaSlow), Math.ceil), headDim - 1);
  // Equal ends would divide by zero; the reference widens the ramp by the same thousandth.
  const width = low === high ? 0.001 : high - low;
  return Math.min(1, Math.max(0, (dimension - low) / width));
}
