import { load, store, type DType } from "./dtype.ts";
import { ShapeError } from "./errors.ts";
import { tensor, type TensorValue } from "./value.ts";

/** What the reference evaluator computes with: float64 for every element type, rounded only by `cast`. */
export interface HostArray {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

export const sizeOf = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);

export const hostArray = (dtype: DType, dims: readonly number[], data?: Float64Array): HostArray => ({
  dtype,
  dims,
  data: data ?? new Float64Array(sizeOf(dims)),
});

export function fromValue(value: TensorValue): HostArray {
  const data = new Float64Array(value.data.length);
  for (let i = 0; i < data.length; i += 1) data[i] = load(value.dtype, value.data, i);
  return { dtype: value.dtype, dims: value.dims, data };
}

export function toValue(array: HostArray): TensorValue {
  const value = tensor(array.dtype, array.dims, 0);
  for (let i = 0; i < array.data.length; i += 1) store(array.dtype, value.data, i, array.data[i]!);
  return value;
}

/** Steps between neighbours along each axis; 0 along axes that `dims` broadcasts to `shape`. */
export function stridesOf(dims: readonly number[], rank = dims.length): number[] {
  const strides = Array.from({ length: rank }, () => 0);
  let step = 1;
  for (let i = dims.length - 1; i >= 0; i -= 1) {
    strides[rank - dims.length + i] = dims[i] === 1 ? 0 : step;
    step *= dims[i]!;
  }
  return strides;
}

/** Calls `visit` with every index of `dims` in row-major order; the array is reused. */
export function forEachIndex(dims: readonly number[], visit: (index: readonly number[], flat: number) => void): void {
  const size = sizeOf(dims);
  const index = dims.map(() => 0);
  for (let flat = 0; flat < size; flat += 1) {
    visit(index, flat);
    for (let axis = dims.length - 1; axis >= 0; axis -= 1) {
      index[axis]! += 1;
      if (index[axis]! < dims[axis]!) break;
      index[axis] = 0;
    }
  }
}

export const offset = (index: readonly number[], strides: readonly number[]): number =>
  index.reduce((sum, i, axis) => sum + i * strides[axis]!, 0);

/** The shape that `shapes` broadcast to, by NumPy's rule, on sizes. */
export function broadcastSizes(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, axis) => {
    let result = 1;
    for (const shape of shapes) {
      const size = shape[axis - rank + shape.length] ?? 1;
      if (size === 1) continue;
      if (result !== 1 && result !== size)
        throw new ShapeError("broadcast", "equal sizes or 1", shapes.map((s) => `[${s.join(", ")}]`).join(" and "));
      result = size;
    }
    return result;
  });
}

/** `f` on corresponding elements, broadcasting. */
export function elementwise(
  dtype: DType,
  inputs: readonly HostArray[],
  f: (...elements: number[]) => number,
): HostArray {
  const dims = broadcastSizes(...inputs.map((input) => input.dims));
  const result = hostArray(dtype, dims);
  const strides = inputs.map((input) => stridesOf(input.dims, dims.length));
  forEachIndex(dims, (index, flat) => {
    result.data[flat] = f(...inputs.map((input, i) => input.data[offset(index, strides[i]!)]!));
  });
  return result;
}
