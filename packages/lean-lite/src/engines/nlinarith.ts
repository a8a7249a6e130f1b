import { Budget } from "@lemma/lean-kernel/budget";
import { linarith } from "./linarith.ts";
import type { Comparison, Relation } from "./problem.ts";
import {
  addScaled,
  constantValue,
  multiplyPolynomials,
  scale,
  type Polynomial,
  zero,
} from "@lemma/lean-kernel/polynomial";
import { type Rational, sign } from "@lemma/lean-kernel/rational";

/** A fact at hand: one of the hypotheses, or that a square is not negative. */
export type Factor = { readonly hypothesis: number } | { readonly square: number };

/** One or two factors: a fact by itself, or the product of two. */
export interface ProductMultiplier {
  readonly factors: readonly [Factor] | readonly [Factor, Factor];
  /** Nonnegative, except where a factor is an equation. Never zero. */
  readonly multiplier: Rational;
}

/**
 * A Positivstellensatz certificate of degree two: multiples of facts and of products of two facts add up to a constant that
 * contradicts their signs. Read with {@link productOf}.
 */
export type ProductCertificate = readonly ProductMultiplier[];

export interface NlinarithProblem {
  readonly hypotheses: readonly Comparison[];
  /** Polynomials t of which `t² ≥ 0` may be used: Mathlib takes the squares that occur in hypotheses and goal. */
  readonly squares?: readonly Polynomial[];
}

/**
 * The fact that two facts `p R 0`, `q S 0` give by multiplication: `−p q = 0` when one is an equation, `−p q < 0` when both
 * are strict, `−p q ≤ 0` otherwise (as p, q ≤ 0 makes p q ≥ 0). The sign is the kernel's, for equations too: a certificate's
 * multipliers mean the same there.
 */
export function productOf(a: Comparison, b: Comparison, budget?: Budget): Comparison {
  const product = multiplyPolynomials(a.polynomial, b.polynomial, budget);
  if (a.relation === "eq" || b.relation === "eq") return { polynomial: scale(product, -1), relation: "eq" };
  const relation: Relation = a.relation === "lt" && b.relation === "lt" ? "lt" : "le";
  return { polynomial: scale(product, -1), relation };
}

/** `t² ≥ 0` as a comparison: `−t² ≤ 0`. */
export function squareFact(t: Polynomial, budget?: Budget): Comparison {
  return { polynomial: scale(multiplyPolynomials(t, t, budget), -1), relation: "le" };
}

/**
 * Mathlib's `nlinarith`: linear arithmetic over the facts, the squares and all products of two of them, monomials taken as
 * variables. Tries the facts alone first, then with squares, then products.
 *
 * @throws {StepLimitError} when the budget is spent.
 */
export function nlinarith(problem: NlinarithProblem, budget: Budget = new Budget()): ProductCertificate | undefined {
  const { hypotheses, squares = [] } = problem;
  const facts: Comparison[] = [];
  const factors: Factor[] = [];
  const known = new Set<string>();
  const add = (fact: Comparison, factor: Factor): void => {
    const key = signature(fact);
    // A square that a hypothesis states already would only double the products.
    if (known.has(key)) return;
    known.add(key);
    facts.push(fact);
    factors.push(factor);
  };
  hypotheses.forEach((fact, hypothesis) => add(fact, { hypothesis }));
  squares.forEach((t, square) => add(squareFact(t, budget), { square }));
  const factorOf = (index: number): Factor => factors[index]!;

  const refute = (
    extra: readonly { factors: readonly [Factor, Factor]; fact: Comparison }[],
  ): ProductCertificate | undefined => {
    const certificate = linarith([...facts, ...extra.map(({ fact }) => fact)], budget);
    return certificate?.map(({ hypothesis: index, multiplier }) => ({
      factors: index < facts.length ? ([factorOf(index)] as const) : extra[index - facts.length]!.factors,
      multiplier,
    }));
  };

  const direct = refute([]);
  if (direct !== undefined) return check(problem, direct);

  const products: { factors: readonly [Factor, Factor]; fact: Comparison }[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < facts.length; i += 1) {
    for (let j = i; j < facts.length; j += 1) {
      const fact = productOf(facts[i]!, facts[j]!, budget);
      if (constantValue(fact.polynomial) !== undefined) continue;
      const key = signature(fact);
      if (seen.has(key)) continue;
      seen.add(key);
      products.push({ factors: [factorOf(i), factorOf(j)], fact });
    }
  }
  const found = refute(products);
  return found && check(problem, found);
}

function check(problem: NlinarithProblem, certificate: ProductCertificate): ProductCertificate | undefined {
  return checkProducts(problem, certificate) ? certificate : undefined;
}

/** Whether the certificate refutes the hypotheses; exact. */
export function checkProducts(problem: NlinarithProblem, certificate: ProductCertificate): boolean {
  const factAt = (factor: Factor): Comparison | undefined => {
    if ("hypothesis" in factor) return problem.hypotheses[factor.hypothesis];
    const t = problem.squares?.[factor.square];
    return t && squareFact(t);
  };
  let sum = zero;
  let strict = false;
  for (const { factors, multiplier } of certificate) {
    const [first, second] = factors.map(factAt);
    if (first === undefined || (factors.length === 2 && second === undefined)) return false;
    const fact = second === undefined ? first : productOf(first, second);
    if (fact.relation !== "eq" && sign(multiplier) < 0) return false;
    if (fact.relation === "lt" && sign(multiplier) > 0) strict = true;
    sum = addScaled(sum, multiplier, fact.polynomial);
  }
  const value = constantValue(sum);
  return value !== undefined && (sign(value) > 0 || (strict && sign(value) === 0));
}

function signature({ polynomial, relation }: Comparison): string {
  const terms = [...polynomial.values()].map(({ monomial, coefficient }) =>
    typeof coefficient === "number"
      ? `${monomial.key}:${coefficient}`
      : `${monomial.key}:${coefficient.numerator}/${coefficient.denominator}`,
  );
  return `${relation} ${terms.sort().join(" ")}`;
}
