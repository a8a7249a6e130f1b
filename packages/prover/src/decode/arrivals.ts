import { type TensorValue, tensor } from "@lemma/autodiff";
import { AbortedError, type Completion } from "@lemma/interfaces";
import { type GenerateSettings, chunkInputs, readPrompts } from "./generate.ts";
import { Grid, pick } from "./grid.ts";
import type { PrefixCache } from "./prefill.ts";
import { Row, type RowRequest } from "./row.ts";
import { type RowCache, emptyRows, withFresh } from "./row-cache.ts";

/** A completion that somebody waits for, and may cease to. */
export interface ArrivingRow extends RowRequest {
  readonly prompt: readonly number[];
  /** Strings that end it. */
  readonly stop: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly done: (completion: Completion) => void;
  readonly failed: (error: unknown) => void;
}

/** A row under way. */
interface Seat {
  readonly row: Row;
  readonly arrival: ArrivingRow;
}

/** Rows, one a prompt, and what has been read of each: `lengths` tokens in `prefix`, then what has `grown` behind them. */
interface Table {
  readonly seats: readonly Seat[];
  readonly lengths: readonly number[];
  readonly prefix: PrefixCache<TensorValue>;
  readonly grown: RowCache;
}

/**
 * Completes rows as they arrive: those that `arrivals` hands over between two chunks join those under way. Ends when none is under way and
 * none arrives.
 *
 * @param arrivals the next rows, at most as many as there is room for.
 */
export async function generateArriving(
  arrivals: (room: number) => readonly ArrivingRow[],
  limit: number,
  settings: GenerateSettings,
): Promise<void> {
  const empty: Table = {
    seats: [],
    lengths: [],
    prefix: [],
    grown: emptyRows(settings.engine.settings.config, 0, 1),
  };
  let table = empty;
  try {
    for (;;) {
      for (const { row, arrival } of table.seats)
        if (!row.isDone && arrival.signal?.aborted === true)
          arrival.failed(new AbortedError("generate", arrival.signal));
      const kept = table.seats.map(isActive);
      const active = kept.filter(Boolean).length;
      const fresh = arrivals(limit - active).map((arrival) => ({
        arrival,
        row: new Row(arrival.prompt, arrival, { ...settings, stop: arrival.stop }),
      }));
      // Copying what has been read is worth it for newcomers, or where a quarter of the rows have ended.
      if (fresh.length > 0 || active <= 0.75 * table.seats.length) table = await joined(table, kept, fresh, settings);
      if (table.seats.length === 0) return;
      table = await advanced(table, settings);
    }
  } catch (error) {
    for (const { row, arrival } of table.seats) if (!row.isDone) arrival.failed(error);
    throw error;
  }
}

const isActive = ({ row, arrival }: Seat): boolean => !row.isDone && arrival.signal?.aborted !== true;

/** One chunk for every row. */
async function advanced(table: Table, settings: GenerateSettings): Promise<Table> {
  const { seats, prefix, lengths } = table;
  const active = seats.filter(isActive);
  const steps = Math.min(settings.chunkTokens, Math.max(...active.map(({ row }) => row.left)));
  const grid = new Grid(
    seats.map((seat) => [isActive(seat) ? seat.row : undefined]),
    seats.map(({ arrival }) => arrival.prompt),
  );
  const inputs = chunkInputs(grid, lengths, [], prefix, table.grown, steps, settings);
  const { tokens, logprobs, fresh } = await settings.engine.chunk(settings.adapted, settings.mode, inputs);
  const taken = tokens.dims[1]!;
  for (const [i, { row, arrival }] of seats.entries()) {
    if (!isActive(seats[i]!)) continue;
    row.take(
      Array.from(tokens.data.subarray(i * taken, (i + 1) * taken) as BigInt64Array, Number),
      logprobs.data.subarray(i * taken, (i + 1) * taken) as Float32Array,
    );
    if (row.isDone) arrival.done(row.completion());
  }
  return { ...table, grown: withFresh(table.grown, fresh) };
}

