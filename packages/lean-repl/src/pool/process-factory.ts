import { randomBytes } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { Guardian } from "../process/guardian.ts";
import type { LimitPlan, ProcessLimits } from "../process/limits.ts";
import {
  probeSandbox,
  programDirectory,
  type SandboxMode,
  type SandboxPaths,
  type SandboxReport,
} from "../process/sandbox.ts";
import { WorkerProcess } from "../process/worker-process.ts";
import { InfrastructureError } from "@lemma/interfaces";

export interface ProcessFactorySettings {
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits: ProcessLimits;
  readonly plan: LimitPlan;
  readonly sandbox: SandboxMode;
  /** Why it is off, where nobody asked for that. */
  readonly sandboxProblem?: string | undefined;
  /** Folders that a process may write to, sandbox or not. */
  readonly writable: readonly string[];
}

/** Starts processes that are limited, sandboxed and watched alike, and sees to it that none outlives this one. */
export class ProcessFactory implements Disposable {
  readonly limits: ProcessLimits;
  readonly plan: LimitPlan;
  readonly sandboxReport: SandboxReport;
  readonly commandLine: string;
  readonly #settings: ProcessFactorySettings;
  readonly #sandboxPaths: SandboxPaths | undefined;
  readonly #guardian: Guardian;
  readonly #marker = randomBytes(9).toString("hex");
  #count = 0;

  private constructor(settings: ProcessFactorySettings, report: SandboxReport, paths: SandboxPaths | undefined) {
    this.#settings = settings;
    this.limits = settings.limits;
    this.plan = settings.plan;
    this.sandboxReport = report;
    this.commandLine = settings.command.join(" ");
    this.#sandboxPaths = paths;
    this.#guardian = new Guardian(this.#marker);
  }

  /** @throws {InfrastructureError} when a sandbox is required and its probe fails. */
  static async create(settings: ProcessFactorySettings): Promise<ProcessFactory> {
    const paths = sandboxPaths(settings);
    const report =
      settings.sandbox === "off"
        ? { active: false, reason: settings.sandboxProblem ?? "switched off by the caller" }
        : await probeSandbox(paths);
    if (!report.active && settings.sandbox === "required")
      throw new InfrastructureError(`a sandbox is required, and there is none: ${report.reason}`);
    return new ProcessFactory(settings, report, report.active ? paths : undefined);
  }

  launch(): WorkerProcess {
    this.#count += 1;
    const { command, workingDirectory, environment, limits, plan } = this.#settings;
    return new WorkerProcess({
      command,
      workingDirectory,
      environment,
      limits,
      plan,
      sandbox: this.#sandboxPaths,
      guardian: this.#guardian,
      marker: `${this.#marker}.${this.#count}`,
    });
  }

  [Symbol.dispose](): void {
    this.#guardian[Symbol.dispose]();
  }
}

/** What a command needs to read: its own words that are paths, the toolchain, the project. */
function sandboxPaths(settings: ProcessFactorySettings): SandboxPaths {
  const { command, workingDirectory, environment, writable } = settings;
  const words = command.filter((word) => isAbsolute(word) && existsSync(word));
  const folders = words.map((word) => (statSync(word).isDirectory() ? word : packageOf(dirname(word))));
  const home = environment["HOME"];
  const elan = environment["ELAN_HOME"] ?? (home === undefined ? undefined : `${home}/.elan`);
  const own = command[0] === undefined ? undefined : programDirectory(command[0]);
  const lean = [environment["LEAN_SYSROOT"], ...(environment["LEAN_PATH"] ?? "").split(":")].filter(
    (path) => path !== "",
  );
  const readOnly = [workingDirectory, ...folders, own, elan, ...lean].filter(
    (path) => path !== undefined && existsSync(path),
  );
  return { readOnly: readOnly as string[], writable, workingDirectory };
}

/** The folder of the package or Lake project that a program belongs to, or its own folder. */
function packageOf(folder: string): string {
  for (let at = folder; at !== dirname(at); at = dirname(at))
    if (["package.json", "lakefile.lean", "lakefile.toml"].some((name) => existsSync(join(at, name)))) return at;
  return folder;
}
