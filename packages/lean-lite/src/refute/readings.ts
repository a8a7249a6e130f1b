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
  multiply,
  negate,
  numerator,
  power,
  rational,
  type Rational,
  sign,
  subtract,
} from "@lemma/lean-kernel/rational";
import { type AppTerm, forEach, type Op, type Type } from "@lemma/lean-kernel";
import { exact, isNat, isWhole, type Meaning, truth } from "./meaning.ts";

/** How the second reading has a constant, by what its arguments are. */
export interface Reading {
  readonly exact?: (
    values: readonly [a: Rational, b: Rational, c: Rational],
    /** The type of the first argument, or of the constant itself. */
    at: { readonly type: Type; readonly term: AppTerm },
  ) => Meaning | undefined;
  readonly real?: (x: number, y: number) => number | undefined;
  /** Of one or two sets, and an element. */
  readonly sets?: (s: readonly Rational[], t: readonly Rational[], x: Rational | undefined) => Meaning | undefined;
  /** Of the sign of the difference. */
  readonly order?: (difference: number) => boolean;
}

const big = (a: Rational): bigint => numerator(a);

/** Euclid's remainder: not negative; `a % 0 = a`. */
function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) return a;
  const m = b < 0n ? -b : b;
  return ((a % m) + m) % m;
}

function isPrimeNumber(n: bigint): boolean | undefined {
  if (n > 1_000_000n) return undefined;
  if (n < 2n) return false;
  for (let d = 2n; d * d <= n; d += 1n) if (n % d === 0n) return false;
  return true;
}

function interval(from: bigint, to: bigint): Meaning | undefined {
  if (to - from > 300n) return undefined;
  const elements: Rational[] = [];
  for (let i = from; i <= to; i += 1n) elements.push(rational(i));
  return { kind: "set", elements };
}

function squareRoot(n: bigint): bigint | undefined {
  if (n > 10n ** 12n) return undefined;
  const root = BigInt(Math.round(Math.sqrt(Number(n))));
  return root * root === n ? root : undefined;
}

const includes = (set: readonly Rational[], element: Rational): boolean => set.some((y) => equals(element, y));

const realLog = (x: number): number | undefined => (Math.abs(x) < 1e-9 ? undefined : Math.log(Math.abs(x)));

const unread = { unread: "nobody has needed it" } as const;

