import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Tensor,
  type TensorSpec,
  type TensorValue,
  compile,
  spec,
  tensor,
  toNumbers,
  treeLeaves,
  treeMap,
  valueAndGrad,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { type LlamaModel, initLlama, loadModel, readParameters, saveModel } from "@lemma/prover";
import { tinyProverDirectory } from "@lemma/tiny-prover";
import { type WeigherParameters, cutDown, initWeigher, openWeigher } from "@lemma/weigher";
import { beforeAll, expect, test } from "vitest";
import { batchOf, drawnStart, lessonOf, weighedBatchOf } from "./lessons.ts";
import {
  type StudyingBatch,
  type StudyingMode,
  type StudyingParameters,
  studyingLoss,
  studyingOutcome,
} from "./loss.ts";
import { learnToStudy } from "./run.ts";
import { type StudyingSettings, studyingSettings } from "./settings.ts";
import { type WeighedBatch, weighedLoss } from "./weighed-loss.ts";

const lesson = { studied: 4, asked: 2, distractors: 2, names: "drawn" } as const;
let model: LlamaModel;
/** The tiny prover's tokenizer over a model that is a hundred times smaller. */
beforeAll(async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "studying-"));
  const { config } = await loadModel(tinyProverDirectory);
  const small = { ...config, hiddenSize: 16, intermediateSize: 24, layers: 1, heads: 2, keyValueHeads: 2, headDim: 8 };
  const parameters = initLlama(small, new Random(1));
  await saveModel(directory, { config: small, parameters, tokenizer: tinyProverDirectory });
  model = await loadModel(directory);
});

const specsOf = (tree: unknown): unknown =>
  treeMap<unknown, TensorValue, TensorSpec>(tree, ({ dtype, dims }) => spec(dtype, dims));

/** In double precision, so that differences are slopes. */
const doubled = <T>(tree: T): T =>
  treeMap<unknown, TensorValue, TensorValue>(tree, (value) =>
    value.dtype === "float32" ? { ...value, dtype: "float64", data: Float64Array.from(toNumbers(value)) } : value,
  ) as T;

type Start = StudyingSettings["start"];

/** Two theories, a model, and what the adapters start as. */
async function problem(start: Start, mode: StudyingMode) {
  const lora = { rank: 4, alpha: 4, targetModules: ["q_proj", "layers.0.mlp.down_proj"] };
  const { config, tokenizer } = model;
  const theories = [3, 4].map((seed) => {
    const random = new Random(seed);
    return doubled(
      batchOf(
        lessonOf(random, { split: "train", ...lesson }),
        { config, tokenizer, format: "tiny", shown: mode === "read" },
        drawnStart(lora, config, random),
      ),
    );
  });
  const learnt = Object.entries(theories[0]!.start).map(([at, { a }]) => [
    at,
    { a, scale: tensor("float64", [], 0.02) },
  ]);
  const parameters: StudyingParameters<TensorValue> = {
    theta: doubled(await readParameters(model)),
    rate: tensor("float64", [], Math.log(4) / 20),
    start: start === "learnt" ? (Object.fromEntries(learnt) as StudyingParameters<TensorValue>["start"]) : {},
  };
  return { lora, parameters, theories };
}

