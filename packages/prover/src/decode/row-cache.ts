import { type TensorValue, tensor } from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import type { Compaction } from "./grid.ts";
import type { KeysValues } from "./read-rows.ts";

/** Where caches get their memory, and give it back. */
export interface RowBuffers {
  /** Numbers that are anything finite. */
  take(dims: readonly number[]): TensorValue;
  /** Of a cache, or a part of one, that nobody reads any more. */
  give(...values: readonly TensorValue[]): void;
}

/** An array for each, which is the collector's afterwards. */
export const freshBuffers: RowBuffers = {
  take: (dims) => tensor("float32", dims, new Float32Array(elements(dims))),
  give: () => undefined,
};

/** What is kept for those to come, in bytes. */
const mostKept = 2 ** 28;

/**
 * The same memory again and again, where caches come and go: for every 64 MB of fresh arrays the collector looks through all that lives, which
 * were a fifth of the time that many samples take.
 */
export class KeptBuffers implements RowBuffers {
  /** By size. */
  readonly #kept = new Map<number, ArrayBuffer[]>();
  #bytes = 0;

  take(dims: readonly number[]): TensorValue {
    const length = elements(dims);
    const bytes = roomFor(length * Float32Array.BYTES_PER_ELEMENT);
    const kept = this.#kept.get(bytes)?.pop();
    if (kept !== undefined) this.#bytes -= bytes;
    return tensor("float32", dims, new Float32Array(kept ?? new ArrayBuffer(bytes), 0, length));
  }

  give(...values: readonly TensorValue[]): void {
    for (const value of values) {
      const { buffer } = floats(value);
      if (this.#bytes + buffer.byteLength > mostKept) continue;
      this.#bytes += buffer.byteLength;
      const alike = this.#kept.get(buffer.byteLength);
      if (alike === undefined) this.#kept.set(buffer.byteLength, [buffer]);
      else alike.push(buffer);
    }
  }
}

/** A size that does for many shapes: an eighth more at most. */
function roomFor(bytes: number): number {
  const step = 2 ** Math.max(5, Math.floor(Math.log2(Math.max(1, bytes))) - 3);
  return Math.ceil(bytes / step) * step;
}

const elements = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);

/** All that a cache consists of. */
export const valuesOf = ({ layers }: RowCache): readonly TensorValue[] => layers.flatMap(({ k, v }) => [k, v]);

/** What rows have generated: keys `[P, K, S, D, columns]` and values `[P, K, S, columns, D]` of each layer, of which `used` columns count. */
export interface RowCache {
  readonly layers: KeysValues<TensorValue>;
  readonly used: number;
}

export function emptyRows(
  { layers, keyValueHeads: K, headDim: D }: LlamaConfig,
  prompts: number,
  samples: number,
): RowCache {
  const none = (dims: readonly number[]): TensorValue => tensor("float32", dims, new Float32Array(0));
  return {
    layers: Array.from({ length: layers }, () => ({
      k: none([prompts, K, samples, D, 0]),
      v: none([prompts, K, samples, 0, D]),
    })),
    used: 0,
  };
}

/**
 * How many columns hold so many. Copying into more each time would cost as the square of an answer's length, and every column takes part in
 * attention: an eighth more.
 */
export const columnsFor = (used: number): number => Math.ceil((used < 256 ? used : used * 1.125) / 32) * 32;

/** The cache with a chunk's tokens, `[P, K, S, tokens, D]`, in the next columns: in place where there is room, else given back. */
export function withFresh(
  { layers, used }: RowCache,
  fresh: KeysValues<TensorValue>,
  buffers = freshBuffers,
): RowCache {
  const count = fresh[0]!.v.dims[3]!;
  return {
    layers: layers.map(({ k, v }, layer) => ({
      k: withKeys(k, fresh[layer]!.k, used, buffers),
      v: withValues(v, fresh[layer]!.v, used, buffers),
    })),
    used: used + count,
  };
}

