import type { Rules } from "./constants.ts";
import type { Budget } from "./number/budget.ts";
import {
  absolute,
  add,
  ceiling,
  compare,
  denominator,
  divide,
  equals,
  floor,
  gcd,
  invert,
  isInteger,
  multiply,
  negate,
  numerator,
  power,
  type Rational,
  rational,
  sign,
  subtract,
} from "./number/rational.ts";
import { int, isField, nat, sameType, type Type } from "./type.ts";

/**
 * What constants do to numbers, by Lean's definitions. `type` is the type of the first argument (ℕ subtracts to zero, ℤ and ℕ
 * divide with remainder, fields exactly); `undefined` is for what is not known or too large.
 */

/** Powers, factorials and the like with more bits than this are not formed. */
const largestBits = 200_000;

/** Larger numbers are not tested for primality: trial division takes √n steps. */
export const largestTested = 10n ** 14n;

/** How long a number is, for what working with it costs. */
export const bits = (value: Rational): number => {
  if (typeof value === "number") return value === 0 ? 1 : Math.ceil(Math.log2(Math.abs(value) + 1));
  return (numerator(value).toString(16).length + denominator(value).toString(16).length) * 4;
};

type Relation = (a: Rational, b: Rational, type: Type, budget: Budget) => boolean | undefined;

/** On a field everything divides but zero, which divides zero alone. */
const divides = (a: Rational, b: Rational, type: Type): boolean => {
  if (sign(a) === 0) return sign(b) === 0;
  return isField(type) || numerator(b) % numerator(a) === 0n;
};

/** Truth of a relation between numbers. */
export const relations: Rules<Relation> = {
  lt: (a, b) => compare(a, b) < 0,
  le: (a, b) => compare(a, b) <= 0,
  gt: (a, b) => compare(a, b) > 0,
  ge: (a, b) => compare(a, b) >= 0,
  dvd: divides,
  "Nat.Prime": (a, _, __, budget) => isPrime(numerator(a), budget),
  "Nat.Coprime": (a, b) => gcd(numerator(a), numerator(b)) === 1n,
  even: (a, _, type) => (isField(type) ? undefined : numerator(a) % 2n === 0n),
  odd: (a, _, type) => (isField(type) ? undefined : numerator(a) % 2n !== 0n),
};

export function isPrime(n: bigint, budget: Budget): boolean | undefined {
  if (n < 2n) return false;
  if (n > largestTested) return undefined;
  if (n % 2n === 0n) return n === 2n;
  const limit = Number(n);
  for (let d = 3; d * d <= limit; d += 2) {
    budget.spend(1);
    if (limit % d === 0) return false;
  }
  return true;
}

/** Euclidean: the remainder is never negative. `a % 0 = a`. */
export const remainder = (a: bigint, b: bigint): bigint => {
  if (b === 0n) return a;
  const r = a % b;
  return r < 0n ? r + (b < 0n ? -b : b) : r;
};

function divideBy(a: Rational, b: Rational, type: Type): Rational {
  if (sign(b) === 0) return 0;
  if (isField(type)) return divide(a, b);
  const [n, d] = [numerator(a), numerator(b)];
  return rational((n - remainder(n, d)) / d);
}

function powerOf(
  base: Rational,
  exponent: Rational,
  type: Type,
  exponentType: Type,
  budget: Budget,
): Rational | undefined {
  if (!sameType(exponentType, nat) && !sameType(exponentType, int)) return undefined;
  const e = numerator(exponent);
  const magnitude = e < 0n ? -e : e;
  const trivial = equals(base, 0) || equals(base, 1) || equals(base, -1);
  if (!trivial && (magnitude > 1_000_000n || bits(base) * Number(magnitude) > largestBits)) return undefined;
  const small = trivial && magnitude > 2n ? 2 + Number(magnitude % 2n) : Number(magnitude);
  const words = Math.ceil((bits(base) * small) / 64);
  // Fractions are brought to lowest terms, which takes the square.
  if (!trivial) budget.spend(isInteger(base) ? words : words ** 2);
  const raised = power(base, small);
  if (e >= 0n) return raised;
  return isField(type) ? (sign(raised) === 0 ? 0 : invert(raised)) : undefined;
}

