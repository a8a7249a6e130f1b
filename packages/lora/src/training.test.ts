import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Tensor,
  type TensorValue,
  compile,
  constant,
  div,
  matmul,
  spec,
  toNumbers,
  treeMap,
  valueAndGrad,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import reference from "../fixtures/lora-training.json" with { type: "json" };
import { type LoraParameters, initLora } from "./index.ts";
import {
  type TokenBatch,
  type TokenExample,
  Trainer,
  adamw,
  chunkedTokenLoss,
  completionBatch,
  constantSchedule,
  lengthBuckets,
  sgd,
  tokenBatchSpec,
  weightedTokenLoss,
} from "@lemma/train";
import { type LlamaParameters, fill, llamaLogits, llamaModules, randomLlama } from "./testing/index.ts";

type Batch = TokenBatch<TensorValue>;

const shape = { vocabulary: 23, width: 16, hidden: 24, layers: 2, heads: 2 };

/** The model, adapter and batches of tools/reference/lora_training.py. */
const base: LlamaParameters<TensorValue> = Object.fromEntries(
  Object.entries(randomLlama(shape, new Random(0))).map(([name, { dims }]) => [
    name,
    name.includes("norm") ? { dtype: "float32", dims, data: new Float32Array(16).fill(1) } : fill(name, dims, 0.3),
  ]),
);
const lora = { rank: 4, alpha: 8, targetModules: ["q_proj", "v_proj", "down_proj"] };
const start: LoraParameters<TensorValue> = Object.fromEntries(
  Object.entries(initLora(lora, llamaModules(shape), new Random(0))).map(([path, { a, b }]) => [
    path,
    { a: fill(`${path}.lora_A.weight`, a.dims, 0.25), b },
  ]),
);
const examples = (step: number): TokenExample[] =>
  [12, 9 - (step % 3)].map((length, row) => ({
    tokens: Array.from({ length }, (_, t) => (7 * step + 5 * row + 3 * t + t * t) % 23),
    promptLength: 3,
  }));

const loraLoss = (parameters: LoraParameters<Tensor>, batch: TokenBatch<Tensor>) => {
  const frozen = treeMap(base, (value: TensorValue) => constant(value)) as LlamaParameters<Tensor>;
  const logits = llamaLogits(shape, frozen, batch.tokens, { adapter: { parameters, scale: 2 } });
  return weightedTokenLoss(logits, batch);
};

const loraTrainer = (clipNorm = 0.5) =>
  new Trainer<LoraParameters<TensorValue>, Batch>({
    loss: loraLoss,
    parameters: start,
    batch: tokenBatchSpec(),
    optimizer: adamw({ weightDecay: 0.01 }),
    schedule: constantSchedule(1e-2),
    clipNorm,
  });

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "training-"));
});
afterAll(() => rm(directory, { recursive: true }));

test("50 AdamW steps on a LoRA adapter follow PEFT's losses and gradient norms to 1e-4", async () => {
  await using trainer = loraTrainer();
  const losses: number[] = [];
  const norms: number[] = [];
  await trainer.train({
    steps: 50,
    batches: (step) => [completionBatch(examples(step))],
    onStep: ({ loss, gradientNorm }) => {
      losses.push(loss);
      norms.push(gradientNorm);
    },
  });
  const furthest = (a: readonly number[], b: readonly number[]): number =>
    Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
  expect(furthest(losses, reference.losses)).toBeLessThan(1e-4);
  expect(furthest(norms, reference.norms)).toBeLessThan(1e-4);
});

describe("gradient accumulation", () => {
  test("parts of unequal size give the step of the whole batch", async () => {
    const rows = [0, 1, 2].flatMap(examples);
    await using whole = loraTrainer();
    await using parts = loraTrainer();
    const one = await whole.trainStep([completionBatch(rows)]);
    const three = await parts.trainStep([
      completionBatch(rows.slice(0, 1)),
      completionBatch(rows.slice(1, 4)),
      completionBatch(rows.slice(4)),
    ]);
    expect(three.loss).toBeCloseTo(one.loss, 5);
    expect(three.gradientNorm).toBeCloseTo(one.gradientNorm, 5);
    const path = "model.layers.0.mlp.down_proj";
    const [a, b] = [whole, parts].map((trainer) => trainer.parameters[path]!.b.data as Float32Array);
    expect(Math.max(...a!.map((value, i) => Math.abs(value - b![i]!)))).toBeLessThan(1e-5);
  });

  test("weights of examples scale their losses; those of weight zero teach nothing", async () => {
    const [first, second] = examples(0) as [TokenExample, TokenExample];
    await using trainer = loraTrainer();
    const loss = async (...rows: TokenExample[]): Promise<number> => {
      const report = await trainer.trainStep([completionBatch(rows, { normalizer: "example" })]);
      await trainer.restore(join(directory, "start"));
      return report.loss;
    };
    await trainer.save(join(directory, "start"));
    const [one, two] = [await loss(first), await loss(second)];
    expect(await loss({ ...first, weight: 0.25 }, { ...second, weight: 0.75 })).toBeCloseTo(0.25 * one + 0.75 * two, 5);
    expect(await loss(first, { ...second, weight: 0 })).toBeCloseTo(one, 5);
  });
});

