import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { elanHome, elanToolchain, installedToolchains, isElanShim } from "./elan.ts";
import { findLean } from "./installation.ts";
import { parseEnvironment } from "./lake-environment.ts";

let home: string;
let project: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "lemma-elan-files-")));
  project = join(home, "proofs", "deep");
  mkdirSync(project, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

const install = (...stored: readonly string[]): void => {
  for (const name of stored) {
    mkdirSync(join(home, ".elan", "toolchains", name, "bin"), { recursive: true });
    writeFileSync(join(home, ".elan", "toolchains", name, "bin", "lean"), "", { mode: 0o755 });
  }
};
const wants = (name: string): void => writeFileSync(join(home, "proofs", "lean-toolchain"), `${name}\n`);
const chosen = (more: Record<string, string> = {}): unknown => {
  const found = elanToolchain(project, { HOME: home, ...more });
  return found && { ...found, folder: found.folder?.slice(join(home, ".elan", "toolchains").length + 1) };
};

describe("the toolchain that elan would take", () => {
  test("is ELAN_TOOLCHAIN's, else the nearest override's or lean-toolchain's upwards, else the default", () => {
    install("leanprover--lean4---v4.27.0", "leanprover--lean4---v4.9.0", "mine");
    expect(chosen()).toBeUndefined();
    writeFileSync(
      join(home, ".elan", "settings.toml"),
      `version = "12"\ndefault_toolchain = "v4.27.0"\n\n[overrides]\n"${project}" = "mine"\n`,
    );
    expect(chosen()).toMatchObject({ name: "mine", folder: "mine" });
    writeFileSync(join(home, ".elan", "settings.toml"), 'version = "12"\ndefault_toolchain = "v4.27.0"\n');
    expect(chosen()).toMatchObject({ saidBy: "elan's default", folder: "leanprover--lean4---v4.27.0" });
    wants("leanprover/lean4:v4.9.0");
    expect(chosen()).toMatchObject({
      name: "leanprover/lean4:v4.9.0",
      saidBy: join(home, "proofs", "lean-toolchain"),
      folder: "leanprover--lean4---v4.9.0",
    });
    expect(chosen({ ELAN_TOOLCHAIN: "mine" })).toMatchObject({ saidBy: "ELAN_TOOLCHAIN", folder: "mine" });
  });

  test.for([
    ["4.27.0", "leanprover--lean4---v4.27.0"],
    ["leanprover/lean4:stable", "leanprover--lean4---v4.27.0"],
    ["beta", "leanprover--lean4---v4.28.0-rc1"],
    ["leanprover/lean4:nightly-2026-01-01", "leanprover--lean4-nightly---nightly-2026-01-01"],
    ["leanprover/lean4:v4.26.0", undefined],
  ] as const)("is found by each of its names: %s", ([name, folder]) => {
    install(
      "leanprover--lean4---v4.9.0",
      "leanprover--lean4---v4.27.0",
      "leanprover--lean4---v4.28.0-rc1",
      "leanprover--lean4-nightly---nightly-2026-01-01",
    );
    wants(name);
    expect(chosen()).toMatchObject({ name, folder });
    expect(installedToolchains({ HOME: home })).toContain("leanprover/lean4:v4.27.0");
  });

  test("lies in ELAN_HOME where that is set", () => {
    expect(elanHome({ HOME: "/home/me" })).toBe("/home/me/.elan");
    expect(elanHome({ HOME: "/home/me", ELAN_HOME: "/opt/elan" })).toBe("/opt/elan");
  });
});

test("elan under another name is known, linked either way", () => {
  const bin = join(home, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "elan"), "", { mode: 0o755 });
  symlinkSync("elan", join(bin, "lean"));
  linkSync(join(bin, "elan"), join(bin, "lake"));
  writeFileSync(join(bin, "repl"), "", { mode: 0o755 });
  expect(["lean", "lake", "repl", "absent"].map((name) => isElanShim(join(bin, name)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("a Lean that elan knows nothing of is found by its folders", async () => {
  const root = join(home, "lean-4.27.0-linux");
  for (const folder of ["bin", "lib/lean"]) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "bin", "lean"), "", { mode: 0o755 });
  mkdirSync(join(home, "usr-bin"));
  symlinkSync(join(root, "bin", "lean"), join(home, "usr-bin", "lean"));
  expect(await findLean(project, { HOME: home, PATH: join(home, "usr-bin") })).toMatchObject({
    kind: "found",
    sysroot: root,
    toolchain: undefined,
    environment: { LEAN_SYSROOT: root, PATH: `${join(root, "bin")}:${join(home, "usr-bin")}` },
  });
  expect(await findLean(project, { HOME: home, PATH: "" })).toMatchObject({ kind: "absent" });
});

test("what Lake says relative to the project is made absolute", () => {
  const said = "LEAN_PATH=././.lake/packages/mathlib/.lake/build/lib:/abs\nLAKE=/x/lake\nSECRET=1\nLEAN_CC=\n";
  expect(parseEnvironment(said, "/p")).toEqual({
    LEAN_PATH: "/p/.lake/packages/mathlib/.lake/build/lib:/abs",
    LAKE: "/x/lake",
    LEAN_CC: "",
  });
});
