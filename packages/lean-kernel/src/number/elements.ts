import type { Budget } from "../budget.ts";
import { compare, equals, type Rational, rational } from "./rational.ts";

/** The set of these numbers, ascending and without repetition. */
export function sorted(values: readonly Rational[], budget: Budget): readonly Rational[] {
  budget.spend(values.length * 8);
  const ascending = [...values].sort(compare);
  return ascending.filter((value, i) => i === 0 || !equals(value, ascending[i - 1]!));
}

/** from, …, to; undefined when there are too many. */
export function integers(from: bigint, to: bigint, budget: Budget): readonly Rational[] | undefined {
  const count = to - from + 1n;
  if (count <= 0n) return [];
  if (count > 100_000n) return undefined;
  budget.spend(Number(count));
  const all: Rational[] = [];
  for (let i = from; i <= to; i++) all.push(rational(i));
  return all;
}

export const includes = (set: readonly Rational[], x: Rational): boolean => set.some((y) => equals(x, y));
