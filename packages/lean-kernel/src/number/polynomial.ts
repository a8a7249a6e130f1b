import type { Budget } from "../budget.ts";
import {
  add,
  equals,
  format,
  gcd,
  denominator,
  multiply,
  negate,
  numerator,
  power,
  rational,
  sign,
} from "./rational.ts";
import type { Rational } from "./rational.ts";

/** A power product of atoms, atoms ascending, exponents positive. `key` determines it. */
export interface Monomial {
  readonly key: string;
  readonly factors: readonly (readonly [atom: number, exponent: number])[];
}

export interface Term {
  readonly monomial: Monomial;
  /** Never zero. */
  readonly coefficient: Rational;
}

/**
 * A polynomial with rational coefficients in atoms named by integers. Canonical: no zero terms, one term per monomial, so
 * that two polynomials are equal exactly when they have the same terms.
 */
export type Polynomial = ReadonlyMap<string, Term>;

/** Largest degree of any one atom; beyond it exponents would leave the exact range of what is useful. */
const largestExponent = 1 << 20;

export const one: Monomial = { key: "", factors: [] };

export function monomial(factors: readonly (readonly [atom: number, exponent: number])[]): Monomial {
  return {
    key: factors.map(([atom, exponent]) => (exponent === 1 ? `${atom}` : `${atom}^${exponent}`)).join("*"),
    factors,
  };
}

export function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  if (a.key === "") return b;
  if (b.key === "") return a;
  const factors: (readonly [number, number])[] = [];
  let i = 0;
  let j = 0;
  while (i < a.factors.length && j < b.factors.length) {
    const [left, right] = [a.factors[i]!, b.factors[j]!];
    if (left[0] < right[0]) {
      factors.push(left);
      i += 1;
    } else if (left[0] > right[0]) {
      factors.push(right);
      j += 1;
    } else {
      const exponent = left[1] + right[1];
      if (exponent > largestExponent) throw new RangeError(`polynomial: the exponent ${exponent} is too large`);
      factors.push([left[0], exponent]);
      i += 1;
      j += 1;
    }
  }
  for (; i < a.factors.length; i += 1) factors.push(a.factors[i]!);
  for (; j < b.factors.length; j += 1) factors.push(b.factors[j]!);
  return monomial(factors);
}

export const degreeOf = (m: Monomial): number => m.factors.reduce((sum, [, exponent]) => sum + exponent, 0);

/** Graded lexicographic: higher degree first, then the smaller atom's higher power first. */
export function compareMonomials(a: Monomial, b: Monomial): number {
  const difference = degreeOf(b) - degreeOf(a);
  if (difference !== 0) return difference;
  for (let i = 0; i < Math.min(a.factors.length, b.factors.length); i += 1) {
    const [left, right] = [a.factors[i]!, b.factors[i]!];
    if (left[0] !== right[0]) return left[0] - right[0];
    if (left[1] !== right[1]) return right[1] - left[1];
  }
  return 0;
}

export const zero: Polynomial = new Map();

export function constant(value: Rational): Polynomial {
  return sign(value) === 0 ? zero : new Map([["", { monomial: one, coefficient: value }]]);
}

export function atom(id: number): Polynomial {
  const m = monomial([[id, 1]]);
  return new Map([[m.key, { monomial: m, coefficient: 1 }]]);
}

export function fromTerms(terms: Iterable<Term>): Polynomial {
  const sum = new Map<string, Term>();
  for (const term of terms) accumulate(sum, term.monomial, term.coefficient);
  return sum;
}

function accumulate(sum: Map<string, Term>, m: Monomial, coefficient: Rational): void {
  const old = sum.get(m.key);
  const value = old === undefined ? coefficient : add(old.coefficient, coefficient);
  if (sign(value) === 0) sum.delete(m.key);
  else sum.set(m.key, { monomial: m, coefficient: value });
}

export function addPolynomials(p: Polynomial, q: Polynomial): Polynomial {
  return addScaled(p, 1, q);
}

export const subtractPolynomials = (p: Polynomial, q: Polynomial): Polynomial => addScaled(p, -1, q);

/** `p + scale · q`. */
export function addScaled(p: Polynomial, scale: Rational, q: Polynomial): Polynomial {
  if (sign(scale) === 0 || q.size === 0) return p;
  const sum = new Map(p);
  for (const term of q.values())
    accumulate(sum, term.monomial, scale === 1 ? term.coefficient : multiply(scale, term.coefficient));
  return sum;
}