describe("full training from scratch", () => {
  const scratch = () =>
    new Trainer<LlamaParameters<TensorValue>, Batch>({
      loss: (parameters: LlamaParameters<Tensor>, batch: TokenBatch<Tensor>) =>
        weightedTokenLoss(llamaLogits(shape, parameters, batch.tokens, { checkpointBlocks: true }), batch),
      parameters: randomLlama(shape, new Random(1)),
      batch: tokenBatchSpec(),
      optimizer: adamw(),
      schedule: constantSchedule(1e-2),
    });
  const batches = (step: number) => [completionBatch(examples(step))];

  test("its first ten losses stay what they are", async () => {
    await using trainer = scratch();
    const losses: number[] = [];
    await trainer.train({ steps: 10, batches, onStep: ({ loss }) => losses.push(Number(loss.toFixed(3))) });
    expect(losses).toMatchInlineSnapshot(`
      [
        3.155,
        3.151,
        3.162,
        3.187,
        3.107,
        3.08,
        3.076,
        3.111,
        3.14,
        3.15,
      ]
    `);
  });

  test("an aborted run resumes bit for bit", async () => {
    const file = join(directory, "run.safetensors");
    await using straight = scratch();
    await straight.train({ steps: 6, batches });
    const stop = new AbortController();
    {
      await using first = scratch();
      const stopped = first.train({
        steps: 6,
        batches,
        signal: stop.signal,
        checkpoint: { file, every: 2 },
        onStep: ({ step }) => step === 3 && stop.abort("enough"),
      });
      await expect(stopped).rejects.toThrow("aborted");
    }
    await using second = scratch();
    await second.restore(file);
    expect(second.step).toBe(3);
    await second.train({ steps: 6, batches });
    expect(second.parameters).toEqual(straight.parameters);
  });

  test("a checkpoint of another optimizer or model is refused, and changes nothing", async () => {
    const file = join(directory, "other.safetensors");
    await using trainer = scratch();
    await trainer.save(file);
    await using lora = loraTrainer();
    await expect(lora.restore(file)).rejects.toThrow('tensor "parameters.model.layers.0.mlp.down_proj.a"');
    expect(lora.step).toBe(0);
    await using plain = new Trainer<LoraParameters<TensorValue>, Batch>({
      loss: loraLoss,
      parameters: start,
      batch: tokenBatchSpec(),
      optimizer: sgd(),
      schedule: constantSchedule(1),
    });
    await expect(plain.restore(file)).rejects.toThrow("a run of optimizer sgd, received adamw");
  });

  test("a loss that is not finite is an error that leaves the parameters alone", async () => {
    const broken = completionBatch(examples(0));
    (broken.mask.data as Float32Array).fill(Number.NaN);
    await using trainer = scratch();
    const before = trainer.parameters;
    await expect(trainer.trainStep([broken])).rejects.toThrow("finite loss");
    expect(trainer.parameters).toBe(before);
    expect(trainer.step).toBe(0);
  });
});

test("a loss in parts, for sequences that they divide or not, is the loss of the whole, gradients too", async () => {
  const head = constant(fill("head", [8, 23], 1));
  const program = (parts: number) =>
    compile(
      (hidden, batch) => {
        const loss = (h: Tensor): Tensor => {
          const logits = (x: Tensor): Tensor => matmul(x, head);
          const { total, count } =
            parts === 1 ? weightedTokenLoss(logits(h), batch) : chunkedTokenLoss(h, logits, batch, parts);
          return div(total, count);
        };
        return valueAndGrad(loss)(hidden);
      },
      [spec("float32", ["batch", "seq", 8]), tokenBatchSpec()],
    );
  await using whole = program(1);
  await using chunked = program(4);
  for (const step of [0, 1]) {
    const batch = completionBatch(examples(step).slice(step));
    const hidden = fill("hidden", [...batch.tokens.dims, 8], 1);
    const [a, b] = [await whole(hidden, batch), await chunked(hidden, batch)].map((result) =>
      result.flatMap(toNumbers),
    );
    expect(Math.max(...a!.map((x, i) => Math.abs(x - b![i]!)))).toBeLessThan(1e-6);
  }
});

describe("batches", () => {
  test("prompts are read and not learnt; rows are padded on the right", () => {
    const batch = completionBatch(
      [
        { tokens: [5, 6, 7, 8], promptLength: 2 },
        { tokens: [9, 10], promptLength: 1, weight: 0.5 },
      ],
      { padToMultipleOf: 4 },
    );
    expect([...(batch.tokens.data as BigInt64Array)]).toEqual([5n, 6n, 7n, 0n, 9n, 0n, 0n, 0n]);
    expect([...(batch.labels.data as BigInt64Array)]).toEqual([6n, 7n, 8n, 0n, 10n, 0n, 0n, 0n]);
    expect([...(batch.mask.data as Float32Array)]).toEqual([0, 1, 1, 0, 0.5, 0, 0, 0]);
  });

  test("nothing to learn is an error that names the example", () => {
    expect(() => completionBatch([])).toThrow("at least one example");
    expect(() => completionBatch([{ tokens: [1, 2], promptLength: 2 }])).toThrow("example 0");
  });

  test("an example longer than the context is an error that names it", () => {
    const long = { tokens: [1, 2, 3, 4], promptLength: 1 };
    expect(() => completionBatch([long], { contextLength: 3 })).toThrow(
      "example 0: expected at most 3 tokens, received 4",
    );
  });

  test("buckets hold every example once, within the budget unless one alone exceeds it", () => {
    const random = new Random(4);
    const all = Array.from({ length: 50 }, (_, id) => ({
      id,
      tokens: Array.from({ length: 2 + random.integer(40) }, () => 1),
    }));
    const groups = lengthBuckets(all, { tokensPerBatch: 60, random });
    expect(
      groups
        .flat()
        .map(({ id }) => id)
        .sort((a, b) => a - b),
    ).toEqual(all.map(({ id }) => id));
    const paddedSizes = groups
      .filter((group) => group.length > 1)
      .map((group) => group.length * Math.max(...group.map(({ tokens }) => tokens.length - 1)));
    expect(Math.max(...paddedSizes)).toBeLessThanOrEqual(60);
  });
});
