import { type TensorValue, tensor } from "@lemma/autodiff";
import { throwIfAborted } from "@lemma/interfaces";
import { masked } from "../model/llama.ts";
import type { GenerateSettings } from "./generate.ts";
import type { PrefixCache } from "./prefill.ts";
import { emptyRows } from "./row-cache.ts";
import type { SharedCache } from "./shared.ts";

/** Prompt tokens that are read together: as many rows as make a product's time that of its arithmetic. */
const chunkTokens = 512;

/** How many columns of so many prompts that is. */
export const columnsAtOnce = (prompts: number): number => Math.max(1, Math.floor(chunkTokens / prompts));

/** Rows of prompts. */
export interface PromptTokens {
  /** int64 `[P, T]`, right-padded. */
  readonly tokens: TensorValue;
  readonly lengths: readonly number[];
  /** What comes before each. */
  readonly shared: SharedCache<TensorValue>;
}

/**
 * Reads prompts with the decoding program, some columns at a time, each of which sees those before it: what `prefill` does, where a program
 * of its own would hold a second copy of the weights. It draws a token after each part, which nobody looks at.
 */
export async function readByChunks(
  { tokens, lengths, shared }: PromptTokens,
  { engine, adapted, adapters, mode, signal }: GenerateSettings,
): Promise<PrefixCache<TensorValue>> {
  const { layers, keyValueHeads: K, headDim: D } = engine.settings.config;
  const [P, T] = tokens.dims as readonly [number, number];
  const before = shared[0]?.v.dims[1] ?? 0;
  let prefix = Array.from({ length: layers }, () => ({
    k: tensor("float32", [P, K, D, 0], new Float32Array(0)),
    v: tensor("float32", [P, K, 0, D], new Float32Array(0)),
  }));
  const { layers: nothing } = emptyRows(engine.settings.config, P, 1);
  const width = columnsAtOnce(P);
  for (let from = 0; from < T; from += width) {
    throwIfAborted("generate", signal);
    const to = Math.min(T, from + width);
    const mask = new Float32Array(P * from);
    for (const [p, length] of lengths.entries()) mask.fill(masked, p * from + Math.min(length, from), (p + 1) * from);
    const { fresh } = await engine.chunk(
      adapted,
      mode,
      {
        tokens: columns(tokens, from, to),
        positions: tensor("int64", [P, 1], new BigInt64Array(P).fill(BigInt(before + from))),
        done: tensor("bool", [P, 1], new Uint8Array(P)),
        prefixMask: tensor("float32", [P, from], mask),
        shared,
        prefix,
        grown: nothing,
        used: tensor("int64", [], 0),
        uniforms: tensor("float32", [1, P, 1], new Float32Array(P)),
        sampling: {
          temperature: tensor("float32", [], 1),
          topP: tensor("float32", [], 1),
          ranks: tensor("int64", [1], new BigInt64Array(1)),
        },
        adapters,
      },
      signal,
    );
    prefix = prefix.map(({ k, v }, layer) => ({
      k: appended(k, fresh[layer]!.k, "last"),
      v: appended(v, fresh[layer]!.v, "before last"),
    }));
  }
  return prefix;
}

/** Columns of int64 `[P, T]` as `[P, 1, to − from]`. */
function columns({ dims: [P, T], data }: TensorValue, from: number, to: number): TensorValue {
  const width = to - from;
  const result = new BigInt64Array(P! * width);
  for (let p = 0; p < P!; p += 1) result.set((data as BigInt64Array).subarray(p * T! + from, p * T! + to), p * width);
  return tensor("int64", [P!, 1, width], result);
}

/**
 * A cache with columns after its own: `[P, K, 1, width, D]` to `[P, K, T, D]`, or, where columns are the last axis, to `[P, K, D, T]`.
 */
function appended(cache: TensorValue, fresh: TensorValue, axis: "last" | "before last"): TensorValue {
  const [P, K, , width, D] = fresh.dims as readonly [number, number, number, number, number];
  const old = cache.data.length / (P * K * D);
  const T = old + width;
  const data = new Float32Array(P * K * T * D);
  const [from, more] = [cache.data as Float32Array, fresh.data as Float32Array];
  for (let head = 0; head < P * K; head += 1) {
    const [source, target] = [head * width * D, head * T * D];
    if (axis === "before last") {
      data.set(from.subarray(head * old * D, (head + 1) * old * D), target);
      data.set(more.subarray(source, source + width * D), target + old * D);
      continue;
    }
    for (let d = 0; d < D; d += 1) {
      data.set(from.subarray((head * D + d) * old, (head * D + d + 1) * old), target + d * T);
      for (let t = 0; t < width; t += 1) data[target + d * T + old + t] = more[source + t * D + d]!;
    }
  }
  return tensor("float32", axis === "last" ? [P, K, D, T] : [P, K, T, D], data);
}
