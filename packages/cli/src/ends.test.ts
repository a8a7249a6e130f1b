import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startChild } from "../../../tools/children.ts";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** A process of its own in a home and a temporary folder that are empty before it starts. */
async function place(): Promise<{ cwd: string; env: NodeJS.ProcessEnv; left: () => Promise<readonly string[]> }> {
  const cwd = await mkdtemp(path.join(tmpdir(), "lemma-ends-"));
  const [home, temporary] = [path.join(cwd, "home"), path.join(cwd, "tmp")];
  await mkdir(home);
  await mkdir(temporary);
  await writeFile(
    path.join(cwd, "t.jsonl"),
    `${JSON.stringify({ id: "t", statement: "theorem t (n : ℕ) : 2 ∣ n * (n + 1) := by" })}\n`,
  );
  return {
    cwd,
    env: { HOME: home, TMPDIR: temporary, PATH: process.env["PATH"] },
    left: async () => [
      ...(await readdir(home, { recursive: true })),
      ...(await readdir(temporary, { recursive: true })),
    ],
  };
}

test("a run with the model leaves nothing in home and temporary folder: no telemetry, no weights", async () => {
  const { cwd, env, left } = await place();
  const child = startChild(process.execPath, [main, "prove", "t.jsonl", "--no-adapt", "--attempts", "1"], { cwd, env });
  child.stdout.resume();
  child.stderr.resume();
  const [status] = (await once(child, "close")) as [number];
  expect([0, 1]).toContain(status);
  expect(await left()).toEqual([]);
});

test.for([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s stops the work and ends with %i, nothing left behind", async ([signal, status]) => {
  const { cwd, env, left } = await place();
  const child = startChild(process.execPath, [main, "prove", "t.jsonl", "--attempts", "100000", "--json"], {
    cwd,
    env,
  });
  await once(child.stdout, "data");
  child.kill(signal);
  child.stdout.resume();
  child.stderr.resume();
  expect(await once(child, "close")).toEqual([status, null]);
  expect(await left()).toEqual([]);
});

test("a reader that closes the pipe ends the command in silence", async () => {
  const { cwd, env, left } = await place();
  const child = startChild(process.execPath, [main, "prove", "t.jsonl", "--json"], { cwd, env });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => void (complaints += chunk.toString()));
  await once(child.stdout, "data");
  child.stdout.destroy();
  expect(await once(child, "close")).toEqual([0, null]);
  expect(complaints).toBe("");
  expect(await left()).toEqual([]);
});
