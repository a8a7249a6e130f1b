// Every operation in every element type: refused while it is traced, or the same on ONNX Runtime as in the reference.
import { expect, test } from "vitest";
import { dtypes, type DType } from "../dtype.ts";
import { DifferentiationError, DTypeError } from "../errors.ts";
import { evaluate } from "../evaluate.ts";
import { trace } from "../graph.ts";
import * as ad from "../index.ts";
import type { Tensor } from "../tensor.ts";
import { compileGraph } from "../runtime/compile.ts";
import { spec, tensor, type TensorValue, toNumbers } from "../value.ts";

type Program = (x: Tensor, y: Tensor) => Tensor;

const crossed = (): Tensor => ad.constant(tensor("int64", [2, 2], [0, 1, 1, 0]));
const floatsOnly = {
  exp: ad.exp,
  log: ad.log,
  sqrt: ad.sqrt,
  rsqrt: ad.rsqrt,
  sin: ad.sin,
  cos: ad.cos,
  tanh: ad.tanh,
  sigmoid: ad.sigmoid,
  silu: ad.silu,
  softplus: ad.softplus,
  gelu: ad.gelu,
  abs: ad.abs,
  sign: ad.sign,
  floor: ad.floor,
  ceil: ad.ceil,
  round: ad.round,
  softmax: ad.softmax,
  logSoftmax: ad.logSoftmax,
  logSumExp: ad.logSumExp,
  mean: ad.mean,
} satisfies Record<string, (x: Tensor) => Tensor>;
const numbers: Readonly<Record<string, Program>> = {
  neg: (x) => ad.neg(x),
  sum: (x) => ad.sum(x),
  argmax: (x) => ad.argmax(x),
  cumsum: (x) => ad.cumsum(x),
  add: ad.add,
  sub: ad.sub,
  mul: ad.mul,
  div: ad.div,
  maximum: ad.maximum,
  minimum: ad.minimum,
  less: ad.less,
  greaterEqual: ad.greaterEqual,
};

/** On `["n", 2]`. */
const symbolic: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(Object.entries(floatsOnly).map(([name, f]) => [name, (x: Tensor) => f(x)])),
  ...numbers,
  max: (x) => ad.max(x),
  min: (x) => ad.min(x),
  equal: (x, y) => ad.equal(x, y),
  pow: (x, y) => ad.pow(ad.add(ad.mul(x, x), 1), y),
  mod: (x, y) => ad.mod(x, y),
  and: (x, y) => ad.and(x, y),
  not: (x) => ad.not(x),
  isNaN: (x) => ad.isNaN(x),
  matmul: (x, y) => ad.matmul(x, ad.transpose(y)),
  where: (x, y) => ad.where(ad.equal(x, y), x, y),
  concat: (x, y) => ad.concat([x, y], 0),
  slice: (x) => ad.slice(x, 0, 1),
  pad: (x) => ad.pad(x, 0, 1, 1, 1),
  reshape: (x) => ad.reshape(x, [-1]),
  transpose: (x) => ad.transpose(x),
  broadcastTo: (x) => ad.broadcastTo(ad.slice(x, 0, 0, 1), ["n", 2]),
  topK: (x) => ad.topK(x, 1).values,
  full: (x) => ad.concat([ad.full(["n", 2], 1, x.dtype), x], 0),
  dimValue: (x) => ad.mul(x, ad.dimValue("n", x.dtype)),
  barrier: (x, y) => ad.barrier(x, y),
  delayed: (x, y) => ad.delayed(x, y),
  scan: (x) => ad.scan((c: Tensor, row: Tensor) => [row, c], ad.reshape(ad.slice(x, 0, 0, 1), [2]), x)[1],
  map: (x) => ad.map((row: Tensor) => ad.concat([row, row], 0), x),
  whileLoop: (x) =>
    ad.whileLoop(
      ({ i }) => ad.less(i, 3),
      ({ i, y }) => ({ i: ad.add(i, 1), y: ad.concat([ad.slice(y, 0, 1), ad.slice(y, 0, 0, 1)], 0) }),
      { i: ad.full([], 0, "int64"), y: x },
    ).y,
  gradient: (x) => ad.grad((y: Tensor) => ad.sum(ad.mul(ad.softmax(y), y)))(x),
  "gradient of a checkpoint": (x) =>
    ad.grad((y: Tensor) => ad.sum(ad.checkpoint((z: Tensor) => ad.tanh(ad.mul(z, z)))(ad.mul(y, y))))(x),
};

