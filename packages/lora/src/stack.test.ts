import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { LoraAdapter } from "./adapter.ts";
import { AdapterMismatchError } from "./errors.ts";
import { initLora } from "./init.ts";
import { mergeLora, toFloats } from "./merge.ts";
import { stackAdapters } from "./stack.ts";

const shapes = { "layer.q_proj": { in: 6, out: 4 }, "layer.v_proj": { in: 6, out: 3 } };

function noisy(rank: number, alpha: number, targetModules: readonly string[], seed: number): LoraAdapter {
  const random = new Random(seed);
  const fresh = initLora({ rank, alpha, targetModules }, shapes, random);
  const parameters = Object.fromEntries(
    Object.entries(fresh).map(([path, { a, b }]) => [
      path,
      { a, b: { ...b, data: Float32Array.from(b.data as Float32Array, () => random.normal()) } },
    ]),
  );
  return new LoraAdapter({ rank, alpha, targetModules }, parameters);
}

test("a stack as one adapter changes every weight as its members do one after another", () => {
  const members = [noisy(2, 8, ["q_proj"], 1), noisy(3, 3, ["q_proj", "v_proj"], 2)];
  const stacked = stackAdapters(members);
  expect(stacked.config).toEqual({ rank: 5, alpha: 5, targetModules: ["q_proj", "v_proj"] });
  expect(stacked.scale).toBe(1);
  for (const [path, shape] of Object.entries(shapes)) {
    const weight = {
      dtype: "float32" as const,
      dims: [shape.out, shape.in],
      data: new Float32Array(shape.out * shape.in),
    };
    const apply = (on: typeof weight, adapter: LoraAdapter) => {
      const own = adapter.parameters[path];
      return own === undefined ? on : (mergeLora(on, { ...own, scale: adapter.scale }) as typeof weight);
    };
    const expected = toFloats(members.reduce(apply, weight));
    toFloats(apply(weight, stacked)).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  }
});

test("one adapter is its own stack, and two models' adapters are none", () => {
  const one = noisy(2, 8, ["q_proj"], 1);
  expect(stackAdapters([one])).toBe(one);
  const other = initLora(
    { rank: 1, alpha: 1, targetModules: ["q_proj"] },
    { "layer.q_proj": { in: 7, out: 4 } },
    new Random(1),
  );
  expect(() => stackAdapters([one, new LoraAdapter({ rank: 1, alpha: 1, targetModules: ["q_proj"] }, other)])).toThrow(
    AdapterMismatchError,
  );
  expect(() => stackAdapters([])).toThrow("at least one");
});
