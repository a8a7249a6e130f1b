import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { Budget, StepLimitError } from "./budget.ts";
import {
  atom,
  content,
  equalPolynomials,
  evaluate,
  formatPolynomial,
  powerPolynomial,
  addPolynomials,
  primitivePart,
  substitute,
} from "./polynomial.ts";
import { add, divide, equals, multiply, negate, power, rational, sign, subtract } from "./rational.ts";
import type { Rational } from "./rational.ts";
import { InverseTable, normalize } from "./ring.ts";
import type { RingExpression } from "./ring.ts";

/** Lean's field: x / 0 = 0. */
function value(e: RingExpression, at: readonly Rational[]): Rational {
  switch (e.kind) {
    case "constant":
      return e.value;
    case "atom":
      return at[e.id]!;
    case "add":
      return add(value(e.left, at), value(e.right, at));
    case "subtract":
      return subtract(value(e.left, at), value(e.right, at));
    case "multiply":
      return multiply(value(e.left, at), value(e.right, at));
    case "divide": {
      const bottom = value(e.right, at);
      return sign(bottom) === 0 ? 0 : divide(value(e.left, at), bottom);
    }
    case "negate":
      return negate(value(e.operand, at));
    case "inverse": {
      const bottom = value(e.operand, at);
      return sign(bottom) === 0 ? 0 : divide(1, bottom);
    }
    case "power":
      return power(value(e.base, at), e.exponent);
  }
}

function draw(random: Random, depth: number): RingExpression {
  if (depth === 0 || random.chance(0.15))
    return random.chance(0.7)
      ? { kind: "atom", id: random.integer(3) }
      : { kind: "constant", value: rational(random.between(-4, 4), random.between(1, 3)) };
  const kind = random.choice(["add", "subtract", "multiply", "divide", "negate", "inverse", "power"] as const);
  const operand = (): RingExpression => draw(random, depth - 1);
  if (kind === "negate" || kind === "inverse") return { kind, operand: operand() };
  if (kind === "power") return { kind, base: operand(), exponent: random.integer(4) };
  return { kind, left: operand(), right: operand() };
}

test("the normal form has the value of the expression, zeros of denominators included", () => {
  const random = new Random(11);
  for (let i = 0; i < 400; i += 1) {
    const expression = draw(random, 4);
    let next = 3;
    const table = new InverseTable(() => next++);
    const normal = normalize(expression, table);
    for (let k = 0; k < 4; k += 1) {
      const at = [0, 1, 2].map(() => rational(random.between(-2, 2), random.between(1, 2)));
      const valueOf = (id: number): Rational => {
        const operand = table.operandOf(id);
        if (operand === undefined) return at[id]!;
        const bottom = evaluate(operand, valueOf);
        return sign(bottom) === 0 ? 0 : divide(1, bottom);
      };
      expect(equals(evaluate(normal, valueOf), value(expression, at))).toBe(true);
    }
  }
});

test("x · x⁻¹ stays, since it is 0 at 0; (x⁻¹)⁻¹ is x", () => {
  let next = 10;
  const table = new InverseTable(() => next++);
  const x: RingExpression = { kind: "atom", id: 0 };
  const quotient = normalize({ kind: "divide", left: x, right: x }, table);
  expect(formatPolynomial(quotient)).toBe("x0*x10");
  const twice = normalize({ kind: "inverse", operand: { kind: "inverse", operand: x } }, table);
  expect(equalPolynomials(twice, atom(0))).toBe(true);
});

test("an inverse outside a field is refused", () => {
  expect(() => normalize({ kind: "inverse", operand: { kind: "atom", id: 0 } })).toThrow(RangeError);
});

test("powers of sums are counted, and a budget ends them", () => {
  const sum = addPolynomials(atom(0), addPolynomials(atom(1), atom(2)));
  expect(powerPolynomial(sum, 6).size).toBe(28);
  expect(() => powerPolynomial(sum, 200, new Budget(10_000))).toThrow(StepLimitError);
});

test("content and primitive part multiply back; substitution is evaluation", () => {
  const p = normalize({
    kind: "add",
    left: { kind: "multiply", left: { kind: "constant", value: rational(4, 3) }, right: { kind: "atom", id: 0 } },
    right: { kind: "constant", value: rational(2, 9) },
  });
  expect(content(p)).toEqual(rational(2, 9));
  expect(formatPolynomial(primitivePart(p))).toBe("6*x0 + 1");
  const image = substitute(powerPolynomial(atom(0), 2), new Map([[0, addPolynomials(atom(1), atom(2))]]));
  expect(formatPolynomial(image)).toBe("x1^2 + 2*x1*x2 + x2^2");
});
