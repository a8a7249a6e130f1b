import type { Block, CalcStep, Pattern } from "./proofs/tree.ts";

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
