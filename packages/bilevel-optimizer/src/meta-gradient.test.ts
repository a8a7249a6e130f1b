import {
  type Tensor,
  type TensorValue,
  compile,
  spec,
  tensor,
  toNumbers,
  treeFlatten,
  treeLeaves,
  treeMap,
  treeUnflatten,
} from "@lemma/autodiff";
import { type Optimizer, adamw, sgd } from "@lemma/train";
import { describe, expect, test } from "vitest";
import reference from "../fixtures/meta-gradients.json" with { type: "json" };
import { type MetaGradientMode, metaGradient } from "./index.ts";
import {
  type ReferenceProblem,
  apart,
  f64,
  llama,
  network,
  openedFor,
  probed,
  quadratic,
} from "./testing/reference-problems.ts";

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
  { problem, parameters, weights }: ReferenceProblem<P>,
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
    openedFor(settings.steps),
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

const optimizers = { sgd: sgd(), adamw: adamw({ epsRoot: 1e-8 }) };
const rates = {
  quadratic: { sgd: 0.3, adamw: 0.05 },
  network: { sgd: 0.05, adamw: 0.02 },
  llama: { sgd: 0.1, adamw: 0.01 },
};
type Name = keyof typeof rates;
const problems: Record<Name, () => ReferenceProblem<unknown>> = {
  quadratic: () => quadratic() as ReferenceProblem<unknown>,
  network: () => network() as ReferenceProblem<unknown>,
  llama: () => llama() as ReferenceProblem<unknown>,
};
type Key = Exclude<keyof typeof reference, `weigher ${string}`>;
// The Weigher's are checked in end-to-end.test.ts.
const keys = Object.keys(reference).filter((key): key is Key => !key.startsWith("weigher"));

describe.for(keys)("%s", (key) => {
  const [name, kind, K] = key.split(" ") as [Name, "sgd" | "adamw", string];
  // From a cold state AdamW's first step hardly depends on the gradient's size, unless the root is large beside it.
  const optimizer = key.startsWith("quadratic adamw") ? adamw({ epsRoot: 1e-2 }) : optimizers[kind];
  const settings = { optimizer, steps: Number(K) };
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
    const fingerprints = a.parameters.map((g, i) => probed(`probe${i}`, g));
    expect(apart(fingerprints, expected.parameters)).toBeLessThan(1e-8);

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
