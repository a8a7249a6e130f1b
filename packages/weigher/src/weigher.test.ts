import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, spec, tensor, toNumbers } from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { type LlamaConfig, initLlama } from "@lemma/prover";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  LlamaWeigher,
  type WeigherConfig,
  WeigherTrainer,
  cutDown,
  encodeExamples,
  initWeigher,
  openWeigher,
  saveWeigher,
  weigherRegularizer,
} from "./index.ts";

const base: LlamaConfig = {
  family: "llama",
  vocabularySize: 128,
  hiddenSize: 32,
  intermediateSize: 48,
  layers: 3,
  heads: 8,
  keyValueHeads: 4,
  headDim: 4,
  rmsNormEps: 1e-6,
  contextLength: 256,
  tiedEmbeddings: false,
  attentionBias: false,
  mlpBias: false,
  rope: { kind: "plain", theta: 10_000 },
  initializerRange: 0.1,
  bosTokenId: undefined,
  eosTokenIds: [],
  padTokenId: undefined,
};
const config: WeigherConfig = {
  encoder: cutDown(base),
  attention: "bidirectional",
  temperature: 1,
  maxTokens: 64,
};
const tokenizer = {
  encode: (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0) % 128),
};
const theorem = (statement: string) => ({ id: statement, statement });
const example = (statement: string, proof: string) => ({ theorem: theorem(statement), proof });
const target = theorem("theorem t : a + b = b + a := by");
const examples = [
  example("theorem l : a * b = b * a := by", "ring"),
  example("theorem m : 1 < 2 := by", "norm_num"),
  example("theorem n : p → p := by", "intro h; exact h"),
];

/** A Weigher whose score is not zero everywhere. */
function opinionated() {
  const parameters = initWeigher(config, new Random(1));
  const stream = new Random(2);
  const score = tensor(
    "float32",
    [32],
    Array.from({ length: 32 }, () => stream.normal()),
  );
  return { ...parameters, "score.weight": score };
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "weigher-"));
});
afterAll(() => rm(directory, { recursive: true }));

test("the base architecture is cut to 2 layers and 4 heads of the same width", () => {
  expect(cutDown(base)).toMatchObject({ layers: 2, heads: 4, keyValueHeads: 2, headDim: 4, hiddenSize: 32 });
});

describe("weighing", () => {
  test("an untrained Weigher weighs all examples alike", async () => {
    await using weigher = new LlamaWeigher(config, initWeigher(config, new Random(1)), tokenizer);
    const { scores, weights } = await weigher.weigh(target, examples);
    expect(scores).toEqual([0, 0, 0]);
    for (const weight of weights) expect(weight).toBeCloseTo(1 / 3, 6);
  });

  test("weights are the scores' softmax, and an example's score does not depend on the others", async () => {
    await using weigher = new LlamaWeigher({ ...config, temperature: 0.5 }, opinionated(), tokenizer);
    const { scores, weights } = await weigher.weigh(target, examples);
    const exponents = scores.map((score) => Math.exp(score / 0.5));
    const total = exponents.reduce((a, b) => a + b, 0);
    for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(exponents[i]! / total, 5);
    expect(new Set(scores.map((score) => score.toFixed(4))).size).toBe(3);
    const alone = await weigher.weigh(target, examples.slice(1, 2));
    expect(alone.scores[0]).toBeCloseTo(scores[1]!, 4);
  });

  test("no example gives nothing, one gives weight 1", async () => {
    await using weigher = new LlamaWeigher(config, opinionated(), tokenizer);
    expect(await weigher.weigh(target, [])).toEqual({ scores: [], weights: [] });
    expect((await weigher.weigh(target, examples.slice(0, 1))).weights).toEqual([1]);
  });

  test("a batch of several theorems' examples has one softmax over all of them", async () => {
    await using weigher = new LlamaWeigher(config, opinionated(), tokenizer);
    const other = theorem("theorem u : 2 ∣ 4 := by");
    const pairs = [...examples.map((e) => ({ target, example: e })), { target: other, example: examples[0]! }];
    const { scores, weights } = await weigher.weighPairs(pairs);
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(Math.exp(scores[i]!) / total, 5);
    const alone = await weigher.weigh(other, examples.slice(0, 1));
    expect(alone.scores[0]).toBeCloseTo(scores[3]!, 4);
    expect(await weigher.weighPairs([])).toEqual({ scores: [], weights: [] });
  });

  test("the same text counts differently as target, lemma and proof", async () => {
    await using weigher = new LlamaWeigher(config, opinionated(), tokenizer);
    const score = async (t: string, l: string, p: string) =>
      (await weigher.weigh(theorem(t), [example(l, p)])).scores[0]!;
    expect(Math.abs((await score("xy", "x", "y")) - (await score("x", "yx", "y")))).toBeGreaterThan(1e-4);
  });
});

