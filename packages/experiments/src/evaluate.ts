import path from "node:path";
import { type ResultRecord, openResultsLog, resultKey } from "@lemma/evaluator";
import { InputError } from "@lemma/interfaces";
import { type RecordLog, writeWhole } from "@lemma/files";
import type { LemmaProver } from "@lemma/loop";
import { type MethodName, inTurn, methodOf, studiesItself } from "./methods.ts";
import { claimDirectory } from "./run-file.ts";
import { Session, type SessionOptions } from "./session.ts";
import { type StudyRecord, openStudyLog, studyKey } from "./study.ts";
import { requireCountable } from "./tasks.ts";

export interface EvaluateOptions extends SessionOptions {
  /** Where `run.json`, `results.jsonl` and `studies.jsonl` grow; what stands there already is not computed again. */
  readonly directory: string;
}

export interface Evaluation {
  /** Of every seed, method and theorem asked for, in that order. */
  readonly records: readonly ResultRecord[];
  /** What was studied, the theorems of one seed and model after those of another. */
  readonly studies: readonly StudyRecord[];
}

/**
 * Runs every method on every theorem from every seed. Records are written as they come, so that a run that was stopped, or
 * killed, goes on where it was and ends with the same records, but for fields that end in `Ms`. Theorems on which the verifier
 * or the model's server failed are done again. Whoever does the work, the files are those that one process writes.
 *
 * @throws {InputError} when the directory holds a run of another model or with other settings, a matched method is without what it is
 *   matched to, or several theorems are to be worked on at once by a model that cannot tell what each costs, or under a method that
 *   stands on measured times.
 * @throws {InfrastructureError} when the verifier or the model's server fails again and again, or nothing can be written.
 * @throws {AbortedError} when the signal fires.
 */
export async function evaluate(lemma: LemmaProver, options: EvaluateOptions): Promise<Evaluation> {
  const { directory, methods, seeds, theorems, k, parallel = 1, executor } = options;
  checkMethods(methods, options);
  if (executor === undefined)
    for (const parts of [lemma.parts, options.control]) if (parts !== undefined) requireCountable(parts, parallel);
  await claimDirectory(directory, {
    k,
    model: lemma.parts.prover.model,
    policy: (lemma.parts.policy ?? []).map(({ id }) => id),
    verifier: lemma.parts.verifier.name,
    settings: lemma.settings,
  });
  const resultsFile = path.join(directory, "results.jsonl");
  await using results = await openResultsLog(resultsFile, { retry: true });
  await using studies = await openStudyLog(directory);
  const session = new Session(lemma, options, results, studies);
  for (const seed of seeds) await session.runSeed(seed);
  const keys = (names: readonly MethodName[]): string[] =>
    seeds.flatMap((seed) =>
      names.flatMap((method) => theorems.map(({ id }) => resultKey({ problem: id, method, seed }))),
    );
  await putInOrder(resultsFile, results, resultKey, keys(inTurn(methods)));
  const studying = inTurn(methods).map(methodOf).filter(studiesItself);
  const policies = [...new Set(studying.map((method) => session.policyOf(method)))];
  const studyKeys = seeds.flatMap((seed) =>
    policies.flatMap((policy) => theorems.map(({ id }) => studyKey({ seed, id, policy }))),
  );
  const sorted = await putInOrder(path.join(directory, "studies.jsonl"), studies, studyKey, studyKeys);
  return { records: keys(methods).map((key) => results.get(key)!), studies: sorted };
}

/** Rewrites a log whose records came in another order than `keys`; others than those come behind them, as they stood. */
async function putInOrder<T>(
  file: string,
  log: RecordLog<T>,
  keyOf: (record: T) => string,
  keys: readonly string[],
): Promise<readonly T[]> {
  const place = new Map(keys.map((key, index) => [key, index]));
  const rank = (record: T): number => place.get(keyOf(record)) ?? keys.length;
  const sorted = [...log.records].sort((a, b) => rank(a) - rank(b));
  if (sorted.some((record, i) => record !== log.records[i]))
    await writeWhole(
      file,
      sorted.map((record) => `${JSON.stringify(record)}\n`),
    );
  return sorted;
}

function checkMethods(names: readonly MethodName[], { control, known, parallel = 1, executor }: EvaluateOptions): void {
  for (const name of names) {
    const { matched, policy, study: studied, after } = methodOf(name);
    if (policy === "control" && control === undefined) throw new InputError(`methods: "${name}" needs a control model`);
    if ((studied === "context" || studied === "all" || studied === "other-context") && known === undefined)
      throw new InputError(`methods: "${name}" needs proofs that are known beside the theorems`);
    const needed = matched === undefined ? (after === undefined ? [] : [after]) : ["baseline", matched.method];
    const missing = needed.filter((other) => !names.some((known) => known === other));
    if (missing.length > 0) throw new InputError(`methods: "${name}" needs ${missing.join(" and ")} beside it`);
    if (matched?.measure === "wall" && (parallel > 1 || executor !== undefined))
      throw new InputError(
        `methods: "${name}" stands on measured times, which mean something only where theorems are worked on one after another, in one process`,
      );
  }
}
