import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("the example's slope is right, and its network learns", () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`${import.meta.dirname}/../dist/train-small/main.js`],
    {
      encoding: "utf8",
    },
  );
  expect(stderr).toBe("");
  const [, slope, difference] = /slope (\S+), by differences (\S+)/.exec(stdout)!.map(Number);
  expect(Math.abs(slope! - difference!)).toBeLessThan(0.01 * Math.max(1, Math.abs(slope!)));
  expect(Number(/step 400 loss (\S+)/.exec(stdout)![1])).toBeLessThan(0.005);
  expect(status).toBe(0);
});
