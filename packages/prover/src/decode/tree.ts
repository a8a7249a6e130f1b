import { type TensorValue, tensor } from "@lemma/autodiff";
import { type Completion, throwIfAborted } from "@lemma/interfaces";
import { type GenerateSettings, followRows, prefixMask, readPrompts, samplingInputs } from "./generate.ts";
import { Grid, isMuchSmaller } from "./grid.ts";
import { countOneByOne } from "./one-by-one.ts";
import { type PromptRows, Row, type RowRequest, uniformOf } from "./row.ts";
import {
  KeptBuffers,
  type RowBuffers,
  type RowCache,
  copyRow,
  emptyRows,
  pickedRows,
  valuesOf,
  withFresh,
} from "./row-cache.ts";
import { type Distribution, type DrawingMode, drawnFrom } from "./sampling.ts";
import type { TreeStepInputs } from "./tree-step.ts";

// Samples of one prompt that have drawn the same tokens so far have the same keys, values and probabilities: each distinct beginning is
// read once, and all the samples that share it draw from what that gives.

/** A completion that is waited for. */
interface Sample {
  readonly index: number;
  readonly request: RowRequest;
}

/** A distinct beginning, and whose it is. */
interface Beginning {
  readonly row: Row;
  readonly samples: readonly Sample[];
}

/** And the place of what it continues. */
interface Continued extends Beginning {
  readonly place: number;
}

/** Beginnings of one length that are read together. */
interface Part {
  /** Each in its place; undefined where one has ended and no other has come. */
  readonly seats: readonly (Beginning | undefined)[];
  /** All of them but their last token. */
  readonly cache: RowCache;
}

/** Settings under which rows may be sampled as a tree. */
export type TreeSettings = GenerateSettings & { readonly mode: DrawingMode };

/** The most rows for each beginning that are better followed apart: a step of the tree takes so much longer than one of the loop in the graph. */
const apart = 1.25;

/**
 * Whether these rows are sampled as a tree: more of one prompt than are sampled together, which draw, and which nobody listens to. Where one
 * program must do for all, another would push it out.
 *
 * @param limit rows that are sampled together otherwise.
 */
export function growsAsTree({ rows }: PromptRows, limit: number, settings: GenerateSettings): settings is TreeSettings {
  return (
    rows.length > limit &&
    settings.mode !== "greedy" &&
    !settings.engine.readsWithChunks &&
    rows.every(({ onText }) => onText === undefined)
  );
}

/**
 * All rows of one prompt, which end under the same conditions. A completion is what `generateBatch` gives the row, beyond the rounding of
 * sums; equal ones are one object.
 *
 * @param limit how many are sampled together. Of distinct beginnings as many are read together; where there are more, one part of them is
 *   followed to its end before the next.
 */
export async function generateTree(
  { prompt, rows }: PromptRows,
  limit: number,
  given: TreeSettings,
): Promise<readonly Completion[]> {
  const settings = { ...given, engine: given.engine.uncounted() };
  const { engine, signal } = settings;
  const { shared, own: prefix } = await readPrompts([prompt], settings);
  const context = {
    shared,
    prefix,
    prefixMask: prefixMask([prompt.length - 1], prefix),
    sampling: samplingInputs(settings),
    adapters: settings.adapters,
  };
  const results: Completion[] = [];
  const buffers = new KeptBuffers();
  const whole: Beginning = {
    row: new Row(prompt, rows[0]!, settings),
    samples: rows.map((request, index) => ({ index, request })),
  };
  const parts = [(): Part => ({ seats: [whole], cache: emptyRows(engine.settings.config, 1, 1) })];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    throwIfAborted("generate", signal);
    const { seats, cache } = part();
    const single = rowsApart(seats, limit);
    if (single !== undefined) {
      const grid = new Grid([single.map(({ row }) => row)], [prompt]);
      const grown = pickedRows(
        cache,
        single.map(({ place }) => place),
        buffers,
      );
      buffers.give(...valuesOf(cache));
      await followRows({ grid, shared, prefix, grown }, settings, buffers);
      for (const { row, index } of single) results[index] = row.completion();
      continue;
    }
    const inputs = { ...context, ...inputsOf(seats, cache, prompt.length - 1) };
    const { fresh, ...distribution } = await engine.treeStep(settings.adapted, settings.mode, inputs, signal);
    const next: Continued[] = [];
    for (const [place, beginning] of seats.entries())
      for (const longer of beginning === undefined ? [] : continued(beginning, distribution, place)) {
        if (!longer.row.isDone) next.push(longer);
        else {
          const completion = longer.row.completion();
          for (const { index } of longer.samples) results[index] = completion;
        }
      }
    if (next.length === 0) buffers.give(...valuesOf(cache));
    else parts.push(...partsOf(next, withFresh(cache, fresh, buffers), { places: seats.length, limit, buffers }));
  }
  await countOneByOne(prompt, results, limit, { ...given, maxTokens: rows[0]!.maxTokens });
  return results;
}

