import type { Random } from "@lemma/interfaces";
import { sameShape, type Dim } from "../dims.ts";
import type { DType } from "../dtype.ts";
import { DTypeError } from "../errors.ts";
import { elementwise } from "../host-array.ts";
import {
  apply1,
  definePrimitive,
  madeBy,
  notATensor,
  type JvpContext,
  type Primitive,
  Tensor,
  type VjpContext,
} from "../tensor.ts";
import { tensor, type TensorValue } from "../value.ts";
import { cast } from "./cast.ts";
import {
  broadcastShapes,
  elements,
  integers,
  NO_ATTRIBUTES,
  normal,
  requireFits,
  requireFloat,
  requireNumbers,
  requireSameDType,
  uniform,
  type NoAttributes,
} from "./common.ts";
import { equal, greater, greaterEqual, less } from "./compare.ts";
import { full, fullPrimitive, scalar } from "./constant.ts";
import { sumTo } from "./reduce.ts";
import { broadcastPrimitive, broadcastTo } from "./shape.ts";
import { stopGradient } from "./structural.ts";
import { abs, exp, log, neg } from "./unary.ts";
import { where } from "./where.ts";

/** A tensor, or a number that takes the other operand's element type. */
export type TensorLike = Tensor | number;

/** Both operands as tensors of one element type. */
export function lift(operation: string, a: TensorLike, b: TensorLike): [Tensor, Tensor] {
  const beside = (value: number, { dtype }: Tensor): Tensor => {
    requireFits(operation, value, dtype);
    return scalar(value, dtype);
  };
  for (const operand of [a, b])
    if (typeof operand !== "number" && !(operand instanceof Tensor)) throw notATensor(operation, operand);
  if (a instanceof Tensor) return [a, b instanceof Tensor ? b : beside(b, a)];
  if (b instanceof Tensor) return [beside(a, b), b];
  throw new DTypeError(operation, "at least one tensor", "two numbers");
}

/**
 * Operands without the copies that broadcasting makes anyway: what `broadcastTo` or `full` only repeated is used small,
 * where the other operand alone has the result's shape.
 */
export function withoutBroadcast(operation: string, a: Tensor, b: Tensor): [Tensor, Tensor] {
  const shape = broadcastShapes(operation, a.shape, b.shape);
  const small = (x: Tensor): Tensor => {
    const value = madeBy(x, fullPrimitive);
    if (value !== undefined && x.rank > 0) return scalar(value.value, x.dtype);
    return madeBy(x, broadcastPrimitive) === undefined ? x : x.node.inputs[0]!;
  };
  const fits = (x: Tensor, y: Tensor): boolean => sameShape(broadcastShapes(operation, x.shape, y.shape), shape);
  const first = small(a);
  const left = first !== a && fits(first, b) ? first : a;
  const second = small(b);
  return [left, second !== b && fits(left, second) ? second : b];
}

interface Binary {
  readonly name: string;
  readonly onnx: string;
  readonly value: (a: number, b: number) => number;
  readonly jvp: (context: JvpContext<NoAttributes>) => Tensor | undefined;
  readonly vjp: (context: VjpContext<NoAttributes>, g: Tensor) => readonly (Tensor | undefined)[];
  readonly floatOnly?: boolean;
  readonly sample?: (random: Random) => readonly TensorValue[];
}

function binary({ name, onnx, value, jvp, vjp, floatOnly, sample }: Binary): Primitive<NoAttributes> {
  return {
    name,
    shape: ([a, b]) => {
      requireSameDType(name, a!, b!);
      requireNumbers(name, a!);
      if (floatOnly === true) requireFloat(name, a!);
      return [{ dtype: a!.dtype, shape: broadcastShapes(name, a!.shape, b!.shape) }];
    },
    jvp: (context) => {
      const tangent = jvp(context);
      return [tangent && broadcastTo(tangent, context.outputs[0]!.shape)];
    },
    vjp: (context) => {
      const [g] = context.cotangents;
      if (g === undefined) return [undefined, undefined];
      return vjp(context, g).map((x, i) => x && sumTo(x, context.inputs[i]!.shape));
    },
    flops: ({ outputs }) => elements(outputs),
    toOnnx: (inputs, lowering) => [
      lowering.op(
        onnx,
        inputs.map((x) => x.name),
      ),
    ],
    evaluate: ([a, b]) => [elementwise(a!.dtype, [a!, b!], value)],
    samples: (random) => {
      const draw = sample ?? (() => [normal(random, [2, 3]), normal(random, [3])]);
      return [
        { inputs: draw(random), attributes: NO_ATTRIBUTES },
        { inputs: draw(random).toReversed(), attributes: NO_ATTRIBUTES },
      ].slice(0, name === "pow" ? 1 : 2);
    },
  };
}

