/**
 * What a theorem rests on: the numbers of the book's lemmas in its proof, ascending. Every rule joins the sets of its premises,
 * so the common cases come first and make nothing: the same set, an empty one, one that holds the other.
 */
export type LemmaSet = readonly number[];

export const noLemmas: LemmaSet = Object.freeze([]);

export function joinLemmas(a: LemmaSet, b: LemmaSet): LemmaSet {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const all: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i]!, b[j]!];
    all.push(x < y ? x : y);
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  if (i < a.length) all.push(...a.slice(i));
  if (j < b.length) all.push(...b.slice(j));
  if (all.length === a.length) return a;
  return all.length === b.length ? b : Object.freeze(all);
}
