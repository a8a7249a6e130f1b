import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Tensor, type TensorValue, constant, cost, tensor } from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { type LoraParameters, initLora } from "@lemma/lora";
import { type LlamaParameters, llamaModules, loadModel, quantizeModel, readParameters } from "@lemma/prover";
import { writeRandomModel } from "@lemma/prover/testing";
import { expect, test } from "vitest";
import { MetaGradientProgram } from "./gradient.ts";
import { tinyMetaSettings } from "./settings.ts";

const random = new Random(7);
const folder = await writeRandomModel();
const model = await loadModel(folder);
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
const programOf = (checkpoint: boolean, weights: LlamaParameters<Tensor> = model.parameters): MetaGradientProgram =>
  new MetaGradientProgram({
    config: model.config,
    weights,
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

test("through a base in 4 bits it is what it is through the float weights of the same values", async () => {
  const directory = path.join(await mkdtemp(path.join(tmpdir(), "lemma-meta-")), "quantised");
  await quantizeModel(folder, directory, { bits: 4, block: 16, offsets: true });
  const rounded = await loadModel(directory);
  const values = await readParameters(rounded);
  await using own = programOf(false, rounded.parameters);
  await using other = programOf(
    false,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, constant(value)])),
  );
  const given = [
    warm("own"),
    warm("policy"),
    [9, 14, 6].map(example),
    [0.5, 0.3, 0.2],
    example(11),
    undefined,
  ] as const;
  const [received, expected] = [await own.run(...given), await other.run(...given)];
  const scale = Math.max(...expected.gradient.map(Math.abs));
  for (const [i, value] of expected.gradient.entries())
    expect(Math.abs(received.gradient[i]! - value) / scale).toBeLessThan(1e-3);
  expect(received.outerLossAfter).toBeCloseTo(expected.outerLossAfter, 4);
});
