import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { leanVersion } from "./lean-version.ts";
import { replBuildCommand, replTagsFor } from "./repl-tags.ts";

const tagsFor = (version: string): readonly string[] => replTagsFor(leanVersion(version)!);

test.for([
  ["v4.27.0", "v4.27.0"],
  ["v4.9.0-rc1", "v4.9.0-rc1"],
  // Releases that have no tag: the nearest older one's.
  ["v4.9.1", "v4.9.0"],
  ["v4.11.0", "v4.11.0-rc1"],
  ["v4.12.0", "v4.11.0-rc1"],
  ["v4.13.0", "v4.11.0-rc1"],
  ["v4.20.0", "v4.19.0"],
  ["v4.20.1", "v4.19.0"],
  ["v4.23.0", "v4.23.0-rc2"],
  ["v4.29.1", "v4.29.0"],
  ["v4.32.1", "v4.32.0"],
  ["v4.32.2", "v4.32.0"],
  // Before the first, there is nothing better.
  ["v4.2.0", "v4.3.0"],
])("Lean %s is served by the REPL's %s", ([version, tag]) => {
  expect(tagsFor(version!)).toEqual([tag]);
});

test("a release younger than the list may have its own tag, or its minor version's", () => {
  expect(tagsFor("v4.33.0")).toEqual(["v4.33.0", "v4.33.0-rc2"]);
  expect(tagsFor("v4.34.1")).toEqual(["v4.34.1", "v4.34.0", "v4.33.0-rc2"]);
  expect(tagsFor("v4.35.0-rc1")).toEqual(["v4.35.0-rc1", "v4.33.0-rc2"]);
});

test("the REPL is built by the project's toolchain, whatever its tag says", () => {
  expect(replBuildCommand("/p", "leanprover/lean4:v4.20.0")).toBe(
    "cd /p && git clone https://github.com/leanprover-community/repl .lake/packages/repl && cd .lake/packages/repl && " +
      "git checkout -q v4.19.0 && cp ../../../lean-toolchain . && lake build",
  );
  expect(replBuildCommand("/p", "leanprover/lean4:v4.34.1")).toContain(
    "{ git checkout -q v4.34.1 || git checkout -q v4.34.0 || git checkout -q v4.33.0-rc2; } && cp",
  );
  expect(replBuildCommand("/p", "leanprover/lean4:nightly-2026-01-01")).not.toContain("checkout");
});

test("the guide has the line that doctor prints", () => {
  const guide = readFileSync(new URL("../../../../docs/guides/real-lean.md", import.meta.url), "utf8");
  expect(guide).toContain(`\n${replBuildCommand("~/proofs", "leanprover/lean4:v4.27.0")}\n`);
});
