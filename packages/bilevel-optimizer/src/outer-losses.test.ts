import {
  type Tensor,
  compile,
  constant,
  grad,
  logSoftmax,
  mul,
  neg,
  spec,
  sum,
  take,
  tensor,
  toNumbers,
} from "@lemma/autodiff";
import { sgd } from "@lemma/train";
import { expect, test } from "vitest";
import { metaGradient, rewardLoss } from "./index.ts";

test("the reward's loss has the policy gradient, and none where rewards are equal", async () => {
  await using program = compile(
    (logprobs, rewards) => grad((x: Tensor) => rewardLoss(x, rewards))(logprobs),
    [spec("float64", ["n"]), spec("float64", ["n"])],
  );
  const logprobs = tensor("float64", [4], [-1, -2, -3, -4]);
  // −(r − r̄) / n
  expect(toNumbers(await program(logprobs, tensor("float64", [4], [1, 0, 0, 1])))).toEqual([
    -0.125, 0.125, 0.125, -0.125,
  ]);
  expect(toNumbers(await program(logprobs, tensor("float64", [4], 1))).map(Math.abs)).toEqual([0, 0, 0, 0]);
});

test("through the inner steps, a verifier's reward asks for the examples that teach what it accepts", async () => {
  // A policy over three proofs. Each example teaches one of them; of the two that were sampled the verifier accepts proof 1.
  const id = (values: readonly number[]): Tensor => constant(tensor("int64", [values.length], values));
  await using program = compile(
    (weights) => {
      const { outerLoss, gradient } = metaGradient(
        {
          inner: (theta: Tensor, w: Tensor) => neg(sum(mul(w, take(logSoftmax(theta), id([0, 1, 2]))))),
          outer: (theta) => rewardLoss(take(logSoftmax(theta), id([0, 1])), constant(tensor("float64", [2], [0, 1]))),
        },
        {
          parameters: constant(tensor("float64", [3], [0.2, -0.1, 0.4])),
          meta: weights,
          steps: 3,
          optimizer: sgd(),
          learningRate: constant(tensor("float64", [], 0.5)),
        },
      );
      return { outerLoss, gradient: gradient.meta };
    },
    [spec("float64", [3])],
  );
  const at = (w: readonly number[]) => program(tensor("float64", [3], w));
  const w = [0.2, 0.3, 0.5];
  const gradient = toNumbers((await at(w)).gradient);
  const h = 1e-5;
  for (const i of w.keys()) {
    const [ahead, behind] = await Promise.all(
      [h, -h].map(async (shift) => toNumbers((await at(w.map((x, j) => (j === i ? x + shift : x)))).outerLoss)[0]!),
    );
    expect(gradient[i]).toBeCloseTo((ahead! - behind!) / (2 * h), 8);
  }
  expect(gradient[1]).toBeLessThan(0);
  expect(gradient[0]).toBeGreaterThan(0);
});
