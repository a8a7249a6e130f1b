import type { Backend } from "../dispatcher/backend.ts";
import type { ElaborationJob } from "../elaborator.ts";
import type { Metrics } from "../metrics.ts";
import { LimitMonitor } from "../process/monitor.ts";
import { wholeDocument } from "../whole-document.ts";
import { LspSeat, type LspPlan, type LspSeatSettings, type LspShared } from "./seat.ts";

/** Lean through processes of its own language server. */
export class LspBackend implements Backend<LspPlan> {
  readonly name = "lsp";
  readonly limits: Backend<LspPlan>["limits"];
  readonly #shared: LspShared;

  constructor(settings: LspSeatSettings) {
    const { limits, plan, sandboxReason } = settings.processes;
    this.limits = { limits: plan.report.description, sandbox: sandboxReason, unsupportedLimits: ["steps"] };
    this.#shared = { ...settings, monitor: new LimitMonitor(limits, plan) };
  }

  plan(job: ElaborationJob): LspPlan {
    return {
      document: wholeDocument(job),
      header: job.header,
      headerDocument: wholeDocument({ ...job, body: "", questions: undefined }),
    };
  }

  start(metrics: Metrics): LspSeat {
    return new LspSeat(this.#shared, metrics);
  }
}
