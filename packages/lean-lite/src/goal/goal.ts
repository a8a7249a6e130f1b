import type { Term, VarTerm } from "@lemma/lean-kernel";

/** A line of the context. */
export type Entry =
  | { readonly kind: "var"; readonly name: string; readonly term: VarTerm; readonly value?: Term }
  | {
      readonly kind: "hypothesis";
      readonly name: string;
      readonly formula: Term;
      /** Lean shows applied functions in it, as `congr_arg` leaves them; here they are reduced at once. */
      readonly isReduced?: boolean;
    };

/** What is to be shown, from what. */
export interface Goal {
  readonly entries: readonly Entry[];
  readonly target: Term;
  /** Lean's name for a case: `inl`, `succ`. */
  readonly tag?: string;
}
