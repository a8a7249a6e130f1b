import type { Budget } from "../budget.ts";
import { gcd } from "./rational.ts";

/** Larger numbers are not tested for primality: trial division takes √n steps. */
export const largestTested = 10n ** 14n;

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

export function lcm(a: bigint, b: bigint): bigint {
  if (a === 0n || b === 0n) return 0n;
  const product = (a / gcd(a, b)) * b;
  return product < 0n ? -product : product;
}

export function factorial(n: bigint, budget: Budget): bigint | undefined {
  if (n > 2_000n) return undefined;
  let product = 1n;
  for (let i = 2n; i <= n; i++) {
    budget.spend(4);
    product *= i;
  }
  return product;
}

export function choose(n: bigint, k: bigint, budget: Budget): bigint | undefined {
  if (k > n) return 0n;
  if (n > 5_000n) return undefined;
  const steps = k < n - k ? k : n - k;
  let result = 1n;
  for (let i = 1n; i <= steps; i++) {
    budget.spend(4);
    result = (result * (n - steps + i)) / i;
  }
  return result;
}

/** F₀ = 0, F₁ = 1, Fₙ₊₂ = Fₙ + Fₙ₊₁ */
export function fibonacci(n: bigint, budget: Budget): bigint | undefined {
  if (n > 20_000n) return undefined;
  let [current, next] = [0n, 1n];
  for (let i = 0n; i < n; i++) {
    budget.spend(4);
    [current, next] = [next, current + next];
  }
  return current;
}

/** ⌊√n⌋ */
export function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

/** The divisors of n, ascending; none for 0, as in Mathlib. */
export function divisors(n: bigint, budget: Budget): readonly bigint[] {
  const small: bigint[] = [];
  const large: bigint[] = [];
  for (let d = 1n; d * d <= n; d++) {
    budget.spend(1);
    if (n % d !== 0n) continue;
    small.push(d);
    if (d * d !== n) large.push(n / d);
  }
  return [...small, ...large.toReversed()];
}
