import { describe, expect, test } from "vitest";
import { checked, checkGraph, checkGraphs, checksGraphs } from "./check.ts";
import { GraphError } from "./errors.ts";
import { makeParameter, trace } from "./graph.ts";
import { lower } from "./onnx/lower.ts";
import { optimise } from "./optimise.ts";
import { add, mul } from "./primitives/arithmetic.ts";
import { checkpoint } from "./primitives/call.ts";
import { cast } from "./primitives/cast.ts";
import { NO_ATTRIBUTES, normal, type NoAttributes } from "./primitives/common.ts";
import { scan } from "./primitives/scan.ts";
import { sum } from "./primitives/sum.ts";
import { exp, tanh } from "./primitives/unary.ts";
import type { Attributes, Loop, Primitive } from "./record.ts";
import { allPrimitives, apply, apply1, definePrimitive, Graph, Node, Tensor } from "./tensor.ts";
import { grad, jvp, vjp } from "./transforms/grad.ts";
import { spec, type TensorSpec } from "./value.ts";

const given = (shape: readonly number[] = [2, 3], dtype: TensorSpec["dtype"] = "float32"): Tensor =>
  makeParameter(spec(dtype, shape), "x");

/** The node of a tensor once more, with something else in it than its primitive would have allowed. */
function forged(
  { node }: Tensor,
  { outputs = node.outputs, inputs = node.inputs, attributes = node.attributes }: Partial<Forgery>,
): Tensor {
  return new Node(node.primitive, inputs, attributes, outputs).outputs[0]!;
}
interface Forgery {
  readonly outputs: readonly TensorSpec[];
  readonly inputs: readonly Tensor[];
  readonly attributes: Node["attributes"];
}

function unchecked<T>(f: () => T): T {
  const before = checkGraphs(false);
  try {
    return f();
  } finally {
    checkGraphs(before);
  }
}

test("tests check graphs wherever one is made, and a sound one passes", () => {
  expect(checksGraphs()).toBe(true);
  const graph = trace((x) => tanh(mul(x, 2)), [spec("float32", ["n"])]);
  expect(() => checkGraph(graph, "tracing")).not.toThrow();
  expect(() => checked(optimise(graph), "optimising", graph)).not.toThrow();
});

describe("a fault of each kind is found", () => {
  const x = given();
  const overRows = (f: (row: Tensor) => Tensor): Tensor =>
    scan((c: Tensor, row: Tensor) => [add(c, row), f(row)], mul(x, 1.5), sequence)[1];
  const sequence = given([5, 2, 3]);
  const faults: Readonly<Record<string, readonly [() => Graph, RegExp]>> = {
    "an input that is computed later": [
      () => {
        const early = tanh(x);
        Object.assign(early.node, { inputs: [exp(x)] });
        return new Graph([x], [early]);
      },
      /tanh \(node \d+\) uses exp \(node \d+\) before it is computed/,
    ],
    "a parameter of another graph": [() => new Graph([x], [add(x, given())]), /add \(node \d+\) uses a parameter of/],
    "a result that is a parameter of another graph": [
      () => new Graph([x], [given()]),
      /the result uses a parameter of/,
    ],
    "a shape that the primitive does not infer": [
      () => new Graph([x], [forged(exp(x), { outputs: [spec("float32", [3, 2])] })]),
      /outputs of exp \(node \d+\): expected float32\[2, 3\], received float32\[3, 2\]/,
    ],
    "an element type that the primitive does not infer": [
      () => new Graph([x], [forged(exp(x), { outputs: [spec("float64", [2, 3])] })]),
      /expected float32\[2, 3\], received float64\[2, 3\]/,
    ],
    "an output more than the primitive has": [
      () => new Graph([x], [forged(exp(x), { outputs: [x, x] })]),
      /expected float32\[2, 3\], received float32\[2, 3\], float32\[2, 3\]/,
    ],
    "inputs that the primitive does not take": [
      () => new Graph([x], [forged(add(x, x), { inputs: [x, given([2, 3], "float64")] })]),
      /add \(node \d+\) does not take its inputs: DTypeError/,
    ],
    "a result that dangles": [
      () => new Graph([x], [new Tensor(exp(x).node, 1, "float32", [2, 3])]),
      /the result uses output 1 of exp \(node \d+\), which has no such one/,
    ],
    "an input that dangles": [
      () => new Graph([x], [tanh(new Tensor(exp(x).node, 0, "float32", [2, 3]))]),
      /tanh \(node \d+\) uses output 0 of exp \(node \d+\), which has no such one/,
    ],
    "a parameter that is computed": [
      () => {
        const later = exp(x);
        return new Graph([later], [later]);
      },
      /exp \(node \d+\) stands among the parameters/,
    ],
    "a parameter twice": [() => new Graph([x, x], [x]), /a parameter is there twice/],
    "a body that takes something else than its loop gives it": [
      () => {
        const loop = overRows(exp);
        const [p, q] = [given(), given([2])];
        const attributes = { ...loop.node.attributes, graph: new Graph([p, q], [p, q, p]) };
        return new Graph([x, sequence], [forged(loop, { attributes })]);
      },
      /scan \(node \d+\) does not take its inputs: ShapeError: scan: input 1/,
    ],
    "a sequence of another length than its loop's": [
      () => {
        const loop = overRows(exp);
        const other = given([4, 2, 3]);
        return new Graph([x, other], [forged(loop, { inputs: loop.node.inputs.with(1, other) })]);
      },
      /scan \(node \d+\) does not take its inputs: ShapeError: scan: expected sequences of length 5/,
    ],
    "a fault in a body": [
      () => new Graph([x, sequence], [overRows((row) => forged(exp(row), { outputs: [spec("float32", [7])] }))]),
      /inside scan \(node \d+\): outputs of exp/,
    ],
  };

  test.for(Object.entries(faults))("%s", ([, [plant, complaint]]) => {
    const graph = unchecked(plant);
    expect(() => checkGraph(graph, "planting")).toThrow(GraphError);
    expect(() => checkGraph(graph, "planting")).toThrow(complaint);
  });
});

