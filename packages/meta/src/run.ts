import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { onDisk, readRecordIfPresent, readRecords, writeWhole } from "@lemma/files";
import { InputError, type LemmaEvent, throwIfAborted } from "@lemma/interfaces";
import { saveWeigher } from "@lemma/weigher";
import { type Progress, progressSchema, stepSchema } from "./records.ts";
import {
  MetaTrainer,
  type MetaStepReport,
  type MetaTheorem,
  type MetaTrainerFiles,
  type MetaTrainerOptions,
} from "./trainer.ts";

export interface MetaTrainRunOptions extends MetaTrainerOptions {
  readonly theorems: readonly MetaTheorem[];
  /** Gets `weigher/` and `policy/` (both whole folders that open), `steps.jsonl`, and a checkpoint after every theorem. */
  readonly directory: string;
  /** The model's folder, whose tokenizer the Weigher's folder needs. */
  readonly modelDirectory: string;
  readonly resume: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: LemmaEvent) => void;
  readonly onStep?: (report: MetaStepReport, done: number, total: number) => void;
}

/**
 * Meta-trains over the theorems, one epoch, in order. After each theorem the state goes to a folder of its own, and only then
 * does `progress.json` name it: a run that is killed at any point goes on from the last theorem that was whole, and ends where
 * an uninterrupted run ends.
 *
 * A meta-gradient or a policy loss that is not a number skips that update, and the step's report says so.
 *
 * @throws {InputError} when `resume` meets a run over other theorems or from another seed.
 * @throws {InfrastructureError} when the verifier failed, or nothing can be written: the last whole checkpoint stays.
 * @throws {AbortedError} when the signal fires.
 */
export async function runMetaTraining(options: MetaTrainRunOptions): Promise<readonly MetaStepReport[]> {
  const { theorems, directory, seed, signal } = options;
  await mkdir(directory, { recursive: true });
  const ids = theorems.map(({ id }) => id);
  const file = path.join(directory, "progress.json");
  let progress: Progress | undefined = options.resume ? await readRecordIfPresent(file, progressSchema) : undefined;
  if (progress !== undefined && (progress.seed !== seed || progress.theorems.join("\n") !== ids.join("\n")))
    throw new InputError("holds a run over other theorems or from another seed; choose another --out", { file });
  progress ??= { seed, theorems: ids, steps: [] };

  await using trainer = new MetaTrainer(options);
  if (progress.checkpoint !== undefined) await trainer.restore(statesIn(path.join(directory, progress.checkpoint)));
  await tidy(directory, progress);
  for (const theorem of theorems.slice(progress.steps.length)) {
    throwIfAborted("meta-train", signal);
    const report = await learn(trainer, theorem, options);
    const steps: readonly MetaStepReport[] = [...progress.steps, report];
    const checkpoint = `checkpoint-${steps.length}`;
    await onDisk(path.join(directory, checkpoint), async () => {
      await mkdir(path.join(directory, checkpoint), { recursive: true });
      await trainer.save(statesIn(path.join(directory, checkpoint)));
    });
    progress = { seed, theorems: ids, checkpoint, steps };
    await writeWhole(file, `${JSON.stringify(progress)}\n`);
    await tidy(directory, progress);
    options.onStep?.(report, steps.length, theorems.length);
  }
  await trainer.finish(signal);
  const { config } = options.weigher;
  await onDisk(directory, async () => {
    await saveWeigher(
      path.join(directory, "weigher"),
      { config, parameters: trainer.weigherParameters },
      options.modelDirectory,
    );
    await trainer.policy.save(path.join(directory, "policy"));
  });
  return progress.steps;
}

/** Makes the rest of the folder what `progress.json` says: a run may have been killed between the two. */
async function tidy(directory: string, { checkpoint, steps }: Progress): Promise<void> {
  await writeWhole(path.join(directory, "steps.jsonl"), steps.map((step) => `${JSON.stringify(step)}\n`).join(""));
  for (const name of await readdir(directory)) {
    const isOld = /^checkpoint-\d+$/.test(name) && name !== checkpoint;
    if (isOld || name.endsWith(".partial")) await rm(path.join(directory, name), { recursive: true, force: true });
  }
}

/**
 * What a run left in `steps.jsonl`.
 *
 * @throws {InputError} when the folder holds no run, or with the line and field where one is no step.
 */
export async function readMetaSteps(directory: string): Promise<readonly MetaStepReport[]> {
  const file = path.join(directory, "steps.jsonl");
  if (!existsSync(file)) throw new InputError("no such file: give the --out of a meta-training run", { file });
  return readRecords(file, stepSchema);
}

async function learn(
  trainer: MetaTrainer,
  theorem: MetaTheorem,
  options: MetaTrainRunOptions,
): Promise<MetaStepReport> {
  const stream = trainer.learn(theorem, options.signal);
  for (;;) {
    const next: IteratorResult<LemmaEvent, MetaStepReport> = await stream.next();
    if (next.done === true) return next.value;
    options.onEvent?.(next.value);
  }
}

const statesIn = (folder: string): MetaTrainerFiles => ({
  weigher: path.join(folder, "weigher.safetensors"),
  policy: path.join(folder, "policy.safetensors"),
  lessons: path.join(folder, "lessons.json"),
});
