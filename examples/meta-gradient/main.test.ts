import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("the example finds the example whose label is wrong", () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`${import.meta.dirname}/../dist/meta-gradient/main.js`],
    {
      encoding: "utf8",
    },
  );
  expect(stderr).toBe("");
  const rows = [...stdout.matchAll(/= (\S+) \((\S+) by differences\): (\w+)/g)];
  expect(rows.map(([, , , verdict]) => verdict)).toEqual(["helps", "helps", "hurts"]);
  for (const [, slope, difference] of rows) expect(slope).toBe(difference);
  expect(status).toBe(0);
});
