import {
  type Tensor,
  type TensorValue,
  compile,
  constant,
  spec,
  tensor,
  toNumbers,
  treeMap,
  vjp,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { type LoraParameters } from "@lemma/lora";
import { type Optimizer, adamw, sgd } from "@lemma/train";
import { parseLlamaConfig } from "@lemma/prover";
import { type WeigherConfig, type WeigherParameters, exampleWeights, initWeigher, weigherScores } from "@lemma/weigher";
import { expect, test } from "vitest";
import reference from "../fixtures/meta-gradients.json" with { type: "json" };
import { metaGradient } from "./index.ts";
import { apart, f64, llama, llamaShape, openedFor, probed, tokenRows } from "./testing/reference-problems.ts";

// The whole chain in float64: η → scores → weights → K steps of a Llama's LoRA → loss on the target. The Weigher's gradient
// by way of ∂L/∂w in mixed mode, against reverse mode through everything at once, PyTorch and central differences.

const config: WeigherConfig = {
  encoder: parseLlamaConfig(
    {
      model_type: "llama",
      vocab_size: llamaShape.vocabulary,
      hidden_size: llamaShape.width,
      intermediate_size: llamaShape.hidden,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      tie_word_embeddings: true,
      // Float32 cosines differ in the last bit from library to library, which is 6e-7 of the gradient. Positions stretched to
      // nothing have the same everywhere; RoPE itself is checked against transformers in @lemma/prover.
      rope_scaling: { rope_type: "linear", factor: 2 ** 40 },
    },
    "test",
  ),
  attention: "bidirectional",
  temperature: 0.7,
  maxTokens: 64,
};

const eta: WeigherParameters<TensorValue> = Object.fromEntries(
  Object.entries(initWeigher(config, new Random(1))).map(([name, { dims }]) => [
    name,
    name.includes("norm") ? tensor("float64", dims, 1) : f64(`weigher ${name}`, dims, 0.4),
  ]),
);
const specs = treeMap(eta, ({ dtype, dims }: TensorValue) => spec(dtype, dims)) as WeigherParameters<
  ReturnType<typeof spec>
>;

const weightsOf = (parameters: WeigherParameters<Tensor>): Tensor => {
  const tokens = tokenRows(4, 8, (row, t) => (3 * row + 5 * t + t * t) % llamaShape.vocabulary);
  const segments = tokenRows(4, 8, (_, t) => Math.min(2, Math.floor(t / 3)));
  const mask = constant(tensor("float64", [4, 8], 1));
  return exampleWeights(config, weigherScores(config, parameters, { tokens, segments, mask }));
};

function program(mode: "mixed" | "reverse", steps: number, optimizer: Optimizer, rate: number) {
  const { problem, parameters } = llama(true);
  return compile(
    (weigher) => {
      const theta = treeMap(parameters, (value: TensorValue) => constant(value)) as LoraParameters<Tensor>;
      const loop = { parameters: theta, steps, optimizer, learningRate: constant(tensor("float64", [], rate)) };
      if (mode === "reverse") {
        const whole = {
          inner: (adapted: LoraParameters<Tensor>, meta: WeigherParameters<Tensor>, step: Tensor, part: Tensor) =>
            problem.inner(adapted, weightsOf(meta), step, part),
          outer: (adapted: LoraParameters<Tensor>, meta: WeigherParameters<Tensor>) =>
            problem.outer(adapted, weightsOf(meta)),
        };
        const { outerLoss, gradient } = metaGradient(whole, { ...loop, meta: weigher }, { mode });
        return { outerLoss, eta: gradient.meta };
      }
      const [weights, pull] = vjp(weightsOf, weigher);
      const { outerLoss, gradient } = metaGradient(problem, { ...loop, meta: weights }, { mode });
      return { outerLoss, eta: pull(gradient.meta)[0] };
    },
    [specs],
    openedFor(steps),
  );
}

const settings = {
  sgd: { optimizer: sgd(), rate: 0.1 },
  adamw: { optimizer: adamw({ epsRoot: 1e-8 }), rate: 0.01 },
};

test.for((["sgd", "adamw"] as const).flatMap((kind) => ([1, 2, 3, 8] as const).map((steps) => [kind, steps] as const)))(
  "η's gradient through %s, %i steps: mixed equals reverse to 1e-9, PyTorch to 1e-8, central differences to 1e-5",
  async ([kind, steps]) => {
    const { optimizer, rate } = settings[kind];
    const expected = reference[`weigher ${kind} ${steps}`];
    await using mixed = program("mixed", steps, optimizer, rate);
    await using reverse = program("reverse", steps, optimizer, rate);
    const [a, b] = [await mixed(eta), await reverse(eta)];
    const flat = (tree: WeigherParameters<TensorValue>): number[] =>
      Object.keys(eta).flatMap((name) => toNumbers(tree[name]!));
    expect(apart(flat(a.eta), flat(b.eta))).toBeLessThan(1e-9);

    const fingerprints = Object.keys(eta).map((name) => probed(`probe ${name}`, a.eta[name]!));
    const theirs: Readonly<Record<string, number>> = expected.eta;
    expect(
      apart(
        fingerprints,
        Object.keys(eta).map((name) => theirs[name]!),
      ),
    ).toBeLessThan(1e-8);
    expect(apart(toNumbers(a.outerLoss), [expected.outerLoss])).toBeLessThan(1e-8);

    // Along one direction through all of η. Fourth order: with every weight of the encoder moving at once, second order does
    // not reach 1e-5.
    const direction = (name: string, dims: readonly number[]): number[] => toNumbers(f64(`probe ${name}`, dims));
    const at = async (shift: number): Promise<number> => {
      const moved = Object.entries(eta).map(([name, { dtype, dims, data }]) => {
        const step = direction(name, dims);
        return [
          name,
          tensor(
            dtype,
            dims,
            Array.from(data as Float64Array, (x, i) => x + shift * step[i]!),
          ),
        ] as const;
      });
      return toNumbers((await mixed(Object.fromEntries(moved))).outerLoss)[0]!;
    };
    const h = 2e-6; // a cold AdamW bends where |g| is about √epsRoot = 1e-4
    const slope = (8 * ((await at(h)) - (await at(-h))) - ((await at(2 * h)) - (await at(-2 * h)))) / (12 * h);
    const along = fingerprints.reduce((total, x) => total + x, 0);
    expect(apart([slope], [along])).toBeLessThan(1e-5);
  },
);