function withValues(cache: TensorValue, fresh: TensorValue, used: number, buffers: RowBuffers): TensorValue {
  const [P, K, S, columns, D] = cache.dims as readonly [number, number, number, number, number];
  const count = fresh.dims[3]!;
  const wide =
    used + count <= columns ? cache : reshaped(cache, [P, K, S, columnsFor(used + count), D], used * D, buffers);
  const size = wide.data.length / (P * K * S);
  for (let row = 0; row < P * K * S; row += 1)
    floats(wide).set(floats(fresh).subarray(row * count * D, (row + 1) * count * D), row * size + used * D);
  return wide;
}

function withKeys(cache: TensorValue, fresh: TensorValue, used: number, buffers: RowBuffers): TensorValue {
  const [P, K, S, D, columns] = cache.dims as readonly [number, number, number, number, number];
  const count = fresh.dims[3]!;
  const wide = used + count <= columns ? cache : reshaped(cache, [P, K, S, D, columnsFor(used + count)], used, buffers);
  const [from, to] = [floats(fresh), floats(wide)];
  const width = wide.dims[4]!;
  for (let row = 0; row < P * K * S; row += 1)
    for (let d = 0; d < D; d += 1) {
      const at = (row * D + d) * width + used;
      for (let t = 0; t < count; t += 1) to[at + t] = from[(row * count + t) * D + d]!;
    }
  return wide;
}

/** The same with longer rows, of each of which the first `kept` numbers are copied; what was is given back. */
function reshaped(cache: TensorValue, dims: readonly number[], kept: number, buffers: RowBuffers): TensorValue {
  const isValues = cache.dims[4] === dims[4];
  const [before, after] = [cache.dims, dims].map(([, , , x, y]) => (isValues ? x! * y! : y!)) as [number, number];
  const longer = buffers.take(dims);
  const data = floats(longer);
  for (let row = 0; row < data.length / after; row += 1)
    data.set(floats(cache).subarray(row * before, row * before + kept), row * after);
  buffers.give(cache);
  return longer;
}

const floats = ({ data }: TensorValue): Float32Array<ArrayBuffer> => data as Float32Array<ArrayBuffer>;

/** The rows that a compaction keeps. */
export const keptRows = ({ layers, used }: RowCache, kept: Kept, buffers = freshBuffers): RowCache => ({
  layers: layers.map(({ k, v }) => ({ k: pickRows(k, kept, buffers), v: pickRows(v, kept, buffers) })),
  used,
});

/** Of one prompt's rows those in these places, each as often as it is named; -1 leaves a row free. */
export const pickedRows = (cache: RowCache, places: readonly number[], buffers: RowBuffers): RowCache =>
  keptRows(cache, { prompts: [0], cells: [places], grid: { width: places.length } }, buffers);

/** Puts what one of one prompt's rows has in the place of another, where it is. */
export function copyRow({ layers }: RowCache, from: number, to: number): void {
  for (const { k, v } of layers)
    for (const value of [k, v]) {
      const [, K, S, x, y] = value.dims as readonly [number, number, number, number, number];
      const size = x * y;
      for (let head = 0; head < K; head += 1) {
        const start = (head * S + from) * size;
        floats(value).copyWithin((head * S + to) * size, start, start + size);
      }
    }
}

type Kept = Pick<Compaction, "prompts" | "cells"> & { readonly grid: { readonly width: number } };

/** Of `[P, K, S, …, …]`. */
function pickRows(value: TensorValue, { grid, prompts, cells }: Kept, buffers: RowBuffers): TensorValue {
  const [, K, S, ...rest] = value.dims as readonly [number, number, number, number, number];
  const size = rest[0]! * rest[1]!;
  const picked = buffers.take([prompts.length, K, grid.width, ...rest]);
  const data = floats(picked);
  prompts.forEach((p, newP) =>
    cells[newP]!.forEach((s, newS) => {
      if (s < 0) return;
      for (let head = 0; head < K; head += 1) {
        const from = ((p * K + head) * S + s) * size;
        data.set(floats(value).subarray(from, from + size), ((newP * K + head) * grid.width + newS) * size);
      }
    }),
  );
  return picked;
}
