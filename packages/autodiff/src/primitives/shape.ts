import { addDims, divideExactly, normalizeDim, productOf, sameShape, showShape, subDims, type Dim } from "../dims.ts";
import { ShapeError } from "../errors.ts";
import { forEachIndex, hostArray, offset, stridesOf } from "../host-array.ts";
import { apply1, definePrimitive, madeBy, type Tensor } from "../tensor.ts";
import { normal, normalizeAxis, requireSameDType, withAxis } from "./common.ts";
import { full, fullPrimitive, zeros } from "./constant.ts";

interface TransposeAttributes extends Record<string, unknown> {
  readonly permutation: readonly number[];
}

/** y[i…] = x with axes in another order: axis k of y is axis permutation[k] of x. */
export const transposePrimitive = definePrimitive<TransposeAttributes>({
  name: "transpose",
  role: "form",
  shape: ([x], { permutation }) => {
    if ([...permutation].sort((a, b) => a - b).some((axis, i) => axis !== i) || permutation.length !== x!.shape.length)
      throw new ShapeError("transpose", `a permutation of ${x!.shape.length} axes`, showShape(permutation));
    return [{ dtype: x!.dtype, shape: permutation.map((axis) => x!.shape[axis]!) }];
  },
  jvp: "linear",
  vjp: ({ cotangents: [g], attributes: { permutation } }) => [
    g &&
      transpose(
        g,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      ),
  ],
  flops: () => 0,
  toOnnx: ([x], lowering, { permutation }) => [lowering.op("Transpose", [x!.name], { perm: permutation })],
  evaluate: ([x], { permutation }) => {
    const result = hostArray(
      x!.dtype,
      permutation.map((axis) => x!.dims[axis]!),
    );
    const strides = stridesOf(x!.dims);
    forEachIndex(result.dims, (index, flat) => {
      result.data[flat] = x!.data[index.reduce((sum, i, k) => sum + i * strides[permutation[k]!]!, 0)]!;
    });
    return [result];
  },
  samples: (random) => [{ inputs: [normal(random, [2, 3, 4])], attributes: { permutation: [2, 0, 1] } }],
});

/** Axis k of the result is axis `permutation[k]` of x; without one, the last two axes change places. */
export function transpose(x: Tensor, permutation?: readonly number[]): Tensor {
  const rank = x.rank;
  if (permutation === undefined && rank < 2) throw new ShapeError("transpose", "rank 2 or more", `rank ${rank}`);
  const axes =
    permutation?.map((axis) => normalizeAxis("transpose", axis, rank)) ??
    x.shape.map((_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));
  const inner = madeBy(x, transposePrimitive);
  if (inner !== undefined)
    return transpose(
      x.node.inputs[0]!,
      axes.map((axis) => inner.permutation[axis]!),
    );
  if (axes.length === rank && axes.every((axis, i) => axis === i)) return x;
  return apply1(transposePrimitive, [x], { permutation: axes });
}

export const permute = (x: Tensor, permutation: readonly number[]): Tensor => transpose(x, permutation);

interface ShapeAttributes extends Record<string, unknown> {
  readonly shape: readonly Dim[];
}

/** The same elements in row-major order under another shape. */
export const reshapePrimitive = definePrimitive<ShapeAttributes>({
  name: "reshape",
  role: "view",
  shape: ([x], { shape }) => {
    if (productOf(x!.shape) !== productOf(shape))
      throw new ShapeError("reshape", `as many elements as ${showShape(x!.shape)}`, showShape(shape));
    return [{ dtype: x!.dtype, shape }];
  },
  jvp: "linear",
  vjp: ({ inputs: [x], cotangents: [g] }) => [g && reshape(g, x!.shape)],
  flops: () => 0,
  toOnnx: ([x], lowering, { shape }) => {
    const symbolic = shape.filter((dim) => typeof dim === "string").length;
    if (symbolic === 1 && !shape.includes(0))
      return [
        lowering.op("Reshape", [x!.name, lowering.ints(shape.map((dim) => (typeof dim === "string" ? -1 : dim)))]),
      ];
    return [lowering.op("Reshape", [x!.name, lowering.dims(shape)], { allowzero: 1 })];
  },
  evaluate: ([x], { shape }, environment) => [
    hostArray(
      x!.dtype,
      shape.map((dim) => environment.size(dim)),
      x!.data,
    ),
  ],
  samples: (random) => [{ inputs: [normal(random, [2, 6])], attributes: { shape: [3, 4] } }],
});

/** The same elements under another shape; one size may be −1, which is what remains. */
export function reshape(x: Tensor, shape: readonly Dim[]): Tensor {
  const open = shape.indexOf(-1);
  let target = shape;
  if (open >= 0) {
    const known = productOf(shape.filter((_, i) => i !== open));
    const rest = divideExactly(productOf(x.shape), known);
    if (rest === undefined)
      throw new ShapeError("reshape", `a size that ${showShape(x.shape)} divides into`, showShape(shape));
    target = withAxis(shape, open, rest);
  }
  target = target.map(normalizeDim);
  if (sameShape(x.shape, target)) return x;
  if (madeBy(x, reshapePrimitive) !== undefined) return reshape(x.node.inputs[0]!, target);
  const value = madeBy(x, fullPrimitive);
  if (value !== undefined && productOf(x.shape) === productOf(target)) return full(target, value.value, x.dtype);
  return apply1(reshapePrimitive, [x], { shape: target });
}

