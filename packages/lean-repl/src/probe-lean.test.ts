import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { probeLean } from "./probe-lean.ts";
import { sameVersion } from "./toolchain.ts";

test("finds a project, its toolchain and its REPL, and says what is missing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lemma-probe-"));
  try {
    const bare = await probeLean({ folders: [folder] });
    expect(bare.projects).toEqual([]);
    expect(bare.advice.map(({ problem }) => problem)).toContain("there is no Lake project here");
    expect(bare.freeMemoryBytes).toBeGreaterThan(0);
    const project = join(folder, "proofs");
    mkdirSync(join(project, ".lake", "packages", "mathlib"), { recursive: true });
    mkdirSync(join(project, ".lake", "packages", "repl", ".lake", "build", "bin"), { recursive: true });
    writeFileSync(join(project, ".lake", "packages", "repl", ".lake", "build", "bin", "repl"), "");
    writeFileSync(join(project, "lakefile.toml"), "");
    writeFileSync(join(project, "lean-toolchain"), "leanprover/lean4:v4.27.0\n");
    const probe = await probeLean({ folders: [folder] });
    expect(probe.projects).toMatchObject([{ path: project, toolchain: "leanprover/lean4:v4.27.0", hasMathlib: true }]);
    expect(probe.projects[0]?.repl).toMatch(/repl$/);
    expect(probe.advice.map(({ problem }) => problem)).not.toContain("there is no REPL build");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("versions are compared as toolchain files and Lean write them", () => {
  expect(sameVersion("leanprover/lean4:v4.27.0", "4.27.0")).toBe(true);
  expect(sameVersion("leanprover/lean4:v4.9.0-rc1", "4.9.0-rc1, commit 123")).toBe(true);
  expect(sameVersion("leanprover/lean4:v4.9.0", "4.9.0-rc1")).toBe(false);
  expect(sameVersion("leanprover/lean4:v4.27.0", "4.9.0")).toBe(false);
  expect(sameVersion("leanprover/lean4:nightly-2026-01-01", "4.29.0-nightly")).toBe(true);
});
