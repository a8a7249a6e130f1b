import { randomBytes } from "node:crypto";
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
    this.#guardian = new Guardian(this.#marker);
  }

  launch(): WorkerProcess {
    this.#count += 1;
    return new WorkerProcess({
      ...this.#settings,
      plan: this.plan,
      guardian: this.#guardian,
      marker: `${this.#marker}.${this.#count}`,
    });
  }

  [Symbol.dispose](): void {
    this.#guardian[Symbol.dispose]();
  }
}