describe("a transformation that leaves a graph wrong is named", () => {
  let count = 0;
  /** exp, but for what is wrong with it. */
  const faulty = (fault: Partial<Primitive<NoAttributes>>): ((x: Tensor) => Tensor) => {
    const primitive = definePrimitive<NoAttributes>({
      name: `faulty ${(count += 1)}`,
      role: "operation",
      shape: ([x]) => [x!],
      jvp: ({ outputs: [y], tangents: [dx] }) => [dx && mul(y!, dx)],
      vjp: ({ outputs: [y], cotangents: [g] }) => [g && mul(y!, g)],
      flops: () => 0,
      toOnnx: ([x], lowering) => [lowering.op("Exp", [x!.name])],
      evaluate: ([x]) => [x!],
      samples: (random) => [{ inputs: [normal(random, [2, 3])], attributes: NO_ATTRIBUTES }],
      ...fault,
    });
    return (x) => apply1(primitive, [x], NO_ATTRIBUTES);
  };
  const specs = [spec("float32", [2, 3])] as const;
  /** Of the right shape itself, but made of what cannot be. */
  const unsound = (x: Tensor): Tensor => forged(add(x, x), { inputs: [x, cast(x, "float64")] });

  const wrongJvp = faulty({ jvp: ({ tangents: [dx] }) => [dx && unsound(dx)] });
  const wrongVjp = faulty({ vjp: ({ cotangents: [g] }) => [g && unsound(g)] });
  const faults: Readonly<Record<string, readonly [() => unknown, RegExp]>> = {
    tracing: [() => trace(unsound, specs), /after trace: add/],
    "tracing a block": [() => trace(checkpoint(unsound), specs), /after checkpoint: add/],
    jvp: [() => trace((x) => jvp(wrongJvp, [x], [x])[1], specs), /after jvp: add/],
    vjp: [() => trace((x) => vjp(wrongVjp, x)[1](x)[0], specs), /after vjp: add/],
    "computing a block again": [
      () =>
        trace(
          grad((x: Tensor) => sum(checkpoint(wrongVjp)(x))),
          specs,
        ),
      /after vjp: add/,
    ],
    merging: [
      // Says that it is its input under another name, and is of another shape.
      () => {
        const short = faulty({ role: "alias", shape: ([x]) => [{ ...x!, shape: [3] }] });
        return optimise(trace((x) => add(short(x), given3(x)), specs));
      },
      /after merging: .*add/,
    ],
    "merging what is a result": [
      () => optimise(trace(faulty({ role: "alias", shape: ([x]) => [{ ...x!, shape: [3] }] }), specs)),
      /after merging: results: expected float32\[3\], received float32\[2, 3\]/,
    ],
    pruning: [
      () => {
        const right = allPrimitives().find(({ name }) => name === "scan")!;
        const role: Loop<Attributes> = {
          ...(right.role as Loop<Attributes>),
          prune: (attributes, wanted) => ({ attributes, inputs: [true, false], outputs: wanted }),
        };
        const wrong: Primitive = { ...right, name: "faulty scan", role };
        const made = trace(
          (x, rows) => scan((c: Tensor, row: Tensor) => [add(c, row), row], x, rows)[0],
          [...specs, spec("float32", [5, 2, 3])],
        );
        const { inputs, attributes } = made.outputs[0]!.node;
        return optimise(new Graph(made.parameters, [apply(wrong, inputs, attributes)[0]!]));
      },
      /after pruning: faulty scan/,
    ],
    "lowering to another number of outputs": [
      () => lower(trace(faulty({ toOnnx: ([x]) => [x!.name, x!.name] }), specs)),
      /after lowering faulty \d+: expected 1 outputs, received 2/,
    ],
    "lowering to what is not computed": [
      () => lower(trace(faulty({ toOnnx: () => ["nowhere"] }), specs)),
      /after lowering faulty \d+: "nowhere" is used before it is computed/,
    ],
    "lowering by what is not computed": [
      () => lower(trace(faulty({ toOnnx: (_, lowering) => [lowering.op("Exp", ["nowhere"])] }), specs)),
      /after lowering to Exp: "nowhere" is used before it is computed/,
    ],
  };
  const given3 = (x: Tensor): Tensor => sum(x, { axis: 0 });

  test.for(Object.entries(faults))("%s", ([, [transform, complaint]]) => {
    expect(transform).toThrow(GraphError);
    expect(transform).toThrow(complaint);
    expect(() => unchecked(transform)).not.toThrow();
  });
});
