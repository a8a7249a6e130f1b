import type { Type } from "@lemma/lean-kernel";
import type { Rational } from "@lemma/lean-kernel/rational";

/**
 * A second reading of terms, written apart from the kernel's and used against it: values at given assignments, exact where
 * they are rational, doubles where they are not. Comparisons of doubles are decided only when they are far apart.
 */
export type Meaning =
  | { readonly kind: "exact"; readonly value: Rational }
  | { readonly kind: "approximate"; readonly value: number }
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "set"; readonly elements: readonly Rational[] }
  | FunctionMeaning
  | { readonly kind: "bijection"; readonly to: FunctionMeaning["apply"]; readonly from: FunctionMeaning["apply"] };
export interface FunctionMeaning {
  readonly kind: "function";
  readonly apply: (argument: Meaning) => Meaning | undefined;
}

export const exact = (value: Rational): Meaning => ({ kind: "exact", value });
export const approximate = (value: number): Meaning | undefined =>
  Number.isFinite(value) && Math.abs(value) < 1e12 ? { kind: "approximate", value } : undefined;
export const truth = (value: boolean): Meaning => ({ kind: "truth", value });

export const isNat = (type: Type): boolean => type.key === "ℕ";
export const isWhole = (type: Type): boolean => type.key === "ℕ" || type.key === "ℤ";