/** `reader`: it looks at its arguments in its own order, and is read where they are. Or why it is not read at all. */
export const readings: Readonly<Record<Op, Reading | "reader" | { readonly unread: string }>> = {
  ...forEach("true false not and or imp iff forall exists ite eq ne sum prod filter image", "reader"),
  ...forEach("setOf univ Set.Icc Set.Ico Set.Ioc Set.Ioo Set.Ici Set.Ioi Set.Iic Set.Iio", "reader"),
  ...forEach("Equiv.toFun Equiv.invFun Equiv.symm Equiv.coe", "reader"),
  ...forEach("existsUnique ncard toSet isLeast isGreatest pair fst snd", unread),
  ...forEach("injective surjective bijective monotone antitone strictMono strictAnti", unread),
  ...forEach("isSquare isCoprime prime irrational round", unread),
  ...forEach("Nat.log Nat.totient Nat.divisors Nat.properDivisors Nat.primeFactors", unread),
  ...forEach("Nat.digits List.sum List.length", { unread: "lists have no meaning here" }),
  ...forEach("Real.arcsin Real.arccos Real.arctan", unread),
  ...forEach("Complex.I Complex.re Complex.im Complex.exp Complex.normSq Complex.conj", {
    unread: "complex numbers have no meaning here",
  }),
  ...forEach("fun?", { unread: "no closed term has it" }),
  add: {
    exact: ([a, b]) => exact(add(a, b)),
    real: (x, y) => x + y,
  },
  sub: {
    exact: ([a, b], { type }) => {
      const difference = subtract(a, b);
      return exact(isNat(type) && sign(difference) < 0 ? 0 : difference);
    },
    real: (x, y) => x - y,
  },
  mul: {
    exact: ([a, b]) => exact(multiply(a, b)),
    real: (x, y) => x * y,
  },
  neg: {
    exact: ([a]) => exact(negate(a)),
    real: (x) => -x,
  },
  div: {
    // A denominator that doubles cannot tell from zero says nothing.
    exact: ([a, b], { type }) => {
      if (sign(b) === 0) return exact(0);
      return exact(isWhole(type) ? rational((big(a) - remainder(big(a), big(b))) / big(b)) : divide(a, b));
    },
    real: (x, y) => (Math.abs(y) < 1e-6 ? undefined : x / y),
  },
  mod: {
    exact: ([a, b]) => exact(rational(remainder(big(a), big(b)))),
  },
  inv: {
    exact: ([a]) => exact(sign(a) === 0 ? 0 : divide(1, a)),
    real: (x) => (Math.abs(x) < 1e-6 ? undefined : 1 / x),
  },
  pow: {
    exact: ([a, b], { term }) => {
      if (!isWhole(term.args[1]!.type)) return undefined;
      const e = Number(big(b));
      if (Math.abs(e) > 300) return undefined;
      if (e >= 0) return exact(power(a, e));
      return exact(sign(a) === 0 ? 0 : power(divide(1, a), -e));
    },
    real: (x, y) => (x > 1e-6 || (Number.isInteger(y) && y >= 0) ? x ** y : undefined),
  },
  cast: {
    exact: ([a]) => exact(a),
    real: (x) => x,
  },
  abs: {
    exact: ([a]) => exact(absolute(a)),
    real: (x) => Math.abs(x),
  },
  min: {
    exact: ([a, b]) => exact(compare(a, b) <= 0 ? a : b),
    real: (x, y) => Math.min(x, y),
  },
  max: {
    exact: ([a, b]) => exact(compare(a, b) >= 0 ? a : b),
    real: (x, y) => Math.max(x, y),
  },
  succ: {
    exact: ([a]) => exact(add(a, 1)),
  },
  pred: {
    exact: ([a]) => exact(sign(a) === 0 ? 0 : subtract(a, 1)),
  },
  dvd: {
    exact: ([a, b], { type }) => {
      if (!isWhole(type)) return truth(sign(a) !== 0 || sign(b) === 0);
      return truth(sign(a) === 0 ? sign(b) === 0 : big(b) % big(a) === 0n);
    },
  },
  even: {
    exact: ([a], { type }) => (isWhole(type) ? truth(remainder(big(a), 2n) === 0n) : truth(true)),
  },
  odd: {
    exact: ([a], { type }) => (isWhole(type) ? truth(remainder(big(a), 2n) !== 0n) : undefined),
  },
  modEq: {
    exact: ([a, b, c]) => truth(remainder(big(b), big(a)) === remainder(big(c), big(a))),
  },
  "Nat.gcd": {
    exact: ([a, b]) => exact(rational(gcd(big(a), big(b)))),
  },
  "Int.gcd": {
    exact: ([a, b]) => exact(rational(gcd(big(a), big(b)))),
  },
  "Nat.lcm": {
    exact: ([a, b]) => {
      if (sign(a) === 0 || sign(b) === 0) return exact(0);
      return exact(absolute(rational((big(a) * big(b)) / gcd(big(a), big(b)))));
    },
  },
  "Int.lcm": {
    exact: ([a, b]) => {
      if (sign(a) === 0 || sign(b) === 0) return exact(0);
      return exact(absolute(rational((big(a) * big(b)) / gcd(big(a), big(b)))));
    },
  },
  "Nat.Coprime": {
    exact: ([a, b]) => truth(gcd(big(a), big(b)) === 1n),
  },
  "Nat.Prime": {
    exact: ([a]) => {
      const prime = isPrimeNumber(big(a));
      return prime === undefined ? undefined : truth(prime);
    },
  },
  "Nat.factorial": {
    exact: ([a]) => {
      if (big(a) > 60n) return undefined;
      let product = 1n;
      for (let i = 2n; i <= big(a); i += 1n) product *= i;
      return exact(rational(product));
    },
  },
  "Nat.choose": {
    exact: ([a, b]) => {
      if (big(a) > 60n) return undefined;
      if (big(b) > big(a)) return exact(0);
      let result = 1n;
      for (let i = 1n; i <= big(b); i += 1n) result = (result * (big(a) - big(b) + i)) / i;
      return exact(rational(result));
    },
  },
  "Nat.sqrt": {
    exact: ([a]) => exact(rational(BigInt(Math.floor(Math.sqrt(Number(big(a)) + 0.5))))),
  },
  natAbs: {
    exact: ([a]) => exact(absolute(a)),
  },
  toNat: {
    exact: ([a]) => exact(sign(a) < 0 ? 0 : a),
  },
  "Int.floor": {
    exact: ([a]) => exact(rational(floor(a))),
  },
  "Int.ceil": {
    exact: ([a]) => exact(rational(ceiling(a))),
  },
  "Int.fract": {
    exact: ([a]) => exact(subtract(a, rational(floor(a)))),
  },
  "Nat.floor": {
    exact: ([a]) => exact(sign(a) < 0 ? 0 : rational(floor(a))),
  },
  "Nat.ceil": {
    exact: ([a]) => exact(sign(a) < 0 ? 0 : rational(ceiling(a))),
  },
  "Rat.num": {
    exact: ([a]) => exact(rational(numerator(a))),
  },
  "Rat.den": {
    exact: ([a]) => exact(rational(denominator(a))),
  },
  range: {
    exact: ([a]) => interval(0n, big(a) - 1n),
  },
  "Finset.Icc": {
    exact: ([a, b]) => interval(big(a), big(b)),
  },
  "Finset.Ico": {
    exact: ([a, b]) => interval(big(a), big(b) - 1n),
  },
  "Finset.Ioc": {
    exact: ([a, b]) => interval(big(a) + 1n, big(b)),
  },
  "Finset.Ioo": {
    exact: ([a, b]) => interval(big(a) + 1n, big(b) - 1n),
  },
  singleton: {
    exact: ([a]) => ({ kind: "set", elements: [a] }),
  },
  empty: {
    exact: () => ({ kind: "set", elements: [] }),
  },
  decimal: {
    exact: ([a, b]) => exact(divide(a, power(10, Number(big(b))))),
  },
  "Nat.fib": {
    exact: ([a]) => {
      if (big(a) > 300n) return undefined;
      let [previous, current] = [0n, 1n];
      for (let i = 0n; i < big(a); i += 1n) [previous, current] = [current, previous + current];
      return exact(rational(previous));
    },
  },
  "Real.sqrt": {
    exact: ([a]) => {
      if (sign(a) <= 0) return exact(0);
      const [n, d] = [squareRoot(numerator(a)), squareRoot(denominator(a))];
      return n === undefined || d === undefined ? undefined : exact(rational(n, d));
    },
    real: (x) => Math.sqrt(Math.max(0, x)),
  },
  card: {
    sets: (s) => exact(s.length),
  },
  mem: {
    sets: (s, _, x) => (x === undefined ? undefined : truth(includes(s, x))),
  },
  insert: {
    sets: (s, _, x) => (x === undefined ? undefined : { kind: "set", elements: includes(s, x) ? s : [...s, x] }),
  },
  union: {
    sets: (s, t) => ({ kind: "set", elements: [...s, ...t.filter((y) => !includes(s, y))] }),
  },
  inter: {
    sets: (s, t) => ({ kind: "set", elements: s.filter((y) => includes(t, y)) }),
  },
  sdiff: {
    sets: (s, t) => ({ kind: "set", elements: s.filter((y) => !includes(t, y)) }),
  },
  subset: {
    sets: (s, t) => truth(s.every((y) => includes(t, y))),
  },
  "Real.pi": {
    real: () => Math.PI,
  },
  "Real.exp": {
    real: (x) => Math.exp(x),
  },
  "Real.log": {
    real: realLog,
  },
  "Real.logb": {
    real: (x, y) => {
      const [top, bottom] = [realLog(y), realLog(x)];
      return top === undefined || bottom === undefined || Math.abs(bottom) < 1e-6 ? undefined : top / bottom;
    },
  },
  "Real.sin": {
    real: (x) => Math.sin(x),
  },
  "Real.cos": {
    real: (x) => Math.cos(x),
  },
  "Real.tan": {
    real: (x) => (Math.abs(Math.cos(x)) < 1e-3 ? undefined : Math.tan(x)),
  },
  lt: {
    order: (d) => d < 0,
  },
  le: {
    order: (d) => d <= 0,
  },
  gt: {
    order: (d) => d > 0,
  },
  ge: {
    order: (d) => d >= 0,
  },
};
