import type { Budget } from "../budget.ts";
import type { Polynomial } from "../number/polynomial.ts";
import type { Rational } from "../number/rational.ts";
import type { AppTerm, BoundTerm, CallTerm, LamTerm, NumTerm, Term } from "../node.ts";
import type { Type } from "../type.ts";
import type { Op } from "./names.ts";

/**
 * All that the kernel knows of a constant. What it *means* is Lean's and Mathlib's definition of the same name; each rule below is true of
 * that meaning, and where there is none the kernel leaves the constant as it stands.
 */
export interface ConstantRecord {
  readonly signature: Signature;
  /** Its names in Lean, each at its types, the one that is printed first; none for what notation alone writes. */
  readonly names?: Readonly<Record<string, LeanName>>;
  readonly value?: ValueRule;
  /**
   * What it abbreviates: Mathlib's definition, or an equivalence that Mathlib proves (`Finset.mem_range`). The two formulas have the
   * same truth value for all arguments, which is all that the kernel uses.
   */
  readonly unfold?: Unfolding;
  /** `x ∈ s` for a set made by it, where membership is a formula by definition. */
  readonly member?: Membership;
  /** As a ring operation, for what is one. */
  readonly polynomial?: PolynomialRule;
  /** As a comparison of numbers. */
  readonly comparison?: Comparison;
}

/** The type of a constant applied to arguments of these types, or undefined where it has no meaning. */
export type Signature = (args: readonly Type[], wanted: Type | undefined) => Type | undefined;

/** The types of a name's explicit arguments and of its result; `generic` stands for any type. */
export interface LeanName {
  readonly params: readonly Type[];
  readonly result: Type;
  /** The result type cannot be read off the arguments. */
  readonly wanted?: boolean;
}

export const name = (params: readonly Type[], result: Type): LeanName => ({ params, result });

/** A finite set of numbers, ascending and without repetition. */
export type Elements = readonly Rational[];

/** What a closed term can stand for: a number, a truth value, a finite set of numbers. */
export type Value = { readonly number: Rational } | { readonly truth: boolean } | { readonly elements: Elements };

/**
 * What a constant does to values, by Lean's definitions. `type` is the type of the first argument (ℕ subtracts to zero, ℤ and ℕ
 * divide with remainder, fields exactly); `undefined` is for what is not known or too large.
 */
export type ValueRule =
  | {
      readonly of: "numbers";
      /** Takes the square of its arguments' length, as every step on fractions does. */
      readonly divides?: boolean;
      readonly apply: (
        numbers: readonly Rational[],
        types: { readonly type: Type; readonly second: Type | undefined; readonly result: Type },
        budget: Budget,
      ) => Value | undefined;
    }
  /** Of so many sets and so many numbers, and no other arguments; the counts keep sets of sets out. The caller has paid for every pair. */
  | {
      readonly of: "sets";
      readonly sets: number;
      readonly numbers: number;
      readonly apply: (sets: readonly Elements[], numbers: readonly Rational[], budget: Budget) => Value;
    }
  /** Looks at its arguments in its own order. */
  | { readonly of: "terms"; readonly apply: Looking };

export type Looking = (
  term: AppTerm,
  environment: Environment | undefined,
  budget: Budget,
  walk: Walk,
) => Value | undefined;

/** The value of a term whose bound variables have these, the innermost first. */
export type Walk = (term: Term, environment: Environment | undefined, budget: Budget) => Value | undefined;

export interface Environment {
  readonly value: Value;
  readonly rest: Environment | undefined;
}

export type Unfolding = (args: readonly Term[], formulas: Formulas, term: AppTerm) => Term | undefined;
export type Membership = (x: Term, args: readonly Term[], formulas: Formulas) => Term;

export type PolynomialRule = (term: AppTerm, ring: PolynomialRing) => Polynomial | undefined;

/** Terms as polynomials in atoms, for as long as one embedding lives. */
export interface PolynomialRing {
  readonly of: (term: Term) => Polynomial;
  readonly product: (p: Polynomial, q: Polynomial) => Polynomial;
  /** 1 / p, and 0 where that is 0. */
  readonly inverse: (p: Polynomial) => Polynomial;
  /** `term`, which is `base ^ exponent`. */
  readonly power: (term: Term, base: Term, exponent: Term) => Polynomial;
}

export interface Comparison {
  readonly relation: "eq" | "ne" | "le" | "lt";
  /** `a ≥ b` is `b ≤ a`. */
  readonly swapped?: boolean;
}

type Two = (a: Term, b: Term) => AppTerm;
/** What constants write what they abbreviate with: builders of terms and of the formulas that rules speak of. */
export interface Formulas {
  readonly app: (op: Op, args: readonly Term[], type?: Type) => AppTerm;
  readonly bound: (index: number, type: Type) => BoundTerm;
  readonly call: (fn: Term, arg: Term) => CallTerm;
  readonly lam: (name: string, domain: Type, body: Term) => LamTerm;
  readonly num: (value: bigint, type: Type) => NumTerm;
  readonly lift: (term: Term, by: number) => Term;
  readonly instantiate: (abstraction: LamTerm, value: Term) => Term;
  readonly betaHead: (term: Term) => Term;
  readonly isApp: (term: Term, op: Op) => term is AppTerm;
  readonly abstraction: (fn: Term) => LamTerm;
  readonly membership: (x: Term, s: Term) => Term | undefined;
  readonly eq: Two;
  readonly lt: Two;
  readonly le: Two;
  readonly and: Two;
  readonly or: Two;
  readonly imp: Two;
  readonly not: (a: Term) => AppTerm;
  readonly forall: (body: LamTerm) => AppTerm;
  readonly exists: (body: LamTerm) => AppTerm;
  readonly trueTerm: Term;
  readonly falseTerm: Term;
}
