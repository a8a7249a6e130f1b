import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("the example evaluates two methods and writes its report", async () => {
  const folder = await mkdtemp(join(tmpdir(), "evaluate-"));
  const problems = `${import.meta.dirname}/problems.jsonl`;
  const { stdout, status } = spawnSync(
    process.execPath,
    [`${import.meta.dirname}/../dist/evaluate/main.js`, problems, folder],
    {
      encoding: "utf8",
    },
  );
  expect(stdout).toMatch(/^LeMMA: pass@3 \d+% \[/m);
  expect(await readFile(join(folder, "report.html"), "utf8")).toContain("A first evaluation");
  expect((await readFile(join(folder, "results.jsonl"), "utf8")).trim().split("\n")).toHaveLength(8);
  expect(status).toBe(0);
  await rm(folder, { recursive: true });
});