/** Sum of two tangents, either of which may be zero. */
export const addMaybe = (a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined =>
  a === undefined ? b : b === undefined ? a : add(a, b);

const awayFromZero = (random: Random): readonly TensorValue[] => [
  uniform(random, [2, 3], -2, -0.5),
  uniform(random, [2, 1], 0.5, 2),
];

const addPrimitive = definePrimitive(
  binary({
    name: "add",
    onnx: "Add",
    value: (a, b) => a + b,
    jvp: ({ tangents: [da, db] }) => addMaybe(da, db),
    vjp: ({ needs }, g) => needs.map((need) => (need ? g : undefined)),
  }),
);

const subPrimitive = definePrimitive(
  binary({
    name: "sub",
    onnx: "Sub",
    value: (a, b) => a - b,
    jvp: ({ tangents: [da, db] }) => (db === undefined ? da : da === undefined ? neg(db) : sub(da, db)),
    vjp: ({ needs }, g) => [needs[0] ? g : undefined, needs[1] ? neg(g) : undefined],
  }),
);

const mulPrimitive = definePrimitive(
  binary({
    name: "mul",
    onnx: "Mul",
    value: (a, b) => a * b,
    jvp: ({ inputs: [a, b], tangents: [da, db] }) => addMaybe(da && mul(da, b!), db && mul(a!, db)),
    vjp: ({ inputs: [a, b], needs }, g) => [needs[0] ? mul(g, b!) : undefined, needs[1] ? mul(g, a!) : undefined],
  }),
);

/** Of integers it truncates towards zero, and has no gradient. */
const divPrimitive = definePrimitive(
  binary({
    name: "div",
    onnx: "Div",
    value: (a, b) => a / b,
    // d(a/b) = (da − y db) / b.
    jvp: ({ inputs: [, b], outputs: [y], tangents: [da, db] }) => {
      const top = db === undefined ? da : da === undefined ? neg(mul(y!, db)) : sub(da, mul(y!, db));
      return top && div(top, b!);
    },
    vjp: ({ inputs: [, b], outputs: [y], needs }, g) => {
      const share = div(g, b!);
      return [needs[0] ? share : undefined, needs[1] ? neg(mul(share, y!)) : undefined];
    },
    sample: awayFromZero,
  }),
);

const isInteger = (x: TensorValue | { dtype: DType }): boolean => x.dtype === "int64";
divPrimitive.evaluate = ([a, b]) => [
  elementwise(a!.dtype, [a!, b!], isInteger(a!) ? (m, n) => Math.trunc(m / n) : (m, n) => m / n),
];

/** xᵖ for x > 0, and for any x where p is a whole number. At p = 0 the slope in x is 0, at x = 0 too. */
const powPrimitive = definePrimitive(
  binary({
    name: "pow",
    onnx: "Pow",
    floatOnly: true,
    value: (a, b) => a ** b,
    jvp: ({ inputs: [x, p], outputs: [y], tangents: [dx, dp] }) =>
      addMaybe(dx && mul(dx, powerSlope(x!, p!)), dp && mul(dp, mul(y!, logOrZero(x!)))),
    vjp: ({ inputs: [x, p], outputs: [y], needs }, g) => [
      needs[0] ? mul(g, powerSlope(x!, p!)) : undefined,
      needs[1] ? mul(g, mul(y!, logOrZero(x!))) : undefined,
    ],
    sample: (random) => [uniform(random, [2, 3], 0.4, 2), normal(random, [3])],
  }),
);

/** log x, and 0 at 0: there xᵖ stays 0 while p > 0 moves. */
const logOrZero = (x: Tensor): Tensor => log(where(equal(x, 0), 1, x));

const powerSlope = (x: Tensor, p: Tensor): Tensor => {
  const fixed = madeBy(p, fullPrimitive);
  if (fixed !== undefined) return mul(fixed.value, pow(x, fixed.value - 1));
  return mul(p, pow(x, where(equal(p, 0), 1, sub(p, 1))));
};

/** Where the operands tie, each gets half the slope. */
function extremum(name: "maximum" | "minimum"): Primitive<NoAttributes> {
  const share = (a: Tensor, b: Tensor): Tensor => {
    const [m, n] = name === "maximum" ? [a, b] : [b, a];
    return mul(0.5, add(cast(greater(m, n), a.dtype), cast(greaterEqual(m, n), a.dtype)));
  };
  const pick = name === "maximum" ? Math.max : Math.min;
  return binary({
    name,
    onnx: name === "maximum" ? "Max" : "Min",
    value: (a, b) => pick(a, b),
    jvp: ({ inputs: [a, b], tangents: [da, db] }) =>
      addMaybe(da && mul(da, share(a!, b!)), db && mul(db, share(b!, a!))),
    vjp: ({ inputs: [a, b], needs }, g) => [
      needs[0] ? mul(g, share(a!, b!)) : undefined,
      needs[1] ? mul(g, share(b!, a!)) : undefined,
    ],
  });
}

const maximumPrimitive = definePrimitive(extremum("maximum"));
const minimumPrimitive = definePrimitive(extremum("minimum"));

/** The remainder, with the sign of the divisor, of integers. */
const modPrimitive = definePrimitive<NoAttributes>({
  ...binary({
    name: "mod",
    onnx: "Mod",
    value: (a, b) => a - b * Math.floor(a / b),
    jvp: () => undefined,
    vjp: () => [],
  }),
  jvp: "zero",
  vjp: "zero",
  shape: ([a, b]) => {
    for (const x of [a!, b!]) if (x.dtype !== "int64") throw new DTypeError("mod", "int64", x.dtype);
    return [{ dtype: "int64", shape: broadcastShapes("mod", a!.shape, b!.shape) }];
  },
  samples: (random) => [
    { inputs: [integers(random, [2, 3], 9), tensor("int64", [3], [4, -3, 1])], attributes: NO_ATTRIBUTES },
    { inputs: [tensor("int64", [3], [-7, -1, 0]), tensor("int64", [], 4)], attributes: NO_ATTRIBUTES },
  ],
});

const isFull = (x: Tensor, value: number): boolean => madeBy(x, fullPrimitive)?.value === value;
const resultIs = (x: Tensor, shape: readonly Dim[]): boolean => sameShape(x.shape, shape);

export function add(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = withoutBroadcast("add", ...lift("add", x, y));
  const shape = broadcastShapes("add", a.shape, b.shape);
  if (isFull(a, 0) && a.dtype === b.dtype && resultIs(b, shape)) return b;
  if (isFull(b, 0) && a.dtype === b.dtype && resultIs(a, shape)) return a;
  return apply1(addPrimitive, [a, b], NO_ATTRIBUTES);
}

export function sub(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = withoutBroadcast("sub", ...lift("sub", x, y));
  if (isFull(b, 0) && a.dtype === b.dtype && resultIs(a, broadcastShapes("sub", a.shape, b.shape))) return a;
  return apply1(subPrimitive, [a, b], NO_ATTRIBUTES);
}

export function mul(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = withoutBroadcast("mul", ...lift("mul", x, y));
  const shape = broadcastShapes("mul", a.shape, b.shape);
  if (isFull(a, 1) && a.dtype === b.dtype && resultIs(b, shape)) return b;
  if (isFull(b, 1) && a.dtype === b.dtype && resultIs(a, shape)) return a;
  const [p, q] = [madeBy(a, fullPrimitive), madeBy(b, fullPrimitive)];
  if (p !== undefined && q !== undefined && a.dtype === b.dtype) return full(shape, p.value * q.value, a.dtype);
  return apply1(mulPrimitive, [a, b], NO_ATTRIBUTES);
}

export function div(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = withoutBroadcast("div", ...lift("div", x, y));
  if (isFull(b, 1) && a.dtype === b.dtype && resultIs(a, broadcastShapes("div", a.shape, b.shape))) return a;
  return apply1(divPrimitive, [a, b], NO_ATTRIBUTES);
}

export function pow(x: Tensor, p: TensorLike): Tensor {
  if (p === 1) return x;
  if (p === 2) return mul(x, x);
  if (p === 0) return full(x.shape, 1, x.dtype);
  const [a, b] = lift("pow", x, p);
  return apply1(powPrimitive, [a, b], NO_ATTRIBUTES);
}

/** Elementwise larger of two; at a tie each gets half the slope. */
export const maximum = (x: TensorLike, y: TensorLike): Tensor =>
  apply1(maximumPrimitive, lift("maximum", x, y), NO_ATTRIBUTES);
export const minimum = (x: TensorLike, y: TensorLike): Tensor =>
  apply1(minimumPrimitive, lift("minimum", x, y), NO_ATTRIBUTES);
/** x between `low` and `high`. */
export const clip = (x: Tensor, low: TensorLike, high: TensorLike): Tensor => minimum(maximum(x, low), high);
/** Remainder of integers, with the sign of the divisor. */
export const mod = (x: TensorLike, y: TensorLike): Tensor => apply1(modPrimitive, lift("mod", x, y), NO_ATTRIBUTES);
export const square = (x: Tensor): Tensor => mul(x, x);
/** log(eᵃ + eᵇ), without overflow; of infinities too. */
export const logAddExp = (a: Tensor, b: Tensor): Tensor => {
  const high = stopGradient(maximum(a, b));
  // ∞ − ∞ would be NaN.
  const shift = where(less(abs(high), Infinity), high, 0);
  return add(shift, log(add(exp(sub(a, shift)), exp(sub(b, shift)))));
};
