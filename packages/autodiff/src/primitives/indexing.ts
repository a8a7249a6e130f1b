import { productOf, sameShape, showShape, subDims, type Dim } from "../dims.ts";
import { isFloat } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { forEachIndex, hostArray, offset, sizeOf } from "../host-array.ts";
import type { LoweredTensor, Lowering } from "../record.ts";
import { apply, apply1, definePrimitive, type Tensor } from "../tensor.ts";
import { cast } from "./cast.ts";
import {
  distinct,
  elements,
  integers,
  NO_ATTRIBUTES,
  normal,
  normalizeAxis,
  requireDType,
  requireNumbers,
  requireSameDType,
  withAxis,
  type NoAttributes,
} from "./common.ts";
import { equal } from "./compare.ts";
import { iota, zeros } from "./constant.ts";
import { unlessEmpty } from "./empty.ts";
import { expandDims, transpose } from "./shape.ts";

interface AxisAttributes extends Record<string, unknown> {
  readonly axis: number;
}

/** Whole rows: y[…, i…, …] = x[…, indices[i…], …] along `axis`. Negative indices count from the end. */
const takePrimitive = definePrimitive<AxisAttributes>({
  name: "take",
  role: "form",
  shape: ([x, indices], { axis }) => {
    requireDType("take", indices!, "int64");
    return [{ dtype: x!.dtype, shape: [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)] }];
  },
  jvp: "linear",
  vjp: ({ inputs: [x, indices], cotangents: [g], attributes: { axis } }) => {
    if (g === undefined || !isFloat(x!.dtype)) return [undefined, undefined];
    if (axis === 0) return [scatterAdd(zeros(x!.shape, x!.dtype), indices!, g), undefined];
    // The indexed axis first, as scatterAdd wants it; then back.
    const width = indices!.rank;
    const front = g.shape.map((_, i) => (i < width ? axis + i : i < width + axis ? i - width : i));
    const scattered = scatterAdd(
      zeros([x!.shape[axis]!, ...x!.shape.toSpliced(axis, 1)], x!.dtype),
      indices!,
      transpose(g, front),
    );
    const back = x!.shape.map((_, i) => (i < axis ? i + 1 : i === axis ? 0 : i));
    return [transpose(scattered, back), undefined];
  },
  flops: () => 0,
  toOnnx: ([x, indices], lowering, { axis }) => [lowering.op("Gather", [x!.name, indices!.name], { axis })],
  evaluate: ([x, indices], { axis }) => {
    const inner = sizeOf(x!.dims.slice(axis + 1));
    const outer = sizeOf(x!.dims.slice(0, axis));
    const count = indices!.data.length;
    const size = x!.dims[axis]!;
    const result = hostArray(x!.dtype, [...x!.dims.slice(0, axis), ...indices!.dims, ...x!.dims.slice(axis + 1)]);
    for (let o = 0; o < outer; o += 1)
      for (let c = 0; c < count; c += 1) {
        const row = indices!.data[c]! < 0 ? indices!.data[c]! + size : indices!.data[c]!;
        for (let i = 0; i < inner; i += 1)
          result.data[(o * count + c) * inner + i] = x!.data[(o * size + row) * inner + i]!;
      }
    return [result];
  },
  samples: (random) => [
    { inputs: [normal(random, [4, 3]), integers(random, [2, 2], 4)], attributes: { axis: 0 } },
    { inputs: [normal(random, [2, 4, 3]), integers(random, [3], 4)], attributes: { axis: 1 } },
  ],
});

