import type { Budget } from "./budget.ts";
import {
  addScaled,
  constant,
  constantValue,
  fromTerms,
  monomial,
  multiplyMonomials,
  multiplyPolynomials,
  one,
  type Polynomial,
  scale,
  subtractPolynomials,
  type Term,
  zero,
} from "./number/polynomial.ts";
import {
  ceiling,
  denominator,
  floor,
  gcd,
  isInteger,
  negate,
  numerator,
  type Rational,
  rational,
  sign,
} from "./number/rational.ts";
import type { Embedding, Fact } from "./embed.ts";

/** A known fact by its place, or the square of a polynomial, which is ≥ 0. */
export type Factor =
  | { readonly hypothesis: number }
  | { readonly square: Polynomial }
  /** Any polynomial, beside an equation. */
  | { readonly times: Polynomial };

/** A multiple of a product of facts. The multiplier is ≥ 0 unless a factor is an equation. */
export interface Multiple {
  readonly multiplier: Rational;
  readonly factors: readonly Factor[];
}

/**
 * Why a list of facts is contradictory. Facts are counted from 0 in the order they become known: premises, the negated
 * goal, then what the steps add.
 */
export type Refutation =
  /** The multiples add up to a constant of the wrong sign (Farkas; with products, Positivstellensatz). */
  | { readonly by: "sum"; readonly multiples: readonly Multiple[] }
  /** The sum of the multiples is a new fact. */
  | { readonly by: "derive"; readonly multiples: readonly Multiple[]; readonly rest: Refutation }
  /** Over integers: divide by the common factor of the coefficients and round the bound. */
  | { readonly by: "tighten"; readonly hypothesis: number; readonly rest: Refutation }
  /** A polynomial with coefficients in ℕ over atoms in ℕ is ≥ 0. */
  | { readonly by: "natural"; readonly polynomial: Polynomial; readonly rest: Refutation }
  /** An integer polynomial is ≤ `bound` or ≥ `bound + 1`. */
  | {
      readonly by: "split";
      readonly polynomial: Polynomial;
      readonly bound: bigint;
      readonly low: Refutation;
      readonly high: Refutation;
    }
  /** One branch for each alternative of a premise that is a disjunction; the branch knows the alternative's facts. */
  | { readonly by: "clause"; readonly clause: number; readonly branches: readonly Refutation[] }
  /** What is not 0 is below or above. */
  | { readonly by: "apart"; readonly hypothesis: number; readonly below: Refutation; readonly above: Refutation };

/** One of the alternatives holds; all facts of an alternative hold together. */
export type Clause = readonly (readonly Fact[])[];

/**
 * Whether the certificate refutes the facts and clauses. Exact; spends in proportion to its size. Nothing is believed of the
 * certificate: each of its fields is read once, numbers and polynomials are rebuilt in canonical form.
 */
export function refutes(
  facts: readonly Fact[],
  clauses: readonly Clause[],
  refutation: Refutation,
  embedding: Embedding,
  budget: Budget,
): boolean {
  const known = [...facts];
  let step = refutation;
  for (;;) {
    budget.spend(1);
    // A copy: a getter could give one value to the check and another to the use.
    step = { ...step };
    switch (step.by) {
      case "sum": {
        const sum = total(known, step.multiples, embedding, budget);
        const value = sum === undefined ? undefined : constantValue(sum.polynomial);
        return sum !== undefined && value !== undefined && isAbsurd(value, sum.relation);
      }
      case "derive": {
        const sum = total(known, step.multiples, embedding, budget);
        if (sum === undefined) return false;
        known.push(sum);
        step = step.rest;
        break;
      }
      case "tighten": {
        const fact = known[step.hypothesis];
        const tight = fact === undefined ? undefined : tighten(fact, embedding);
        if (tight === undefined) return false;
        if (tight === "absurd") return true;
        known.push(tight);
        step = step.rest;
        break;
      }
      case "natural": {
        const polynomial = canonical(step.polynomial);
        if (!embedding.isNatural(polynomial)) return false;
        known.push({ relation: "le", polynomial: scale(polynomial, -1) });
        step = step.rest;
        break;
      }
      case "split": {
        const polynomial = canonical(step.polynomial);
        if (!embedding.isIntegral(polynomial)) return false;
        for (const { coefficient } of polynomial.values()) if (!isInteger(coefficient)) return false;
        const bound = BigInt(step.bound);
        const low: Fact = { relation: "le", polynomial: addScaled(polynomial, -1, constant(rational(bound))) };
        if (!refutes([...known, low], clauses, step.low, embedding, budget)) return false;
        const next = constant(rational(bound + 1n));
        known.push({ relation: "le", polynomial: subtractPolynomials(next, polynomial) });
        step = step.high;
        break;
      }
      case "clause": {
        const { branches } = step;
        const clause = clauses[step.clause];
        return (
          clause?.length === branches.length &&
          clause.every((alternative, i) =>
            refutes([...known, ...alternative], clauses, branches[i]!, embedding, budget),
          )
        );
      }
      case "apart": {
        const fact = known[step.hypothesis];
        if (fact?.relation !== "ne" || !embedding.isOrdered(fact.polynomial)) return false;
        if (
          !refutes([...known, { relation: "lt", polynomial: fact.polynomial }], clauses, step.below, embedding, budget)
        )
          return false;
        known.push({ relation: "lt", polynomial: scale(fact.polynomial, -1) });
        step = step.above;
        break;
      }
    }
  }
}

