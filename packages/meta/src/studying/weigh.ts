import { existsSync } from "node:fs";
import path from "node:path";
import { type Compiled, type TensorValue, compile, spec, toNumbers } from "@lemma/autodiff";
import { writeWhole } from "@lemma/files";
import { type Example, InputError, Random, type Theorem } from "@lemma/interfaces";
import type { LoraConfig, LoraParameters } from "@lemma/lora";
import {
  type LlamaModel,
  type PromptFormatName,
  exampleTokens,
  executionPolicy,
  formatFor,
  loadModel,
  promptFormat,
  readParameters,
} from "@lemma/prover";
import {
  type WeigherBatch,
  type WeigherConfig,
  type WeigherParameters,
  type WeigherTask,
  WeigherTrainer,
  cutDown,
  encodeExamples,
  exampleWeights,
  initWeigher,
  saveWeigher,
  weigherBatchSpec,
  weigherScores,
} from "@lemma/weigher";
import { MetaGradientProgram, type MetaGradientResult } from "../gradient.ts";
import { drawnStart, lessonOf } from "./lessons.ts";
import { type CurvePoint, type StudyingRun, type StudyingSettings, curveUntil, settingsAfter } from "./settings.ts";

/**
 * Learns to weigh, for a model that was taught to study: which of the proofs beside a target are worth studying for it. The Weigher
 * starts as the model's first layers, and learns from ∂L_outer/∂w through the model's own adaptation.
 *
 * `curve.jsonl` has nats a token of a target's answer after studying all alike, and after studying by weight.
 *
 * @param options those of a run whose folder `learnToStudy` has claimed.
 */
export async function learnToWeigh(options: StudyingRun): Promise<void> {
  const { settings, directory, seed, signal } = options;
  const model = await loadModel(options.model);
  const { config } = model;
  const random = new Random(seed).fork("weighing");
  const weigherConfig: WeigherConfig = {
    encoder: cutDown(config),
    attention: "causal",
    temperature: 1,
    maxTokens: 192,
  };
  const base = { config, parameters: await readParameters(model) };
  const initial = initWeigher(weigherConfig, random.fork("init"), base);
  await using weights = weightsProgram(weigherConfig, initial);
  await using study = new WeighedStudy(model, formatFor(options.format, model), settings, random);
  await using trainer = new WeigherTrainer({
    config: weigherConfig,
    tokenizer: model.tokenizer,
    parameters: initial,
    learningRate: settings.outerRate,
    clipNorm: settings.clipNorm,
  });
  const state = path.join(directory, "state.safetensors");
  const curve = path.join(directory, "curve.jsonl");
  let points: CurvePoint[] = [];
  if (options.resume && existsSync(state)) {
    await trainer.restore(state);
    points = await curveUntil(curve, trainer.step);
  }
  const began = performance.now() - 60_000 * (points.at(-1)?.minutes ?? 0);
  let loss = Number.NaN;
  const weigh: Weigh = async (target, examples) => {
    const rows = encodeExamples(model.tokenizer, target, examples, weigherConfig.maxTokens);
    return toNumbers(await weights.run([trainer.parameters, rows], { signal }));
  };
  const measure = async (): Promise<void> => {
    for (const kinds of ["seen", "unseen"] as const) {
      const sums = { before: 0, after: 0 };
      for (let i = 0; i < settings.measured; i += 1) {
        const split = kinds === "seen" ? "train" : "test";
        const own = random.fork("measure", split, i);
        const plainly = await study.lesson(own, split, alike, signal);
        const weighed = await study.lesson(own, split, weigh, signal);
        sums.before += plainly.result.outerLossAfter / settings.measured;
        sums.after += weighed.result.outerLossAfter / settings.measured;
      }
      const minutes = (performance.now() - began) / 60_000;
      const point = { step: trainer.step, kinds, ...sums, innerRate: settings.innerRate, minutes };
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
    const until = Math.min(end, trainer.step + settings.every);
    let total = 0;
    let count = 0;
    while (trainer.step < until) {
      const tasks: WeigherTask[] = [];
      for (let i = 0; i < settings.theoriesPerStep; i += 1) {
        const own = random.fork("train", trainer.step, i);
        const { task, result } = await study.lesson(own, "train", weigh, signal);
        tasks.push(task);
        total += result.outerLossAfter;
        count += 1;
      }
      const { report } = await trainer.learn(tasks, signal);
      if (report === undefined)
        throw new InputError(
          `no theory of step ${trainer.step} taught anything: innerRate ${settings.innerRate} is too high`,
        );
    }
    loss = total / count;
    await measure();
    await saveWeigher(
      path.join(directory, "weigher"),
      { config: weigherConfig, parameters: trainer.parameters },
      model.directory,
    );
    const adapting = settingsAfter(settings, settings.innerRate);
    await writeWhole(path.join(directory, "settings.json"), `${JSON.stringify(adapting, null, 2)}\n`);
    await trainer.save(state);
  }
}

/** The examples' shares for a target. */
type Weigh = (target: Theorem, examples: readonly Example[]) => Promise<readonly number[]> | readonly number[];

const alike: Weigh = (_, examples) => examples.map(() => 1 / examples.length);

/** The Weigher as one program that takes its parameters anew each time, since they change with every step. */
function weightsProgram(
  config: WeigherConfig,
  parameters: WeigherParameters<TensorValue>,
): Compiled<[WeigherParameters<TensorValue>, WeigherBatch<TensorValue>], TensorValue> {
  const specs = Object.fromEntries(
    Object.entries(parameters).map(([name, { dtype, dims }]) => [name, spec(dtype, dims)]),
  );
  return compile((eta, rows) => exampleWeights(config, weigherScores(config, eta, rows)), [specs, weigherBatchSpec], {
    name: "weights",
    threads: 1,
  });
}

/** Studies lessons by weight, the model as it is. */
class WeighedStudy implements AsyncDisposable {
  readonly #model: LlamaModel;
  readonly #format: PromptFormatName;
  readonly #settings: StudyingSettings;
  readonly #start: LoraParameters<TensorValue>;
  readonly #program: MetaGradientProgram;

  constructor(model: LlamaModel, format: PromptFormatName, settings: StudyingSettings, random: Random) {
    this.#model = model;
    this.#format = format;
    this.#settings = settings;
    const { config, adapterStart } = model;
    const drawn: LoraConfig = {
      rank: settings.rank,
      alpha: settings.rank,
      targetModules: settings.modules.length === 0 ? executionPolicy(config).targetModules : settings.modules,
    };
    const lora = adapterStart?.config ?? drawn;
    this.#start = adapterStart?.parameters ?? drawnStart(lora, config, random);
    this.#program = new MetaGradientProgram({
      config,
      weights: model.parameters,
      lora,
      policy: lora,
      settings: {
        steps: settings.steps,
        optimizer: "sgd",
        learningRate: settings.innerRate,
        epsRoot: 0,
        checkpoint: false,
      },
    });
  }

  async lesson(
    own: Random,
    split: "train" | "test",
    weigh: Weigh,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly task: WeigherTask; readonly result: MetaGradientResult }> {
    const { studied, asked } = lessonOf(own, { split, ...this.#settings.lesson });
    const [target] = asked as readonly [Example];
    const weights = await weigh(target.theorem, studied);
    const format = promptFormat(this.#format);
    const [answer, ...examples] = [target, ...studied].map((example) => exampleTokens(this.#model, format, example));
    // No lasting adapter lies beneath.
    const result = await this.#program.run(this.#start, {}, examples, weights, answer!, signal);
    return { task: { target: target.theorem, examples: studied, gradient: result.gradient }, result };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
  }
}