async function gradientOf(mode: StudyingMode, start: Start) {
  const { lora, parameters, theories } = await problem(start, mode);
  const settings = { config: model.config, lora, steps: 2, mode };
  type P = StudyingParameters<Tensor>;
  type B = readonly StudyingBatch<Tensor>[];
  const loss = (p: P, b: B): Tensor => studyingLoss(settings)(p, b).total;
  await using program = compile(
    ((p: P, b: B) => valueAndGrad((own: P) => loss(own, b))(p)) as (...args: unknown[]) => unknown,
    [parameters, theories].map(specsOf) as unknown[],
  );
  const [value, gradient] = (await program.run([parameters, theories] as never)) as unknown as [
    TensorValue,
    StudyingParameters<TensorValue>,
  ];
  const outcomes = theories.map((theory) =>
    compile(
      studyingOutcome(settings) as (...args: unknown[]) => unknown,
      [parameters, theory].map(specsOf) as unknown[],
    ),
  );
  /** The loss by the other function, which takes no gradient. */
  const after = async (p: StudyingParameters<TensorValue>): Promise<number> => {
    const each = await Promise.all(
      outcomes.map(async (outcome, i) => {
        const result = (await outcome.run([p, theories[i]!] as never)) as unknown as { readonly after: TensorValue };
        return Number(result.after.data[0]);
      }),
    );
    return each.reduce((total, one) => total + one);
  };
  return {
    parameters,
    value: Number(value.data[0]),
    gradient,
    after,
    dispose: async () => Promise.all(outcomes.map(async (outcome) => outcome.dispose())),
  };
}

const numbersOf = (tree: unknown): number[] => treeLeaves<TensorValue>(tree).flatMap((leaf) => toNumbers(leaf));

/** The slope along a direction, by the gradient and by central differences. */
async function slopes(mode: StudyingMode, start: Start): Promise<readonly [number, number]> {
  const { parameters, gradient, after, dispose } = await gradientOf(mode, start);
  const draws = new Random(9);
  const direction = numbersOf(parameters).map(() => draws.normal());
  const moved = (by: number): StudyingParameters<TensorValue> => {
    let next = 0;
    return treeMap<unknown, TensorValue, TensorValue>(parameters, (x) => ({
      ...x,
      data: Float64Array.from(toNumbers(x), (value) => value + by * direction[next++]!),
    })) as StudyingParameters<TensorValue>;
  };
  const along = numbersOf(gradient).reduce((total, g, i) => total + g * direction[i]!, 0);
  const step = 1e-6;
  const difference = (await after(moved(step))) - (await after(moved(-step)));
  await dispose();
  return [along, difference / (2 * step)];
}

test.each([
  ["mixed", "drawn"],
  ["reverse", "learnt"],
] as const)(
  "the gradient through the adaptation is the slope by all that is learnt: %s, start %s",
  { timeout: 240_000 },
  async (mode, start) => {
    const [received, expected] = await slopes(mode, start);
    expect(received).toBeCloseTo(expected, 5);
    expect(Math.abs(expected)).toBeGreaterThan(1e-3);
  },
);

test("reverse and mixed mode have one gradient, first order another, of one loss", { timeout: 240_000 }, async () => {
  const [mixed, reverse, first] = await Promise.all(
    (["mixed", "reverse", "first-order"] as const).map(async (mode) => gradientOf(mode, "learnt")),
  );
  await Promise.all([mixed, reverse, first].map(async (each) => each!.dispose()));
  const [ours, other] = [numbersOf(mixed!.gradient), numbersOf(reverse!.gradient)];
  expect(Math.max(...ours.map((x, i) => Math.abs(x - other[i]!)))).toBeLessThan(1e-8);
  expect(first!.value).toBeCloseTo(mixed!.value, 8);
  expect(Number(first!.gradient.rate.data[0])).toBe(0);
  expect(Number(mixed!.gradient.rate.data[0])).not.toBe(0);
});

const settings: StudyingSettings = {
  ...studyingSettings,
  steps: 1,
  rank: 4,
  outerSteps: 4,
  warmupSteps: 1,
  outerRate: 1e-2,
  every: 2,
  measured: 2,
  lesson,
};

/** Whether the Weigher of a run tells examples apart. */
async function tellsApart(directory: string): Promise<boolean> {
  await using weigher = await openWeigher(path.join(directory, "weigher"));
  const { asked, studied } = lessonOf(new Random(1), { split: "train", ...lesson });
  const { weights } = await weigher.weigh(asked[0]!.theorem, studied);
  return new Set(weights).size > 1;
}

const hasOneLayer = async (directory: string): Promise<boolean> =>
  (await loadModel(path.join(directory, "model"))).config.layers === 1;

