import { type Tensor, compile, constant, mul, spec, square, sub, sum, tensor, toNumbers } from "@lemma/autodiff";
import { sgd } from "@lemma/train";
import { expect, test } from "vitest";
import { type MetaGradientMode, metaGradient } from "./index.ts";

// ℓᵢ = ½ aᵢ ‖θ − cᵢ‖² and L_outer = ½ ‖θ' − y‖². With s = Σ wᵢ aᵢ, m = Σ wᵢ aᵢ cᵢ / s and ρ = (1 − αs)ᴷ, K steps of SGD end at
// θ' = ρ θ₀ + (1 − ρ) m, so that every derivative can be written down.
const a = [1, 0.5, 2];
const c = [
  [1, 0],
  [-1, 2],
  [0.5, -1],
];
const w = [0.2, 0.5, 0.3];
const y = [2, 1];
const s = w.reduce((total, wi, i) => total + wi * a[i]!, 0);
const m = y.map((_, d) => w.reduce((total, wi, i) => total + wi * a[i]! * c[i]![d]!, 0) / s);
const dot = (p: readonly number[], q: readonly number[]): number => p.reduce((total, x, d) => total + x * q[d]!, 0);

function closedForm(start: readonly number[], rate: number, K: number) {
  const rho = (1 - rate * s) ** K;
  const end = start.map((x, d) => rho * x + (1 - rho) * m[d]!);
  const error = end.map((x, d) => x - y[d]!);
  const apart = start.map((x, d) => x - m[d]!);
  const slope = K * (1 - rate * s) ** (K - 1);
  return {
    weights: a.map((ai, i) => {
      const moved = c[i]!.map((x, d) => (ai * (x - m[d]!)) / s);
      return -rate * ai * slope * dot(error, apart) + (1 - rho) * dot(error, moved);
    }),
    parameters: error.map((e) => rho * e),
    learningRate: -s * slope * dot(error, apart),
  };
}

async function received(start: readonly number[], rate: number, K: number, mode: MetaGradientMode) {
  const problem = {
    inner: (theta: Tensor, weights: Tensor) => {
      const squares = sum(square(sub(theta, constant(tensor("float64", [3, 2], c.flat())))), { axis: 1 });
      return mul(sum(mul(mul(weights, constant(tensor("float64", [3], a))), squares)), 0.5);
    },
    outer: (theta: Tensor) => mul(sum(square(sub(theta, constant(tensor("float64", [2], y))))), 0.5),
  };
  await using program = compile(
    (parameters: Tensor, meta: Tensor, learningRate: Tensor) =>
      metaGradient(problem, { parameters, meta, steps: K, optimizer: sgd(), learningRate }, mode).gradient,
    [spec("float64", [2]), spec("float64", [3]), spec("float64")],
  );
  const result = await program(tensor("float64", [2], start), tensor("float64", [3], w), tensor("float64", [], rate));
  return {
    weights: toNumbers(result.meta),
    parameters: toNumbers(result.parameters),
    learningRate: toNumbers(result.learningRate)[0]!,
  };
}

const start = [0.3, -0.7];

test.for(([1, 2, 3, 8] as const).flatMap((K) => (["mixed", "reverse"] as const).map((mode) => [K, mode] as const)))(
  "%i steps on a quadratic, %s: every derivative is the closed form's",
  async ([K, mode]) => {
    const expected = closedForm(start, 0.3, K);
    const result = await received(start, 0.3, K, { mode });
    for (const [i, value] of expected.weights.entries()) expect(result.weights[i]).toBeCloseTo(value, 12);
    for (const [i, value] of expected.parameters.entries()) expect(result.parameters[i]).toBeCloseTo(value, 12);
    expect(result.learningRate).toBeCloseTo(expected.learningRate, 12);
  },
);

test.for<[string, MetaGradientMode]>([
  ["conjugate gradients", { mode: "implicit", solver: "cg", iterations: 2 }],
  ["a Neumann series", { mode: "implicit", solver: "neumann", iterations: 100 }],
])("at the minimum, the implicit gradient by %s is that of infinitely many steps", async ([, mode]) => {
  const expected = closedForm(m, 0.3, 10_000);
  const result = await received(m, 0.3, 1, mode);
  for (const [i, value] of expected.weights.entries()) expect(result.weights[i]).toBeCloseTo(value, 10);
  expect(result.parameters).toEqual([0, 0]);
});
