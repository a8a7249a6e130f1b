import { createHash } from "node:crypto";
import path from "node:path";
import { resultSchema, usageSchema } from "@lemma/evaluator";
import { InfrastructureError, InputError } from "@lemma/interfaces";
import { type LemmaParts, type LemmaProver, type LemmaSettings, settingsSchema } from "@lemma/loop";
import type { OutcomesOptions, WorkerOptions } from "@lemma/queue";
import { type ZodType, z } from "zod";
import type { Executor, Outcome } from "./executor.ts";
import { methodOf } from "./methods.ts";
import { studySchema } from "./study.ts";
import { taskSchema } from "./task-schema.ts";
import { type Task, type TaskResult, type TaskResults, TaskRunner, requireCountable, taskId } from "./tasks.ts";

/** A task as it waits for a worker. */
interface QueuedTask {
  /** The parts that the task asks for: the control model's where its method does. */
  readonly made: Made;
  readonly settings: LemmaSettings;
  readonly task: Task;
}

/** What a result stands on beside the task: a worker with another would give another. */
interface Made {
  /** The model's folder, without where it is: machines differ in that. */
  readonly model: string;
  /** A prompt as the model is asked, by which formats and their options are told apart. */
  readonly prompt: string;
  readonly policy: readonly string[];
  readonly weigher: string;
  readonly verifier: string;
}

const madeWith = ({ prover, policy = [], weigher, verifier }: LemmaParts): Made => ({
  model: path.basename(prover.model),
  prompt: prover.format.prove({ id: "t", statement: "theorem t : True := by" }),
  policy: policy.map(({ id }) => id),
  weigher: weigher === undefined ? "none" : (weigher.id ?? "unnamed"),
  verifier: verifier.name,
});

const asksForControl = (task: Task): boolean =>
  (task.kind === "study" ? task.policy : methodOf(task.method).policy) === "control";

export interface QueueExecutorOptions extends Omit<OutcomesOptions, "signal"> {
  /** The parts of the control model, where a method asks for it. */
  readonly control?: LemmaParts | undefined;
}

/** Workers on a queue do the tasks: `lemma worker`. They are told the settings, and have the models and the verifier themselves. */
export function queueExecutor(lemma: LemmaProver, { control, ...options }: QueueExecutorOptions): Executor {
  const [own, other] = [lemma.parts, control].map((parts) => (parts === undefined ? undefined : madeWith(parts)));
  const { settings } = lemma;
  const queued = (task: Task): QueuedTask => {
    const made = asksForControl(task) ? other : own;
    if (made === undefined) throw new InputError(`queue: ${taskId(task)} needs a control model`);
    return { made, settings, task };
  };
  return {
    async *outcomes<T extends Task>(tasks: readonly T[], signal: AbortSignal | undefined): AsyncGenerator<Outcome<T>> {
      const byId = new Map<string, { readonly task: T; readonly data: QueuedTask }>();
      for (const task of tasks) {
        const data = queued(task);
        byId.set(jobId(data), { task, data });
      }
      const { jobOutcomes } = await loadQueue();
      const jobs = [...byId].map(([id, { task, data }]) => ({
        id,
        data,
        result: resultSchemas[task.kind as T["kind"]],
      }));
      for await (const outcome of jobOutcomes<QueuedTask, TaskResults[T["kind"]]>(jobs, { ...options, signal })) {
        const { task } = byId.get(outcome.id)!;
        yield "failed" in outcome ? { task, failed: outcome.failed } : { task, result: outcome.result };
      }
    },
  };
}

/** What a worker's result must be. */
const resultSchemas: { readonly [K in keyof TaskResults]: ZodType<TaskResults[K]> } = {
  study: studySchema,
  attempt: resultSchema,
  spend: usageSchema,
};

/** Redis's client is loaded where there is a queue: most programs have none. */
const loadQueue = () => import("@lemma/queue");

/** By content: what waits in Redis for a run that asked for something else under the same words is not taken for this one's. */
const jobId = (queued: QueuedTask): string =>
  `${taskId(queued.task)}, ${createHash("sha256").update(JSON.stringify(queued)).digest("hex")}`;

/** A task as it must look when a worker takes it: of another version it may ask for what is not known here. */
const queuedSchema: ZodType<QueuedTask> = z.strictObject({
  made: z.strictObject({
    model: z.string(),
    prompt: z.string(),
    policy: z.array(z.string()),
    weigher: z.string(),
    verifier: z.string(),
  }),
  settings: settingsSchema,
  task: taskSchema,
});

export interface EvaluationWorkerOptions extends Omit<WorkerOptions<never>, "data"> {
  /** The parts of the control model, for runs that have one. */
  readonly control?: LemmaParts | undefined;
}

/**
 * Does the tasks of evaluations that ask for this model and verifier, until the signal fires.
 *
 * @throws {ForeignJobError} when the queue holds a task for another model, adapter, Weigher, prompt or verifier.
 * @throws {InputError} when several tasks at once are asked of a model that cannot tell what each costs.
 * @throws {InfrastructureError} when Redis cannot be reached at first.
 */
export async function runEvaluationWorker(
  lemma: LemmaProver,
  { control, ...options }: EvaluationWorkerOptions,
): Promise<void> {
  for (const parts of [lemma.parts, control])
    if (parts !== undefined) requireCountable(parts, options.concurrency ?? 1);
  const [own, other] = [lemma.parts, control].map((parts) => (parts === undefined ? undefined : madeWith(parts)));
  const { ForeignJobError, runWorker } = await loadQueue();
  let runner: { readonly key: string; readonly does: TaskRunner } | undefined;
  await runWorker<QueuedTask, TaskResult>(
    async ({ made, settings, task }, signal) => {
      const foreign = whatIsForeign(made, asksForControl(task) ? other : own);
      if (foreign !== undefined) throw new ForeignJobError(`worker: the queue holds a task for ${foreign}`);
      const key = JSON.stringify(settings);
      if (runner?.key !== key) runner = { key, does: new TaskRunner(lemma, { control, settings }) };
      const result = await runner.does.run(task, signal);
      const trouble = troubleIn(result);
      // Another try, perhaps by another worker, may find a verifier that works.
      if (trouble !== undefined) throw new InfrastructureError(trouble);
      return result;
    },
    { ...options, data: queuedSchema },
  );
}

/** What a task asks for that is not here, if anything. */
function whatIsForeign(made: Made, here: Made | undefined): string | undefined {
  if (here === undefined) return "a control model, and there is none here";
  for (const part of ["model", "prompt", "policy", "weigher", "verifier"] as const) {
    const [asked, own] = [JSON.stringify(made[part]), JSON.stringify(here[part])];
    if (asked !== own) return `the ${part} ${asked}, and here it is ${own}`;
  }
  return undefined;
}

function troubleIn(result: TaskResult): string | undefined {
  if ("conjectures" in result)
    return result.refused === "infrastructure" ? `the verifier failed on ${result.id}` : undefined;
  if (!("attempts" in result)) return undefined;
  const failed = result.attempts.filter(({ status }) => status === "infrastructure");
  if (failed.length < result.attempts.length || failed.length === 0) return undefined;
  return failed[0]!.message ?? `the verifier failed on ${result.problem}`;
}
