import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("the dry run says what is missing and what a theorem would cost", () => {
  const { stdout, status } = spawnSync(process.execPath, [`${import.meta.dirname}/../dist/seven-b/main.js`], {
    encoding: "utf8",
  });
  expect(stdout).toMatch(/^model +name a folder/m);
  expect(stdout).toMatch(/^cuda +\S/m);
  expect(stdout).toMatch(/^lean +\S/m);
  expect(stdout).toMatch(/6\.9 billion parameters, 13\.8 GB/);
  expect(stdout).toMatch(/^dry run/m);
  expect(status).toBe(0);
});

test("a folder that holds no model is told, not thrown", () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    [`${import.meta.dirname}/../dist/seven-b/main.js`, "--run", "--model", import.meta.dirname],
    { encoding: "utf8" },
  );
  expect(stdout).toMatch(/^model +.*config\.json/m);
  expect(stdout).toMatch(/^not run/m);
  expect(status).toBe(0);
});
