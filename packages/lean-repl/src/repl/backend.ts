import type { Backend } from "../dispatcher/backend.ts";
import type { ElaborationJob } from "../elaborator.ts";
import type { Metrics } from "../metrics.ts";
import { LimitMonitor } from "../process/monitor.ts";
import { planJob, type Plan } from "./plan.ts";
import { ReplSeat, type ReplSeatSettings, type ReplShared } from "./seat.ts";
import { SharedPrefixes } from "./shared-prefixes.ts";

export interface ReplBackendSettings extends ReplSeatSettings {
  readonly name: string;
}

/** Lean through processes of the community REPL. */
export class ReplBackend implements Backend<Plan> {
  readonly name: string;
  readonly limits: Backend<Plan>["limits"];
  readonly #shared: ReplShared;

  constructor(settings: ReplBackendSettings) {
    const { processes } = settings;
    const monitor = new LimitMonitor(processes.limits, processes.plan);
    this.name = settings.name;
    this.limits = {
      limits: processes.plan.report.description,
      sandbox: processes.sandboxReason,
      unsupportedLimits: ["steps"],
    };
    this.#shared = { ...settings, monitor, prefixes: new SharedPrefixes(), countsUp: true };
  }

  plan(job: ElaborationJob): Plan {
    return planJob(job, this.#shared.prefixes, false);
  }

  start(metrics: Metrics): ReplSeat {
    return new ReplSeat(this.#shared, metrics);
  }
}
