import type { Random } from "@lemma/interfaces";
import { elementwise } from "../host-array.ts";
import type { Primitive } from "../record.ts";
import { apply1, definePrimitive, type Tensor } from "../tensor.ts";
import { tensor, type TensorValue } from "../value.ts";
import { add, div, mul, neg, sub } from "./arithmetic.ts";
import { elements, NO_ATTRIBUTES, normal, requireFloat, uniform, type NoAttributes } from "./common.ts";

type Slope = (x: Tensor, y: Tensor) => Tensor;

/** An elementwise function of one float tensor: dy = f′(x) dx, and the same for the cotangent. */
function unary(
  name: string,
  onnx: string | readonly string[],
  value: (x: number) => number,
  slope: Slope | "zero",
  sample: (random: Random) => TensorValue = (random) => normal(random, [2, 3]),
): Primitive<NoAttributes> {
  return {
    name,
    role: "operation",
    shape: ([x]) => {
      requireFloat(name, x!);
      return [x!];
    },
    jvp: slope === "zero" ? "zero" : ({ inputs: [x], outputs: [y], tangents: [dx] }) => [dx && mul(dx, slope(x!, y!))],
    vjp: slope === "zero" ? "zero" : ({ inputs: [x], outputs: [y], cotangents: [g] }) => [g && mul(g, slope(x!, y!))],
    flops: ({ outputs }) => elements(outputs),
    toOnnx: ([x], lowering) => {
      let current = x!.name;
      for (const op of typeof onnx === "string" ? [onnx] : onnx) current = lowering.op(op, [current]);
      return [current];
    },
    evaluate: ([x]) => [elementwise(x!.dtype, [x!], value)],
    samples: (random) => [{ inputs: [sample(random)], attributes: NO_ATTRIBUTES }],
  };
}

const positive = (random: Random): TensorValue => uniform(random, [2, 3], 0.3, 3);
/** At least 0.2 away from whole numbers, 0 among them. */
const betweenIntegers = (random: Random): TensorValue => {
  const fraction = uniform(random, [2, 3], 0.2, 0.8).data as Float64Array;
  return tensor(
    "float64",
    [2, 3],
    fraction.map((x) => x + random.between(-3, 2)),
  );
};

