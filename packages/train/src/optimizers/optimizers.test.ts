import { type Tensor, type TensorValue, compile, spec, tensor, toNumbers } from "@lemma/autodiff";
import { expect, test } from "vitest";
import {
  type Optimizer,
  type OptimizerState,
  adamw,
  constantSchedule,
  cosineSchedule,
  linearSchedule,
  sgd,
} from "../index.ts";
import { clipByGlobalNorm } from "./norm.ts";

const gradients = [
  [0.5, -1, 0],
  [0.25, 3, 1e-3],
  [-2, 0.5, 0],
];

/** Three steps from [1, −2, 3] at learning rate 0.1, in float64. */
async function threeSteps(optimizer: Optimizer): Promise<number[]> {
  let theta = tensor("float64", [3], [1, -2, 3]);
  let state: OptimizerState<TensorValue> = optimizer.init<TensorValue>(theta);
  const specs = Object.fromEntries(Object.entries(state).map(([key, value]) => [key, specOf(value as TensorValue)]));
  const f = (g: Tensor, s: OptimizerState<Tensor>, x: Tensor, rate: Tensor) => optimizer.update(g, s, x, rate);
  await using step = compile(
    f as (...args: unknown[]) => ReturnType<typeof f>,
    [specOf(theta), specs, specOf(theta), spec("float64")] as unknown[],
  );
  const run = step as unknown as (
    ...args: unknown[]
  ) => Promise<{ parameters: TensorValue; state: OptimizerState<TensorValue> }>;
  for (const g of gradients) {
    const next = await run(tensor("float64", [3], g), state, theta, tensor("float64", [], 0.1));
    theta = next.parameters;
    state = next.state;
  }
  return toNumbers(theta);
}

const specOf = ({ dtype, dims }: TensorValue) => spec(dtype, dims);

// torch 2.13.0, float64: torch.optim.SGD and AdamW on one parameter, its gradient set by hand.
test.for<[string, Optimizer, number[]]>([
  ["sgd", sgd(), [1.125, -2.25, 2.9999]],
  ["sgd with momentum 0.9", sgd({ momentum: 0.9 }), [1.017, -2.349, 2.99981]],
  ["adamw", adamw(), [0.848928245489, -1.997132702054, 2.868066373891]],
  [
    "adamw with weight decay and large eps",
    adamw({ weightDecay: 0.1, eps: 0.1, beta2: 0.99 }),
    [0.853655595164, -1.943527589349, 2.910049418053],
  ],
])("%s takes PyTorch's steps", async ([, optimizer, expected]) => {
  const received = await threeSteps(optimizer);
  expect(received.map((x) => Number(x.toFixed(12)))).toEqual(expected);
});

test("clipping scales down to the norm, and leaves what is below it", async () => {
  await using clip = compile((g: Tensor) => clipByGlobalNorm({ g }, 1), [spec("float64", [2])]);
  const large = await clip(tensor("float64", [2], [3, 4]));
  expect(toNumbers(large.norm)).toEqual([5]);
  expect(Math.hypot(...toNumbers(large.gradients.g))).toBeCloseTo(1, 6);
  const small = await clip(tensor("float64", [2], [0.3, 0.4]));
  expect(toNumbers(small.gradients.g)).toEqual([0.3, 0.4]);
  const zero = await clip(tensor("float64", [2], [0, 0]));
  expect([...toNumbers(zero.gradients.g), ...toNumbers(zero.norm)]).toEqual([0, 0, 0]);
});

test("schedules rise over the warm-up, fall to the final rate and stay there", () => {
  const rates = (schedule: (step: number) => number): number[] =>
    [0, 1, 2, 4, 6, 9].map((step) => Number(schedule(step).toFixed(6)));
  const settings = { peak: 1, warmupSteps: 2, totalSteps: 6, final: 0.1 };
  expect(rates(linearSchedule(settings))).toEqual([0.5, 1, 1, 0.55, 0.1, 0.1]);
  expect(rates(cosineSchedule(settings))).toEqual([0.5, 1, 1, 0.55, 0.1, 0.1]);
  expect(rates(constantSchedule(0.3))).toEqual([0.3, 0.3, 0.3, 0.3, 0.3, 0.3]);
});
