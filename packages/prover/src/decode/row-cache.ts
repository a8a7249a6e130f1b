import { type TensorValue, tensor } from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import type { Compaction } from "./grid.ts";
import type { KeysValues } from "./read-rows.ts";

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

/** The cache with a chunk's tokens, `[P, K, S, tokens, D]`, in the next columns: in place where there is room. */
export function withFresh({ layers, used }: RowCache, fresh: KeysValues<TensorValue>): RowCache {
  const count = fresh[0]!.v.dims[3]!;
  return {
    layers: layers.map(({ k, v }, layer) => ({
      k: withKeys(k, fresh[layer]!.k, used),
      v: withValues(v, fresh[layer]!.v, used),
    })),
    used: used + count,
  };
}

function withValues(cache: TensorValue, fresh: TensorValue, used: number): TensorValue {
  const [P, K, S, columns, D] = cache.dims as readonly [number, number, number, number, number];
  const count = fresh.dims[3]!;
  const wide = used + count <= columns ? cache : reshaped(cache, [P, K, S, columnsFor(used + count), D], used * D);
  const size = wide.data.length / (P * K * S);
  for (let row = 0; row < P * K * S; row += 1)
    floats(wide).set(floats(fresh).subarray(row * count * D, (row + 1) * count * D), row * size + used * D);
  return wide;
}

function withKeys(cache: TensorValue, fresh: TensorValue, used: number): TensorValue {
  const [P, K, S, D, columns] = cache.dims as readonly [number, number, number, number, number];
  const count = fresh.dims[3]!;
  const wide = used + count <= columns ? cache : reshaped(cache, [P, K, S, D, columnsFor(used + count)], used);
  const [from, to] = [floats(fresh), floats(wide)];
  const width = wide.dims[4]!;
  for (let row = 0; row < P * K * S; row += 1)
    for (let d = 0; d < D; d += 1) {
      const at = (row * D + d) * width + used;
      for (let t = 0; t < count; t += 1) to[at + t] = from[(row * count + t) * D + d]!;
    }
  return wide;
}

/** The same with longer rows, of each of which the first `kept` numbers are copied. */
function reshaped(cache: TensorValue, dims: readonly number[], kept: number): TensorValue {
  const isValues = cache.dims[4] === dims[4];
  const [before, after] = [cache.dims, dims].map(([, , , x, y]) => (isValues ? x! * y! : y!)) as [number, number];
  const data = new Float32Array(dims.reduce((a, b) => a * b, 1));
  for (let row = 0; row < data.length / after; row += 1)
    data.set(floats(cache).subarray(row * before, row * before + kept), row * after);
  return tensor("float32", dims, data);
}

const floats = ({ data }: TensorValue): Float32Array => data as Float32Array;

/** The rows that a compaction keeps. */
export const keptRows = ({ layers, used }: RowCache, kept: Kept): RowCache => ({
  layers: layers.map(({ k, v }) => ({ k: pickRows(k, kept), v: pickRows(v, kept) })),
  used,
});

/** Of one prompt's rows those in these places, each as often as it is named; -1 leaves a row free. */
export const pickedRows = (cache: RowCache, places: readonly number[]): RowCache =>
  keptRows(cache, { prompts: [0], cells: [places], grid: { width: places.length } });

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
function pickRows(value: TensorValue, { grid, prompts, cells }: Kept): TensorValue {
  const [, K, S, ...rest] = value.dims as readonly [number, number, number, number, number];
  const size = rest[0]! * rest[1]!;
  const data = new Float32Array(prompts.length * K * grid.width * size);
  prompts.forEach((p, newP) =>
    cells[newP]!.forEach((s, newS) => {
      if (s < 0) return;
      for (let head = 0; head < K; head += 1) {
        const from = ((p * K + head) * S + s) * size;
        data.set(floats(value).subarray(from, from + size), ((newP * K + head) * grid.width + newS) * size);
      }
    }),
  );
  return tensor("float32", [prompts.length, K, grid.width, ...rest], data);
}