/** The number as this package writes it. @throws {RangeError} for what is none: a float, a zero denominator. */
function canonicalNumber(value: Rational): Rational {
  if (Number.isSafeInteger(value)) return (value as number) + 0;
  if (typeof value === "number") throw new RangeError(`a certificate's number is ${value}`);
  return rational(BigInt(value.numerator), BigInt(value.denominator));
}

/** The polynomial with its keys, order and coefficients made anew from its factors. */
function canonical(polynomial: Polynomial): Polynomial {
  const terms: Term[] = [];
  for (const { monomial: given, coefficient } of polynomial.values()) {
    let product = one;
    for (const [atom, exponent] of given.factors) {
      if (!Number.isSafeInteger(atom) || !Number.isSafeInteger(exponent) || atom < 0 || exponent < 1)
        throw new RangeError("a certificate's monomial is malformed");
      product = multiplyMonomials(product, monomial([[atom, exponent]]));
    }
    terms.push({ monomial: product, coefficient: canonicalNumber(coefficient) });
  }
  return fromTerms(terms);
}

function isAbsurd(value: Rational, relation: Fact["relation"]): boolean {
  if (relation === "eq") return sign(value) !== 0;
  return relation === "lt" ? sign(value) >= 0 : relation === "le" && sign(value) > 0;
}

function total(
  known: readonly Fact[],
  multiples: readonly Multiple[],
  embedding: Embedding,
  budget: Budget,
): Fact | undefined {
  let polynomial = zero;
  let relation: Fact["relation"] = "eq";
  for (const { multiplier: given, factors } of multiples) {
    const multiplier = canonicalNumber(given);
    if (sign(multiplier) === 0) continue;
    const product = productOf(known, factors, embedding, budget);
    if (product === undefined || (product.relation !== "eq" && sign(multiplier) < 0)) return undefined;
    polynomial = addScaled(polynomial, multiplier, product.polynomial);
    if (product.relation === "lt" || (product.relation === "le" && relation === "eq")) relation = product.relation;
  }
  return { relation, polynomial };
}

/** The product of facts `pᵢ R 0`: as each −pᵢ is ≥ 0 or > 0, so is the product of those. An equation makes it 0. */
function productOf(
  known: readonly Fact[],
  factors: readonly Factor[],
  embedding: Embedding,
  budget: Budget,
): Fact | undefined {
  let magnitude: Polynomial = constant(1);
  let relation: Fact["relation"] = "lt";
  let needsEquation = false;
  for (const factor of factors) {
    if ("times" in factor) {
      magnitude = multiplyPolynomials(magnitude, canonical(factor.times), budget);
      needsEquation = true;
      continue;
    }
    let fact: Fact | undefined;
    if ("hypothesis" in factor) fact = known[factor.hypothesis];
    else {
      const root = canonical(factor.square);
      // A square is ≥ 0 in an ordered field; atoms of ℂ have no order, and facts about them are equations only.
      if (!embedding.isOrdered(root)) return undefined;
      fact = { relation: "le", polynomial: scale(multiplyPolynomials(root, root, budget), -1) };
    }
    if (fact === undefined || fact.relation === "ne") return undefined;
    magnitude = multiplyPolynomials(magnitude, scale(fact.polynomial, -1), budget);
    if (fact.relation === "eq") relation = "eq";
    else if (fact.relation === "le" && relation === "lt") relation = "le";
  }
  if (needsEquation && relation !== "eq") return undefined;
  return { relation, polynomial: scale(magnitude, -1) };
}

/** Σ aᵢ mᵢ + c R 0 with integer mᵢ: bring the aᵢ to coprime integers and round −c to the integer side. */
export function tighten(fact: Fact, embedding: Embedding): Fact | "absurd" | undefined {
  if (fact.relation === "ne" || !embedding.isIntegral(fact.polynomial)) return undefined;
  let top = 0n;
  let bottom = 1n;
  for (const [key, { coefficient }] of fact.polynomial) {
    if (key === "") continue;
    top = gcd(top, numerator(coefficient));
    const d = denominator(coefficient);
    bottom = (bottom / gcd(bottom, d)) * d;
  }
  if (top === 0n) return undefined;
  // aᵢ / (top / bottom) are integers: top divides every numerator and bottom is a multiple of every denominator.
  const scaled = scale(fact.polynomial, rational(bottom, top));
  const offset = scaled.get("")?.coefficient ?? 0;
  if (fact.relation === "eq") return isInteger(offset) ? { relation: "eq", polynomial: scaled } : "absurd";
  const withoutOffset = addScaled(scaled, -1, constant(offset));
  // Σ ≤ −c means Σ ≤ ⌊−c⌋; Σ < −c means Σ ≤ ⌈−c⌉ − 1.
  const bound = fact.relation === "le" ? floor(negate(offset)) : ceiling(negate(offset)) - 1n;
  return { relation: "le", polynomial: addScaled(withoutOffset, -1, constant(rational(bound))) };
}
