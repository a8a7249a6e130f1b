import { expect, test } from "vitest";
import { OnceEach } from "./once-each.ts";
import { Recent } from "./recent.ts";

test("what was not used for the longest goes first", () => {
  const recent = new Recent<string, number>(2);
  recent.set("a", 1);
  recent.set("b", 2);
  expect(recent.get("a")).toBe(1);
  recent.set("c", 3);
  expect([recent.get("a"), recent.get("b"), recent.get("c"), recent.size]).toEqual([1, undefined, 3, 2]);
  expect(recent.of("a", () => 7)).toBe(1);
  expect(recent.of("b", () => 7)).toBe(7);
  expect([...recent.values()]).toEqual([1, 7]);
});

test("work is begun once for each key, and anew where it failed or its result is not kept", async () => {
  let begun = 0;
  const once = new OnceEach<string, number>({ keep: (result) => result >= 0 });
  const begin = (result: number) => async (): Promise<number> => {
    begun += 1;
    if (Number.isNaN(result)) throw new Error("no");
    return result;
  };
  expect(await Promise.all([once.of("a", begin(1)), once.of("a", begin(2))])).toEqual([1, 1]);
  expect(await once.of("a", begin(3))).toBe(1);
  expect(begun).toBe(1);
  await expect(once.of("b", begin(Number.NaN))).rejects.toThrow("no");
  expect(await once.of("b", begin(4))).toBe(4);
  expect(await once.of("c", begin(-1))).toBe(-1);
  expect(await once.of("c", begin(5))).toBe(5);
  expect([...once.begun()]).toHaveLength(3);
});
