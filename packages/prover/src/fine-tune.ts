import { createHash } from "node:crypto";
import { mkdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { RecordLog, writeWhole } from "@lemma/files";
import { type Example, InputError, Random, throwIfAborted } from "@lemma/interfaces";
import type { LoraAdapter } from "@lemma/lora";
import {
  type DecaySettings,
  type Schedule,
  type TokenExample,
  adamw,
  constantSchedule,
  cosineSchedule,
  linearSchedule,
} from "@lemma/train";
import type { LocalProver } from "./local-prover.ts";

const schedules = {
  constant: ({ peak }: DecaySettings): Schedule => constantSchedule(peak),
  cosine: cosineSchedule,
  linear: linearSchedule,
} as const;

export const scheduleNames = Object.keys(schedules) as readonly (keyof typeof schedules)[];

/** What becomes of an example with more tokens than `maxTokens`. */
export const longExamplePolicies = ["refuse", "skip", "truncate"] as const;

/** Every number of supervised fine-tuning; the defaults are LoRA's usual ones. */
export interface FineTuneSettings {
  readonly epochs: number;
  /** Examples in a step. */
  readonly batchSize: number;
  /** The highest rate of the schedule. */
  readonly learningRate: number;
  readonly schedule: keyof typeof schedules;
  /** Share of all steps over which the rate rises. */
  readonly warmup: number;
  readonly weightDecay: number;
  /** Global norm that gradients are clipped to. */
  readonly clipNorm: number;
  readonly rank: number;
  readonly alpha: number;
  /** Tokens of an example, prompt and end included; the model's context when absent. */
  readonly maxTokens?: number;
  readonly tooLong: (typeof longExamplePolicies)[number];
  /** Steps between two looks at the validation loss, each with a checkpoint; once an epoch when absent. */
  readonly every?: number;
  readonly seed: number;
}

export const fineTuneDefaults: FineTuneSettings = {
  epochs: 3,
  batchSize: 8,
  learningRate: 2e-4,
  schedule: "cosine",
  warmup: 0.03,
  weightDecay: 0,
  clipNorm: 1,
  rank: 16,
  alpha: 32,
  tooLong: "refuse",
  seed: 1,
};

/** A line of `log.jsonl`, under the names of transformers' `trainer_state.json`. */
export type FineTuneLog =
  | {
      readonly step: number;
      readonly epoch: number;
      readonly loss: number;
      readonly grad_norm: number;
      readonly learning_rate: number;
      readonly tokens_per_second: number;
    }
  | { readonly step: number; readonly epoch: number; readonly eval_loss: number };

export interface FineTuneRun {
  readonly train: readonly Example[];
  /** Never trained on: its loss is logged, and the adapter with the lowest one kept. May be empty. */
  readonly valid: readonly Example[];
  readonly settings: FineTuneSettings;
  /** Applied beneath, and left as they are. */
  readonly base?: readonly LoraAdapter[];
  /** Gets the adapter, `best/`, `log.jsonl`, `run.json` and a checkpoint. */
  readonly directory: string;
  /** Goes on from the last checkpoint in `directory`. */
  readonly resume?: boolean;
  readonly onLog?: (line: FineTuneLog, totalSteps: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface FineTuned {
  readonly adapter: LoraAdapter;
  readonly steps: number;
  readonly bestEvalLoss: number | undefined;
  /** Ids of examples that were left out, or cut, for their length. */
  readonly skipped: readonly string[];
  readonly truncated: readonly string[];
}

/**
 * Supervised fine-tuning of a LoRA adapter on proofs, with a validation loss, checkpoints and resuming: an interrupted run that
 * is resumed ends in the same adapter, bit for bit, as one that was not.
 *
 * @throws {InputError} naming the examples that are too long, or the setting that a resumed run changes.
 * @throws {NonFiniteLossError} where a rate was too high. @throws {AbortedError} when the signal fires, with a checkpoint.
 */
export async function fineTune(prover: LocalProver, run: FineTuneRun): Promise<FineTuned> {
  const { settings, directory, base = [], signal } = run;
  const limit = Math.min(settings.maxTokens ?? Infinity, prover.config.contextLength);
  const train = fitted(prover, run.train, limit, settings.tooLong);
  const valid = fitted(prover, run.valid, limit, settings.tooLong);
  if (train.examples.length === 0) throw new InputError("train: expected at least one example, received none");
  const perEpoch = Math.ceil(train.examples.length / settings.batchSize);
  const totalSteps = perEpoch * settings.epochs;
  const every = settings.every ?? perEpoch;

  const checkpoint = path.join(directory, "checkpoint.safetensors");
  await mkdir(directory, { recursive: true });
  await begin(run, { train: train.examples, valid: valid.examples });
  await using trainer = prover.trainer({
    ...settings,
    base,
    optimizer: adamw({ weightDecay: settings.weightDecay }),
    schedule: schedules[settings.schedule]({
      peak: settings.learningRate,
      warmupSteps: Math.round(settings.warmup * totalSteps),
      totalSteps,
    }),
  });
  if (run.resume === true && (await exists(checkpoint))) await trainer.restore(checkpoint);
  await using log = await openLog(directory, trainer.step);

  const record = async (line: FineTuneLog): Promise<void> => {
    await log.append(line);
    run.onLog?.(line, totalSteps);
  };
  let best = Math.min(Infinity, ...log.records.map((line) => ("eval_loss" in line ? line.eval_loss : Infinity)));
  const evaluateIfDue = async (): Promise<void> => {
    if (trainer.step % every !== 0 && trainer.step !== totalSteps) return;
    if (valid.examples.length > 0 && log.get(`eval ${trainer.step}`) === undefined) {
      const loss = await trainer.loss(valid.examples, signal);
      if (loss < best) await trainer.adapter().save(path.join(directory, "best"));
      best = Math.min(best, loss);
      await record({ step: trainer.step, epoch: trainer.step / perEpoch, eval_loss: loss });
    }
    await trainer.save(checkpoint);
  };

  const batchesOf = batchesByEpoch(train.examples, settings);
  try {
    await evaluateIfDue();
    while (trainer.step < totalSteps) {
      throwIfAborted("train", signal);
      const batch = batchesOf(Math.floor(trainer.step / perEpoch))[trainer.step % perEpoch]!;
      const report = await trainer.trainStep(batch, signal);
      await record({
        step: report.step,
        epoch: report.step / perEpoch,
        loss: report.loss,
        grad_norm: report.gradientNorm,
        learning_rate: report.learningRate,
        tokens_per_second: report.tokensPerSecond,
      });
      await evaluateIfDue();
    }
  } catch (error) {
    // What was learnt until here is not lost; a step that failed left everything as it was.
    await trainer.save(checkpoint);
    throw error;
  }
  const adapter = trainer.adapter();
  await adapter.save(directory);
  return {
    adapter,
    steps: totalSteps,
    bestEvalLoss: Number.isFinite(best) ? best : undefined,
    skipped: [...train.skipped, ...valid.skipped],
    truncated: [...train.truncated, ...valid.truncated],
  };
}

interface Fitted {
  readonly examples: readonly TokenExample[];
  readonly skipped: readonly string[];
  readonly truncated: readonly string[];
}

/** Examples as tokens, none longer than `limit`. @throws {InputError} naming those that are, where that is the policy. */
function fitted(
  prover: LocalProver,
  given: readonly Example[],
  limit: number,
  tooLong: FineTuneSettings["tooLong"],
): Fitted {
  const examples: TokenExample[] = [];
  const [skipped, truncated]: [string[], string[]] = [[], []];
  for (const example of given) {
    const { tokens, promptLength } = prover.proofTokens(example);
    if (tokens.length <= limit) examples.push({ tokens, promptLength });
    // A proof of which nothing is left teaches nothing.
    else if (tooLong === "truncate" && promptLength < limit) {
      examples.push({ tokens: tokens.slice(0, limit), promptLength });
      truncated.push(example.theorem.id);
    } else skipped.push(example.theorem.id);
  }
  if (tooLong === "refuse" && skipped.length > 0)
    throw new InputError(
      `train: expected examples of at most ${limit} tokens, received ${skipped.length} longer: ${named(skipped)}`,
    );
  return { examples, skipped, truncated };
}

const named = (ids: readonly string[]): string =>
  `${ids.slice(0, 5).join(", ")}${ids.length > 5 ? `, and ${ids.length - 5} more` : ""}`;

/** Each epoch's batches, in an order that its number alone decides. */
function batchesByEpoch(
  examples: readonly TokenExample[],
  { batchSize, seed }: FineTuneSettings,
): (epoch: number) => readonly (readonly TokenExample[])[] {
  let made: { readonly epoch: number; readonly batches: readonly (readonly TokenExample[])[] } | undefined;
  return (epoch) => {
    if (made?.epoch !== epoch) {
      const order = new Random(seed).fork("epoch", epoch).shuffle(examples);
      const count = Math.ceil(order.length / batchSize);
      const batches = Array.from({ length: count }, (_, i) => order.slice(i * batchSize, (i + 1) * batchSize));
      made = { epoch, batches };
    }
    return made.batches;
  };
}

/** Notes what the run is of, or holds a resumed one against it. */
async function begin(
  { settings, directory, resume = false, base = [] }: FineTuneRun,
  examples: { readonly train: readonly TokenExample[]; readonly valid: readonly TokenExample[] },
): Promise<void> {
  const file = path.join(directory, "run.json");
  const data = createHash("sha256").update(JSON.stringify(examples)).digest("hex").slice(0, 16);
  const counts = { train: examples.train.length, valid: examples.valid.length };
  const description = JSON.stringify(
    { settings, base: base.map(({ id }) => id), examples: { ...counts, data } },
    null,
    2,
  );
  const before = await readFile(file, "utf8").catch(() => undefined);
  if (before === undefined) return writeWhole(file, `${description}\n`);
  if (!resume) throw new InputError("holds a run already: --resume goes on with it", { file: directory });
  if (before.trim() !== description)
    throw new InputError("is a run with other settings, data or adapters than these", { file });
}

const keyOf = (line: FineTuneLog): string => `${"eval_loss" in line ? "eval" : "step"} ${line.step}`;

/** The log up to the step that the checkpoint has: what came after is done again. */
async function openLog(directory: string, step: number): Promise<RecordLog<FineTuneLog>> {
  // When it is needed: whoever only samples does not load it.
  const { logSchema } = await import("./fine-tune-log.ts");
  return RecordLog.open<FineTuneLog>(path.join(directory, "log.jsonl"), {
    keyOf,
    schema: logSchema,
    keep: (line) => line.step <= step,
  });
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
