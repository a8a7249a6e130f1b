import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import {
  add,
  ceiling,
  compare,
  divide,
  equals,
  floor,
  invert,
  multiply,
  negate,
  power,
  rational,
  subtract,
} from "./rational.ts";
import type { Rational } from "./rational.ts";

test("values are canonical: lowest terms, positive denominators, plain numbers where they fit", () => {
  expect(rational(6, -4)).toEqual({ numerator: -3n, denominator: 2n });
  expect(rational(8, 2)).toBe(4);
  expect(rational(2n ** 60n, 1)).toEqual({ numerator: 2n ** 60n, denominator: 1n });
  expect(subtract(add(2 ** 53 - 1, 1), 1)).toBe(2 ** 53 - 1);
  expect(Object.is(multiply(0, -1), 0)).toBe(true);
  expect(Object.is(negate(0), 0)).toBe(true);
  expect(() => rational(1, 0)).toThrow(RangeError);
  expect(() => divide(1, 0)).toThrow(RangeError);
  expect(() => invert(0)).toThrow(RangeError);
});

test("the field's laws hold across the border of the fast path", () => {
  const random = new Random(3);
  const draw = (): Rational =>
    random.chance(0.3)
      ? rational(BigInt(random.between(-(2 ** 51), 2 ** 51)) * BigInt(random.between(1, 2 ** 40)), random.between(1, 9))
      : random.chance(0.3)
        ? 2 ** 53 - 1 - random.integer(3)
        : rational(random.between(-20, 20), random.between(1, 9));
  for (let i = 0; i < 3000; i += 1) {
    const [a, b, c] = [draw(), draw(), draw()];
    expect(equals(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(true);
    expect(equals(subtract(add(a, b), b), a)).toBe(true);
    const divisor = compare(b, 0) === 0 ? 1 : b;
    expect(equals(multiply(divide(a, divisor), divisor), a)).toBe(true);
    expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
    expect(equals(power(a, 5), multiply(multiply(multiply(a, a), multiply(a, a)), a))).toBe(true);
  }
});

test("floor and ceiling round towards their side for both signs", () => {
  expect([floor(rational(7, 2)), floor(rational(-7, 2)), floor(-3)]).toEqual([3n, -4n, -3n]);
  expect([ceiling(rational(7, 2)), ceiling(rational(-7, 2)), ceiling(-3)]).toEqual([4n, -3n, -3n]);
});
