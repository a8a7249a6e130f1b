// What cannot be is refused while a program is traced, by a named error that says where.
import { expect, test } from "vitest";
import { DifferentiationError, DTypeError, ScopeError, ShapeError, TreeError } from "./errors.ts";
import { trace } from "./graph.ts";
import { add, mul } from "./primitives/arithmetic.ts";
import { pow } from "./primitives/binary.ts";
import { checkpoint, customVjp } from "./primitives/call.ts";
import { cast } from "./primitives/cast.ts";
import { equal, less } from "./primitives/compare.ts";
import { argmax, mean } from "./primitives/reduce.ts";
import { map, scan } from "./primitives/scan.ts";
import { concat, expandDims, split } from "./primitives/shape.ts";
import { sum } from "./primitives/sum.ts";
import { sin, tanh } from "./primitives/unary.ts";
import { whileLoop } from "./primitives/while.ts";
import type { Tensor } from "./tensor.ts";
import { grad, jvp, linearize, valueAndGrad, vjp } from "./transforms/grad.ts";
import { spec, type TensorSpec } from "./value.ts";

type Program = (x: Tensor) => unknown;

const vector = spec("float64", ["n"]);
const integers = spec("int64", ["n"]);
const flags = spec("bool", ["n"]);
const three = spec("float64", [3]);

/** What a body makes is handed out of it. */
const leaked = (inside: (keep: (x: Tensor) => Tensor) => void): Tensor => {
  let kept: Tensor | undefined;
  inside((x) => (kept = sin(x)));
  return kept!;
};

const untyped = (f: unknown): never => f as never;

/** A block whose rule uses what only the inside of the loop around it has. */
const capturing = (x: Tensor): Tensor => {
  const local = mul(x, 2);
  return customVjp(
    (y: Tensor) => tanh(y),
    (_, __, g) => [mul(g, local)],
  )(x);
};

const refused: Readonly<
  Record<string, readonly [Program, TensorSpec, abstract new (...args: never[]) => Error, RegExp]>
