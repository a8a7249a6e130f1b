import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("the example runs and proves its theorem", () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`${import.meta.dirname}/../dist/prove-one/main.js`], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^proved by /m);
  expect(status).toBe(0);
});
