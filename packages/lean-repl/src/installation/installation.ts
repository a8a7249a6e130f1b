import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { realPath } from "../process/sandbox/mounts.ts";
import { findProgram } from "../toolchain.ts";
import { elanHome, elanToolchain, installedToolchains, isElanShim } from "./elan.ts";

/** The Lean that a folder's files are meant for, by its own programs: never elan's, which may download. */
export interface LeanInstallation {
  readonly kind: "found";
  readonly lean: string;
  readonly lake: string | undefined;
  readonly sysroot: string;
  /** By elan's name; undefined where elan has no part in it. */
  readonly toolchain: string | undefined;
  /** What makes every program of it find the others, in a sandbox with another home as well. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface LeanAbsence {
  readonly kind: "absent";
  readonly problem: string;
  /** What to run. */
  readonly command: string;
}

const elanInstallCommand =
  "curl -sSf https://raw.githubusercontent.com/leanprover/elan/master/elan-init.sh | sh -s -- -y";

/** Finds the `lean` that a shell in that folder would run. Changes nothing, and runs no program that could. */
export async function findLean(
  folder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<LeanInstallation | LeanAbsence> {
  const program = findProgram("lean", environment);
  if (program === undefined)
    return {
      kind: "absent",
      problem: "Lean is not installed: there is no `lean` on the path",
      command: elanInstallCommand,
    };
  if (!isElanShim(program)) {
    const sysroot = await sysrootOf(program, environment);
    if (sysroot !== undefined) return installation(sysroot, undefined, environment);
    return {
      kind: "absent",
      problem: `${program} is no Lean: it does not say its prefix`,
      command: elanInstallCommand,
    };
  }
  const chosen = elanToolchain(folder, environment);
  if (chosen === undefined)
    return {
      kind: "absent",
      problem: `elan has no toolchain for ${folder}: there is no lean-toolchain, and no default`,
      command: "elan default leanprover/lean4:stable",
    };
  const { name, saidBy } = chosen;
  if (chosen.folder === undefined) {
    const has = installedToolchains(environment);
    return {
      kind: "absent",
      problem:
        `the toolchain ${name}, which ${saidBy} names, is not installed: ` +
        `${elanHome(environment) ?? "elan"} has ${has.length === 0 ? "none" : has.join(", ")}`,
      command: `elan toolchain install ${name}`,
    };
  }
  return installation(chosen.folder, name, environment);
}

function installation(
  sysroot: string,
  toolchain: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): LeanInstallation {
  const bin = join(sysroot, "bin");
  const lake = join(bin, "lake");
  const home = elanHome(environment);
  return {
    kind: "found",
    lean: join(bin, "lean"),
    lake: existsSync(lake) ? lake : undefined,
    sysroot,
    toolchain,
    environment: {
      PATH: [bin, ...(environment["PATH"] ?? "").split(delimiter).filter((each) => each !== "" && each !== bin)].join(
        delimiter,
      ),
      LEAN_SYSROOT: environment["LEAN_SYSROOT"] ?? sysroot,
      // For whoever starts one of elan's programs inside: there is another home.
      ...(toolchain === undefined || home === undefined ? {} : { ELAN_HOME: home, ELAN_TOOLCHAIN: toolchain }),
    },
  };
}

/** Of a Lean that elan knows nothing of: by its folders, else by its own word. */
async function sysrootOf(
  program: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const prefix = dirname(dirname(realPath(program) ?? program));
  if (existsSync(join(prefix, "lib", "lean"))) return prefix;
  const said = await new Promise<string>((done) => {
    const options = { timeout: 10_000, env: { ...environment } as NodeJS.ProcessEnv };
    execFile(program, ["--print-prefix"], options, (_, stdout) => done(stdout.trim()));
  });
  return existsSync(join(said, "bin", "lean")) ? said : undefined;
}

/** `4.27.0`, as the toolchain's own header file has it; undefined where that file is not there. */
export function versionOf({ sysroot }: LeanInstallation): string | undefined {
  let header: string;
  try {
    header = readFileSync(join(sysroot, "include", "lean", "version.h"), "utf8");
  } catch {
    return undefined;
  }
  const [major, minor, patch] = ["MAJOR", "MINOR", "PATCH"].map(
    (part) => new RegExp(`LEAN_VERSION_${part}\\s+(\\d+)`).exec(header)?.[1],
  );
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  const special = /LEAN_SPECIAL_VERSION_DESC\s+"([^"]+)"/.exec(header)?.[1];
  return `${major}.${minor}.${patch}${special === undefined ? "" : `-${special}`}`;
}
