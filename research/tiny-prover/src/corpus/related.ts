import { tokenGrams } from "@lemma/lean-text";

/** A proved statement of the corpus. */
export interface Proved {
  readonly statement: string;
  readonly proof: string;
}

/**
 * For each statement, the most alike others within a similarity band: near enough to help, far enough not to be a copy. What
 * a conjecturer is to imitate.
 *
 * @param band Jaccard similarity of token trigrams, lower bound included.
 */
export function relatedStatements(
  theorems: readonly Proved[],
  {
    band = [0.25, 0.85],
    perTarget = 1,
  }: { readonly band?: readonly [number, number]; readonly perTarget?: number } = {},
): { readonly target: string; readonly related: string }[] {
  const grams = theorems.map(({ statement }) => tokenGrams(statement, 3));
  const holders = new Map<string, number[]>();
  for (const [index, set] of grams.entries()) {
    for (const gram of set) {
      const held = holders.get(gram);
      if (held === undefined) holders.set(gram, [index]);
      else held.push(index);
    }
  }
  const pairs: { target: string; related: string }[] = [];
  for (const [index, set] of grams.entries()) {
    const shared = new Map<number, number>();
    for (const gram of set) {
      const held = holders.get(gram)!;
      // A gram that hundreds of statements hold (`: ℝ ;`) says little, and counting it makes the search quadratic.
      if (held.length > 400) continue;
      for (const other of held) if (other !== index) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    const near = [...shared]
      .map(([other, count]) => ({ other, similarity: count / (set.size + grams[other]!.size - count) }))
      .filter(({ similarity }) => similarity >= band[0] && similarity < band[1])
      .sort((a, b) => b.similarity - a.similarity || a.other - b.other)
      .slice(0, perTarget);
    for (const { other } of near)
      pairs.push({ target: theorems[index]!.statement, related: theorems[other]!.statement });
  }
  return pairs;
}
