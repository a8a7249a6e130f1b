import { recordOf } from "./constants.ts";
import type { Comparison, PolynomialRing } from "./constants/record.ts";
import type { Budget } from "./budget.ts";
import {
  addScaled,
  atom as atomPolynomial,
  constant,
  constantValue,
  content,
  formatPolynomial,
  type Monomial,
  multiplyMonomials,
  multiplyPolynomials,
  type Polynomial,
  powerPolynomial,
  scale,
  sortedTerms,
} from "./number/polynomial.ts";
import { equals, format, invert, isInteger, negate, numerator, rational, sign } from "./number/rational.ts";
import { numberOf } from "./evaluate.ts";
import { equal, type Term } from "./term.ts";
import { int, isIntegral, isNumeric, isOrdered, nat, sameType } from "./type.ts";

/** What a polynomial's atom stands for. */
export type Atom =
  | { readonly kind: "term"; readonly term: Term; readonly integral: boolean; readonly natural: boolean }
  /** 1 / polynomial, and 0 where that is 0. */
  | { readonly kind: "inverse"; readonly of: Polynomial; readonly integral: false; readonly natural: false }
  /** base ^ exponent with a natural exponent. */
  | {
      readonly kind: "power";
      readonly base: Polynomial;
      readonly exponent: Monomial;
      readonly integral: boolean;
      readonly natural: boolean;
    };

/** The fact `polynomial R 0`, with R one of `=`, `≠`, `≤`, `<`. */
export interface Fact {
  readonly relation: Comparison["relation"];
  readonly polynomial: Polynomial;
}

const largestExponent = 4096n;
const largestExpansion = 20_000;

/**
 * Reads numeric terms as polynomials over ℚ in atoms. ℕ ⊂ ℤ ⊂ ℚ ⊂ ℝ ⊂ ℂ are embeddings of ordered (semi)rings, so a cast
 * is transparent and premises at different types combine; what is no ring operation at its own type (subtraction on ℕ,
 * division on ℕ and ℤ) is an atom. Equal terms get equal atoms; nothing else is promised, so equal polynomials mean equal
 * values.
 */
export class Embedding {
  readonly atoms: Atom[] = [];
  readonly #byHash = new Map<number, number[]>();
  readonly #byKey = new Map<string, number>();
  readonly #budget: Budget;

