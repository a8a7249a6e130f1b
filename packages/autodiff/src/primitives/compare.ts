import { DTypeError } from "../errors.ts";
import { elementwise } from "../host-array.ts";
import type { Primitive } from "../record.ts";
import { apply1, definePrimitive, type Tensor } from "../tensor.ts";
import { lift, type TensorLike } from "./arithmetic.ts";
import {
  bools,
  broadcastShapes,
  elements,
  NO_ATTRIBUTES,
  normal,
  requireDType,
  requireSameDType,
  type NoAttributes,
} from "./common.ts";

/** An elementwise relation. The result is bool; no gradient. Comparisons with NaN are false. */
function comparison(name: string, onnx: string, value: (a: number, b: number) => boolean): Primitive<NoAttributes> {
  return {
    name,
    role: "operation",
    shape: ([a, b]) => {
      requireSameDType(name, a!, b!);
      if (a!.dtype === "bool" && name !== "equal") throw new DTypeError(name, "numbers", "bool");
      return [{ dtype: "bool", shape: broadcastShapes(name, a!.shape, b!.shape) }];
    },
    jvp: "zero",
    vjp: "zero",
    flops: ({ outputs }) => elements(outputs),
    toOnnx: ([a, b], lowering) => [lowering.op(onnx, [a!.name, b!.name])],
    evaluate: ([a, b]) => [elementwise("bool", [a!, b!], (x, y) => (value(x, y) ? 1 : 0))],
    samples: (random) => [{ inputs: [normal(random, [2, 3]), normal(random, [3])], attributes: NO_ATTRIBUTES }],
  };
}

function logical(name: string, onnx: string, value: (a: number, b: number) => boolean): Primitive<NoAttributes> {
  return {
    ...comparison(name, onnx, value),
    shape: ([a, b]) => {
      requireDType(name, a!, "bool");
      requireDType(name, b!, "bool");
      return [{ dtype: "bool", shape: broadcastShapes(name, a!.shape, b!.shape) }];
    },
    samples: (random) => [{ inputs: [bools(random, [2, 3]), bools(random, [3])], attributes: NO_ATTRIBUTES }],
  };
}

const equalPrimitive = definePrimitive(comparison("equal", "Equal", (a, b) => a === b));
const lessPrimitive = definePrimitive(comparison("less", "Less", (a, b) => a < b));
const lessEqualPrimitive = definePrimitive(comparison("lessEqual", "LessOrEqual", (a, b) => a <= b));
const greaterPrimitive = definePrimitive(comparison("greater", "Greater", (a, b) => a > b));
const greaterEqualPrimitive = definePrimitive(comparison("greaterEqual", "GreaterOrEqual", (a, b) => a >= b));
const andPrimitive = definePrimitive(logical("and", "And", (a, b) => a !== 0 && b !== 0));
const orPrimitive = definePrimitive(logical("or", "Or", (a, b) => a !== 0 || b !== 0));
const xorPrimitive = definePrimitive(logical("xor", "Xor", (a, b) => (a !== 0) !== (b !== 0)));

const notPrimitive = definePrimitive<NoAttributes>({
  name: "not",
  role: "operation",
  shape: ([x]) => {
    requireDType("not", x!, "bool");
    return [x!];
  },
  jvp: "zero",
  vjp: "zero",
  flops: ({ outputs }) => elements(outputs),
  toOnnx: ([x], lowering) => [lowering.op("Not", [x!.name])],
  evaluate: ([x]) => [elementwise("bool", [x!], (a) => (a === 0 ? 1 : 0))],
  samples: (random) => [{ inputs: [bools(random, [4])], attributes: NO_ATTRIBUTES }],
});

const relation =
  (primitive: Primitive<NoAttributes>) =>
  (a: TensorLike, b: TensorLike): Tensor =>
    apply1(primitive, lift(primitive.name, a, b), NO_ATTRIBUTES);

export const equal = (a: TensorLike, b: TensorLike): Tensor => relation(equalPrimitive)(a, b);
export const notEqual = (a: TensorLike, b: TensorLike): Tensor => not(equal(a, b));
export const less = (a: TensorLike, b: TensorLike): Tensor => relation(lessPrimitive)(a, b);
export const lessEqual = (a: TensorLike, b: TensorLike): Tensor => relation(lessEqualPrimitive)(a, b);
export const greater = (a: TensorLike, b: TensorLike): Tensor => relation(greaterPrimitive)(a, b);
export const greaterEqual = (a: TensorLike, b: TensorLike): Tensor => relation(greaterEqualPrimitive)(a, b);
export const and = (a: Tensor, b: Tensor): Tensor => apply1(andPrimitive, [a, b], NO_ATTRIBUTES);
export const or = (a: Tensor, b: Tensor): Tensor => apply1(orPrimitive, [a, b], NO_ATTRIBUTES);
export const xor = (a: Tensor, b: Tensor): Tensor => apply1(xorPrimitive, [a, b], NO_ATTRIBUTES);
export const not = (x: Tensor): Tensor => apply1(notPrimitive, [x], NO_ATTRIBUTES);
/** True where x is NaN. */
export const isNaN = (x: Tensor): Tensor => not(equal(x, x));
