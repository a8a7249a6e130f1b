import { expect, test } from "vitest";
import { FairQueue } from "./fair-queue.ts";

const item = (group: string, id: number): { group: string; id: number } => ({ group, id });
const drain = (queue: FairQueue<{ group: string; id: number }>): string[] => {
  const order: string[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) order.push(`${next.group}${next.id}`);
  return order;
};

test("groups take turns, and keep their own order", () => {
  const queue = new FairQueue<{ group: string; id: number }>();
  for (let id = 0; id < 4; id += 1) queue.push(item("a", id));
  queue.push(item("b", 0));
  queue.push(item("b", 1));
  queue.push(item("c", 0));
  expect(queue.length).toBe(7);
  expect(drain(queue)).toEqual(["a0", "b0", "c0", "a1", "b1", "a2", "a3"]);
  expect(queue.length).toBe(0);
});

test("a preference may jump over a few groups, not over all", () => {
  const queue = new FairQueue<{ group: string; id: number }>();
  for (const group of ["a", "b", "c", "d", "e", "f"]) queue.push(item(group, 0));
  expect(queue.shift(({ group }) => group === "b")?.group).toBe("b");
  expect(queue.shift(({ group }) => group === "f")?.group).toBe("a");
});

test("a removed item is never given out", () => {
  const queue = new FairQueue<{ group: string; id: number }>();
  const gone = item("a", 1);
  queue.push(item("a", 0));
  queue.push(gone);
  expect(queue.remove(gone)).toBe(true);
  expect(queue.remove(gone)).toBe(false);
  expect(drain(queue)).toEqual(["a0"]);
});
