import type { FunctionName, Operator, Relation } from "./surface.ts";
import type { Type } from "./type.ts";

/** What a statement says once every type is decided. Types may be holes that are filled by then. */
export type Term =
  | { readonly kind: "number"; readonly value: number; readonly type: Type }
  | { readonly kind: "variable"; readonly id: number; readonly name: string; readonly type: Type }
  | {
      readonly kind: "operator";
      readonly operator: Operator;
      readonly left: Term;
      readonly right: Term;
      readonly type: Type;
    }
  | { readonly kind: "negative" | "absolute" | "floor" | "ceiling"; readonly of: Term; readonly type: Type }
  | { readonly kind: "cast"; readonly of: Term; readonly type: Type }
  | { readonly kind: "call"; readonly name: FunctionName; readonly arguments: readonly Term[]; readonly type: Type }
  | { readonly kind: "apply"; readonly function: Term; readonly argument: Term; readonly type: Type }
  | {
      readonly kind: "bijected";
      readonly of: Term;
      readonly direction: "forward" | "back";
      readonly argument: Term;
      readonly type: Type;
    }
  | { readonly kind: "function"; readonly binder: Bound; readonly body: Term; readonly type: Type }
  | { readonly kind: "if"; readonly condition: Term; readonly yes: Term; readonly no: Term; readonly type: Type }
  | {
      readonly kind: "big";
      readonly sign: "∑" | "∏";
      readonly binder: Bound;
      readonly over: Term;
      readonly body: Term;
      readonly type: Type;
    }
  | { readonly kind: "range"; readonly bound: Term; readonly type: Type }
  | {
      readonly kind: "interval";
      readonly of: "Finset" | "Set";
      readonly low: Term;
      readonly high: Term;
      readonly type: Type;
    }
  | {
      readonly kind: "filter";
      readonly binder: Bound;
      readonly condition: Term;
      readonly over: Term;
      readonly type: Type;
    }
  | { readonly kind: "builder"; readonly binder: Bound; readonly condition: Term; readonly type: Type }
  | { readonly kind: "card"; readonly of: Term; readonly type: Type }
  | {
      readonly kind: "relation";
      readonly relation: Relation;
      readonly left: Term;
      readonly right: Term;
      readonly type: Type;
    }
  | { readonly kind: "divides"; readonly left: Term; readonly right: Term; readonly type: Type }
  | {
      readonly kind: "congruent";
      readonly left: Term;
      readonly right: Term;
      readonly modulus: Term;
      readonly type: Type;
    }
  | { readonly kind: "member"; readonly element: Term; readonly of: Term; readonly type: Type }
  | {
      readonly kind: "connective";
      readonly connective: "∧" | "∨" | "→" | "↔";
      readonly left: Term;
      readonly right: Term;
      readonly type: Type;
    }
  | { readonly kind: "not"; readonly of: Term; readonly type: Type }
  | { readonly kind: "truth"; readonly value: boolean; readonly type: Type }
  | {
      readonly kind: "quantifier";
      readonly quantifier: "∀" | "∃";
      readonly binder: Bound;
      readonly body: Term;
      readonly type: Type;
    }
  /** An arrow that waits for its type; filled before the statement is done. */
  | { readonly kind: "postponed"; readonly type: Type; readonly slot: { value?: Term } };

/** A bound variable. `proofOf` instead of a type: it ranges over the proofs of that proposition. */
export interface Bound {
  readonly id: number;
  readonly name: string;
  readonly type: Type;
  readonly proofOf?: Term;
}
