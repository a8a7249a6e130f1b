import { type TensorValue, hold, tensor } from "@lemma/autodiff";
import { type Completion, type Random, throwIfAborted } from "@lemma/interfaces";
import { NotFiniteError } from "../errors.ts";
import { masked } from "../model/llama.ts";
import type { Tokenizer } from "../tokenizer.ts";
import type { SiteAdapters } from "./adapters.ts";
import type { ChunkInputs, RowCache } from "./chunk.ts";
import type { DecodeEngine } from "./engine.ts";
import type { Site } from "./layout.ts";
import type { PrefixCache } from "./prefill.ts";
import type { SamplingMode } from "./sampling.ts";
import { type RepetitionGuard, RowText, endsInCycle } from "./text.ts";

/** One prompt and the rows that continue it. */
export interface PromptRows {
  readonly prompt: readonly number[];
  readonly rows: readonly RowRequest[];
}

export interface RowRequest {
  /** The row's own stream: its n-th number decides its n-th token, whatever else is in the batch. */
  readonly random: Random;
  readonly maxTokens: number;
  readonly onText?: ((text: string) => void) | undefined;
}

export interface GenerateSettings {
  readonly engine: DecodeEngine;
  readonly tokenizer: Tokenizer;
  readonly mode: SamplingMode;
  readonly temperature: number;
  readonly topP: number;
  /** How many of the likeliest tokens are kept, `filtered` only. */
  readonly topK: number;
  readonly stop: readonly string[];
  readonly adapted: readonly Site[];
  readonly adapters: SiteAdapters<TensorValue>;
  /** Tokens between two looks at stop strings, signals and finished rows. */
  readonly chunkTokens: number;
  readonly repetitionGuard: RepetitionGuard | undefined;
  readonly signal: AbortSignal | undefined;
}

/** One batch: all rows of all prompts at once, `[prompts][rows]`. */
export async function generateBatch(
  prompts: readonly PromptRows[],
  settings: GenerateSettings,
): Promise<readonly (readonly Completion[])[]> {
  const all = prompts.map(({ prompt, rows }) => rows.map((request) => new Row(prompt, request, settings)));
  let grid = new Grid(
    all,
    prompts.map(({ prompt }) => prompt),
  );
  let prefix = await readPrompts(grid.prompts, settings);
  let grown: RowCache<TensorValue> = prefix.map(({ v }) => {
    const [P, K, , D] = v.dims as readonly [number, number, number, number];
    const empty = tensor("float32", [P, K, grid.width, 0, D], new Float32Array(0));
    return { k: empty, v: empty };
  });
  for (;;) {
    throwIfAborted("generate", settings.signal);
    const steps = Math.min(settings.chunkTokens, Math.max(...grid.active.map((row) => row.left)));
    const output = await settings.engine.chunk(
      settings.adapted,
      settings.mode,
      chunkInputs(grid, prefix, grown, steps, settings),
      settings.signal,
    );
    const taken = output.tokens.dims[1]!;
    grid.rows.forEach((row, i) =>
      row?.take(
        Array.from(output.tokens.data.subarray(i * taken, (i + 1) * taken) as BigInt64Array, Number),
        output.logprobs.data.subarray(i * taken, (i + 1) * taken) as Float32Array,
      ),
    );
    if (grid.active.length === 0) return all.map((rows) => rows.map((row) => row.completion()));
    grown = output.grown;
    const smaller = grid.compacted();
    if (smaller !== undefined) {
      prefix = prefix.map(({ k, v }) => ({ k: pick(k, smaller.prompts), v: pick(v, smaller.prompts) }));
      grown = grown.map(({ k, v }) => ({ k: pickRows(k, smaller), v: pickRows(v, smaller) }));
      grid = smaller.grid;
    }
  }
}

