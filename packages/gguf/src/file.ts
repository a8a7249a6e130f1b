import { open } from "node:fs/promises";
import { GgufError } from "./errors.ts";
import { type GgufType, ggufTypes, otherTypes } from "./types.ts";

// A GGUF file is: "GGUF", version, counts, metadata by key, a description of each tensor, and the tensors' bytes, all little endian.
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md

export type GgufValue = number | bigint | boolean | string | readonly GgufValue[];

export interface GgufTensor {
  readonly type: GgufType;
  /** Row-major: the last axis is contiguous. The file has sizes the other way round. */
  readonly shape: readonly number[];
  /** In bytes from the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
}

export interface GgufFile {
  readonly file: string;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
}

const firstBytes = 2 ** 22;
// Headers are vocabularies, some megabytes. A corrupt length must not become a huge allocation.
const mostBytes = 2 ** 29;

/**
 * What a file holds, without its tensors' bytes.
 *
 * @throws {GgufError} naming the file, and the tensor, where it is truncated, corrupt, of another version or byte order, or has a tensor of
 *   a type that is not read here or of rows that are not whole blocks.
 */
export async function readGguf(file: string): Promise<GgufFile> {
  await using handle = await open(file, "r");
  const { size } = await handle.stat();
  for (let length = Math.min(firstBytes, size); ; length = Math.min(4 * length, size)) {
    const bytes = Buffer.alloc(length);
    for (let done = 0; done < length;) {
      const { bytesRead } = await handle.read(bytes, done, length - done, done);
      if (bytesRead === 0) throw new GgufError({ file }, `${size} bytes`, `${done}: truncated`);
      done += bytesRead;
    }
    const read = new Header(file, bytes, size).read();
    if (read !== undefined) return read;
    if (length === size || length > mostBytes)
      throw new GgufError({ file }, "a whole header", `${length} bytes: truncated, or a corrupt length`);
  }
}

/** The bytes at hand end before what is being read. */
class OutOfBytes extends Error {}

class Header {
  readonly #file: string;
  readonly #bytes: Buffer;
  readonly #size: number;
  #at = 0;

  constructor(file: string, bytes: Buffer, size: number) {
    this.#file = file;
    this.#bytes = bytes;
    this.#size = size;
  }

  /** Undefined where more bytes are needed. */
  read(): GgufFile | undefined {
    try {
      return this.#read();
    } catch (error) {
      if (error instanceof OutOfBytes) return undefined;
      throw error;
    }
  }

  #read(): GgufFile {
    const file = this.#file;
    const magic = this.#take(4).toString("latin1");
    if (magic !== "GGUF") throw new GgufError({ file }, 'a file that begins with "GGUF"', JSON.stringify(magic));
    const version = this.#u32();
    if (version !== 2 && version !== 3) {
      const swapped = version === 0x02000000 || version === 0x03000000 ? " (big endian)" : "";
      throw new GgufError({ file }, "version 2 or 3", `${version}${swapped}`);
    }
    const [tensorCount, valueCount] = [this.#u64(), this.#u64()];
    const metadata = new Map<string, GgufValue>();
    for (let i = 0; i < valueCount; i += 1) {
      const key = this.#text();
      metadata.set(key, this.#value(this.#u32(), key));
    }
    const described: { name: string; type: number; shape: number[]; offset: number }[] = [];
    for (let i = 0; i < tensorCount; i += 1) {
      const name = this.#text();
      const rank = this.#u32();
      if (rank > 4) throw new GgufError({ file, tensor: name }, "at most 4 axes", String(rank));
      const shape = Array.from({ length: rank }, () => this.#u64()).reverse();
      described.push({ name, shape, type: this.#u32(), offset: this.#u64() });
    }
    const alignment = Number(metadata.get("general.alignment") ?? 32);
    const start = Math.ceil(this.#at / alignment) * alignment;
    const tensors = new Map<string, GgufTensor>();
    for (const { name, type, shape, offset } of described) {
      if (tensors.has(name)) throw new GgufError({ file, tensor: name }, "each tensor once", "it twice");
      tensors.set(name, this.#tensor(name, type, shape, start + offset));
    }
    return { file, metadata, tensors };
  }

  #tensor(name: string, number: number, shape: readonly number[], offset: number): GgufTensor {
    const place = { file: this.#file, tensor: name };
    const type = ggufTypes.get(number);
    if (type === undefined) {
      const known = [...ggufTypes.values()].map((one) => one.name).join(", ");
      throw new GgufError(place, `a type of ${known}`, otherTypes.get(number) ?? `type ${number}`);
    }
    if ((shape.at(-1) ?? 1) % type.elements !== 0)
      throw new GgufError(place, `rows in blocks of ${type.elements} for ${type.name}`, `[${shape.join(", ")}]`);
    const byteLength = (shape.reduce((a, b) => a * b, 1) / type.elements) * type.bytes;
    if (offset + byteLength > this.#size)
      throw new GgufError(place, `a file of at least ${offset + byteLength} bytes`, `${this.#size}: truncated`);
    return { type, shape, offset, byteLength };
  }

  #value(type: number, key: string): GgufValue {
    const reader = this.#scalars[type];
    if (reader !== undefined) return reader();
    if (type !== 9) throw new GgufError({ file: this.#file }, `a known type of value for "${key}"`, `type ${type}`);
    const [element, length] = [this.#u32(), this.#u64()];
    // Each takes a byte at least.
    if (length > this.#size) throw new GgufError({ file: this.#file }, `a list for "${key}"`, `${length} elements`);
    const values: GgufValue[] = [];
    for (let i = 0; i < length; i += 1) values.push(this.#value(element, key));
    return values;
  }

  readonly #scalars: Readonly<Record<number, () => GgufValue>> = {
    0: () => this.#take(1).readUInt8(),
    1: () => this.#take(1).readInt8(),
    2: () => this.#take(2).readUInt16LE(),
    3: () => this.#take(2).readInt16LE(),
    4: () => this.#u32(),
    5: () => this.#take(4).readInt32LE(),
    6: () => this.#take(4).readFloatLE(),
    7: () => this.#take(1).readUInt8() !== 0,
    8: () => this.#text(),
    10: () => this.#u64(),
    11: () => this.#take(8).readBigInt64LE(),
    12: () => this.#take(8).readDoubleLE(),
  };

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new OutOfBytes();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #u32(): number {
    return this.#take(4).readUInt32LE();
  }

  #u64(): number {
    const value = this.#take(8).readBigUInt64LE();
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new GgufError({ file: this.#file }, "a count or size below 2⁵³", `${value}: corrupt`);
    return Number(value);
  }

  #text(): string {
    const length = this.#u64();
    if (length > this.#size) throw new GgufError({ file: this.#file }, "text within the file", `${length} bytes of it`);
    return this.#take(length).toString("utf8");
  }
}
