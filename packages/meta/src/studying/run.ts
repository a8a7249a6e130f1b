import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type TensorSpec, type TensorValue, compile, spec, tensor, toNumbers, treeMap } from "@lemma/autodiff";
import { readRecords, writeWhole } from "@lemma/files";
import { z } from "zod";
import { InputError, Random } from "@lemma/interfaces";
import type { SettingsOverrides } from "@lemma/loop";
import { LoraAdapter, type LoraConfig, type LoraParameters } from "@lemma/lora";
import {
  type LlamaConfig,
  type FormatChoice,
  type LlamaModel,
  executionPolicy,
  formatFor,
  initLlama,
  loadModel,
  readParameters,
  saveModel,
} from "@lemma/prover";
import { Trainer, adamw, cosineSchedule } from "@lemma/train";
import { type LessonSettings, batchOf, drawnStart, lessonOf } from "./lessons.ts";
import {
  type Completions,
  type StudyingBatch,
  type StudyingMode,
  type StudyingParameters,
  logarithms,
  studyingLoss,
  studyingOutcome,
} from "./loss.ts";

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

/**
 * Learns to study: after an adaptation to some of a theory's proofs, its targets are to be likely. Theories are drawn from the seed,
 * each met once.
 *
 * @throws {InputError} when `resume` meets a run with other settings.
 */
export async function learnToStudy(options: StudyingRun): Promise<void> {
  const { settings, directory, seed, signal } = options;
  await mkdir(directory, { recursive: true });
  await claim(
    directory,
    { settings, seed, model: path.basename(options.model), format: options.format },
    options.resume,
  );
  const model = await loadModel(options.model);
  const format = formatFor(options.format, model);
  const { tokenizer } = model;
  const { fresh } = settings;
  const config: LlamaConfig =
    fresh.layers === 0
      ? model.config
      : { ...model.config, ...fresh, keyValueHeads: fresh.heads, headDim: fresh.hiddenSize / fresh.heads };
  const lora: LoraConfig = {
    rank: settings.rank,
    alpha: settings.rank,
    targetModules: settings.modules.length === 0 ? executionPolicy(config).targetModules : settings.modules,
  };
  const { mode, steps } = settings;
  const lossSettings = { config, lora, steps, mode };
  const random = new Random(seed).fork("studying");
  const isLearnt = settings.start === "learnt";
  // A model that has learnt a start already goes on from it.
  const common = (isLearnt ? startOf(model, lora) : undefined) ?? drawnStart(lora, config, random);
  const encode = (own: Random, split: "train" | "test"): StudyingBatch<TensorValue> =>
    batchOf(
      lessonOf(own, { split, ...settings.lesson }),
      { config, tokenizer, format, shown: mode === "read" },
      isLearnt || mode === "plain" || mode === "read" ? common : drawnStart(lora, config, own),
    );
  const parameters: StudyingParameters<TensorValue> = {
    theta: fresh.layers === 0 ? await readParameters(model) : initLlama(config, random.fork("init")),
    rate: tensor("float32", [], Math.log(settings.innerRate) / logarithms),
    start: isLearnt
      ? Object.fromEntries(Object.entries(common).map(([at, { a }]) => [at, { a, scale: tensor("float32", [], 0) }]))
      : {},
  };
  const example = encode(random, "train");
  const theories = Array.from({ length: settings.theoriesPerStep }, (_, i) => specsOf(example, `of${i}`));
  const options_ = { threads: settings.threads };
  await using trainer = new Trainer<StudyingParameters<TensorValue>, readonly StudyingBatch<TensorValue>[]>({
    loss: studyingLoss(lossSettings) as never,
    parameters,
    batch: theories as never,
    optimizer: adamw({ beta2: 0.99 }),
    schedule: cosineSchedule({
      peak: settings.outerRate,
      warmupSteps: settings.warmupSteps,
      totalSteps: settings.outerSteps,
      final: settings.outerRate / 20,
    }),
    clipNorm: settings.clipNorm,
    compile: options_,
  });
  await using outcome = compile(
    studyingOutcome(lossSettings) as (...args: unknown[]) => unknown,
    [specTree(parameters), specsOf(example, "")] as unknown[],
    { name: "studyingOutcome", ...options_ },
  );
  const state = path.join(directory, "state.safetensors");
  const curve = path.join(directory, "curve.jsonl");
  let points: CurvePoint[] = [];
  if (options.resume && existsSync(state)) {
    await trainer.restore(state);
    points = (await readRecords(curve, pointSchema)).filter(({ step }) => step <= trainer.step);
  }
  const lessons = (label: string, split: "train" | "test", count: number): StudyingBatch<TensorValue>[] =>
    Array.from({ length: count }, (_, i) => encode(random.fork(label, split, i), split));
  const held = {
    seen: lessons("measure", "train", settings.measured),
    unseen: lessons("measure", "test", settings.measured),
  };
  const began = performance.now() - 60_000 * (points.at(-1)?.minutes ?? 0);
  let loss = Number.NaN;
  const innerRate = (): number => Math.exp(logarithms * Number(trainer.parameters.rate.data[0]));
  const measure = async (): Promise<void> => {
    for (const kinds of ["seen", "unseen"] as const) {
      const sums = { before: 0, after: 0 };
      for (const each of held[kinds]) {
        const result = (await outcome.run([trainer.parameters, each] as never, { signal })) as unknown as Record<
          "before" | "after",
          TensorValue
        >;
        for (const key of ["before", "after"] as const) sums[key] += Number(result[key].data[0]) / held[kinds].length;
      }
      const point = {
        step: trainer.step,
        kinds,
        ...sums,
        innerRate: innerRate(),
        minutes: (performance.now() - began) / 60_000,
      };
      points.push(point);
      options.onPoint?.(point, loss);
    }
    await writeWhole(curve, points.map((point) => `${JSON.stringify(point)}\n`).join(""));
  };
  if (trainer.step === 0) await measure();
  const end = Math.min(settings.outerSteps, options.stopAfter ?? Infinity);
  while (trainer.step < end) {
    const until = Math.min(end, trainer.step + settings.every);
    let total = 0;
    let count = 0;
    await trainer.train({
      steps: until,
      batches: (step) => [
        Array.from({ length: settings.theoriesPerStep }, (_, i) => encode(random.fork("train", step, i), "train")),
      ],
      onStep: (report) => {
        total += report.loss;
        count += 1;
      },
      signal,
    });
    loss = total / count;
    await measure();
    await saveModel(path.join(directory, "model"), {
      config,
      parameters: trainer.parameters.theta,
      tokenizer: model.directory,
      ...(isLearnt ? { adapterStart: new LoraAdapter(lora, startAfter(common, trainer.parameters.start)) } : {}),
    });
    await writeWhole(
      path.join(directory, "settings.json"),
      `${JSON.stringify(settingsAfter(settings, innerRate()), null, 2)}\n`,
    );
    await trainer.save(state);
  }
}

