import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { cpus, freemem, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { installCommand } from "./install-command.ts";
import { defaultConcurrency, planLimits, type LimitReport } from "./process/limits.ts";
import { probeSandbox, type SandboxReport } from "./process/sandbox/probe.ts";
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
  readonly hasMathlib: boolean;
  /** A built REPL inside it. */
  readonly repl: string | undefined;
}

/** What there is of Lean on this machine, and what would have to be done for the rest. */
export interface LeanProbe {
  readonly elan: FoundProgram | undefined;
  readonly lean: FoundProgram | undefined;
  readonly lake: FoundProgram | undefined;
  /** A `repl` on the path. */
  readonly repl: FoundProgram | undefined;
  /** Toolchains that elan has installed. */
  readonly toolchains: readonly string[];
  readonly projects: readonly FoundProject[];
  readonly freeMemoryBytes: number;
  readonly totalMemoryBytes: number;
  readonly cores: number;
  /** Workers that cores and free memory allow. */
  readonly suggestedConcurrency: number;
  readonly limits: LimitReport;
  readonly sandbox: SandboxReport;
  /** Which verifiers could be opened as things are. */
  readonly available: { readonly repl: boolean; readonly lsp: boolean };
  /** Each with the command that mends it. */
  readonly advice: readonly { readonly problem: string; readonly command: string }[];
}

/**
 * Looks for elan, Lean, Lake, projects and REPL builds. Never throws and changes nothing; programs are only asked for their
 * versions.
 *
 * @param folders where Lake projects may be: each of them and its direct subfolders. Default: the working directory.
 */
export async function probeLean(
  options: { readonly folders?: readonly string[]; readonly replCommand?: string } = {},
): Promise<LeanProbe> {
  const [elan, lean, lake] = await Promise.all(["elan", "lean", "lake"].map(async (name) => await program(name)));
  const replPath = findProgram("repl");
  // The REPL has no --version: it would wait for a request.
  const repl = replPath === undefined ? undefined : { path: replPath, version: undefined };
  const projects = findProjects(options.folders ?? [process.cwd()]);
  const sandbox = await probeSandbox({ readOnly: [], writable: [], workingDirectory: "/" });
  const named = options.replCommand ?? process.env["LEMMA_REPL_COMMAND"];
  const hasRepl = named !== undefined || repl !== undefined || projects.some((each) => each.repl !== undefined);
  const found = { elan, lean, lake, repl, projects, sandbox, hasRepl };
  return {
    elan,
    lean,
    lake,
    repl,
    toolchains: installedToolchains(),
    projects,
    freeMemoryBytes: freemem(),
    totalMemoryBytes: totalmem(),
    cores: cpus().length,
    suggestedConcurrency: defaultConcurrency(),
    limits: planLimits().report,
    sandbox,
    available: { repl: hasRepl && (lean !== undefined || named !== undefined), lsp: lean !== undefined },
    advice: adviceFor(found),
  };
}

async function program(name: string): Promise<FoundProgram | undefined> {
  const path = findProgram(name);
  if (path === undefined) return undefined;
  const text = await new Promise<string>((done) => {
    execFile(path, ["--version"], { timeout: 10_000 }, (_, stdout) => done(stdout));
  });
  return { path, version: /(\d+\.\d+\.\d+[^\s,)]*)/.exec(text)?.[1] };
}

function findProjects(folders: readonly string[]): FoundProject[] {
  const candidates = folders.flatMap((folder) => {
    const root = resolve(folder);
    const inside = existsSync(root)
      ? readdirSync(root, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
          .map((entry) => join(root, entry.name))
      : [];
    return [root, ...inside];
  });
  return [...new Set(candidates)].filter(isLakeProject).map((path) => ({
    path,
    toolchain: projectToolchain(path),
    hasMathlib: hasMathlib(path),
    repl: findReplBuild(path),
  }));
}

function installedToolchains(): readonly string[] {
  const home = process.env["ELAN_HOME"] ?? join(process.env["HOME"] ?? "/", ".elan");
  const folder = join(home, "toolchains");
  try {
    return readdirSync(folder).map((name) => name.replace("--", "/").replace("---", ":"));
  } catch {
    return [];
  }
}

interface Found {
  readonly elan: FoundProgram | undefined;
  readonly lean: FoundProgram | undefined;
  readonly projects: readonly FoundProject[];
  readonly sandbox: SandboxReport;
  readonly hasRepl: boolean;
}

/** Lean's kernels before this version have known ways to prove False. */
const soundFrom = [4, 34, 1] as const;

function adviceFor({ elan, lean, projects, sandbox, hasRepl }: Found): LeanProbe["advice"] {
  const advice: { problem: string; command: string }[] = [];
  if (elan === undefined && lean === undefined)
    advice.push({
      problem: "Lean is not installed",
      command: "curl -sSf https://raw.githubusercontent.com/leanprover/elan/master/elan-init.sh | sh -s -- -y",
    });
  if (projects.length === 0)
    advice.push({
      problem: "there is no Lake project here",
      command:
        "lake +leanprover-community/mathlib4:lean-toolchain new proofs math && cd proofs && lake exe cache get && lake build",
    });
  for (const project of projects.filter((each) => !each.hasMathlib))
    advice.push({
      problem: `${project.path} has no Mathlib`,
      command: `cd ${project.path} && lake update && lake exe cache get`,
    });
  if (!hasRepl) {
    // In the project, and by its toolchain: another one's build is refused when it starts.
    advice.push({
      problem: "there is no REPL build",
      command:
        `cd ${projects[0]?.path ?? "proofs"} && git clone --branch "$(cut -d: -f2 lean-toolchain)" ` +
        "https://github.com/leanprover-community/repl .lake/packages/repl && (cd .lake/packages/repl && lake build)",
    });
  }
  for (const project of projects)
    if (
      project.toolchain !== undefined &&
      project.repl !== undefined &&
      lean?.version !== undefined &&
      !sameVersion(project.toolchain, lean.version)
    )
      advice.push({
        problem: `${project.path} wants ${project.toolchain}, and \`lean\` is ${lean.version}`,
        command: `elan toolchain install ${project.toolchain}`,
      });
  if (lean?.version !== undefined && isOlder(lean.version))
    advice.push({
      problem: `Lean ${lean.version} has known soundness bugs: its verdicts compare with published ones, but prove less`,
      command: `elan toolchain install leanprover/lean4:v${soundFrom.join(".")}`,
    });
  if (!sandbox.active)
    advice.push({ problem: `no sandbox works here: ${sandbox.reason}`, command: installCommand("bubblewrap") });
  return advice;
}

function isOlder(version: string): boolean {
  const parts = version.split(/[.-]/).map(Number);
  for (const [index, least] of soundFrom.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
