import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Verdict } from "@lemma/interfaces";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLanguageServer } from "../open-lsp.ts";
import { openRepl, openReplSession, type ReplOptions } from "../open-repl.ts";
import { probeLean } from "../probe-lean.ts";
import { problemWith, sandboxTools } from "../process/sandbox/probe.ts";
import { standInLanguageServer, standInRepl } from "../testing/index.ts";
import { findProgram } from "../toolchain.ts";
import type { LeanVerifier } from "../verifier.ts";

/**
 * An ordinary installation: real elan in the home where its installer puts it, nothing exported, the sandbox on. Of Lean there
 * are stand-ins that need what Lean needs: its REPL asks `lean` for the prefix unless it is told, and finds no library that is
 * not on a LEAN_PATH that leads somewhere.
 */
const elan = findProgram("elan");
const toolchain = "leanprover/lean4:v4.27.0";
const repository = fileURLToPath(new URL("../../../..", import.meta.url));
const sandboxProblem = await problemWith("bubblewrap", { readOnly: ["/usr"], writable: [], workingDirectory: "/" });
const why = elan === undefined ? "elan is not installed" : sandboxProblem && `bubblewrap: ${sandboxProblem}`;

let folder: string;
let home: string;
let project: string;
const saved = { ...process.env };

const script = (path: string, ...lines: readonly string[]): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
};
const run = (words: readonly string[]): string => `exec ${words.map((word) => `'${word}'`).join(" ")}`;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "lemma-elan-")));
  home = join(folder, "home");
  project = join(folder, "proofs");
  const bin = join(home, ".elan", "bin");
  mkdirSync(bin, { recursive: true });
  if (elan !== undefined) symlinkSync(realpathSync(elan), join(bin, "elan"));
  for (const name of ["lean", "lake"]) symlinkSync("elan", join(bin, name));
  writeFileSync(join(home, ".elan", "settings.toml"), `version = "12"\ndefault_toolchain = "${toolchain}"\n`);
  const root = join(home, ".elan", "toolchains", toolchain.replace("/", "--").replace(":", "---"));
  const libraries = ["././.lake/packages/mathlib/.lake/build/lib", repository, dirname(dirname(process.execPath))];
  script(
    join(root, "bin", "lean"),
    `[ "$1" = --print-prefix ] && { echo '${root}'; exit; }`,
    "[ \"$1\" = --version ] && { echo 'Lean (version 4.27.0, x86_64-unknown-linux-gnu, Release)'; exit; }",
    '[ "$1" = --server ] && [ -n "$LEAN_PATH" ] && [ ! -e "$LAKE" ] || exit 1',
    run(standInLanguageServer()),
  );
  // As Lake before 4.15: the packages' folders by their way from the project.
  script(
    join(root, "bin", "lake"),
    '[ "$1" = --version ] && { echo "Lake version 5.0.0 (Lean version 4.27.0)"; exit; }',
    `export LEAN_SYSROOT='${root}' LEAN_PATH='${libraries.join(":")}' LAKE="$0"`,
    '[ "$1" = env ] && { shift; exec "$@"; }',
    '[ "$1" = exe ] && exec .lake/packages/repl/.lake/build/bin/"$2"',
    "exit 1",
  );
  mkdirSync(join(root, "lib", "lean"), { recursive: true });
  const isReplLike = [
    'prefix=${LEAN_SYSROOT:-$(lean --print-prefix)} && [ -x "$prefix/bin/lean" ] || exit 1',
    'IFS=:; for p in ${LEAN_PATH:?}; do [ -d "$p" ] || { echo "unknown module prefix: $p" >&2; exit 1; }; done; unset IFS',
    run(standInRepl()),
  ];
  script(join(project, ".lake", "packages", "repl", ".lake", "build", "bin", "repl"), ...isReplLike);
  script(join(folder, "elsewhere", "my-repl"), ...isReplLike);
  writeFileSync(join(project, "lean-toolchain"), `${toolchain}\n`);
  writeFileSync(join(project, "lakefile.toml"), 'name = "proofs"\n');
  // Shared between projects, through a link to a link.
  mkdirSync(join(folder, "store", "mathlib-1", ".lake", "build", "lib"), { recursive: true });
  mkdirSync(join(folder, "current"));
  symlinkSync("../store/mathlib-1", join(folder, "current", "mathlib"));
  symlinkSync(join(folder, "current", "mathlib"), join(project, ".lake", "packages", "mathlib"));
  process.env["HOME"] = home;
  process.env["PATH"] = `${bin}:${saved["PATH"] ?? ""}`;
  for (const name of ["ELAN_HOME", "ELAN_TOOLCHAIN", "LEAN_SYSROOT", "LEAN_PATH", "LEMMA_REPL_COMMAND"])
    // oxlint-disable-next-line typescript/no-dynamic-delete
    delete process.env[name];
});
afterAll(() => {
  for (const name of ["HOME", "PATH", "LEMMA_REPL_COMMAND"] as const)
    // oxlint-disable-next-line typescript/no-dynamic-delete
    if (saved[name] === undefined) delete process.env[name];
    else process.env[name] = saved[name];
  rmSync(folder, { recursive: true });
});

