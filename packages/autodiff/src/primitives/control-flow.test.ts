import { describe, expect, test } from "vitest";
import { DifferentiationError, ShapeError } from "../errors.ts";
import { evaluate } from "../evaluate.ts";
import { trace } from "../graph.ts";
import { optimise } from "../optimise.ts";
import { compile } from "../runtime/compile.ts";
import type { Tensor } from "../tensor.ts";
import { grad, hvp, jvp, linearize, valueAndGrad } from "../transforms/grad.ts";
import { spec, tensor, toNumbers, type TensorValue } from "../value.ts";
import { add, mul } from "./arithmetic.ts";
import { checkpoint, customVjp, gradientAhead } from "./call.ts";
import { cast } from "./cast.ts";
import { less } from "./compare.ts";
import { full } from "./constant.ts";
import { matmul } from "./matmul.ts";
import { max } from "./reduce.ts";
import { map, scan } from "./scan.ts";
import { concat, expandDims, reshape, slice } from "./shape.ts";
import { stopGradient } from "./structural.ts";
import { sum } from "./sum.ts";
import { exp, sin, tanh } from "./unary.ts";
import { whileLoop } from "./while.ts";

const wave = (dims: readonly number[], shift: number): TensorValue =>
  tensor(
    "float64",
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i + shift)),
  );

/** The largest difference; Infinity where the shapes differ. */
const gap = (a: TensorValue, b: TensorValue): number => {
  if (a.dims.join() !== b.dims.join()) return Infinity;
  const other = toNumbers(b);
  return Math.max(0, ...toNumbers(a).map((value, i) => Math.abs(value - other[i]!)));
};

const [w, v, x] = [wave([3, 3], 1), wave([3, 3], 2), wave([5, 3], 3)];
const square = spec("float64", [3, 3]);

describe("scan", () => {
  const step = (p: Tensor, c: Tensor, row: Tensor): Tensor => tanh(add(matmul(c, p), reshape(row, [1, 3])));
  const looped = (p: Tensor, xs: Tensor): Tensor => {
    const [last, sums] = scan(
      (c, row: Tensor) => {
        const next = step(p, c, row);
        return [next, sum(next)];
      },
      full([1, 3], 0.1, "float64"),
      xs,
    );
    return add(sum(last), sum(mul(sums as Tensor, sums as Tensor)));
  };
  const unrolled = (p: Tensor, xs: Tensor): Tensor => {
    let c = full([1, 3], 0.1, "float64");
    let total = full([], 0, "float64");
    for (let i = 0; i < 5; i += 1) {
      c = step(p, c, slice(xs, 0, i, i + 1));
      total = add(total, mul(sum(c), sum(c)));
    }
    return add(sum(c), total);
  };
  const symbolic = spec("float64", ["steps", 3]);
  const fixed = spec("float64", [5, 3]);

  test("equals its unrolling, and so do its derivatives of both modes and orders", async () => {
    for (const argument of [0, 1]) {
      await using a = compile(valueAndGrad(looped, { argument }), [square, symbolic]);
      await using b = compile(valueAndGrad(unrolled, { argument }), [square, fixed]);
      const [left, right] = [await a(w, x), await b(w, x)];
      expect(gap(left[0], right[0])).toBeLessThan(1e-12);
      expect(gap(left[1] as TensorValue, right[1] as TensorValue)).toBeLessThan(1e-12);
    }
    await using a = compile(hvp(looped), [square, square, symbolic]);
    await using b = compile(hvp(unrolled), [square, square, fixed]);
    const expected = await b(v, w, x);
    expect(gap(await a(v, w, x), expected)).toBeLessThan(1e-12);
    const reverseOverReverse = (d: Tensor, p: Tensor, xs: Tensor): Tensor =>
      grad((q: Tensor) => sum(mul(grad(looped)(q, xs), d)))(p);
    await using c = compile(reverseOverReverse, [square, square, symbolic]);
    expect(gap(await c(v, w, x), expected)).toBeLessThan(1e-12);
  });

  test("of no steps gives back its carry", async () => {
    await using program = compile(looped, [square, symbolic]);
    expect(toNumbers(await program(w, tensor("float64", [0, 3], [])))[0]).toBeCloseTo(0.3, 12);
  });

  test("runs over trees, from the end when asked, and results stay at their places", async () => {
    await using program = compile(
      (xs: Tensor) =>
        scan(
          (c: { readonly total: Tensor }, e: { readonly a: Tensor }) => {
            const total = add(c.total, e.a);
            return [{ total }, { sofar: total }];
          },
          { total: full([], 0, "float64") },
          { a: xs },
          { reverse: true },
        ),
      [spec("float64", ["n"])],
    );
    const [carry, all] = await program(tensor("float64", [3], [1, 2, 4]));
    expect(toNumbers((carry as { total: TensorValue }).total)).toEqual([7]);
    expect(toNumbers((all as { sofar: TensorValue }).sofar)).toEqual([7, 6, 4]);
  });

  test("runs once for value and tangent together", () => {
    const both = (p: Tensor, dp: Tensor, xs: Tensor): [Tensor, Tensor] => jvp((q: Tensor) => looped(q, xs), [p], [dp]);
    const { nodes } = optimise(trace(both, [square, square, symbolic]));
    expect(nodes.filter(({ primitive }) => primitive.name === "scan")).toHaveLength(1);
  });

  test("refuses a carry that changes shape", () => {
    const grow = (xs: Tensor): Tensor =>
      scan((c: Tensor) => [concat([c, c], 0), c], expandDims(slice(xs, 0, 0, 1), 1), xs)[0];
    expect(() => trace(grow, [spec("float64", ["n"])])).toThrow(ShapeError);
  });
});

