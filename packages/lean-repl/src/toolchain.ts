import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { elanHome } from "./installation/elan.ts";

/** The first program of that name on the path, or where elan puts its own: a shell opened before elan came has no such path. */
export function findProgram(
  name: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const home = elanHome(environment);
  const folders = [...(environment["PATH"] ?? "").split(delimiter), ...(home === undefined ? [] : [join(home, "bin")])];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where a Lake project keeps a built REPL: its own, or one of its packages'. */
export function findReplBuild(project: string): string | undefined {
  return [
    ".lake/build/bin/repl",
    ".lake/packages/REPL/.lake/build/bin/repl",
    ".lake/packages/repl/.lake/build/bin/repl",
    "repl/.lake/build/bin/repl",
    "../repl/.lake/build/bin/repl",
  ]
    .map((path) => resolve(project, path))
    .find(existsSync);
}

/** `v4.27.0` from `leanprover/lean4:v4.27.0`; undefined without such a file. */
export function projectToolchain(project: string): string | undefined {
  try {
    return readFileSync(join(project, "lean-toolchain"), "utf8").trim();
  } catch {
    return undefined;
  }
}

/** Whether a toolchain's name and what Lean says of itself are one version: `leanprover/lean4:v4.9.0-rc1`, `4.9.0-rc1`. */
export function sameVersion(toolchain: string, version: string): boolean {
  const wanted = /v?(\d+\.\d+\.\d+(?:-[\w.]+)?)\s*$/.exec(toolchain)?.[1];
  // A nightly or a link has no version to compare.
  if (wanted === undefined) return true;
  const said = version.split(",")[0]!.trim();
  return said === wanted || said.startsWith(`${wanted}-pre`);
}

export const isLakeProject = (folder: string): boolean =>
  existsSync(join(folder, "lakefile.lean")) || existsSync(join(folder, "lakefile.toml"));

/** Whether the project can import Mathlib: it is Mathlib, or has it among its packages. */
export const hasMathlib = (project: string): boolean =>
  existsSync(join(project, ".lake", "packages", "mathlib")) || existsSync(join(project, "Mathlib.lean"));

/** What the provers of this field were trained and are measured under. */
export const mathlibHeader = [
  "import Mathlib",
  "import Aesop",
  "",
  "set_option maxHeartbeats 400000",
  "",
  "open BigOperators Real Nat Topology Rat",
].join("\n");
