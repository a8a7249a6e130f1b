import { forEachIndex, hostArray, offset, stridesOf, type HostArray } from "../host-array.ts";
import { apply1, definePrimitive, type Tensor } from "../tensor.ts";
import { add, mul, sub } from "./arithmetic.ts";
import { elements, normal, normalizeAxis, requireFloat, withAxis } from "./common.ts";
import { less } from "./compare.ts";
import { max } from "./reduce.ts";
import { reshape } from "./shape.ts";
import { stopGradient } from "./structural.ts";
import { sum, type ReduceOptions } from "./sum.ts";
import { abs, exp, log } from "./unary.ts";
import { where } from "./where.ts";

interface AxisAttributes extends Record<string, unknown> {
  readonly axis: number;
}

const alongAxis = (x: HostArray, axis: number, row: (values: number[]) => number[]): HostArray => {
  const result = hostArray(x.dtype, x.dims);
  const strides = stridesOf(x.dims);
  const size = x.dims[axis]!;
  if (result.data.length === 0) return result;
  forEachIndex(withAxis(x.dims, axis, 1) as number[], (index) => {
    const places = Array.from({ length: size }, (_, i) => offset(index.with(axis, i), strides));
    row(places.map((at) => x.data[at]!)).forEach((value, i) => {
      result.data[places[i]!] = value;
    });
  });
  return result;
};

/** y = eˣ / Σ eˣ along an axis, shifted by the maximum so that nothing overflows. */
const softmaxPrimitive = definePrimitive<AxisAttributes>({
  name: "softmax",
  role: "operation",
  shape: ([x]) => {
    requireFloat("softmax", x!);
    return [x!];
  },
  // dy = y (dx − Σ y dx): the Jacobian is symmetric, so the cotangent has the same form.
  jvp: ({ outputs: [y], tangents: [dx], attributes: { axis } }) => [dx && centred(y!, dx, axis)],
  vjp: ({ outputs: [y], cotangents: [g], attributes: { axis } }) => [g && centred(y!, g, axis)],
  flops: ({ outputs }) => 5 * elements(outputs),
  toOnnx: ([x], lowering, { axis }) => [lowering.op("Softmax", [x!.name], { axis })],
  evaluate: ([x], { axis }) => [
    alongAxis(x!, axis, (row) => {
      const high = Math.max(...row);
      const powers = row.map((value) => Math.exp(value - high));
      const total = powers.reduce((a, b) => a + b, 0);
      return powers.map((power) => power / total);
    }),
  ],
  samples: (random) => [
    { inputs: [normal(random, [2, 4])], attributes: { axis: 1 } },
    { inputs: [normal(random, [3, 2])], attributes: { axis: 0 } },
  ],
});

/** Not y v − y Σ y v, which is the same and keeps one more tensor of this size. */
const centred = (y: Tensor, v: Tensor, axis: number): Tensor =>
  mul(y, sub(v, sum(mul(y, v), { axis, keepDims: true })));

/** y = x − log Σ eˣ along an axis. */
const logSoftmaxPrimitive = definePrimitive<AxisAttributes>({
  name: "logSoftmax",
  role: "operation",
  shape: ([x]) => {
    requireFloat("logSoftmax", x!);
    return [x!];
  },
  jvp: ({ outputs: [y], tangents: [dx], attributes: { axis } }) => [
    dx && sub(dx, sum(mul(exp(y!), dx), { axis, keepDims: true })),
  ],
  vjp: ({ outputs: [y], cotangents: [g], attributes: { axis } }) => [
    g && sub(g, mul(exp(y!), sum(g, { axis, keepDims: true }))),
  ],
  flops: ({ outputs }) => 5 * elements(outputs),
  toOnnx: ([x], lowering, { axis }) => {
    if (x!.dtype !== "float64") return [lowering.op("LogSoftmax", [x!.name], { axis })];
    // The CPU's float64 kernel loses NaN and clamps −∞ to a finite exponent.
    const over = (name: string, type: string): string =>
      lowering.op(type, [name, lowering.ints([axis])], { keepdims: 1 });
    const shifted = lowering.op("Sub", [x!.name, over(x!.name, "ReduceMax")]);
    const total = over(lowering.op("Exp", [shifted]), "ReduceSum");
    return [lowering.op("Sub", [shifted, lowering.op("Log", [total])])];
  },
  evaluate: ([x], { axis }) => [
    alongAxis(x!, axis, (row) => {
      const high = Math.max(...row);
      const total = row.reduce((a, value) => a + Math.exp(value - high), 0);
      return row.map((value) => value - high - Math.log(total));
    }),
  ],
  samples: (random) => [{ inputs: [normal(random, [2, 4])], attributes: { axis: 1 } }],
});

export const softmax = (x: Tensor, axis = -1): Tensor =>
  apply1(softmaxPrimitive, [x], { axis: normalizeAxis("softmax", axis, x.rank) });
export const logSoftmax = (x: Tensor, axis = -1): Tensor =>
  apply1(logSoftmaxPrimitive, [x], { axis: normalizeAxis("logSoftmax", axis, x.rank) });

/** log Σ eˣ over `axis`, or over all of x; −∞ where every term is −∞. */
export function logSumExp(x: Tensor, options: ReduceOptions = {}): Tensor {
  const high = stopGradient(max(x, { ...options, keepDims: true }));
  // −∞ − −∞ would be NaN.
  const shift = where(less(abs(high), Infinity), high, 0);
  const total = add(log(sum(exp(sub(x, shift)), { ...options, keepDims: true })), shift);
  return options.keepDims === true ? total : reshape(total, max(x, options).shape);
}