async function readPrompts(
  prompts: readonly (readonly number[])[],
  { engine, adapted, adapters, signal }: GenerateSettings,
): Promise<PrefixCache<TensorValue>> {
  // The last token is decoding's first. A prompt of one token leaves nothing to read but a masked column.
  const width = prefixWidth(prompts);
  const tokens = new BigInt64Array(prompts.length * width);
  for (const [row, prompt] of prompts.entries())
    for (let t = 0; t + 1 < prompt.length; t += 1) tokens[row * width + t] = BigInt(prompt[t]!);
  const cache = await engine.prefill(
    adapted,
    { tokens: tensor("int64", [prompts.length, width], tokens), adapters },
    signal,
  );
  return cache.map(({ k, v }) => ({ k: hold(k), v: hold(v) }));
}

const prefixWidth = (prompts: readonly (readonly number[])[]): number =>
  Math.max(1, ...prompts.map((prompt) => prompt.length - 1));

function chunkInputs(
  grid: Grid,
  prefix: PrefixCache<TensorValue>,
  grown: RowCache<TensorValue>,
  steps: number,
  settings: GenerateSettings,
): ChunkInputs<TensorValue> {
  const { prompts, rows, width: S } = grid;
  const P = prompts.length;
  const T = prefix[0]!.v.dims[2]!;
  const mask = new Float32Array(P * T);
  for (const [p, prompt] of prompts.entries()) mask.fill(masked, p * T + prompt.length - 1, (p + 1) * T);
  const uniforms = new Float32Array(steps * P * S);
  rows.forEach((row, i) => {
    if (row === undefined || row.isDone) return;
    for (let step = 0; step < steps; step += 1) uniforms[step * P * S + i] = row.uniform();
  });
  const ints = (value: (row: Row) => number): TensorValue =>
    tensor(
      "int64",
      [P, S],
      BigInt64Array.from(rows, (row) => BigInt(row === undefined ? 0 : value(row))),
    );
  return {
    tokens: ints((row) => row.last),
    positions: ints((row) => row.position),
    done: tensor(
      "bool",
      [P, S],
      Uint8Array.from(rows, (row) => (row === undefined || row.isDone ? 1 : 0)),
    ),
    prefixMask: tensor("float32", [P, T], mask),
    prefix,
    grown,
    uniforms: tensor("float32", [steps, P * S, 1], uniforms),
    sampling: {
      temperature: tensor("float32", [], settings.temperature),
      topP: tensor("float32", [], settings.topP),
      ranks: tensor("int64", [settings.topK], new BigInt64Array(settings.topK)),
    },
    adapters: settings.adapters,
  };
}

/** One row's state between chunks. */
class Row {
  readonly #prompt: readonly number[];
  readonly #request: RowRequest;
  readonly #settings: GenerateSettings;
  readonly #text: RowText;
  readonly #tokens: number[] = [];
  readonly #logprobs: number[] = [];
  #finish: Completion["finishReason"] | undefined;

  constructor(prompt: readonly number[], request: RowRequest, settings: GenerateSettings) {
    this.#prompt = prompt;
    this.#request = request;
    this.#settings = settings;
    this.#text = new RowText(settings.tokenizer, settings.stop);
  }

  get isDone(): boolean {
    return this.#finish !== undefined;
  }

  /** Tokens that may still come. */
  get left(): number {
    return this.#request.maxTokens - this.#tokens.length;
  }

  get last(): number {
    return this.#tokens.at(-1) ?? this.#prompt.at(-1)!;
  }

  /** Of `last`. */
  get position(): number {
    return this.#prompt.length - 1 + this.#tokens.length;
  }

