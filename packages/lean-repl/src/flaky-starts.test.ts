import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRepl } from "./open-repl.ts";
import { probeSandbox } from "./process/sandbox/probe.ts";
import { standInRepl } from "./testing/index.ts";

const { tool, reason } = await probeSandbox({ readOnly: [], writable: [], workingDirectory: "/" });
/** The sandbox's program, and what it says on a machine that is short of namespaces. */
const { name, complaint } =
  tool === "unshare"
    ? { name: "unshare", complaint: "unshare: unshare failed: Resource temporarily unavailable" }
    : { name: "bwrap", complaint: "bwrap: Creating new namespace failed: Resource temporarily unavailable" };

/** Its N-th start fails, once. */
describe.skipIf(tool === undefined)(`one failed start is nobody's verdict (needs a sandbox: ${reason})`, () => {
  const path = process.env["PATH"];
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lemma-flaky-"));
    const real = execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    const script = `#!/bin/sh
n=$(cat ${folder}/count 2>/dev/null || echo 0); n=$((n + 1)); echo $n > ${folder}/count
[ "$n" = "$(cat ${folder}/fails)" ] && { echo "${complaint}" >&2; exit 1; }
exec ${real} "$@"
`;
    writeFileSync(join(folder, name), script, { mode: 0o755 });
    process.env["PATH"] = `${folder}:${path}`;
  });
  afterAll(() => {
    process.env["PATH"] = path;
    rmSync(folder, { recursive: true });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])("start %i fails once", async (fails) => {
    writeFileSync(join(folder, "count"), "0");
    writeFileSync(join(folder, "fails"), String(fails));
    await using lean = await openRepl({
      replCommand: standInRepl({ kernel: "loader" }),
      project: tmpdir(),
      concurrency: 1,
      timeoutMs: 30_000,
      memoryMb: 400,
      cacheEntries: 0,
    });
    for (const k of [1, 2, 3, 4, 5])
      expect(
        await lean.verify({
          theorem: { id: `t${k}`, statement: `theorem t${k} : 2 + ${k} = ${2 + k} := by` },
          proof: { kind: "tactics", tactics: "rfl" },
        }),
      ).toMatchObject({ status: "proved", evidence: "axioms" });
    expect(Number(readFileSync(join(folder, "count"), "utf8"))).toBeGreaterThan(fails);
  });
});
