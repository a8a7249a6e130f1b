import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectSurroundings, surroundingsOf } from "./surroundings.ts";

test("changes with the toolchain, with the packages' revisions and with what was built", () => {
  const project = mkdtempSync(join(tmpdir(), "lemma-surroundings-"));
  try {
    const seen = [projectSurroundings(project)];
    const look = (): void => void seen.push(projectSurroundings(project));
    writeFileSync(join(project, "lean-toolchain"), "leanprover/lean4:v4.27.0\n");
    look();
    writeFileSync(join(project, "lake-manifest.json"), '{"packages": [{"name": "mathlib", "rev": "abc"}]}');
    look();
    writeFileSync(join(project, "lake-manifest.json"), '{"packages": [{"name": "mathlib", "rev": "abd"}]}');
    look();
    mkdirSync(join(project, ".lake", "build", "lib", "lean"), { recursive: true });
    writeFileSync(join(project, ".lake", "build", "lib", "lean", "Mine.olean"), "1");
    look();
    writeFileSync(join(project, ".lake", "build", "lib", "lean", "Mine.olean"), "22");
    look();
    expect(new Set(seen).size).toBe(6);
    expect(projectSurroundings(project)).toBe(seen.at(-1));
  } finally {
    rmSync(project, { recursive: true });
  }
});

test("is looked up now and then, not for every check", () => {
  const project = mkdtempSync(join(tmpdir(), "lemma-surroundings-"));
  try {
    const [often, seldom] = [surroundingsOf(project, 0), surroundingsOf(project)];
    const before = [often(), seldom()];
    writeFileSync(join(project, "lean-toolchain"), "leanprover/lean4:v4.27.0\n");
    expect(often()).not.toBe(before[0]);
    expect(seldom()).toBe(before[1]);
  } finally {
    rmSync(project, { recursive: true });
  }
});
