import { type QuantizedLayout, codesOfNibbles, fromFloat16Bits } from "@lemma/autodiff";
import type { Lowering } from "@lemma/autodiff/primitive";
import { and, concat, down, floats, half, or, part, reshape, spread, up } from "./lowering.ts";

// llama.cpp's blocks, one record each: how values are read from bytes, in TypeScript and in ONNX. `d` and `m` are float16. Layouts as in
// ggml-common.h; values are rounded in the order of gguf-py's quants.py, so that they are the same to the bit.

interface BlockLayout {
  readonly name: string;
  /** Values in a block of the file, and bytes. */
  readonly elements: number;
  readonly bytes: number;
  /** Of codes that share a scale; K-quants have several in a block of the file. */
  readonly block: number;
  readonly bits: 4 | 8;
  readonly zero: number;
  readonly center: number;
  readonly unpack: (lowering: Lowering, blocks: string) => ReturnType<QuantizedLayout["unpack"]>;
  readonly nibbles?: (lowering: Lowering, blocks: string) => string;
  /** Writes a block's values. */
  readonly decode: (bytes: Uint8Array, at: number, values: Float32Array, to: number) => void;
}

function layoutOf({ name, elements, bytes, block, bits, zero, center, ...own }: BlockLayout): QuantizedLayout {
  const flat = (lowering: Lowering, parts: Readonly<Record<string, string>>): string =>
    reshape(lowering, parts["blocks"]!, -1, bytes);
  const { nibbles } = own;
  return {
    name: `gguf-${name}`,
    bits,
    block,
    zero,
    center,
    parts: (columns) => ({ blocks: { dtype: "uint8", shape: [columns / elements, bytes] } }),
    unpack: (lowering, parts) => own.unpack(lowering, flat(lowering, parts)),
    ...(nibbles === undefined
      ? {}
      : {
          nibbles: (lowering: Lowering, parts: Readonly<Record<string, string>>) =>
            nibbles(lowering, flat(lowering, parts)),
        }),
    decode: (parts, rows, columns) => {
      const values = new Float32Array(rows * columns);
      const stored = parts["blocks"]!;
      for (let at = 0, to = 0; to < values.length; at += bytes, to += elements) own.decode(stored, at, values, to);
      return values;
    },
  };
}

const halfAt = (bytes: Uint8Array, at: number): number => fromFloat16Bits(bytes[at]! | (bytes[at + 1]! << 8));
const signed = (byte: number): number => (byte ^ 128) - 128;
const column = (lowering: Lowering, x: string): string => reshape(lowering, x, -1);

/** 32 values: d, 16 bytes; byte j holds value j below and value j + 16 above. w = d (q − 8). */
export const q4_0 = layoutOf({
  name: "Q4_0",
  elements: 32,
  bytes: 18,
  block: 32,
  bits: 4,
  zero: 8,
  center: 8,
  unpack: (lowering, blocks) => ({
    codes: () => codesOfNibbles(lowering, part(lowering, blocks, 2, 18)),
    scales: column(lowering, half(lowering, blocks, 0)),
  }),
  nibbles: (lowering, blocks) => part(lowering, blocks, 2, 18),
  decode: (bytes, at, values, to) => {
    const d = halfAt(bytes, at);
    for (let j = 0; j < 16; j += 1) {
      const byte = bytes[at + 2 + j]!;
      values[to + j] = d * ((byte & 15) - 8);
      values[to + 16 + j] = d * ((byte >> 4) - 8);
    }
  },
});

