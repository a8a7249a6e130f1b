import {
  type Tensor,
  type TensorValue,
  checkpoint,
  compile,
  expandDims,
  matmul,
  mul,
  spec,
  square,
  sub,
  sum,
  take,
  tanh,
  tensor,
  toNumbers,
  treeLeaves,
} from "@lemma/autodiff";
import { sgd } from "@lemma/train";
import { fill } from "@lemma/lora/testing";
import { describe, expect, test } from "vitest";
import { type BilevelProblem, type MetaGradientMode, metaGradient } from "./index.ts";

// A tanh network on weighted squares, its n examples all at once or one after the other.

interface Network {
  readonly first: Tensor;
  readonly second: Tensor;
}

const network = {
  first: fill("first", [3, 4], 1, "float64"),
  second: fill("second", [4, 2], 1, "float64"),
};
const steps = 3;

function problem(x: Tensor, y: Tensor, inParts: boolean): BilevelProblem<Network, Tensor> {
  const predict = checkpoint(({ first, second }: Network, at: Tensor): Tensor =>
    matmul(tanh(matmul(at, first)), second),
  );
  const losses = (theta: Network, at: Tensor, wanted: Tensor): Tensor =>
    sum(square(sub(predict(theta, at), wanted)), { axis: 1 });
  const outer = (theta: Network): Tensor => sum(square(sub(predict(theta, x), 1)));
  if (!inParts) return { inner: (theta, w) => sum(mul(w, losses(theta, x, y))), outer };
  const row = (z: Tensor, i: Tensor): Tensor => expandDims(take(z, i), 0);
  return {
    parts: "n",
    inner: (theta, w, _, part) => sum(mul(row(w, part), losses(theta, row(x, part), row(y, part)))),
    outer,
  };
}

async function derivatives(n: number, inParts: boolean, mode: MetaGradientMode) {
  await using program = compile(
    (parameters, meta, learningRate, x, y) =>
      metaGradient(problem(x, y, inParts), { parameters, meta, steps, optimizer: sgd(), learningRate }, mode),
    [
      { first: spec("float64", [3, 4]), second: spec("float64", [4, 2]) },
      spec("float64", ["n"]),
      spec("float64"),
      spec("float64", ["n", 3]),
      spec("float64", ["n", 2]),
    ],
  );
  const result = await program(
    network,
    fill("weights", [n], 0.2, "float64"),
    tensor("float64", [], 0.05),
    fill("x", [n, 3], 1, "float64"),
    fill("y", [n, 2], 1, "float64"),
  );
  const numbers = (tree: unknown): number[] => treeLeaves<TensorValue>(tree).flatMap(toNumbers);
  return { all: numbers(result), adapted: numbers(result.adapted), meta: toNumbers(result.gradient.meta) };
}

describe("an inner loss that is taken part by part", () => {
  test.for<[string, MetaGradientMode]>([
    ["mixed", { mode: "mixed" }],
    ["truncated", { mode: "mixed", truncate: 2 }],
    ["reverse", { mode: "reverse", checkpointSteps: true }],
    ["implicit", { mode: "implicit", solver: "neumann", iterations: 3 }],
    ["finite differences", { mode: "finite-difference" }],
  ])("has the derivatives of the whole: %s", async ([, mode]) => {
    const [parts, whole] = [await derivatives(5, true, mode), await derivatives(5, false, mode)];
    for (const [i, value] of whole.all.entries()) expect(parts.all[i]).toBeCloseTo(value, 9);
  });

  test("of no parts is zero: nothing moves, and no weight has a derivative", async () => {
    const { adapted, meta } = await derivatives(0, true, { mode: "mixed" });
    expect(meta).toEqual([]);
    expect(adapted).toEqual([...toNumbers(network.first), ...toNumbers(network.second)]);
  });
});