/** A row for each sample and the place of its beginning, where hardly any share one. */
function rowsApart(
  seats: Part["seats"],
  limit: number,
): readonly { readonly row: Row; readonly place: number; readonly index: number }[] | undefined {
  const taken = seats.filter((seat) => seat !== undefined);
  const samples = taken.reduce((sum, seat) => sum + seat.samples.length, 0);
  if (samples > Math.min(limit, apart * taken.length)) return undefined;
  return seats.flatMap((seat, place) =>
    (seat?.samples ?? []).map(({ index, request }) => ({ row: seat!.row.fork(request), place, index })),
  );
}

/** What differs from step to step. @param before tokens before the first that is in the cache. */
function inputsOf(
  seats: Part["seats"],
  cache: RowCache,
  before: number,
): Pick<TreeStepInputs<TensorValue>, "tokens" | "positions" | "grown" | "used"> {
  const S = seats.length;
  return {
    tokens: tensor(
      "int64",
      [1, S, 1],
      BigInt64Array.from(seats, (seat) => BigInt(seat?.row.last ?? 0)),
    ),
    positions: tensor("int64", [1, S], new BigInt64Array(S).fill(BigInt(before + cache.used))),
    grown: cache.layers,
    used: tensor("int64", [], cache.used),
  };
}

/** One token further: a beginning for each token that any of its samples draws. */
function continued(
  { row, samples }: Beginning,
  distribution: Distribution<TensorValue>,
  place: number,
): readonly Continued[] {
  const drawn = new Map<number, { readonly logprob: number; readonly samples: Sample[] }>();
  for (const sample of samples) {
    const { token, logprob } = drawnFrom(distribution, place, uniformOf(sample.request.random));
    const same = drawn.get(token);
    if (same === undefined) drawn.set(token, { logprob, samples: [sample] });
    else same.samples.push(sample);
  }
  let left = drawn.size;
  return [...drawn].map(([token, { logprob, samples: own }]) => {
    left -= 1;
    const longer = left === 0 ? row : row.fork();
    longer.take([token], [logprob]);
    return { row: longer, samples: own, place };
  });
}

/** Beginnings in parts of at most `limit`, the first of them last. @param cache of `places` rows, theirs from here on. */
function partsOf(
  next: readonly Continued[],
  cache: RowCache,
  { places, limit, buffers }: { readonly places: number; readonly limit: number; readonly buffers: RowBuffers },
): readonly (() => Part)[] {
  if (next.length <= places && !isMuchSmaller(next.length, places)) return [() => seated(next, cache, places)];
  let waiting = 0;
  const pickedLater = (own: readonly Continued[], room: number): (() => Part) => {
    waiting += 1;
    return () => {
      const part = picked(own, cache, room, buffers);
      waiting -= 1;
      if (waiting === 0) buffers.give(...valuesOf(cache));
      return part;
    };
  };
  if (next.length <= limit) {
    // Where they become more, they are likely to go on so.
    const room = next.length > places ? Math.min(limit, Math.ceil(1.125 * next.length)) : next.length;
    return [pickedLater(next, room)];
  }
  // Of one size: what is read with few others takes as long.
  const size = Math.ceil(next.length / Math.ceil(next.length / limit));
  return Array.from({ length: Math.ceil(next.length / size) }, (_, i) => {
    const own = next.slice(i * size, (i + 1) * size);
    return pickedLater(own, own.length);
  }).toReversed();
}

/** In the cache as it is: the first that continues a row has its place, the others those of rows that ended. */
function seated(next: readonly Continued[], cache: RowCache, places: number): Part {
  const seats: (Beginning | undefined)[] = Array.from({ length: places }, () => undefined);
  const others = next.filter((each) => {
    const isFirst = seats[each.place] === undefined;
    if (isFirst) seats[each.place] = each;
    return !isFirst;
  });
  let free = 0;
  for (const other of others) {
    while (seats[free] !== undefined) free += 1;
    copyRow(cache, other.place, free);
    seats[free] = other;
  }
  return { seats, cache };
}

/** In a cache of `room` rows of their own. */
function picked(next: readonly Continued[], cache: RowCache, room: number, buffers: RowBuffers): Part {
  const seats = Array.from({ length: room }, (_, i) => next[i]);
  return {
    seats,
    cache: pickedRows(
      cache,
      seats.map((seat) => seat?.place ?? -1),
      buffers,
    ),
  };
}
