import { open } from "node:fs/promises";
import { toBfloat16Bits, toFloat16Bits } from "@lemma/autodiff";
import { ggufTypes } from "../types.ts";

// A writer for tests and benchmarks, of the types that are simple to round to.

export type Metadata = Readonly<
  Record<string, number | { readonly float: number } | boolean | string | readonly string[] | readonly number[]>
>;

export type TensorToWrite = {
  readonly type: "F32" | "F16" | "BF16" | "Q8_0" | "Q4_0";
  /** Row-major. */
  readonly shape: readonly number[];
} & (
  | { readonly values: Float32Array }
  /** The tensor's bytes as they are to be in the file, a piece at a time: for files larger than memory. */
  | { readonly pieces: () => Iterable<Uint8Array> }
);

const typeNumbers = { F32: 0, F16: 1, Q4_0: 2, Q8_0: 8, BF16: 30 } as const;

/** Numbers become uint32, those in `float` float32. */
export async function writeGguf(
  file: string,
  metadata: Metadata,
  tensors: Readonly<Record<string, TensorToWrite>>,
): Promise<void> {
  const pieces: Buffer[] = [
    Buffer.from("GGUF"),
    u32(3),
    u64(Object.keys(tensors).length),
    u64(Object.keys(metadata).length),
  ];
  for (const [key, value] of Object.entries(metadata)) {
    pieces.push(text(key));
    if (typeof value === "string") pieces.push(u32(8), text(value));
    else if (typeof value === "boolean") pieces.push(u32(7), Buffer.of(value ? 1 : 0));
    else if (typeof value === "number") pieces.push(u32(4), u32(value));
    else if ("float" in value) pieces.push(u32(6), f32(value.float));
    else {
      const isText = typeof value[0] === "string";
      pieces.push(u32(9), u32(isText ? 8 : 5), u64(value.length));
      for (const one of value) pieces.push(isText ? text(one as string) : u32(one as number));
    }
  }
  let offset = 0;
  for (const [name, { type, shape }] of Object.entries(tensors)) {
    pieces.push(text(name), u32(shape.length));
    for (const size of shape.toReversed()) pieces.push(u64(size));
    pieces.push(u32(typeNumbers[type]), u64(offset));
    offset += aligned(bytesOf(type, shape));
  }
  await using handle = await open(file, "w");
  const header = Buffer.concat(pieces);
  let at = aligned(header.length);
  await handle.write(Buffer.concat([header], at), 0, at, 0);
  for (const tensor of Object.values(tensors)) {
    const end = at + aligned(bytesOf(tensor.type, tensor.shape));
    for (const piece of "pieces" in tensor ? tensor.pieces() : [encode(tensor.type, tensor.values)]) {
      await handle.write(piece, 0, piece.length, at);
      at += piece.length;
    }
    at = end;
  }
  await handle.truncate(at);
}

function bytesOf(type: TensorToWrite["type"], shape: readonly number[]): number {
  const { elements, bytes } = ggufTypes.get(typeNumbers[type])!;
  return (shape.reduce((a, b) => a * b, 1) / elements) * bytes;
}

const aligned = (length: number): number => Math.ceil(length / 32) * 32;

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([u64(bytes.length), bytes]);
};

/** Rounds as llama.cpp's reference does: to nearest, the scale stored as float16. */
function encode(type: TensorToWrite["type"], values: Float32Array): Uint8Array {
  switch (type) {
    case "F32":
      return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    case "F16":
      return new Uint8Array(Uint16Array.from(values, toFloat16Bits).buffer);
    case "BF16":
      return new Uint8Array(Uint16Array.from(values, toBfloat16Bits).buffer);
    case "Q8_0":
      return encodeBlocks(values, 34, (block, bytes) => {
        const d = Math.max(...block.map(Math.abs)) / 127;
        bytes.writeUInt16LE(toFloat16Bits(d), 0);
        block.forEach((value, i) => bytes.writeInt8(d === 0 ? 0 : Math.round(value / d), 2 + i));
      });
    case "Q4_0":
      return encodeBlocks(values, 18, (block, bytes) => {
        const extreme = block.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
        const d = extreme / -8;
        bytes.writeUInt16LE(toFloat16Bits(d), 0);
        const code = (value: number): number => (d === 0 ? 8 : Math.min(15, Math.floor(value / d + 8.5)));
        for (let j = 0; j < 16; j += 1) bytes[2 + j] = code(block[j]!) | (code(block[j + 16]!) << 4);
      });
  }
}

function encodeBlocks(
  values: Float32Array,
  size: number,
  encodeBlock: (block: Float32Array, bytes: Buffer) => void,
): Uint8Array {
  const blocks = values.length / 32;
  const bytes = Buffer.alloc(blocks * size);
  for (let b = 0; b < blocks; b += 1)
    encodeBlock(values.subarray(32 * b, 32 * b + 32), bytes.subarray(size * b, size * b + size));
  return bytes;
}
