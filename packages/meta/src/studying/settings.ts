import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { readRecords } from "@lemma/files";
import { InputError } from "@lemma/interfaces";
import type { SettingsOverrides } from "@lemma/loop";
import type { FormatChoice, LlamaConfig } from "@lemma/prover";
import { adamw, cosineSchedule } from "@lemma/train";
import { z } from "zod";
import type { LessonSettings } from "./lessons.ts";
import type { StudyingMode } from "./loss.ts";

/** The shape of a model that is made anew, over the given model's tokenizer. */
export type FreshModel = Pick<LlamaConfig, "hiddenSize" | "intermediateSize" | "layers" | "heads" | "contextLength">;

/** Every number of learning to study. */
export interface StudyingSettings {
  /** Where the layers are 0 training starts from the given model, else from a random one of this shape. */
  readonly fresh: FreshModel;
  readonly mode: StudyingMode;
  /** Inner steps, on all examples at once. */
  readonly steps: number;
  readonly rank: number;
  /** Where the inner rate starts; it is learnt. */
  readonly innerRate: number;
  /** Ends of the paths of modules that adapt, such as `layers.2.mlp.down_proj`. None: all linear modules of each block. */
  readonly modules: readonly string[];
  /** Where an adapter starts: from numbers drawn for each theory, or from learnt ones, each module at a rate of its own. */
  readonly start: "drawn" | "learnt";
  /** Outer steps, and theories in each. */
  readonly outerSteps: number;
  readonly theoriesPerStep: number;
  readonly outerRate: number;
  readonly warmupSteps: number;
  readonly clipNorm: number;
  readonly lesson: Omit<LessonSettings, "split">;
  /** Every so many outer steps the state is saved and Δ log p is measured on so many fresh theories. */
  readonly every: number;
  readonly measured: number;
  readonly threads: number;
}

export const studyingSettings: StudyingSettings = {
  fresh: { hiddenSize: 96, intermediateSize: 192, layers: 0, heads: 4, contextLength: 512 },
  mode: "mixed",
  steps: 3,
  rank: 16,
  innerRate: 2,
  modules: [],
  start: "drawn",
  outerSteps: 1500,
  theoriesPerStep: 1,
  outerRate: 5e-4,
  warmupSteps: 50,
  clipNorm: 1,
  lesson: { studied: 8, asked: 6, distractors: 4, names: "drawn" },
  every: 50,
  measured: 32,
  threads: 1,
};

/** How the outer steps are taken, whatever they train. */
export const outerSteps = (settings: StudyingSettings) => ({
  optimizer: adamw({ beta2: 0.99 }),
  schedule: cosineSchedule({
    peak: settings.outerRate,
    warmupSteps: settings.warmupSteps,
    totalSteps: settings.outerSteps,
    final: settings.outerRate / 20,
  }),
  clipNorm: settings.clipNorm,
});

/** Any of the settings, and any field of those that are records. */
export type StudyingOverrides = {
  readonly [K in keyof StudyingSettings]?: K extends "lesson" | "fresh"
    ? Partial<StudyingSettings[K]>
    : StudyingSettings[K];
};

/** One line of `curve.jsonl`: over fresh theories, nats per token of what is asked, before and after studying. */
export interface CurvePoint {
  readonly step: number;
  readonly kinds: "seen" | "unseen";
  readonly before: number;
  readonly after: number;
  readonly innerRate: number;
  readonly minutes: number;
}

const pointSchema: z.ZodType<CurvePoint> = z.object({
  step: z.number(),
  kinds: z.enum(["seen", "unseen"]),
  before: z.number(),
  after: z.number(),
  innerRate: z.number(),
  minutes: z.number(),
});

/** The points of a curve up to a step: what was measured after the state that is gone on from is measured again. */
export const curveUntil = async (file: string, step: number): Promise<CurvePoint[]> =>
  (await readRecords(file, pointSchema)).filter((point) => point.step <= step);

export interface StudyingRun {
  /** The model to start from: a Hugging Face folder. */
  readonly model: string;
  readonly format: FormatChoice;
  readonly settings: StudyingSettings;
  readonly seed: number;
  /** Gets `model/`, the `settings.json` to adapt it with, `studying.json`, `curve.jsonl`, and the state to go on from. */
  readonly directory: string;
  readonly resume: boolean;
  /** Stop after this many outer steps in all: the rest is for another time. */
  readonly stopAfter?: number;
  readonly signal?: AbortSignal;
  readonly onPoint?: (point: CurvePoint, loss: number) => void;
}

/** The loop's settings that adapt as the inner steps did: what `--settings` takes beside the model. */
export const settingsAfter = (
  { mode, rank, steps, lesson }: StudyingSettings,
  learningRate: number,
): SettingsOverrides => ({
  replay: { nearest: lesson.studied, checks: 64 },
  weighting: mode === "weigh" ? "weigher" : "uniform",
  proofSampling: { temperature: 0.7, maxTokens: 48 },
  adaptation: { rank, alpha: rank, learningRate, epochs: steps, batchSize: 1024, optimizer: "sgd" },
});

/** Makes the folder this run's, or finds that it is. @throws {InputError} where it is another's. */
export async function claim(directory: string, facts: object, resume: boolean): Promise<void> {
  const file = path.join(directory, "studying.json");
  const text = `${JSON.stringify(facts, null, 2)}\n`;
  const before = await readFile(file, "utf8").catch(() => undefined);
  if (before === undefined) await writeFile(file, text);
  else if (!resume) throw new InputError("holds a run already: --resume goes on with it", { file: directory });
  else if (before !== text) throw new InputError("a run with other settings; choose another --out", { file });
}
