import {
  type Tensor,
  type TensorValue,
  compile,
  constant,
  mean,
  mul,
  reshape,
  spec,
  sum,
  tensor,
  toNumbers,
  treeMap,
  vjp,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { type LoraParameters, type Optimizer, adamw, initLora, sgd, tokenLosses } from "@lemma/lora";
import { type LlamaParameters, fill, llamaLogits, llamaModules, randomLlama } from "@lemma/lora/testing";
import { parseLlamaConfig } from "@lemma/prover";
import { type WeigherConfig, exampleWeights, initWeigher, weigherScores } from "@lemma/weigher";
import { expect, test } from "vitest";
import { metaGradient } from "./index.ts";

// The whole chain in float64: η → scores → weights → K steps of a Llama's LoRA → loss on the target. The Weigher's gradient
// by way of ∂L/∂w in mixed mode, against reverse mode through everything at once, and central differences.

const vocabulary = 23;
const shape = { vocabulary, width: 16, hidden: 24, layers: 2, heads: 2 };
const config: WeigherConfig = {
  encoder: parseLlamaConfig(
    {
      model_type: "llama",
      vocab_size: vocabulary,
      hidden_size: 16,
      intermediate_size: 24,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      tie_word_embeddings: true,
    },
    "test",
  ),
  attention: "bidirectional",
  temperature: 0.7,
  maxTokens: 64,
};

const double = (value: TensorValue): TensorValue => tensor("float64", value.dims, toNumbers(value));
const names = initWeigher(config, new Random(1));
const eta = Object.fromEntries(
  Object.entries(names).map(([name, { dims }]) => [
    name,
    name.includes("norm") ? tensor("float64", dims, 1) : fill(`weigher ${name}`, dims, 0.4, "float64"),
  ]),
);
const base = randomLlama(shape, new Random(2), "float64", 0.2);
const adapter = initLora(
  { rank: 2, alpha: 4, targetModules: ["q_proj", "up_proj"] },
  llamaModules(shape),
  new Random(3),
);
const ids = (rows: number, seed: number): Tensor => {
  const random = new Random(seed);
  return constant(
    tensor(
      "int64",
      [rows, 8],
      Array.from({ length: rows * 8 }, () => random.integer(vocabulary)),
    ),
  );
};

const losses = (parameters: LoraParameters<Tensor>, rows: number, seed: number): Tensor => {
  const frozen = treeMap(base, (value: TensorValue) => constant(value)) as LlamaParameters<Tensor>;
  const logits = llamaLogits(shape, frozen, ids(rows, seed), {
    adapter: { parameters, scale: 2 },
    checkpointBlocks: true,
  });
  return mean(tokenLosses(logits, ids(rows, seed + 1)), { axis: 1 });
};
const weightsOf = (parameters: LlamaParameters<Tensor>): Tensor => {
  const mask = constant(tensor("float64", [4, 8], 1));
  const segments = constant(
    tensor(
      "int64",
      [4, 8],
      Array.from({ length: 32 }, (_, i) => Math.min(2, Math.floor((i % 8) / 3))),
    ),
  );
  return exampleWeights(config, weigherScores(config, parameters, { tokens: ids(4, 5), segments, mask }));
};

const start = treeMap(adapter, double) as LoraParameters<TensorValue>;
const specs = treeMap(eta, ({ dtype, dims }: TensorValue) => spec(dtype, dims)) as Record<
  string,
  ReturnType<typeof spec>
>;

function program(how: "mixed" | "reverse", steps: number, optimizer: Optimizer, rate: number) {
  return compile(
    (parameters) => {
      const theta = treeMap(start, (value: TensorValue) => constant(value)) as LoraParameters<Tensor>;
      const loop = { parameters: theta, steps, optimizer, learningRate: constant(tensor("float64", [], rate)) };
      const outer = (adapted: LoraParameters<Tensor>): Tensor => reshape(losses(adapted, 1, 20), []);
      if (how === "reverse") {
        const inner = (adapted: LoraParameters<Tensor>, meta: LlamaParameters<Tensor>): Tensor =>
          sum(mul(weightsOf(meta), losses(adapted, 4, 10)));
        const { outerLoss, gradient } = metaGradient(
          { inner, outer },
          { ...loop, meta: parameters },
          { mode: "reverse" },
        );
        return { outerLoss, eta: gradient.meta };
      }
      const [weights, pull] = vjp(weightsOf, parameters);
      const inner = (adapted: LoraParameters<Tensor>, w: Tensor): Tensor => sum(mul(w, losses(adapted, 4, 10)));
      const { outerLoss, gradient } = metaGradient({ inner, outer }, { ...loop, meta: weights });
      return { outerLoss, eta: pull(gradient.meta)[0] };
    },
    [specs],
  );
}

test.for<[string, Optimizer, number, number]>([
  ["SGD", sgd(), 0.3, 1],
  ["SGD", sgd(), 0.3, 3],
  ["AdamW", adamw({ epsRoot: 1e-6 }), 0.01, 2],
  ["AdamW", adamw({ epsRoot: 1e-6 }), 0.01, 3],
])(
  "η's gradient through %s: mixed equals reverse to 1e-9 and central differences to 1e-5",
  async ([, optimizer, rate, steps]) => {
    await using mixed = program("mixed", steps, optimizer, rate);
    await using reverse = program("reverse", steps, optimizer, rate);
    const [a, b] = [(await mixed(eta)).eta, (await reverse(eta)).eta];
    const flat = (tree: Readonly<Record<string, TensorValue>>): number[] =>
      Object.keys(eta).flatMap((name) => toNumbers(tree[name]!));
    const [x, y] = [flat(a), flat(b)];
    const scale = Math.max(...y.map(Math.abs));
    expect(scale).toBeGreaterThan(1e-6);
    expect(Math.max(...x.map((value, i) => Math.abs(value - y[i]!))) / scale).toBeLessThan(1e-9);

    const h = 1e-4;
    const along = (shift: number) =>
      Object.fromEntries(
        Object.entries(eta).map(([name, value]) => {
          const direction = toNumbers(fill(`direction ${name}`, value.dims, 1, "float64"));
          return [
            name,
            tensor(
              "float64",
              value.dims,
              toNumbers(value).map((v, i) => v + shift * direction[i]!),
            ),
          ];
        }),
      );
    const outer = async (shift: number): Promise<number> => toNumbers((await mixed(along(shift))).outerLoss)[0]!;
    // Fourth order: with every weight of the encoder moving at once, second order does not reach 1e-5.
    const slope =
      (8 * ((await outer(h)) - (await outer(-h))) - ((await outer(2 * h)) - (await outer(-2 * h)))) / (12 * h);
    const directions = Object.entries(eta).flatMap(([name, { dims }]) =>
      toNumbers(fill(`direction ${name}`, dims, 1, "float64")),
    );
    const expected = x.reduce((total, value, i) => total + value * directions[i]!, 0);
    expect(Math.abs(slope - expected) / Math.abs(expected)).toBeLessThan(1e-5);
  },
);
