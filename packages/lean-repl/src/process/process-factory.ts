import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Guardian } from "./guardian.ts";
import type { LimitPlan, ProcessLimits } from "./limits.ts";
import { WorkerProcess, type LaunchSettings } from "./worker-process.ts";

export interface ProcessFactorySettings extends Pick<
  LaunchSettings,
  "command" | "workingDirectory" | "environment" | "limits" | "sandbox"
> {
  readonly limitPlan: LimitPlan;
  /** What isolates the processes, or why nothing does. */
  readonly sandboxReason: string;
  /**
   * Where each process gets a folder of its own that it may write to, and no other process sees. The whole goes when this
   * process is killed.
   */
  readonly foldersIn?: string | undefined;
}

/** What one process sees beyond the others. */
export interface LaunchExtras {
  readonly readOnly?: readonly string[];
  /** In place of the factory's own. @param folder the process's. */
  readonly command?: (folder: string) => readonly string[];
}

/** Starts processes that are limited, sandboxed and watched alike, and sees to it that none outlives this one. */
export class ProcessFactory implements Disposable {
  readonly limits: ProcessLimits;
  readonly plan: LimitPlan;
  readonly sandboxReason: string;
  readonly commandLine: string;
  readonly #settings: ProcessFactorySettings;
  readonly #guardian: Guardian;
  readonly #marker = randomBytes(9).toString("hex");
  #count = 0;

  constructor(settings: ProcessFactorySettings) {
    this.#settings = settings;
    this.limits = settings.limits;
    this.plan = settings.limitPlan;
    this.sandboxReason = settings.sandboxReason;
    this.commandLine = settings.command.join(" ");
    this.#guardian = new Guardian(this.#marker, settings.foldersIn);
  }

  launch({ readOnly = [], command }: LaunchExtras = {}): WorkerProcess {
    this.#count += 1;
    const { foldersIn, sandbox } = this.#settings;
    const folder = foldersIn === undefined ? undefined : join(foldersIn, `process-${this.#count}`);
    if (folder !== undefined) mkdirSync(folder, { mode: 0o700 });
    const own = folder === undefined ? [] : [folder];
    const worker = new WorkerProcess({
      ...this.#settings,
      ...(command === undefined ? {} : { command: command(folder ?? "") }),
      sandbox: sandbox && {
        ...sandbox,
        paths: {
          ...sandbox.paths,
          readOnly: [...sandbox.paths.readOnly, ...readOnly],
          writable: [...sandbox.paths.writable, ...own],
        },
      },
      folder,
      plan: this.plan,
      guardian: this.#guardian,
      marker: `${this.#marker}.${this.#count}`,
    });
    if (folder !== undefined) void worker.swept.then(() => rmSync(folder, { recursive: true, force: true }));
    return worker;
  }

  [Symbol.dispose](): void {
    this.#guardian[Symbol.dispose]();
  }
}
