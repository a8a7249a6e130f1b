import { ShapeError } from "../errors.ts";
import type { Lowering } from "../record.ts";
import type { StoredBytes } from "../value.ts";

// A quantised weight is whole numbers of 4 or 8 bits in blocks along each row, a scale for each block, and perhaps an offset:
// w = scale · (code − zero) + offset. A `QuantizedLayout` says how the bytes of a file hold them; the product, its derivatives
// and the lookup of rows (primitives/quantized.ts) know nothing more of it.

export const byteLengthOf = (bytes: StoredBytes): number => ("data" in bytes ? bytes.data.length : bytes.byteLength);

/** A part of a weight as an ONNX tensor: what it is called and its type. Its first axis is the weight's rows. */
export interface PartSpec {
  readonly dtype: "uint8" | "float32";
  /** What follows the rows. */
  readonly shape: readonly number[];
}

/** A weight taken apart in ONNX; R is rows times blocks in a row. */
export interface LoweredBlocks {
  /** uint8 `[R, block]`, in the order of the columns; added to the graph when called, since a packed product often has no need of them. */
  readonly codes: () => string;
  /** float32 `[R]`. */
  readonly scales: string;
  /** float32 `[R]`; zero when absent. */
  readonly offsets?: string;
}

/** How codes, scales and offsets lie in bytes. One record; it must be the same object wherever it has the same name. */
export interface QuantizedLayout {
  /** In printouts, and where equal products are merged. */
  readonly name: string;
  /** What a code is multiplied as. Codes of 5 or 6 bits are multiplied as 8. */
  readonly bits: 4 | 8;
  /** Columns that share a scale; a power of two from 16 up. */
  readonly block: number;
  /** The code that stands for 0, before the offset. */
  readonly zero: number;
  /** The code in the middle, near which activations that are rounded lose least. */
  readonly center: number;
  /** The parts of a weight with so many columns, by name. */
  parts(columns: number): Readonly<Record<string, PartSpec>>;
  /** `parts` are ONNX tensors with any number of rows. */
  unpack(lowering: Lowering, parts: Readonly<Record<string, string>>, columns: number): LoweredBlocks;
  /** The part that is the operator's operand as it is stored, and is then mapped instead of computed. */
  readonly operand?: string;
  /**
   * uint8 `[R, block / 2]`, of layouts with 4 bits: byte j holds column j below and column j + block / 2 above. Where the bytes of
   * the file are that already; when absent they are made from `codes`.
   */
  nibbles?(lowering: Lowering, parts: Readonly<Record<string, string>>, columns: number): string;
  /** The slow, obvious twin: the weight's values, row by row, each rounded to float32 as the format's reference does. */
  decode(parts: Readonly<Record<string, Uint8Array>>, rows: number, columns: number): Float32Array;
}

/** A matrix `[rows, columns]` in blocks along its rows. */
export interface QuantizedWeight {
  readonly layout: QuantizedLayout;
  readonly shape: readonly [rows: number, columns: number];
  readonly parts: Readonly<Record<string, StoredBytes>>;
  /**
   * Rows are stored as rotations of neighbouring pairs want them, in so many heads: row (h, i, j) of `[heads, width / 2, 2]` is what
   * row (h, j, i) of `[heads, 2, width / 2]` is here, where rotations pair the halves of a head. In order when absent.
   */
  readonly interleavedHeads?: number;
}

/** Which stored row each row is. */
export function storedRows({ shape: [rows], interleavedHeads }: QuantizedWeight): readonly number[] {
  const all = Array.from({ length: rows }, (_, row) => row);
  if (interleavedHeads === undefined) return all;
  const width = rows / interleavedHeads;
  const half = width / 2;
  return all.map((row) => row - (row % width) + 2 * (row % half) + Math.floor((row % width) / half));
}

const bytesPer = { uint8: 1, float32: 4 } as const;

/** What each part takes in bytes. */
export const partBytes = (
  layout: QuantizedLayout,
  [rows, columns]: readonly [number, number],
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(layout.parts(columns)).map(([name, { dtype, shape }]) => [
      name,
      shape.reduce((a, b) => a * b, rows) * bytesPer[dtype],
    ]),
  );

/** @throws {ShapeError} when the columns are not whole blocks, or a part is missing or of another length. */
export function checkQuantizedWeight({ layout, shape, parts, interleavedHeads = 1 }: QuantizedWeight): void {
  const [rows, columns] = shape;
  if (interleavedHeads !== 1 && rows % (2 * interleavedHeads) !== 0)
    throw new ShapeError(layout.name, `rows in ${interleavedHeads} heads of pairs`, `[${rows}, ${columns}]`);
  if (columns % layout.block !== 0)
    throw new ShapeError(layout.name, `columns in blocks of ${layout.block}`, `[${rows}, ${columns}]`);
  for (const [name, bytes] of Object.entries(partBytes(layout, shape))) {
    const part = parts[name];
    if (part === undefined || byteLengthOf(part) !== bytes)
      throw new ShapeError(
        layout.name,
        `${bytes} bytes of ${name} for [${rows}, ${columns}]`,
        part === undefined ? "none" : String(byteLengthOf(part)),
      );
  }
}

/** The values of a weight that is in memory. @throws {Error} for one in a file, which nothing here reads. */
export function decodeWeight(weight: QuantizedWeight): Float32Array {
  const { layout, shape } = weight;
  const inMemory = Object.entries(weight.parts).map(([name, bytes]): [string, Uint8Array] => {
    if ("data" in bytes) return [name, bytes.data];
    throw new Error(`${layout.name}: the reference evaluator does not read files`);
  });
  const stored = layout.decode(Object.fromEntries(inMemory), ...shape);
  if (weight.interleavedHeads === undefined) return stored;
  const values = new Float32Array(stored.length);
  const [, columns] = shape;
  for (const [row, from] of storedRows(weight).entries())
    values.set(stored.subarray(from * columns, (from + 1) * columns), row * columns);
  return values;
}
