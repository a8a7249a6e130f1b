import { ShapeError } from "../errors.ts";
import type { Lowering } from "../record.ts";
import type { LoweredBlocks, QuantizedLayout, QuantizedWeight } from "./layout.ts";

// This project's own layouts: codes, scales and offsets each in a part of its own, as the product's operator takes them.

export interface BlockFormat {
  readonly bits: 4 | 8;
  /** Columns that share a scale: 16, 32, 64, 128 or 256. */
  readonly block: number;
  /** Whether blocks have offsets: two numbers for each instead of one, for weights that are not centred on 0. */
  readonly offsets: boolean;
}

/** uint8 `[R, block]` from nibbles `[R, block / 2]`: the lower halves, then the upper. */
export function codesOfNibbles(lowering: Lowering, nibbles: string): string {
  const low = lowering.op("BitwiseAnd", [nibbles, lowering.byte(15)]);
  const high = lowering.op("BitShift", [nibbles, lowering.byte(4)], { direction: "RIGHT" });
  return lowering.op("Concat", [low, high], { axis: -1 });
}

const known = new Map<string, QuantizedLayout>();

/** The layout of a format; one object for each. @throws {ShapeError} for a block that the operator does not take. */
export function blockLayout({ bits, block, offsets }: BlockFormat): QuantizedLayout {
  const name = `blocks${bits}x${block}${offsets ? "+offsets" : ""}`;
  let layout = known.get(name);
  if (layout === undefined) known.set(name, (layout = makeLayout(name, { bits, block, offsets })));
  return layout;
}

function makeLayout(name: string, { bits, block, offsets }: BlockFormat): QuantizedLayout {
  if (![16, 32, 64, 128, 256].includes(block))
    throw new ShapeError("quantise", "blocks of 16, 32, 64, 128 or 256", String(block));
  const zero = 2 ** (bits - 1);
  const bytes = (block * bits) / 8;
  const flat = (lowering: Lowering, part: string, ...rest: number[]): string =>
    lowering.op("Reshape", [part, lowering.ints([-1, ...rest])]);
  return {
    name,
    bits,
    block,
    zero,
    center: zero,
    parts: (columns) => ({
      codes: { dtype: "uint8", shape: [columns / block, bytes] },
      scales: { dtype: "float32", shape: [columns / block] },
      ...(offsets ? { offsets: { dtype: "float32", shape: [columns / block] } } : {}),
    }),
    operand: "codes",
    unpack: (lowering, parts): LoweredBlocks => ({
      codes: () => {
        const stored = flat(lowering, parts["codes"]!, bytes);
        return bits === 4 ? codesOfNibbles(lowering, stored) : stored;
      },
      scales: flat(lowering, parts["scales"]!),
      ...(offsets ? { offsets: flat(lowering, parts["offsets"]!) } : {}),
    }),
    decode: (parts, rows, columns) => {
      const values = new Float32Array(rows * columns);
      const scales = floatsOf(parts["scales"]!);
      const shifts = offsets ? floatsOf(parts["offsets"]!) : undefined;
      const codes = parts["codes"]!;
      const half = block / 2;
      for (let b = 0, at = 0; at < values.length; b += 1, at += block)
        for (let i = 0; i < block; i += 1) {
          const byte = codes[b * bytes + (bits === 8 ? i : i % half)]!;
          const code = bits === 8 ? byte : i < half ? byte & 15 : byte >> 4;
          const scaled = Math.fround(scales[b]! * (code - zero));
          values[at + i] = shifts === undefined ? scaled : scaled + shifts[b]!;
        }
      return values;
    },
  };
}

const floatsOf = (bytes: Uint8Array): Float32Array =>
  bytes.byteOffset % 4 === 0
    ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
    : new Float32Array(bytes.slice().buffer);

const bytesOf = (floats: Float32Array): Uint8Array =>
  new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);

export interface QuantizeOptions {
  /**
   * How often, after rounding, each block's scale and offset are fitted to the codes by least squares and the weights rounded anew;
   * the best of all rounds is kept. 0, the default, is rounding to nearest.
   */
  readonly refits?: number;
}

/**
 * Rounds a matrix `[rows, columns]` to a format, block by block. Without offsets the block's largest weight gets the code −2^(bits−1)
 * and its sign goes into the scale; with them the codes span the block's smallest to its largest weight.
 *
 * @throws {ShapeError} when the columns are not whole blocks.
 */
