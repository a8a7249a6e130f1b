import { type TensorValue, tensor } from "@lemma/autodiff";
import type { Row } from "./row.ts";

/** Rows as a rectangle, prompts × the most rows that a prompt has; a prompt with fewer leaves cells empty. */
export class Grid {
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
    if (!isMuchSmaller(prompts.length * width, this.rows.length)) return undefined;
    const grid = new Grid(
      prompts.map((p) => kept[p]!.map((s) => this.rows[p * this.width + s])),
      prompts.map((p) => this.prompts[p]!),
    );
    return { grid, prompts, cells: prompts.map((p) => kept[p]!) };
  }
}

export interface Compaction {
  readonly grid: Grid;
  /** Which prompts are kept, by their old place. */
  readonly prompts: readonly number[];
  /** Which of each kept prompt's rows are. */
  readonly cells: readonly (readonly number[])[];
}

/** Whether copying what is kept is worth it. */
export const isMuchSmaller = (kept: number, all: number): boolean => kept <= 0.75 * all;

/** Some of a tensor's leading slices. */
export function pick(value: TensorValue, chosen: readonly number[]): TensorValue {
  const size = value.data.length / value.dims[0]!;
  const data = new Float32Array(chosen.length * size);
  chosen.forEach((from, to) =>
    data.set(value.data.subarray(from * size, (from + 1) * size) as Float32Array, to * size),
  );
  return tensor("float32", [chosen.length, ...value.dims.slice(1)], data);
}