const logistic = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/** Half to even, as ONNX rounds. */
const roundHalfEven = (x: number): number => {
  const down = Math.floor(x);
  if (x - down !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
};

const logPrimitive = definePrimitive(unary("log", "Log", Math.log, (x) => div(1, x), positive));
const expPrimitive = definePrimitive(unary("exp", "Exp", Math.exp, (_, y) => y));
const sqrtPrimitive = definePrimitive(unary("sqrt", "Sqrt", Math.sqrt, (_, y) => div(0.5, y), positive));
// d x^(−1/2) = −½ y³: no division.
const rsqrtPrimitive = definePrimitive(
  unary(
    "rsqrt",
    ["Sqrt", "Reciprocal"],
    (x) => 1 / Math.sqrt(x),
    (_, y) => mul(mul(-0.5, y), mul(y, y)),
    positive,
  ),
);
const sinPrimitive = definePrimitive(unary("sin", "Sin", Math.sin, (x) => cos(x)));
const cosPrimitive = definePrimitive(unary("cos", "Cos", Math.cos, (x) => neg(sin(x))));
// 1 − y², not 1 / cosh²(x): y is already in hand, and cosh overflows for large |x|.
const tanhPrimitive = definePrimitive(unary("tanh", "Tanh", Math.tanh, (_, y) => sub(1, mul(y, y))));
const sigmoidPrimitive = definePrimitive(unary("sigmoid", "Sigmoid", logistic, (_, y) => mul(y, sub(1, y))));
/** x σ(x). Its slope σ + y (1 − σ) takes fewer passes over memory than the product rule, and its slope's slope fewer still. */
const siluPrimitive = definePrimitive<NoAttributes>({
  ...unary(
    "silu",
    "Sigmoid",
    (x) => x * logistic(x),
    (x, y) => {
      const s = sigmoid(x);
      return add(s, mul(y, sub(1, s)));
    },
  ),
  toOnnx: ([x], lowering) => [lowering.op("Mul", [x!.name, lowering.op("Sigmoid", [x!.name])])],
});
/** log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|). */
const softplusPrimitive = definePrimitive<NoAttributes>({
  ...unary(
    "softplus",
    "Softplus",
    (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    (x) => sigmoid(x),
  ),
  toOnnx: ([x], lowering) => {
    // Built from what the CPU has in float64. With u = 1 + e rounded, e · log u / (u − 1) is log(1 + e) to the last digits.
    const { dtype } = x!;
    const e = lowering.op("Exp", [lowering.op("Neg", [lowering.op("Abs", [x!.name])])]);
    const u = lowering.op("Add", [e, lowering.scalar(dtype, 1)]);
    const rounded = lowering.op("Sub", [u, lowering.scalar(dtype, 1)]);
    const isLost = lowering.op("Equal", [rounded, lowering.scalar(dtype, 0)]);
    const safe = lowering.op("Where", [isLost, lowering.scalar(dtype, 1), rounded]);
    const ratio = lowering.op("Div", [lowering.op("Log", [u]), safe]);
    const log1p = lowering.op("Where", [isLost, e, lowering.op("Mul", [e, ratio])]);
    return [lowering.op("Add", [lowering.op("Max", [x!.name, lowering.scalar(dtype, 0)]), log1p])];
  },
  flops: ({ outputs }) => 10 * elements(outputs),
});
/** Slope at 0 is 0. */
const absPrimitive = definePrimitive(unary("abs", "Abs", Math.abs, (x) => sign(x), betweenIntegers));
const signPrimitive = definePrimitive(unary("sign", "Sign", Math.sign, "zero", betweenIntegers));
const floorPrimitive = definePrimitive(unary("floor", "Floor", Math.floor, "zero", betweenIntegers));
const ceilPrimitive = definePrimitive(unary("ceil", "Ceil", Math.ceil, "zero", betweenIntegers));
const roundPrimitive = definePrimitive(unary("round", "Round", roundHalfEven, "zero", betweenIntegers));

export const exp = (x: Tensor): Tensor => apply1(expPrimitive, [x], NO_ATTRIBUTES);
export const log = (x: Tensor): Tensor => apply1(logPrimitive, [x], NO_ATTRIBUTES);
export const sqrt = (x: Tensor): Tensor => apply1(sqrtPrimitive, [x], NO_ATTRIBUTES);
/** 1 / √x. */
export const rsqrt = (x: Tensor): Tensor => apply1(rsqrtPrimitive, [x], NO_ATTRIBUTES);
export const sin = (x: Tensor): Tensor => apply1(sinPrimitive, [x], NO_ATTRIBUTES);
export const cos = (x: Tensor): Tensor => apply1(cosPrimitive, [x], NO_ATTRIBUTES);
export const tanh = (x: Tensor): Tensor => apply1(tanhPrimitive, [x], NO_ATTRIBUTES);
export const sigmoid = (x: Tensor): Tensor => apply1(sigmoidPrimitive, [x], NO_ATTRIBUTES);
/** |x|; slope 0 at 0. */
export const abs = (x: Tensor): Tensor => apply1(absPrimitive, [x], NO_ATTRIBUTES);
/** −1, 0 or 1. No gradient. */
export const sign = (x: Tensor): Tensor => apply1(signPrimitive, [x], NO_ATTRIBUTES);
/** ⌊x⌋. No gradient. */
export const floor = (x: Tensor): Tensor => apply1(floorPrimitive, [x], NO_ATTRIBUTES);
export const ceil = (x: Tensor): Tensor => apply1(ceilPrimitive, [x], NO_ATTRIBUTES);
/** To the nearest whole number, halves to the even one. No gradient. */
export const round = (x: Tensor): Tensor => apply1(roundPrimitive, [x], NO_ATTRIBUTES);

/** x · σ(x). */
export const silu = (x: Tensor): Tensor => apply1(siluPrimitive, [x], NO_ATTRIBUTES);
/** log(1 + eˣ), without overflow or lost digits. */
export const softplus = (x: Tensor): Tensor => apply1(softplusPrimitive, [x], NO_ATTRIBUTES);
/** ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), the tanh form of GELU. */
export const gelu = (x: Tensor): Tensor =>
  mul(mul(0.5, x), add(1, tanh(mul(Math.sqrt(2 / Math.PI), add(x, mul(0.044715, mul(x, mul(x, x))))))));