const check = async (lean: LeanVerifier): Promise<Verdict> =>
  await lean.verify({
    theorem: { id: "t", statement: "theorem t : 1 = 1 := by", header: "import Mathlib" },
    proof: { kind: "tactics", tactics: "rfl" },
  });
const common = (): ReplOptions => ({ project, concurrency: 1, timeoutMs: 30_000, memoryMb: 2000 });

describe.each(sandboxTools)("with elan in its own home, in the sandbox of %s", (tool) => {
  beforeAll(() => {
    const path = process.env["PATH"]!;
    if (tool === "bubblewrap") return undefined;
    // Hidden by one that does not work.
    script(join(folder, "no-bubblewrap", "bwrap"), "exit 1");
    process.env["PATH"] = `${join(folder, "no-bubblewrap")}:${path}`;
    return () => void (process.env["PATH"] = path);
  });

  test.skipIf(why !== undefined).for<[string, () => ReplOptions]>([
    ["the project's own build", () => ({})],
    ["`lake exe repl`, as the CLI's help has it", () => ({ replCommand: "lake exe repl" })],
    ["`lake env` and a path", () => ({ replCommand: "lake env .lake/packages/repl/.lake/build/bin/repl" })],
    ["a REPL by its path", () => ({ replCommand: join(folder, "elsewhere", "my-repl") })],
  ])(`the REPL is %s (needs elan and a sandbox: ${why})`, async ([, options]) => {
    await using lean = await openRepl({ ...common(), ...options() });
    expect(lean.capabilities.sandbox).toContain(tool);
    expect(await check(lean)).toMatchObject({ status: "proved" });
  });

  test.skipIf(why !== undefined)(`the REPL is LEMMA_REPL_COMMAND (needs elan and a sandbox: ${why})`, async () => {
    process.env["LEMMA_REPL_COMMAND"] = join(folder, "elsewhere", "my-repl");
    try {
      await using lean = await openRepl(common());
      expect(await check(lean)).toMatchObject({ status: "proved" });
      await using session = await openReplSession(common());
      expect(await session.command("#check Nat")).toMatchObject({ kind: "answered" });
    } finally {
      delete process.env["LEMMA_REPL_COMMAND"];
    }
  });

  test.skipIf(why !== undefined).for([{}, { serverCommand: "lake serve" }])(
    `the language server needs no Lake inside: %j (needs elan and a sandbox: ${why})`,
    async (options) => {
      await using lean = await openLanguageServer({ ...common(), ...options });
      expect(lean.capabilities.sandbox).toContain(tool);
      expect(await check(lean)).toMatchObject({ status: "proved" });
    },
  );
});

test.skipIf(elan === undefined)(
  "a toolchain that is not installed is said, and not downloaded (needs elan)",
  async () => {
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
  },
);

test.skipIf(elan === undefined)("doctor finds what is installed, and starts no elan for it (needs elan)", async () => {
  const probe = await probeLean({ folders: [project] });
  expect(probe.lean?.version).toBe("4.27.0");
  expect(probe.lake).toBeDefined();
  expect(probe.toolchains).toEqual([toolchain]);
  expect(probe.projects).toMatchObject([{ path: project, toolchain }]);
});
