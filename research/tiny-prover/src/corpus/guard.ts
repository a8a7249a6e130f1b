import { type Theorem } from "@lemma/interfaces";
import { tokenGrams } from "@lemma/lean-text";
import { statementHash } from "@lemma/lean-text";

/**
 * Keeps test statements out of a training set: refuses what equals one of them up to names and spacing, or resembles one
 * (Jaccard similarity of token trigrams at or above the threshold).
 */
export class ContaminationGuard {
  readonly #hashes = new Set<string>();
  readonly #grams: ReadonlySet<string>[] = [];
  readonly #holders = new Map<string, number[]>();
  readonly #threshold: number;

  constructor(test: Iterable<Theorem>, threshold = 0.8) {
    this.#threshold = threshold;
    for (const { statement } of test) {
      this.#hashes.add(statementHash(statement));
      const grams = tokenGrams(statement, 3);
      for (const gram of grams) {
        const held = this.#holders.get(gram);
        if (held === undefined) this.#holders.set(gram, [this.#grams.length]);
        else held.push(this.#grams.length);
      }
      this.#grams.push(grams);
    }
  }

  /** Whether `statement` is, or nearly is, one of the test statements. */
  refuses(statement: string): boolean {
    if (this.#hashes.has(statementHash(statement))) return true;
    const grams = tokenGrams(statement, 3);
    const shared = new Map<number, number>();
    for (const gram of grams)
      for (const index of this.#holders.get(gram) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
    for (const [index, count] of shared) {
      if (count / (grams.size + this.#grams[index]!.size - count) >= this.#threshold) return true;
    }
    return false;
  }
}