/** y = x, plus updates[i…] on row indices[i…]; rows that are named twice get both. `updates: [i…, ...row]`. */
const scatterAddPrimitive = definePrimitive<NoAttributes>({
  name: "scatterAdd",
  role: "operation",
  shape: ([x, indices, updates]) => {
    requireDType("scatterAdd", indices!, "int64");
    requireSameDType("scatterAdd", x!, updates!);
    const expected = [...indices!.shape, ...x!.shape.slice(1)];
    if (x!.shape.length === 0 || !sameShape(updates!.shape, expected))
      throw new ShapeError("scatterAdd", `updates of shape ${showShape(expected)}`, showShape(updates!.shape));
    return [x!];
  },
  jvp: ({ inputs: [x, indices], tangents: [dx, , du] }) => {
    if (du === undefined) return [dx];
    return [scatterAdd(dx ?? zeros(x!.shape, x!.dtype), indices!, du)];
  },
  vjp: ({ inputs: [, indices], cotangents: [g], needs }) => [
    g,
    undefined,
    g && needs[2] ? take(g, indices!, 0) : undefined,
  ],
  flops: ({ inputs: [, , updates] }) => sizeOf(updates!),
  toOnnx: ([x, indices, updates], lowering) => {
    // Not ScatterND: the CPU's adds in parallel, and loses updates of rows that are named twice (microsoft/onnxruntime#18048).
    const rows = productOf(indices!.shape);
    const row = x!.shape.slice(1);
    const shape = lowering.dims([rows, ...row]);
    const flat = lowering.op("Reshape", [updates!.name, shape], { allowzero: 1 });
    const column = lowering.op("Reshape", [indices!.name, lowering.dims([rows, ...row.map(() => 1)])], {
      allowzero: 1,
    });
    const places = lowering.op("Expand", [column, shape]);
    return [
      inFloat32(x!, { ...updates!, name: flat }, lowering, (data, more) =>
        lowering.op("ScatterElements", [data, places, more], { axis: 0, reduction: "add" }),
      ),
    ];
  },
  evaluate: ([x, indices, updates]) => {
    const result = hostArray(x!.dtype, x!.dims, x!.data.slice());
    const row = sizeOf(x!.dims.slice(1));
    indices!.data.forEach((index, i) => {
      const at = index < 0 ? index + x!.dims[0]! : index;
      for (let j = 0; j < row; j += 1) result.data[at * row + j]! += updates!.data[i * row + j]!;
    });
    return [result];
  },
  samples: (random) => [
    {
      inputs: [normal(random, [3, 2]), integers(random, [5], 3), normal(random, [5, 2])],
      attributes: NO_ATTRIBUTES,
    },
  ],
});

/** Half precision has no adding scatter on the CPU, and would lose digits in it: summed in float32. */
function inFloat32(
  x: LoweredTensor,
  updates: LoweredTensor,
  lowering: Lowering,
  scatter: (data: string, updates: string) => string,
): string {
  if (x.dtype !== "float16" && x.dtype !== "bfloat16") return scatter(x.name, updates.name);
  const up = (name: string): string => lowering.op("Cast", [name], { to: lowering.dtypeNumber("float32") });
  return lowering.op("Cast", [scatter(up(x.name), up(updates.name))], { to: lowering.dtypeNumber(x.dtype) });
}

/** One element each: y[i] = x[i with axis ← indices[i]]. Ranks agree; other axes of indices are not longer than x's. */
const takeAlongAxisPrimitive = definePrimitive<AxisAttributes>({
  name: "takeAlongAxis",
  role: "operation",
  shape: ([x, indices], { axis }) => {
    requireDType("takeAlongAxis", indices!, "int64");
    const fits =
      x!.shape.length === indices!.shape.length &&
      x!.shape.every(
        (dim, i) =>
          i === axis ||
          dim === indices!.shape[i] ||
          (typeof dim === "number" && typeof indices!.shape[i] === "number" && indices!.shape[i] <= dim),
      );
    if (!fits)
      throw new ShapeError(
        "takeAlongAxis",
        `indices like ${showShape(withAxis(x!.shape, axis, "any"))}`,
        showShape(indices!.shape),
      );
    return [{ dtype: x!.dtype, shape: indices!.shape }];
  },
  jvp: "linear",
  vjp: ({ inputs: [x, indices], cotangents: [g], attributes: { axis } }) => [
    g && isFloat(x!.dtype) ? scatterAddAlongAxis(zeros(x!.shape, x!.dtype), indices!, g, axis) : undefined,
    undefined,
  ],
  flops: () => 0,
  toOnnx: ([x, indices], lowering, { axis }) => [lowering.op("GatherElements", [x!.name, indices!.name], { axis })],
  evaluate: ([x, indices], { axis }) => {
    const result = hostArray(x!.dtype, indices!.dims);
    const strides = stridesFor(x!.dims);
    forEachIndex(indices!.dims, (index, flat) => {
      const i = indices!.data[flat]!;
      result.data[flat] = x!.data[offset(index.with(axis, i < 0 ? i + x!.dims[axis]! : i), strides)]!;
    });
    return [result];
  },
  samples: (random) => [{ inputs: [normal(random, [3, 4]), integers(random, [3, 2], 4)], attributes: { axis: 1 } }],
});

