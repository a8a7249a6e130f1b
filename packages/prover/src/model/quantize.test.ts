import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Tensor,
  type TensorSpec,
  type TensorValue,
  compile,
  hvp,
  spec,
  sum,
  tensor,
  toNumbers,
  treeMap,
} from "@lemma/autodiff";
import { type LoraParameters, initLora } from "@lemma/lora";
import { Random } from "@lemma/interfaces";
import { beforeAll, describe, expect, test } from "vitest";
import { LocalProver } from "../local-prover.ts";
import { type SamplingCost, adaptationCost, samplingCost } from "../plan.ts";
import { noisyAdapter } from "../testing/noisy-adapter.ts";
import { writeRandomModel } from "../testing/random-model.ts";
import { type LlamaModel, loadModel } from "./load.ts";
import { type LossBatch, tokenLosses } from "./losses.ts";
import { mergeAdapters } from "./merge.ts";
import { readFloats } from "./places.ts";
import { type QuantizeReport, quantizeModel } from "./quantize.ts";
import { saveModel } from "./save.ts";
import { llamaModules } from "./shapes.ts";

const temporary = async (): Promise<string> => path.join(await mkdtemp(path.join(tmpdir(), "lemma-quantize-")), "out");
const example = { theorem: { id: "t", statement: "theorem t (x : N) : x = x := by" }, proof: "exact rfl", weight: 1 };

/** The float model of a quantised one's values. */
async function dequantised(model: LlamaModel): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), "lemma-dequantised-"));
  const parameters = await Promise.all(
    Object.entries(model.places).map(async ([name, place]): Promise<[string, TensorValue]> => [
      name,
      tensor("float32", place.shape, await readFloats(place)),
    ]),
  );
  await saveModel(directory, {
    config: model.config,
    parameters: Object.fromEntries(parameters),
    tokenizer: model.directory,
  });
  return directory;
}

const learning = { rank: 2, alpha: 4, learningRate: 0.01, epochs: 3, optimizer: "sgd", seed: 1 } as const;

const cases = [
  { name: "4 bits", family: "llama", settings: { bits: 4, block: 16 } },
  { name: "4 bits with offsets, refitted", family: "qwen3", settings: { bits: 4, offsets: true, refits: 4 } },
  { name: "8 bits, float embeddings", family: "qwen2", settings: { bits: 8, embeddings: "float" } },
] as const;

test("prompts are read in parts by the program that samples, after what they share, and through a window", async () => {
  const config = { model_type: "mistral", sliding_window: 7 };
  const source = await writeRandomModel({ seed: 5, config });
  const directory = await temporary();
  await quantizeModel(source, directory, { bits: 4, block: 16 });
  const options = { format: "tiny", weights: "in-place", activations: "float32", leastSharing: 1 } as const;
  await using prover = await LocalProver.open(directory, options);
  const header = prover.tokenizer.encodePrompt("theorem h : ");
  // 64 rows are read eight columns at a time.
  const prompts = Array.from({ length: 64 }, (_, i) => [
    ...header,
    ...Array.from({ length: 1 + ((7 * i) % 23) }, (_unused, t) => 3 + ((i + 5 * t) % 20)),
  ]);
  const sampling = { temperature: 1, maxTokens: 10 };
  const completions = await prover.generateTokens(prompts, 1, { sampling, seed: 2 });
  const rows = completions.map(([completion], i) => ({
    tokens: [...prompts[i]!, ...completion!.tokens],
    promptLength: prompts[i]!.length,
  }));
  const scores = await prover.logprobs(rows);
  for (const [i, [completion]] of completions.entries())
    for (const [t, value] of completion!.logprobs.entries()) expect(value).toBeCloseTo(scores[i]![t]!, 4);
});

