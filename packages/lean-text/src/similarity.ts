import { normalTokens } from "./normal-form.ts";

/**
 * The n-grams of a statement's normal form, brackets left out: what near-duplicates are measured by. A statement shorter
 * than `n` tokens gives one gram of all of them.
 */
export function tokenGrams(statement: string, n = 3): Set<string> {
  return gramsOf(normalTokens(statement), n);
}

/** `tokenGrams` of a normal form that is at hand. */
export function gramsOf(normalForm: readonly string[], n: number): Set<string> {
  const tokens = normalForm.filter((token) => !/^[()[\]{}]$/.test(token));
  const grams = new Set<string>();
  for (let at = 0; at + n <= tokens.length; at += 1) grams.add(tokens.slice(at, at + n).join(" "));
  if (grams.size === 0) grams.add(tokens.join(" "));
  return grams;
}

/** |A ∩ B| / |A ∪ B|, in [0, 1]; two empty sets are equal, so 1. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const gram of small) if (large.has(gram)) shared += 1;
  const union = a.size + b.size - shared;
  return union === 0 ? 1 : shared / union;
}

/** How alike two statements are, in [0, 1]: Jaccard similarity of their token n-grams. 1 for equal up to renaming. */
export function similarity(statement: string, other: string, n = 3): number {
  return jaccard(tokenGrams(statement, n), tokenGrams(other, n));
}
