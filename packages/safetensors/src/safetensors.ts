import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { TensorFileError } from "@lemma/interfaces";
import { z } from "zod";

// A safetensors file is: the header's length N (u64, little endian), N bytes of JSON, then the tensors' bytes. Offsets in
// the JSON count from the end of the header. https://github.com/huggingface/safetensors#format

/** Element types by the names used here, with the format's own code and the size of one element in bytes. */
const elementTypes = {
  float64: { code: "F64", bytes: 8, array: Float64Array },
  float32: { code: "F32", bytes: 4, array: Float32Array },
  // JavaScript on Node 20 has no half floats: they stay as their 16 bits.
  float16: { code: "F16", bytes: 2, array: Uint16Array },
  bfloat16: { code: "BF16", bytes: 2, array: Uint16Array },
  int64: { code: "I64", bytes: 8, array: BigInt64Array },
  int32: { code: "I32", bytes: 4, array: Int32Array },
  int16: { code: "I16", bytes: 2, array: Int16Array },
  int8: { code: "I8", bytes: 1, array: Int8Array },
  uint8: { code: "U8", bytes: 1, array: Uint8Array },
  bool: { code: "BOOL", bytes: 1, array: Uint8Array },
  float8_e4m3: { code: "F8_E4M3", bytes: 1, array: Uint8Array },
  float8_e5m2: { code: "F8_E5M2", bytes: 1, array: Uint8Array },
} as const;

export type SafetensorsDType = keyof typeof elementTypes;

const dtypeOfCode = new Map(
  (Object.keys(elementTypes) as SafetensorsDType[]).map((dtype) => [elementTypes[dtype].code as string, dtype]),
);

/** Where one tensor lies. `offset` counts bytes from the start of the file, as external data of ONNX wants it. */
export interface SafetensorsEntry {
  readonly dtype: SafetensorsDType;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly byteLength: number;
}

/** A tensor in memory, row-major. `float16` and `bfloat16` are held as their bits. */
export interface SafetensorsTensor {
  readonly dtype: SafetensorsDType;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView;
}

/** A file that is not what it should be: truncated, corrupt, or without a tensor that was asked for. */
export class SafetensorsError extends TensorFileError {
  readonly code = "bad-safetensors";
}

// The reference reader refuses longer headers: a corrupt length must not become a huge allocation.
const maximumHeaderBytes = 100_000_000;

/**
 * Every tensor's type, shape and place in the file, in the order of their bytes. Reads the header only.
 *
 * @throws {SafetensorsError} naming file and tensor, when the file is truncated or its header does not describe it.
 */
export async function readSafetensorsHeader(file: string): Promise<Map<string, SafetensorsEntry>> {
  return (await readHeader(file)).entries;
}

/** The header's `__metadata__`: free text by key, such as PyTorch's `format: pt`. */
export async function readSafetensorsMetadata(file: string): Promise<Readonly<Record<string, string>>> {
  return (await readHeader(file)).metadata;
}

/**
 * One tensor's elements, copied into memory.
 *
 * @param tensor its name, or its entry in the header when that was read already.
 * @throws {SafetensorsError} when there is no such tensor, or fewer bytes than the header says.
 */
export async function readTensor(file: string, tensor: string | SafetensorsEntry): Promise<SafetensorsTensor> {
  const name = typeof tensor === "string" ? tensor : undefined;
  const place = name === undefined ? { file } : { file, tensor: name };
  const entry = typeof tensor === "string" ? (await readHeader(file)).entries.get(tensor) : tensor;
  if (entry === undefined) throw new SafetensorsError(place, "to find it", "a file without it");
  const bytes = new Uint8Array(entry.byteLength);
  const handle = await open(file, "r");
  try {
    const read = await readFully(handle, bytes, entry.offset);
    if (read !== bytes.length) throw new SafetensorsError(place, `${bytes.length} bytes`, `${read}: truncated`);
  } finally {
    await handle.close();
  }
  return { dtype: entry.dtype, dims: entry.shape, data: new elementTypes[entry.dtype].array(bytes.buffer) };
}

/**
 * Writes all of `tensors`, or nothing: the bytes go to a temporary file beside `file`, which then takes its name.
 *
 * The layout is the reference writer's (widest type first, then by name), so equal tensors give equal bytes.
 */
