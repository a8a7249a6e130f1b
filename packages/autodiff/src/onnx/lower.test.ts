// The invariants that ONNX's own checker holds files to, on what this package writes. `tools/reference/onnx_check.py` runs the
// checker itself over the same kinds of graphs and many more (onnx 1.23.1, November 2026: none refused).
import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { trace } from "../graph.ts";
import { add, mul } from "../primitives/arithmetic.ts";
import { sum } from "../primitives/sum.ts";
import "../index.ts";
import { checkpoint } from "../primitives/call.ts";
import { less } from "../primitives/compare.ts";
import { scan } from "../primitives/scan.ts";
import { tanh } from "../primitives/unary.ts";
import { whileLoop } from "../primitives/while.ts";
import { allPrimitives, apply, type Graph, type Tensor } from "../tensor.ts";
import { llamaLoss, llamaSpecs } from "../testing/llama.ts";
import { grad, hvp, valueAndGrad } from "../transforms/grad.ts";
import { spec } from "../value.ts";
import { compile } from "../runtime/compile.ts";
import { lower, toOnnx } from "./lower.ts";

/** Field number → values, in order: numbers for varints, bytes for the rest. */
type Fields = Map<number, (number | Uint8Array)[]>;

function read(bytes: Uint8Array): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  const chunk = (length: number): Uint8Array => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const key = varint();
    const wire = key & 7;
    const value = wire === 0 ? varint() : chunk(wire === 2 ? varint() : wire === 5 ? 4 : 8);
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}

const all = (fields: Fields, field: number): Uint8Array[] => (fields.get(field) ?? []) as Uint8Array[];
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const names = (fields: Fields, field: number): string[] => all(fields, field).map(text);
/** The names of messages whose name is field `inner`. */
const named = (fields: Fields, field: number, inner = 1): string[] =>
  all(fields, field).map((message) => names(read(message), inner)[0]!);

/** Sentences on what the checker would refuse; `outer` are the names that a subgraph sees. */
function faults(graph: Fields, outer: ReadonlySet<string> = new Set()): string[] {
  const found: string[] = names(graph, 2)[0] ? [] : ["a graph without a name"];
  const known = new Set(outer);
  const define = (name: string): void => {
    if (known.has(name)) found.push(`${name} is defined twice`);
    known.add(name);
  };
  [...named(graph, 11), ...named(graph, 5, 8)].forEach(define);
  for (const bytes of all(graph, 1)) {
    const node = read(bytes);
    const [name] = names(node, 3);
    for (const input of names(node, 1))
      if (input !== "" && !known.has(input)) found.push(`${name} uses ${input} before it is computed`);
    for (const domain of names(node, 7))
      if (domain !== "" && !(domain === "com.microsoft" && names(node, 4)[0] === "MatMulNBits"))
        found.push(`${name} is not of the plain operator set`);
    for (const attribute of all(node, 5))
      for (const body of all(read(attribute), 6)) found.push(...faults(read(body), known));
    names(node, 2).forEach(define);
  }
  for (const output of named(graph, 12)) if (!known.has(output)) found.push(`${output} is not computed`);
  return found;
}

function faultsOf(graph: Graph, name?: string): string[] {
  const model = read(toOnnx(graph, name === undefined ? {} : { name }));
  expect(model.get(1)).toEqual([9]); // IR version: the one that operator set 20 came with
  const [set, ...others] = all(model, 8)
    .map(read)
    .map((each) => [names(each, 1), each.get(2)]);
  expect(set).toEqual([[""], [20]]);
  // Only a product with weights in blocks may have one of ONNX Runtime's own operators beside them.
  const mayContribute = graph.nodes.some(({ primitive }) => primitive.name === "quantizedMatmul");
  for (const other of others) expect([mayContribute, other]).toEqual([true, [["com.microsoft"], [1]]]);
  return faults(read(all(model, 7)[0]!));
}

test.for(allPrimitives().map((primitive) => ({ primitive, name: primitive.name })))(
  "$name is well-formed ONNX",
  ({ primitive }) => {
    for (const { inputs, attributes } of primitive.samples(new Random(7))) {
      const graph = trace(
        (x: readonly Tensor[]) => [...apply(primitive, x, attributes)],
        [inputs.map(({ dtype, dims }) => spec(dtype, dims))],
      );
      expect(faultsOf(graph)).toEqual([]);
    }
  },
);

const shape = {
  vocabulary: 5,
  channels: 4,
  layers: 2,
  heads: 2,
  keyValueHeads: 1,
  hidden: 6,
  ropeTheta: 1e4,
  epsilon: 1e-5,
};

test("derivatives of a Llama with checkpoints, of nested loops and of loops without end are well-formed ONNX", () => {
  const specs = [llamaSpecs(shape, "float32"), spec("int64", ["batch", "seq"])] as const;
  const loss = (...[p, t]: Parameters<typeof llamaLoss>): Tensor => llamaLoss(p, t, shape, checkpoint);
  expect(faultsOf(trace((p, t) => valueAndGrad(loss)(p, t, shape), specs))).toEqual([]);
  expect(faultsOf(trace((v, p, t) => hvp(loss)(v, p, t, shape), [specs[0], ...specs]))).toEqual([]);
  const inner = (c: Tensor, row: Tensor): Tensor =>
    scan((d: Tensor, x: Tensor) => [tanh(mul(add(d, c), x)), d], c, row)[0];
  const nested = (x: Tensor): Tensor => sum(scan((c: Tensor, row: Tensor) => [inner(c, row), c], sum(mul(x, 0)), x)[1]);
  const rows = spec("float64", ["n", "m"]);
  for (const f of [nested, grad(nested)]) expect(faultsOf(trace(f, [rows]))).toEqual([]);
  expect(faultsOf(trace(hvp(nested), [rows, rows]))).toEqual([]);
  const endless = (x: Tensor): Tensor =>
    whileLoop(
      (y) => less(sum(y), 100),
      (y) => add(y, nested(x)),
      x,
    );
  expect(faultsOf(trace(endless, [rows]))).toEqual([]);
});

test("a graph has a name, whatever its function is called", () => {
  expect(
    faultsOf(
      trace((x: Tensor) => [x, x], [spec("float32", ["n"])]),
      "",
    ),
  ).toEqual([]);
});

test("a large graph's shapes are left open where it is to be opened, and are there for other tools; what it gives is the same", async () => {
  const chain = (x: Tensor): Tensor => Array.from({ length: 5100 }).reduce<Tensor>((y) => add(y, x), x);
  const specs = [spec("float32", ["unlikely", 2])] as const;
  const graph = trace(chain, specs);
  const named = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes("unlikely");
  expect(named(toOnnx(graph))).toBe(true);
  expect(named(lower(graph, { leavesShapesOpen: true }).bytes)).toBe(false);
  expect(
    named(
      lower(
        trace((x: Tensor) => add(x, 1), specs),
        { leavesShapesOpen: true },
      ).bytes,
    ),
  ).toBe(true);
  await using program = compile(chain, specs);
  const { dims, data } = await program({ dtype: "float32", dims: [1, 2], data: Float32Array.of(1, -2) });
  expect([dims, [...data]]).toEqual([
    [1, 2],
    [5101, -10202],
  ]);
});
