import type { Example, Theorem } from "@lemma/interfaces";
import { jaccard, tokenGrams } from "@lemma/lean-text";

/**
 * Where a proof comes from: a lemma studied for the target, a variant of the target, what stands before it in its file, another
 * theorem of the same run, a corpus.
 */
export type ProofSource = "lemma" | "variant" | "context" | "run" | "corpus";

/** A proof that is known to be right of its own theorem. */
export interface KnownProof extends Example {
  readonly source: ProofSource;
}

/** A known proof and how alike its theorem and the one asked about are, in [0, 1]. */
export interface Neighbour extends KnownProof {
  readonly similarity: number;
}

/**
 * Known proofs, kept by the token trigrams of their statements, so that the nearest to a theorem are found without looking at all.
 * What is added is found from then on.
 */
export class ProofPool {
  readonly #known: { readonly proof: KnownProof; readonly grams: ReadonlySet<string> }[] = [];
  readonly #seen = new Set<string>();
  readonly #holders = new Map<string, number[]>();

  constructor(known: Iterable<KnownProof> = []) {
    for (const proof of known) this.add(proof);
  }

  get size(): number {
    return this.#known.length;
  }

  /** @returns whether it is new: the same proof of the same statement is kept once. */
  add(proof: KnownProof): boolean {
    const key = JSON.stringify([proof.theorem.statement, proof.proof]);
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    const grams = tokenGrams(proof.theorem.statement);
    const index = this.#known.push({ proof, grams }) - 1;
    for (const gram of grams) {
      const holders = this.#holders.get(gram);
      if (holders === undefined) this.#holders.set(gram, [index]);
      else holders.push(index);
    }
    return true;
  }

  /**
   * The `count` known proofs whose statements are most like the theorem's, by Jaccard similarity of token trigrams; among equals the
   * first added. What shares no trigram comes last, in the order added. The theorem's own proofs, by its id, are left out.
   */
  nearest(theorem: Theorem, count: number): readonly Neighbour[] {
    const grams = tokenGrams(theorem.statement);
    const sharing = new Set<number>();
    for (const gram of grams) for (const holder of this.#holders.get(gram) ?? []) sharing.add(holder);
    const isOther = (index: number): boolean => this.#known[index]!.proof.theorem.id !== theorem.id;
    const near = [...sharing]
      .filter(isOther)
      .map((index) => ({ index, similarity: jaccard(grams, this.#known[index]!.grams) }))
      .sort((a, b) => b.similarity - a.similarity || a.index - b.index)
      .slice(0, count);
    for (let index = 0; near.length < count && index < this.#known.length; index += 1)
      if (!sharing.has(index) && isOther(index)) near.push({ index, similarity: 0 });
    return near.map(({ index, similarity }) => ({ ...this.#known[index]!.proof, similarity }));
  }
}
