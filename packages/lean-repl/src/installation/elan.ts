import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { realPath } from "../process/sandbox/mounts.ts";
import { compareLeanVersions, leanVersion } from "./lean-version.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where elan keeps its toolchains: `ELAN_HOME`, or its own default. */
export function elanHome(environment: Environment): string | undefined {
  const home = environment["HOME"];
  return environment["ELAN_HOME"] ?? (home === undefined ? undefined : join(home, ".elan"));
}

/**
 * Whether a program is elan under another name. It then runs the toolchain that it finds for the working directory, and
 * *downloads* it where it is not installed: nothing that only looks may run such a program.
 */
export function isElanShim(program: string): boolean {
  const real = realPath(program);
  if (real === undefined) return false;
  // Installers link it: by a symbolic link (Debian), or by a hard one beside it.
  return basename(real) === "elan" || isSameFile(real, join(dirname(real), "elan"));
}

function isSameFile(a: string, b: string): boolean {
  try {
    const [one, other] = [statSync(a), statSync(b)];
    return one.ino === other.ino && one.dev === other.dev;
  } catch {
    return false;
  }
}

/** Toolchains that are installed, by elan's names: `leanprover/lean4:v4.27.0`. */
export function installedToolchains(environment: Environment = process.env): readonly string[] {
  const home = elanHome(environment);
  return home === undefined ? [] : folders(home).map(nameOf);
}

/** What elan would run in a folder: the toolchain's name, who says so, and its folder where it is installed. */
export interface ElanToolchain {
  readonly name: string;
  readonly saidBy: string;
  readonly folder: string | undefined;
}

/**
 * Elan's own rules, read from its files: `ELAN_TOOLCHAIN`; from the folder upwards an override of `elan override set` or a
 * `lean-toolchain`; the default toolchain.
 */
export function elanToolchain(folder: string, environment: Environment): ElanToolchain | undefined {
  const home = elanHome(environment);
  const settings = readText(join(home ?? "/", "settings.toml")) ?? "";
  const chosen = chooseToolchain(folder, environment, settings);
  if (chosen === undefined) return undefined;
  return { ...chosen, folder: home === undefined ? undefined : folderOf(home, chosen.name) };
}

type Choice = Pick<ElanToolchain, "name" | "saidBy">;

function chooseToolchain(folder: string, environment: Environment, settings: string): Choice | undefined {
  const named = environment["ELAN_TOOLCHAIN"];
  if (named !== undefined && named !== "") return { name: named, saidBy: "ELAN_TOOLCHAIN" };
  const overrides = new Map(
    [...settings.matchAll(/^"((?:[^"\\]|\\.)+)"\s*=\s*"([^"]+)"/gm)].map(([, path, name]) => [path!, name!]),
  );
  for (let at = realPath(folder) ?? folder; ; at = dirname(at)) {
    const override = overrides.get(at);
    if (override !== undefined) return { name: override, saidBy: `elan's override for ${at}` };
    const file = join(at, "lean-toolchain");
    const name = readText(file)?.trim();
    if (name !== undefined && name !== "") return { name, saidBy: file };
    if (at === dirname(at)) break;
  }
  const standard = /^default_toolchain\s*=\s*"([^"]+)"/m.exec(settings)?.[1];
  return standard === undefined ? undefined : { name: standard, saidBy: "elan's default" };
}

/** The folder of an installed toolchain, by whichever of its names elan has stored it under. */
function folderOf(home: string, name: string): string | undefined {
  const release = /^\d/.test(name) ? `v${name}` : name;
  const wanted = [
    name,
    `leanprover/lean4:${release}`,
    // Nightlies have moved to a repository of their own.
    `leanprover/lean4-nightly:${release.split(":").at(-1)!}`,
  ];
  const named = wanted.map((each) => join(home, "toolchains", storedName(each))).find(hasLean);
  if (named !== undefined) return named;
  // A channel that newer elans have stored as the release that it was.
  const channel = /^(?:leanprover\/lean4:)?(stable|beta)$/.exec(name)?.[1];
  if (channel === undefined) return undefined;
  const releases = folders(home)
    .filter((each) => leanVersion(nameOf(each)) !== undefined && (channel === "beta" || !each.includes("-rc")))
    .sort((a, b) => compareLeanVersions(leanVersion(nameOf(b))!, leanVersion(nameOf(a))!));
  return releases.map((each) => join(home, "toolchains", each)).find(hasLean);
}

const hasLean = (folder: string): boolean => existsSync(join(folder, "bin", "lean"));

function folders(home: string): string[] {
  try {
    return readdirSync(join(home, "toolchains"));
  } catch {
    return [];
  }
}

const storedName = (name: string): string => name.replace("/", "--").replace(":", "---");
const nameOf = (stored: string): string => stored.replace("---", ":").replace("--", "/");

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
