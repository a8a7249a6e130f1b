export type { QueuePlace } from "./connection.ts";
export { jobOutcomes } from "./outcomes.ts";
export type { JobOutcome, OutcomesOptions, QueueJob } from "./outcomes.ts";
export { ForeignJobError, runWorker } from "./worker.ts";
export type { WorkerOptions } from "./worker.ts";
