import { type TensorValue, tensor } from "@lemma/autodiff";
import { type Completion, throwIfAborted } from "@lemma/interfaces";
import { masked } from "../model/llama.ts";
import type { SiteAdapters } from "./adapters.ts";
import type { ChunkInputs } from "./chunk.ts";
import type { DecodeEngine } from "./engine.ts";
import { Grid, pick } from "./grid.ts";
import type { Site } from "./layout.ts";
import type { PrefixCache } from "./prefill.ts";
import { readByChunks } from "./read-by-chunks.ts";
import { type PromptRows, Row, type RowSettings } from "./row.ts";
import { type RowBuffers, type RowCache, emptyRows, freshBuffers, keptRows, valuesOf, withFresh } from "./row-cache.ts";
import type { SamplingInputs } from "./sampling.ts";
import type { DrawSettings } from "./sampling-settings.ts";
import { type SharedCache, sharedLength } from "./shared.ts";

export interface GenerateSettings extends RowSettings, DrawSettings {
  readonly engine: DecodeEngine;
  readonly adapted: readonly Site[];
  readonly adapters: SiteAdapters<TensorValue>;
  /** Tokens between two looks at stop strings, signals and finished rows. */
  readonly chunkTokens: number;
  /** Prompts share what they begin with when so many tokens need not be read again. */
  readonly leastSharing: number;
  readonly signal: AbortSignal | undefined;
}

/** The tokens of a short answer's chunks, unless they are set. */
export const leastChunk = 32;

/** One batch: all rows of all prompts at once, `[prompts][rows]`. */
export async function generateBatch(
  prompts: readonly PromptRows[],
  settings: GenerateSettings,
): Promise<readonly (readonly Completion[])[]> {
  const all = prompts.map(({ prompt, rows }) => rows.map((request) => new Row(prompt, request, settings)));
  const grid = new Grid(
    all,
    prompts.map(({ prompt }) => prompt),
  );
  const { shared, own } = await readPrompts(grid.prompts, settings);
  const grown = emptyRows(settings.engine.settings.config, prompts.length, grid.width);
  await followRows({ grid, shared, prefix: own, grown }, settings);
  return all.map((rows) => rows.map((row) => row.completion()));
}

/** Rows, and what has been read of them: all but their last token. */
interface Batch {
  readonly grid: Grid;
  readonly shared: SharedCache<TensorValue>;
  readonly prefix: PrefixCache<TensorValue>;
  readonly grown: RowCache;
}

/** Takes rows to their ends. @param buffers where `grown` came from and goes to. */
export async function followRows(
  batch: Batch,
  settings: GenerateSettings,
  buffers: RowBuffers = freshBuffers,
): Promise<void> {
  const { shared } = batch;
  const before = shared[0]?.v.dims[1] ?? 0;
  let { grid, prefix, grown } = batch;
  while (grid.active.length > 0) {
    throwIfAborted("generate", settings.signal);
    const steps = Math.min(
      chunkSteps(settings.chunkTokens, grown.used),
      Math.max(...grid.active.map((row) => row.left)),
    );
    const output = await settings.engine.chunk(
      settings.adapted,
      settings.mode,
      chunkInputs(
        grid,
        grid.prompts.map((prompt) => prompt.length - 1 - before),
        shared,
        prefix,
        grown,
        steps,
        settings,
      ),
      settings.signal,
    );
    const taken = output.tokens.dims[1]!;
    grid.rows.forEach((row, i) =>
      row?.take(
        Array.from(output.tokens.data.subarray(i * taken, (i + 1) * taken) as BigInt64Array, Number),
        output.logprobs.data.subarray(i * taken, (i + 1) * taken) as Float32Array,
      ),
    );
    if (grid.active.length === 0) break;
    grown = withFresh(grown, output.fresh, buffers);
    const smaller = grid.compacted();
    if (smaller !== undefined) {
      prefix = prefix.map(({ k, v }) => ({ k: pick(k, smaller.prompts), v: pick(v, smaller.prompts) }));
      const kept = keptRows(grown, smaller, buffers);
      buffers.give(...valuesOf(grown));
      grown = kept;
      grid = smaller.grid;
    }
  }
  buffers.give(...valuesOf(grown));
}

/**
 * How many tokens the next chunk has, after so many. Each has its own work, such as reading the text so far; and what a chunk adds is copied in
 * each of its steps. A thirty-second of what is there keeps both below what attention reads.
 */
