import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkpoint } from "./primitives/call.ts";
import { compile } from "./runtime/compile.ts";
import { llamaLoss, llamaSpecs, type LlamaParameters, type LlamaShape } from "./testing/llama.ts";
import type { Tensor } from "./tensor.ts";
import { hvp, valueAndGrad } from "./transforms/grad.ts";
import { treeFlatten, treePaths, treeUnflatten } from "./tree.ts";
import { spec, tensor, type TensorSpec, type TensorValue } from "./value.ts";

interface Reference {
  readonly version: string;
  readonly loss: number;
  readonly gradient: string;
  readonly product: string;
}

const fixture = JSON.parse(readFileSync(new URL("../fixtures/llama.json", import.meta.url), "utf8")) as {
  readonly shape: LlamaShape;
  readonly names: readonly string[];
  readonly tokens: readonly (readonly number[])[];
  readonly torch: Reference;
  readonly jax: Reference;
};

const { shape, names, tokens } = fixture;
const specs = llamaSpecs(shape, "float64");
const { leaves, structure } = treeFlatten<TensorSpec>(specs);

/** The formula of the reference script; seeds go by sorted name. */
const fill = (offset: number): LlamaParameters<TensorValue> => {
  const paths = treePaths(structure);
  return treeUnflatten(
    structure,
    leaves.map((leaf, i) => {
      const dims = leaf.shape as readonly number[];
      const seed = offset + names.indexOf(paths[i]!);
      const length = dims.reduce((a, b) => a * b, 1);
      const shift = dims.length === 1 ? 1 : 0;
      return tensor(
        "float64",
        dims,
        Float64Array.from({ length }, (_, j) => shift + 0.5 * Math.sin(0.7 * j + 1.3 * seed)),
      );
    }),
  );
};

const inNameOrder = (tree: LlamaParameters<TensorValue>): number[] => {
  const paths = treePaths(structure);
  const flat = treeFlatten<TensorValue>(tree).leaves;
  return names.flatMap((name) => Array.from(flat[paths.indexOf(name)]!.data, Number));
};

const decode = (text: string): number[] => {
  const bytes = Buffer.from(text, "base64");
  return Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));
};

const distance = (a: readonly number[], b: readonly number[]): number => {
  const scale = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) / scale;
};

const inputs = tensor("int64", [tokens.length, tokens[0]!.length], tokens);
const tokenSpec = spec("int64", ["batch", "seq"]);

test.for(["torch", "jax"] as const)(
  "loss, gradient and Hessian-vector product of a Llama agree with %s",
  async (name) => {
    const reference = fixture[name];
    const loss = (p: LlamaParameters<Tensor>, t: Tensor): Tensor => llamaLoss(p, t, shape);
    await using step = compile(valueAndGrad(loss), [specs, tokenSpec]);
    const [value, gradient] = await step(fill(0), inputs);
    expect(Math.abs(Number(value.data[0]) - reference.loss)).toBeLessThan(1e-12);
    expect(distance(inNameOrder(gradient), decode(reference.gradient))).toBeLessThan(1e-11);

    await using product = compile(hvp(loss), [specs, specs, tokenSpec]);
    expect(distance(inNameOrder(await product(fill(100), fill(0), inputs)), decode(reference.product))).toBeLessThan(
      1e-11,
    );
  },
);

test("checkpointed layers give the same gradient and Hessian-vector product", async () => {
  const loss = (p: LlamaParameters<Tensor>, t: Tensor): Tensor => llamaLoss(p, t, shape, checkpoint);
  await using step = compile(valueAndGrad(loss), [specs, tokenSpec]);
  const [, gradient] = await step(fill(0), inputs);
  expect(distance(inNameOrder(gradient), decode(fixture.torch.gradient))).toBeLessThan(1e-11);
  await using product = compile(hvp(loss), [specs, specs, tokenSpec]);
  expect(distance(inNameOrder(await product(fill(100), fill(0), inputs)), decode(fixture.torch.product))).toBeLessThan(
    1e-11,
  );
});
