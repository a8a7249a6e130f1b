import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// The programs for a GPU, on the CPU and small: that they run, and what they print.
const script = fileURLToPath(new URL("../../../bench/gpu/run.mjs", import.meta.url));
const run = (
  ...args: string[]
): Promise<{ readonly status: unknown; readonly stdout: string; readonly stderr: string }> => {
  const { LEMMA_PYTHON: _, ...env } = process.env;
  return new Promise((resolve) =>
    execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : error.code, stdout, stderr }),
    ),
  );
};

interface Result {
  readonly rows: readonly Readonly<Record<string, string | number | boolean>>[];
}

test("everything runs on the CPU at a small shape", async () => {
  const options = ["--provider", "cpu", "--shape", "small", "--dtypes", "float32", "--batch", "3", "--tokens", "8"];
  const { status, stdout, stderr } = await run("all", ...options, "--json");
  expect([status, stderr.replaceAll(/left out: PyTorch.*\n/g, "")]).toEqual([0, ""]);
  const { rows } = JSON.parse(stdout.trim().split("\n").at(-1)!) as Result;
  const checks = rows.filter(({ check }) => check !== undefined);
  expect(checks.map(({ check, model }) => `${String(model)}: ${String(check)}`)).toContain(
    "yarn-mscale: LoRA gradient",
  );
  expect(checks.every(({ passed }) => passed === true)).toBe(true);
  for (const task of ["decode", "lora-step"])
    expect(rows.find((row) => row["task"] === task)!["tokensPerSecond"]).toBeGreaterThan(0);
});

test("says how it is used, and that it has not been run on a GPU", async () => {
  const { status, stdout } = await run("--help");
  expect(status).toBe(0);
  expect(stdout).toContain("NOT YET RUN ON A GPU");
  const refused = await run("parity", "--dtypes", "int8");
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("--dtypes: expected float32, float16 or bfloat16, received int8");
});
