import { expect, test } from "vitest";
import { conjectureRewards, groupAdvantages, metaRewards } from "./index.ts";
import { rewardFloor } from "./rewards.ts";

const pairs = [
  { conjecture: 0, weight: 0.5, gradient: -3e-6 },
  { conjecture: 0, weight: 0.25, gradient: 1e-6 },
  { conjecture: 2, weight: 0.25, gradient: 2e-6 },
];

test("the paper's sign: positive where the gradient is negative; a conjecture earns the mean of its pairs", () => {
  expect(metaRewards.sign({ conjecture: 0, weight: 1, gradient: -1 })).toBe(1);
  expect(conjectureRewards("sign", 3, pairs)).toEqual([0, rewardFloor, -1]);
  // The mean itself: nothing else of this target sets a scale.
  const third = [-1, -1, 1].map((gradient) => ({ conjecture: 0, weight: 1 / 3, gradient }));
  expect(conjectureRewards("sign", 1, third)[0]).toBeCloseTo(1 / 3, 12);
});

test("centred and logit rewards do not change when a constant is added to every gradient", () => {
  const shifted = pairs.map((pair) => ({ ...pair, gradient: pair.gradient + 5 }));
  for (const kind of ["centred", "logit"] as const) {
    const [plain, moved] = [conjectureRewards(kind, 3, pairs), conjectureRewards(kind, 3, shifted)];
    for (const [i, value] of plain.entries()) expect(moved[i]).toBeCloseTo(value!, 6);
  }
});

test("rewards do not depend on the scale of the meta-gradient", () => {
  const scaled = pairs.map((pair) => ({ ...pair, gradient: pair.gradient * 1e6 }));
  for (const kind of ["sign", "centred", "logit"] as const) {
    const [plain, large] = [conjectureRewards(kind, 3, pairs), conjectureRewards(kind, 3, scaled)];
    for (const [i, value] of plain.entries()) expect(large[i]).toBeCloseTo(value!, 12);
  }
});

test("logit rewards are minus the gradient of the softmax's scores", () => {
  const scores = [0.3, -0.2, 0.9];
  const outer = [0.5, -1.5, 0.25];
  const softmax = (z: readonly number[]): number[] => {
    const e = z.map(Math.exp);
    return e.map((value) => value / e.reduce((a, b) => a + b));
  };
  const loss = (z: readonly number[]): number => softmax(z).reduce((sum, w, i) => sum + w * outer[i]!, 0);
  const weights = softmax(scores);
  const offset = weights.reduce((sum, w, i) => sum + w * outer[i]!, 0);
  for (const i of scores.keys()) {
    const moved = (by: number): number => loss(scores.map((z, j) => (i === j ? z + by : z)));
    const slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
    expect(metaRewards.logit({ conjecture: i, weight: weights[i]!, gradient: outer[i]! }, offset)).toBeCloseTo(
      -slope,
      8,
    );
  }
});

test("the floor is below every survivor, so a lone survivor has a positive advantage under every reward", () => {
  for (const kind of ["sign", "centred", "logit"] as const) {
    const rewards = conjectureRewards(kind, 4, [{ conjecture: 1, weight: 1, gradient: 0.5 }]);
    expect(rewards.filter((reward) => reward === rewardFloor)).toHaveLength(3);
    const [advantages] = groupAdvantages([rewards]);
    expect(advantages![1]).toBeGreaterThan(0);
  }
});

test("a conjecture whose check failed for outside reasons earns nothing, not the floor; NaN is refused", () => {
  expect(conjectureRewards("sign", 2, [], new Set([1]))).toEqual([rewardFloor, undefined]);
  expect(() => conjectureRewards("sign", 1, [{ conjecture: 0, weight: 1, gradient: Number.NaN }])).toThrow("NaN");
});