test("map applies a function to each row, with a gradient for what it captured", async () => {
  const f = (p: Tensor, xs: Tensor): Tensor => sum(map((row: Tensor) => sin(matmul(reshape(row, [1, 3]), p)), xs));
  const direct = (p: Tensor, xs: Tensor): Tensor => sum(sin(matmul(xs, p)));
  const specs = [square, spec("float64", ["n", 3])] as const;
  await using a = compile(grad(f), specs);
  await using b = compile(grad(direct), specs);
  expect(gap(await a(w, x), await b(w, x))).toBeLessThan(1e-12);
});

describe("whileLoop", () => {
  const doubling = (start: Tensor): { readonly n: Tensor; readonly y: Tensor } =>
    whileLoop(
      ({ y }) => less(sum(y), 100),
      ({ n, y }) => ({ n: add(n, 1), y: mul(y, 2) }),
      { n: cast(sum(mul(start, 0)), "int64"), y: start },
    );

  test("stops when told, after no step too", async () => {
    await using program = compile(doubling, [spec("float64", [1])]);
    const { n, y } = await program(tensor("float64", [1], [3]));
    expect([toNumbers(n), toNumbers(y)]).toEqual([[6], [192]]);
    expect(toNumbers((await program(tensor("float64", [1], [500]))).n)).toEqual([0]);
  });

  test("is differentiated forward, and refuses to be differentiated in reverse", async () => {
    await using program = compile(
      (s, ds) => jvp((z: Tensor) => doubling(z).y, [s], [ds])[1],
      [spec("float64", [1]), spec("float64", [1])],
    );
    expect(toNumbers(await program(tensor("float64", [1], [3]), tensor("float64", [1], [1])))).toEqual([64]);
    expect(() =>
      trace(
        grad((s: Tensor) => sum(doubling(s).y)),
        [spec("float64", [1])],
      ),
    ).toThrow(DifferentiationError);
  });

  test("lets a carry grow, as a cache does", async () => {
    const grow = (prefix: Tensor, steps: Tensor): Tensor =>
      whileLoop(
        ({ i }) => less(i, steps),
        ({ i, tail }) => {
          // The prefix is captured; the tail is what was made so far.
          const next = max(concat([prefix, tail], 0), {});
          return { i: add(i, 1), tail: concat([tail, expandDims(add(next, 1), 0)], 0) };
        },
        { i: full([], 0, "int64"), tail: full([0], 0, "float64") },
        { carry: { i: spec("int64"), tail: spec("float64", ["tail"]) } },
      ).tail;
    await using program = compile(grow, [spec("float64", ["prefix"]), spec("int64")]);
    const result = await program(tensor("float64", [2], [1, 5]), tensor("int64", [], 3));
    expect(toNumbers(result)).toEqual([6, 7, 8]);
  });
});

