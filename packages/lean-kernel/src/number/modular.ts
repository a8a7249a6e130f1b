import type { Budget } from "../budget.ts";

const bits = (n: bigint): number => n.toString(16).length * 4;

/** `base ^ exponent mod modulus` in 0 … modulus − 1 by squaring, never forming the power. The modulus is positive. */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint, budget: Budget): bigint {
  if (modulus <= 0n || exponent < 0n)
    throw new RangeError("modularPower: expected a positive modulus and a natural exponent");
  let result = 1n % modulus;
  let square = ((base % modulus) + modulus) % modulus;
  for (let n = exponent; n > 0n; n >>= 1n) {
    budget.spend(1 + Math.ceil(bits(modulus) / 64));
    if (n & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
