import { writeFile } from "node:fs/promises";
import { LemmaError } from "@lemma/interfaces";

// ONNX Runtime's adapter file is a FlatBuffer (onnxruntime/lora/adapter_format/adapter_schema.fbs, 1.20 and later):
//   table Parameter { name:string; dims:[int64]; data_type:int32; raw_data:[uint8] (force_align: 8); }
//   table Adapter   { format_version:int; adapter_version:int; model_version:int; parameters:[Parameter]; }
//   root_type Adapter; file_identifier "TORT";

const formatVersion = 1;

/** ONNX's `TensorProto.DataType`. */
const onnxDataType: Readonly<Record<string, number>> = { float32: 1, float16: 10, float64: 11, bfloat16: 16 };

/** One parameter: `name` is the graph input that it is fed to. */
export interface OnnxAdapterParameter {
  readonly name: string;
  readonly dtype: string;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView;
}

/**
 * An `.onnx_adapter` file's bytes, for runtimes that take LoRA adapters as such (ONNX Runtime's Python, C++, C# and Java
 * surfaces; onnxruntime-genai). onnxruntime-node does not read them.
 */
export function onnxAdapterBytes(
  parameters: readonly OnnxAdapterParameter[],
  versions: { readonly adapter?: number; readonly model?: number } = {},
): Uint8Array {
  const out = new ForwardBuilder();
  const root = out.reserve(4);
  out.bytes(Buffer.from("TORT"));
  const table = out.table(root, [
    { int32: formatVersion },
    { int32: versions.adapter ?? 1 },
    { int32: versions.model ?? 1 },
    "offset",
  ]);
  out.point(table[3]!);
  const entries = out.offsets(parameters.length);
  for (const [index, { name, dtype, dims, data }] of parameters.entries()) {
    const dataType = onnxDataType[dtype];
    if (dataType === undefined) throw new OnnxAdapterError(name, dtype);
    const fields = out.table(entries[index]!, ["offset", "offset", { int32: dataType }, "offset"]);
    out.point(fields[0]!);
    out.string(name);
    out.align(8, 4);
    out.point(fields[1]!);
    out.int64s(dims);
    out.align(8, 4);
    out.point(fields[3]!);
    out.vector(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return out.finish();
}

export async function writeOnnxAdapter(file: string, parameters: readonly OnnxAdapterParameter[]): Promise<void> {
  await writeFile(file, onnxAdapterBytes(parameters));
}

class OnnxAdapterError extends LemmaError {
  readonly code = "onnx-adapter";

  constructor(name: string, dtype: string) {
    super(
      `onnx adapter: parameter "${name}": expected one of ${Object.keys(onnxDataType).join(", ")}, received ${dtype}`,
    );
  }
}

/**
 * Writes a FlatBuffer front to back: parents first, since an offset may only point forward, and an offset's place is
 * patched when what it points to is reached. (The usual builders go back to front; this way needs no copy of the data.)
 */
class ForwardBuilder {
  readonly #chunks: Buffer[] = [];
  readonly #places = new Map<number, Buffer>();
  #length = 0;

  bytes(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Pads until the next byte written lies `remainder` past a multiple of `size`. */
  align(size: number, remainder = 0): void {
    const padding = (((remainder - this.#length) % size) + size) % size;
    if (padding > 0) this.bytes(Buffer.alloc(padding));
  }

  /** Zeros to be filled later. @returns their place. */
  reserve(size: number): number {
    const place = this.#length;
    const chunk = Buffer.alloc(size);
    this.#places.set(place, chunk);
    this.bytes(chunk);
    return place;
  }

  /** Makes the offset at `place` point to the next byte, which is aligned as every object here must be. */
  point(place: number): void {
    this.align(4);
    this.#places.get(place)!.writeUInt32LE(this.#length - place);
  }

  /** A table of 4-byte fields, its vtable just before it; `place` points to it. @returns the place of each field. */
  table(place: number, fields: readonly ("offset" | { readonly int32: number })[]): readonly number[] {
    this.align(4);
    const vtableBytes = 4 + 2 * fields.length;
    const padded = Math.ceil(vtableBytes / 4) * 4;
    const vtable = Buffer.alloc(padded);
    vtable.writeUInt16LE(vtableBytes, 0);
    vtable.writeUInt16LE(4 + 4 * fields.length, 2);
    for (const index of fields.keys()) vtable.writeUInt16LE(4 + 4 * index, 4 + 2 * index);
    this.bytes(vtable);
    this.point(place);
    const backToVtable = Buffer.alloc(4);
    backToVtable.writeInt32LE(padded);
    this.bytes(backToVtable);
    return fields.map((field) => {
      const fieldPlace = this.reserve(4);
      if (field !== "offset") this.#places.get(fieldPlace)!.writeInt32LE(field.int32);
      return fieldPlace;
    });
  }

  offsets(count: number): readonly number[] {
    this.#uint32(count);
    return Array.from({ length: count }, () => this.reserve(4));
  }

  string(text: string): void {
    this.vector(Buffer.from(text, "utf8"));
    this.bytes(Buffer.alloc(1));
  }

  vector(bytes: Uint8Array): void {
    this.#uint32(bytes.length);
    this.bytes(bytes);
  }

  int64s(values: readonly number[]): void {
    this.#uint32(values.length);
    const chunk = Buffer.alloc(8 * values.length);
    for (const [index, value] of values.entries()) chunk.writeBigInt64LE(BigInt(value), 8 * index);
    this.bytes(chunk);
  }

  finish(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }

  #uint32(value: number): void {
    const chunk = Buffer.alloc(4);
    chunk.writeUInt32LE(value);
    this.bytes(chunk);
  }
}
