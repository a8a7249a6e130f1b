import { Random } from "@lemma/interfaces";
import { cosineSchedule } from "@lemma/train";
import { LlamaWeigher, type WeigherConfig, WeigherTrainer, initWeigher } from "@lemma/weigher";
import { expect, test } from "vitest";
import { plantedLearner, plantedTask, plantedTokenizer, plantedVocabulary } from "./testing/planted.ts";

const seed = 7; // every draw below descends from it
const examplesPerTask = 8; // half of them good
const trainingFamilies = 24; // families 0 … 23 are learnt on, 24 … 31 are only tested on
const tasks = 100;
const random = new Random(seed);

const config: WeigherConfig = {
  encoder: {
    family: "llama",
    vocabularySize: plantedVocabulary,
    hiddenSize: 32,
    intermediateSize: 64,
    layers: 2,
    heads: 4,
    keyValueHeads: 4,
    headDim: 8,
    rmsNormEps: 1e-6,
    contextLength: 64,
    tiedEmbeddings: true,
    attentionBias: false,
    mlpBias: false,
    rope: { kind: "plain", theta: 10_000 },
    initializerRange: 0.1,
    bosTokenId: undefined,
    eosTokenIds: [],
    padTokenId: undefined,
  },
  attention: "bidirectional",
  temperature: 1,
  maxTokens: 64,
};

const cosine = (a: readonly number[], b: readonly number[]): number => {
  const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((total, v, i) => total + v * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};
const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test("∂L/∂w is what leaving an example out changes: cosine above 0.9 over planted tasks", async () => {
  await using learner = plantedLearner(random.fork("learner"));
  const weights = Array.from({ length: examplesPerTask }, () => 1 / examplesPerTask);
  const cosines: number[] = [];
  for (let family = 0; family < 10; family += 1) {
    const task = plantedTask(family, examplesPerTask, random.fork("leave one out", family));
    const { outerLoss, gradient } = await learner.study(task, weights);
    const changes: number[] = [];
    for (const left of weights.keys()) {
      const without = await learner.study(
        task,
        weights.map((w, i) => (i === left ? 0 : w)),
      );
      changes.push(outerLoss - without.outerLoss);
    }
    cosines.push(cosine(gradient, changes));
  }
  expect(average(cosines)).toBeGreaterThan(0.9);
});

test("within 100 tasks the Weigher gives the good half 90% of the weight, on families it has not seen", async () => {
  await using learner = plantedLearner(random.fork("learner"));
  await using trainer = new WeigherTrainer({
    config,
    parameters: initWeigher(config, random.fork("weigher")),
    tokenizer: plantedTokenizer,
    learningRate: cosineSchedule({ peak: 1e-2, totalSteps: tasks }),
  });
  // Weighers of one configuration share a session: this one keeps it open from task to task.
  await using first = new LlamaWeigher(config, trainer.parameters, plantedTokenizer);
  await first.weigh(plantedTask(0, 2, random.fork("first")).target, plantedTask(0, 2, random.fork("first")).examples);
  const goodWeight = async (): Promise<number> => {
    await using weigher = new LlamaWeigher(config, trainer.parameters, plantedTokenizer);
    const shares: number[] = [];
    for (let i = 0; i < 16; i += 1) {
      const task = plantedTask(trainingFamilies + (i % 8), examplesPerTask, random.fork("held out", i));
      const { weights } = await weigher.weigh(task.target, task.examples);
      shares.push(weights.reduce((total, w, j) => total + (task.isGood[j]! ? w : 0), 0));
    }
    return average(shares);
  };
  const curve = [await goodWeight()];
  for (let i = 0; i < tasks; i += 1) {
    const draws = random.fork("task", i);
    const task = plantedTask(draws.integer(trainingFamilies), examplesPerTask, draws);
    await using weigher = new LlamaWeigher(config, trainer.parameters, plantedTokenizer);
    const { weights } = await weigher.weigh(task.target, task.examples);
    const { gradient } = await learner.study(task, weights);
    await trainer.learn([{ target: task.target, examples: task.examples, gradient }]);
    if ((i + 1) % 10 === 0) curve.push(await goodWeight());
  }
  console.info(`good half's weight, every 10 tasks: ${curve.map((share) => share.toFixed(3)).join(" ")}`);
  expect(curve[0]).toBeCloseTo(0.5, 6);
  expect(curve.at(-1)).toBeGreaterThan(0.9);
});
