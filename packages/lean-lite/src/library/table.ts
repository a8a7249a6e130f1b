/** The number types a lemma's `α` may stand for. */
export type TypeName = "ℕ" | "ℤ" | "ℚ" | "ℝ" | "ℂ";

/** A statement of Mathlib (or Lean's own library) that proofs may name. */
export interface LibraryLemma {
  readonly name: string;
  /** Binders and statement as in Lean, after the name: `(a : α) : 0 ≤ a ^ 2`. Explicitness of binders is Mathlib's. */
  readonly signature: string;
  /** What `α` may be; empty when it does not occur. */
  readonly types: readonly TypeName[];
}

/** Mathlib's algebraic classes, by the types of the fragment that are instances. */
export const commutativeSemirings: readonly TypeName[] = ["ℕ", "ℤ", "ℚ", "ℝ", "ℂ"];
export const commutativeRings: readonly TypeName[] = ["ℤ", "ℚ", "ℝ", "ℂ"];
export const fields: readonly TypeName[] = ["ℚ", "ℝ", "ℂ"];
export const orderedSemirings: readonly TypeName[] = ["ℕ", "ℤ", "ℚ", "ℝ"];
export const orderedRings: readonly TypeName[] = ["ℤ", "ℚ", "ℝ"];
export const orderedFields: readonly TypeName[] = ["ℚ", "ℝ"];

/**
 * Reads a table with one lemma a line, `name binders : statement`; a line that starts with spaces continues the one before.
 */
export function lemmas(types: readonly TypeName[], text: string): LibraryLemma[] {
  const joined = text.trim().replace(/\n\s+/g, " ");
  return joined.split("\n").map((line) => {
    const space = line.search(/\s/);
    return { name: line.slice(0, space), signature: line.slice(space + 1).trim(), types };
  });
}
