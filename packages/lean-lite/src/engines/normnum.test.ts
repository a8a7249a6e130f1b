import { expect, test } from "vitest";
import { Budget, StepLimitError } from "./budget.ts";
import * as n from "./normnum.ts";

test("division and remainder on Int are Euclidean; by zero they are 0 and the dividend", () => {
  const rows = [
    [7n, 2n, 3n, 1n],
    [-7n, 2n, -4n, 1n],
    [7n, -2n, -3n, 1n],
    [-7n, -2n, 4n, 1n],
    [5n, 0n, 0n, 5n],
    [-5n, 0n, 0n, -5n],
  ] as const;
  for (const [a, b, quotient, remainder] of rows)
    expect([n.euclideanDivide(a, b), n.euclideanModulo(a, b)]).toEqual([quotient, remainder]);
});

test("zero divides zero only; subtraction stops at zero", () => {
  expect([n.divides(0n, 0n), n.divides(0n, 3n), n.divides(3n, 0n), n.divides(-3n, 6n)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect([n.naturalSubtract(3n, 5n), n.naturalSubtract(5n, 3n)]).toEqual([0n, 2n]);
});

test("gcd, lcm, powers, factorials, binomials", () => {
  expect([n.gcd(0n, -6n), n.gcd(243n, 225n), n.lcm(243n, 225n), n.lcm(0n, 3n)]).toEqual([6n, 9n, 6075n, 0n]);
  expect(n.modularPower(2n, 2010n, 10n)).toBe(4n);
  expect(n.modularPower(5n, 0n, 1n)).toBe(0n);
  expect(n.integerPower(0n, 0n)).toBe(1n);
  expect(n.integerPower(3n, 10n ** 12n)).toBeUndefined();
  expect([n.factorial(0n), n.factorial(9n), n.factorial(10n ** 9n)]).toEqual([1n, 362880n, undefined]);
  expect([n.choose(5n, 2n), n.choose(3n, 5n), n.choose(0n, 0n)]).toEqual([10n, 0n, 1n]);
});

test("primes, factors, divisors, totients, roots and digits agree with their definitions up to 300", () => {
  for (let i = 0n; i <= 300n; i += 1n) {
    const below = Array.from({ length: Number(i) }, (_, k) => BigInt(k + 1));
    expect(n.divisors(i)).toEqual(below.filter((d) => i % d === 0n));
    expect(n.isPrime(i)).toBe(i > 1n && n.divisors(i).length === 2);
    expect(n.totient(i)).toBe(BigInt(below.filter((d) => n.gcd(d, i) === 1n).length));
    const root = n.integerSquareRoot(i);
    expect(root * root <= i && (root + 1n) * (root + 1n) > i).toBe(true);
    expect(n.digits(10n, i).reverse().join("")).toBe(i === 0n ? "" : String(i));
  }
  expect(n.isPrime(1_000_003n)).toBe(true);
});

test("a number beyond trial division spends the budget", () => {
  expect(() => n.isPrime(2n ** 89n - 1n, new Budget(1e5))).toThrow(StepLimitError);
});
