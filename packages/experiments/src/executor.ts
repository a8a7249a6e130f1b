import { inOrder } from "@lemma/async";
import { LemmaError } from "@lemma/interfaces";
import type { Task, TaskResults, TaskRunner } from "./tasks.ts";

/** What became of a task: its result, or why there is none. */
export type Outcome<T extends Task> = { readonly task: T } & (
  | { readonly result: TaskResults[T["kind"]] }
  /** Something around the work failed, again and again where whoever does it tries again. */
  | { readonly failed: string }
);

/** Where tasks are done: in this process, or by workers anywhere. */
export interface Executor {
  /** The outcome of every task, once each, in any order. @throws {AbortedError} when the signal fires. */
  outcomes<T extends Task>(tasks: readonly T[], signal: AbortSignal | undefined): AsyncIterable<Outcome<T>>;
}

/** In this process, so many tasks at once; outcomes come in the tasks' order. */
export function localExecutor(runner: TaskRunner, parallel: number): Executor {
  return {
    outcomes: (tasks, signal) => inOrder(tasks, parallel, (task) => outcomeOf(runner, task, signal)),
  };
}

async function outcomeOf<T extends Task>(
  runner: TaskRunner,
  task: T,
  signal: AbortSignal | undefined,
): Promise<Outcome<T>> {
  try {
    return { task, result: await runner.run(task, signal) };
  } catch (error) {
    if (LemmaError.is(error, "infrastructure")) return { task, failed: error.message };
    throw error;
  }
}
