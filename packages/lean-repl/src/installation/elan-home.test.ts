import { lacks } from "../../../../tools/lacks.ts";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Verdict } from "@lemma/interfaces";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLanguageServer } from "../open-lsp.ts";
import { openRepl, openReplSession, type ReplOptions } from "../open-repl.ts";
import { probeLean } from "../probe-lean.ts";
import { problemWith, sandboxTools } from "../process/sandbox/probe.ts";
import { makeElanHome } from "../testing/index.ts";
import type { LeanVerifier } from "../verifier.ts";

// Of Lean there are stand-ins, and of elan where it is not installed: none of its programs is to be started. The sandbox is real.
const folder = mkdtempSync(join(tmpdir(), "lemma-elan-"));
const elan = makeElanHome(folder);
const { home, project, repl, toolchain, bin } = elan;
const problems = Object.fromEntries(
  await Promise.all(
    sandboxTools.map(
      async (tool) =>
        [tool, await problemWith(tool, { readOnly: ["/usr"], writable: [], workingDirectory: "/" })] as const,
    ),
  ),
);

const saved = { ...process.env };
beforeAll(() => {
  process.env["HOME"] = home;
  process.env["PATH"] = `${bin}:${saved["PATH"] ?? ""}`;
  for (const name of ["ELAN_HOME", "ELAN_TOOLCHAIN", "LEAN_SYSROOT", "LEAN_PATH", "LEMMA_REPL_COMMAND"])
    // oxlint-disable-next-line typescript/no-dynamic-delete
    delete process.env[name];
});
afterAll(() => {
  process.env = saved;
  rmSync(folder, { recursive: true });
});

const check = async (lean: LeanVerifier): Promise<Verdict> =>
  await lean.verify({
    theorem: { id: "t", statement: "theorem t : 1 = 1 := by", header: "import Mathlib" },
    proof: { kind: "tactics", tactics: "rfl" },
  });
const common = (): ReplOptions => ({ project, concurrency: 1, timeoutMs: 30_000, memoryMb: 2000 });

describe.each(sandboxTools)("with elan in its own home, in the sandbox of %s", (tool) => {
  if (lacks("a REPL and a language server, however they are named", tool, problems[tool])) return;
  beforeAll(() => {
    const path = process.env["PATH"]!;
    if (tool === "bubblewrap") return undefined;
    // Hidden by one that does not work.
    mkdirSync(join(folder, "no-bubblewrap"));
    writeFileSync(join(folder, "no-bubblewrap", "bwrap"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    process.env["PATH"] = `${join(folder, "no-bubblewrap")}:${path}`;
    return () => void (process.env["PATH"] = path);
  });

  test.for<[string, () => ReplOptions]>([
    ["the project's own build", () => ({})],
    ["`lake exe repl`, as the CLI's help has it", () => ({ replCommand: "lake exe repl" })],
    ["`lake env` and a path", () => ({ replCommand: "lake env .lake/packages/repl/.lake/build/bin/repl" })],
    ["a REPL by its path", () => ({ replCommand: repl })],
  ])("the REPL is %s", async ([, options]) => {
    await using lean = await openRepl({ ...common(), ...options() });
    expect(lean.capabilities.sandbox).toContain(tool);
    expect(await check(lean)).toMatchObject({ status: "proved" });
  });

  test("the REPL is LEMMA_REPL_COMMAND", async () => {
    process.env["LEMMA_REPL_COMMAND"] = repl;
    try {
      await using lean = await openRepl(common());
      expect(await check(lean)).toMatchObject({ status: "proved" });
      await using session = await openReplSession(common());
      expect(await session.command("#check Nat")).toMatchObject({ kind: "answered" });
    } finally {
      delete process.env["LEMMA_REPL_COMMAND"];
    }
  });

  test.for([{}, { serverCommand: "lake serve" }])("the language server needs no Lake inside: %j", async (options) => {
    await using lean = await openLanguageServer({ ...common(), ...options });
    expect(lean.capabilities.sandbox).toContain(tool);
    expect(await check(lean)).toMatchObject({ status: "proved" });
  });
});

test("a toolchain that is not installed is said, and not downloaded", async () => {
  const other = join(folder, "old-proofs");
  mkdirSync(other);
  writeFileSync(join(other, "lakefile.toml"), 'name = "old"\n');
  writeFileSync(join(other, "lean-toolchain"), "leanprover/lean4:v4.9.0\n");
  const missing =
    /v4\.9\.0, which \S+lean-toolchain names, is not installed[^]*elan toolchain install leanprover\/lean4:v4\.9\.0/;
  await expect(openRepl({ project: other, replCommand: "lake exe repl" })).rejects.toThrow(missing);
  await expect(openLanguageServer({ project: other })).rejects.toThrow(missing);
  const probe = await probeLean({ folders: [other] });
  expect(probe.lean).toBeUndefined();
  expect(probe.advice).toContainEqual({
    problem: expect.stringContaining("is not installed") as string,
    command: "elan toolchain install leanprover/lean4:v4.9.0",
  });
  expect(existsSync(join(home, ".elan", "tmp"))).toBe(false);
});

test("what `lake exe` would build first is said", async () => {
  const options = { ...common(), sandbox: "off", replCommand: "lake exe my-repl" } as const;
  await expect(openRepl(options)).rejects.toThrow(/has no build that is called my-repl[^]*`lake build my-repl` there/);
});

test("doctor finds what is installed, and starts no elan for it", async () => {
  const probe = await probeLean({ folders: [project] });
  expect(probe.lean?.version).toBe("4.27.0");
  expect(probe.lake).toBeDefined();
  expect(probe.toolchains).toEqual([toolchain]);
  expect(probe.projects).toMatchObject([{ path: project, toolchain }]);
});
