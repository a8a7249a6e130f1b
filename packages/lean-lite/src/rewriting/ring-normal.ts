import type { Budget } from "@lemma/lean-kernel/budget";
import { compareMonomials, degreeOf, type Monomial, type Polynomial } from "@lemma/lean-kernel/polynomial";
import { absolute, denominator, isInteger, numerator, type Rational, sign } from "@lemma/lean-kernel/rational";
import { RingAtoms } from "../arithmetic/ring.ts";
import {
  app,
  Embedding,
  equal,
  IllTyped,
  isField,
  isNumeric,
  nat,
  numeral,
  power,
  ringIdentity,
  RuleError,
  sameType,
  type Term,
  type Theorem,
  type Type,
} from "@lemma/lean-kernel";

/** A polynomial as a term of a type: by rising degree, coefficients behind, as `ring_nf` writes it. */
export function termOf(polynomial: Polynomial, embedding: Embedding, type: Type): Term | undefined {
  const terms = [...polynomial.values()].sort(
    (a, b) => degreeOf(a.monomial) - degreeOf(b.monomial) || compareMonomials(a.monomial, b.monomial),
  );
  let sum: Term | undefined;
  for (const { monomial, coefficient } of terms) {
    const negative = sign(coefficient) < 0;
    if (negative && sameType(type, nat)) return undefined;
    const part = monomialTerm(monomial, absolute(coefficient), embedding, type);
    if (part === undefined) return undefined;
    if (sum === undefined) sum = negative ? app("neg", [part], type) : part;
    else sum = app(negative ? "sub" : "add", [sum, part], type);
  }
  return sum ?? numeral(0, type);
}

function literal(value: Rational, type: Type): Term | undefined {
  if (isInteger(value)) return numeral(numerator(value), type);
  if (!isField(type)) return undefined;
  return app("div", [numeral(numerator(value), type), numeral(denominator(value), type)], type);
}

function monomialTerm(monomial: Monomial, coefficient: Rational, embedding: Embedding, type: Type): Term | undefined {
  let product: Term | undefined;
  for (const [id, exponent] of monomial.factors) {
    const base = atomTerm(id, embedding, type);
    if (base === undefined) return undefined;
    const factor = exponent === 1 ? base : power(base, numeral(exponent, nat), type);
    product = product === undefined ? factor : app("mul", [product, factor], type);
  }
  if (product === undefined) return literal(coefficient, type);
  if (coefficient === 1) return product;
  const number = literal(coefficient, type);
  return number === undefined ? undefined : app("mul", [product, number], type);
}

function atomTerm(id: number, embedding: Embedding, type: Type): Term | undefined {
  const atom = embedding.atoms[id]!;
  switch (atom.kind) {
    case "term":
      return sameType(atom.term.type, type) ? atom.term : app("cast", [atom.term], type);
    case "inverse": {
      const inner = termOf(atom.of, embedding, type);
      return inner === undefined ? undefined : app("inv", [inner], type);
    }
    case "power": {
      const base = termOf(atom.base, embedding, type);
      const exponent = monomialTerm(atom.exponent, 1, embedding, nat);
      return base === undefined || exponent === undefined ? undefined : power(base, exponent, type);
    }
  }
}

/** Atoms in the order in which they were met: terms that go through one reading get one order, as all that one `ring_nf` reads. */
export class RingReading {
  readonly atoms = new RingAtoms();
  readonly embedding: Embedding;

  constructor(budget: Budget) {
    this.embedding = new Embedding(budget);
  }
}

/** ⊢ term = its normal form; undefined when it is in normal form, or no ring expression. */
export function ringNormal(term: Term, budget: Budget, { atoms, embedding }: RingReading): Theorem | undefined {
  if (!isNumeric(term.type) || term.loose > 0) return undefined;
  try {
    const hidden = atoms.term(term);
    const normal = termOf(embedding.polynomial(hidden), embedding, term.type);
    if (normal === undefined || equal(normal, hidden)) return undefined;
    return atoms.restore(ringIdentity(hidden, normal, budget));
  } catch (error) {
    if (error instanceof RuleError || error instanceof IllTyped || error instanceof RangeError) return undefined;
    throw error;
  }
}
