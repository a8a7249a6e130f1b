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
      /**
       * Lean has its type as a hole that was filled, as `have h := e` leaves it: `simp` puts the type itself there, and has then
       * changed the goal. Until the hypothesis is made anew, or a `by` begins, which fills in all holes.
       */
      readonly isUnsettled?: boolean;
    };

const valueMark = "_def✝";

/** The name of what `set x := e` and `let x := e` say of x: that it is e. In Lean it is x's value. */
export const valueName = (name: string): string => `${name}${valueMark}`;

/** Whether the entry is a hypothesis that Lean has, too, and no variable's value. */
export const isStated = (entry: Entry): entry is Entry & { readonly kind: "hypothesis" } =>
  entry.kind === "hypothesis" && !entry.name.endsWith(valueMark);

/** What is to be shown, from what. */
export interface Goal {
  readonly entries: readonly Entry[];
  readonly target: Term;
  /** Lean's name for a case: `inl`, `succ`. */
  readonly tag?: string;
}

/** The context as a `by` finds it: its hypotheses' types are filled in. */
export const settled = (entries: readonly Entry[]): readonly Entry[] =>
  entries.map((entry) =>
    entry.kind === "hypothesis" && entry.isUnsettled === true ? { ...entry, isUnsettled: false } : entry,
  );
