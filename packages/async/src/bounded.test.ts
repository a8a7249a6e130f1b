import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { asDone, inOrder } from "./index.ts";

/** Later items are done sooner. */
function work() {
  const seen = { most: 0, now: 0, taken: 0 };
  const source = function* (count: number): Generator<number> {
    for (let i = 0; i < count; i += 1) {
      seen.taken = i + 1;
      yield i;
    }
  };
  const f = async (i: number): Promise<number> => {
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await pause(i % 2 === 0 ? 20 : 1);
    seen.now -= 1;
    if (i === 13) throw new Error("thirteen");
    return i;
  };
  return { seen, source, f };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test.for([
  ["inOrder", inOrder],
  ["asDone", asDone],
] as const)("%s gives each result once, with no more under way than told", async ([name, run]) => {
  const { seen, source, f } = work();
  const results = await collect(run(source(9), 3, f));
  const items = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  expect(results.toSorted((a, b) => a - b)).toEqual(items);
  expect(results).toSatisfy((got: number[]) => (name === "inOrder") === (got.join() === items.join()));
  expect(seen).toMatchObject({ most: 3, now: 0 });
});

test.for([
  ["inOrder", inOrder],
  ["asDone", asDone],
] as const)(
  "%s throws what failed, when nothing is left under way; who leaves early leaves nothing either",
  async ([, run]) => {
    const { seen, source, f } = work();
    await expect(collect(run(source(30), 4, f))).rejects.toThrow("thirteen");
    expect(seen.now).toBe(0);
    expect(seen.taken).toBeLessThan(30);
    const left = work();
    for await (const item of run(left.source(30), 4, left.f)) if (item >= 0) break;
    expect(left.seen).toMatchObject({ now: 0, taken: 4 });
  },
);
