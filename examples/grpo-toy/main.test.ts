import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("the example's policy learns the word from rewards alone", () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`${import.meta.dirname}/../dist/grpo-toy/main.js`], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  const rewards = [...stdout.matchAll(/mean reward (\S+),/g)].map(([, reward]) => Number(reward));
  expect(rewards[0]).toBeLessThan(0.5);
  expect(rewards.at(-1)).toBeGreaterThan(0.9);
  expect(status).toBe(0);
});
