import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type TensorSpec, type TensorValue, compile, spec, tensor, toNumbers, treeMap } from "@lemma/autodiff";
import { writeWhole } from "@lemma/files";
import { InputError, Random } from "@lemma/interfaces";
import { LoraAdapter, type LoraConfig, type LoraParameters } from "@lemma/lora";
import {
  type LlamaConfig,
  type LlamaModel,
  executionPolicy,
  formatFor,
  initLlama,
  loadModel,
  readParameters,
  saveModel,
} from "@lemma/prover";
import { Trainer } from "@lemma/train";
import { batchOf, drawnStart, lessonOf } from "./lessons.ts";
import {
  type Completions,
  type StudyingBatch,
  type StudyingParameters,
  logarithms,
  studyingLoss,
  studyingOutcome,
} from "./loss.ts";
import { type CurvePoint, type StudyingRun, claim, curveUntil, outerSteps, settingsAfter } from "./settings.ts";
import { learnToWeigh } from "./weigh.ts";

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
  if (settings.mode === "weigh") return learnToWeigh(options);
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
    ...outerSteps(settings),
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
    points = await curveUntil(curve, trainer.step);
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