/** On `[2, 2]`. */
const fixed: Readonly<Record<string, Program>> = {
  broadcastTo: (x) => ad.broadcastTo(x, [3, 2, 2]),
  take: (x) => ad.take(x, ad.iota(2)),
  takeAlongAxis: (x) => ad.takeAlongAxis(x, crossed(), 1),
  scatterAdd: (x, y) => ad.scatterAdd(x, ad.iota(2), y),
  scatterAddAlongAxis: (x, y) => ad.scatterAddAlongAxis(x, crossed(), y),
};

const programs = [
  ...Object.entries(symbolic).map(([name, program]) => ({ name, program, shape: ["n", 2] })),
  ...Object.entries(fixed).map(([name, program]) => ({ name: `${name} of fixed sizes`, program, shape: [2, 2] })),
];

const tolerance: Readonly<Record<DType, number>> = {
  float64: 1e-12,
  float32: 1e-5,
  float16: 1e-2,
  bfloat16: 5e-2,
  int64: 0,
  bool: 0,
};
const valueOf = (dtype: DType, rows: readonly (readonly number[])[]): TensorValue =>
  tensor(
    dtype,
    [2, 2],
    rows.map((row) => row.map((x) => (dtype === "int64" ? Math.round(2 * x) : dtype === "bool" ? x > 0 : x))),
  );

const sets = {
  floatsOnly: [...Object.keys(floatsOnly), "pow", "barrier", "gradient", "gradient of a checkpoint"],
  numbers: [...Object.keys(numbers), "matmul", "topK", "dimValue"],
};
/** What is refused while it is traced. */
const refusals: Readonly<Record<DType, readonly string[]>> = {
  float64: ["mod", "and", "not"],
  float32: ["mod", "and", "not"],
  float16: ["mod", "and", "not"],
  bfloat16: ["mod", "and", "not"],
  int64: [...sets.floatsOnly, "and", "not"],
  bool: [...sets.floatsOnly, ...sets.numbers, "mod"],
};

/** undefined where tracing refuses, by a named error. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof DTypeError || error instanceof DifferentiationError) return undefined;
    throw error;
  }
}

test.for(Object.keys(dtypes) as DType[])("%s", async (dtype) => {
  // bfloat16 does not cross the border.
  const outside = dtype === "bfloat16" ? "float32" : dtype;
  const inputs = [
    valueOf(outside, [
      [0.5, -1.5],
      [2, -0.5],
    ]),
    valueOf(outside, [
      [1.5, 0.5],
      [-2, 1],
    ]),
  ];
  const refused: string[] = [];
  const wrong: string[] = [];
  for (const { name, program, shape } of programs) {
    const given = spec(outside, shape);
    const f = (x: Tensor, y: Tensor): Tensor => {
      const result = program(ad.cast(x, dtype), ad.cast(y, dtype));
      return result.dtype === "bfloat16" ? ad.cast(result, "float32") : result;
    };
    const graph = attempt(() => trace(f, [given, given]));
    if (graph === undefined) {
      refused.push(name);
      continue;
    }
    await using compiled = compileGraph<TensorValue[], TensorValue>(graph, { name, threads: 1 });
    const received = await compiled(...inputs);
    const expected = evaluate(graph, inputs)[0]!;
    const [a, b] = [toNumbers(received), toNumbers(expected)];
    const isClose = (x: number, y: number): boolean =>
      Object.is(x, y) || Math.abs(x - y) <= tolerance[dtype] * Math.max(1, Math.abs(y));
    const isRight = a.length === b.length && a.every((x, i) => isClose(x, b[i]!));
    if (received.dtype !== expected.dtype || received.dims.join() !== expected.dims.join() || !isRight)
      wrong.push(name);
  }
  expect(wrong).toEqual([]);
  expect(refused.sort()).toEqual([...refusals[dtype]].sort());
});