/** A new axis of size 1 before `axis`. */
export const expandDims = (x: Tensor, axis: number): Tensor => {
  const at = normalizeAxis("expandDims", axis, x.rank + 1);
  return reshape(x, x.shape.toSpliced(at, 0, 1));
};

/** Without `axis`, whose size must be 1. */
export const squeeze = (x: Tensor, axis: number): Tensor => {
  const at = normalizeAxis("squeeze", axis, x.rank);
  if (x.shape[at] !== 1) throw new ShapeError("squeeze", `size 1 at axis ${axis}`, showShape(x.shape));
  return reshape(x, x.shape.toSpliced(at, 1));
};

interface AxisAttributes extends Record<string, unknown> {
  readonly axis: number;
}

/** Pieces one after the other along `axis`; the other axes agree. */
const concatPrimitive = definePrimitive<AxisAttributes>({
  name: "concat",
  role: "form",
  shape: (inputs, { axis }) => {
    const [first, ...others] = inputs;
    requireSameDType("concat", first!, ...others);
    for (const other of others)
      if (!sameShape(withAxis(other.shape, axis, 0), withAxis(first!.shape, axis, 0)))
        throw new ShapeError(
          "concat",
          `shapes equal but for axis ${axis}`,
          inputs.map((x) => showShape(x.shape)).join(" and "),
        );
    const total = inputs.reduce<Dim>((sum, x) => addDims(sum, x.shape[axis]!), 0);
    return [{ dtype: first!.dtype, shape: withAxis(first!.shape, axis, total) }];
  },
  jvp: ({ inputs, tangents, attributes: { axis } }) =>
    tangents.every((t) => t === undefined)
      ? [undefined]
      : [
          concat(
            tangents.map((t, i) => t ?? zeros(inputs[i]!.shape, inputs[i]!.dtype)),
            axis,
          ),
        ],
  vjp: ({ inputs, cotangents: [g], needs, attributes: { axis } }) => {
    let start: Dim = 0;
    return inputs.map((x, i) => {
      const from = start;
      start = addDims(start, x.shape[axis]!);
      return g && needs[i] ? slice(g, axis, from, start) : undefined;
    });
  },
  flops: () => 0,
  toOnnx: (inputs, lowering, { axis }) => [
    lowering.op(
      "Concat",
      inputs.map((x) => x.name),
      { axis },
    ),
  ],
  evaluate: (inputs, { axis }) => {
    const total = inputs.reduce((sum, x) => sum + x.dims[axis]!, 0);
    const result = hostArray(inputs[0]!.dtype, withAxis(inputs[0]!.dims, axis, total) as number[]);
    const strides = stridesOf(result.dims);
    let start = 0;
    for (const x of inputs) {
      forEachIndex(x.dims, (index, flat) => {
        result.data[offset(index.with(axis, index[axis]! + start), strides)] = x.data[flat]!;
      });
      start += x.dims[axis]!;
    }
    return [result];
  },
  samples: (random) => [{ inputs: [normal(random, [2, 3]), normal(random, [2, 2])], attributes: { axis: 1 } }],
});

/** @throws {ShapeError} when there is nothing to join, or the other axes differ. */
export function concat(inputs: readonly Tensor[], axis: number): Tensor {
  const [first] = inputs;
  if (first === undefined) throw new ShapeError("concat", "one tensor or more", "none");
  const at = normalizeAxis("concat", axis, first.rank);
  for (const x of inputs)
    if (x.rank !== first.rank) throw new ShapeError("concat", `rank ${first.rank}`, showShape(x.shape));
  return inputs.length === 1 ? first : apply1(concatPrimitive, inputs, { axis: at });
}

/** Tensors of one shape along a new axis. */
export const stack = (inputs: readonly Tensor[], axis = 0): Tensor =>
  concat(
    inputs.map((x) => expandDims(x, axis)),
    axis < 0 ? axis + inputs[0]!.rank + 1 : axis,
  );

interface SliceAttributes extends AxisAttributes {
  readonly start: Dim;
  readonly stop: Dim;
}

