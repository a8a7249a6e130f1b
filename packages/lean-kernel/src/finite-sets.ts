import type { Rules } from "./constants.ts";
import type { Budget } from "./number/budget.ts";
import { compare, equals, numerator, type Rational, rational } from "./number/rational.ts";
import { isPrime, largestTested } from "./numbers.ts";
import type { Type } from "./type.ts";

/** A finite set of numbers, ascending and without repetition. */
export type Elements = readonly Rational[];

/** The set of these numbers. */
export function sorted(values: readonly Rational[], budget: Budget): Elements {
  budget.spend(values.length * 8);
  const ascending = [...values].sort(compare);
  return ascending.filter((value, i) => i === 0 || !equals(value, ascending[i - 1]!));
}

/** from, …, to; undefined when there are too many. */
export function integers(from: bigint, to: bigint, budget: Budget): Elements | undefined {
  const count = to - from + 1n;
  if (count <= 0n) return [];
  if (count > 100_000n) return undefined;
  budget.spend(Number(count));
  const all: Rational[] = [];
  for (let i = from; i <= to; i++) all.push(rational(i));
  return all;
}

/** The divisors of n; none for 0, as in Mathlib. */
function divisors(n: bigint, budget: Budget): Elements {
  const small: Rational[] = [];
  const large: Rational[] = [];
  for (let d = 1n; d * d <= n; d++) {
    budget.spend(1);
    if (n % d !== 0n) continue;
    small.push(rational(d));
    if (d * d !== n) large.push(rational(n / d));
  }
  return [...small, ...large.toReversed()];
}

type Maker = (numbers: readonly Rational[], budget: Budget, type: Type) => Elements | undefined;

const interval =
  (skipLow: bigint, skipHigh: bigint): Maker =>
  ([low, high], budget) =>
    integers(numerator(low!) + skipLow, numerator(high!) - skipHigh, budget);

/** Sets made of numbers. */
export const makers: Rules<Maker> = {
  range: ([n], budget) => integers(0n, numerator(n!) - 1n, budget),
  "Finset.Icc": interval(0n, 0n),
  "Finset.Ico": interval(0n, 1n),
  "Finset.Ioc": interval(1n, 0n),
  "Finset.Ioo": interval(1n, 1n),
  singleton: ([x], _, type) => (type.name === "Finset" ? [x!] : undefined),
  "Nat.divisors": ([n], budget) => divisors(numerator(n!), budget),
  "Nat.properDivisors": ([n], budget) => divisors(numerator(n!), budget).filter((d) => !equals(d, n!)),
  "Nat.primeFactors": ([n], budget) =>
    // A divisor too large to be tested is not one to leave out.
    numerator(n!) > largestTested
      ? undefined
      : divisors(numerator(n!), budget).filter((d) => isPrime(numerator(d), budget) === true),
};

const includes = (set: Elements, x: Rational): boolean => set.some((y) => equals(x, y));

/** A constant over sets: how many sets and how many numbers it takes, and no other arguments. */
interface OverSets {
  readonly sets: number;
  readonly numbers: number;
  readonly value: (
    sets: readonly Elements[],
    numbers: readonly Rational[],
    budget: Budget,
  ) => { readonly number: Rational } | { readonly truth: boolean } | { readonly elements: Elements };
}

const over = (sets: number, numbers: number, value: OverSets["value"]): OverSets => ({ sets, numbers, value });

/**
 * What is known of sets of numbers. The counts keep sets of sets out: in `∅ ∈ {∅}` the element is a set too. The caller has
 * paid for looking at every pair.
 */
export const overSets: Rules<OverSets> = {
  card: over(1, 0, ([s]) => ({ number: s!.length })),
  mem: over(1, 1, ([s], [x]) => ({ truth: includes(s!, x!) })),
  insert: over(1, 1, ([s], [x], budget) => ({ elements: sorted([...s!, x!], budget) })),
  union: over(2, 0, ([s, t], _, budget) => ({ elements: sorted([...s!, ...t!], budget) })),
  inter: over(2, 0, ([s, t]) => ({ elements: s!.filter((x) => includes(t!, x)) })),
  sdiff: over(2, 0, ([s, t]) => ({ elements: s!.filter((x) => !includes(t!, x)) })),
  subset: over(2, 0, ([s, t]) => ({ truth: s!.every((x) => includes(t!, x)) })),
};
