import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { InfrastructureError } from "@lemma/interfaces";
import { splitCommandLine } from "./command-line.ts";
import { unflushed } from "./installation/launch.ts";
import type { CommonOptions, ProcessOptions } from "./options.ts";
import { chooseMemory } from "./process/choose-limits.ts";
import { planLimits } from "./process/limits.ts";
import { ProcessFactory } from "./process/process-factory.ts";
import { noSandbox, notInSandbox, sandboxMode, warnOnce } from "./process/sandbox/mode.ts";
import { probeSandbox, type SandboxReport } from "./process/sandbox/probe.ts";
import { visiblePaths } from "./process/sandbox/visible-paths.ts";
import { findProgram, hasMathlib, projectToolchain, sameVersion } from "./toolchain.ts";

/** What is started, and for how many at once. */
export interface ProcessPlan {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What it is started with besides, where no sandbox keeps it out. Default: this process's own. */
  readonly base?: Readonly<Record<string, string | undefined>>;
  readonly project: string;
  readonly workers: number;
  /** Folders that a process may write to, sandbox or not. */
  readonly writable: readonly string[];
  /** What is amiss with the project's Lean: said where the program does not start. */
  readonly problem: string | undefined;
  /** Where each process gets a folder of its own. */
  readonly foldersIn?: string;
  /** Processes in one worker's tree, where the caller names no number. */
  readonly maxProcesses: number;
}

/**
 * Opens something on processes in the sandbox that the options ask for. Under `auto`, what does not start inside is started
 * once more without, and says so.
 *
 * @throws {InfrastructureError} when a sandbox is required that cannot be had, or in which the program does not start.
 */
export async function withProcesses<T>(
  options: CommonOptions & ProcessOptions,
  plan: ProcessPlan,
  start: (processes: ProcessFactory) => Promise<T>,
): Promise<T> {
  const mode = sandboxMode(options.sandbox);
  const chosen = { ...plan.environment, ...options.environment };
  const base = plan.base ?? process.env;
  const environment = { ...base, ...chosen };
  const paths = visiblePaths({
    command: plan.command,
    workingDirectory: plan.project,
    environment,
    variables: Object.keys(chosen),
    writable: plan.writable,
  });
  const memory = chooseMemory({
    workers: plan.workers,
    hasMathlib: hasMathlib(plan.project),
    givenBytes: options.memoryMb === undefined ? undefined : options.memoryMb * 2 ** 20,
  });
  const open = async (report: SandboxReport): Promise<T> => {
    const processes = new ProcessFactory({
      command: plan.command,
      workingDirectory: plan.project,
      environment,
      limits: {
        memoryBytes: memory.value,
        togetherBytes: memory.togetherBytes,
        processes: options.maxProcesses ?? plan.maxProcesses,
        outputBytes: options.outputBytes ?? 64 * 2 ** 20,
      },
      limitPlan: planLimits(options.memoryMethod),
      sandbox: report.tool === undefined ? undefined : { tool: report.tool, paths },
      sandboxReason: report.reason,
      foldersIn: plan.foldersIn,
    });
    try {
      return await start(processes);
    } catch (error) {
      processes[Symbol.dispose]();
      throw explained(error, plan);
    }
  };
  const without = (reason: string): SandboxReport => ({ active: false, tool: undefined, reason });
  if (mode === "off") return await open(without("switched off by the caller"));
  const report = await probeSandbox(paths);
  if (!report.active && mode === "required") throw noSandbox(report.reason);
  if (!report.active) warnOnce(report.reason);
  try {
    return await open(report);
  } catch (error) {
    const mayBeTheSandbox =
      report.active && error instanceof InfrastructureError && error.message.includes("did not start");
    if (!mayBeTheSandbox) throw error;
    if (mode === "required") throw notInSandbox(error, paths);
    const opened = await open(without("the program does not start inside it"));
    warnOnce("the program does not start inside it");
    return opened;
  }
}

/** A program that did not start, with what is known to be amiss around it. */
function explained(error: unknown, { command, problem }: ProcessPlan): unknown {
  if (!(error instanceof InfrastructureError) || !error.message.includes("did not start")) return error;
  const isSilent = error.message.includes("no answer within") && !command[0]!.endsWith("stdbuf");
  const causes = [problem, isSilent && problem !== unflushed ? unflushed : undefined].filter(
    (each) => each !== undefined,
  );
  return causes.length === 0 ? error : new InfrastructureError([error.message, ...causes].join("; "), { cause: error });
}

/** @throws {InfrastructureError} when the folder does not exist. */
export function projectFolder(kind: string, given: string | undefined): string {
  const project = resolve(given ?? process.cwd());
  if (!existsSync(project)) throw new InfrastructureError(`${kind}: the project folder ${project} does not exist`);
  return project;
}

/** The words of a command line that the caller gave. @throws {InfrastructureError} when there is no such program. */
export function givenCommand(kind: string, given: string | readonly string[], project: string): readonly string[] {
  const words = typeof given === "string" ? splitCommandLine(given) : given;
  const program = words[0] ?? "";
  const found = program.includes("/") ? existsSync(resolve(project, program)) : findProgram(program) !== undefined;
  if (!found) throw new InfrastructureError(`${kind}: there is no program ${program}`);
  return words;
}

/** @throws {InfrastructureError} when Lean is another than the project's `lean-toolchain` names. */
export function demandToolchain(kind: string, project: string, version: string | undefined, what: string): void {
  const toolchain = projectToolchain(project);
  if (toolchain === undefined || version === undefined || sameVersion(toolchain, version)) return;
  throw new InfrastructureError(
    `${kind}: the project ${project} wants ${toolchain}, but the ${what} runs Lean ${version}`,
  );
}
