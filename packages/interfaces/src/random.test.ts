import { describe, expect, test } from "vitest";
import { Random } from "./random.ts";

describe("Random", () => {
  test("repeats from its seed, and differs between seeds", () => {
    const draw = (seed: number): number[] =>
      Array.from(
        { length: 4 },
        (
          (random) => () =>
            random.uint32()
        )(new Random(seed)),
      );
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(0)).not.toEqual(draw(2 ** 32));
  });

  test("a fork depends on the seed and its labels, not on what was drawn before", () => {
    const fresh = new Random(1).fork("theorem", 3).uint32();
    const used = new Random(1);
    used.uniform();
    expect(used.fork("theorem", 3).uint32()).toBe(fresh);
    expect(used.fork("theorem", 4).uint32()).not.toBe(fresh);
    expect(used.fork("theorem", "3").uint32()).not.toBe(fresh);
  });

  test("uniform, normal and integer have the moments they should", () => {
    const random = new Random(5);
    const count = 40_000;
    const mean = (draw: () => number): number => Array.from({ length: count }, draw).reduce((a, b) => a + b, 0) / count;
    expect(mean(() => random.uniform())).toBeCloseTo(0.5, 1.9);
    expect(mean(() => random.normal())).toBeCloseTo(0, 1.5);
    expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1.2);
    expect(mean(() => random.integer(3))).toBeCloseTo(1, 1.5);
  });

  test("shuffle keeps every item; an empty choice is refused", () => {
    const items = Array.from({ length: 20 }, (_, i) => i);
    const shuffled = new Random(2).shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
    expect(() => new Random(2).choice([])).toThrow(RangeError);
    expect(() => new Random(Number.NaN)).toThrow(RangeError);
  });
});
