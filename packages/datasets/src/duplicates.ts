import type { Theorem } from "@lemma/interfaces";
import { formOf, gramsOf, theoremHash } from "@lemma/lean-text";

/**
 * Passes on the first theorem of each normal form, what its header has to do with it included. Memory grows by one hash per distinct statement.
 *
 * @param onDuplicate told of each theorem left out, and of the id it repeats.
 */
export async function* deduplicate(
  theorems: AsyncIterable<Theorem> | Iterable<Theorem>,
  onDuplicate?: (duplicate: Theorem, firstId: string) => void,
): AsyncGenerator<Theorem> {
  const firstIds = new Map<string, string>();
  for await (const theorem of theorems) {
    const hash = theoremHash(theorem);
    const first = firstIds.get(hash);
    if (first === undefined) {
      firstIds.set(hash, theorem.id);
      yield theorem;
    } else onDuplicate?.(theorem, first);
  }
}

/** A theorem of the training side that repeats one of the test side. */
export interface Overlap {
  readonly trainId: string;
  readonly testId: string;
  /** 1 where the statements' normal forms are equal. */
  readonly similarity: number;
  readonly kind: "exact" | "near";
}

export interface ContaminationReport {
  readonly trainCount: number;
  readonly testCount: number;
  readonly exact: readonly Overlap[];
  /** Alike above the threshold, but not equal; most alike first. */
  readonly near: readonly Overlap[];
  /** Test theorems with an exact or a near copy in the training set, in the test set's order. */
  readonly contaminatedTestIds: readonly string[];
  readonly threshold: number;
  readonly gramSize: number;
}

/**
 * Looks for the test set's statements in a training set: equal normal forms, headers included, and near-duplicates by Jaccard
 * similarity of token n-grams. One text under headers that may make two statements of it is such a near-duplicate, of similarity 1. The training set is streamed, so it may be of any size; the test set is held in memory.
 *
 * @param options.threshold near-duplicates are at least this alike; 0.8 unless told.
 */
export async function contamination(
  train: AsyncIterable<Theorem> | Iterable<Theorem>,
  test: readonly Theorem[],
  options: { readonly threshold?: number; readonly gramSize?: number } = {},
): Promise<ContaminationReport> {
  const { threshold = 0.8, gramSize = 3 } = options;
  const hashes = new Map<string, string[]>();
  const grams = test.map((theorem) => gramsOf(formOf(theorem).tokens, gramSize));
  const holders = new Map<string, number[]>();
  for (const [index, theorem] of test.entries()) {
    const hash = theoremHash(theorem);
    hashes.set(hash, [...(hashes.get(hash) ?? []), theorem.id]);
    for (const gram of grams[index]!) {
      const list = holders.get(gram);
      if (list === undefined) holders.set(gram, [index]);
      else list.push(index);
    }
  }
  const exact: Overlap[] = [];
  const near: Overlap[] = [];
  const contaminated = new Set<string>();
  let trainCount = 0;
  for await (const theorem of train) {
    const { id } = theorem;
    trainCount += 1;
    const copies = hashes.get(theoremHash(theorem)) ?? [];
    for (const testId of copies) exact.push({ trainId: id, testId, similarity: 1, kind: "exact" });
    for (const { index, similarity } of alike(gramsOf(formOf(theorem).tokens, gramSize), grams, holders, threshold)) {
      const testId = test[index]!.id;
      if (!copies.includes(testId)) near.push({ trainId: id, testId, similarity, kind: "near" });
    }
  }
  for (const { testId } of [...exact, ...near]) contaminated.add(testId);
  near.sort((a, b) => b.similarity - a.similarity);
  const contaminatedTestIds = [...new Set(test.map(({ id }) => id))].filter((id) => contaminated.has(id));
  return { trainCount, testCount: test.length, exact, near, contaminatedTestIds, threshold, gramSize };
}

/** Exact Jaccard similarities by counting shared grams through the inverted index. */
function alike(
  grams: ReadonlySet<string>,
  all: readonly ReadonlySet<string>[],
  holders: ReadonlyMap<string, readonly number[]>,
  threshold: number,
): { readonly index: number; readonly similarity: number }[] {
  const shared = new Map<number, number>();
  for (const gram of grams)
    for (const index of holders.get(gram) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
  const found: { index: number; similarity: number }[] = [];
  for (const [index, count] of shared) {
    const similarity = count / (grams.size + all[index]!.size - count);
    if (similarity >= threshold) found.push({ index, similarity });
  }
  return found;
}