/** The rows that are kept and the fresh ones side by side, all that was read of each in its prefix. */
async function joined(
  table: Table,
  kept: readonly boolean[],
  fresh: readonly Seat[],
  settings: GenerateSettings,
): Promise<Table> {
  const old = table.seats.flatMap((seat, from) => (kept[from]! ? [{ seat, from }] : []));
  const seats = [...old.map(({ seat }) => seat), ...fresh];
  const { config } = settings.engine.settings;
  const none = emptyRows(config, seats.length, 1);
  if (seats.length === 0) return { seats, lengths: [], prefix: [], grown: none };
  const read = await readFresh(
    fresh.map(({ arrival }) => arrival.prompt),
    settings,
  );
  const lengths = seats.map(({ row }) => row.position);
  const width = Math.max(1, ...lengths);
  const prefix = Array.from({ length: config.layers }, (_, layer) => {
    const before = table.prefix[layer];
    const grown = table.grown.layers[layer];
    const rows = [
      ...old.map(({ from }) => ({
        own: before!,
        at: from,
        length: table.lengths[from]!,
        grown,
        used: table.grown.used,
      })),
      ...fresh.map(({ row }, at) => ({ own: read[layer]!, at, length: row.position, grown: undefined, used: 0 })),
    ];
    return sideBySide(rows, width);
  });
  return { seats, lengths, prefix, grown: none };
}

/** Each prompt once, however many rows it has. */
async function readFresh(
  prompts: readonly (readonly number[])[],
  settings: GenerateSettings,
): Promise<PrefixCache<TensorValue>> {
  if (prompts.length === 0) return [];
  const unique = new Map<string, readonly number[]>();
  for (const prompt of prompts) unique.set(prompt.join(), prompt);
  const order = [...unique.keys()];
  const { own } = await readPrompts([...unique.values()], { ...settings, leastSharing: Number.POSITIVE_INFINITY });
  if (order.length === prompts.length) return own;
  const places = prompts.map((prompt) => order.indexOf(prompt.join()));
  return own.map(({ k, v }) => ({ k: pick(k, places), v: pick(v, places) }));
}

interface Part {
  /** `k: [P, K, D, T], v: [P, K, T, D]`, of which row `at` has `length` columns that count. */
  readonly own: { readonly k: TensorValue; readonly v: TensorValue };
  readonly at: number;
  readonly length: number;
  /** `k: [P, K, 1, D, G], v: [P, K, 1, G, D]`, of which the first `used` columns come after them. */
  readonly grown: { readonly k: TensorValue; readonly v: TensorValue } | undefined;
  readonly used: number;
}

/** One layer's rows, each padded to `width` columns. */
function sideBySide(parts: readonly Part[], width: number): { readonly k: TensorValue; readonly v: TensorValue } {
  const [, K, , D] = parts[0]!.own.v.dims as readonly [number, number, number, number];
  const k = new Float32Array(parts.length * K * D * width);
  const v = new Float32Array(parts.length * K * width * D);
  for (const [p, { own, at, length, grown, used }] of parts.entries()) {
    const T = own.v.dims[2]!;
    const G = grown?.v.dims[3] ?? 0;
    for (let head = 0; head < K; head += 1) {
      const from = at * K + head;
      const to = p * K + head;
      v.set(own.v.data.subarray(from * T * D, (from * T + length) * D) as Float32Array, to * width * D);
      if (grown !== undefined)
        v.set(grown.v.data.subarray(from * G * D, (from * G + used) * D) as Float32Array, (to * width + length) * D);
      for (let d = 0; d < D; d += 1) {
        const column = (to * D + d) * width;
        k.set(own.k.data.subarray((from * D + d) * T, (from * D + d) * T + length) as Float32Array, column);
        if (grown !== undefined) {
          const row = (from * D + d) * G;
          k.set(grown.k.data.subarray(row, row + used) as Float32Array, column + length);
        }
      }
    }
  }
  return {
    k: tensor("float32", [parts.length, K, D, width], k),
    v: tensor("float32", [parts.length, K, width, D], v),
  };
}
