import {
  type Tensor,
  type TensorValue,
  compile,
  constant,
  matmul,
  mean,
  mul,
  spec,
  square,
  sub,
  sum,
  tanh,
  tensor,
  toNumbers,
  treeLeaves,
  treeMap,
  treeFlatten,
  treeUnflatten,
} from "@lemma/autodiff";
import { type LoraParameters, type Optimizer, adamw, sgd, tokenLosses } from "@lemma/lora";
import { fill, llamaLogits } from "@lemma/lora/testing";
import { describe, expect, test } from "vitest";
import reference from "../fixtures/meta-gradients.json" with { type: "json" };
import { type BilevelProblem, type MetaGradientMode, metaGradient } from "./index.ts";

/** A problem with weighted examples, and where it starts. */
interface Case<P> {
  readonly problem: BilevelProblem<P, Tensor>;
  readonly parameters: unknown;
  readonly weights: TensorValue;
}

interface Result {
  readonly outerLoss: number;
  readonly innerLosses: readonly number[];
  readonly weights: readonly number[];
  readonly learningRate: number;
  readonly parameters: readonly TensorValue[];
}

const specsOf = (tree: unknown): unknown => treeMap(tree, ({ dtype, dims }: TensorValue) => spec(dtype, dims));

/** Compiles the meta-gradient of one configuration; calls give plain numbers. */
function runner<P>(
  { problem, parameters, weights }: Case<P>,
  settings: { readonly optimizer: Optimizer; readonly steps: number; readonly mode: MetaGradientMode },
) {
  const f = (theta: P, w: Tensor, rate: Tensor) => {
    const loop = {
      parameters: theta,
      meta: w,
      steps: settings.steps,
      optimizer: settings.optimizer,
      learningRate: rate,
    };
    const { outerLoss, gradient, trace } = metaGradient(problem, loop, settings.mode);
    return { outerLoss, gradient, trace };
  };
  const program = compile(
    f as (...args: unknown[]) => ReturnType<typeof f>,
    [specsOf(parameters), specsOf(weights), spec("float64")] as unknown[],
  ) as unknown as ((...args: unknown[]) => Promise<{
    readonly outerLoss: TensorValue;
    readonly gradient: { readonly parameters: unknown; readonly meta: TensorValue; readonly learningRate: TensorValue };
    readonly trace: { readonly innerLosses: TensorValue };
  }>) &
    AsyncDisposable;
  return {
    async run(
      rate: number,
      at: { readonly parameters?: unknown; readonly weights?: TensorValue } = {},
    ): Promise<Result> {
      const result = await program(at.parameters ?? parameters, at.weights ?? weights, tensor("float64", [], rate));
      return {
        outerLoss: toNumbers(result.outerLoss)[0]!,
        innerLosses: toNumbers(result.trace.innerLosses),
        weights: toNumbers(result.gradient.meta),
        learningRate: toNumbers(result.gradient.learningRate)[0]!,
        parameters: treeLeaves<TensorValue>(result.gradient.parameters),
      };
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

const flat = ({ weights, learningRate, parameters }: Result): number[] => [
  ...weights,
  learningRate,
  ...parameters.flatMap(toNumbers),
];

/** The largest difference, over the largest number. */
function apart(a: readonly number[], b: readonly number[]): number {
  const scale = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) / scale;
}

function softmax(scores: readonly number[]): number[] {
  const exponents = scores.map(Math.exp);
  const total = exponents.reduce((a, b) => a + b, 0);
  return exponents.map((x) => x / total);
}

const weightsOf = (count: number): TensorValue =>
  tensor("float64", [count], softmax(toNumbers(fill("scores", [count], 1, "float64"))));

const f64 = (name: string, dims: readonly number[], size = 1): TensorValue => fill(name, dims, size, "float64");

/** Two layers of tanh on weighted squares, as in tools/reference/meta_gradients.py. */
function network(): Case<readonly [Tensor, Tensor]> {
  const predict = ([first, second]: readonly [Tensor, Tensor], x: TensorValue): Tensor =>
    matmul(tanh(matmul(constant(x), first)), second);
  return {
    problem: {
      inner: (theta, w) =>
        sum(mul(w, sum(square(sub(predict(theta, f64("x", [5, 3])), constant(f64("y", [5, 2])))), { axis: 1 }))),
      outer: (theta) => mean(square(sub(predict(theta, f64("outer x", [4, 3])), constant(f64("outer y", [4, 2]))))),
    },
    parameters: [f64("first", [3, 4]), f64("second", [4, 2])],
    weights: weightsOf(5),
  };
}

const shape = { vocabulary: 23, width: 16, hidden: 24, layers: 2, heads: 2 };

/** A Llama with a LoRA adapter, each example a proof to learn, as in tools/reference/meta_gradients.py. */
function llama(checkpointBlocks = false): Case<LoraParameters<Tensor>> {
  const frozen: Record<string, TensorValue> = {};
  const linear = (path: string, out: number, from: number): void =>
    void (frozen[`${path}.weight`] = f64(`${path}.weight`, [out, from], 0.3));
  const ones = (path: string): void => void (frozen[`${path}.weight`] = tensor("float64", [16], 1));
  linear("model.embed_tokens", 23, 16);
  linear("lm_head", 23, 16);
  ones("model.norm");
  const parameters: Record<string, { a: TensorValue; b: TensorValue }> = {};
  const warm = (path: string, out: number, from: number): void => {
    parameters[path] = {
      a: f64(`warm ${path}.lora_A.weight`, [4, from], 0.25),
      b: f64(`warm ${path}.lora_B.weight`, [out, 4], 0.25),
    };
  };
  for (const layer of ["model.layers.0", "model.layers.1"]) {
    for (const name of ["q_proj", "k_proj", "v_proj", "o_proj"]) linear(`${layer}.self_attn.${name}`, 16, 16);
    linear(`${layer}.mlp.gate_proj`, 24, 16);
    linear(`${layer}.mlp.up_proj`, 24, 16);
    linear(`${layer}.mlp.down_proj`, 16, 24);
    ones(`${layer}.input_layernorm`);
    ones(`${layer}.post_attention_layernorm`);
    warm(`${layer}.mlp.down_proj`, 16, 24);
    warm(`${layer}.self_attn.q_proj`, 16, 16);
    warm(`${layer}.self_attn.v_proj`, 16, 16);
  }
  const tokens = (rows: number, token: (row: number, t: number) => number, from: number): Tensor =>
    constant(
      tensor(
        "int64",
        [rows, 7],
        Array.from({ length: rows }, (_, row) =>
          Array.from({ length: 7 }, (_unused, t) => token(row, t + from)),
        ).flat(),
      ),
    );
  // The first two predictions of each row are prompt.
  const mask = constant(tensor("float64", [1, 7], [0, 0, 0.2, 0.2, 0.2, 0.2, 0.2]));
  const losses = (theta: LoraParameters<Tensor>, rows: number, token: (row: number, t: number) => number): Tensor => {
    const base = treeMap(frozen, (value: TensorValue) => constant(value)) as Record<string, Tensor>;
    const adapter = { parameters: theta, scale: 2 };
    const logits = llamaLogits(shape, base, tokens(rows, token, 0), { adapter, checkpointBlocks });
    return sum(mul(tokenLosses(logits, tokens(rows, token, 1)), mask), { axis: 1 });
  };
  return {
    problem: {
      inner: (theta, w) =>
        sum(
          mul(
            w,
            losses(theta, 4, (row, t) => (5 * row + 3 * t + t * t) % 23),
          ),
        ),
      outer: (theta) => mean(losses(theta, 1, (_, t) => (11 + 2 * t * t) % 23)),
    },
    parameters,
    weights: weightsOf(4),
  };
}

const optimizers = { sgd: sgd(), adamw: adamw({ epsRoot: 1e-8 }) };
const rates = { network: { sgd: 0.05, adamw: 0.02 }, llama: { sgd: 0.1, adamw: 0.01 } };
const problems: Record<keyof typeof rates, () => Case<unknown>> = {
  network: () => network() as Case<unknown>,
  llama: () => llama() as Case<unknown>,
};
type Key = keyof typeof reference;

describe.for(Object.keys(reference) as Key[])("%s", (key) => {
  const [name, kind, K] = key.split(" ") as ["network" | "llama", "sgd" | "adamw", string];
  const settings = { optimizer: optimizers[kind], steps: Number(K) };
  const rate = rates[name][kind];
  const expected = reference[key];

  test("mixed equals reverse to 1e-9, PyTorch to 1e-8 and central differences to 1e-5", async () => {
    const problem = problems[name]();
    await using mixed = runner(problem, { ...settings, mode: { mode: "mixed" } });
    await using reverse = runner(problems[name](), { ...settings, mode: { mode: "reverse" } });
    const [a, b] = [await mixed.run(rate), await reverse.run(rate)];
    expect(apart(flat(a), flat(b))).toBeLessThan(1e-9);
    expect(apart(a.weights, expected.weights)).toBeLessThan(1e-8);
    expect(apart([a.learningRate], [expected.learningRate])).toBeLessThan(1e-8);
    expect(apart(a.innerLosses, expected.innerLosses)).toBeLessThan(1e-8);
    expect(apart([a.outerLoss], [expected.outerLoss])).toBeLessThan(1e-8);
    const probed = a.parameters.map((g, i) => {
      const probe = toNumbers(f64(`probe${i}`, g.dims));
      return toNumbers(g).reduce((total, x, j) => total + x * probe[j]!, 0);
    });
    expect(apart(probed, expected.parameters)).toBeLessThan(1e-8);

    // Central differences of the outer loss itself. A cold AdamW bends at |g| ~ √epsRoot = 1e-4: h stays well below.
    const exact = a;
    const h = 3e-6;
    const slope = async (at: (shift: number) => Promise<Result>): Promise<number> =>
      ((await at(h)).outerLoss - (await at(-h)).outerLoss) / (2 * h);
    const shifted = (value: TensorValue, index: number, by: number): TensorValue =>
      tensor(
        value.dtype,
        value.dims,
        toNumbers(value).map((x, i) => (i === index ? x + by : x)),
      );
    const count = problem.weights.dims[0]!;
    const byWeight: number[] = [];
    for (let i = 0; i < count; i += 1)
      byWeight.push(await slope((shift) => mixed.run(rate, { weights: shifted(problem.weights, i, shift) })));
    expect(apart(exact.weights, byWeight)).toBeLessThan(1e-5);
    expect(apart([exact.learningRate], [await slope((shift) => mixed.run(rate + shift))])).toBeLessThan(1e-5);
    // One direction through every parameter at once.
    const { leaves, structure } = treeFlatten<TensorValue>(problem.parameters);
    const directions = leaves.map(({ dims }, i) => toNumbers(f64(`probe${i}`, dims)));
    const along = (shift: number): unknown =>
      treeUnflatten(
        structure,
        leaves.map((leaf, i) =>
          tensor(
            leaf.dtype,
            leaf.dims,
            toNumbers(leaf).map((x, j) => x + shift * directions[i]![j]!),
          ),
        ),
      );
    const byParameters = await slope((shift) => mixed.run(rate, { parameters: along(shift) }));
    const inner = exact.parameters
      .map((g, i) => toNumbers(g).reduce((total, x, j) => total + x * directions[i]![j]!, 0))
      .reduce((a, b) => a + b, 0);
    expect(apart([inner], [byParameters])).toBeLessThan(1e-5);
  });
});

test.for(["sgd", "adamw"] as const)("checkpoints change nothing (%s)", async (kind) => {
  const settings = { optimizer: optimizers[kind], steps: 3 };
  const rate = rates.llama[kind];
  await using plain = runner(llama(), { ...settings, mode: { mode: "mixed" } });
  const expected = flat(await plain.run(rate));
  await using blocks = runner(llama(true), { ...settings, mode: { mode: "mixed" } });
  expect(apart(flat(await blocks.run(rate)), expected)).toBeLessThan(1e-9);
  await using both = runner(llama(true), { ...settings, mode: { mode: "reverse", checkpointSteps: true } });
  expect(apart(flat(await both.run(rate)), expected)).toBeLessThan(1e-9);
});

test.for(["sgd", "adamw"] as const)("central differences of gradients come close (%s)", async (kind) => {
  const settings = { optimizer: optimizers[kind], steps: 3 };
  await using exact = runner(llama(), { ...settings, mode: { mode: "mixed" } });
  await using near = runner(llama(), { ...settings, mode: { mode: "finite-difference" } });
  const rate = rates.llama[kind];
  expect(apart(flat(await near.run(rate)), flat(await exact.run(rate)))).toBeLessThan(1e-5);
});

test("truncated to no step fewer, it is whole; truncated to one, earlier steps count as constant", async () => {
  const settings = { optimizer: sgd(), steps: 3 };
  await using whole = runner(network(), { ...settings, mode: { mode: "mixed" } });
  await using same = runner(network(), { ...settings, mode: { mode: "mixed", truncate: 3 } });
  expect(flat(await same.run(0.05))).toEqual(flat(await whole.run(0.05)));
  // From θ₂ on, one step is all there is.
  await using last = runner(network(), { ...settings, mode: { mode: "mixed", truncate: 1 } });
  const received = await last.run(0.05);
  const expected = (await whole.run(0.05)).weights;
  expect(apart(received.weights, expected)).toBeGreaterThan(1e-3);
  expect(received.outerLoss).toBeCloseTo((await whole.run(0.05)).outerLoss, 12);
});

test("no inner step is a mistake", () => {
  expect(() => runner(network(), { optimizer: sgd(), steps: 0, mode: { mode: "mixed" } })).toThrow(RangeError);
});