export const chunkSteps = (least: number, grown: number): number => Math.max(least, Math.floor(grown / 32));

interface ReadPrompts {
  readonly shared: SharedCache<TensorValue>;
  readonly own: PrefixCache<TensorValue>;
}

/** Reads what all prompts begin with once, where that pays, and then the rest of each. */
export async function readPrompts(
  prompts: readonly (readonly number[])[],
  settings: GenerateSettings,
): Promise<ReadPrompts> {
  const { engine, adapted, adapters, leastSharing, signal } = settings;
  const length = sharedLength(prompts, leastSharing);
  const read = (rows: readonly (readonly number[])[], shared: SharedCache<TensorValue>) => {
    const tokens = padded(rows);
    return engine.readsWithChunks
      ? readByChunks({ tokens, lengths: rows.map((row) => row.length), shared }, settings)
      : engine.prefill(adapted, { tokens, shared, adapters }, signal);
  };
  const header = length === 0 ? [] : await read([prompts[0]!.slice(0, length)], []);
  const shared = header.map(({ k, v }) => ({ k: withoutPrompts(k), v: withoutPrompts(v) }));
  // The last token is decoding's first. Where that leaves a prompt nothing to read, there is a masked column.
  const own = await read(
    prompts.map((prompt) => prompt.slice(length, -1)),
    shared,
  );
  return { shared, own };
}

/** Rows as int64 `[rows, the longest]`, at least one column wide, zeros on the right. */
function padded(rows: readonly (readonly number[])[]): TensorValue {
  const width = Math.max(1, ...rows.map((row) => row.length));
  const data = new BigInt64Array(rows.length * width);
  for (const [i, row] of rows.entries()) data.set(row.map(BigInt), i * width);
  return tensor("int64", [rows.length, width], data);
}

/** `[1, …]` as `[…]`. */
const withoutPrompts = (value: TensorValue): TensorValue => ({ ...value, dims: value.dims.slice(1) });

/** @param lengths how many columns of its prefix each prompt has; the rest is padding. */
export function chunkInputs(
  grid: Grid,
  lengths: readonly number[],
  shared: SharedCache<TensorValue>,
  prefix: PrefixCache<TensorValue>,
  grown: RowCache,
  steps: number,
  settings: GenerateSettings,
): ChunkInputs<TensorValue> {
  const { prompts, rows, width: S } = grid;
  const P = prompts.length;
  const uniforms = new Float32Array(steps * P * S);
  rows.forEach((row, i) => {
    if (row === undefined || row.isDone) return;
    for (let step = 0; step < steps; step += 1) uniforms[step * P * S + i] = row.uniform();
  });
  const ints = (dims: readonly number[], value: (row: Row) => number): TensorValue =>
    tensor(
      "int64",
      dims,
      BigInt64Array.from(rows, (row) => BigInt(row === undefined ? 0 : value(row))),
    );
  return {
    tokens: ints([P, S, 1], (row) => row.last),
    positions: ints([P, S], (row) => row.position),
    done: tensor(
      "bool",
      [P, S],
      Uint8Array.from(rows, (row) => (row === undefined || row.isDone ? 1 : 0)),
    ),
    prefixMask: prefixMask(lengths, prefix),
    shared,
    prefix,
    grown: grown.layers,
    used: tensor("int64", [], grown.used),
    uniforms: tensor("float32", [steps, P * S, 1], uniforms),
    sampling: samplingInputs(settings),
    adapters: settings.adapters,
  };
}

/** `[P, T]`: what comes after each prompt's columns is padding. */
export function prefixMask(lengths: readonly number[], prefix: PrefixCache<TensorValue>): TensorValue {
  const [P, T] = [lengths.length, prefix[0]!.v.dims[2]!];
  const mask = new Float32Array(P * T);
  for (const [p, length] of lengths.entries()) mask.fill(masked, p * T + length, (p + 1) * T);
  return tensor("float32", [P, T], mask);
}

export const samplingInputs = ({ temperature, topP, topK }: DrawSettings): SamplingInputs<TensorValue> => ({
  temperature: tensor("float32", [], temperature),
  topP: tensor("float32", [], topP),
  ranks: tensor("int64", [topK], new BigInt64Array(topK)),
});