  uniform(): number {
    // 24 bits: every one is a float32 below 1.
    return (this.#request.random.uint32() >>> 8) / 2 ** 24;
  }

  /** Takes a chunk's tokens up to where the row ends. */
  take(tokens: readonly number[], logprobs: Float32Array): void {
    if (this.isDone) return;
    const { engine, repetitionGuard } = this.#settings;
    const known = this.#tokens.length;
    for (const [i, token] of tokens.entries()) {
      const logprob = logprobs[i]!;
      // Weights that stay in their file are not searched for NaN: it shows here, at the first token.
      if (!Number.isFinite(logprob)) throw new NotFiniteError("generate", `a log-probability of ${logprob}`);
      this.#tokens.push(token);
      this.#logprobs.push(logprob);
      if (engine.settings.endTokens.includes(token)) this.#finish = "stop";
      else if (this.left <= 0) this.#finish = "length";
      else if (repetitionGuard !== undefined && endsInCycle(this.#tokens, repetitionGuard)) this.#finish = "length";
      if (this.isDone) break;
    }
    const stop = this.#text.stopAfter(this.#tokens, known);
    if (stop !== undefined) {
      this.#tokens.length = stop;
      this.#logprobs.length = stop;
      this.#finish = "stop";
    }
    if (this.#request.onText !== undefined) {
      const piece = this.#text.fresh(this.#tokens, this.isDone);
      if (piece !== "") this.#request.onText(piece);
    }
  }

  completion(): Completion {
    return {
      text: this.#text.text(this.#tokens),
      tokens: this.#tokens,
      logprobs: this.#logprobs,
      finishReason: this.#finish ?? "length",
    };
  }
}

/** Rows as a rectangle, prompts × the most rows that a prompt has; a prompt with fewer leaves cells empty. */
class Grid {
  readonly prompts: readonly (readonly number[])[];
  readonly width: number;
  /** Row-major. */
  readonly rows: readonly (Row | undefined)[];

  constructor(rows: readonly (readonly (Row | undefined)[])[], prompts: readonly (readonly number[])[]) {
    this.prompts = prompts;
    this.width = Math.max(...rows.map((own) => own.length));
    this.rows = rows.flatMap((own) => Array.from({ length: this.width }, (_, i) => own[i]));
  }

  get active(): readonly Row[] {
    return this.rows.filter((row): row is Row => row !== undefined && !row.isDone);
  }

  /** A smaller rectangle of the rows still running and where they were, if that saves a quarter of the cells. */
  compacted(): Compaction | undefined {
    const kept = this.prompts.map((_, p) =>
      Array.from({ length: this.width }, (_unused, s) => s).filter((s) => {
        const row = this.rows[p * this.width + s];
        return row !== undefined && !row.isDone;
      }),
    );
    const prompts = kept.flatMap((own, p) => (own.length > 0 ? [p] : []));
    const width = Math.max(...kept.map((own) => own.length));
    if (prompts.length * width > 0.75 * this.rows.length) return undefined;
    const grid = new Grid(
      prompts.map((p) => kept[p]!.map((s) => this.rows[p * this.width + s])),
      prompts.map((p) => this.prompts[p]!),
    );
    return { grid, prompts, cells: prompts.map((p) => kept[p]!) };
  }
}

interface Compaction {
  readonly grid: Grid;
  /** Which prompts are kept, by their old place. */
  readonly prompts: readonly number[];
  /** Which of each kept prompt's rows are. */
  readonly cells: readonly (readonly number[])[];
}

/** Some of a tensor's leading slices. */
function pick(value: TensorValue, chosen: readonly number[]): TensorValue {
  const size = value.data.length / value.dims[0]!;
  const data = new Float32Array(chosen.length * size);
  chosen.forEach((from, to) =>
    data.set(value.data.subarray(from * size, (from + 1) * size) as Float32Array, to * size),
  );
  return hold({ dtype: "float32", dims: [chosen.length, ...value.dims.slice(1)], data });
}

/** The kept rows of a `[P, K, S, length, D]` cache. */
function pickRows(value: TensorValue, { grid, prompts, cells }: Compaction): TensorValue {
  const [, K, S, length, D] = value.dims as readonly [number, number, number, number, number];
  const size = length * D;
  const data = new Float32Array(prompts.length * K * grid.width * size);
  prompts.forEach((p, newP) =>
    cells[newP]!.forEach((s, newS) => {
      for (let head = 0; head < K; head += 1) {
        const from = ((p * K + head) * S + s) * size;
        const to = ((newP * K + head) * grid.width + newS) * size;
        data.set(value.data.subarray(from, from + size) as Float32Array, to);
      }
    }),
  );
  return { dtype: "float32", dims: [prompts.length, K, grid.width, length, D], data };
}
