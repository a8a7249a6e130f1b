import { normalizeDim, productOf, sameShape, showShape, type Dim } from "../dims.ts";
import { DTypeError, ShapeError } from "../errors.ts";
import { forEachIndex, hostArray, offset, stridesOf, type HostArray } from "../host-array.ts";
import { apply1, definePrimitive, madeBy, type Tensor } from "../tensor.ts";
import { broadcastShapes, elements, normal, normalizeAxis } from "./common.ts";
import { full, fullPrimitive } from "./constant.ts";
import { reshape } from "./shape.ts";

// Sums and broadcasts are each other's adjoints, and so of one file.

export interface ReduceAttributes extends Record<string, unknown> {
  /** Sorted, without duplicates, from 0. */
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

export interface ReduceOptions {
  /** One axis or several; all of them when absent. Negative ones count from the last. */
  readonly axis?: number | readonly number[];
  /** Keep reduced axes with size 1. */
  readonly keepDims?: boolean;
}

export const reducedShape = (shape: readonly Dim[], { axes, keepDims }: ReduceAttributes): Dim[] =>
  keepDims ? shape.map((dim, i) => (axes.includes(i) ? 1 : dim)) : shape.filter((_, i) => !axes.includes(i));

export const keptShape = (shape: readonly Dim[], axes: readonly number[]): Dim[] =>
  reducedShape(shape, { axes, keepDims: true });

/** `f` over axes in float64, from `initial` on. */
export function reduceHost(
  x: HostArray,
  attributes: ReduceAttributes,
  initial: number,
  f: (a: number, b: number) => number,
): HostArray {
  const kept = keptShape(x.dims, attributes.axes) as number[];
  const result = hostArray(x.dtype, kept);
  result.data.fill(initial);
  const strides = stridesOf(kept);
  forEachIndex(x.dims, (index, flat) => {
    const at = offset(index, strides);
    result.data[at] = f(result.data[at]!, x.data[flat]!);
  });
  return { ...result, dims: reducedShape(x.dims, attributes) as number[] };
}

/** y = Σ x over axes; over none of the elements, 0. */
const sumPrimitive = definePrimitive<ReduceAttributes>({
  name: "sum",
  role: "operation",
  shape: ([x], attributes) => {
    if (x!.dtype === "bool") throw new DTypeError("sum", "numbers", "bool");
    return [{ dtype: x!.dtype, shape: reducedShape(x!.shape, attributes) }];
  },
  jvp: "linear",
  vjp: ({ inputs: [x], cotangents: [g], attributes: { axes } }) => [
    g && broadcastTo(reshape(g, keptShape(x!.shape, axes)), x!.shape),
  ],
  flops: ({ inputs }) => elements(inputs),
  toOnnx: ([x], lowering, { axes, keepDims }) => [
    lowering.op("ReduceSum", [x!.name, lowering.ints(axes)], { keepdims: keepDims ? 1 : 0 }),
  ],
  evaluate: ([x], attributes) => [reduceHost(x!, attributes, 0, (a, b) => a + b)],
  samples: (random) => [
    { inputs: [normal(random, [2, 3, 2])], attributes: { axes: [1], keepDims: false } },
    { inputs: [normal(random, [2, 3])], attributes: { axes: [0, 1], keepDims: true } },
  ],
});

/** Axes from 0, sorted. */
export const resolve = (operation: string, x: Tensor, { axis, keepDims = false }: ReduceOptions): ReduceAttributes => {
  const given = axis === undefined ? x.shape.map((_, i) => i) : typeof axis === "number" ? [axis] : axis;
  const axes = [...new Set(given.map((a) => normalizeAxis(operation, a, x.rank)))].sort((a, b) => a - b);
  return { axes, keepDims };
};

/** Σ x over `axis`, or over all of x. */
export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  const attributes = resolve("sum", x, options);
  if (attributes.axes.length === 0) return x;
  // A sum over axes of size 1 is a reshape.
  if (attributes.axes.every((axis) => x.shape[axis] === 1)) return reshape(x, reducedShape(x.shape, attributes));
  const value = madeBy(x, fullPrimitive);
  const count = productOf(attributes.axes.map((axis) => x.shape[axis]!));
  if (value !== undefined && (value.value === 0 || typeof count === "number"))
    return full(reducedShape(x.shape, attributes), value.value === 0 ? 0 : value.value * (count as number), x.dtype);
  return apply1(sumPrimitive, [x], attributes);
}

/** The adjoint of broadcasting: sums x over what `shape` has not, or has with size 1. */
export function sumTo(x: Tensor, shape: readonly Dim[]): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const extra = x.rank - shape.length;
  const axes = x.shape.flatMap((dim, i) => (i < extra || (shape[i - extra] === 1 && dim !== 1) ? [i] : []));
  return reshape(sum(x, { axis: axes, keepDims: true }), shape);
}

/** x repeated along new leading axes and axes of size 1. */
export const broadcastPrimitive = definePrimitive<{ readonly shape: readonly Dim[] }>({
  name: "broadcastTo",
  role: "operation",
  shape: ([x], { shape }) => {
    if (!sameShape(broadcastShapes("broadcastTo", x!.shape, shape), shape))
      throw new ShapeError("broadcastTo", `a shape that ${showShape(x!.shape)} broadcasts to`, showShape(shape));
    return [{ dtype: x!.dtype, shape }];
  },
  jvp: "linear",
  vjp: ({ inputs: [x], cotangents: [g] }) => [g && sumTo(g, x!.shape)],
  flops: () => 0,
  toOnnx: ([x], lowering, { shape }) => {
    const source = [...shape.map(() => 1 as Dim).slice(x!.shape.length), ...x!.shape];
    const repeats = shape.map((dim, i) => (source[i] === dim ? 1 : dim));
    if (repeats.every((times) => typeof times === "number" && times > 0))
      return [lowering.op("Expand", [x!.name, lowering.dims(shape)])];
    // ONNX Runtime's Expand leaves an axis of size 1 as it is where it should become 0; Tile does not.
    const padded =
      source.length === x!.shape.length
        ? x!.name
        : lowering.op("Reshape", [x!.name, lowering.dims(source)], { allowzero: 1 });
    return [lowering.op("Tile", [padded, lowering.dims(repeats)])];
  },
  evaluate: ([x], { shape }, environment) => {
    const result = hostArray(
      x!.dtype,
      shape.map((dim) => environment.size(dim)),
    );
    const strides = stridesOf(x!.dims, shape.length);
    forEachIndex(result.dims, (index, flat) => {
      result.data[flat] = x!.data[offset(index, strides)]!;
    });
    return [result];
  },
  samples: (random) => [{ inputs: [normal(random, [2, 1])], attributes: { shape: [4, 2, 3] } }],
});

/** x repeated along new leading axes and axes of size 1, in `shape`. */
export function broadcastTo(x: Tensor, shape: readonly Dim[]): Tensor {
  const target = shape.map(normalizeDim);
  if (sameShape(x.shape, target)) return x;
  const value = madeBy(x, fullPrimitive);
  if (value !== undefined && sameShape(broadcastShapes("broadcastTo", x.shape, target), target))
    return full(target, value.value, x.dtype);
  if (madeBy(x, broadcastPrimitive) !== undefined) return broadcastTo(x.node.inputs[0]!, target);
  return apply1(broadcastPrimitive, [x], { shape: target });
}
