/** Where a node stands in the text: indices of its first token and of the one after its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One group `(x y : T)` of binders; `predicate` is the `> 0` of `∀ x > 0` or the `∈ s` of `∀ x ∈ s`. */
export interface Binder {
  readonly names: readonly string[];
  readonly type?: Expression;
  readonly predicate?: { readonly op: string; readonly right: Expression };
  readonly implicit?: boolean;
  /** `⟨a, b⟩` in place of a name. */
  readonly pattern?: Expression;
}

export interface Argument {
  readonly name?: string;
  readonly value: Expression;
}

export type Expression = Span &
  (
    | { readonly kind: "name"; readonly name: string; readonly explicit?: boolean }
    | { readonly kind: "number"; readonly value: bigint }
    | { readonly kind: "decimal"; readonly text: string }
    | { readonly kind: "apply"; readonly fn: Expression; readonly args: readonly Argument[] }
    | { readonly kind: "binary"; readonly op: string; readonly left: Expression; readonly right: Expression }
    /** `-x ¬p √x ↑x`, postfix `n!` and `x⁻¹`, brackets `|x| ⌊x⌋ ⌈x⌉ ⌊x⌋₊ ⌈x⌉₊ ‖x‖`. */
    | { readonly kind: "unary"; readonly op: string; readonly operand: Expression }
    | { readonly kind: "paren"; readonly inner: Expression }
    | { readonly kind: "ascription"; readonly inner: Expression; readonly type?: Expression }
    | { readonly kind: "tuple"; readonly items: readonly Expression[] }
    | { readonly kind: "anonymous"; readonly items: readonly Expression[] }
    | { readonly kind: "binder"; readonly op: string; readonly binders: readonly Binder[]; readonly body: Expression }
    | {
        readonly kind: "big";
        readonly op: "sum" | "prod";
        readonly binder: Binder;
        readonly over?: Expression;
        readonly condition?: Expression;
        readonly body: Expression;
      }
    | { readonly kind: "setOf"; readonly binder: Binder; readonly body: Expression }
    | { readonly kind: "enumeration"; readonly items: readonly Expression[] }
    | { readonly kind: "list"; readonly items: readonly Expression[] }
    | { readonly kind: "project"; readonly inner: Expression; readonly field: string }
    | {
        readonly kind: "modEq";
        readonly left: Expression;
        readonly right: Expression;
        readonly modulus: Expression;
        readonly over: "ℕ" | "ℤ";
      }
    | { readonly kind: "hole"; readonly name?: string }
    | { readonly kind: "dot" }
    | { readonly kind: "if"; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
    | { readonly kind: "by"; readonly block: Block }
    | { readonly kind: "sorry" }
    /** `‹T›` */
    | { readonly kind: "assumption"; readonly type: Expression }
    | {
        readonly kind: "have";
        readonly pattern: Pattern;
        readonly type?: Expression;
        readonly value: Expression;
        readonly body: Expression;
      }
    | { readonly kind: "show"; readonly type: Expression; readonly body: Expression }
    | { readonly kind: "calc"; readonly steps: readonly CalcStep[] }
    | { readonly kind: "other"; readonly what: string }
  );

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