/** Row-major steps, of axes of size 1 too. */
const stridesFor = (dims: readonly number[]): number[] => dims.map((_, i) => sizeOf(dims.slice(i + 1)));

/** y = x, plus updates[i] at [i with axis ← indices[i]]; places that are named twice get both. */
const scatterAddAlongAxisPrimitive = definePrimitive<AxisAttributes>({
  name: "scatterAddAlongAxis",
  role: "operation",
  shape: ([x, indices, updates]) => {
    requireDType("scatterAddAlongAxis", indices!, "int64");
    requireSameDType("scatterAddAlongAxis", x!, updates!);
    if (!sameShape(indices!.shape, updates!.shape) || x!.shape.length !== indices!.shape.length)
      throw new ShapeError(
        "scatterAddAlongAxis",
        `updates of shape ${showShape(indices!.shape)}`,
        showShape(updates!.shape),
      );
    return [x!];
  },
  jvp: ({ inputs: [x, indices], tangents: [dx, , du], attributes: { axis } }) => {
    if (du === undefined) return [dx];
    return [scatterAddAlongAxis(dx ?? zeros(x!.shape, x!.dtype), indices!, du, axis)];
  },
  vjp: ({ inputs: [, indices], cotangents: [g], needs, attributes: { axis } }) => [
    g,
    undefined,
    g && needs[2] ? takeAlongAxis(g, indices!, axis) : undefined,
  ],
  flops: ({ inputs: [, , updates] }) => sizeOf(updates!),
  toOnnx: ([x, indices, updates], lowering, { axis }) => [
    inFloat32(x!, updates!, lowering, (data, more) =>
      lowering.op("ScatterElements", [data, indices!.name, more], {
        axis,
        reduction: "add",
      }),
    ),
  ],
  evaluate: ([x, indices, updates], { axis }) => {
    const result = hostArray(x!.dtype, x!.dims, x!.data.slice());
    const strides = stridesFor(x!.dims);
    forEachIndex(indices!.dims, (index, flat) => {
      const i = indices!.data[flat]!;
      result.data[offset(index.with(axis, i < 0 ? i + x!.dims[axis]! : i), strides)]! += updates!.data[flat]!;
    });
    return [result];
  },
  samples: (random) => [
    {
      inputs: [normal(random, [2, 3]), integers(random, [2, 4], 3), normal(random, [2, 4])],
      attributes: { axis: 1 },
    },
  ],
});

interface TopKAttributes extends AxisAttributes {
  readonly k: Dim;
}

