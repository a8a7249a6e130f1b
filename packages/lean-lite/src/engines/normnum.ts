/**
 * Number theory on bigints with Lean's conventions: what `norm_num`, `decide` and `simp` compute on closed terms. Each
 * function that could run long spends its budget by the size of the numbers.
 */
import { Budget } from "./budget.ts";
import { gcd } from "./rational.ts";

export { gcd } from "./rational.ts";

/** Bits beyond which a result is refused as too large to be useful. */
const largestBits = 100_000;

const bits = (n: bigint): number => n.toString(16).length * 4;

/** Subtraction of naturals: `0` below zero. */
export const naturalSubtract = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n);

/** Lean's `/` on `Int` (and on naturals): Euclidean, the remainder is never negative, and `a / 0 = 0`. */
export function euclideanDivide(a: bigint, b: bigint): bigint {
  if (b === 0n) return 0n;
  const remainder = a % b;
  const quotient = a / b;
  if (remainder >= 0n) return quotient;
  return b > 0n ? quotient - 1n : quotient + 1n;
}

/** Lean's `%` on `Int` (and on naturals): in 0 … |b| − 1, and `a % 0 = a`. */
export function euclideanModulo(a: bigint, b: bigint): bigint {
  if (b === 0n) return a;
  const remainder = a % b;
  return remainder >= 0n ? remainder : remainder + (b > 0n ? b : -b);
}

/** `a ∣ b`: zero divides only zero. */
export const divides = (a: bigint, b: bigint): boolean => (a === 0n ? b === 0n : b % a === 0n);

export function lcm(a: bigint, b: bigint): bigint {
  if (a === 0n || b === 0n) return 0n;
  const product = (a / gcd(a, b)) * b;
  return product < 0n ? -product : product;
}

/** `base ^ exponent`. @returns `undefined` when the result has too many digits. */
export function integerPower(base: bigint, exponent: bigint, budget: Budget = new Budget()): bigint | undefined {
  if (exponent < 0n) throw new RangeError("integerPower: the exponent is negative");
  if (base === 0n || base === 1n) return exponent === 0n ? 1n : base;
  if (base === -1n) return exponent % 2n === 0n ? 1n : -1n;
  if (exponent > BigInt(largestBits) || bits(base) * Number(exponent) > 4 * largestBits) return undefined;
  budget.spend(1 + Math.ceil((bits(base) * Number(exponent)) / 64));
  return base ** exponent;
}

/** `base ^ exponent mod modulus` by squaring, never forming the power; the modulus is positive. */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint, budget: Budget = new Budget()): bigint {
  let result = 1n % modulus;
  let square = euclideanModulo(base, modulus);
  for (let n = exponent; n > 0n; n >>= 1n) {
    budget.spend(1 + Math.ceil(bits(modulus) / 64));
    if (n & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** `n!`. @returns `undefined` when it has too many digits. */
export function factorial(n: bigint, budget: Budget = new Budget()): bigint | undefined {
  if (n > 5_000n) return undefined;
  let product = 1n;
  for (let k = 2n; k <= n; k += 1n) {
    budget.spend(1 + Math.ceil(bits(product) / 256));
    product *= k;
  }
  return product;
}

/** `n.choose k`; 0 for k > n. */
export function choose(n: bigint, k: bigint, budget: Budget = new Budget()): bigint | undefined {
  if (k > n) return 0n;
  const smaller = k < n - k ? k : n - k;
  if (smaller > 5_000n) return undefined;
  let result = 1n;
  for (let i = 1n; i <= smaller; i += 1n) {
    budget.spend(1 + Math.ceil(bits(result) / 256));
    result = (result * (n - smaller + i)) / i;
  }
  return result;
}

/** ⌊√n⌋, `Nat.sqrt`. */
export function integerSquareRoot(n: bigint): bigint {
  if (n < 0n) throw new RangeError("integerSquareRoot: the number is negative");
  if (n < 2n) return n;
  let x = 1n << BigInt(Math.ceil(bits(n) / 2) + 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** The smallest prime factor, `Nat.minFac`: 2 for 0, 1 for 1. By trial division, so it is a proof. */
export function smallestFactor(n: bigint, budget: Budget = new Budget()): bigint {
  if (n === 1n) return 1n;
  if (n % 2n === 0n) return 2n;
  if (n < 2n ** 53n) {
    const m = Number(n);
    for (let d = 3; d * d <= m; d += 2) {
      if ((d & 255) === 1) budget.spend(64);
      if (m % d === 0) return BigInt(d);
    }
    return n;
  }
  for (let d = 3n; d * d <= n; d += 2n) {
    budget.spend(4);
    if (n % d === 0n) return d;
  }
  return n;
}

/** `Nat.Prime n`. Numbers beyond trial division's reach spend the budget rather than being guessed. */
export const isPrime = (n: bigint, budget: Budget = new Budget()): boolean =>
  n >= 2n && smallestFactor(n, budget) === n;

/** Prime factors with multiplicity, ascending; empty for 0 and 1. */
export function primeFactors(n: bigint, budget: Budget = new Budget()): bigint[] {
  const factors: bigint[] = [];
  for (let rest = n; rest > 1n;) {
    const factor = smallestFactor(rest, budget);
    factors.push(factor);
    rest /= factor;
  }
  return factors;
}

/** `Nat.divisors n`, ascending; empty for 0. */
export function divisors(n: bigint, budget: Budget = new Budget()): bigint[] {
  if (n <= 0n) return [];
  let all = [1n];
  const factors = primeFactors(n, budget);
  for (let i = 0; i < factors.length;) {
    const prime = factors[i]!;
    let next = all;
    for (let layer = all; factors[i] === prime; i += 1) {
      budget.spend(layer.length);
      layer = layer.map((d) => d * prime);
      next = [...next, ...layer];
    }
    all = next;
  }
  return all.sort((a, b) => (a < b ? -1 : 1));
}

/** Euler's φ, `Nat.totient`; 0 for 0. */
export function totient(n: bigint, budget: Budget = new Budget()): bigint {
  let result = n;
  for (const prime of new Set(primeFactors(n, budget))) result -= result / prime;
  return result;
}

/** `Nat.digits base n`, least significant first, for a base of at least 2; empty for 0. */
export function digits(base: bigint, n: bigint): bigint[] {
  if (base < 2n) throw new RangeError("digits: the base is below 2");
  const result: bigint[] = [];
  for (let rest = n; rest > 0n; rest /= base) result.push(rest % base);
  return result;
}
