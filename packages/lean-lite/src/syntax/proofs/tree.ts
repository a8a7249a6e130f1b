import type { Expression, Span } from "../tree.ts";

// What proofs are written with: tactics, their blocks and patterns. No statement has one.

export interface CalcStep {
  readonly relation: Expression;
  readonly proof?: Expression;
}

/** What `rcases`, `obtain` and `rintro` take apart. */
export type Pattern =
  | { readonly kind: "name"; readonly name: string; readonly type?: Expression }
  | { readonly kind: "tuple"; readonly items: readonly Pattern[] }
  | { readonly kind: "or"; readonly items: readonly Pattern[] };

/** `at h₁ h₂ ⊢`, `at *`. Absent: the goal. */
export interface Location {
  readonly everywhere: boolean;
  readonly names: readonly string[];
  readonly goal: boolean;
}

export interface Rule {
  readonly value: Expression;
  readonly backward: boolean;
  /** `-foo` in a simp list. */
  readonly removed?: boolean;
}

export interface Block {
  readonly tactics: readonly Tactic[];
  readonly from: number;
  readonly to: number;
}

export interface Alternative {
  readonly names: readonly string[];
  readonly body: Block;
  /** The tag: `zero`, `inl`. */
  readonly tag: string;
}

/** `| p₁, p₂ => …` of a `match`: one pattern for each discriminant, each a term. */
export interface MatchCase {
  readonly patterns: readonly Expression[];
  readonly body: Block;
}

/** One tactic. Its meaning is looked up by `name` when it runs. */
export interface Tactic extends Span {
  readonly name: string;
  readonly terms?: readonly Expression[];
  readonly rules?: readonly Rule[];
  readonly only?: boolean;
  readonly at?: Location;
  readonly names?: readonly string[];
  readonly patterns?: readonly Pattern[];
  readonly type?: Expression;
  readonly value?: Expression;
  readonly using?: readonly Expression[];
  readonly blocks?: readonly Block[];
  readonly tactics?: readonly Tactic[];
  readonly alternatives?: readonly Alternative[];
  readonly steps?: readonly CalcStep[];
  readonly matches?: readonly MatchCase[];
  readonly count?: number;
  readonly flags?: readonly string[];
}
