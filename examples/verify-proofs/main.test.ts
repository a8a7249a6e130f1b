import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("the example runs, and tells proofs from what only looks like them", () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`${import.meta.dirname}/../dist/verify-proofs/main.js`],
    {
      encoding: "utf8",
    },
  );
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^am_gm +proved/m);
  expect(stdout).toMatch(/^linear +proved/m);
  expect(stdout).toMatch(/^truncated +error/m);
  expect(stdout).toMatch(/^unfinished +sorry .*⊢ p ∣ 3 \* q$/m);
  expect(status).toBe(0);
});
