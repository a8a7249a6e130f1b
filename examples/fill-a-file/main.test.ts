import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("the other lemmas fill at least three of five holes, and fewer are filled without", { timeout: 240_000 }, () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`${import.meta.dirname}/../dist/fill-a-file/main.js`],
    {
      encoding: "utf8",
    },
  );
  expect([status, stderr]).toEqual([0, ""]);
  const [without, withLemmas] = [...stdout.matchAll(/^(\d+) filled$/gm)].map((match) => Number(match[1]));
  expect(stdout.match(/^5 holes$/gm)).toHaveLength(2);
  expect(withLemmas).toBeGreaterThanOrEqual(3);
  expect(without).toBeLessThan(withLemmas!);
  expect(stdout).toContain("filled  by Gap.gap_triangle");
});
