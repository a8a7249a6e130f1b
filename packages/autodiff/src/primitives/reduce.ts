import { productOf, showShape } from "../dims.ts";
import { isFloat } from "../dtype.ts";
import { DTypeError, ShapeError } from "../errors.ts";
import { forEachIndex, hostArray, offset, stridesOf } from "../host-array.ts";
import type { Primitive } from "../record.ts";
import { apply1, definePrimitive, type Tensor } from "../tensor.ts";
import { div, mul } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { distinct, elements, normal, normalizeAxis, requireFloat, requireNumbers, withAxis } from "./common.ts";
import { equal } from "./compare.ts";
import { dimValue } from "./constant.ts";
import { reshape } from "./shape.ts";
import { keptShape, reducedShape, reduceHost, resolve, sum, type ReduceAttributes, type ReduceOptions } from "./sum.ts";

/** Largest or smallest over axes; NaN where there is one. Elements that tie share the slope equally. */
function extremum(name: "max" | "min"): Primitive<ReduceAttributes> {
  const onnx = name === "max" ? "ReduceMax" : "ReduceMin";
  const pick = name === "max" ? Math.max : Math.min;
  /** Each element's share of its group's slope. */
  const shares = (x: Tensor, y: Tensor, axes: readonly number[]): Tensor => {
    const hits = cast(equal(x, reshape(y, keptShape(x.shape, axes))), x.dtype);
    return div(hits, sum(hits, { axis: axes, keepDims: true }));
  };
  return {
    name,
    role: "operation",
    shape: ([x], attributes) => {
      if (attributes.axes.some((axis) => x!.shape[axis] === 0))
        throw new ShapeError(name, "one element or more", showShape(x!.shape));
      return [{ dtype: x!.dtype, shape: reducedShape(x!.shape, attributes) }];
    },
    jvp: ({ inputs: [x], outputs: [y], tangents: [dx], attributes: { axes, keepDims } }) => [
      dx && sum(mul(dx, shares(x!, y!, axes)), { axis: axes, keepDims }),
    ],
    vjp: ({ inputs: [x], outputs: [y], cotangents: [g], attributes: { axes } }) => [
      g && mul(reshape(g, keptShape(x!.shape, axes)), shares(x!, y!, axes)),
    ],
    flops: ({ inputs }) => elements(inputs),
    toOnnx: ([x], lowering, { axes, keepDims }) => {
      const over = (name: string, type: string): string =>
        lowering.op(type, [name, lowering.ints(axes)], { keepdims: keepDims ? 1 : 0 });
      const best = over(x!.name, onnx);
      if (!isFloat(x!.dtype)) return [best];
      // The CPU's kernels see a NaN only where it comes first.
      const flags = lowering.op("Cast", [lowering.op("IsNaN", [x!.name])], { to: lowering.dtypeNumber("float32") });
      const isBad = lowering.op("Greater", [over(flags, "ReduceMax"), lowering.scalar("float32", 0)]);
      return [lowering.op("Where", [isBad, lowering.scalar(x!.dtype, NaN), best])];
    },
    evaluate: ([x], attributes) => [
      reduceHost(x!, attributes, name === "max" ? -Infinity : Infinity, (a, b) => pick(a, b)),
    ],
    samples: (random) => [
      { inputs: [distinct(random, [2, 3, 2])], attributes: { axes: [1], keepDims: false } },
      { inputs: [distinct(random, [2, 3])], attributes: { axes: [0, 1], keepDims: true } },
    ],
  };
}

const maxPrimitive = definePrimitive(extremum("max"));
const minPrimitive = definePrimitive(extremum("min"));

