import { cost, trace, spec } from "@lemma/autodiff";
import { expect, test } from "vitest";
import {
  LocalProver,
  adaptationCost,
  executionPolicy,
  llamaLogits,
  loadModel,
  perLayer,
  samplingCost,
} from "./index.ts";
import { writeRandomModel } from "./testing/index.ts";

const sampling = { temperature: 0.7, maxTokens: 24 };
const theorem = { id: "t", statement: "theorem t (a b : Nat) : a + b = b + a := by" };

test("planned sampling is what sampling then counts", async () => {
  const directory = await writeRandomModel();
  const model = await loadModel(directory);
  await using prover = await LocalProver.open(directory, { weights: "in-place" });
  const [completions] = await prover.generate([prover.format.prove(theorem)], 4, { sampling, seed: 1 });
  const steps = Math.max(...completions!.map(({ tokens }) => tokens.length));
  const promptTokens = prover.tokenizer.encodePrompt(prover.format.prove(theorem)).length;
  const plan = samplingCost(model, { prompts: 1, promptTokens, samples: 4, tokens: steps }, { weights: "in-place" });
  const { flops } = prover.usage;
  expect(Math.abs((plan.prefill.flops + plan.decode.flops) / flops - 1)).toBeLessThan(0.02);
});

test("a planned gradient is what adapting then counts, but for the optimizer and one more reading", async () => {
  const directory = await writeRandomModel();
  const model = await loadModel(directory);
  await using prover = await LocalProver.open(directory, { weights: "in-place" });
  const example = { theorem, proof: "omega", weight: 1 };
  const settings = { rank: 4, alpha: 4, learningRate: 1e-3, epochs: 3, optimizer: "sgd", seed: 1 } as const;
  await prover.adapt([example], settings);
  const { tokens, promptLength } = prover.proofTokens(example);
  const length = 16 * Math.ceil((tokens.length - 1) / 16);
  const { targetModules, checkpointOf } = executionPolicy(model.config, { weights: "in-place" });
  const lora = { rank: 4, alpha: 4, targetModules };
  const { flops } = adaptationCost(model, lora, {
    rows: 1,
    length,
    scored: 16 * Math.ceil((tokens.length - promptLength) / 16),
    checkpoint: checkpointOf(length),
  });
  const { flops: all } = prover.usage;
  // Three gradients; scoring the result is a forward pass, about half of one where nothing is computed again.
  expect(all).toBeGreaterThan(3 * flops * 0.95);
  expect(all).toBeLessThan(3.7 * flops);
});

test("layers beyond the third are counted as the third is", async () => {
  const { config, parameters } = await loadModel(await writeRandomModel());
  const deep = { ...config, layers: 6 };
  const all = Object.fromEntries(
    Array.from({ length: 6 }, (_, layer) =>
      Object.entries(parameters).map(
        ([name, value]) => [name.replace(".layers.0.", `.layers.${layer}.`), value] as const,
      ),
    ).flat(),
  );
  const count = (shallow: typeof config): ReturnType<typeof cost> =>
    cost(
      trace((tokens) => llamaLogits(shallow, all, tokens), [spec("int64", ["batch", "seq"])]),
      { batch: 2, seq: 10 },
    );
  expect(perLayer(deep, count).flops).toBe(count(deep).flops);
});
