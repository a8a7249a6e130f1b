import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InfrastructureError, type Verdict, type VerifyLimits } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { openRepl, type ReplOptions } from "./open-repl.ts";
import { standInRepl, type StandInSettings } from "./testing/index.ts";
import { findProgram } from "./toolchain.ts";
import { resolveLaunch } from "./installation/launch.ts";
import type { LeanVerifier } from "./verifier.ts";

const theorem = { id: "t", statement: "theorem t : 1 + 1 = 2 := by" };
const open = async (options: ReplOptions = {}, settings: StandInSettings = {}): Promise<LeanVerifier> =>
  await openRepl({
    replCommand: standInRepl({ kernel: "loader", ...settings }),
    project: tmpdir(),
    timeoutMs: 1_500,
    concurrency: 2,
    memoryMb: 400,
    sandbox: "off",
    ...options,
  });
const check = async (lean: LeanVerifier, tactics: string): Promise<Verdict> =>
  await lean.verify({ theorem, proof: { kind: "tactics", tactics } });

describe("openRepl", () => {
  test("gives each status with its evidence", async () => {
    await using lean = await open();
    expect(await check(lean, "rfl")).toMatchObject({ status: "proved", evidence: "axioms", axioms: [], id: "t" });
    expect(await check(lean, "sorry")).toMatchObject({ status: "sorry", goal: "⊢ 1 + 1 = 2" });
    expect(await check(lean, "wrong")).toMatchObject({ status: "error", goal: "⊢ 1 + 1 = 2" });
    expect(await check(lean, "native_decide")).toMatchObject({ status: "forbidden", construct: "native_decide" });
    expect(await check(lean, "rfl\ntheorem u : False := by rfl")).toMatchObject({ status: "forbidden" });
  });

  test("a file must prove the statement it is given", async () => {
    await using lean = await open();
    const file = async (code: string): Promise<Verdict> =>
      await lean.verify({ theorem, proof: { kind: "file", code } });
    expect(await file("theorem h : 2 = 2 := rfl\n\ntheorem t : 1 + 1 = 2 := by\n  exact h")).toMatchObject({
      status: "proved",
    });
    expect(await file("theorem t : 1 + 1 = 3 := by\n  rfl")).toMatchObject({ status: "mismatch" });
    expect(await file("theorem other : 1 + 1 = 2 := by\n  rfl")).toMatchObject({ status: "mismatch" });
    expect(await file("local instance : Add Nat := ⟨fun _ _ => 2⟩\ntheorem t : 1 + 1 = 2 := by\n  rfl")).toMatchObject({
      status: "mismatch",
    });
    expect(await file("namespace X\ntheorem t : 1 + 1 = 2 := by\n  rfl\nend X")).toMatchObject({ status: "mismatch" });
    const wrong = await file("\n\ntheorem t : 1 + 1 = 2 := by\n  wrong");
    expect(wrong.messages[0]?.start).toEqual({ line: 4, column: 2 });
  });

  test("limits of one check are kept, and named", async () => {
    await using lean = await open();
    const limited = async (tactics: string, limits: VerifyLimits): Promise<Verdict> =>
      await lean.verify({ theorem, proof: { kind: "tactics", tactics } }, { limits });
    expect(await limited("rfl --! eat-memory", { memoryBytes: 200 << 20, wallMs: 30_000 })).toMatchObject({
      status: "memory",
      limit: `memory ${200 << 20} bytes (polling)`,
    });
    expect(await limited("rfl --! long", { outputBytes: 1 << 20, wallMs: 30_000 })).toMatchObject({
      status: "crash",
      reason: "output limit of 1048576 bytes",
    });
    expect(await limited("rfl --! hang", { wallMs: 200 })).toMatchObject({ status: "timeout", limit: "wall 200 ms" });
    expect(await limited("rfl", { heartbeats: 1000, wallMs: 30_000 })).toMatchObject({ status: "proved" });
  });

  test("`lake env` is asked for its environment, and then left out", async () => {
    const project = mkdtempSync(join(tmpdir(), "lemma-lake-"));
    try {
      const lake = join(project, "lake");
      writeFileSync(lake, '#!/bin/sh\nshift\nLEAN_PATH=/from/lake\nexport LEAN_PATH\nexec "$@"\n', { mode: 0o755 });
      const found = await resolveLaunch("repl", [lake, "env", "bin/repl", "--flag"], project);
      expect(found.command).toEqual([join(project, "bin/repl"), "--flag"]);
      expect(found.environment).toMatchObject({ LEAN_PATH: "/from/lake" });
      expect(await resolveLaunch("repl", ["repl"], project)).toMatchObject({ command: ["repl"] });
      await using lean = await open({ replCommand: [lake, "env", ...standInRepl()], project });
      expect(await check(lean, "rfl")).toMatchObject({ status: "proved" });
    } finally {
      rmSync(project, { recursive: true });
    }
  });

  test.skipIf(findProgram("stdbuf") === undefined || findProgram("tr") === undefined)(
    "a REPL of Lean 4.9, which does not flush, is started so that it does, or said to (needs stdbuf and tr)",
    async () => {
      const project = mkdtempSync(join(tmpdir(), "lemma-unflushed-"));
      try {
        // `tr` answers by C's buffered output, as those REPLs do.
        const words = standInRepl({ version: "4.9.0" }).map((word) => `'${word}'`);
        const repl = join(project, "repl");
        writeFileSync(repl, `#!/bin/sh\n${words.join(" ")} | tr '\\001' '\\001'\n`, { mode: 0o755 });
        const options = { replCommand: repl, project, concurrency: 1, audit: "off" as const };
        await expect(open({ ...options, startTimeoutMs: 3_000 })).rejects.toThrow(
          /no answer within 3000 ms[^]*REPLs of Lean 4\.9 and older do not flush[^]*stdbuf -o0/,
        );
        writeFileSync(join(project, "lean-toolchain"), "leanprover/lean4:v4.9.0\n");
        await using lean = await open(options);
        expect(await check(lean, "rfl")).toMatchObject({ status: "proved" });
      } finally {
        rmSync(project, { recursive: true });
      }
    },
  );

  test("names what was missing when it cannot start", async () => {
    const project = mkdtempSync(join(tmpdir(), "lemma-project-"));
    try {
      await expect(openRepl({ replCommand: "no-such-repl --flag", project })).rejects.toThrow(
        /no program no-such-repl/,
      );
      await expect(openRepl({ project })).rejects.toThrow(InfrastructureError);
      await expect(openRepl({ project: join(project, "absent") })).rejects.toThrow(/does not exist/);
      await expect(open({ project }, { failToStart: true })).rejects.toThrow(/unknown module prefix/);
      writeFileSync(join(project, "lean-toolchain"), "leanprover/lean4:v4.9.0\n");
      await expect(open({ project })).rejects.toThrow(
        /wants leanprover\/lean4:v4\.9\.0, but the REPL runs Lean 4\.27\.0/,
      );
    } finally {
      rmSync(project, { recursive: true });
    }
  });

  test("an import that failed in silence is no failed proof", async () => {
    await using lean = await open();
    const verdict = await lean.verify({
      theorem: { ...theorem, header: "import Nosuch" },
      proof: { kind: "tactics", tactics: "rfl" },
    });
    expect(verdict).toMatchObject({
      status: "infrastructure",
      reason: expect.stringContaining("an import failed") as string,
    });
  });
});