export function quantizeMatrix(
  values: Float32Array,
  shape: readonly [number, number],
  format: BlockFormat,
  { refits = 0 }: QuantizeOptions = {},
): QuantizedWeight {
  const layout = blockLayout(format);
  const { bits, block, offsets } = format;
  if (shape[1] % block !== 0)
    throw new ShapeError("quantise", `columns in blocks of ${block}`, `[${shape.join(", ")}]`);
  const blocks = values.length / block;
  const half = block / 2;
  const bytes = new Uint8Array((values.length * bits) / 8);
  const scales = new Float32Array(blocks);
  const shifts = new Float32Array(offsets ? blocks : 0);
  const fit = new BlockFit(block, bits, offsets, refits);
  for (let b = 0; b < blocks; b += 1) {
    fit.run(values, b * block);
    scales[b] = fit.scale;
    if (offsets) shifts[b] = fit.offset;
    if (bits === 8) bytes.set(fit.codes, b * block);
    else for (let i = 0; i < half; i += 1) bytes[b * half + i] = fit.codes[i]! | (fit.codes[i + half]! << 4);
  }
  return {
    layout,
    shape,
    parts: {
      codes: { data: bytes },
      scales: { data: bytesOf(scales) },
      ...(offsets ? { offsets: { data: bytesOf(shifts) } } : {}),
    },
  };
}

/** One block's rounding; the arrays are reused. */
class BlockFit {
  readonly codes: Uint8Array;
  scale = 0;
  offset = 0;
  readonly #trial: Uint8Array;
  readonly #levels: number;
  readonly #zero: number;
  readonly #hasOffset: boolean;
  readonly #refits: number;

  constructor(block: number, bits: 4 | 8, hasOffset: boolean, refits: number) {
    this.codes = new Uint8Array(block);
    this.#trial = new Uint8Array(block);
    this.#levels = 2 ** bits;
    this.#zero = 2 ** (bits - 1);
    this.#hasOffset = hasOffset;
    this.#refits = refits;
  }

  run(values: Float32Array, start: number): void {
    const { codes } = this;
    let [low, high] = [values[start]!, values[start]!];
    for (let i = 1; i < codes.length; i += 1) {
      const value = values[start + i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (this.#hasOffset) {
      this.scale = Math.fround((high - low) / (this.#levels - 1));
      // The code `zero` stands for the offset.
      this.offset = Math.fround(low + this.scale * this.#zero);
    } else {
      const extreme = -low > high ? low : high;
      this.scale = Math.fround(extreme / -this.#zero);
      this.offset = 0;
    }
    this.#round(values, start, this.scale, this.offset, codes);
    if (this.#refits === 0 || this.scale === 0) return;
    let error = this.#error(values, start, this.scale, this.offset, codes);
    let [scale, offset] = [this.scale, this.offset];
    this.#trial.set(codes);
    for (let round = 0; round < this.#refits; round += 1) {
      [scale, offset] = this.#fitted(values, start, this.#trial, scale, offset);
      this.#round(values, start, scale, offset, this.#trial);
      const next = this.#error(values, start, scale, offset, this.#trial);
      if (!(next < error)) break;
      [error, this.scale, this.offset] = [next, scale, offset];
      codes.set(this.#trial);
    }
  }

  #round(values: Float32Array, start: number, scale: number, offset: number, into: Uint8Array): void {
    const inverse = scale === 0 ? 0 : 1 / scale;
    for (let i = 0; i < into.length; i += 1) {
      const code = Math.round((values[start + i]! - offset) * inverse) + this.#zero;
      into[i] = code < 0 ? 0 : code >= this.#levels ? this.#levels - 1 : code;
    }
  }

  #error(values: Float32Array, start: number, scale: number, offset: number, codes: Uint8Array): number {
    let total = 0;
    for (let i = 0; i < codes.length; i += 1)
      total += (scale * (codes[i]! - this.#zero) + offset - values[start + i]!) ** 2;
    return total;
  }

  /** Least squares of w ≈ scale · q + offset over the block, q being the codes as they are. */
  #fitted(
    values: Float32Array,
    start: number,
    codes: Uint8Array,
    scale: number,
    offset: number,
  ): readonly [number, number] {
    let [q, qq, w, wq] = [0, 0, 0, 0];
    const n = codes.length;
    for (let i = 0; i < n; i += 1) {
      const code = codes[i]! - this.#zero;
      const value = values[start + i]!;
      q += code;
      qq += code * code;
      w += value;
      wq += value * code;
    }
    if (!this.#hasOffset) return [qq === 0 ? scale : Math.fround(wq / qq), 0];
    const spread = n * qq - q * q;
    if (spread === 0) return [scale, offset];
    const slope = (n * wq - q * w) / spread;
    return [Math.fround(slope), Math.fround((w - slope * q) / n)];
  }
}