export async function writeSafetensors(
  file: string,
  tensors: Readonly<Record<string, SafetensorsTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const shapes = Object.entries(tensors).map(([name, { dtype, dims }]) => [name, { dtype, shape: dims }] as const);
  const writer = await SafetensorsWriter.create(file, Object.fromEntries(shapes), metadata);
  await writer.finishAfter(async () => {
    for (const name of writer.names) await writer.write(name, tensors[name]!.data);
  });
}

/** What a tensor of a file to be written is. */
export type SafetensorsShape = Pick<SafetensorsEntry, "dtype" | "shape">;

/**
 * A file that is written a piece at a time, in any order, so that it may be larger than memory; it takes its name when it is whole.
 * Bytes of tensors that were not written are zero.
 */
export class SafetensorsWriter {
  /** In the order of their bytes. */
  readonly names: readonly string[];
  readonly #file: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  readonly #places: ReadonlyMap<string, SafetensorsEntry>;

  private constructor(file: string, temporary: string, handle: FileHandle, places: Map<string, SafetensorsEntry>) {
    this.names = [...places.keys()];
    this.#file = file;
    this.#temporary = temporary;
    this.#handle = handle;
    this.#places = places;
  }

  static async create(
    file: string,
    tensors: Readonly<Record<string, SafetensorsShape>>,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<SafetensorsWriter> {
    const { header, places, end } = layOut(tensors, metadata);
    const temporary = `${file}.${randomUUID()}.tmp`;
    const handle = await open(temporary, "wx");
    await writeFully(handle, header, 0);
    await handle.truncate(end);
    return new SafetensorsWriter(file, temporary, handle, places);
  }

  /**
   * Writes a tensor, or the part of it that begins `from` bytes in.
   *
   * @throws {SafetensorsError} when there is no such tensor, or `data` is a whole one of another length or reaches beyond its end.
   */
  async write(name: string, data: ArrayBufferView, from?: number): Promise<void> {
    const place = { file: this.#file, tensor: name };
    const entry = this.#places.get(name);
    if (entry === undefined) throw new SafetensorsError(place, "a tensor of the header", "another");
    const { dtype, shape, byteLength, offset } = entry;
    if (from === undefined ? data.byteLength !== byteLength : from + data.byteLength > byteLength)
      throw new SafetensorsError(
        place,
        `${byteLength} bytes for ${dtype} [${shape.join(", ")}]`,
        String((from ?? 0) + data.byteLength),
      );
    await writeFully(this.#handle, new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset + (from ?? 0));
  }

  /** Does `work`, which writes, and gives the file its name; where `work` throws, there is no file. */
  async finishAfter(work: () => Promise<void>): Promise<void> {
    try {
      try {
        await work();
        await this.#handle.sync();
      } finally {
        await this.#handle.close();
      }
      await rename(this.#temporary, this.#file);
    } catch (cause) {
      await rm(this.#temporary, { force: true });
      throw cause;
    }
  }
}

function layOut(
  tensors: Readonly<Record<string, SafetensorsShape>>,
  metadata: Readonly<Record<string, string>>,
): { readonly header: Uint8Array; readonly places: Map<string, SafetensorsEntry>; readonly end: number } {
  const names = Object.keys(tensors).sort((a, b) => {
    const byWidth = elementTypes[tensors[b]!.dtype].bytes - elementTypes[tensors[a]!.dtype].bytes;
    return byWidth !== 0 ? byWidth : a < b ? -1 : 1;
  });
  const description: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) description["__metadata__"] = metadata;
  let offset = 0;
  const relative = names.map((name) => {
    const { dtype, shape } = tensors[name]!;
    const byteLength = elementCount(shape) * elementTypes[dtype].bytes;
    description[name] = {
      dtype: elementTypes[dtype].code,
      shape,
      data_offsets: [offset, offset + byteLength],
    };
    offset += byteLength;
    return { name, entry: { dtype, shape, byteLength, offset: offset - byteLength } };
  });
  const json = Buffer.from(JSON.stringify(description), "utf8");
  // Spaces up to a multiple of 8, so that the tensors that follow are aligned.
  const padded = Math.ceil(json.length / 8) * 8;
  const header = Buffer.alloc(8 + padded, " ");
  header.writeBigUInt64LE(BigInt(padded), 0);
  json.copy(header, 8);
  const places = new Map(
    relative.map(({ name, entry }) => [name, { ...entry, offset: header.length + entry.offset }] as const),
  );
  return { header, places, end: header.length + offset };
}

interface Header {
  readonly entries: Map<string, SafetensorsEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

async function readHeader(file: string): Promise<Header> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    if (size < 8) throw new SafetensorsError({ file }, "at least 8 bytes", `${size}`);
    const prefix = Buffer.alloc(8);
    await readFully(handle, prefix, 0);
    const length = Number(prefix.readBigUInt64LE(0));
    if (length > maximumHeaderBytes)
      throw new SafetensorsError({ file }, `a header of at most ${maximumHeaderBytes} bytes`, `${length}: corrupt`);
    if (8 + length > size)
      throw new SafetensorsError({ file }, `a header of ${length} bytes`, `${size - 8}: truncated`);
    const json = Buffer.alloc(length);
    await readFully(handle, json, 8);
    return parseHeader(file, json.toString("utf8"), 8 + length, size);
  } finally {
    await handle.close();
  }
}

/** What the JSON of a header must be: an entry for each tensor, and perhaps metadata, which are strings. */
const natural = z.int().nonnegative();
const headerSchema = z.object({ __metadata__: z.record(z.string(), z.coerce.string()).optional() }).catchall(
  z.object({
    dtype: z.enum([...dtypeOfCode.keys()]),
    shape: z.array(natural),
    data_offsets: z.tuple([natural, natural]),
  }),
);

const expectations: Readonly<Record<string, string>> = {
  dtype: `a dtype of ${[...dtypeOfCode.keys()].join(", ")}`,
  shape: "a shape of natural numbers",
  data_offsets: "two data offsets",
};

function parseHeader(file: string, json: string, start: number, size: number): Header {
  const { __metadata__: metadata = {}, ...tensors } = readDescription(file, json);
  const ordered = Object.entries(tensors)
    .map(([name, entry]) => [name, placeOf({ file, tensor: name }, entry, start)] as const)
    .sort(([, a], [, b]) => a.offset - b.offset || a.byteLength - b.byteLength);
  let end = start;
  for (const [name, entry] of ordered) {
    if (entry.offset !== end)
      throw new SafetensorsError({ file, tensor: name }, `its bytes at ${end}`, `at ${entry.offset}: gap or overlap`);
    end = entry.offset + entry.byteLength;
    if (end > size)
      throw new SafetensorsError({ file, tensor: name }, `a file of at least ${end} bytes`, `${size}: truncated`);
  }
  if (end !== size) throw new SafetensorsError({ file }, `${end} bytes`, `${size}: bytes that belong to no tensor`);
  return { entries: new Map(ordered), metadata };
}

function readDescription(file: string, json: string): z.infer<typeof headerSchema> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new SafetensorsError({ file }, "a JSON header", "text that does not parse", { cause });
  }
  const { success, data, error } = headerSchema.safeParse(value);
  if (success) return data;
  const [tensor, field] = error.issues[0]!.path.map(String);
  if (tensor === undefined) throw new SafetensorsError({ file }, "a JSON object as header", JSON.stringify(value));
  const entry = (value as Readonly<Record<string, unknown>>)[tensor];
  const found = field === undefined ? entry : (entry as Readonly<Record<string, unknown>>)[field];
  const expected = field === undefined ? "an object" : (expectations[field] ?? "a string");
  throw new SafetensorsError({ file, tensor }, expected, typeof found === "string" ? found : JSON.stringify(found));
}

function placeOf(
  place: { readonly file: string; readonly tensor: string },
  { dtype: code, shape, data_offsets: [from, to] }: Exclude<z.infer<typeof headerSchema>[string], undefined>,
  start: number,
): SafetensorsEntry {
  const dtype = dtypeOfCode.get(code)!;
  const byteLength = elementCount(shape) * elementTypes[dtype].bytes;
  if (to - from !== byteLength)
    throw new SafetensorsError(place, `${byteLength} bytes for ${dtype} [${shape.join(", ")}]`, `${to - from}`);
  return { dtype, shape, offset: start + from, byteLength };
}

function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

// One read or write moves at most 2³¹ − 1 bytes on Linux: larger tensors take several.
const chunkBytes = 2 ** 30;

async function readFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    const length = Math.min(chunkBytes, bytes.length - done);
    const { bytesRead } = await handle.read(bytes, done, length, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const length = Math.min(chunkBytes, bytes.length - done);
    done += (await handle.write(bytes, done, length, position + done)).bytesWritten;
  }
}
