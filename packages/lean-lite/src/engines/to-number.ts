import type { Rational } from "@lemma/lean-kernel/rational";

/** The nearest double; for search only, never for a check. */
export function toNumber(a: Rational): number {
  if (typeof a === "number") return a;
  const quotient = Number(a.numerator) / Number(a.denominator);
  if (!Number.isNaN(quotient)) return quotient;
  // Both overflow: drop the same number of low bits from each.
  const shift = BigInt(Math.max(0, a.denominator.toString(2).length - 1000));
  return Number(a.numerator >> shift) / Number(a.denominator >> shift);
}
