import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("the example learns the proofs of a file and writes a PEFT folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lora-peft-"));
  const own = `${import.meta.dirname}/proofs.jsonl`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`${import.meta.dirname}/../dist/lora-peft/main.js`, own, folder],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  const losses = /^loss (.*)$/m.exec(stdout)![1]!.split(" → ").map(Number);
  expect(losses.at(-1)!).toBeLessThan(losses[0]!);
  expect(stdout).toContain("the same again: true");
  expect((await readdir(folder)).sort()).toEqual(["adapter_config.json", "adapter_model.safetensors"]);
  expect(status).toBe(0);
  await rm(folder, { recursive: true });
});
