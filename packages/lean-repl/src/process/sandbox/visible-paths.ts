import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { elanHome } from "../../installation/elan.ts";
import { findProgram } from "../../toolchain.ts";
import { realPath, type SandboxPaths } from "./mounts.ts";

export interface VisibilitySettings {
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of those in the environment that the caller, or Lake, has set for this command. */
  readonly variables: readonly string[];
  readonly writable: readonly string[];
}

/** What a command needs to read: its own words that are paths, its program's installation, the toolchain, the project. */
export function visiblePaths(settings: VisibilitySettings): SandboxPaths {
  const { command, workingDirectory, environment, variables, writable } = settings;
  const paths = command
    .filter((word) => isAbsolute(word) || word.includes("/"))
    .map((word) => resolve(workingDirectory, word));
  const folders = paths
    .filter((path) => existsSync(path))
    .map((path) => (statSync(path).isDirectory() ? path : packageOf(dirname(path), environment["HOME"])));
  const lean = [environment["LEAN_SYSROOT"], ...(environment["LEAN_PATH"] ?? "").split(delimiter)]
    .filter((path) => path !== undefined && path !== "")
    .map((path) => resolve(workingDirectory, path!));
  const wanted = [
    workingDirectory,
    ...folders,
    ...installationOf(command[0] ?? "", environment),
    elanHome(environment),
    ...lean,
    ...linkedPackages(workingDirectory),
  ];
  const readOnly = wanted.filter((path) => path !== undefined && existsSync(path)) as string[];
  return { readOnly, writable, workingDirectory, variables };
}

/** Packages, and folders of them, that are links: what they lead to is no part of the project's own folder. */
function linkedPackages(project: string): readonly string[] {
  const folders = [".lake", ".lake/build", ".lake/packages"].map((name) => join(project, name));
  const packages = folders.flatMap((folder) => {
    try {
      return readdirSync(folder).map((name) => join(folder, name));
    } catch {
      return [];
    }
  });
  return [...folders, ...packages].filter(
    (path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true,
  );
}

/** The folder of the package or Lake project that a program belongs to, or its own folder; never the whole home. */
function packageOf(folder: string, home: string | undefined): string {
  for (let at = folder; at !== dirname(at) && at !== home; at = dirname(at))
    if (["package.json", "lakefile.lean", "lakefile.toml"].some((name) => existsSync(join(at, name)))) return at;
  return folder;
}

/** Where a program lies, and where what it links to lies: `X` where that is `X/bin`, for the libraries beside it. */
function installationOf(program: string, environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const found = program.includes("/") ? program : findProgram(program, environment);
  if (found === undefined) return [];
  return [found, realPath(found)].flatMap((each) => {
    if (each === undefined) return [];
    const folder = dirname(each);
    const whole = basename(folder) === "bin" ? dirname(folder) : folder;
    // A program of /bin or ~/bin does not make everything visible that is beside that folder.
    return whole === "/" || whole === environment["HOME"] ? [folder] : [whole];
  });
}
