import { expect, test } from "vitest";
import { cost } from "./cost.ts";
import { addDims, divideDims, evaluateDim, mulDims, subDims } from "./dims.ts";
import { DimensionError, PrimitiveError, ShapeError } from "./errors.ts";
import { trace } from "./graph.ts";
import { optimise } from "./optimise.ts";
import { add, mul, neg } from "./primitives/arithmetic.ts";
import { checkpoint } from "./primitives/call.ts";
import { NO_ATTRIBUTES, type NoAttributes } from "./primitives/common.ts";
import { matmul } from "./primitives/matmul.ts";
import { mean } from "./primitives/reduce.ts";
import { scan } from "./primitives/scan.ts";
import { concat, reshape, slice } from "./primitives/shape.ts";
import { sum } from "./primitives/sum.ts";
import { exp, tanh } from "./primitives/unary.ts";
import type { Primitive } from "./record.ts";
import { apply1, definePrimitive, type Tensor } from "./tensor.ts";
import { grad, valueAndGrad } from "./transforms/grad.ts";
import { spec } from "./value.ts";

const layer = (w: Tensor, x: Tensor): Tensor => mean(tanh(matmul(x, w)));
const specs = [spec("float32", [3, 4]), spec("float32", ["batch", 3])] as const;

test("a traced gradient reads as a program", () => {
  expect(String(optimise(trace(valueAndGrad(layer), specs)))).toMatchInlineSnapshot(`
    "(%0:f32[3, 4], %1:f32[batch, 3]) =>
      %2:f32[batch, 4] = matmul %1 %0
      %3:f32[batch, 4] = tanh %2
      %4:f32[] = sum %3 {axes=[0, 1], keepDims=false}
      %5:f32[] = dim {dim=4*batch, dtype=float32}
      %6:f32[] = div %4 %5
      %7:f32[] = full {value=1, dtype=float32, shape=[]}
      %8:f32[] = div %7 %5
      %9:f32[1, 1] = reshape %8 {shape=[1, 1]}
      %10:f32[batch, 4] = mul %3 %3
      %11:f32[batch, 4] = sub %7 %10
      %12:f32[batch, 4] = mul %9 %11
      %13:f32[3, batch] = transpose %1 {permutation=[1, 0]}
      %14:f32[3, 4] = matmul %13 %12
      return %6, %14"
  `);
});

test("a checkpoint is computed once more, behind a barrier that waits for its cotangent", () => {
  const f = (w: Tensor, x: Tensor): Tensor => sum(tanh(checkpoint((y: Tensor) => tanh(matmul(y, w)))(tanh(x))));
  expect(String(optimise(trace(grad(f), specs)))).toMatchInlineSnapshot(`
    "(%0:f32[3, 4], %1:f32[batch, 3]) =>
      %2:f32[batch, 3] = tanh %1
      %3:f32[batch, 4] = matmul %2 %0
      %4:f32[batch, 4] = tanh %3
      %5:f32[batch, 4] = tanh %4
      %6:f32[batch, 4] = mul %5 %5
      %7:f32[] = full {value=1, dtype=float32, shape=[]}
      %8:f32[batch, 4] = sub %7 %6
      %9:f32[batch, 3] = barrier %2 %8
      %10:f32[batch, 4] = matmul %9 %0
      %11:f32[batch, 4] = tanh %10
      %12:f32[batch, 4] = mul %11 %11
      %13:f32[batch, 4] = sub %7 %12
      %14:f32[batch, 4] = mul %8 %13
      %15:f32[3, batch] = transpose %9 {permutation=[1, 0]}
      %16:f32[3, 4] = matmul %15 %14
      return %16"
  `);
});

test("the body of a scan is printed under it, and what nobody uses is gone from it", () => {
  const f = (w: Tensor, x: Tensor): Tensor =>
    scan((c: Tensor, row: Tensor) => [tanh(add(c, matmul(reshape(row, [1, 3]), w))), row], slice(w, 0, 0, 1), x)[0];
  expect(String(optimise(trace(f, specs)))).toMatchInlineSnapshot(`
    "(%0:f32[3, 4], %1:f32[batch, 3]) =>
      %2:f32[1, 4] = slice %0 {axis=0, start=0, stop=1}
      %3:f32[1, 4] = scan %2 %1 %0 {carries=1, sequences=1, length=batch, reverse=false}
        graph:
        (%0:f32[1, 4], %1:f32[3], %2:f32[3, 4]) =>
          %3:f32[1, 3] = reshape %1 {shape=[1, 3]}
          %4:f32[1, 4] = matmul %3 %2
          %5:f32[1, 4] = add %0 %4
          %6:f32[1, 4] = tanh %5
          return %6
      return %3"
  `);
});

test("a product's gradient by its weights is one product over all rows, whatever their axes", () => {
  const f = (w: Tensor, x: Tensor): Tensor => sum(tanh(matmul(x, w)));
  const printed = String(optimise(trace(grad(f), [specs[0], spec("float32", ["batch", "seq", 3])])));
  expect(printed).toContain("f32[batch*seq, 4] = reshape");
  expect(printed).not.toContain("f32[batch, 3, 4]");
});