describe("blocks", () => {
  test("stopGradient is a constant to derivatives", async () => {
    await using program = compile(
      grad((z: Tensor) => sum(mul(z, stopGradient(z)))),
      [spec("float64", ["n"])],
    );
    expect(toNumbers(await program(tensor("float64", [2], [3, 4])))).toEqual([3, 4]);
  });

  test("customVjp uses the rule in reverse, and the function forward", async () => {
    const clipped = customVjp(
      (z: Tensor) => exp(z),
      (_, y, g) => [mul(mul(g, y), 10)],
    );
    const one = [spec("float64", [])] as const;
    await using reverse = compile(
      grad((z: Tensor) => clipped(z)),
      one,
    );
    expect(toNumbers(await reverse(tensor("float64", [], 0)))).toEqual([10]);
    const push = (z: Tensor): [Tensor, Tensor] => jvp(clipped, [z], [full([], 1, "float64")]);
    await using forward = compile((z) => push(z)[1], one);
    expect(toNumbers(await forward(tensor("float64", [], 0)))).toEqual([1]);
    await using ofValue = compile(
      grad((z: Tensor) => push(z)[0]),
      one,
    );
    expect(toNumbers(await ofValue(tensor("float64", [], 0)))).toEqual([10]);
  });

  test("customVjp refuses to lose a gradient to what it captured", () => {
    const f = (p: Tensor): Tensor =>
      customVjp(
        (z: Tensor) => mul(z, p),
        (_, __, g) => [g],
      )(full([], 2, "float64"));
    expect(() => trace(grad(f), [spec("float64", [])])).toThrow(DifferentiationError);
  });

  test("a checkpoint's gradient is recomputed behind a barrier; what it captured has one too", async () => {
    const plain = (p: Tensor, z: Tensor): Tensor => sin(matmul(z, p));
    const f = (p: Tensor, z: Tensor): Tensor => sum(checkpoint((y: Tensor) => plain(p, y))(plain(p, z)));
    const g = (p: Tensor, z: Tensor): Tensor => sum(plain(p, plain(p, z)));
    const specs = [square, spec("float64", ["n", 3])] as const;
    expect(String(trace(grad(f), specs))).toContain("barrier");
    await using a = compile(grad(f), specs);
    await using b = compile(grad(g), specs);
    expect(gap(await a(w, x), await b(w, x))).toBeLessThan(1e-12);
    await using c = compile(hvp(f), [square, ...specs]);
    await using d = compile(hvp(g), [square, ...specs]);
    expect(gap(await c(v, w, x), await d(v, w, x))).toBeLessThan(1e-12);
  });

  test("a checkpoint is differentiated forward and then in reverse, in directions one by one, and nested", async () => {
    const plain = (p: Tensor, z: Tensor): Tensor => sin(matmul(z, p));
    const inner = (p: Tensor, z: Tensor): Tensor => checkpoint((y: Tensor) => plain(p, y))(z);
    const nested = (p: Tensor, z: Tensor): Tensor => sum(checkpoint((y: Tensor) => plain(p, inner(p, y)))(inner(p, z)));
    const flat = (p: Tensor, z: Tensor): Tensor => sum(plain(p, plain(p, plain(p, z))));
    const slopes =
      (f: typeof flat) =>
      (dp: Tensor, p: Tensor, z: Tensor): Tensor[] => {
        const slope = (q: Tensor): Tensor => jvp((r: Tensor) => f(r, z), [q], [dp])[1];
        const [value, push] = linearize((q: Tensor) => f(q, z), p);
        return [grad(slope)(p), value, push(dp), push(mul(dp, dp)), hvp(f)(dp, p, z)];
      };
    const specs = [square, square, spec("float64", ["n", 3])] as const;
    await using a = compile(slopes(nested), specs);
    await using b = compile(slopes(flat), specs);
    const [left, right] = [await a(v, w, x), await b(v, w, x)];
    left.forEach((value, i) => expect(gap(value, right[i]!)).toBeLessThan(1e-12));
  });

  test("a gradient taken ahead is the gradient: by what was captured, scaled, in reverse of reverse, and forward", async () => {
    const plain = (p: Tensor, z: Tensor): [Tensor, Tensor] => {
      const y = sin(matmul(z, p));
      return [sum(mul(y, y)), y];
    };
    const ahead = (p: Tensor, z: Tensor): [Tensor, Tensor] => gradientAhead((x: Tensor) => plain(p, x))(z);
    const derivatives =
      (f: typeof plain) =>
      (dp: Tensor, p: Tensor, z: Tensor): Tensor[] => {
        // The loss enters nonlinearly, and the other result has a cotangent of its own.
        const loss = (q: Tensor): Tensor => {
          const [total, y] = f(q, z);
          return mul(exp(mul(total, 0.1)), add(sum(y), total));
        };
        const along = (q: Tensor): Tensor => sum(mul(grad(loss)(q), dp));
        const byBoth = grad((q: Tensor, x: Tensor) => f(q, x)[0], { argument: [0, 1] })(p, z);
        return [loss(p), grad(loss)(p), grad(along)(p), hvp(loss)(dp, p), ...byBoth];
      };
    const specs = [square, square, spec("float64", ["n", 3])] as const;
    await using a = compile(derivatives(ahead), specs);
    await using b = compile(derivatives(plain), specs);
    const [left, right] = [await a(v, w, x), await b(v, w, x)];
    left.forEach((value, i) => expect(gap(value, right[i]!)).toBeLessThan(1e-11));
    expect(() => trace((z: Tensor) => gradientAhead((y: Tensor) => [y])(z), [square])).toThrow(ShapeError);
  });

  test("an inner derivative does not see the outer one's variable: d/dx [x · d/dy (x + y)] = 1", async () => {
    await using program = compile(
      grad((z: Tensor) => mul(z, grad((y: Tensor) => add(z, y))(full([], 1, "float64")))),
      [spec("float64", [])],
    );
    expect(toNumbers(await program(tensor("float64", [], 7)))).toEqual([1]);
  });
});

test("a length may be written in any form", () => {
  const rows = trace(
    (x: Tensor) => scan((c: Tensor) => [add(c, 1), c], sum(x), [] as Tensor[], { length: "n*2+n" })[1],
    [spec("float64", ["n"])],
  );
  expect(rows.outputs[0]!.shape).toEqual(["3*n"]);
  expect(toNumbers(evaluate(rows, [tensor("float64", [1], [4])])[0]!)).toEqual([4, 5, 6]);
});
