import type { Polynomial } from "@lemma/lean-kernel/polynomial";
import type { Rational } from "@lemma/lean-kernel/rational";

/** `=`, `≤` and `<` against zero. */
export type Relation = "eq" | "le" | "lt";

/** The fact `polynomial relation 0`. Nonlinear monomials are as good as variables here. */
export interface Comparison {
  readonly polynomial: Polynomial;
  readonly relation: Relation;
}

/** One unknown multiplier: its entries by row. */
export interface Column {
  readonly entries: ReadonlyMap<number, Rational>;
  /** May take either sign. */
  readonly free: boolean;
  /** Where the caller finds it: index of the hypothesis, −1 for the slack of the constant row. */
  readonly origin: number;
}

/** Find x with `Σ xⱼ columnⱼ = eₜ`, t the last row, and xⱼ ≥ 0 where column j is not free. */
export interface FeasibilityProblem {
  readonly rows: number;
  readonly columns: readonly Column[];
}