test("cost counts a product's operations, and half the memory with checkpoints", () => {
  const product = trace((w: Tensor, x: Tensor) => matmul(x, w), specs);
  expect(cost(product, { batch: 10 })).toEqual({ flops: 2 * 10 * 3 * 4, bytes: 4 * (30 + 12 + 40), peakBytes: 160 });
  const square = spec("float32", [64, 64]);
  const deep = (wrap: boolean) => (w: Tensor, x: Tensor) => {
    const block = (y: Tensor): Tensor => [1, 2, 3, 4].reduce((z) => tanh(matmul(z, w)), y);
    let y = x;
    for (let i = 0; i < 8; i += 1) y = (wrap ? checkpoint(block) : block)(y);
    return sum(mul(y, y));
  };
  const [plain, kept] = [false, true].map((wrap) =>
    cost(trace(grad(deep(wrap)), [square, spec("float32", ["batch", 64])]), { batch: 1000 }),
  );
  expect(kept!.peakBytes).toBeLessThan(0.5 * plain!.peakBytes);
  expect(kept!.flops / plain!.flops).toBeLessThan(1.35);
  expect(() => cost(product)).toThrow(DimensionError);
});

test("what a view shows lives as long as the view", () => {
  const rows = (x: Tensor): Tensor => reshape(x, [2, -1]);
  const kept = trace((x) => add(rows(exp(x)), rows(exp(exp(neg(x))))), [spec("float32", [10])]);
  // The first view's tensor, and two of the others at a time.
  expect(cost(kept).peakBytes).toBe(3 * 40);
});

test("a user's own view, source and alias count as this package's do", () => {
  const plain: Omit<Primitive<NoAttributes>, "name" | "role"> = {
    shape: ([x]) => [x!],
    jvp: "linear",
    vjp: ({ cotangents: [g] }) => [g],
    flops: () => 0,
    toOnnx: ([x]) => [x!.name],
    evaluate: ([x]) => [x!],
    samples: () => [],
  };
  const own = (name: string, role: Primitive["role"]): ((x: Tensor) => Tensor) => {
    const primitive = definePrimitive<NoAttributes>({ ...plain, name, role });
    return (x) => apply1(primitive, [x], NO_ATTRIBUTES);
  };
  const costOf = (shown: (x: Tensor) => Tensor) =>
    cost(trace((x: Tensor) => exp(shown(exp(x))), [spec("float64", [500])]));
  const bytes = 8 * 500;
  expect(costOf(own("own view", "view"))).toEqual(costOf((x) => reshape(x, [5, 100])));
  expect(costOf(own("own view of none", "alias"))).toEqual(costOf((x) => x));
  expect(costOf(own("own copy", "operation")).bytes).toBe(6 * bytes);
  expect(costOf(own("own view again", "view")).bytes).toBe(4 * bytes);
  const alias = own("own alias", "alias");
  expect(String(optimise(trace((x: Tensor) => alias(exp(x)), [spec("float64", [3])])))).not.toContain("own alias");
  // TypeScript would have refused it.
  expect(() => definePrimitive({ ...plain, name: "no role" } as unknown as Primitive<NoAttributes>)).toThrow(
    PrimitiveError,
  );
});

test("nodes are merged where all of their attributes are equal, functions and large integers among them", () => {
  interface Attributes extends Record<string, unknown> {
    readonly f: (x: number) => number;
    readonly count: bigint;
  }
  const mapped = definePrimitive<Attributes>({
    name: "mapped",
    role: "operation",
    shape: ([x]) => [x!],
    jvp: "zero",
    vjp: "zero",
    flops: () => 0,
    toOnnx: ([x]) => [x!.name],
    evaluate: ([x]) => [x!],
    samples: () => [],
  });
  const up = (x: number): number => x + 1;
  const nodesOf = (...all: readonly Attributes[]): number =>
    optimise(trace((x: Tensor) => all.map((attributes) => apply1(mapped, [x], attributes)), [spec("float64", [3])]))
      .nodes.length;
  expect(nodesOf({ f: up, count: 1n }, { f: up, count: 1n })).toBe(1);
  expect(nodesOf({ f: up, count: 1n }, { f: (x) => x - 1, count: 1n })).toBe(2);
  expect(nodesOf({ f: up, count: 1n }, { f: up, count: 2n })).toBe(2);
});

test("sizes are polynomials in canonical form", () => {
  expect(addDims("seq", 1)).toBe("seq+1");
  expect(subDims(addDims("seq", 1), 1)).toBe("seq");
  expect(mulDims(addDims("a", "b"), "b")).toBe("a*b+b*b");
  expect(divideDims(mulDims("batch", addDims("seq", 2)), addDims("seq", 2))).toBe("batch");
  expect(divideDims("seq", 2)).toBe("div(seq;2)");
  expect(evaluateDim(mulDims(3, divideDims(addDims("seq", 1), 2)), { seq: 6 })).toBe(9);
  expect(() => spec("float32", [-1])).toThrow(DimensionError);
  expect(() => spec("float32", ["2x"])).toThrow(DimensionError);
});

test("shapes follow through concat, slice and reshape, and what cannot match is refused where it is written", () => {
  const f = (x: Tensor): Tensor => reshape(slice(concat([x, x], 0), 0, 1), [-1]);
  expect(trace(f, [spec("float32", ["n", 2])]).outputs[0]!.shape).toEqual(["4*n-2"]);
  expect(() => trace((x: Tensor) => reshape(x, [3, -1]), [spec("float32", ["n", 2])])).toThrow(ShapeError);
});
