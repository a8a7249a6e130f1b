import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { onDisk, writeWhole } from "@lemma/files";
import { InputError, type LemmaEvent, throwIfAborted } from "@lemma/interfaces";
import { saveWeigher } from "@lemma/weigher";
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

/** What `progress.json` holds: which checkpoint is whole, and what has been done up to it. */
interface Progress {
  readonly seed: number;
  readonly theorems: readonly string[];
  readonly checkpoint: string | undefined;
  readonly steps: readonly MetaStepReport[];
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
  let progress = options.resume ? await readProgress(directory) : undefined;
  if (progress !== undefined && (progress.seed !== seed || progress.theorems.join("\n") !== ids.join("\n")))
    throw new InputError("holds a run over other theorems or from another seed; choose another --out", {
      file: path.join(directory, "progress.json"),
    });
  progress ??= { seed, theorems: ids, checkpoint: undefined, steps: [] };

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
    await writeWhole(path.join(directory, "progress.json"), `${JSON.stringify(progress)}\n`);
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
 * @throws {InputError} when the folder holds no run.
 */
export async function readMetaSteps(directory: string): Promise<readonly MetaStepReport[]> {
  const file = path.join(directory, "steps.jsonl");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new InputError("no such file: give the --out of a meta-training run", { file }, { cause });
  });
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as MetaStepReport);
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

async function readProgress(directory: string): Promise<Progress | undefined> {
  const text = await readFile(path.join(directory, "progress.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Progress);
}