test("without layers an example's score grows with what it has in common with the target, and an untrained Weigher weighs all alike", async () => {
  const none = { ...config, attention: "none" } as const;
  const fresh = initWeigher(none, new Random(1));
  await using untrained = new LlamaWeigher(none, fresh, tokenizer);
  expect((await untrained.weigh(target, examples)).scores).toEqual([0, 0, 0]);
  const one = (name: string, value: number) => ({ [name]: { ...fresh[name]!, data: new Float32Array([value]) } });
  await using matching = new LlamaWeigher(none, { ...fresh, ...one("match.share.weight", 0.01) }, tokenizer);
  const scores = async (statement: string) =>
    (
      await matching.weigh(
        theorem(statement),
        ["xyz", "xya", "abc"].map((text) => example(text, "q")),
      )
    ).scores;
  const [same, part, other] = await scores("xyz");
  expect(same).toBeGreaterThan(part!);
  expect(part).toBeGreaterThan(other!);
});

test("a Weigher's id is of its numbers and its settings", async () => {
  const idOf = async (...given: ConstructorParameters<typeof LlamaWeigher>): Promise<string> => {
    await using weigher = new LlamaWeigher(...given);
    return weigher.id;
  };
  const id = await idOf(config, opinionated(), tokenizer);
  expect(await idOf(config, opinionated(), tokenizer)).toBe(id);
  expect(await idOf(config, initWeigher(config, new Random(1)), tokenizer)).not.toBe(id);
  expect(await idOf({ ...config, temperature: 0.5 }, opinionated(), tokenizer)).not.toBe(id);
});

test("what does not fit is cut from the longest part", () => {
  const batch = encodeExamples(tokenizer, theorem("tttt"), [example("ll", "p".repeat(100))], 10);
  expect([...(batch.segments.data as BigInt64Array)].map(Number)).toEqual([0, 0, 0, 0, 1, 1, 2, 2, 2, 2]);
});

test("a cut of a base model has the base's leading layers and heads", () => {
  const parameters = initLlama(base, new Random(5));
  const cut = initWeigher({ ...config, attention: "causal" }, new Random(1), { config: base, parameters });
  const name = "model.layers.1.self_attn.o_proj.weight";
  expect(cut[name]!.dims).toEqual([32, 16]);
  expect(cut[name]!.data[16]).toBe(parameters[name]!.data[32]);
  expect(cut["model.layers.0.self_attn.k_proj.weight"]!.dims).toEqual([8, 32]);
  expect(() => initWeigher(config, new Random(1), { config: base, parameters: {} })).toThrow("model.embed_tokens");
});

