// Which examples help? ∂L_outer/∂wᵢ through θ' = θ − α Σ wᵢ ∇ℓᵢ(θ), by hand: a gradient inside a gradient.
import { type Tensor, compile, constant, grad, mul, spec, square, sub, sum, tensor, toNumbers } from "@lemma/autodiff";

// Three examples (x, y) of a line y = θ·x, and a target. The third example's label is wrong.
const inputs = constant(tensor("float64", [3, 2], [1, 0, 1, 1, 1, 1]));
const labels = constant(tensor("float64", [3], [1, 2, -4]));
const target = { x: constant(tensor("float64", [2], [2, 1])), y: 3 };
const rate = 0.1;

const losses = (theta: Tensor): Tensor => square(sub(sum(mul(inputs, theta), { axis: 1 }), labels)); // ℓᵢ(θ): [3]
const outer = (theta: Tensor): Tensor => square(sub(sum(mul(target.x, theta)), target.y));

/** L_outer(θ'(w)): the inner step is an expression like any other. */
const afterStudy = (weights: Tensor, theta: Tensor): Tensor => {
  const inner = (parameters: Tensor): Tensor => sum(mul(weights, losses(parameters)));
  return outer(sub(theta, mul(rate, grad(inner)(theta))));
};

await using metaGradient = compile(grad(afterStudy), [spec("float64", [3]), spec("float64", [2])]);
await using loss = compile(afterStudy, [spec("float64", [3]), spec("float64", [2])]);

const theta = tensor("float64", [2], [0, 0]);
const at = async (weights: readonly number[]): Promise<number> =>
  toNumbers(await loss(tensor("float64", [3], weights), theta))[0]!;
const even = [1 / 3, 1 / 3, 1 / 3];
const slopes = toNumbers(await metaGradient(tensor("float64", [3], even), theta));
for (const [i, slope] of slopes.entries()) {
  const shifted = (h: number): number[] => even.map((w, j) => (i === j ? w + h : w));
  const difference = ((await at(shifted(1e-4))) - (await at(shifted(-1e-4)))) / 2e-4;
  const verdict = slope < 0 ? "helps" : "hurts";
  console.log(`example ${i + 1}: ∂L/∂w = ${slope.toFixed(4)} (${difference.toFixed(4)} by differences): ${verdict}`);
}