/** 32 values: d, m, 16 bytes as in Q4_0. w = d q + m. */
export const q4_1 = layoutOf({
  name: "Q4_1",
  elements: 32,
  bytes: 20,
  block: 32,
  bits: 4,
  zero: 0,
  center: 8,
  unpack: (lowering, blocks) => ({
    codes: () => codesOfNibbles(lowering, part(lowering, blocks, 4, 20)),
    scales: column(lowering, half(lowering, blocks, 0)),
    offsets: column(lowering, half(lowering, blocks, 2)),
  }),
  nibbles: (lowering, blocks) => part(lowering, blocks, 4, 20),
  decode: (bytes, at, values, to) => {
    const [d, m] = [halfAt(bytes, at), halfAt(bytes, at + 2)];
    for (let j = 0; j < 16; j += 1) {
      const byte = bytes[at + 4 + j]!;
      values[to + j] = Math.fround(d * (byte & 15)) + m;
      values[to + 16 + j] = Math.fround(d * (byte >> 4)) + m;
    }
  },
});

/** 32 values: d, 32 signed bytes. w = d q. */
export const q8_0 = layoutOf({
  name: "Q8_0",
  elements: 32,
  bytes: 34,
  block: 32,
  bits: 8,
  zero: 128,
  center: 128,
  unpack: (lowering, blocks) => ({
    codes: () => lowering.op("BitwiseXor", [part(lowering, blocks, 2, 34), lowering.byte(128)]),
    scales: column(lowering, half(lowering, blocks, 0)),
  }),
  decode: (bytes, at, values, to) => {
    const d = halfAt(bytes, at);
    for (let j = 0; j < 32; j += 1) values[to + j] = d * signed(bytes[at + 2 + j]!);
  },
});

/** The 8 scales and 8 minima of 6 bits in 12 bytes: the first four of each in the low bits of bytes 0–3 and 4–7. */
function scalesAndMinima(lowering: Lowering, blocks: string): { readonly scales: string; readonly offsets: string } {
  const [a, b, c] = [4, 8, 12].map((at) => part(lowering, blocks, at, at + 4)) as [string, string, string];
  const joined = (low: string, rest: string): string =>
    concat(lowering, 1, and(lowering, low, 63), or(lowering, rest, and(lowering, down(lowering, low, 2), 48)));
  const scale = lowering.op("Mul", [half(lowering, blocks, 0), floats(lowering, joined(a, and(lowering, c, 15)))]);
  const minimum = lowering.op("Mul", [half(lowering, blocks, 2), floats(lowering, joined(b, down(lowering, c, 4)))]);
  return { scales: column(lowering, scale), offsets: column(lowering, lowering.op("Neg", [minimum])) };
}

const scaleAt = (bytes: Uint8Array, at: number, i: number): number =>
  i < 4 ? bytes[at + i]! & 63 : (bytes[at + 4 + i]! & 15) | ((bytes[at + i - 4]! >> 2) & 48);
const minimumAt = (bytes: Uint8Array, at: number, i: number): number =>
  i < 4 ? bytes[at + 4 + i]! & 63 : (bytes[at + 4 + i]! >> 4) | ((bytes[at + i]! >> 2) & 48);

/** Nibbles of 128 bytes: 32 bytes hold two blocks of 32 values, the first below and the second above. `[S, 8, 32]`. */
function nibblesByGroup(lowering: Lowering, blocks: string, at: number): string {
  const bytes = reshape(lowering, part(lowering, blocks, at, at + 128), -1, 4, 1, 32);
  const both = concat(lowering, 2, and(lowering, bytes, 15), down(lowering, bytes, 4));
  return reshape(lowering, both, -1, 8, 32);
}

/** 256 values in 8 blocks: d, m, 12 bytes of scales and minima, 128 bytes of nibbles. w = (d s) q − m′ with m′ = m · minimum. */
export const q4_k = layoutOf({
  name: "Q4_K",
  elements: 256,
  bytes: 144,
  block: 32,
  bits: 4,
  zero: 0,
  center: 8,
  unpack: (lowering, blocks) => ({
    codes: () => reshape(lowering, nibblesByGroup(lowering, blocks, 16), -1, 32),
    ...scalesAndMinima(lowering, blocks),
  }),
  decode: (bytes, at, values, to) => {
    const [d, m] = [halfAt(bytes, at), halfAt(bytes, at + 2)];
    for (let b = 0; b < 8; b += 1) {
      const scale = Math.fround(d * scaleAt(bytes, at + 4, b));
      const minimum = Math.fround(m * minimumAt(bytes, at + 4, b));
      for (let i = 0; i < 32; i += 1) {
        const byte = bytes[at + 16 + 32 * (b >> 1) + i]!;
        values[to + 32 * b + i] = Math.fround(scale * (b % 2 === 0 ? byte & 15 : byte >> 4)) - minimum;
      }
    }
  },
});