describe.for(cases)("$name, of a $family model", ({ family, settings }) => {
  let [directory, float] = ["", ""];
  let report: QuantizeReport;
  beforeAll(async () => {
    const config = { model_type: family, head_dim: 16, tie_word_embeddings: family === "qwen3" };
    const source = await writeRandomModel({ seed: 3, config });
    directory = await temporary();
    report = await quantizeModel(source, directory, settings);
    float = await dequantised(await loadModel(directory));
  });

  test("scores, adapts and samples as the float model of its values does", async () => {
    const options = { format: "tiny", weights: "in-place", activations: "float32" } as const;
    await using own = await LocalProver.open(directory, options);
    await using other = await LocalProver.open(float, options);
    const adapter = noisyAdapter(own.config, { rank: 2, alpha: 4, targetModules: ["q_proj", "down_proj"] }, 3);
    const results = await Promise.all(
      [own, other].map(async (prover) => {
        const scores = await prover.logprobs([prover.proofTokens(example)], [adapter]);
        const sampling = { temperature: 1, maxTokens: 12 };
        const draw = () => prover.generate(["theorem"], 4, { sampling, seed: 5, adapters: [adapter] });
        const sampled = await draw();
        // What sampling packed is given back for adapting, and packed again.
        const [adapted, meanwhile] = await Promise.all([
          prover.adapt([example], learning, { base: [adapter] }),
          draw(),
        ]);
        expect(meanwhile).toEqual(sampled);
        expect(await draw()).toEqual(sampled);
        return { scores: [...scores[0]!], adapted: adapted.adapter.parameters, sampled: sampled[0]! };
      }),
    );
    const [received, expected] = results as [(typeof results)[number], (typeof results)[number]];
    for (const [i, value] of received.scores.entries()) expect(value).toBeCloseTo(expected.scores[i]!, 4);
    for (const [module, { b }] of Object.entries(received.adapted))
      for (const [i, value] of toNumbers(b).entries())
        expect(value).toBeCloseTo(Number(expected.adapted[module]!.b.data[i]), 4);
    for (const [i, { tokens, logprobs }] of received.sampled.entries()) {
      expect(tokens).toEqual(expected.sampled[i]!.tokens);
      for (const [t, value] of logprobs.entries()) expect(value).toBeCloseTo(expected.sampled[i]!.logprobs[t]!, 4);
    }
    // Rounded activations move log-probabilities, and not far.
    await using rounded = await LocalProver.open(directory, { ...options, activations: "int8" });
    const [completions] = await rounded.generate(["theorem"], 4, {
      sampling: { temperature: 1, maxTokens: 12 },
      seed: 5,
    });
    for (const { tokens, logprobs } of completions!) {
      const prompt = rounded.tokenizer.encodePrompt("theorem");
      const [row] = await rounded.logprobs([{ tokens: [...prompt, ...tokens], promptLength: prompt.length }]);
      for (const [t, value] of logprobs.entries()) expect(Math.abs(value - row![t]!)).toBeLessThan(0.5);
    }
  });

  test("a model as small as this is copied to float32 for sampling, as floats are", async () => {
    await using own = await LocalProver.open(directory, { format: "tiny" });
    await using other = await LocalProver.open(float, { format: "tiny" });
    const sampling = { temperature: 1, maxTokens: 12 };
    const [received, expected] = await Promise.all(
      [own, other].map((prover) => prover.generate(["theorem"], 4, { sampling, seed: 5 })),
    );
    expect(received).toEqual(expected);
  });

  test("second derivatives of an adapter over it are the float model's", async () => {
    const models = await Promise.all([directory, float].map((folder) => loadModel(folder)));
    const { config } = models[0]!;
    const fresh = initLora(
      { rank: 2, alpha: 4, targetModules: ["q_proj", "v_proj", "down_proj"] },
      llamaModules(config),
      new Random(1),
    );
    const random = new Random(9);
    const drawn = (): typeof fresh =>
      treeMap<typeof fresh, TensorValue, TensorValue>(fresh, ({ dims, data }) =>
        tensor(
          "float32",
          dims,
          Float32Array.from({ length: data.length }, () => 0.1 * random.normal()),
        ),
      ) as typeof fresh;
    const [theta, vector] = [drawn(), drawn()];
    const specs = treeMap<typeof fresh, TensorValue, TensorSpec>(fresh, ({ dims }) =>
      spec("float32", dims),
    ) as LoraParameters<TensorSpec>;
    const tokens = tensor("int64", [1, 8], [3, 9, 27, 1, 60, 41, 5, 7]);
    const targetMask = tensor("float32", [1, 8], [0, 0, 1, 1, 1, 1, 1, 1]);
    const batch = { tokens: spec("int64", [1, 8]), targetMask: spec("float32", [1, 8]) };
    const products = await Promise.all(
      models.map(async ({ parameters }) => {
        const loss = (own: LoraParameters<Tensor>, rows: LossBatch): Tensor =>
          sum(tokenLosses(config, parameters, rows, [{ parameters: own, scale: 2 }], { checkpoint: "blocks" }).lossSum);
        await using program = compile((v, own, rows) => hvp(loss)(v, own, rows), [specs, specs, batch]);
        return program(vector, theta, { tokens, targetMask });
      }),
    );
    for (const [module, { a, b }] of Object.entries(products[0]!))
      for (const [received, expected] of [
        [a, products[1]![module]!.a],
        [b, products[1]![module]!.b],
      ] as const) {
        const other = toNumbers(expected);
        const scale = Math.max(1e-3, ...other.map(Math.abs));
        for (const [i, value] of toNumbers(received).entries())
          expect(Math.abs(value - other[i]!) / scale).toBeLessThan(1e-3);
      }
  });

  test("is smaller, by little error", () => {
    expect(report.bytes[1]).toBeLessThan(report.bytes[0] * (settings.bits === 4 ? 0.4 : 0.5));
    expect(report.relativeError).toBeLessThan(settings.bits === 4 ? 0.1 : 0.01);
  });

  test("is planned with what it stores, and refuses to be merged into", async () => {
    const [own, other] = await Promise.all([loadModel(directory), loadModel(float)]);
    const shape = { prompts: 1, promptTokens: 8, samples: 2, tokens: 8 };
    const sampling = (of: typeof own): SamplingCost => samplingCost(of, shape, { weights: "in-place" }).decode;
    expect(sampling(own).bytes).toBeLessThan(sampling(other).bytes);
    // Codes stay in the file; what is packed beside them is less than the file.
    const file = Object.values(own.places).reduce((sum, { shape: dims }) => sum + dims.reduce((a, b) => a * b, 1), 0);
    const [quantised, plain] = [own, other].map((model) => sampling(model).peakBytes) as [number, number];
    expect(quantised).toBeGreaterThan(plain);
    expect(quantised - plain).toBeLessThan(file);
    const lora = { rank: 2, alpha: 4, targetModules: ["q_proj"] };
    const cost = adaptationCost(own, lora, { rows: 1, length: 16, checkpoint: "blocks" });
    expect(cost.flops).toBeGreaterThan(
      adaptationCost(other, lora, { rows: 1, length: 16, checkpoint: "blocks" }).flops,
    );
    const adapter = noisyAdapter(own.config, { rank: 2, alpha: 4, targetModules: ["q_proj"] }, 3);
    await expect(mergeAdapters(directory, [adapter], await temporary())).rejects.toThrow(
      /merge: "\S+" is quantised, and what an adapter changes is smaller than its steps/,
    );
  });
});