  readonly #ring: PolynomialRing = {
    of: (term) => this.polynomial(term),
    product: (p, q) => this.#product(p, q),
    inverse: (p) => this.#inverse(p),
    power: (term, base, exponent) => this.#power(term, base, exponent),
  };

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** @throws {TypeError} for a term that is not numeric. */
  polynomial(term: Term): Polynomial {
    this.#budget.spend(1);
    if (!isNumeric(term.type) || term.loose > 0 || term.open)
      throw new TypeError("polynomial of a term that is not a number");
    if (term.tag === "num") return constant(rational(term.value));
    if (term.tag !== "app") return this.#termAtom(term);
    const known = recordOf(term.op).polynomial?.(term, this.#ring);
    if (known !== undefined) return known;
    if (!term.hasVar && term.loose === 0) {
      const value = numberOf(term, this.#budget);
      if (value !== undefined) return constant(value);
    }
    return this.#termAtom(term);
  }

  /** `a R b` as `a - b R 0`; undefined for what is no comparison of numbers. */
  fact(formula: Term): Fact | undefined {
    if (formula.tag !== "app" || formula.args.length !== 2) return undefined;
    const { comparison } = recordOf(formula.op);
    if (comparison === undefined) return undefined;
    const { relation, swapped = false } = comparison;
    let [a, b] = formula.args as [Term, Term];
    if (!isNumeric(a.type)) return undefined;
    if ((relation === "le" || relation === "lt") && !isOrdered(a.type)) return undefined;
    if (swapped) [a, b] = [b, a];
    return { relation, polynomial: addScaled(this.polynomial(a), -1, this.polynomial(b)) };
  }

  // A certificate may name an atom that no term here has: nothing is known of it.
  isIntegral(p: Polynomial): boolean {
    for (const { monomial: m } of p.values())
      if (!m.factors.every(([id]) => this.atoms[id]?.integral === true)) return false;
    return true;
  }

  /** No atom of it lives in ℂ, so that it has a sign. */
  isOrdered(p: Polynomial): boolean {
    for (const { monomial: m } of p.values())
      if (!m.factors.every(([id]) => this.#isOrderedAtom(this.atoms[id]))) return false;
    return true;
  }

  #isOrderedAtom(known: Atom | undefined): boolean {
    if (known === undefined) return false;
    if (known.kind === "term") return isOrdered(known.term.type);
    return this.isOrdered(known.kind === "inverse" ? known.of : known.base);
  }

  /** A polynomial whose every value is ≥ 0 since its atoms are natural and its coefficients are not negative. */
  isNatural(p: Polynomial): boolean {
    for (const { monomial: m, coefficient } of p.values()) {
      if (
        !isInteger(coefficient) ||
        sign(coefficient) < 0 ||
        !m.factors.every(([id]) => this.atoms[id]?.natural === true)
      )
        return false;
    }
    return true;
  }

  #product(p: Polynomial, q: Polynomial): Polynomial {
    return multiplyPolynomials(p, q, this.#budget);
  }

  #termAtom(term: Term): Polynomial {
    const bucket = this.#byHash.get(term.hash) ?? [];
    for (const id of bucket) {
      const known = this.atoms[id]!;
      if (known.kind === "term" && equal(known.term, term)) return atomPolynomial(id);
    }
    const id = this.atoms.length;
    this.atoms.push({ kind: "term", term, integral: isIntegral(term.type), natural: sameType(term.type, nat) });
    this.#byHash.set(term.hash, [...bucket, id]);
    return atomPolynomial(id);
  }

  #keyedAtom(key: string, make: () => Atom): Polynomial {
    let id = this.#byKey.get(key);
    if (id === undefined) {
      id = this.atoms.length;
      this.atoms.push(make());
      this.#byKey.set(key, id);
    }
    return atomPolynomial(id);
  }

  /** 1 / p with 1 / 0 = 0: multiplicative on products, so only sums become atoms. */
  #inverse(p: Polynomial): Polynomial {
    const value = constantValue(p);
    if (value !== undefined) return constant(sign(value) === 0 ? 0 : invert(value));
    if (p.size === 1) {
      const [term] = p.values();
      let result = constant(invert(term!.coefficient));
      for (const [id, exponent] of term!.monomial.factors) {
        const known = this.atoms[id]!;
        // 1 / (1 / q) = q, also at 0.
        const inverse = known.kind === "inverse" ? known.of : this.#inverseAtom(atomPolynomial(id));
        result = this.#product(result, powerPolynomial(inverse, exponent, this.#budget));
      }
      return result;
    }
    let factor = content(p);
    if (sign(sortedTerms(p)[0]!.coefficient) < 0) factor = negate(factor);
    return scale(this.#inverseAtom(scale(p, invert(factor))), invert(factor));
  }

  #inverseAtom(of: Polynomial): Polynomial {
    return this.#keyedAtom(`inverse ${formatPolynomial(of)}`, () => ({
      kind: "inverse",
      of,
      integral: false,
      natural: false,
    }));
  }

  #power(term: Term, base: Term, exponent: Term): Polynomial {
    if (sameType(exponent.type, nat)) return this.#naturalPower(term, this.polynomial(base), this.polynomial(exponent));
    if (!sameType(exponent.type, int)) return this.#termAtom(term);
    const value = constantValue(this.polynomial(exponent));
    if (value === undefined || !isInteger(value)) return this.#termAtom(term);
    const raised = this.#naturalPower(term, this.polynomial(base), constant(sign(value) < 0 ? negate(value) : value));
    return sign(value) < 0 ? this.#inverse(raised) : raised;
  }

  #naturalPower(term: Term, base: Polynomial, exponent: Polynomial): Polynomial {
    // An exponent is natural, and so are its atoms; anything else would be a misreading of the term.
    if (!this.isNatural(exponent)) return this.#termAtom(term);
    let result = constant(1);
    for (const { monomial: m, coefficient } of exponent.values()) {
      const times = numerator(coefficient);
      let factor: Polynomial;
      if (m.key === "") factor = base;
      else factor = this.#symbolicPower(base, m);
      const raised = this.#expand(factor, times);
      if (raised === undefined) return this.#termAtom(term);
      result = this.#product(result, raised);
    }
    return result;
  }

  #expand(p: Polynomial, exponent: bigint): Polynomial | undefined {
    if (exponent > largestExponent) return undefined;
    const n = Number(exponent);
    let terms = 1;
    for (let i = 1; i < p.size; i++) {
      terms *= (n + i) / i;
      if (terms > largestExpansion) return undefined;
    }
    return powerPolynomial(p, n, this.#budget);
  }

  /** p ^ m for a monomial m of natural atoms: multiplicative on products, so only sums and constants become atoms. */
  #symbolicPower(p: Polynomial, m: Monomial): Polynomial {
    if (p.size !== 1) return this.#powerAtom(p, m);
    const [term] = p.values();
    const { coefficient, monomial: factors } = term!;
    let result = equals(coefficient, 1) ? constant(1) : this.#powerAtom(constant(coefficient), m);
    for (const [id, exponent] of factors.factors) {
      const known = this.atoms[id]!;
      const raised =
        known.kind === "power"
          ? this.#powerAtom(known.base, multiplyMonomials(known.exponent, m))
          : this.#powerAtom(atomPolynomial(id), m);
      result = this.#product(result, powerPolynomial(raised, exponent, this.#budget));
    }
    return result;
  }

  #powerAtom(base: Polynomial, exponent: Monomial): Polynomial {
    const value = constantValue(base);
    const name = value === undefined ? formatPolynomial(base) : format(value);
    const integral = this.isIntegral(base) && [...base.values()].every(({ coefficient }) => isInteger(coefficient));
    return this.#keyedAtom(`power ${name} to ${exponent.key}`, () => ({
      kind: "power",
      base,
      exponent,
      integral,
      natural: this.isNatural(base),
    }));
  }
}
