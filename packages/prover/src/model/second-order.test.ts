import { readFileSync } from "node:fs";
import { type Tensor, type TensorValue, compile, constant, hvp, spec, sum, tensor, toNumbers } from "@lemma/autodiff";
import { expect, test } from "vitest";
import { parseLlamaConfig } from "../config.ts";
import { hashedWeights } from "../testing/hashed-weights.ts";
import { tokenLosses } from "./losses.ts";

interface Case {
  readonly family: string;
  readonly headDim: number;
  readonly positions: readonly number[];
  /** A LoRA pair `a`, `b` on the first q_proj, then two parameters by their names. */
  readonly names: readonly string[];
  readonly loss: number;
  readonly product: Readonly<Record<string, readonly number[]>>;
}

// Written by tools/reference/second_order.py.
const cases = JSON.parse(readFileSync(new URL("../fixtures/second-order.json", import.meta.url), "utf8")) as Case[];

const fill = (dims: readonly number[], seed: number): TensorValue =>
  tensor(
    "float64",
    dims,
    Float64Array.from(
      { length: dims.reduce((product, size) => product * size, 1) },
      (_, i) => Math.sin(0.7 * i + 1.3 * seed) / 2,
    ),
  );

test.for(
  cases.flatMap((one) =>
    (["nothing", "blocks"] as const).map((policy) => [one.family, one.positions, policy, one] as const),
  ),
)("%s at positions %j, recomputed: %s: the Hessian's product is PyTorch's", async ([, , checkpoint, given]) => {
  const config = parseLlamaConfig(
    {
      model_type: given.family,
      vocab_size: 20,
      hidden_size: 16,
      intermediate_size: 24,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      head_dim: given.headDim,
    },
    "test",
  );
  const weights = Object.fromEntries(
    Object.entries(hashedWeights(config)).map(([name, { dims, data }]): [string, TensorValue] => [
      name,
      tensor("float64", dims, Float64Array.from(data as Float32Array)),
    ]),
  );
  const at: Record<string, TensorValue> = {
    a: fill([2, 16], 1),
    b: fill([4 * given.headDim, 2], 2),
    ...Object.fromEntries(given.names.slice(2).map((name) => [name, weights[name]!])),
  };
  const along = Object.fromEntries(given.names.map((name, i) => [name, fill(at[name]!.dims, 3 + i)]));
  const specs = Object.fromEntries(given.names.map((name) => [name, spec("float64", at[name]!.dims)]));
  const tokens = constant(tensor("int64", [2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 0, 0]));
  const targetMask = constant(tensor("float64", [2, 5], [0, 0, 1, 1, 1, 0, 1, 1, 0, 0]));
  // The last token is only a target.
  const positions = constant(tensor("int64", [1, 4], given.positions.slice(0, -1)));
  const loss = ({ a, b, ...own }: Readonly<Record<string, Tensor>>): Tensor => {
    const all = Object.fromEntries(
      Object.entries(weights).map(([name, value]) => [name, own[name] ?? constant(value)]),
    );
    const adapter = { parameters: { "model.layers.0.self_attn.q_proj": { a: a!, b: b! } }, scale: 0.5 };
    return sum(tokenLosses(config, all, { tokens, targetMask }, [adapter], { checkpoint, positions }).lossSum);
  };
  await using value = compile((own: Readonly<Record<string, Tensor>>) => loss(own), [specs]);
  await using product = compile(
    (vector: Readonly<Record<string, Tensor>>, own: Readonly<Record<string, Tensor>>) => hvp(loss)(vector, own),
    [specs, specs],
  );
  // At position 0 the rotation is exact; elsewhere float32 cosines differ in their last bit between libraries.
  const tolerance = given.positions.every((position) => position === 0) ? 1e-8 : 2e-6;
  expect(Math.abs(toNumbers(await value(at))[0]! - given.loss)).toBeLessThan(tolerance);
  const received = await product(along, at);
  const errors = given.names.flatMap((name) =>
    toNumbers(received[name]!).map((number, i) => Math.abs(number - given.product[name]![i]!)),
  );
  expect(Math.max(...errors)).toBeLessThan(tolerance);
});