describe("what cannot be quantised, or read", () => {
  test("is refused by name, and leaves nothing", async () => {
    const source = await writeRandomModel({ seed: 3 });
    const out = await temporary();
    await expect(quantizeModel(source, out, { bits: 4, block: 64 })).rejects.toThrow(
      "has rows of 32, which are not whole blocks of 64",
    );
    await quantizeModel(source, out, { bits: 4, block: 32 });
    expect((await readdir(out)).sort()).toEqual((await readdir(source)).sort());
    await expect(quantizeModel(out, await temporary(), { bits: 4 })).rejects.toThrow("quantised already");
    await expect(quantizeModel(source, source, { bits: 4 })).rejects.toThrow("expected an empty folder");
    const stopped = await temporary();
    await expect(quantizeModel(source, stopped, { bits: 4, signal: AbortSignal.abort() })).rejects.toThrow(/quantize/);
    expect(await readdir(stopped)).toEqual([]);
  });

  test("a part of another shape, or none, is named", async () => {
    const out = await temporary();
    await quantizeModel(await writeRandomModel({ seed: 3 }), out, { bits: 4, block: 32 });
    const config = JSON.parse(await readFile(path.join(out, "config.json"), "utf8")) as Record<string, unknown>;
    const rewrite = (changes: object): Promise<void> =>
      writeFile(path.join(out, "config.json"), JSON.stringify({ ...config, ...changes }));
    await rewrite({ intermediate_size: 96 });
    await expect(loadModel(out)).rejects.toThrow(
      'mlp.gate_proj.weight.codes": expected [96, 32], received [64, 1, 16]',
    );
    await rewrite({ quantization_config: { quant_method: "awq" } });
    await expect(loadModel(out)).rejects.toThrow('the blocks that `lemma quantize` writes, received "awq"');
    await rm(out, { recursive: true });
  });
});