/** The loop's settings that adapt as the inner steps did: what `--settings` takes beside the model. */
const settingsAfter = ({ rank, steps, lesson }: StudyingSettings, learningRate: number): SettingsOverrides => ({
  replay: { nearest: lesson.studied, checks: 64 },
  weighting: "uniform",
  proofSampling: { temperature: 0.7, maxTokens: 48 },
  adaptation: { rank, alpha: rank, learningRate, epochs: steps, batchSize: 1024, optimizer: "sgd" },
});

/** @throws {InputError} where the model's own start is of another shape. */
function startOf({ adapterStart, directory }: LlamaModel, lora: LoraConfig): LoraParameters<TensorValue> | undefined {
  if (adapterStart === undefined) return undefined;
  const { config } = adapterStart;
  if (config.rank !== lora.rank || config.targetModules.join() !== lora.targetModules.join())
    throw new InputError("learnt its start with another rank or for other modules", { file: directory });
  return adapterStart.parameters;
}

/** The start that was learnt, each module's scale within its `a`. */
const startAfter = (
  common: LoraParameters<TensorValue>,
  learnt: StudyingParameters<TensorValue>["start"],
): LoraParameters<TensorValue> =>
  Object.fromEntries(
    Object.entries(common).map(([at, { b }]) => {
      const { a, scale } = learnt[at]!;
      const factor = Math.exp(logarithms * Number(scale.data[0]));
      return [at, { a: { ...a, data: Float32Array.from(toNumbers(a), (x) => factor * x) }, b }];
    }),
  );

async function claim(directory: string, facts: object, resume: boolean): Promise<void> {
  const file = path.join(directory, "studying.json");
  const text = `${JSON.stringify(facts, null, 2)}\n`;
  const before = await readFile(file, "utf8").catch(() => undefined);
  if (before === undefined) await writeFile(file, text);
  else if (!resume) throw new InputError("holds a run already: --resume goes on with it", { file: directory });
  else if (before !== text) throw new InputError("a run with other settings; choose another --out", { file });
}

const specTree = (tree: unknown): unknown =>
  treeMap<unknown, TensorValue, TensorSpec>(tree, ({ dtype, dims }) => spec(dtype, dims));

/** A lesson's sizes vary: how many are studied and asked, how long they are, and how much is said. */
function specsOf({ start, studied, asked }: StudyingBatch<TensorValue>, theory: string): unknown {
  const rows = (what: string, { tokens, places, labels, mask }: Completions<TensorValue>): unknown => ({
    tokens: spec(tokens.dtype, [what, `${what}Tokens`]),
    ...Object.fromEntries(
      Object.entries({ places, labels, mask }).map(([key, { dtype }]) => [key, spec(dtype, [`${what}Said`])]),
    ),
  });
  return { start: specTree(start), studied: rows(`${theory}studied`, studied), asked: rows(`${theory}asked`, asked) };
}
