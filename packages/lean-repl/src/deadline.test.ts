import { expect, test } from "vitest";
import { startDeadline } from "./deadline.ts";

const wait = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));
const block = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test("fires when its time is over, and not once it is called off", async () => {
  const fired: string[] = [];
  startDeadline(20, () => fired.push("kept"));
  const callOff = startDeadline(20, () => fired.push("called off"));
  callOff();
  await wait(200);
  expect(fired).toEqual(["kept"]);
});

test("time in which this process did not listen is given once more", async () => {
  const started = performance.now();
  let firedMs = 0;
  startDeadline(200, () => (firedMs = performance.now() - started));
  block(500);
  await wait(20);
  expect(firedMs).toBe(0);
  await wait(600);
  expect(firedMs).toBeGreaterThan(650);
});
