import { expect, test } from "vitest";
import { chooseConcurrency, chooseMemory, defaultSpares } from "./choose-limits.ts";
import type { Machine } from "./machine.ts";

const gigabyte = 2 ** 30;
const machine = (
  cores: number,
  total: number,
  free = total * 0.85,
  memoryOf: Machine["memoryOf"] = "machine",
): Machine => ({
  totalBytes: total * gigabyte,
  freeBytes: free * gigabyte,
  cores,
  memoryOf,
});
/** What `openRepl` takes on a machine where the caller says nothing. */
const choose = (on: Machine, hasMathlib = true): { workers: number; gigabytes: number; reason: string } => {
  const workers = chooseConcurrency(on).value;
  const memory = chooseMemory({ workers: workers + defaultSpares(workers), hasMathlib }, on);
  return { workers, gigabytes: memory.value / gigabyte, reason: memory.reason };
};

test.for([
  [8, 16],
  [8, 32],
  [16, 64],
  [32, 64],
  [64, 256],
])("with Mathlib a worker may use 8 GiB on %i cores and %i GiB", ([cores, total]) => {
  const { gigabytes, reason } = choose(machine(cores!, total!));
  expect(gigabytes).toBe(8);
  expect(reason).toMatch(
    /^what a check with Mathlib may need; a share for each of \d+ workers in \d+ GiB of the machine/,
  );
});

test("a container's limit holds, and is said to be less than Mathlib may need", () => {
  const inside = choose(machine(8, 3, 2.5, "container"));
  expect(inside).toEqual({
    workers: 1,
    gigabytes: expect.closeTo(2.7, 5) as number,
    reason: "nearly all 3 GiB of the container, which is less than what a check with Mathlib may need (8 GiB)",
  });
});

test("without Mathlib, and where there is plenty, it is a fair share, within bounds", () => {
  expect(choose(machine(4, 16), false)).toMatchObject({ workers: 3, gigabytes: expect.closeTo(3.6, 5) as number });
  expect(choose(machine(2, 256))).toMatchObject({ workers: 1, gigabytes: 16 });
  expect(chooseMemory({ workers: 1, hasMathlib: true, givenBytes: 1e9 }, machine(2, 256))).toMatchObject({
    value: 1e9,
    reason: "as given",
  });
});

test("all workers together stay within the machine", () => {
  const { value, togetherBytes } = chooseMemory({ workers: 4, hasMathlib: true }, machine(8, 16));
  expect([value, togetherBytes].map((bytes) => bytes / gigabyte)).toEqual([8, expect.closeTo(14.4, 5)]);
  expect(chooseMemory({ workers: 4, hasMathlib: false, givenBytes: gigabyte }, machine(8, 16)).togetherBytes).toBe(
    4 * gigabyte,
  );
});

test("as many workers as cores and memory allow, and why", () => {
  expect(chooseConcurrency(machine(1, 16))).toEqual({ value: 1, reason: "1 core, one of them for the rest" });
  expect(chooseConcurrency(machine(8, 64))).toMatchObject({ value: 7 });
  expect(chooseConcurrency(machine(64, 32, 20))).toEqual({
    value: 5,
    reason: "20 GiB free in the machine, at 4 GiB a worker",
  });
});
