import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { Budget } from "@lemma/lean-kernel/budget";
import { checkFarkas, linarith } from "./linarith.ts";
import type { Comparison, Relation } from "./problem.ts";
import { checkProducts, nlinarith } from "./nlinarith.ts";
import {
  addPolynomials,
  atom,
  constant,
  fromTerms,
  monomial,
  multiplyPolynomials,
  type Polynomial,
  scale,
  subtractPolynomials,
  zero,
} from "@lemma/lean-kernel/polynomial";
import { add, compare, multiply, power, rational, type Rational, sign } from "@lemma/lean-kernel/rational";

const [x, y, z] = [atom(0), atom(1), atom(2)];
const plus = (...ps: Polynomial[]): Polynomial => ps.reduce(addPolynomials, zero);
const minus = subtractPolynomials;
const times = (...ps: Polynomial[]): Polynomial => ps.reduce((p, q) => multiplyPolynomials(p, q), constant(1));
const c = constant;
const le = (p: Polynomial, q: Polynomial): Comparison => ({ polynomial: minus(p, q), relation: "le" });
const lt = (p: Polynomial, q: Polynomial): Comparison => ({ polynomial: minus(p, q), relation: "lt" });
const eq = (p: Polynomial, q: Polynomial): Comparison => ({ polynomial: minus(p, q), relation: "eq" });

/** The value where every atom is given one. */
function evaluate(p: Polynomial, values: (atom: number) => Rational): Rational {
  let sum: Rational = 0;
  for (const { monomial: m, coefficient } of p.values()) {
    let product = coefficient;
    for (const [id, exponent] of m.factors) product = multiply(product, power(values(id), exponent));
    sum = add(sum, product);
  }
  return sum;
}

test("finds the multipliers of small contradictions", () => {
  expect(linarith([lt(x, y), lt(y, x)])).toBeDefined();
  expect(linarith([le(x, y), le(y, x)])).toBeUndefined();
  expect(linarith([le(x, y), lt(y, x)])).toBeDefined();
  expect(linarith([eq(plus(x, y), c(3)), eq(minus(x, y), c(1)), lt(x, c(2))])).toBeDefined();
  expect(linarith([eq(plus(x, y), c(3)), eq(minus(x, y), c(1)), lt(x, c(3))])).toBeUndefined();
  expect(linarith([eq(c(0), c(1))])).toBeDefined();
  expect(linarith([eq(x, c(1)), eq(x, c(2))])).toBeDefined();
  expect(linarith([])).toBeUndefined();
});

test("a certificate is refused for wrong signs, wrong indices and wrong sums", () => {
  const facts = [lt(x, y), lt(y, x)];
  expect(
    checkFarkas(facts, [
      { hypothesis: 0, multiplier: 1 },
      { hypothesis: 1, multiplier: 1 },
    ]),
  ).toBe(true);
  expect(checkFarkas(facts, [{ hypothesis: 0, multiplier: 1 }])).toBe(false);
  expect(
    checkFarkas(facts, [
      { hypothesis: 0, multiplier: 1 },
      { hypothesis: 2, multiplier: 1 },
    ]),
  ).toBe(false);
  expect(
    checkFarkas(
      [le(x, y), le(y, x)],
      [
        { hypothesis: 0, multiplier: 1 },
        { hypothesis: 1, multiplier: 1 },
      ],
    ),
  ).toBe(false);
  expect(
    checkFarkas(
      [lt(x, y)],
      [
        { hypothesis: 0, multiplier: 1 },
        { hypothesis: 0, multiplier: -1 },
      ],
    ),
  ).toBe(false);
  expect(checkFarkas([lt(c(-1), c(0))], [{ hypothesis: 0, multiplier: -1 }])).toBe(false);
  expect(checkFarkas(facts, [])).toBe(false);
});

