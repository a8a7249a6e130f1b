import { existsSync } from "node:fs";
import path from "node:path";
import { type TensorSpec, type TensorValue, compile, spec, treeMap } from "@lemma/autodiff";
import { writeWhole } from "@lemma/files";
import { Random } from "@lemma/interfaces";
import type { LoraConfig } from "@lemma/lora";
import { executionPolicy, formatFor, loadModel, readParameters } from "@lemma/prover";
import { Trainer } from "@lemma/train";
import {
  type WeigherConfig,
  type WeigherParameters,
  cutDown,
  initWeigher,
  saveWeigher,
  weigherBatchSpec,
} from "@lemma/weigher";
import { drawnStart, lessonOf, weighedBatchOf } from "./lessons.ts";
import { type CurvePoint, type StudyingRun, curveUntil, outerSteps, settingsAfter } from "./settings.ts";
import { type WeighedBatch, type WeighedLossSettings, weighedLoss, weighedOutcome } from "./weighed-loss.ts";

/**
 * Learns to weigh, for a model that was taught to study: which of the proofs beside a target are worth studying for it. The Weigher
 * compares the names of target and example by the model's own embeddings, and learns from ∂L_outer/∂w through the model's own adaptation.
 *
 * `curve.jsonl` has nats a token of a target's answer after studying all alike, and after studying by weight.
 *
 * @param options those of a run whose folder `learnToStudy` has claimed.
 */
export async function learnToWeigh(options: StudyingRun): Promise<void> {
  const { settings, directory, seed, signal } = options;
  const model = await loadModel(options.model);
  const { config, tokenizer, adapterStart } = model;
  const format = formatFor(options.format, model);
  const random = new Random(seed).fork("weighing");
  const weigher: WeigherConfig = { encoder: cutDown(config), attention: "none", temperature: 1, maxTokens: 192 };
  const theta = await readParameters(model);
  const drawn: LoraConfig = {
    rank: settings.rank,
    alpha: settings.rank,
    targetModules: settings.modules.length === 0 ? executionPolicy(config).targetModules : settings.modules,
  };
  const lora = adapterStart?.config ?? drawn;
  const start = adapterStart?.parameters ?? drawnStart(lora, config, random);
  const { steps, innerRate } = settings;
  const whole = initWeigher(weigher, random.fork("init"), { config, parameters: theta });
  const table = "model.embed_tokens.weight";
  // The embeddings know the names already; what is learnt is small.
  const { [table]: embeddings, ...parameters } = whole;
  const kept = { [table]: embeddings! };
  const lossSettings: WeighedLossSettings = { config, theta, lora, start, steps, innerRate, weigher, held: kept };
  const encode = (own: Random, split: "train" | "test"): WeighedBatch<TensorValue> =>
    weighedBatchOf(lessonOf(own, { split, ...settings.lesson }), { config, tokenizer, format }, weigher.maxTokens);
  const options_ = { threads: settings.threads };
  await using trainer = new Trainer<WeigherParameters<TensorValue>, readonly WeighedBatch<TensorValue>[]>({
    loss: weighedLoss(lossSettings) as never,
    parameters,
    batch: Array.from({ length: settings.theoriesPerStep }, (_, i) => batchSpec(`of${i}`)) as never,
    ...outerSteps(settings),
    compile: options_,
  });
  await using outcome = compile(
    weighedOutcome(lossSettings) as (...args: unknown[]) => unknown,
    [
      treeMap<unknown, TensorValue, TensorSpec>(parameters, ({ dtype, dims }) => spec(dtype, dims)),
      batchSpec(""),
    ] as unknown[],
    { name: "weighedOutcome", ...options_ },
  );
  const state = path.join(directory, "state.safetensors");
  const curve = path.join(directory, "curve.jsonl");
  let points: CurvePoint[] = [];
  if (options.resume && existsSync(state)) {
    await trainer.restore(state);
    points = await curveUntil(curve, trainer.step);
  }
  const held = (split: "train" | "test"): WeighedBatch<TensorValue>[] =>
    Array.from({ length: settings.measured }, (_, i) => encode(random.fork("measure", split, i), split));
  const measured = { seen: held("train"), unseen: held("test") };
  const began = performance.now() - 60_000 * (points.at(-1)?.minutes ?? 0);
  let loss = Number.NaN;
  const measure = async (): Promise<void> => {
    for (const kinds of ["seen", "unseen"] as const) {
      const sums = { before: 0, after: 0 };
      for (const each of measured[kinds]) {
        const result = (await outcome.run([trainer.parameters, each] as never, { signal })) as unknown as Record<
          "before" | "after",
          TensorValue
        >;
        for (const key of ["before", "after"] as const) sums[key] += Number(result[key].data[0]) / settings.measured;
      }
      const minutes = (performance.now() - began) / 60_000;
      const point = { step: trainer.step, kinds, ...sums, innerRate, minutes };
      points.push(point);
      options.onPoint?.(point, loss);
    }
    await writeWhole(
      curve,
      points.map((point) => `${JSON.stringify(point)}\n`),
    );
  };
  if (trainer.step === 0) await measure();
  const end = Math.min(settings.outerSteps, options.stopAfter ?? Infinity);
  while (trainer.step < end) {
    let total = 0;
    let count = 0;
    await trainer.train({
      steps: Math.min(end, trainer.step + settings.every),
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
    await saveWeigher(
      path.join(directory, "weigher"),
      { config: weigher, parameters: { ...kept, ...trainer.parameters } },
      model.directory,
    );
    await writeWhole(
      path.join(directory, "settings.json"),
      `${JSON.stringify(settingsAfter(settings, innerRate), null, 2)}\n`,
    );
    await trainer.save(state);
  }
}

/** A lesson's sizes vary. @param of tells the symbols of one target from another's. */
function batchSpec(of: string): WeighedBatch<TensorSpec> {
  const completions = (what: string): WeighedBatch<TensorSpec>["studied"] => ({
    tokens: spec("int64", [what, `${what}Tokens`]),
    places: spec("int64", [`${what}Said`]),
    labels: spec("int64", [`${what}Said`]),
    mask: spec("float32", [`${what}Said`]),
  });
  const [studied, asked] = [`${of}studied`, `${of}asked`];
  return {
    pairs: treeMap(weigherBatchSpec, ({ dtype }: TensorSpec) => spec(dtype, [studied, `${of}pairTokens`])),
    studied: completions(studied),
    rows: spec("int64", [`${studied}Said`]),
    asked: completions(asked),
  };
}
