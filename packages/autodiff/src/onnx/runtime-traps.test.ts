// What ONNX Runtime 1.30 gets wrong and lowerings go around, each as a program that runs into it. Two more have tests
// beside their operations: scatters of rows named twice (indexing.test.ts) and scans of no steps (control-flow.test.ts).
import { expect, test } from "vitest";
import { evaluate } from "../evaluate.ts";
import { trace } from "../graph.ts";
import { topK } from "../primitives/indexing.ts";
import { max, min } from "../primitives/reduce.ts";
import { pad, transpose } from "../primitives/shape.ts";
import { logSoftmax } from "../primitives/softmax.ts";
import { broadcastTo, sum } from "../primitives/sum.ts";
import { tanh } from "../primitives/unary.ts";
import { compileGraph } from "../runtime/compile.ts";
import type { Tensor } from "../tensor.ts";
import { spec, tensor, toNumbers, type TensorValue } from "../value.ts";

interface Trap {
  readonly name: string;
  readonly program: (x: Tensor) => Tensor;
  readonly shape: readonly (string | number)[];
  readonly input: TensorValue;
}

const wave = (dims: readonly number[]): TensorValue =>
  tensor(
    "float64",
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i)),
  );
const withNaN = tensor("float64", [2, 3], [1, NaN, 3, 1, 2, 3]);

const traps: readonly Trap[] = [
  {
    name: "TopK of an empty tensor ends the process",
    program: (x) => topK(x, 2, 1).values,
    shape: ["n", 3],
    input: wave([0, 3]),
  },
  {
    name: "Expand leaves size 1 where it should become 0",
    program: (x) => broadcastTo(sum(x, { keepDims: true }), x.shape),
    shape: ["n", 3],
    input: wave([0, 3]),
  },
  {
    name: "Pad forgets its axes when a transpose moves past it",
    program: (x) => transpose(pad(transpose(tanh(x)), 0, 1, 2)),
    shape: ["n", 3],
    input: wave([2, 3]),
  },
  {
    name: "float64 LogSoftmax loses NaN",
    program: (x) => logSoftmax(x),
    shape: ["n", 3],
    input: withNaN,
  },
  ...[max, min].map((extremum) => ({
    name: `${extremum.name} sees a NaN only where it comes first`,
    program: (x: Tensor) => extremum(x, { axis: 1 }),
    shape: ["n", 3],
    input: withNaN,
  })),
];

/** NaN is close to NaN only. */
const isClose = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) < 1e-12;

test.for(traps)("$name", async ({ program, shape, input }) => {
  const graph = trace(program, [spec("float64", shape)]);
  await using compiled = compileGraph<[TensorValue], TensorValue>(graph);
  const result = await compiled(input);
  const [expected] = evaluate(graph, [input]);
  expect(result.dims).toEqual(expected!.dims);
  const close = toNumbers(expected!).map((value, i) => isClose(toNumbers(result)[i]!, value));
  expect(close).not.toContain(false);
});
