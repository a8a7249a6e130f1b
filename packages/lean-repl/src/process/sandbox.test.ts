import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRepl } from "../open-repl.ts";
import { standInRepl } from "../testing/index.ts";
import { probeSandbox, sandboxed } from "./sandbox.ts";

const paths = { readOnly: ["/usr"], writable: [], workingDirectory: "/" };
const probe = await probeSandbox(paths);

test("says why there is no sandbox, or what was proven", () => {
  expect(probe.reason).toMatch(probe.active ? /no network/ : /./);
});

test.skipIf(!probe.active)(
  "inside: no network, no foreign process, nothing writable, no secret (needs bubblewrap)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "lemma-sandbox-"));
    try {
      const run = (script: string): string => {
        const [program, ...args] = sandboxed(
          ["/bin/sh", "-c", script],
          { readOnly: [folder], writable: [], workingDirectory: folder },
          {
            PATH: process.env["PATH"],
            SECRET: "1",
          },
        );
        return execFileSync(program!, args, { encoding: "utf8" }).trim();
      };
      expect(run('echo "secret=$SECRET home=$HOME"')).toBe("secret= home=/tmp");
      expect(run("while read -r name _; do case $name in *:) echo $name;; esac; done < /proc/net/dev")).toBe("lo:");
      expect(run("(: > x) 2>/dev/null || echo refused")).toBe("refused");
      expect(Number(run("ls -d /proc/[0-9]* | wc -l"))).toBeLessThan(8);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test.skipIf(!probe.active)("a REPL in the sandbox gives verdicts, audits included (needs bubblewrap)", async () => {
  await using lean = await openRepl({
    replCommand: standInRepl(),
    project: tmpdir(),
    sandbox: "required",
    concurrency: 1,
    timeoutMs: 2_000,
    memoryMb: 300,
  });
  expect(lean.capabilities.sandbox).toContain("no network");
  const theorem = { id: "t", statement: "theorem t : 1 = 1 := by" };
  const check = async (tactics: string): Promise<object> =>
    await lean.verify({ theorem, proof: { kind: "tactics", tactics } });
  expect(await check("rfl")).toMatchObject({ status: "proved", evidence: "axioms" });
  expect(await check("rfl --! eat-memory")).toMatchObject({ status: "memory" });
  expect(await check("rfl --! fork-and-hang")).toMatchObject({ status: "timeout" });
});

test.skipIf(!probe.active)(
  "a program that does not start inside runs without, unless a sandbox is required (needs bubblewrap)",
  async () => {
    // Its folder is writable by nobody inside, and it insists.
    const folder = mkdtempSync(join(tmpdir(), "lemma-insist-"));
    const script = join(folder, "repl.sh");
    writeFileSync(script, `#!/bin/sh\n: > ${join(folder, "mark")} || exit 1\nexec "$@"\n`, { mode: 0o755 });
    try {
      const options = {
        replCommand: [script, ...standInRepl()],
        project: tmpdir(),
        concurrency: 1,
        audit: "off" as const,
      };
      await using lean = await openRepl({ ...options, sandbox: "auto" });
      expect(lean.capabilities.sandbox).toBe("the program does not start inside it");
      await expect(openRepl({ ...options, sandbox: "required" })).rejects.toThrow(/did not start/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test("a sandbox that is required and cannot be had fails the start", async () => {
  const options = { replCommand: standInRepl(), project: tmpdir(), sandbox: "required" as const };
  const path = process.env["PATH"];
  try {
    process.env["PATH"] = "/nowhere";
    await expect(openRepl(options)).rejects.toThrow(/a sandbox is required, and there is none: bubblewrap/);
  } finally {
    process.env["PATH"] = path;
  }
});