export function scale(p: Polynomial, by: Rational): Polynomial {
  if (by === 1) return p;
  if (sign(by) === 0) return zero;
  const scaled = new Map<string, Term>();
  for (const [key, term] of p)
    scaled.set(key, { monomial: term.monomial, coefficient: multiply(term.coefficient, by) });
  return scaled;
}

export function multiplyPolynomials(p: Polynomial, q: Polynomial, budget?: Budget): Polynomial {
  if (p.size === 1 && p.has("")) {
    budget?.spend(q.size);
    return scale(q, p.get("")!.coefficient);
  }
  if (q.size === 1 && q.has("")) {
    budget?.spend(p.size);
    return scale(p, q.get("")!.coefficient);
  }
  const product = new Map<string, Term>();
  for (const left of p.values()) {
    // Term by term: a product of two long polynomials must not outlast its time.
    budget?.spend(q.size);
    for (const right of q.values())
      accumulate(
        product,
        multiplyMonomials(left.monomial, right.monomial),
        multiply(left.coefficient, right.coefficient),
      );
  }
  return product;
}

/** `p ^ exponent`, `exponent` natural; `p ^ 0 = 1`. */
export function powerPolynomial(p: Polynomial, exponent: number, budget?: Budget): Polynomial {
  if (p.size === 0) return exponent === 0 ? constant(1) : zero;
  if (p.size === 1) {
    const [term] = p.values();
    const factors = term!.monomial.factors.map(([id, e]) => [id, e * exponent] as const);
    if (factors.some(([, e]) => e > largestExponent))
      throw new RangeError(`polynomial: the exponent ${exponent} is too large`);
    budget?.spend(bitsOfPower(term!.coefficient, exponent));
    if (exponent === 0) return constant(1);
    const m = monomial(factors);
    return new Map([[m.key, { monomial: m, coefficient: power(term!.coefficient, exponent) }]]);
  }
  let result = constant(1);
  let square = p;
  for (let n = exponent; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result = multiplyPolynomials(result, square, budget);
    if (n > 1) square = multiplyPolynomials(square, square, budget);
  }
  return result;
}

/** Steps that a power of a coefficient costs: what its digits cost, since 2 ^ (10 ^ 9) is one multiplication away. */
function bitsOfPower(coefficient: Rational, exponent: number): number {
  if (coefficient === 1 || coefficient === -1) return 1;
  const bits = numerator(coefficient).toString(2).length + denominator(coefficient).toString(2).length;
  return 1 + Math.ceil((bits * exponent) / 64);
}

export function equalPolynomials(p: Polynomial, q: Polynomial): boolean {
  if (p.size !== q.size) return false;
  for (const [key, term] of p) {
    const other = q.get(key);
    if (other === undefined || !equals(term.coefficient, other.coefficient)) return false;
  }
  return true;
}

/** The value of a constant polynomial, `undefined` of another. */
export function constantValue(p: Polynomial): Rational | undefined {
  if (p.size === 0) return 0;
  return p.size === 1 ? p.get("")?.coefficient : undefined;
}

/** Terms in the canonical order (graded lexicographic, leading term first). */
export const sortedTerms = (p: Polynomial): Term[] =>
  [...p.values()].sort((a, b) => compareMonomials(a.monomial, b.monomial));

/** The positive rational c such that p / c has coprime integer coefficients; 1 for the zero polynomial. */
export function content(p: Polynomial): Rational {
  let top = 0n;
  let bottom = 1n;
  for (const { coefficient } of p.values()) {
    top = gcd(top, numerator(coefficient));
    bottom = (bottom / gcd(bottom, denominator(coefficient))) * denominator(coefficient);
  }
  return top === 0n ? 1 : rational(top, bottom);
}

/** A canonical text: equal polynomials, equal texts. `name` prints an atom. */
export function formatPolynomial(p: Polynomial, name: (atom: number) => string = (id) => `x${id}`): string {
  if (p.size === 0) return "0";
  return sortedTerms(p)
    .map(({ monomial: m, coefficient }, index) => {
      const factors = m.factors.map(([id, e]) => (e === 1 ? name(id) : `${name(id)}^${e}`));
      const negative = sign(coefficient) < 0;
      const magnitude = negative ? negate(coefficient) : coefficient;
      const body = (magnitude === 1 && factors.length > 0 ? factors : [format(magnitude), ...factors]).join("*");
      return index === 0 ? (negative ? `-${body}` : body) : negative ? ` - ${body}` : ` + ${body}`;
    })
    .join("");
}
