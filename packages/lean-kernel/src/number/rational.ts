/**
 * Exact rationals. An integer of at most 53 bits is a plain `number`; everything else is a `Fraction` of bigints in lowest
 * terms with a positive denominator. The representation is canonical: equal values have equal representations, and a
 * `number` here is always a safe integer. Nearly all coefficients that occur in proofs stay on the fast path.
 */
export type Rational = number | Fraction;

export interface Fraction {
  readonly numerator: bigint;
  /** Positive. */
  readonly denominator: bigint;
}

const largest = BigInt(Number.MAX_SAFE_INTEGER);

/** @throws {RangeError} when `denominator` is zero. */
export function rational(numerator: bigint | number, denominator: bigint | number = 1): Rational {
  return reduce(BigInt(numerator), BigInt(denominator));
}

export const numerator = (a: Rational): bigint => (typeof a === "number" ? BigInt(a) : a.numerator);
export const denominator = (a: Rational): bigint => (typeof a === "number" ? 1n : a.denominator);

export const isInteger = (a: Rational): boolean => typeof a === "number" || a.denominator === 1n;

export function sign(a: Rational): -1 | 0 | 1 {
  if (typeof a === "number") return a > 0 ? 1 : a < 0 ? -1 : 0;
  return a.numerator > 0n ? 1 : a.numerator < 0n ? -1 : 0;
}

export function add(a: Rational, b: Rational): Rational {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const [an, ad, bn, bd] = [numerator(a), denominator(a), numerator(b), denominator(b)];
  return ad === bd ? reduce(an + bn, ad) : reduce(an * bd + bn * ad, ad * bd);
}

export function negate(a: Rational): Rational {
  if (typeof a === "number") return 0 - a;
  return reduce(-a.numerator, a.denominator);
}

export const subtract = (a: Rational, b: Rational): Rational => add(a, negate(b));

export function multiply(a: Rational, b: Rational): Rational {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // Adding zero turns −0 into 0.
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return reduce(numerator(a) * numerator(b), denominator(a) * denominator(b));
}

/** @throws {RangeError} when `a` is zero. Lean's `0⁻¹ = 0` is the caller's business. */
export function invert(a: Rational): Rational {
  if (a === 1 || a === -1) return a;
  return reduce(denominator(a), numerator(a));
}

/** @throws {RangeError} when `b` is zero. */
export function divide(a: Rational, b: Rational): Rational {
  if (typeof a === "number" && typeof b === "number" && b !== 0) {
    const quotient = a / b;
    // Exact whenever the quotient of safe integers rounds to an integer that multiplies back.
    if (Number.isSafeInteger(quotient) && quotient * b === a) return quotient + 0;
  }
  return reduce(numerator(a) * denominator(b), denominator(a) * numerator(b));
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compare(a: Rational, b: Rational): number {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [numerator(a) * denominator(b), numerator(b) * denominator(a)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function equals(a: Rational, b: Rational): boolean {
  if (typeof a === "number" || typeof b === "number") return a === b;
  return a.numerator === b.numerator && a.denominator === b.denominator;
}

/** `a ^ exponent` for a natural `exponent`; `0 ^ 0 = 1`. */
export function power(a: Rational, exponent: number): Rational {
  if (typeof a === "number") {
    // By squaring, not `**`, whose rounding is the platform's affair.
    let value = 1;
    let square = a;
    for (let n = exponent; n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) value *= square;
      if (n > 1) square *= square;
      if (!Number.isSafeInteger(value) || !Number.isSafeInteger(square)) break;
      if (n === 1) return value + 0;
    }
    if (exponent === 0) return 1;
  }
  const n = BigInt(exponent);
  return reduce(numerator(a) ** n, denominator(a) ** n);
}

export const absolute = (a: Rational): Rational => (sign(a) < 0 ? negate(a) : a);

/** The largest integer ≤ `a`. */
export function floor(a: Rational): bigint {
  if (typeof a === "number") return BigInt(a);
  const quotient = a.numerator / a.denominator;
  return a.numerator < 0n && quotient * a.denominator !== a.numerator ? quotient - 1n : quotient;
}

/** The smallest integer ≥ `a`. */
export const ceiling = (a: Rational): bigint => -floor(negate(a));

/** `-3`, `1/2`. */
export const format = (a: Rational): string =>
  isInteger(a) ? String(numerator(a)) : `${numerator(a)}/${denominator(a)}`;

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) {
    if (x <= largest && y <= largest) return BigInt(gcdNumber(Number(x), Number(y)));
    [x, y] = [y, x % y];
  }
  return x;
}

function gcdNumber(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

function reduce(top: bigint, bottom: bigint): Rational {
  if (bottom === 0n) throw new RangeError("rational: the denominator is zero");
  let [n, d] = bottom < 0n ? [-top, -bottom] : [top, bottom];
  if (d !== 1n) {
    const common = gcd(n, d);
    if (common !== 1n) [n, d] = [n / common, d / common];
  }
  if (d === 1n && n <= largest && n >= -largest) return Number(n);
  return { numerator: n, denominator: d };
}

/** How long a number is, for what working with it costs. */
export const bits = (value: Rational): number => {
  if (typeof value === "number") return value === 0 ? 1 : Math.ceil(Math.log2(Math.abs(value) + 1));
  return (numerator(value).toString(16).length + denominator(value).toString(16).length) * 4;
};
