import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { basename, delimiter, join, resolve } from "node:path";

/** The first program of that name on the path. */
export function findProgram(name: string, path = process.env["PATH"] ?? ""): string | undefined {
  const home = process.env["HOME"];
  const folders = [...path.split(delimiter), ...(home === undefined ? [] : [join(home, ".elan", "bin")])];
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

/**
 * `lake env PROGRAM …` as the program itself with the environment that Lake would give it: Lake stays in between otherwise,
 * and its memory and its death would be taken for the program's. Left as it is where Lake does not answer.
 */
export async function withoutLake(
  command: readonly string[],
  project: string,
): Promise<{ readonly command: readonly string[]; readonly environment: Readonly<Record<string, string>> }> {
  const [lake, env, ...rest] = command;
  if (lake === undefined || basename(lake) !== "lake" || env !== "env" || rest.length === 0)
    return { command, environment: {} };
  const text = await new Promise<string | undefined>((done) => {
    execFile(lake, ["env", "printenv"], { cwd: project, timeout: 60_000, maxBuffer: 16 << 20 }, (error, stdout) =>
      done(error === null ? stdout : undefined),
    );
  });
  if (text === undefined) return { command, environment: {} };
  const names = /^(PATH|LEAN\w*|LAKE\w*|ELAN\w*|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH)=(.*)$/gm;
  const environment = Object.fromEntries([...text.matchAll(names)].map(([, name, value]) => [name!, value!]));
  // A program named by a relative path is the project's.
  const program = rest[0]!.includes("/") ? resolve(project, rest[0]!) : rest[0]!;
  return { command: [program, ...rest.slice(1)], environment };
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
