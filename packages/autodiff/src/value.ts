import { normalizeDim, showShape, type Dim } from "./dims.ts";
import { allocate, dtypes, load, store, type DType, type TypedArray } from "./dtype.ts";
import { DTypeError, ShapeError } from "./errors.ts";

/** What is known of a tensor before it has values. */
export interface TensorSpec {
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

/**
 * Numbers on the host, row-major. float16 is its bits in a `Uint16Array` on every Node, bool is 0 or 1 in a `Uint8Array`.
 * A value that was passed to a compiled program must not change until the call has resolved.
 */
export interface TensorValue {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly data: TypedArray;
}

/** A constant whose bytes stay in a file, such as a tensor inside a `.safetensors` shard. */
export interface ExternalTensor extends TensorSpec {
  readonly path: string;
  /** In bytes from the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
  readonly shape: readonly number[];
}

/** Bytes that stay in a file, or are in memory. */
export type StoredBytes =
  | { readonly path: string; readonly offset: number; readonly byteLength: number }
  | { readonly data: Uint8Array };

/** `spec("float32", ["batch", "seq"])`. */
export function spec(dtype: DType, shape: readonly Dim[] = []): TensorSpec {
  requireDType("spec", dtype);
  return { dtype, shape: shape.map(normalizeDim) };
}

/** @throws {DTypeError} for a name that is no element type, which TypeScript would have refused. */
function requireDType(operation: string, dtype: DType): void {
  if (!Object.hasOwn(dtypes, dtype))
    throw new DTypeError(operation, Object.keys(dtypes).join(", "), JSON.stringify(dtype) ?? "none");
}

/** What `tensor` copies from: one number per element, or (nested to any depth) rows of them. */
export type Numbers = number | bigint | boolean | readonly Numbers[];

/**
 * A host tensor. A typed array of the right kind is taken as it is, without a copy; anything else is converted.
 *
 * @throws {ShapeError} when `dims` does not hold exactly that many elements.
 */
export function tensor(dtype: DType, dims: readonly number[], data: TypedArray | Numbers): TensorValue {
  requireDType("tensor", dtype);
  if (!Array.isArray(dims)) throw new ShapeError("tensor", "dimensions in an array", typeof dims);
  const size = dims.reduce((a, b) => a * b, 1);
  if (ArrayBuffer.isView(data)) {
    if (allocate(dtype, 0).constructor !== data.constructor)
      throw new DTypeError("tensor", `${allocate(dtype, 0).constructor.name} for ${dtype}`, data.constructor.name);
    if (data.length !== size)
      throw new ShapeError("tensor", `${size} elements for ${showShape(dims)}`, `${data.length}`);
    return { dtype, dims, data };
  }
  const flat: (number | bigint | boolean)[] = [];
  flatten(data, flat);
  if (flat.length !== size && !(flat.length === 1 && !Array.isArray(data)))
    throw new ShapeError("tensor", `${size} elements for ${showShape(dims)}`, `${flat.length}`);
  const array = allocate(dtype, size);
  for (let i = 0; i < size; i += 1) {
    const element = flat[flat.length === 1 ? 0 : i]!;
    if (typeof element === "bigint" && array instanceof BigInt64Array) array[i] = element;
    else store(dtype, array, i, Number(element));
  }
  return { dtype, dims, data: array };
}

function flatten(data: Numbers, into: (number | bigint | boolean)[]): void {
  if (Array.isArray(data)) for (const row of data as readonly Numbers[]) flatten(row, into);
  else into.push(data as number | bigint | boolean);
}

/** The elements as ordinary numbers, whatever the element type; int64 beyond 2⁵³ loses its last digits. */
export const toNumbers = (value: TensorValue): number[] =>
  Array.from({ length: value.data.length }, (_, i) => load(value.dtype, value.data, i));
