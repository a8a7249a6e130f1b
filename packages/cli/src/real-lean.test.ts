import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { probeLean } from "@lemma/lean-repl";
import { makeElanHome } from "@lemma/lean-repl/testing";
import { afterAll, describe, expect, test } from "vitest";
import { checkCommand } from "./commands/check.ts";

/**
 * The command line as it is typed in a project's folder on an ordinary installation: elan in its own home, the sandbox on,
 * nothing exported; stand-ins for Lean's programs.
 */
const folder = mkdtempSync(join(tmpdir(), "lemma-cli-elan-"));
afterAll(() => rmSync(folder, { recursive: true }));
const elan = makeElanHome(folder);
const { sandbox } = await probeLean({ folders: [] });
const why = sandbox.active ? undefined : sandbox.reason;
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

const theorem = { statement: "theorem two : 1 + 1 = 2 := by", header: "import Mathlib", proof: "rfl" };
writeFileSync(join(elan.project, "proofs.jsonl"), `${JSON.stringify({ id: "two", ...theorem })}\n`);

function lemma(command: string, more: Readonly<Record<string, string>> = {}, cwd = elan.project): string {
  const words = [...command.replace(/^lemma /, "").matchAll(/'([^']*)'|(\S+)/g)].map(([, a, b]) => a ?? b!);
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    cwd,
    encoding: "utf8",
    env: { HOME: elan.home, PATH: `${elan.bin}:${process.env["PATH"]}`, ...more },
  });
  expect([status, stderr]).toEqual([0, expect.anything()]);
  return stdout;
}

describe("in a project's folder, with elan in its own home", () => {
  const examples = checkCommand.examples.filter((each) => each.includes("repl"));

  test.skipIf(why !== undefined).for(examples)(`the help's example works: %s (skipped: ${why})`, (example) => {
    const verdicts = lemma(example.replace("lite,repl", "repl"));
    expect(verdicts).toContain('"status":"proved"');
    // Both verifiers say something; what Mathlib is, the embedded one does not know.
    expect(lemma(`${example} --concurrency 1`)).toContain('"status":"proved"');
  });

  test
    .skipIf(why !== undefined)
    .for([
      "lemma check proofs.jsonl --verifier lsp --project . --json",
      "lemma check proofs.jsonl --verifier repl --project . --json",
    ])(`%s (skipped: ${why})`, (command) => {
    expect(lemma(command)).toContain('"status":"proved"');
  });

  test.skipIf(why !== undefined)(`a REPL elsewhere is named by the environment (skipped: ${why})`, () => {
    const command = "lemma check proofs.jsonl --verifier repl --json";
    expect(lemma(command, { LEMMA_REPL_COMMAND: elan.repl })).toContain('"status":"proved"');
  });

  test("doctor says what is there, and what is not", () => {
    const report = lemma("lemma doctor --project .");
    expect(report).toMatch(/ok +lean +\S+v4\.27\.0\/bin\/lean 4\.27\.0/);
    expect(report).toMatch(/ok +worker memory +.* GiB each by default: .*/);
    const other = join(folder, "old");
    mkdirSync(other);
    writeFileSync(join(other, "lakefile.toml"), 'name = "old"\n');
    writeFileSync(join(other, "lean-toolchain"), "leanprover/lean4:v4.20.0\n");
    const missing = lemma("lemma doctor", {}, other);
    expect(missing).toMatch(/v4\.20\.0, which \S+ names, is not installed/);
    expect(missing).toContain("elan toolchain install leanprover/lean4:v4.20.0");
    expect(missing).toContain("git checkout -q v4.19.0");
  });

  test("doctor tells a bubblewrap that may not from one that is not there", () => {
    const bin = join(folder, "not-permitted");
    mkdirSync(bin);
    for (const name of ["bwrap", "unshare"])
      writeFileSync(join(bin, name), `#!/bin/sh\necho "${name}: setting up uid map: Permission denied" >&2\nexit 1\n`, {
        mode: 0o755,
      });
    const report = lemma("lemma doctor", { PATH: `${bin}:${elan.bin}:${process.env["PATH"]}` });
    expect(report).toMatch(/no sandbox works here: bubblewrap is installed, and .*uid map: Permission denied/);
    expect(report).not.toMatch(/install bubblewrap/);
  });
});
