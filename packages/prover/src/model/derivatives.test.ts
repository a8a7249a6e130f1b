import { type Tensor, type TensorValue, compile, grad, hvp, spec, sum, tensor, toNumbers } from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { parseLlamaConfig } from "../config.ts";
import { hashedWeights } from "../testing/hashed-weights.ts";
import { type LlamaParameters, named } from "./llama.ts";
import { tokenLosses } from "./losses.ts";

const modelOf = (changes: object) => {
  const config = parseLlamaConfig(
    {
      vocab_size: 20,
      hidden_size: 16,
      intermediate_size: 24,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      ...changes,
    },
    "test",
  );
  const parameters = Object.fromEntries(
    Object.entries(hashedWeights(config)).map(([name, { dims, data }]): [string, TensorValue] => [
      name,
      tensor("float64", dims, Float64Array.from(data as Float32Array)),
    ]),
  );
  const specs = Object.fromEntries(Object.entries(parameters).map(([name, { dims }]) => [name, spec("float64", dims)]));
  return { config, parameters, specs };
};
const llama = modelOf({});
const tokens = tensor("int64", [2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 0, 0]);
const targetMask = tensor("float64", [2, 5], [0, 0, 1, 1, 1, 0, 1, 1, 0, 0]);
const batch = [spec("int64", ["batch", "seq"]), spec("float64", ["batch", "seq"])] as const;

const module = "model.layers.0.self_attn.q_proj";
const random = new Random(3);
const normal = (rows: number, columns: number): TensorValue =>
  tensor(
    "float64",
    [rows, columns],
    Float64Array.from({ length: rows * columns }, () => 0.3 * random.normal()),
  );
type Pair<T> = { readonly a: T; readonly b: T };

const inner = (x: Pair<TensorValue>, y: Pair<TensorValue>): number =>
  (["a", "b"] as const).reduce(
    (total, name) => total + toNumbers(x[name]).reduce((part, value, i) => part + value * Number(y[name].data[i]), 0),
    0,
  );
const step = 1e-5;

const cases = [
  ...(["nothing", "elementwise", "attention", "blocks"] as const).map((policy) => ["llama", llama, policy] as const),
  ...(["nothing", "blocks"] as const).flatMap((policy) => [
    ["qwen2", modelOf({ model_type: "qwen2" }), policy] as const,
    ["qwen3", modelOf({ model_type: "qwen3", head_dim: 6, tie_word_embeddings: true }), policy] as const,
  ]),
];

describe.for(cases)("%s in float64, recomputed: %3$s", ([, { config, parameters, specs }, checkpoint]) => {
  const width = config.heads * config.headDim;
  const adapter = { a: normal(2, 16), b: normal(width, 2) };
  const direction = { a: normal(2, 16), b: normal(width, 2) };
  const adapterSpec = { a: spec("float64", [2, 16]), b: spec("float64", [width, 2]) };
  const moved = (by: number): Pair<TensorValue> => {
    const along = (name: "a" | "b"): TensorValue => ({
      ...adapter[name],
      data: (adapter[name].data as Float64Array).map((x, i) => x + by * Number(direction[name].data[i])),
    });
    return { a: along("a"), b: along("b") };
  };
  const loss = (own: Pair<Tensor>, weights: LlamaParameters, rows: Tensor, mask: Tensor): Tensor =>
    sum(
      tokenLosses(
        config,
        weights,
        { tokens: rows, targetMask: mask },
        [{ parameters: { [module]: own }, scale: 0.5 }],
        { checkpoint },
      ).lossSum,
    );

  test("the gradient is the loss's slope", async () => {
    await using value = compile(loss, [adapterSpec, specs, ...batch]);
    await using gradient = compile((own, ...rest) => grad(loss)(own, ...rest), [adapterSpec, specs, ...batch]);
    const at = async (own: Pair<TensorValue>): Promise<number> =>
      toNumbers(await value(own, parameters, tokens, targetMask))[0]!;
    const slope = ((await at(moved(step))) - (await at(moved(-step)))) / (2 * step);
    expect(inner(await gradient(adapter, parameters, tokens, targetMask), direction)).toBeCloseTo(slope, 7);
  });

  test("the Hessian along a direction is the gradient's slope", async () => {
    await using gradient = compile((own, ...rest) => grad(loss)(own, ...rest), [adapterSpec, specs, ...batch]);
    await using curvature = compile(
      (vector, own, weights, rows, mask) => hvp(loss)(vector, own, weights, rows, mask),
      [adapterSpec, adapterSpec, specs, ...batch],
    );
    const at = (own: Pair<TensorValue>): Promise<Pair<TensorValue>> => gradient(own, parameters, tokens, targetMask);
    const [after, before] = [await at(moved(step)), await at(moved(-step))];
    const received = await curvature(direction, adapter, parameters, tokens, targetMask);
    for (const name of ["a", "b"] as const)
      for (const [i, value] of toNumbers(received[name]).entries())
        expect(value).toBeCloseTo((Number(after[name].data[i]) - Number(before[name].data[i])) / (2 * step), 6);
  });
});

test("losses count only targets, each row by itself, and a missing parameter is named", async () => {
  const { config, parameters, specs } = llama;
  await using both = compile(
    (weights, rows, mask) => tokenLosses(config, weights, { tokens: rows, targetMask: mask }),
    [specs, ...batch],
  );
  const { lossSum, count } = await both(parameters, tokens, targetMask);
  expect(toNumbers(count)).toEqual([3, 2]);
  // Other padding, and the other row, change nothing.
  const padded = tensor("int64", [1, 5], [6, 7, 8, 9, 9]);
  const alone = await both(parameters, padded, tensor("float64", [1, 5], [0, 1, 1, 0, 0]));
  expect(toNumbers(alone.lossSum)[0]).toBeCloseTo(toNumbers(lossSum)[1]!, 12);
  expect(() => named({}, "model.norm.weight")).toThrow('expected a parameter "model.norm.weight"');
});
