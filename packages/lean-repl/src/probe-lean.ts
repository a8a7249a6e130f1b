import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { installedToolchains } from "./installation/elan.ts";
import { findLean, versionOf, type LeanAbsence, type LeanInstallation } from "./installation/installation.ts";
import { isOlderThan, leanVersion } from "./installation/lean-version.ts";
import { replBuildCommand } from "./installation/repl-tags.ts";
import { chooseConcurrency, chooseMemory, defaultSpares, type Choice } from "./process/choose-limits.ts";
import { planLimits, type LimitReport } from "./process/limits.ts";
import { readMachine } from "./process/machine.ts";
import { probeSandbox, type SandboxReport } from "./process/sandbox/probe.ts";
import { sandboxRemedy } from "./process/sandbox/remedy.ts";
import { findProgram, findReplBuild, hasMathlib, isLakeProject, projectToolchain, sameVersion } from "./toolchain.ts";

/** A program that was found, and what it says of its version. */
export interface FoundProgram {
  readonly path: string;
  readonly version: string | undefined;
}

export interface FoundProject {
  readonly path: string;
  /** As `lean-toolchain` names it. */
  readonly toolchain: string | undefined;
  /** The Lean that runs in it; undefined where that is not installed. */
  readonly lean: FoundProgram | undefined;
  readonly hasMathlib: boolean;
  /** A built REPL inside it. */
  readonly repl: string | undefined;
}

/** What there is of Lean on this machine, and what would have to be done for the rest. */
export interface LeanProbe {
  readonly elan: FoundProgram | undefined;
  /** That of the first project, or of the folder; by elan's toolchain, never by elan's own programs of that name. */
  readonly lean: FoundProgram | undefined;
  readonly lake: FoundProgram | undefined;
  /** A `repl` on the path. */
  readonly repl: FoundProgram | undefined;
  /** Toolchains that elan has installed. */
  readonly toolchains: readonly string[];
  readonly projects: readonly FoundProject[];
  /** Of the container, where there is one. */
  readonly freeMemoryBytes: number;
  readonly totalMemoryBytes: number;
  /** That processes here may run on. */
  readonly cores: number;
  /** Workers that cores and free memory allow, and why no more. */
  readonly suggestedConcurrency: Choice;
  /** Bytes of private memory that one of them may use, and why. */
  readonly workerMemory: Choice;
  readonly limits: LimitReport;
  readonly sandbox: SandboxReport;
  /** Which verifiers could be opened as things are. */
  readonly available: { readonly repl: boolean; readonly lsp: boolean };
  /** Each with the command that mends it. */
  readonly advice: readonly { readonly problem: string; readonly command: string }[];
}

/**
 * Looks for elan, Lean, Lake, projects and REPL builds. Never throws and changes nothing: programs are only asked for their
 * versions, and elan's stand-ins for a toolchain's programs, which may download, are not started.
 *
 * @param folders where Lake projects may be: each of them and its direct subfolders. Default: the working directory.
 */
export async function probeLean(
  options: { readonly folders?: readonly string[]; readonly replCommand?: string } = {},
): Promise<LeanProbe> {
  const folders = options.folders ?? [process.cwd()];
  const paths = projectFolders(folders);
  const found = await findLean(paths[0] ?? folders[0] ?? process.cwd());
  const [elan, lean, lake, looked, sandbox] = await Promise.all([
    elanProgram(),
    leanProgram(found),
    found.kind === "found" && found.lake !== undefined ? program(found.lake) : undefined,
    Promise.all(paths.map(lookAt)),
    probeSandbox({ readOnly: [], writable: [], workingDirectory: "/" }),
  ]);
  const replPath = findProgram("repl");
  // The REPL has no --version: it would wait for a request.
  const repl = replPath === undefined ? undefined : { path: replPath, version: undefined };
  const projects = looked.map(({ project }) => project);
  const named = options.replCommand ?? process.env["LEMMA_REPL_COMMAND"];
  const machine = readMachine();
  const concurrency = chooseConcurrency(machine);
  const memory = chooseMemory(
    {
      workers: concurrency.value + defaultSpares(concurrency.value),
      hasMathlib: projects.some((each) => each.hasMathlib),
    },
    machine,
  );
  const hasRepl = named !== undefined || repl !== undefined || projects.some((each) => each.repl !== undefined);
  return {
    elan,
    lean,
    lake,
    repl,
    toolchains: installedToolchains(),
    projects,
    freeMemoryBytes: machine.freeBytes,
    totalMemoryBytes: machine.totalBytes,
    cores: machine.cores,
    suggestedConcurrency: concurrency,
    workerMemory: { value: memory.value, reason: memory.reason },
    limits: planLimits().report,
    sandbox,
    available: { repl: hasRepl && (lean !== undefined || named !== undefined), lsp: lean !== undefined },
    advice: [
      ...leanAdvice([found, ...looked.map((each) => each.found)]),
      ...projectAdvice(projects, hasRepl),
      ...(lean?.version !== undefined && isUnsound(lean.version) ? [unsoundAdvice(lean.version)] : []),
      ...(sandbox.active ? [] : [sandboxAdvice(sandbox)]),
    ],
  };
}

