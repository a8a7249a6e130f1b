import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { InfrastructureError } from "@lemma/interfaces";
import { findProgram, isLakeProject, projectToolchain } from "../toolchain.ts";
import { isElanShim } from "./elan.ts";
import { findLean, versionOf, type LeanAbsence, type LeanInstallation } from "./installation.ts";
import { lakeEnvironment } from "./lake-environment.ts";
import { isOlderThan, leanVersion } from "./lean-version.ts";

/** A command as it is to be started: the program itself, under the environment that its project's Lake would give it. */
export interface Launch {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined where there is none: something else than a REPL of this machine may be meant. */
  readonly lean: LeanInstallation | undefined;
  /** What is amiss: no reason to stop, and the likely one where the program does not start. */
  readonly problem: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Resolves what a user would type in a project's folder to the toolchain's own programs, outside of the sandbox and once: elan
 * inside would look for toolchains in another home, and download. `lake env PROGRAM` becomes the program, `lake exe NAME` what
 * Lake has built under that name, `lake serve` the server that it would start.
 *
 * @throws {InfrastructureError} when the command needs a Lean that is not there, or Lake does not load the project.
 */
export async function resolveLaunch(
  kind: string,
  words: readonly string[],
  project: string,
  given: Environment = process.env,
): Promise<Launch> {
  const lean = await findLean(project, given);
  const own = lean.kind === "found" ? lean.environment : {};
  const [program = "", ...rest] = words;
  const isNamed = (name: string): boolean => basename(program) === name;
  const found = program.includes("/") ? resolve(project, program) : (findProgram(program, given) ?? program);
  if ((isNamed("lake") || isNamed("lean")) && isElanShim(found) && lean.kind === "absent") throw absent(kind, lean);
  // The caller's own Lake, unless that is elan's.
  const lake = isNamed("lake") && !isElanShim(found) ? found : lean.kind === "found" ? lean.lake : undefined;
  const isAsked = isNamed("lake") && rest[0] === "env";
  let environment = own;
  if (lake !== undefined && (isAsked || isLakeProject(project))) {
    const said = await lakeEnvironment(lake, project, { ...given, ...own });
    if (said.kind === "failed")
      throw new InfrastructureError(
        `${kind}: Lake does not load the project ${project} (\`lake env\`: ${said.reason}); \`lake build\` there shows why`,
      );
    environment = { ...own, ...said.environment };
  }
  const command = withoutShims(isNamed("lake") ? withoutLake(rest, lake ?? found, lean, project) : words, lean, given);
  return lean.kind === "found"
    ? { command, environment, lean, problem: unbuilt(words, command, project) }
    : { command, environment, lean: undefined, problem: `${lean.problem} (\`${lean.command}\`)` };
}

/** Why there is no Lean, and what to run. */
export const absent = (kind: string, { problem, command }: LeanAbsence): InfrastructureError =>
  new InfrastructureError(`${kind}: ${problem}. Run \`${command}\`; \`lemma doctor\` prints what else is missing`);

/** What Lake would start. */
function withoutLake(
  rest: readonly string[],
  lake: string,
  lean: LeanInstallation | LeanAbsence,
  project: string,
): readonly string[] {
  const [verb, name, ...more] = rest;
  if (verb === "env" && name !== undefined) return [name.includes("/") ? resolve(project, name) : name, ...more];
  if ((verb === "exe" || verb === "exec") && name !== undefined) {
    const built = builtProgram(name, project);
    if (built !== undefined) return [built, ...more.filter((word, index) => index > 0 || word !== "--")];
  }
  if (verb === "serve" && lean.kind === "found") return [lean.lean, "--server", ...rest.slice(1)];
  return [lake, ...rest];
}

/** `lean`, `lake` and their like by the toolchain's own programs. */
function withoutShims(
  command: readonly string[],
  lean: LeanInstallation | LeanAbsence,
  given: Environment,
): readonly string[] {
  const [program = "", ...rest] = command;
  const found = program.includes("/") ? program : findProgram(program, given);
  if (lean.kind === "absent" || found === undefined || !isElanShim(found)) return command;
  const own = join(lean.sysroot, "bin", basename(program));
  return existsSync(own) ? [own, ...rest] : command;
}

/** Lake would build first: not in a sandbox, where the project is read-only. */
function unbuilt(words: readonly string[], command: readonly string[], project: string): string | undefined {
  const isLeftToLake = basename(command[0] ?? "") === "lake" && command[1]?.startsWith("exe") === true;
  if (!isLeftToLake) return undefined;
  const name = command[2] ?? "";
  return `${project} has no build that is called ${name}, for \`${words.join(" ")}\` (\`lake build ${name}\` there, or name the program by its path)`;
}

/** What `lake exe NAME` runs: built in the project, or in one of its packages. */
function builtProgram(name: string, project: string): string | undefined {
  const file = join(".lake", "build", "bin", name.split("/").at(-1)!);
  const packages = join(project, ".lake", "packages");
  const folders = existsSync(packages) ? readdirSync(packages).map((each) => join(packages, each)) : [];
  return [project, ...folders].map((folder) => join(folder, file)).find(existsSync);
}

/**
 * REPLs up to that of Lean 4.9 answer by C's buffered output and never flush it: into a pipe nothing comes before four
 * kilobytes are full. `stdbuf` takes their buffer away. REPLs that flush run the same under it.
 *
 * @see https://github.com/leanprover-community/repl/commit/4fc1e6d
 */
export function flushing(launch: Launch, project: string): Launch {
  const { lean, command } = launch;
  const said = (lean === undefined ? undefined : versionOf(lean)) ?? lean?.toolchain ?? projectToolchain(project);
  const version = said === undefined ? undefined : leanVersion(said);
  // The commit is in v4.10.0, and not in its first candidate.
  if (version === undefined || !isOlderThan(version, "v4.10.0-rc2")) return launch;
  const stdbuf = findProgram("stdbuf");
  if (stdbuf === undefined) return { ...launch, problem: launch.problem ?? unflushed };
  const [program = "", ...rest] = command;
  // By its path: the sandbox shows what a command names.
  const found = program.includes("/") ? program : (findProgram(program) ?? program);
  return { ...launch, command: [stdbuf, "-o0", found, ...rest] };
}

/** Said of a program that lives and does not answer. */
export const unflushed =
  "REPLs of Lean 4.9 and older do not flush what they answer: build a newer one, or start it under `stdbuf -o0` (coreutils)";