interface CumsumAttributes extends Record<string, unknown> {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Running sums along an axis; `exclusive` leaves the element itself out, `reverse` runs from the end. */
const cumsumPrimitive = definePrimitive<CumsumAttributes>({
  name: "cumsum",
  role: "operation",
  shape: ([x]) => {
    if (x!.dtype === "bool") throw new DTypeError("cumsum", "numbers", "bool");
    return [x!];
  },
  jvp: "linear",
  vjp: ({ cotangents: [g], attributes: { axis, exclusive, reverse } }) => [
    g && cumsum(g, axis, { exclusive, reverse: !reverse }),
  ],
  flops: ({ outputs }) => elements(outputs),
  toOnnx: ([x], lowering, { axis, exclusive, reverse }) => [
    lowering.op("CumSum", [x!.name, lowering.scalar("int64", axis)], {
      exclusive: exclusive ? 1 : 0,
      reverse: reverse ? 1 : 0,
    }),
  ],
  evaluate: ([x], { axis, exclusive, reverse }) => {
    const result = hostArray(x!.dtype, x!.dims);
    const strides = stridesOf(x!.dims);
    const size = x!.dims[axis]!;
    forEachIndex(withAxis(x!.dims, axis, Math.min(1, size)) as number[], (index) => {
      let total = 0;
      for (let step = 0; step < size; step += 1) {
        const at = offset(
          index.with(axis, reverse ? size - 1 - step : step),
          size === 1 ? stridesOf(x!.dims) : strides,
        );
        if (exclusive) result.data[at] = total;
        total += x!.data[at]!;
        if (!exclusive) result.data[at] = total;
      }
    });
    return [result];
  },
  samples: (random) => [
    { inputs: [normal(random, [2, 4])], attributes: { axis: 1, exclusive: false, reverse: false } },
    { inputs: [normal(random, [3, 2])], attributes: { axis: 0, exclusive: true, reverse: true } },
  ],
});

interface ArgmaxAttributes extends Record<string, unknown> {
  readonly axis: number;
  readonly keepDims: boolean;
}

/** Where the largest element is, the first of several; int64, no gradient. Which it is beside a NaN is not defined. */
const argmaxPrimitive = definePrimitive<ArgmaxAttributes>({
  name: "argmax",
  role: "operation",
  shape: ([x], { axis, keepDims }) => {
    requireNumbers("argmax", x!);
    return [{ dtype: "int64", shape: reducedShape(x!.shape, { axes: [axis], keepDims }) }];
  },
  jvp: "zero",
  vjp: "zero",
  flops: ({ inputs }) => elements(inputs),
  toOnnx: ([x], lowering, { axis, keepDims }) => [
    lowering.op("ArgMax", [x!.name], { axis, keepdims: keepDims ? 1 : 0 }),
  ],
  evaluate: ([x], { axis, keepDims }) => {
    const kept = keptShape(x!.dims, [axis]) as number[];
    const best = hostArray("float64", kept);
    best.data.fill(Number.NEGATIVE_INFINITY);
    const result = hostArray("int64", kept);
    const strides = stridesOf(kept);
    forEachIndex(x!.dims, (index, flat) => {
      const at = offset(index, strides);
      if (x!.data[flat]! > best.data[at]!) {
        best.data[at] = x!.data[flat]!;
        result.data[at] = index[axis]!;
      }
    });
    return [{ ...result, dims: reducedShape(x!.dims, { axes: [axis], keepDims }) as number[] }];
  },
  samples: (random) => [{ inputs: [distinct(random, [2, 4])], attributes: { axis: 1, keepDims: false } }],
});

/** Σ x / how many, over `axis`, or over all of x, which are floats; NaN over none. */
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  requireFloat("mean", x);
  const { axes } = resolve("mean", x, options);
  const count = productOf(axes.map((axis) => x.shape[axis]!));
  const total = sum(x, options);
  return typeof count === "number" && count > 0 ? mul(total, 1 / count) : div(total, dimValue(count, x.dtype));
}

/** The largest over `axis`, or over all of x; elements that tie share the slope equally. */
export function max(x: Tensor, options: ReduceOptions = {}): Tensor {
  const attributes = resolve("max", x, options);
  return attributes.axes.length === 0 ? x : apply1(maxPrimitive, [x], attributes);
}

export function min(x: Tensor, options: ReduceOptions = {}): Tensor {
  const attributes = resolve("min", x, options);
  return attributes.axes.length === 0 ? x : apply1(minPrimitive, [x], attributes);
}

/** Where the largest element along `axis` is; the first of several. */
export const argmax = (x: Tensor, axis = -1, keepDims = false): Tensor =>
  apply1(argmaxPrimitive, [x], { axis: normalizeAxis("argmax", axis, x.rank), keepDims });

export const cumsum = (
  x: Tensor,
  axis = -1,
  options: { readonly exclusive?: boolean; readonly reverse?: boolean } = {},
): Tensor =>
  apply1(cumsumPrimitive, [x], {
    axis: normalizeAxis("cumsum", axis, x.rank),
    exclusive: options.exclusive ?? false,
    reverse: options.reverse ?? false,
  });
