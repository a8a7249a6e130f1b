/** A value of ℕ, ℤ, ℚ or ℝ: exact, n / d in lowest terms with d > 0, or a real number known to about ten digits. */
export type Num = Exact | Approximate;
export interface Exact {
  readonly n: bigint;
  readonly d: bigint;
}
export interface Approximate {
  readonly about: number;
}

/** Thrown where a value is out of this semantics' reach. The campaign then leaves the statement out. */
export class Unknown extends Error {}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

export function exact(n: bigint | number, d: bigint | number = 1n): Exact {
  const [top, bottom] = [BigInt(n), BigInt(d)];
  if (bottom === 0n) throw new Unknown("denominator 0");
  const common = gcd(top, bottom) * (bottom < 0n ? -1n : 1n);
  return { n: top / common, d: bottom / common };
}

export const isExact = (x: Num): x is Exact => "n" in x;
export const isInteger = (x: Num): x is Exact => isExact(x) && x.d === 1n;
export const toNumber = (x: Num): number => (isExact(x) ? Number(x.n) / Number(x.d) : x.about);

const approximate = (about: number): Num => {
  if (!Number.isFinite(about)) throw new Unknown("not finite");
  return { about };
};

const lift =
  (onExact: (a: Exact, b: Exact) => Exact, onFloat: (a: number, b: number) => number) =>
  (a: Num, b: Num): Num =>
    isExact(a) && isExact(b) ? onExact(a, b) : approximate(onFloat(toNumber(a), toNumber(b)));

export const add = lift(
  (a, b) => exact(a.n * b.d + b.n * a.d, a.d * b.d),
  (a, b) => a + b,
);
export const subtract = lift(
  (a, b) => exact(a.n * b.d - b.n * a.d, a.d * b.d),
  (a, b) => a - b,
);
export const multiply = lift(
  (a, b) => exact(a.n * b.n, a.d * b.d),
  (a, b) => a * b,
);
/** In a field of Lean's, x / 0 = 0. */
export const divide = lift(
  (a, b) => (b.n === 0n ? exact(0) : exact(a.n * b.d, a.d * b.n)),
  (a, b) => a / b,
);
export const negate = (a: Num): Num => subtract(exact(0), a);

/** The sign of a − b; throws where both are too close to tell. */
export function compare(a: Num, b: Num): -1 | 0 | 1 {
  if (isExact(a) && isExact(b)) {
    const difference = a.n * b.d - b.n * a.d;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  const [x, y] = [toNumber(a), toNumber(b)];
  if (Math.abs(x - y) <= 1e-7 * Math.max(1, Math.abs(x), Math.abs(y))) throw new Unknown("too close to tell");
  return x < y ? -1 : 1;
}

export const floor = (x: Num): Exact => {
  if (isExact(x)) return exact(x.n >= 0n ? x.n / x.d : -((-x.n + x.d - 1n) / x.d));
  const below = Math.floor(x.about);
  if (Math.abs(x.about - Math.round(x.about)) < 1e-6) throw new Unknown("too close to an integer");
  return exact(below);
};

/** Lean's division of integers: the remainder is never negative; x / 0 = 0 and x % 0 = x. */
export const euclid = (a: bigint, b: bigint): { quotient: bigint; remainder: bigint } => {
  if (b === 0n) return { quotient: 0n, remainder: a };
  const size = b < 0n ? -b : b;
  const remainder = ((a % size) + size) % size;
  return { quotient: (a - remainder) / b, remainder };
};

/** base ^ exponent for an integer exponent; 0 to a negative power is 0, as 0⁻¹ is. */
export function power(base: Num, exponent: bigint): Num {
  if (exponent > 200n || exponent < -200n) throw new Unknown("a large exponent");
  const size = exponent < 0n ? -exponent : exponent;
  if (!isExact(base)) return approximate(base.about ** Number(exponent));
  if (exponent < 0n && base.n === 0n) return exact(0);
  const [n, d] = [base.n ** size, base.d ** size];
  return exponent < 0n ? exact(d, n) : exact(n, d);
}

/** Mathlib's real power: x ^ y = exp (y log x) for x > 0, exp (y log |x|) cos (π y) for x < 0, and 0 ^ y = 0 unless y = 0. */
export function realPower(base: Num, exponent: Num): Num {
  if (isInteger(exponent)) return power(base, exponent.n);
  const [x, y] = [toNumber(base), toNumber(exponent)];
  if (x === 0) return exact(0);
  return approximate(x > 0 ? x ** y : (-x) ** y * Math.cos(Math.PI * y));
}

export const realFunction =
  (f: (x: number) => number) =>
  (x: Num): Num =>
    approximate(f(toNumber(x)));
