import type { Random } from "@lemma/interfaces";
import { showShape, type Dim } from "../dims.ts";
import { isFloat, type DType } from "../dtype.ts";
import { DTypeError, ShapeError } from "../errors.ts";
import { trace } from "../graph.ts";
import { sizeOf } from "../host-array.ts";
import type { Attributes, Sample } from "../record.ts";
import type { Tensor } from "../tensor.ts";
import { spec, tensor, type TensorSpec, type TensorValue } from "../value.ts";

/** The shape that two shapes broadcast to: axes are equal, or one of them is 1, counted from the last. */
export function broadcastShapes(operation: string, a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - rank + a.length] ?? 1;
    const n = b[axis - rank + b.length] ?? 1;
    if (m === n || n === 1) return m;
    if (m === 1) return n;
    throw new ShapeError(operation, "shapes that broadcast", `${showShape(a)} and ${showShape(b)}`);
  });
}

export function requireFloat(operation: string, x: TensorSpec): void {
  if (!isFloat(x.dtype)) throw new DTypeError(operation, "a floating-point tensor", x.dtype);
}

/** Not booleans, which ONNX does not compute with. */
export function requireNumbers(operation: string, ...inputs: readonly TensorSpec[]): void {
  for (const { dtype } of inputs) if (dtype === "bool") throw new DTypeError(operation, "numbers", dtype);
}

/** A number beside a tensor of integers or booleans is not rounded in silence. */
export function requireFits(operation: string, value: number, dtype: DType): void {
  if (dtype === "int64" && !Number.isInteger(value))
    throw new DTypeError(operation, "a whole number beside int64 (cast the tensor)", String(value));
  if (dtype === "bool" && value !== 0 && value !== 1)
    throw new DTypeError(operation, "0 or 1 beside bool", String(value));
}

export function requireSameDType(operation: string, first: TensorSpec, ...others: readonly TensorSpec[]): void {
  for (const other of others)
    if (other.dtype !== first.dtype) throw new DTypeError(operation, first.dtype, other.dtype);
}

export function requireDType(operation: string, x: TensorSpec, dtype: TensorSpec["dtype"]): void {
  if (x.dtype !== dtype) throw new DTypeError(operation, dtype, x.dtype);
}

/** An axis counted from 0; negative ones count from the last. @throws {ShapeError} when there is no such axis. */
export function normalizeAxis(operation: string, axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(normal) || normal < 0 || normal >= rank)
    throw new ShapeError(operation, `an axis of a tensor of rank ${rank}`, String(axis));
  return normal;
}

/** `shape` with one axis changed. */
export const withAxis = (shape: readonly Dim[], axis: number, size: Dim): Dim[] =>
  shape.map((dim, i) => (i === axis ? size : dim));

export const elements = (sizes: readonly (readonly number[])[]): number => sizeOf(sizes[0] ?? []);

/** Standard normal float64 samples. */
export const normal = (random: Random, dims: readonly number[]): TensorValue =>
  tensor(
    "float64",
    dims,
    Float64Array.from({ length: sizeOf(dims) }, () => random.normal()),
  );

/** Uniform in `low … high`. */
export const uniform = (random: Random, dims: readonly number[], low: number, high: number): TensorValue =>
  tensor(
    "float64",
    dims,
    Float64Array.from({ length: sizeOf(dims) }, () => low + (high - low) * random.uniform()),
  );

/** Distinct values at least 0.1 apart, shuffled: no ties for maxima and sorting to trip over. */
export const distinct = (random: Random, dims: readonly number[]): TensorValue => {
  const size = sizeOf(dims);
  const values = random.shuffle(Array.from({ length: size }, (_, i) => (i - size / 2) * 0.2 + 0.1 * random.uniform()));
  return tensor("float64", dims, Float64Array.from(values));
};

/** Whole numbers in 0 … `below` − 1. */
export const integers = (random: Random, dims: readonly number[], below: number): TensorValue =>
  tensor(
    "int64",
    dims,
    Array.from({ length: sizeOf(dims) }, () => random.integer(below)),
  );

export const bools = (random: Random, dims: readonly number[]): TensorValue =>
  tensor(
    "bool",
    dims,
    Array.from({ length: sizeOf(dims) }, () => random.chance(0.5)),
  );

/** The application of a primitive at the end of `f`, as a sample; all that it is applied to are f's arguments. */
export function sampleOf<A extends Attributes>(
  f: (...args: Tensor[]) => Tensor,
  values: readonly TensorValue[],
): Sample<A> {
  const graph = trace(
    (...args: Tensor[]) => f(...args),
    values.map(({ dtype, dims }) => spec(dtype, dims)),
  );
  const { inputs, attributes } = graph.outputs[0]!.node;
  return { inputs: inputs.map((input) => values[graph.parameters.indexOf(input)]!), attributes: attributes as A };
}

export const NO_ATTRIBUTES = {} as const;
export type NoAttributes = typeof NO_ATTRIBUTES;
