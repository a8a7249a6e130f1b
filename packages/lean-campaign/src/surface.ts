import type { Type } from "./type.ts";

/** A type as written: one of Lean's own under any of its names, `_`, or a name that the context gives a meaning. */
export type WrittenType = { readonly type: Type; readonly spelled?: string } | { readonly named: string };

/** One name with its binder's type, if it has one. `quoted` prints «x», which is the same name as x. */
export interface Binder {
  readonly name: string;
  readonly type?: WrittenType;
  readonly quoted?: boolean;
}

export type Relation = "=" | "≠" | "<" | "≤" | ">" | "≥";
export type Operator = "+" | "-" | "*" | "/" | "%" | "^";
export type Connective = "∧" | "∨" | "→" | "↔";

/** Functions of Lean and Mathlib whose arguments' types are fixed. */
export const functions = {
  "Nat.succ": { from: ["ℕ"], to: "ℕ" },
  "Nat.pred": { from: ["ℕ"], to: "ℕ" },
  "Nat.factorial": { from: ["ℕ"], to: "ℕ" },
  "Nat.sub": { from: ["ℕ", "ℕ"], to: "ℕ" },
  "Nat.gcd": { from: ["ℕ", "ℕ"], to: "ℕ" },
  "Nat.choose": { from: ["ℕ", "ℕ"], to: "ℕ" },
  "Int.natAbs": { from: ["ℤ"], to: "ℕ" },
  "Int.toNat": { from: ["ℤ"], to: "ℕ" },
  "Real.exp": { from: ["ℝ"], to: "ℝ" },
  "Real.sqrt": { from: ["ℝ"], to: "ℝ" },
} as const satisfies Record<string, { from: readonly Type[]; to: Type }>;
export type FunctionName = keyof typeof functions;

/** A term as text has it, parentheses left out: the printer puts those that Lean needs. */
export type Surface =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string; readonly quoted?: boolean }
  | { readonly kind: "operator"; readonly operator: Operator; readonly left: Surface; readonly right: Surface }
  | { readonly kind: "negative"; readonly of: Surface }
  | { readonly kind: "ascription"; readonly of: Surface; readonly type: WrittenType }
  | { readonly kind: "arrow"; readonly of: Surface }
  | { readonly kind: "absolute" | "floor" | "ceiling"; readonly of: Surface }
  /** `Nat.succ x`, `x.succ`, `(x |>.succ)`. */
  | {
      readonly kind: "call";
      readonly name: FunctionName;
      readonly style: "plain" | "dot" | "pipe";
      readonly arguments: readonly Surface[];
    }
  /** A bijection or its inverse, in one of the ways to write each. */
  | {
      readonly kind: "bijected";
      readonly of: Surface;
      readonly direction: "forward" | "back";
      readonly style: "number" | "field" | "function";
      readonly argument: Surface;
    }
  /** A function of the context. */
  | { readonly kind: "apply"; readonly name: string; readonly argument: Surface }
  | { readonly kind: "function"; readonly binder: Binder; readonly body: Surface; readonly argument: Surface }
  /** `(· + 1) argument`: the dot stands for `hole` in the body. */
  | { readonly kind: "dots"; readonly hole: string; readonly body: Surface; readonly argument: Surface }
  | { readonly kind: "if"; readonly condition: Surface; readonly yes: Surface; readonly no: Surface }
  | {
      readonly kind: "big";
      readonly sign: "∑" | "∏";
      readonly binder: Binder;
      readonly over: Surface;
      readonly body: Surface;
    }
  | { readonly kind: "range"; readonly bound: Surface }
  | { readonly kind: "interval"; readonly of: "Finset" | "Set"; readonly low: Surface; readonly high: Surface }
  | { readonly kind: "filter"; readonly binder: Binder; readonly condition: Surface; readonly over: Surface }
  | { readonly kind: "builder"; readonly binder: Binder; readonly condition: Surface }
  | { readonly kind: "card"; readonly of: Surface; readonly style: "dot" | "pipe" | "plain" }
  | { readonly kind: "relation"; readonly relation: Relation; readonly left: Surface; readonly right: Surface }
  | { readonly kind: "divides"; readonly left: Surface; readonly right: Surface }
  | {
      readonly kind: "congruent";
      readonly over: "MOD" | "ZMOD";
      readonly left: Surface;
      readonly right: Surface;
      readonly modulus: Surface;
    }
  | { readonly kind: "member"; readonly element: Surface; readonly of: Surface }
  | { readonly kind: "connective"; readonly connective: Connective; readonly left: Surface; readonly right: Surface }
  | { readonly kind: "not"; readonly of: Surface }
  | { readonly kind: "truth"; readonly value: boolean }
  /** `∀ x y, body`; with `grouped`, all binders (of one type) in one pair of parentheses. */
  | {
      readonly kind: "quantifier";
      readonly quantifier: "∀" | "∃";
      readonly binders: readonly Binder[];
      readonly grouped?: boolean;
      readonly body: Surface;
    }
  /** `∀ x > 0, body` and `∀ x ∈ s, body`: the condition is about the name. */
  | {
      readonly kind: "bounded";
      readonly quantifier: "∀" | "∃";
      readonly binder: Binder;
      readonly bound: Relation | "∈";
      readonly than: Surface;
      readonly body: Surface;
    }
  /** `(p : T) → body` is ∀ p : T, body. */
  | { readonly kind: "dependent"; readonly binder: Binder; readonly body: Surface };

export const number = (value: number): Surface =>
  value < 0 ? { kind: "negative", of: { kind: "number", value: -value } } : { kind: "number", value };
export const name = (of: string, quoted = false): Surface => ({
  kind: "name",
  name: of,
  ...(quoted ? { quoted } : {}),
});
export const operator = (of: Operator, left: Surface, right: Surface): Surface => ({
  kind: "operator",
  operator: of,
  left,
  right,
});
export const relation = (of: Relation, left: Surface, right: Surface): Surface => ({
  kind: "relation",
  relation: of,
  left,
  right,
});
export const connective = (of: Connective, left: Surface, right: Surface): Surface => ({
  kind: "connective",
  connective: of,
  left,
  right,
});
export const negation = (of: Surface): Surface => ({ kind: "not", of });
export const ascription = (of: Surface, type: Type): Surface => ({ kind: "ascription", of, type: { type } });