> = {
  "a tensor of another program": [
    (x) =>
      add(
        x,
        leaked((keep) => trace((y: Tensor) => keep(y), [vector])),
      ),
    vector,
    ScopeError,
    /sin uses a tensor of another program/,
  ],
  "a tensor of a loop's inside": [
    (x) =>
      add(
        sum(x),
        leaked((keep) => map((row: Tensor) => (keep(row), row), x)),
      ),
    vector,
    ScopeError,
    /inside of a loop/,
  ],
  "a tensor of a checkpoint's inside": [
    (x) => leaked((keep) => checkpoint((y: Tensor) => (keep(y), y))(x)),
    vector,
    ScopeError,
    /inside of a loop, block/,
  ],
  "a rule that uses the inside of a loop": [
    grad((x: Tensor) => sum(map(capturing, x))),
    vector,
    ScopeError,
    /pass it as an argument/,
  ],
  "a rule's cotangents in another tree": [
    grad((x: Tensor) =>
      sum(
        customVjp(
          ({ a }: { readonly a: Tensor }) => tanh(a),
          untyped((_: unknown, __: unknown, g: Tensor) => [{ b: g }]),
        )({ a: x }),
      ),
    ),
    vector,
    TreeError,
    /customVjp: cotangents: expected \[\{a: \*\}\], received \[\{b: \*\}\]/,
  ],
  "an async function": [
    async (x) => Promise.resolve(x),
    vector,
    TreeError,
    /a Tensor as result, received \[object Promise\]/,
  ],
  "no result": [() => [], vector, TreeError, /one tensor or more/],
  "a number as a block's argument": [
    (x) => checkpoint((y: Tensor, k: unknown) => mul(y, k as number))(x, 3),
    vector,
    TreeError,
    /checkpoint: expected a Tensor as argument 1, received 3/,
  ],
  "a number as a block's result": [(x) => checkpoint((y: Tensor) => [y, 3])(x), vector, TreeError, /result 1/],
  "a number as a loop's result": [(x) => map(() => 1, x), vector, TreeError, /scan: expected a Tensor as result/],
  "a step without a pair": [
    (x) =>
      scan(
        untyped((c: Tensor, row: Tensor) => add(c, row)),
        sum(x),
        x,
      ),
    vector,
    TreeError,
    /\[carry, result\] from each step/,
  ],
  "a carry in another tree": [
    (x) =>
      scan(
        untyped((c: { readonly a: Tensor }) => [{ b: c.a }, c.a]),
        { a: sum(x) },
        x,
      ),
    vector,
    TreeError,
    /scan: carry: expected \{a: \*\}, received \{b: \*\}/,
  ],
  "a number as a carry": [
    (x) =>
      whileLoop(
        ({ y }) => less(sum(y), 1),
        (c) => c,
        { i: untyped(0), y: x },
      ),
    vector,
    TreeError,
    /whileLoop: expected a Tensor as carry i, received 0/,
  ],
  "a condition that is no bool": [
    (x) =>
      whileLoop(
        (y) => sum(y),
        (y) => y,
        x,
      ),
    vector,
    DTypeError,
    /one bool of rank 0/,
  ],
  "a carry that grows undeclared": [
    (x) =>
      whileLoop(
        (y) => less(sum(y), 3),
        (y) => concat([y, y], 0),
        x,
      ),
    vector,
    ShapeError,
    /whileLoop: expected a carry that stays float64\[n\], received float64\[2\*n\]/,
  ],
  "reverse mode through a loop without end": [
    grad((x: Tensor) =>
      whileLoop(
        (y) => less(y, 3),
        (y) => mul(y, y),
        sum(x),
      ),
    ),
    vector,
    DifferentiationError,
    /while: no reverse derivative, since the number of steps is not known/,
  ],
  "a tangent of another shape": [(x) => jvp(sin, [x], [sum(x)]), vector, ShapeError, /jvp: tangent/],
  "a tangent of another shape, linearized": [
    (x) => linearize(sin, x)[1](sum(x)),
    vector,
    ShapeError,
    /linearize: tangent/,
  ],
  "a cotangent of another shape": [(x) => vjp(sin, x)[1](sum(x)), vector, ShapeError, /vjp: cotangent/],
  "a loss of rank 1": [grad((x: Tensor) => x), vector, ShapeError, /one float of rank 0, received float64\[n\]/],
  "a gradient by integers": [grad((x: Tensor) => sum(cast(x, "float64"))), integers, DifferentiationError, /int64/],
  "an argument that is not there": [valueAndGrad(sum, { argument: 3 }), vector, TreeError, /below 1, received 3/],
  "a fraction beside integers": [(x) => mul(x, 0.5), integers, DTypeError, /mul: expected a whole number beside int64/],
  "a mean of integers": [(x) => mean(x), integers, DTypeError, /mean/],
  "arithmetic of booleans": [(x) => add(x, x), flags, DTypeError, /add: expected numbers, received bool/],
  "a place among booleans": [(x) => argmax(x), flags, DTypeError, /argmax: expected numbers/],
  "2 beside booleans": [(x) => equal(x, 2), flags, DTypeError, /0 or 1 beside bool/],
  "powers of integers": [(x) => pow(x, 3), integers, DTypeError, /pow/],
  "an axis that cannot be added": [(x) => expandDims(x, 5), vector, ShapeError, /expandDims/],
  "pieces that leave something over": [(x) => split(x, 0, [1, 1]), three, ShapeError, /add up to 3, received \[1, 1\]/],
};

test.for(Object.entries(refused))("%s", ([, [program, given, kind, message]]) => {
  const attempt = (): unknown => trace((x: Tensor) => program(x), [given]);
  expect(attempt).toThrow(kind);
  expect(attempt).toThrow(message);
});