async function program(path: string): Promise<FoundProgram> {
  const text = await new Promise<string>((done) => {
    execFile(path, ["--version"], { timeout: 10_000 }, (_, stdout) => done(stdout));
  });
  return { path, version: /(\d+\.\d+\.\d+[^\s,)]*)/.exec(text)?.[1] };
}

async function elanProgram(): Promise<FoundProgram | undefined> {
  const path = findProgram("elan");
  return path === undefined ? undefined : await program(path);
}

async function leanProgram(found: LeanInstallation | LeanAbsence): Promise<FoundProgram | undefined> {
  if (found.kind === "absent") return undefined;
  const version = versionOf(found);
  return version === undefined ? await program(found.lean) : { path: found.lean, version };
}

function projectFolders(folders: readonly string[]): readonly string[] {
  const candidates = folders.flatMap((folder) => {
    const root = resolve(folder);
    const inside = existsSync(root)
      ? readdirSync(root, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
          .map((entry) => join(root, entry.name))
      : [];
    return [root, ...inside];
  });
  return [...new Set(candidates)].filter(isLakeProject);
}

interface Looked {
  readonly project: FoundProject;
  readonly found: LeanInstallation | LeanAbsence;
}

async function lookAt(path: string): Promise<Looked> {
  const found = await findLean(path);
  const project = {
    path,
    toolchain: projectToolchain(path),
    lean: await leanProgram(found),
    hasMathlib: hasMathlib(path),
    repl: findReplBuild(path),
  };
  return { project, found };
}

type Advice = LeanProbe["advice"];

/** What is not installed, once each. */
function leanAdvice(looked: readonly (LeanInstallation | LeanAbsence)[]): Advice {
  const absences = looked.filter((each) => each.kind === "absent");
  return [...new Map(absences.map(({ problem, command }) => [command, { problem, command }])).values()];
}

function projectAdvice(projects: readonly FoundProject[], hasRepl: boolean): Advice {
  const none = {
    problem: "there is no Lake project here",
    command:
      "lake +leanprover-community/mathlib4:lean-toolchain new proofs math && cd proofs && lake exe cache get && lake build",
  };
  const withoutMathlib = projects
    .filter((each) => !each.hasMathlib)
    .map(({ path }) => ({
      problem: `${path} has no Mathlib`,
      command: `cd ${path} && lake update && lake exe cache get`,
    }));
  const [first] = projects;
  const withoutRepl = {
    problem: "there is no REPL build",
    // Its tag is that of the project's toolchain.
    command:
      first === undefined
        ? "lemma doctor --project proofs   # once the project is there: it says how"
        : replBuildCommand(first.path, first.toolchain),
  };
  const mismatched = projects.flatMap((project) => {
    const version = project.lean?.version;
    const isOther = version !== undefined && !sameVersion(project.toolchain ?? "", version);
    return isOther && project.repl !== undefined
      ? [
          {
            problem: `${project.path} wants ${project.toolchain}, and \`lean\` is ${version}`,
            command: `elan toolchain install ${project.toolchain}`,
          },
        ]
      : [];
  });
  return [
    ...(projects.length === 0 ? [none] : []),
    ...withoutMathlib,
    ...(hasRepl ? [] : [withoutRepl]),
    ...mismatched,
  ];
}

/** Lean's kernels before this version have known ways to prove False. */
const soundFrom = "v4.34.1";

function isUnsound(said: string): boolean {
  const version = leanVersion(said);
  return version !== undefined && isOlderThan(version, soundFrom);
}

const unsoundAdvice = (version: string): Advice[number] => ({
  problem: `Lean ${version} has known soundness bugs: its verdicts compare with published ones, but prove less`,
  command: `elan toolchain install leanprover/lean4:${soundFrom}`,
});

function sandboxAdvice({ reason }: SandboxReport): Advice[number] {
  const { problem, command } = sandboxRemedy(reason);
  return { problem: `no sandbox works here: ${problem} (${reason})`, command };
}
