import type { Random } from "@lemma/interfaces";
import { sameShape, type Dim } from "../dims.ts";
import { DTypeError } from "../errors.ts";
import { elementwise } from "../host-array.ts";
import type { JvpContext, Primitive, VjpContext } from "../record.ts";
import { apply1, definePrimitive, madeBy, notATensor, Tensor } from "../tensor.ts";
import type { TensorValue } from "../value.ts";
import {
  broadcastShapes,
  elements,
  NO_ATTRIBUTES,
  normal,
  requireFits,
  requireFloat,
  requireNumbers,
  requireSameDType,
  uniform,
  type NoAttributes,
} from "./common.ts";
import { full, fullPrimitive, scalar } from "./constant.ts";
import { broadcastPrimitive, broadcastTo, sumTo } from "./sum.ts";

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

/** What an elementwise operation of two broadcasting operands is made of. */
export interface Binary {
  readonly name: string;
  readonly onnx: string;
  readonly value: (a: number, b: number) => number;
  readonly jvp: (context: JvpContext<NoAttributes>) => Tensor | undefined;
  readonly vjp: (context: VjpContext<NoAttributes>, g: Tensor) => readonly (Tensor | undefined)[];
  readonly floatOnly?: boolean;
  readonly sample?: (random: Random) => readonly TensorValue[];
  /** Samples are not to have their operands change places. */
  readonly inOrder?: boolean;
}

export function binary({ name, onnx, value, jvp, vjp, floatOnly, sample, inOrder }: Binary): Primitive<NoAttributes> {
  return {
    name,
    role: "operation",
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
      ].slice(0, inOrder === true ? 1 : 2);
    },
  };
}

/** Sum of two tangents, either of which may be zero. */
export const addMaybe = (a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined =>
  a === undefined ? b : b === undefined ? a : add(a, b);

/** y = −x, of integers too. */
const negPrimitive = definePrimitive<NoAttributes>({
  name: "neg",
  role: "operation",
  shape: ([x]) => {
    requireNumbers("neg", x!);
    return [x!];
  },
  jvp: "linear",
  vjp: ({ cotangents: [g] }) => [g && neg(g)],
  flops: ({ outputs }) => elements(outputs),
  toOnnx: ([x], lowering) => [lowering.op("Neg", [x!.name])],
  evaluate: ([x]) => [elementwise(x!.dtype, [x!], (value) => -value)],
  samples: (random) => [{ inputs: [normal(random, [2, 3])], attributes: NO_ATTRIBUTES }],
});

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
const divPrimitive = definePrimitive<NoAttributes>({
  ...binary({
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
  evaluate: ([a, b]) => [
    elementwise(a!.dtype, [a!, b!], a!.dtype === "int64" ? (m, n) => Math.trunc(m / n) : (m, n) => m / n),
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

export function neg(x: Tensor): Tensor {
  if (madeBy(x, negPrimitive) !== undefined) return x.node.inputs[0]!;
  return apply1(negPrimitive, [x], NO_ATTRIBUTES);
}

export const square = (x: Tensor): Tensor => mul(x, x);
