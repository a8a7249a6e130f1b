import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { Budget, StepLimitError } from "../budget.ts";
import {
  addPolynomials,
  addScaled,
  atom,
  constant,
  content,
  formatPolynomial,
  multiplyPolynomials,
  powerPolynomial,
  scale,
} from "./polynomial.ts";
import type { Polynomial } from "./polynomial.ts";
import { add, equals, multiply, power, rational } from "./rational.ts";
import type { Rational } from "./rational.ts";

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

/** A random polynomial with its value at a point, computed beside it. */
function draw(random: Random, at: readonly Rational[], depth: number): { p: Polynomial; value: Rational } {
  if (depth === 0) {
    const id = random.integer(3);
    const c = rational(random.between(-4, 4), random.between(1, 3));
    return random.chance(0.7) ? { p: atom(id), value: at[id]! } : { p: constant(c), value: c };
  }
  const [a, b] = [draw(random, at, depth - 1), draw(random, at, depth - 1)];
  const kind = random.integer(4);
  if (kind === 0) return { p: addPolynomials(a.p, b.p), value: add(a.value, b.value) };
  if (kind === 1) return { p: multiplyPolynomials(a.p, b.p), value: multiply(a.value, b.value) };
  if (kind === 2) return { p: addScaled(a.p, -2, b.p), value: add(a.value, multiply(-2, b.value)) };
  const exponent = random.integer(4);
  return { p: powerPolynomial(a.p, exponent), value: power(a.value, exponent) };
}

test("operations have the values of the operations", () => {
  const random = new Random(11);
  for (let i = 0; i < 400; i += 1) {
    const at = [0, 1, 2].map(() => rational(random.between(-3, 3), random.between(1, 2)));
    const { p, value } = draw(random, at, 3);
    expect(
      equals(
        evaluate(p, (id) => at[id]!),
        value,
      ),
    ).toBe(true);
  }
});

test("powers of sums are counted, and a budget ends them", () => {
  const sum = addPolynomials(atom(0), addPolynomials(atom(1), atom(2)));
  expect(powerPolynomial(sum, 6).size).toBe(28);
  expect(() => powerPolynomial(sum, 200, new Budget(10_000))).toThrow(StepLimitError);
});

test("the content makes coefficients coprime integers, and equal polynomials have one text", () => {
  const p = addPolynomials(scale(atom(0), rational(4, 3)), constant(rational(2, 9)));
  expect(content(p)).toEqual(rational(2, 9));
  expect(formatPolynomial(scale(p, rational(9, 2)))).toBe("6*x0 + 1");
  const square = powerPolynomial(addPolynomials(atom(1), atom(2)), 2);
  expect(formatPolynomial(square)).toBe("x1^2 + 2*x1*x2 + x2^2");
});

test("a long product looks at the clock while it is under way, and ends when time is up", () => {
  let looks = 0;
  const budget = new Budget(Number.POSITIVE_INFINITY, () => ++looks > 3);
  const sum = Array.from({ length: 400 }, (_, id) => atom(id)).reduce((all, next) => addPolynomials(all, next));
  expect(() => multiplyPolynomials(sum, sum, budget)).toThrow(StepLimitError);
  expect(looks).toBe(4);
  expect(budget.spent).toBeLessThan(400 * 400);
});
