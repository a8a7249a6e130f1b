import {
  type QuantizedWeight,
  type Tensor,
  decodeWeight,
  external,
  fromFloat16Bits,
  quantized,
  reshape,
  transpose,
} from "@lemma/autodiff";
import { type SafetensorsEntry, readTensor } from "@lemma/safetensors";
import { TensorTypeError } from "../errors.ts";

// Where a checkpoint's tensors lie, and how a program or a reader in memory gets them.

/** One that is stored as numbers. */
export interface FloatPlace extends SafetensorsEntry {
  readonly file: string;
  /** As `QuantizedWeight.interleavedHeads`: rows that are to be put in order. */
  readonly interleavedHeads?: number;
}

/** One that is stored in blocks of codes. */
export interface QuantizedPlace {
  readonly dtype: "quantized";
  readonly file: string;
  readonly shape: readonly number[];
  /** Of all of its parts. */
  readonly byteLength: number;
  readonly weight: QuantizedWeight;
}

export type TensorPlace = FloatPlace | QuantizedPlace;

/** A constant that points into the file. @throws {TensorTypeError} for elements that the model does not compute with. */
export function tensorAt(name: string, place: TensorPlace): Tensor {
  if (place.dtype === "quantized") return quantized(place.weight);
  const { file, dtype, shape, offset, byteLength, interleavedHeads } = place;
  if (dtype !== "float32" && dtype !== "float16" && dtype !== "bfloat16") throw new TensorTypeError(file, name, dtype);
  const stored = external({ path: file, offset, byteLength, dtype, shape });
  if (interleavedHeads === undefined) return stored;
  const [rows, ...columns] = shape as readonly [number, ...number[]];
  const pairs = reshape(stored, [interleavedHeads, rows / interleavedHeads / 2, 2, ...columns]);
  return reshape(transpose(pairs, [0, 2, 1, ...columns.map((_, i) => 3 + i)]), shape);
}

/** A tensor's values as float32. @throws {SafetensorsError} where the file is shorter than its header says. */
export async function readFloats(place: TensorPlace): Promise<Float32Array> {
  if (place.dtype === "quantized") return decodeWeight(await inMemory(place.weight));
  const { dtype, data } = await readTensor(place.file, place);
  const values =
    data instanceof Float32Array
      ? data
      : dtype === "bfloat16"
        ? widenBfloat16(data as Uint16Array)
        : widen(data as Uint16Array, fromFloat16Bits);
  return place.interleavedHeads === undefined ? values : inOrder(values, place.shape, place.interleavedHeads);
}

/** Not `Float32Array.from`, which goes through an array of at most 2²⁷ numbers: an embedding of 151,936 × 1,024 has more. */
function widen(bits: Uint16Array, value: (bits: number) => number): Float32Array {
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i += 1) values[i] = value(bits[i]!);
  return values;
}

/** A bfloat16 is the upper half of a float32. */
function widenBfloat16(bits: Uint16Array): Float32Array {
  const values = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i += 1) values[i] = bits[i]! << 16;
  return new Float32Array(values.buffer);
}

async function inMemory(weight: QuantizedWeight): Promise<QuantizedWeight> {
  const parts = await Promise.all(
    Object.entries(weight.parts).map(async ([name, bytes]) => {
      if ("data" in bytes) return [name, bytes] as const;
      const { data } = await readTensor(bytes.path, {
        dtype: "uint8",
        shape: [bytes.byteLength],
        offset: bytes.offset,
        byteLength: bytes.byteLength,
      });
      return [name, { data: data as Uint8Array }] as const;
    }),
  );
  return { ...weight, parts: Object.fromEntries(parts) };
}

function inOrder(values: Float32Array, [rows, columns = 1]: readonly number[], heads: number): Float32Array {
  const result = new Float32Array(values.length);
  const width = rows! / heads;
  const half = width / 2;
  for (let row = 0; row < rows!; row += 1) {
    const at = row % width;
    const from = row - at + 2 * (at % half) + Math.floor(at / half);
    result.set(values.subarray(from * columns, (from + 1) * columns), row * columns);
  }
  return result;
}
