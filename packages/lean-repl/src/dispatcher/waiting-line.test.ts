import { expect, test } from "vitest";
import { WaitingLine, type LineSettings } from "./waiting-line.ts";

interface Item {
  readonly group: string;
  readonly queuedAt: number;
}
const item = (group: string): Item => ({ group, queuedAt: performance.now() });
const open = (settings: Partial<LineSettings>): { line: WaitingLine<Item>; refused: string[] } => {
  const refused: string[] = [];
  const limits = { maxQueued: 10, queueTimeoutMs: Number.POSITIVE_INFINITY, ...settings };
  const line = new WaitingLine<Item>(limits, ({ group }, reason) => refused.push(`${group}: ${reason}`));
  return { line, refused };
};

test("a full line turns newcomers away, and takes back whom it gave out", () => {
  const { line, refused } = open({ maxQueued: 1 });
  const first = item("a");
  line.push(first);
  line.push(item("b"));
  expect(refused).toEqual(["b: the queue is full (1 jobs wait)"]);
  expect(line.shift()).toBe(first);
  line.push(item("c"));
  line.putBack(first);
  expect(line.length).toBe(2);
});

test("who has waited too long is told, who was given out in time is not", async () => {
  const { line, refused } = open({ queueTimeoutMs: 40 });
  line.push(item("in time"));
  line.push(item("late"));
  line.push({ group: "called off", queuedAt: performance.now() });
  expect(line.shift()?.group).toBe("in time");
  const again = { group: "came back", queuedAt: performance.now() - 30 };
  line.putBack(again);
  line.remove(again);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(refused).toEqual(["late: waited 40 ms in the queue", "called off: waited 40 ms in the queue"]);
  expect(line.length).toBe(0);
});

test("closing refuses each that waits, once", async () => {
  const { line, refused } = open({ queueTimeoutMs: 20 });
  line.push(item("a"));
  line.push(item("b"));
  line.refuseAll("closed");
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(refused).toEqual(["a: closed", "b: closed"]);
});