test.each([
  ["mixed", hasOneLayer, "plain"],
  ["weigh", tellsApart, "mixed"],
] as const)(
  "a run that was stopped goes on as if it had not been, and leaves what opens: %s",
  { timeout: 240_000 },
  async (own, opens, another) => {
    const run = async (
      directory: string,
      outerSteps: number,
      resume: boolean,
      mode: StudyingMode = own,
    ): Promise<void> =>
      learnToStudy({
        model: model.directory,
        format: "tiny",
        seed: 5,
        directory,
        resume,
        settings: { ...settings, mode },
        ...(outerSteps < settings.outerSteps ? { stopAfter: outerSteps } : {}),
      });
    const curve = async (directory: string): Promise<unknown[]> =>
      (await readFile(path.join(directory, "curve.jsonl"), "utf8"))
        .trim()
        .split("\n")
        .map((line) => ({ ...(JSON.parse(line) as object), minutes: 0 }));
    const folder = await mkdtemp(path.join(tmpdir(), "studying-runs-"));
    const [whole, parts] = [path.join(folder, "whole"), path.join(folder, "parts")];
    await run(whole, 4, false);
    await run(parts, 2, false);
    await run(parts, 4, true);
    expect(await curve(parts)).toEqual(await curve(whole));
    expect(await curve(whole)).toHaveLength(6);
    expect(await opens(whole)).toBe(true);
    await expect(run(parts, 4, true, another)).rejects.toThrow("other settings");
  },
);

test(
  "the Weigher's gradient through the adaptation is the slope by all of its parameters",
  { timeout: 240_000 },
  async () => {
    const { lora, theories } = await problem("drawn", "weigh");
    const { config, tokenizer } = model;
    const weigher = { encoder: cutDown(config), attention: "none", temperature: 1, maxTokens: 128 } as const;
    const settings = {
      config,
      theta: doubled(await readParameters(model)),
      lora,
      start: theories[0]!.start,
      steps: 2,
      innerRate: 4,
      weigher,
    };
    const batches = [5, 6].map((seed) =>
      doubled(
        weighedBatchOf(
          lessonOf(new Random(seed), { split: "train", ...lesson }),
          { config, tokenizer, format: "tiny" },
          weigher.maxTokens,
        ),
      ),
    );
    const draws = new Random(9);
    const moved = (tree: unknown, by: (i: number) => number): WeigherParameters<TensorValue> => {
      let next = 0;
      return treeMap<unknown, TensorValue, TensorValue>(tree, (x) => ({
        ...x,
        data: Float64Array.from(toNumbers(x), (value) => value + by(next++)),
      })) as WeigherParameters<TensorValue>;
    };
    const eta = moved(doubled(initWeigher(weigher, new Random(2))), () => 0.02 * draws.normal());
    type P = WeigherParameters<Tensor>;
    type B = readonly WeighedBatch<Tensor>[];
    await using program = compile(
      ((p: P, b: B) => valueAndGrad((own: P) => weighedLoss(settings)(own, b).total)(p)) as (
        ...args: unknown[]
      ) => unknown,
      [eta, batches].map(specsOf) as unknown[],
    );
    const run = async (p: WeigherParameters<TensorValue>) =>
      (await program.run([p, batches] as never)) as unknown as [TensorValue, WeigherParameters<TensorValue>];
    const direction = numbersOf(eta).map(() => draws.normal());
    const [, gradient] = await run(eta);
    const along = numbersOf(gradient).reduce((total, g, i) => total + g * direction[i]!, 0);
    const step = 1e-6;
    const at = async (by: number): Promise<number> =>
      Number((await run(moved(eta, (i) => by * direction[i]!)))[0].data[0]);
    expect(along).toBeCloseTo(((await at(step)) - (await at(-step))) / (2 * step), 4);
    expect(Math.abs(along)).toBeGreaterThan(1e-2);
  },
);