function factorial(n: bigint, budget: Budget): Rational | undefined {
  if (n > 2_000n) return undefined;
  let product = 1n;
  for (let i = 2n; i <= n; i++) {
    budget.spend(4);
    product *= i;
  }
  return rational(product);
}

function choose(n: bigint, k: bigint, budget: Budget): Rational | undefined {
  if (k > n) return 0;
  if (n > 5_000n) return undefined;
  const steps = k < n - k ? k : n - k;
  let result = 1n;
  for (let i = 1n; i <= steps; i++) {
    budget.spend(4);
    result = (result * (n - steps + i)) / i;
  }
  return rational(result);
}

/** F₀ = 0, F₁ = 1, Fₙ₊₂ = Fₙ + Fₙ₊₁ */
function fibonacci(n: bigint, budget: Budget): Rational | undefined {
  if (n > 20_000n) return undefined;
  let [current, next] = [0n, 1n];
  for (let i = 0n; i < n; i++) {
    budget.spend(4);
    [current, next] = [next, current + next];
  }
  return rational(current);
}

function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

type Operation = (args: readonly Rational[], type: Type, budget: Budget, second?: Type) => Rational | undefined;

/** The number that a constant makes of numbers. The type of a second argument tells the powers apart. */
export const operations: Rules<Operation> = {
  add: ([a, b]) => add(a!, b!),
  mul: ([a, b]) => multiply(a!, b!),
  sub: ([a, b], type) => {
    const difference = subtract(a!, b!);
    return sameType(type, nat) && sign(difference) < 0 ? 0 : difference;
  },
  neg: ([a]) => negate(a!),
  div: ([a, b], type) => divideBy(a!, b!, type),
  inv: ([a]) => (sign(a!) === 0 ? 0 : invert(a!)),
  pow: ([a, b], type, budget, exponentType) => powerOf(a!, b!, type, exponentType!, budget),
  cast: ([a]) => a,
  decimal: ([m, e]) => (compare(e!, 1000) > 0 ? undefined : divide(m!, power(10, Number(numerator(e!))))),
  abs: ([a]) => absolute(a!),
  min: ([a, b]) => (compare(a!, b!) <= 0 ? a : b),
  max: ([a, b]) => (compare(a!, b!) >= 0 ? a : b),
  succ: ([a]) => add(a!, 1),
  pred: ([a]) => (sign(a!) === 0 ? 0 : subtract(a!, 1)),
  "Nat.gcd": ([a, b]) => rational(gcd(numerator(a!), numerator(b!))),
  "Int.gcd": ([a, b]) => rational(gcd(numerator(a!), numerator(b!))),
  "Nat.lcm": ([a, b]) => lcm(numerator(a!), numerator(b!)),
  "Int.lcm": ([a, b]) => lcm(numerator(a!), numerator(b!)),
  "Nat.factorial": ([a], _, budget) => factorial(numerator(a!), budget),
  "Nat.choose": ([a, b], _, budget) => choose(numerator(a!), numerator(b!), budget),
  "Nat.fib": ([a], _, budget) => fibonacci(numerator(a!), budget),
  "Nat.sqrt": ([a]) => rational(integerRoot(numerator(a!))),
  natAbs: ([a]) => absolute(a!),
  toNat: ([a]) => (sign(a!) < 0 ? 0 : a),
  "Int.floor": ([a]) => rational(floor(a!)),
  "Int.ceil": ([a]) => rational(ceiling(a!)),
  "Nat.floor": ([a]) => (sign(a!) < 0 ? 0 : rational(floor(a!))),
  "Nat.ceil": ([a]) => (sign(a!) < 0 ? 0 : rational(ceiling(a!))),
  "Int.fract": ([a]) => subtract(a!, rational(floor(a!))),
  "Rat.num": ([a]) => rational(numerator(a!)),
  "Rat.den": ([a]) => rational(denominator(a!)),
};

function lcm(a: bigint, b: bigint): Rational {
  if (a === 0n || b === 0n) return 0;
  const product = (a / gcd(a, b)) * b;
  return rational(product < 0n ? -product : product);
}

/** Whether a rational number can be a value of `type`. */
export const fits = (value: Rational, type: Type): boolean =>
  isField(type) || (isInteger(value) && (sameType(type, int) || sign(value) >= 0));