const eachBit = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7);

/** As Q4_K, with 32 bytes before the nibbles whose bit b is the fifth bit of block b's values. Codes are held in 8 bits. */
export const q5_k = layoutOf({
  name: "Q5_K",
  elements: 256,
  bytes: 176,
  block: 32,
  bits: 8,
  zero: 0,
  center: 16,
  unpack: (lowering, blocks) => {
    const high = reshape(lowering, part(lowering, blocks, 16, 48), -1, 1, 32);
    const bits = and(lowering, spread(lowering, high, eachBit), 1);
    const codes = or(lowering, nibblesByGroup(lowering, blocks, 48), up(lowering, bits, 4));
    return { codes: () => reshape(lowering, codes, -1, 32), ...scalesAndMinima(lowering, blocks) };
  },
  decode: (bytes, at, values, to) => {
    const [d, m] = [halfAt(bytes, at), halfAt(bytes, at + 2)];
    for (let b = 0; b < 8; b += 1) {
      const scale = Math.fround(d * scaleAt(bytes, at + 4, b));
      const minimum = Math.fround(m * minimumAt(bytes, at + 4, b));
      for (let i = 0; i < 32; i += 1) {
        const byte = bytes[at + 48 + 32 * (b >> 1) + i]!;
        const high = ((bytes[at + 16 + i]! >> b) & 1) << 4;
        values[to + 32 * b + i] = Math.fround(scale * ((b % 2 === 0 ? byte & 15 : byte >> 4) | high)) - minimum;
      }
    }
  },
});

const nibbleShifts = Uint8Array.of(0, 4);
const pairShifts = Uint8Array.of(0, 2, 4, 6);

/** 256 values in 16 blocks: 128 bytes of nibbles, 64 of the two high bits, 16 signed scales, d. w = (d s) (q − 32). Codes are held in 8 bits. */
export const q6_k = layoutOf({
  name: "Q6_K",
  elements: 256,
  bytes: 210,
  block: 16,
  bits: 8,
  zero: 32,
  center: 32,
  unpack: (lowering, blocks) => {
    const nibbles = reshape(lowering, part(lowering, blocks, 0, 128), -1, 2, 1, 64);
    const low = reshape(lowering, and(lowering, spread(lowering, nibbles, nibbleShifts), 15), -1, 256);
    const pairs = reshape(lowering, part(lowering, blocks, 128, 192), -1, 2, 1, 32);
    const high = reshape(lowering, and(lowering, spread(lowering, pairs, pairShifts), 3), -1, 256);
    const bytes = lowering.op("BitwiseXor", [part(lowering, blocks, 192, 208), lowering.byte(128)]);
    const signedScales = lowering.op("Sub", [floats(lowering, bytes), lowering.scalar("float32", 128)]);
    return {
      codes: () => reshape(lowering, or(lowering, low, up(lowering, high, 4)), -1, 16),
      scales: column(lowering, lowering.op("Mul", [half(lowering, blocks, 208), signedScales])),
    };
  },
  decode: (bytes, at, values, to) => {
    const d = halfAt(bytes, at + 208);
    for (let i = 0; i < 256; i += 1) {
      const [n, j] = [i >> 7, i & 127];
      const nibble = (bytes[at + 64 * n + (j & 63)]! >> (j < 64 ? 0 : 4)) & 15;
      const high = (bytes[at + 128 + 32 * n + (j & 31)]! >> (2 * (j >> 5))) & 3;
      const scale = Math.fround(d * signed(bytes[at + 192 + (i >> 4)]!));
      values[to + i] = scale * ((nibble | (high << 4)) - 32);
    }
  },
});