/** Elements start … stop − 1 along one axis. */
const slicePrimitive = definePrimitive<SliceAttributes>({
  name: "slice",
  role: "form",
  shape: ([x], { axis, start, stop }) => {
    const size = x!.shape[axis]!;
    const length = subDims(stop, start);
    const bad = [length, start, subDims(size, stop)].some((dim) => typeof dim === "number" && dim < 0);
    if (bad) throw new ShapeError("slice", `0 ≤ start ≤ stop ≤ ${size} along axis ${axis}`, `${start} … ${stop}`);
    return [{ dtype: x!.dtype, shape: withAxis(x!.shape, axis, length) }];
  },
  jvp: "linear",
  vjp: ({ inputs: [x], cotangents: [g], attributes: { axis, start, stop } }) => [
    g && pad(g, axis, start, subDims(x!.shape[axis]!, stop)),
  ],
  sizes: ([x], { axis, start, stop }) => [start, subDims(stop, start), subDims(x!.shape[axis]!, stop)],
  flops: () => 0,
  toOnnx: ([x], lowering, { axis, start, stop }) => [
    lowering.op("Slice", [x!.name, lowering.dims([start]), lowering.dims([stop]), lowering.ints([axis])]),
  ],
  evaluate: ([x], { axis, start, stop }, environment) => {
    const [from, to] = [environment.size(start), environment.size(stop)];
    const result = hostArray(x!.dtype, withAxis(x!.dims, axis, to - from) as number[]);
    const strides = stridesOf(x!.dims);
    forEachIndex(result.dims, (index, flat) => {
      result.data[flat] = x!.data[offset(index, strides) + from * strides[axis]!]!;
    });
    return [result];
  },
  samples: (random) => [{ inputs: [normal(random, [2, 5])], attributes: { axis: 1, start: 1, stop: 4 } }],
});

/** Elements `start` … `stop` − 1 along `axis`; negative numbers count from the end, and no `stop` is the end. */
export function slice(x: Tensor, axis: number, start: Dim, stop?: Dim): Tensor {
  const at = normalizeAxis("slice", axis, x.rank);
  const size = x.shape[at]!;
  const place = (dim: Dim): Dim => (typeof dim === "number" && dim < 0 ? addDims(size, dim) : dim);
  const [from, to] = [place(start), place(stop ?? size)];
  if (from === 0 && to === size) return x;
  return apply1(slicePrimitive, [x], { axis: at, start: from, stop: to });
}

/** Pieces of these sizes along `axis`. @throws {ShapeError} when they do not fill it. */
export function split(x: Tensor, axis: number, sizes: readonly Dim[]): Tensor[] {
  const size = x.shape[normalizeAxis("split", axis, x.rank)]!;
  if (sizes.reduce<Dim>(addDims, 0) !== size)
    throw new ShapeError("split", `sizes that add up to ${size}`, showShape(sizes));
  let start: Dim = 0;
  return sizes.map((size) => {
    const from = start;
    start = addDims(start, size);
    return slice(x, axis, from, start);
  });
}

interface PadAttributes extends AxisAttributes {
  readonly before: Dim;
  readonly after: Dim;
  readonly value: number;
}

/** `before` and `after` copies of `value` around x along one axis. */
const padPrimitive = definePrimitive<PadAttributes>({
  name: "pad",
  role: "operation",
  shape: ([x], { axis, before, after }) => {
    for (const dim of [before, after])
      if (typeof dim === "number" && dim < 0) throw new ShapeError("pad", "amounts from 0 up", String(dim));
    return [{ dtype: x!.dtype, shape: withAxis(x!.shape, axis, addDims(addDims(before, x!.shape[axis]!), after)) }];
  },
  jvp: ({ tangents: [dx], attributes: { axis, before, after } }) => [dx && pad(dx, axis, before, after)],
  vjp: ({ inputs: [x], cotangents: [g], attributes: { axis, before } }) => [
    g && slice(g, axis, before, addDims(before, x!.shape[axis]!)),
  ],
  sizes: (_, { before, after }) => [before, after],
  flops: () => 0,
  toOnnx: ([x], lowering, { axis, before, after, value }) => {
    // All axes in full: ONNX Runtime 1.30 moves a Transpose past Pad and forgets its `axes` input.
    const amounts = [before, after].flatMap((amount) =>
      withAxis(
        x!.shape.map(() => 0),
        axis,
        amount,
      ),
    );
    return [lowering.op("Pad", [x!.name, lowering.dims(amounts), lowering.scalar(x!.dtype, value)])];
  },
  evaluate: ([x], { axis, before, after, value }, environment) => {
    const from = environment.size(before);
    const size = from + x!.dims[axis]! + environment.size(after);
    const result = hostArray(x!.dtype, withAxis(x!.dims, axis, size) as number[]);
    result.data.fill(value);
    const strides = stridesOf(result.dims);
    forEachIndex(x!.dims, (index, flat) => {
      result.data[offset(index.with(axis, index[axis]! + from), strides)] = x!.data[flat]!;
    });
    return [result];
  },
  samples: (random) => [
    { inputs: [normal(random, [2, 3])], attributes: { axis: 1, before: 1, after: 2, value: 5 } },
    { inputs: [normal(random, [1, 3])], attributes: { axis: 0, before: 2, after: 0, value: 0 } },
  ],
});

export function pad(x: Tensor, axis: number, before: Dim, after: Dim, value = 0): Tensor {
  if (before === 0 && after === 0) return x;
  return apply1(padPrimitive, [x], { axis: normalizeAxis("pad", axis, x.rank), before, after, value });
}
