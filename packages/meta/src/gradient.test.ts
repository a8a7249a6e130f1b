import { type TensorValue, cost, tensor } from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { type LoraParameters, initLora } from "@lemma/lora";
import { llamaModules, loadModel } from "@lemma/prover";
import { writeRandomModel } from "@lemma/prover/testing";
import { expect, test } from "vitest";
import { MetaGradientProgram } from "./gradient.ts";
import { tinyMetaSettings } from "./settings.ts";

const random = new Random(7);
const model = await loadModel(await writeRandomModel());
const modules = llamaModules(model.config);
const lora = { rank: 4, alpha: 4, targetModules: ["q_proj", "down_proj"] };

/** An adapter that adds something: a fresh one has B = 0. */
const warm = (name: string): LoraParameters<TensorValue> =>
  Object.fromEntries(
    Object.entries(initLora(lora, modules, random.fork(name))).map(([path, { a, b }]) => {
      const stream = random.fork(name, path);
      return [
        path,
        {
          a,
          b: tensor(
            "float32",
            b.dims,
            new Float32Array(b.data.length).map(() => 0.05 * stream.normal()),
          ),
        },
      ];
    }),
  );
const example = (length: number) => ({
  tokens: Array.from({ length }, () => random.integer(96)),
  promptLength: 3,
});
const programOf = (checkpoint: boolean): MetaGradientProgram =>
  new MetaGradientProgram({
    config: model.config,
    weights: model.parameters,
    lora,
    policy: lora,
    settings: { ...tinyMetaSettings.inner, checkpoint },
  });

test("blocks recomputed and examples one by one: the same numbers, less memory", async () => {
  await using plain = programOf(false);
  await using lean = programOf(true);
  const [theta, policy] = [warm("own"), warm("policy")];
  // Of different lengths, so that rows are padded.
  const examples = [9, 14, 6, 12].map(example);
  const target = example(11);
  const weights = [0.4, 0.3, 0.2, 0.1];
  const expected = await plain.run(theta, policy, examples, weights, target, undefined);
  const received = await lean.run(theta, policy, examples, weights, target, undefined);
  expect(new Set(expected.gradient).size).toBe(4);
  const close = (a: readonly number[], b: readonly number[]): void => {
    const scale = Math.max(...b.map(Math.abs));
    for (const [i, value] of b.entries()) expect(Math.abs(a[i]! - value) / scale).toBeLessThan(1e-4);
  };
  close(received.gradient, expected.gradient);
  close(received.innerLosses, expected.innerLosses);
  close(received.gradientNorms, expected.gradientNorms);
  close(
    [received.outerLossBefore, received.outerLossAfter, received.updateNorm],
    [expected.outerLossBefore, expected.outerLossAfter, expected.updateNorm],
  );
  const peak = (program: MetaGradientProgram): number =>
    cost(program.graph(theta, policy), { batch: 16, seq: 200, target: 200 }).peakBytes;
  expect(peak(lean)).toBeLessThan(0.1 * peak(plain));
});
