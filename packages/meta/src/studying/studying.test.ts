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
import { beforeAll, expect, test } from "vitest";
import { batchOf, lessonOf } from "./lessons.ts";
import {
  type StudyingBatch,
  type StudyingMode,
  type StudyingParameters,
  studyingLoss,
  studyingOutcome,
} from "./loss.ts";
import { type StudyingSettings, learnToStudy, studyingSettings } from "./run.ts";

const lesson = { studied: 4, asked: 2, distractors: 2 };
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

async function gradientOf(mode: StudyingMode, perModule: boolean) {
  const lora = { rank: 4, alpha: 4, targetModules: ["q_proj", "down_proj"] };
  const { config, tokenizer } = model;
  const settings = { config, lora, steps: 2, mode, perModule };
  const random = new Random(3);
  const batch = batchOf(
    lessonOf(random, { split: "train", ...lesson }),
    { config, tokenizer, format: "tiny", lora },
    random,
  );
  const parameters: StudyingParameters<TensorValue> = {
    theta: await readParameters(model),
    rate: tensor("float32", [], Math.log(4) / 20),
    scales: Object.fromEntries(Object.keys(batch.start).map((name) => [name, tensor("float32", [], 0.02)])),
  };
  const specs = [specsOf(parameters), specsOf(batch)] as unknown[];
  type P = StudyingParameters<Tensor>;
  type B = StudyingBatch<Tensor>;
  const loss = (p: P, b: B): Tensor => studyingLoss(settings)(p, b).total;
  await using program = compile(
    ((p: P, b: B) => valueAndGrad((own: P) => loss(own, b))(p)) as (...args: unknown[]) => unknown,
    specs,
  );
  const outcome = compile(studyingOutcome(settings) as (...args: unknown[]) => unknown, specs);
  const [value, gradient] = (await program.run([parameters, batch] as never)) as unknown as [
    TensorValue,
    StudyingParameters<TensorValue>,
  ];
  const after = async (p: StudyingParameters<TensorValue>): Promise<number> => {
    const result = (await outcome.run([p, batch] as never)) as unknown as { readonly after: TensorValue };
    return Number(result.after.data[0]);
  };
  return { parameters, value: Number(value.data[0]), gradient, after, dispose: async () => outcome.dispose() };
}

/** The slope along a direction, by the gradient and by central differences. */
async function slopes(perModule: boolean): Promise<readonly [number, number]> {
  const { parameters, gradient, after, dispose } = await gradientOf("mixed", perModule);
  const draws = new Random(9);
  const leaves = treeLeaves<TensorValue>(parameters).map((leaf) => toNumbers(leaf).map(() => draws.normal()));
  const moved = (by: number): StudyingParameters<TensorValue> => {
    let leaf = 0;
    return treeMap<unknown, TensorValue, TensorValue>(parameters, (x) => {
      const direction = leaves[leaf++]!;
      return { ...x, data: Float32Array.from(toNumbers(x), (value, i) => value + by * direction[i]!) };
    }) as StudyingParameters<TensorValue>;
  };
  const along = treeLeaves<TensorValue>(gradient).reduce(
    (total, leaf, index) => total + toNumbers(leaf).reduce((sum, g, i) => sum + g * leaves[index]![i]!, 0),
    0,
  );
  const step = 1e-3;
  const difference = (await after(moved(step))) - (await after(moved(-step)));
  await dispose();
  return [along, difference / (2 * step)];
}

test(
  "the gradient through the adaptation is the slope, by the model, the rate and the scales",
  { timeout: 240_000 },
  async () => {
    for (const perModule of [false, true]) {
      const [received, expected] = await slopes(perModule);
      expect(Math.abs(received - expected)).toBeLessThan(0.02 * Math.abs(expected) + 2e-3);
    }
  },
);

test("first order has the loss of mixed mode and another gradient", { timeout: 240_000 }, async () => {
  const mixed = await gradientOf("mixed", false);
  const first = await gradientOf("first-order", false);
  await Promise.all([mixed.dispose(), first.dispose()]);
  expect(first.value).toBeCloseTo(mixed.value, 4);
  expect(Number(first.gradient.rate.data[0])).toBe(0);
  expect(Number(mixed.gradient.rate.data[0])).not.toBe(0);
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

test(
  "a run that was stopped goes on as if it had not been, and leaves a model that opens",
  { timeout: 240_000 },
  async () => {
    const run = async (
      directory: string,
      outerSteps: number,
      resume: boolean,
      mode: StudyingMode = "mixed",
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
    const learnt = await loadModel(path.join(whole, "model"));
    expect(learnt.config.layers).toBe(1);
    await expect(run(parts, 4, true, "plain")).rejects.toThrow("other settings");
  },
);
