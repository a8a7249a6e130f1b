import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { words } from "./words.ts";
import { markerVariable } from "../tree.ts";

export interface SandboxPaths {
  /** Readable inside, never writable: toolchain, project, the REPL itself. */
  readonly readOnly: readonly string[];
  /** Writable inside. Wins where a path is both, or lies in one that is read-only. */
  readonly writable: readonly string[];
  readonly workingDirectory: string;
  /** Variables passed in by name, besides those that Lean reads: the caller's own. Default none. */
  readonly variables?: readonly string[];
}

export interface Mount {
  readonly path: string;
  readonly isWritable: boolean;
}

/** What a sandbox shows, and the links at its root: `/bin` is one into `/usr` almost everywhere. */
export interface View {
  readonly mounts: readonly Mount[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
}

const systemPaths = words(`
  /usr /bin /sbin /lib /lib32 /lib64 /opt /nix /etc/ld.so.cache
`);

/** Variables that Lean, Lake and elan read; everything else of the environment, secrets included, stays outside. */
const keptVariables = words(`
  PATH LANG LC_ALL LEAN_PATH LEAN_SYSROOT LEAN_SRC_PATH ELAN_HOME ELAN_TOOLCHAIN LAKE_HOME LD_LIBRARY_PATH
`);

/**
 * System and caller's paths as far as they exist, each with what it links to (elan's and nvm's programs are links into other
 * folders), outer folders before those within, and none that an outer one already shows.
 */
export function viewOf({ readOnly, writable }: SandboxPaths): View {
  const modes = new Map<string, boolean>();
  const links: { path: string; target: string }[] = [];
  const add = (path: string, isWritable: boolean): void => {
    for (const each of waysTo(path)) modes.set(trimmed(each), isWritable);
  };
  for (const path of systemPaths)
    if (existsSync(path) && lstatSync(path).isSymbolicLink()) links.push({ path, target: realPath(path)! });
    else add(path, false);
  for (const { target } of links) add(target, false);
  for (const path of readOnly) add(path, false);
  for (const path of writable) add(path, true);
  const mounts: Mount[] = [];
  for (const path of [...modes.keys()].sort()) {
    const outer = mounts.findLast((mount) => path.startsWith(mount.path === "/" ? "/" : `${mount.path}/`));
    const isWritable = modes.get(path)!;
    if (outer === undefined || (isWritable && !outer.isWritable)) mounts.push({ path, isWritable });
  }
  return { mounts, links: links.filter(({ path }) => !modes.has(path)) };
}

/** What of an environment a program of Lean's needs to run, sandbox or not, and no more. */
export const plainEnvironment = (
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...keptVariables, "HOME"].flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

/** The few variables that are passed in, and a home that is private unless the caller names one. */
export function variablesOf(
  environment: Readonly<Record<string, string | undefined>>,
  { variables = [] }: SandboxPaths,
): readonly (readonly [string, string])[] {
  const kept = [...new Set([...keptVariables, ...variables, markerVariable])].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return kept.some(([name]) => name === "HOME") ? kept : [["HOME", "/tmp"], ...kept];
}

/**
 * A path and every other that the links on its way lead through, to the last: inside, each of them is followed anew. Empty for
 * what does not exist.
 */
function waysTo(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  const ways = [path];
  // Links in a row; the system itself follows no more than 40.
  while (ways.length < 40) {
    const next = followFirstLink(ways.at(-1)!);
    if (next === undefined) break;
    ways.push(next);
  }
  return ways;
}

/** The path with the first link on it replaced by where that leads. */
function followFirstLink(path: string): string | undefined {
  const names = path.split("/");
  for (let end = 2; end <= names.length; end += 1) {
    const link = names.slice(0, end).join("/");
    if (lstatSync(link).isSymbolicLink()) return join(resolve(dirname(link), readlinkSync(link)), ...names.slice(end));
  }
  return undefined;
}

export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

const trimmed = (path: string): string => (path === "/" ? path : path.replace(/\/+$/, ""));
