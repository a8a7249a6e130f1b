import type { ConjectureFate } from "@lemma/interfaces";

/** What became of many, such as one model's over all theorems and seeds. */
export interface FateTally {
  readonly title: string;
  /** Theorems times seeds. */
  readonly runs: number;
  /** Of those, the ones with at least one verified conjecture: the others had nothing to study. */
  readonly fruitful: number;
  readonly written: number;
  /** By fate. */
  readonly counts: Readonly<Record<string, number>>;
}

/** @param runs the conjectures of each run. */
export function tallyFates(title: string, runs: readonly (readonly ConjectureFate[])[]): FateTally {
  const counts: Record<string, number> = {};
  for (const { fate } of runs.flat()) counts[fate] = (counts[fate] ?? 0) + 1;
  return {
    title,
    runs: runs.length,
    fruitful: runs.filter((fates) => fates.some(({ fate }) => fate === "verified")).length,
    written: runs.flat().length,
    counts,
  };
}
