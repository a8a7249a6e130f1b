import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type BlockFormat, blockLayout, fromFloat16Bits, quantizeMatrix } from "@lemma/autodiff";
import { InputError, throwIfAborted } from "@lemma/interfaces";
import { type SafetensorsShape, SafetensorsWriter, readTensor } from "@lemma/safetensors";
import { llamaConfigJson, quantMethod } from "../config.ts";
import { NotFiniteError, TensorTypeError } from "../errors.ts";
import { loadModel } from "./load.ts";
import { describesModel } from "./merge.ts";
import type { FloatPlace } from "./places.ts";

export interface QuantizeSettings {
  /** Of the linear modules of every block. */
  readonly bits: 4 | 8;
  /** Columns that share a scale: 16, 32, 64, 128 or 256. Default 32. */
  readonly block?: number;
  /** Whether blocks have an offset too: better for weights that are not centred, and slower. Default false. */
  readonly offsets?: boolean;
  /** How often each block's scale is fitted to its codes and the weights rounded anew. Default 0: to nearest, once. */
  readonly refits?: number;
  /** The embedding and the output layer, in 8 bits or as they are. Default 8. */
  readonly embeddings?: 8 | "float";
  readonly signal?: AbortSignal;
  /** Weights done, of all of them. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** What `quantizeModel` did. */
export interface QuantizeReport {
  readonly parameters: number;
  readonly quantized: number;
  /** Of the weights before and after. */
  readonly bytes: readonly [before: number, after: number];
  /** √(Σ (rounded − weight)² / Σ weight²) over what was quantised. */
  readonly relativeError: number;
}

/** Rows that are rounded together: at most so many weights are in memory at a time. */
const weightsAtOnce = 2 ** 24;

/**
 * Writes the folder of `directory`'s model with its matrices in blocks of codes, as `loadModel` reads them, each rounded to nearest.
 * Norms and biases stay as they are. Some rows are in memory at a time, so that a model of any size is converted in a few hundred
 * megabytes.
 *
 * @param out a folder that does not exist yet, or is empty.
 * @throws {InputError} where the model is quantised already or `out` is not empty, {ShapeError} where rows are not whole blocks, and what
 *   `loadModel` throws; nothing is left half-written.
 */
export async function quantizeModel(
  directory: string,
  out: string,
  { bits, block = 32, offsets = false, refits = 0, embeddings = 8, signal, onProgress }: QuantizeSettings,
): Promise<QuantizeReport> {
  const { config, places } = await loadModel(directory);
  const inner = { bits, block, offsets };
  const formatOf = (name: string): BlockFormat | undefined => {
    if (name === "model.embed_tokens.weight" || name === "lm_head.weight")
      return embeddings === 8 ? { bits: 8, block, offsets: false } : undefined;
    return places[name]!.shape.length === 2 ? inner : undefined;
  };
  const shapes: Record<string, SafetensorsShape> = {};
  const sources: (readonly [string, FloatPlace, BlockFormat | undefined])[] = [];
  for (const [name, place] of Object.entries(places)) {
    if (place.dtype === "quantized")
      throw new InputError(`quantize: expected float weights, received "${name}" quantised already`, {
        file: place.file,
      });
    if (place.file.endsWith(".gguf"))
      throw new InputError("quantize: expected safetensors, received GGUF", { file: place.file });
    const format = formatOf(name);
    sources.push([name, place, format]);
    if (format === undefined) shapes[name] = { dtype: place.dtype, shape: place.shape };
    else {
      const [rows, columns] = place.shape as readonly [number, number];
      if (columns % block !== 0)
        throw new InputError(`quantize: "${name}" has rows of ${columns}, which are not whole blocks of ${block}`, {
          file: place.file,
        });
      for (const [part, { dtype, shape }] of Object.entries(blockLayout(format).parts(columns)))
        shapes[`${name}.${part}`] = { dtype, shape: [rows, ...shape] };
    }
  }
  await mkdir(out, { recursive: true });
  if ((await readdir(out)).length > 0) throw new InputError("expected an empty folder to write to", { file: out });
  const all = sources.reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);
  const writer = await SafetensorsWriter.create(path.join(out, "model.safetensors"), shapes, { format: "pt" });
  const totals = { done: 0, quantized: 0, squares: 0, errors: 0 };
  await writer.finishAfter(async () => {
    for (const [name, place, format] of sources) {
      if (format === undefined) {
        await writer.write(name, (await readTensor(place.file, place)).data);
        totals.done += sizeOf(place.shape);
        continue;
      }
      const [rows, columns] = place.shape as readonly [number, number];
      const step = Math.max(1, Math.floor(weightsAtOnce / columns));
      for (let row = 0; row < rows; row += step) {
        throwIfAborted("quantize", signal);
        const count = Math.min(step, rows - row);
        const values = await readRows(name, place, row, count);
        const { layout, parts } = quantizeMatrix(values, [count, columns], format, { refits });
        for (const [part, bytes] of Object.entries(parts)) {
          const { data } = bytes as { readonly data: Uint8Array };
          await writer.write(`${name}.${part}`, data, (data.length / count) * row);
        }
        const inMemory = Object.fromEntries(
          Object.entries(parts).map(([part, bytes]) => [part, (bytes as { readonly data: Uint8Array }).data]),
        );
        measure(values, layout.decode(inMemory, count, columns), totals);
        totals.done += values.length;
        totals.quantized += values.length;
        onProgress?.(totals.done, all);
      }
    }
  });
  for (const name of await readdir(directory))
    if (describesModel(name) && name !== "model.safetensors.index.json")
      await copyFile(path.join(directory, name), path.join(out, name));
  // Last: a folder without it is no model, so an interrupted conversion cannot be opened.
  const quantization = { quant_method: quantMethod, bits, block_size: block, offsets, embeddings };
  const json = { ...llamaConfigJson(config), quantization_config: quantization };
  await writeFile(path.join(out, "config.json"), `${JSON.stringify(json, null, 2)}\n`);
  const bytesOf = (files: Iterable<{ readonly byteLength: number }>): number =>
    [...files].reduce((sum, { byteLength }) => sum + byteLength, 0);
  const after = await loadModel(out);
  return {
    parameters: all,
    quantized: totals.quantized,
    bytes: [bytesOf(Object.values(places)), bytesOf(Object.values(after.places))],
    relativeError: totals.squares === 0 ? 0 : Math.sqrt(totals.errors / totals.squares),
  };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Rows of a matrix as float32. @throws {NotFiniteError} where one is NaN or infinite. */
async function readRows(name: string, place: FloatPlace, row: number, count: number): Promise<Float32Array> {
  const [rows, columns] = place.shape as readonly [number, number];
  const bytesPerRow = place.byteLength / rows;
  const piece = { ...place, shape: [count, columns], offset: place.offset + row * bytesPerRow };
  const { dtype, data } = await readTensor(place.file, { ...piece, byteLength: count * bytesPerRow });
  const values = widen(data, dtype);
  if (values === undefined) throw new TensorTypeError(place.file, name, dtype);
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i]!;
  if (!Number.isFinite(total)) throw new NotFiniteError(`${place.file}: tensor "${name}"`, `${total} among them`);
  return values;
}

function widen(data: ArrayBufferView, dtype: string): Float32Array | undefined {
  if (data instanceof Float32Array) return data;
  if (!(data instanceof Uint16Array)) return undefined;
  if (dtype === "float16") return Float32Array.from(data, fromFloat16Bits);
  // bfloat16 is the upper half of a float32.
  const bits = new Uint32Array(data.length);
  for (let i = 0; i < data.length; i += 1) bits[i] = data[i]! << 16;
  return new Float32Array(bits.buffer);
}

function measure(values: Float32Array, rounded: Float32Array, totals: { squares: number; errors: number }): void {
  let [squares, errors] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    squares += value * value;
    errors += (value - rounded[i]!) ** 2;
  }
  totals.squares += squares;
  totals.errors += errors;
}