/** Facts that hold at a random point: nothing may refute them. */
function satisfiable(random: Random, count: number, degree: number): { facts: Comparison[]; point: Rational[] } {
  const point = [0, 1, 2, 3].map(() => rational(random.between(-5, 5), random.between(1, 3)));
  const facts = Array.from({ length: count }, (): Comparison => {
    const p = fromTerms(
      Array.from({ length: random.between(1, 5) }, () => ({
        monomial: monomial(
          [0, 1, 2, 3].flatMap((id) => (random.chance(0.4) ? [[id, random.between(1, degree)] as const] : [])),
        ),
        coefficient: rational(random.between(-6, 6) || 1, random.between(1, 3)),
      })),
    );
    const value = evaluate(p, (id) => point[id]!);
    const relation: Relation = random.choice(["eq", "le", "lt"]);
    if (relation === "eq") return { polynomial: minus(p, c(value)), relation };
    const oriented = sign(value) > 0 ? scale(p, -1) : p;
    return { polynomial: relation === "lt" && sign(value) === 0 ? minus(oriented, c(1)) : oriented, relation };
  });
  return { facts, point };
}

test("never refutes facts that hold at a point", () => {
  const random = new Random(5);
  for (let i = 0; i < 300; i += 1) {
    const { facts } = satisfiable(random, random.between(1, 12), 2);
    expect(linarith(facts, new Budget(1e6))).toBeUndefined();
    expect(nlinarith({ hypotheses: facts.slice(0, 6) }, new Budget(1e7))).toBeUndefined();
  }
});

test("is complete: positive combinations hidden among other facts are found, by either simplex", () => {
  const random = new Random(6);
  for (let i = 0; i < 60; i += 1) {
    const { facts } = satisfiable(random, i % 2 === 0 ? 8 : 60, 1);
    // A positive combination of the facts, negated, contradicts them.
    let sum = zero;
    for (const fact of facts)
      sum = plus(sum, scale(fact.polynomial, random.between(fact.relation === "eq" ? -3 : 0, 3)));
    const contradiction: Comparison = { polynomial: minus(c(rational(1, 7)), sum), relation: "le" };
    const certificate = linarith([...facts, contradiction]);
    expect(certificate).toBeDefined();
    expect(checkFarkas([...facts, contradiction], certificate!)).toBe(true);
  }
});

test("nlinarith proves the usual inequalities", () => {
  // a² + b² ≥ 2ab, from the square of a − b
  expect(
    nlinarith({ hypotheses: [lt(plus(times(x, x), times(y, y)), scale(times(x, y), 2))], squares: [minus(x, y)] }),
  ).toBeDefined();
  // a, b > 0, ab = 1 gives a + b ≥ 2
  expect(
    nlinarith({
      hypotheses: [lt(c(0), x), lt(c(0), y), eq(times(x, y), c(1)), lt(plus(x, y), c(2))],
      squares: [minus(x, y)],
    }),
  ).toBeDefined();
  // a² + b² + c² ≥ ab + bc + ca
  const problem = {
    hypotheses: [lt(plus(times(x, x), times(y, y), times(z, z)), plus(times(x, y), times(y, z), times(z, x)))],
    squares: [minus(x, y), minus(y, z), minus(z, x)],
  };
  const certificate = nlinarith(problem);
  expect(checkProducts(problem, certificate!)).toBe(true);
  // 0 < a < 1 gives a² < a
  expect(nlinarith({ hypotheses: [lt(c(0), x), lt(x, c(1)), le(x, times(x, x))] })).toBeDefined();
  // and a² < a does not hold for all positive a
  expect(nlinarith({ hypotheses: [lt(c(0), x), le(x, times(x, x))] })).toBeUndefined();
});

test("a product certificate is refused for wrong signs", () => {
  const problem = { hypotheses: [lt(c(0), x), le(x, times(x, x)), lt(x, c(1))] };
  expect(checkProducts(problem, nlinarith(problem)!)).toBe(true);
  const bad = nlinarith(problem)!.map(({ factors, multiplier }) => ({
    factors,
    multiplier: rational(-1, 1) && multiplier,
  }));
  expect(checkProducts({ hypotheses: problem.hypotheses.slice(0, 2) }, bad)).toBe(false);
  expect(checkProducts(problem, [{ factors: [{ hypothesis: 0 }, { hypothesis: 0 }], multiplier: -1 }])).toBe(false);
  expect(compare(1, 2)).toBeLessThan(0);
});