test("a saved Weigher opens with the same scores; a damaged one is refused by name", async () => {
  const from = join(directory, "tokenizer");
  const saved = join(directory, "saved");
  await mkdir(from);
  const vocab = Object.fromEntries(Array.from({ length: 94 }, (_, i) => [String.fromCharCode(33 + i), i]));
  const preTokenizer = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  const definition = {
    version: "1.0",
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: preTokenizer,
    post_processor: null,
    decoder: preTokenizer,
    model: { type: "BPE", vocab: { ...vocab, Ġ: 94 }, merges: [] },
  };
  await writeFile(join(from, "tokenizer.json"), JSON.stringify(definition));
  await writeFile(join(from, "tokenizer_config.json"), "{}");
  await saveWeigher(saved, { config, parameters: opinionated() }, from);
  await using opened = await openWeigher(saved);
  expect(opened.config).toEqual(config);
  await using same = new LlamaWeigher(config, opinionated(), opened.tokenizer);
  expect(await opened.weigh(target, examples)).toEqual(await same.weigh(target, examples));
  await expect(openWeigher(join(directory, "nowhere"))).rejects.toThrow("weigher.json");
  await saveWeigher(
    saved,
    { config: { ...config, encoder: { ...config.encoder, layers: 1 } }, parameters: opinionated() },
    saved,
  );
  await writeFile(join(saved, "weigher.safetensors"), "no");
  await expect(openWeigher(saved)).rejects.toThrow("weigher.safetensors");
});

describe("training on ∂L/∂w", () => {
  test("moves weight to the examples that the outer loss asks for, and says what it could not learn from", async () => {
    await using trainer = new WeigherTrainer({
      config,
      parameters: initWeigher(config, new Random(1)),
      tokenizer,
      learningRate: 1e-2,
    });
    const task = { target, examples, gradient: [1, -1, 1] };
    for (let step = 0; step < 15; step += 1) {
      const { skipped } = await trainer.learn([
        task,
        { target, examples: [], gradient: [] },
        { target, examples: examples.slice(0, 1), gradient: [3] },
        { target, examples, gradient: [1, Number.NaN, 1] },
      ]);
      expect(skipped).toEqual([undefined, "no-example", "one-example", "non-finite-gradient"]);
    }
    await using weigher = new LlamaWeigher(config, trainer.parameters, tokenizer);
    expect((await weigher.weigh(target, examples)).weights[1]).toBeGreaterThan(0.8);
    const before = trainer.parameters;
    expect(await trainer.learn([{ target, examples: [], gradient: [] }])).toEqual({
      report: undefined,
      skipped: ["no-example"],
    });
    expect(trainer.parameters).toBe(before);
  });

  test("a softmax over the whole batch moves weight from one theorem to another, single examples too", async () => {
    await using trainer = new WeigherTrainer({
      config,
      parameters: initWeigher(config, new Random(1)),
      tokenizer,
      learningRate: 1e-2,
      softmax: "batch",
    });
    const tasks = examples.slice(0, 2).map((e, i) => ({ target, examples: [e], gradient: [i === 0 ? 1 : -1] }));
    for (let step = 0; step < 15; step += 1)
      expect((await trainer.learn(tasks)).skipped).toEqual([undefined, undefined]);
    await using weigher = new LlamaWeigher(config, trainer.parameters, tokenizer);
    const { weights } = await weigher.weighPairs(tasks.map((task) => ({ target, example: task.examples[0]! })));
    expect(weights[1]).toBeGreaterThan(0.8);
    // One example in the whole batch is still weight 1.
    expect((await trainer.learn([tasks[0]!, { target, examples: [], gradient: [] }])).skipped).toEqual([
      "one-example",
      "no-example",
    ]);
  });

  test("the regulariser is zero for even scores, and grows with concentration and drift", async () => {
    await using program = compile(
      (scores) => weigherRegularizer({ temperature: 1 }, scores, { entropyFloor: 0.5, zLoss: 0.01 }),
      [spec("float64", ["m"])],
    );
    const at = async (...scores: number[]): Promise<number> =>
      toNumbers(await program(tensor("float64", [scores.length], scores)))[0]!;
    expect(await at(0, 0, 0)).toBeCloseTo(0, 12);
    expect(await at(3, 3, 3)).toBeCloseTo(0.09, 12);
    expect(await at(9, 0, 0)).toBeGreaterThan((await at(3, 3, 3)) + 0.2);
  });
});