/** The k largest along an axis, largest first, and where they were; equal ones in order of place. NaN has no defined place. */
const topKPrimitive = definePrimitive<TopKAttributes>({
  name: "topK",
  role: "operation",
  shape: ([x], { axis, k }) => {
    requireNumbers("topK", x!);
    const size = x!.shape[axis]!;
    if (typeof k === "number" && typeof size === "number" && k > size)
      throw new ShapeError("topK", `k up to ${size}`, String(k));
    const shape = withAxis(x!.shape, axis, k);
    return [
      { dtype: x!.dtype, shape },
      { dtype: "int64", shape },
    ];
  },
  jvp: ({ outputs: [, indices], tangents: [dx], attributes: { axis } }) => [
    dx && takeAlongAxis(dx, indices!, axis),
    undefined,
  ],
  vjp: ({ inputs: [x], outputs: [, indices], cotangents: [g], attributes: { axis } }) => [
    g && scatterAddAlongAxis(zeros(x!.shape, x!.dtype), indices!, g, axis),
  ],
  sizes: ([x], { axis, k }) => [subDims(x!.shape[axis]!, k)],
  flops: ({ inputs }) => elements(inputs),
  // Of an empty tensor the CPU's kernel ends the process by a division by zero.
  toOnnx: ([x], lowering, { axis, k }, outputs) =>
    unlessEmpty(lowering, x!.shape, outputs, () =>
      lowering.node("TopK", [x!.name, lowering.dims([k])], { axis, largest: 1, sorted: 1 }, 2),
    ),
  evaluate: ([x], { axis, k }, environment) => {
    const count = environment.size(k);
    const dims = withAxis(x!.dims, axis, count) as number[];
    const [values, indices] = [hostArray(x!.dtype, dims), hostArray("int64", dims)];
    const [from, to] = [stridesFor(x!.dims), stridesFor(dims)];
    forEachIndex(withAxis(x!.dims, axis, 1) as number[], (index) => {
      const row = Array.from({ length: x!.dims[axis]! }, (_, i) => x!.data[offset(index.with(axis, i), from)]!);
      const order = row.map((_, i) => i).sort((a, b) => row[b]! - row[a]! || a - b);
      for (let i = 0; i < count; i += 1) {
        const at = offset(index.with(axis, i), to);
        values.data[at] = row[order[i]!]!;
        indices.data[at] = order[i]!;
      }
    });
    return [values, indices];
  },
  samples: (random) => [{ inputs: [distinct(random, [2, 5])], attributes: { axis: 1, k: 3 } }],
});

/** Rows of x along `axis`, by int64 index of any shape. Indices out of range fail at run time. */
export const take = (x: Tensor, indices: Tensor, axis = 0): Tensor =>
  apply1(takePrimitive, [x, indices], { axis: normalizeAxis("take", axis, x.rank) });
/** @alias ONNX's name for `take`. */
export const gather = take;
/** `target: [n, …row]`, `indices: [i…]`, `updates: [i…, …row]`; adds each update to its row. */
export const scatterAdd = (target: Tensor, indices: Tensor, updates: Tensor): Tensor =>
  apply1(scatterAddPrimitive, [target, indices, updates], NO_ATTRIBUTES);
export const takeAlongAxis = (x: Tensor, indices: Tensor, axis = -1): Tensor =>
  apply1(takeAlongAxisPrimitive, [x, indices], { axis: normalizeAxis("takeAlongAxis", axis, x.rank) });
export const scatterAddAlongAxis = (target: Tensor, indices: Tensor, updates: Tensor, axis = -1): Tensor =>
  apply1(scatterAddAlongAxisPrimitive, [target, indices, updates], {
    axis: normalizeAxis("scatterAddAlongAxis", axis, target.rank),
  });
/** The k largest along `axis` and their places, largest first. */
export function topK(x: Tensor, k: Dim, axis = -1): { readonly values: Tensor; readonly indices: Tensor } {
  const [values, indices] = apply(topKPrimitive, [x], { k, axis: normalizeAxis("topK", axis, x.rank) });
  return { values: values!, indices: indices! };
}
/** 1 at the index, 0 elsewhere, along a new last axis. */
export const oneHot = (indices: Tensor, depth: Dim, dtype: Tensor["dtype"] = "float32"): Tensor =>
  cast(equal(expandDims(indices, -1), iota(depth)), dtype);
