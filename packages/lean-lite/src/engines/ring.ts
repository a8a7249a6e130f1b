import type { Budget } from "./budget.ts";
import {
  atom,
  addPolynomials,
  constant,
  constantValue,
  formatPolynomial,
  fromTerms,
  leadingTerm,
  monomial,
  multiplyPolynomials,
  negatePolynomial,
  powerPolynomial,
  scale,
  subtractPolynomials,
  zero,
} from "./polynomial.ts";
import type { Polynomial } from "./polynomial.ts";
import { invert, sign } from "./rational.ts";
import type { Rational } from "./rational.ts";

/** An expression over a commutative ring; `inverse` and `divide` only in a field where, as in Lean, `0⁻¹ = 0`. */
export type RingExpression =
  | { readonly kind: "constant"; readonly value: Rational }
  | { readonly kind: "atom"; readonly id: number }
  | {
      readonly kind: "add" | "subtract" | "multiply" | "divide";
      readonly left: RingExpression;
      readonly right: RingExpression;
    }
  | { readonly kind: "negate" | "inverse"; readonly operand: RingExpression }
  | { readonly kind: "power"; readonly base: RingExpression; readonly exponent: number };

/**
 * Inverses as atoms. `t⁻¹` of an atom and of a sum that is not a single product become fresh atoms, whose ids this table
 * hands out, one per normal form. Laws used, each true in a field with `0⁻¹ = 0`: `(xy)⁻¹ = x⁻¹y⁻¹`, `(xⁿ)⁻¹ = (x⁻¹)ⁿ`,
 * `(x⁻¹)⁻¹ = x`, and numerals are inverted exactly. `x · x⁻¹ = 1` is not used: it fails at 0.
 */
export class InverseTable {
  readonly #fresh: () => number;
  readonly #byKey = new Map<string, number>();
  readonly #operands = new Map<number, Polynomial>();

  /** @param fresh a new atom id at each call, distinct from all the caller's own. */
  constructor(fresh: () => number) {
    this.#fresh = fresh;
  }

  /** What the atom `id` is the inverse of, if it is an inverse: an atom or a sum with leading coefficient 1. */
  operandOf(id: number): Polynomial | undefined {
    return this.#operands.get(id);
  }

  invert(p: Polynomial, budget?: Budget): Polynomial {
    const value = constantValue(p);
    if (value !== undefined) return sign(value) === 0 ? zero : constant(invert(value));
    const lead = leadingTerm(p)!;
    if (p.size > 1) {
      const monic = scale(p, invert(lead.coefficient));
      return scale(atom(this.#inverseAtom(monic)), invert(lead.coefficient));
    }
    let product = constant(invert(lead.coefficient));
    for (const [id, exponent] of lead.monomial.factors) {
      const base = this.#operands.get(id) ?? atom(this.#inverseAtom(atom(id)));
      product = multiplyPolynomials(product, powerPolynomial(base, exponent, budget), budget);
    }
    return product;
  }

  #inverseAtom(operand: Polynomial): number {
    const key = formatPolynomial(operand);
    let id = this.#byKey.get(key);
    if (id === undefined) {
      id = this.#fresh();
      this.#byKey.set(key, id);
      this.#operands.set(id, operand);
    }
    return id;
  }
}

/**
 * The normal form of an expression: equal normal forms, equal values in every commutative ring (field, when `inverses` is
 * given). Two expressions are equal by the ring axioms alone exactly when their normal forms are.
 *
 * @throws {RangeError} at an inverse or a quotient when `inverses` is absent.
 */
export function normalize(expression: RingExpression, inverses?: InverseTable, budget?: Budget): Polynomial {
  budget?.spend(1);
  const inverse = (p: Polynomial): Polynomial => {
    if (inverses === undefined) throw new RangeError("ring: an inverse outside a field");
    return inverses.invert(p, budget);
  };
  const recur = (e: RingExpression): Polynomial => normalize(e, inverses, budget);
  switch (expression.kind) {
    case "constant":
      return constant(expression.value);
    case "atom":
      return atom(expression.id);
    case "add":
      return addPolynomials(recur(expression.left), recur(expression.right));
    case "subtract":
      return subtractPolynomials(recur(expression.left), recur(expression.right));
    case "multiply":
      return multiplyPolynomials(recur(expression.left), recur(expression.right), budget);
    case "divide":
      return multiplyPolynomials(recur(expression.left), inverse(recur(expression.right)), budget);
    case "negate":
      return negatePolynomial(recur(expression.operand));
    case "inverse":
      return inverse(recur(expression.operand));
    case "power":
      return powerPolynomial(recur(expression.base), expression.exponent, budget);
  }
}

/**
 * Multiplies out inverses that are known not to vanish: replaces `x^i · (x⁻¹)^j` by `x^(i−j)` or `(x⁻¹)^(j−i)` for every
 * inverse atom whose operand `isNonzero` says is not zero. What `field_simp` and `ring` together rely on.
 */
export function cancelInverses(
  p: Polynomial,
  inverses: InverseTable,
  isNonzero: (operand: Polynomial) => boolean,
): Polynomial {
  return fromTerms(
    [...p.values()].map(({ monomial: m, coefficient }) => {
      const exponents = new Map(m.factors);
      for (const [id, exponent] of m.factors) {
        const operand = inverses.operandOf(id);
        const base = operand === undefined ? undefined : soleAtom(operand);
        if (operand === undefined || base === undefined || !isNonzero(operand)) continue;
        const shared = Math.min(exponent, exponents.get(base) ?? 0);
        exponents.set(id, exponent - shared);
        if (shared > 0) exponents.set(base, exponents.get(base)! - shared);
      }
      const factors = [...exponents].filter(([, e]) => e > 0).sort(([a], [b]) => a - b);
      return { monomial: monomial(factors), coefficient };
    }),
  );
}

function soleAtom(p: Polynomial): number | undefined {
  const [term] = p.values();
  if (p.size !== 1 || term === undefined || term.coefficient !== 1) return undefined;
  const [factor] = term.monomial.factors;
  return term.monomial.factors.length === 1 && factor![1] === 1 ? factor![0] : undefined;
}
