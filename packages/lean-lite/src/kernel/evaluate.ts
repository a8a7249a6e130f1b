import type { Budget } from "../engines/budget.ts";
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
} from "../engines/rational.ts";
import { modularPower } from "../engines/normnum.ts";
import type { AppTerm, LamTerm, Term } from "./term.ts";
import { int, isField, nat, sameType, type Type } from "./type.ts";

/** What a closed term can stand for: a number, a truth value, a finite set of numbers in ascending order. */
export type Value =
  | { readonly number: Rational }
  | { readonly truth: boolean }
  | { readonly elements: readonly Rational[] };

const largestBits = 200_000;

/**
 * The value of closed terms by Lean's definitions: truncated subtraction on ℕ, floor division on ℕ, Euclidean on ℤ,
 * `x / 0 = 0`, `x % 0 = x`. `undefined` for whatever it does not know. Quantifiers are decided only where a bound makes them
 * finite. @throws {StepLimitError}
 */
export function evaluate(term: Term, budget: Budget): Value | undefined {
  return term.hasVar || term.open ? undefined : walk(term, undefined, budget);
}

/** Whether a closed formula is true; undefined when that is not known. */
export function decide(term: Term, budget: Budget): boolean | undefined {
  const value = evaluate(term, budget);
  return value !== undefined && "truth" in value ? value.truth : undefined;
}

/** The number that a closed term stands for. */
export function numberOf(term: Term, budget: Budget): Rational | undefined {
  if (term.tag === "num") return rational(term.value);
  const value = evaluate(term, budget);
  return value !== undefined && "number" in value ? value.number : undefined;
}

interface Environment {
  readonly value: Value;
  readonly rest: Environment | undefined;
}

function walk(term: Term, environment: Environment | undefined, budget: Budget): Value | undefined {
  budget.spend(1);
  switch (term.tag) {
    case "num":
      return { number: rational(term.value) };
    case "bound": {
      let place = environment;
      for (let i = 0; i < term.index; i++) place = place?.rest;
      return place?.value;
    }
    case "app":
      return walkApp(term, environment, budget);
    case "call":
    case "lam":
    case "meta":
    case "var":
    default:
      return undefined;
  }
}

const bits = (value: Rational): number => {
  if (typeof value === "number") return value === 0 ? 1 : Math.ceil(Math.log2(Math.abs(value) + 1));
  return (numerator(value).toString(16).length + denominator(value).toString(16).length) * 4;
};

function walkApp(term: AppTerm, environment: Environment | undefined, budget: Budget): Value | undefined {
  const lazy = formulas[term.op];
  if (lazy !== undefined) return lazy(term, environment, budget);
  const numbers: Rational[] = [];
  const sets: (readonly Rational[])[] = [];
  for (const arg of term.args) {
    const value = walk(arg, environment, budget);
    if (value === undefined || "truth" in value) return undefined;
    if ("number" in value) {
      numbers.push(value.number);
      budget.spend(Math.ceil(bits(value.number) / 64));
    } else sets.push(value.elements);
  }
  if (sets.length > 0) return overSets[term.op]?.(sets, numbers);
  const type = term.args[0]?.type ?? term.type;
  const test = relations[term.op];
  if (test !== undefined) {
    const truth = test(numbers[0]!, numbers[1]!, type, budget);
    return truth === undefined ? undefined : { truth };
  }
  const makeSet = intervals[term.op];
  if (makeSet !== undefined) return makeSet(numbers, budget, term.type);
  const result = operations[term.op]?.(numbers, type, budget, term);
  return result === undefined ? undefined : { number: result };
}

type Lazy = (term: AppTerm, environment: Environment | undefined, budget: Budget) => Value | undefined;

const truthOf = (term: Term, environment: Environment | undefined, budget: Budget): boolean | undefined => {
  const value = walk(term, environment, budget);
  return value !== undefined && "truth" in value ? value.truth : undefined;
};
const truth = (value: boolean | undefined): Value | undefined => (value === undefined ? undefined : { truth: value });

const sumLike =
  (unit: Rational, combine: (a: Rational, b: Rational) => Rational): Lazy =>
  (term, environment, budget) => {
    const [s, f] = term.args as [Term, Term];
    const elements = walk(s, environment, budget);
    if (elements === undefined || !("elements" in elements) || f.tag !== "lam") return undefined;
    let total = unit;
    for (const element of elements.elements) {
      const value = walk(f.body, { value: { number: element }, rest: environment }, budget);
      if (value === undefined || !("number" in value)) return undefined;
      budget.spend(1 + Math.ceil(bits(total) / 64));
      total = combine(total, value.number);
    }
    return { number: total };
  };

/** All elements that a bound leaves: `∀ x, x < n → …`, `∀ x, x ∈ s → …` with x the bound variable 0; ℕ's own zero helps. */
function range(
  guard: Term,
  domain: Type,
  environment: Environment | undefined,
  budget: Budget,
): readonly Rational[] | undefined {
  if (guard.tag !== "app") return undefined;
  const isX = (part: Term): boolean => part.tag === "bound" && part.index === 0;
  // The bound must not mention x: it is evaluated where x has no value.
  const outside = (part: Term): Value | undefined =>
    mentions(part, 0) ? undefined : walk(part, { value: { elements: [] }, rest: environment }, budget);
  const [a, b] = guard.args as [Term, Term];
  if (guard.op === "mem" && isX(a)) {
    const value = outside(b);
    return value !== undefined && "elements" in value ? value.elements : undefined;
  }
  if (!sameType(domain, nat)) return undefined;
  const upper =
    (guard.op === "lt" || guard.op === "le") && isX(a)
      ? outside(b)
      : (guard.op === "gt" || guard.op === "ge") && isX(b)
        ? outside(a)
        : undefined;
  if (upper === undefined || !("number" in upper)) return undefined;
  const end = numerator(upper.number) - (guard.op === "lt" || guard.op === "gt" ? 1n : 0n);
  return integers(0n, end, budget);
}

function mentions(term: Term, index: number): boolean {
  if (term.loose <= index) return false;
  if (term.tag === "bound") return term.index === index;
  if (term.tag === "app") return term.args.some((arg) => mentions(arg, index));
  if (term.tag === "call") return mentions(term.fn, index) || mentions(term.arg, index);
  return term.tag === "lam" && mentions(term.body, index + 1);
}

const quantifier =
  (universal: boolean): Lazy =>
  (term, environment, budget) => {
    const body = term.args[0]!;
    if (body.tag !== "lam" || body.body.tag !== "app" || body.body.op !== (universal ? "imp" : "and")) return undefined;
    const [guard, rest] = body.body.args as [Term, Term];
    const elements = range(guard, body.domain, environment, budget);
    if (elements === undefined) return undefined;
    for (const element of elements) {
      const value = truthOf(rest, { value: { number: element }, rest: environment }, budget);
      if (value === undefined) return undefined;
      if (value !== universal) return { truth: !universal };
    }
    return { truth: universal };
  };

/** Constants that look at their arguments in their own order. */
const formulas: Readonly<Record<string, Lazy>> = {
  true: () => ({ truth: true }),
  false: () => ({ truth: false }),
  not: ({ args }, environment, budget) => {
    const value = truthOf(args[0]!, environment, budget);
    return truth(value === undefined ? undefined : !value);
  },
  and: ({ args }, environment, budget) => {
    const left = truthOf(args[0]!, environment, budget);
    return left === true ? truth(truthOf(args[1]!, environment, budget)) : truth(left);
  },
  or: ({ args }, environment, budget) => {
    const left = truthOf(args[0]!, environment, budget);
    return left === false ? truth(truthOf(args[1]!, environment, budget)) : truth(left);
  },
  imp: ({ args }, environment, budget) => {
    const left = truthOf(args[0]!, environment, budget);
    return left === true ? truth(truthOf(args[1]!, environment, budget)) : truth(left === false ? true : undefined);
  },
  iff: ({ args }, environment, budget) => {
    const [left, right] = [truthOf(args[0]!, environment, budget), truthOf(args[1]!, environment, budget)];
    return left === undefined || right === undefined ? undefined : { truth: left === right };
  },
  forall: quantifier(true),
  exists: quantifier(false),
  ite: ({ args }, environment, budget) => {
    const condition = truthOf(args[0]!, environment, budget);
    return condition === undefined ? undefined : walk(args[condition ? 1 : 2]!, environment, budget);
  },
  sum: sumLike(0, add),
  prod: sumLike(1, multiply),
  filter: ({ args }, environment, budget) => {
    const [p, s] = args as [Term, Term];
    const elements = walk(s, environment, budget);
    if (elements === undefined || !("elements" in elements) || p.tag !== "lam") return undefined;
    const kept: Rational[] = [];
    for (const element of elements.elements) {
      const value = truthOf(p.body, { value: { number: element }, rest: environment }, budget);
      if (value === undefined) return undefined;
      if (value) kept.push(element);
    }
    return { elements: kept };
  },
  image: ({ args }, environment, budget) => {
    const [f, s] = args as [Term, Term];
    const elements = walk(s, environment, budget);
    if (elements === undefined || !("elements" in elements) || f.tag !== "lam") return undefined;
    const images: Rational[] = [];
    for (const element of elements.elements) {
      const value = walk((f as LamTerm).body, { value: { number: element }, rest: environment }, budget);
      if (value === undefined || !("number" in value)) return undefined;
      images.push(value.number);
    }
    return { elements: sorted(images, budget) };
  },
  eq: (term, environment, budget) => equality(term, environment, budget, true),
  ne: (term, environment, budget) => equality(term, environment, budget, false),
  empty: ({ type }) => (type.name === "Finset" ? { elements: [] } : undefined),
  mod: ({ args }, environment, budget) => {
    const [dividend, divisor] = args as [Term, Term];
    const modulus = walk(divisor, environment, budget);
    if (modulus === undefined || !("number" in modulus)) return undefined;
    // a % 0 = a, and a % −m = a % m.
    if (sign(modulus.number) === 0) return walk(dividend, environment, budget);
    const value = residue(dividend, numerator(absolute(modulus.number)), environment, budget);
    return value === undefined ? undefined : { number: rational(value) };
  },
};

/** The remainder of an integer term by m > 0 in 0 … m − 1, from those of its parts, so that powers are never formed. */
function residue(term: Term, m: bigint, environment: Environment | undefined, budget: Budget): bigint | undefined {
  const parts = term.tag === "app" ? term.args : [];
  const whole = (): bigint | undefined => {
    const value = walk(term, environment, budget);
    return value === undefined || !("number" in value) ? undefined : remainder(numerator(value.number), m);
  };
  if (term.tag !== "app" || (term.op !== "add" && term.op !== "mul" && term.op !== "pow")) return whole();
  const [a, b] = parts as [Term, Term];
  const x = residue(a, m, environment, budget);
  if (x === undefined) return undefined;
  if (term.op === "pow") {
    if (!sameType(b.type, nat)) return whole();
    const exponent = walk(b, environment, budget);
    if (exponent === undefined || !("number" in exponent)) return undefined;
    return modularPower(x, numerator(exponent.number), m, budget);
  }
  const y = residue(b, m, environment, budget);
  if (y === undefined) return undefined;
  return remainder(term.op === "add" ? x + y : x * y, m);
}

function equality(
  { args }: AppTerm,
  environment: Environment | undefined,
  budget: Budget,
  positive: boolean,
): Value | undefined {
  const [a, b] = [walk(args[0]!, environment, budget), walk(args[1]!, environment, budget)];
  if (a === undefined || b === undefined) return undefined;
  if ("number" in a && "number" in b) return { truth: equals(a.number, b.number) === positive };
  if ("truth" in a && "truth" in b) return { truth: (a.truth === b.truth) === positive };
  if ("elements" in a && "elements" in b) {
    const same = a.elements.length === b.elements.length && a.elements.every((x, i) => equals(x, b.elements[i]!));
    return { truth: same === positive };
  }
  return undefined;
}

function sorted(values: readonly Rational[], budget: Budget): Rational[] {
  budget.spend(values.length * 8);
  const ascending = [...values].sort(compare);
  return ascending.filter((value, i) => i === 0 || !equals(value, ascending[i - 1]!));
}

function integers(from: bigint, to: bigint, budget: Budget): Rational[] | undefined {
  const count = to - from + 1n;
  if (count <= 0n) return [];
  if (count > 100_000n) return undefined;
  budget.spend(Number(count));
  const all: Rational[] = [];
  for (let i = from; i <= to; i++) all.push(rational(i));
  return all;
}

type Interval = (ends: readonly Rational[], budget: Budget, type: Type) => Value | undefined;
const interval =
  (skipLow: bigint, skipHigh: bigint): Interval =>
  (ends, budget) => {
    const elements = integers(numerator(ends[0]!) + skipLow, numerator(ends[1]!) - skipHigh, budget);
    return elements === undefined ? undefined : { elements };
  };
const divisors = (n: bigint, budget: Budget): Rational[] | undefined => {
  const small: Rational[] = [];
  const large: Rational[] = [];
  for (let d = 1n; d * d <= n; d++) {
    budget.spend(1);
    if (n % d !== 0n) continue;
    small.push(rational(d));
    if (d * d !== n) large.push(rational(n / d));
  }
  return [...small, ...large.toReversed()];
};

const intervals: Readonly<Record<string, Interval>> = {
  range: ([n], budget) => interval(0n, 1n)([0, n!], budget, nat),
  "Finset.Icc": interval(0n, 0n),
  "Finset.Ico": interval(0n, 1n),
  "Finset.Ioc": interval(1n, 0n),
  "Finset.Ioo": interval(1n, 1n),
  singleton: ([x], _, type) => (type.name === "Finset" ? { elements: [x!] } : undefined),
  "Nat.divisors": ([n], budget) => {
    const elements = divisors(numerator(n!), budget);
    return elements === undefined ? undefined : { elements };
  },
  "Nat.properDivisors": ([n], budget) => {
    const elements = divisors(numerator(n!), budget);
    return elements === undefined ? undefined : { elements: elements.filter((d) => !equals(d, n!)) };
  },
  "Nat.primeFactors": ([n], budget) => {
    if (sign(n!) === 0) return { elements: [] };
    const elements = divisors(numerator(n!), budget);
    if (elements === undefined) return undefined;
    const primes: Rational[] = [];
    for (const d of elements) {
      const prime = isPrime(numerator(d), budget);
      // A divisor that is too large to tell is not one to leave out.
      if (prime === undefined) return undefined;
      if (prime) primes.push(d);
    }
    return { elements: primes };
  },
};

const includes = (set: readonly Rational[], x: Rational): boolean => set.some((y) => equals(x, y));
const noBudget = { spend: () => undefined } as unknown as Budget;

const overSets: Readonly<
  Record<string, (sets: readonly (readonly Rational[])[], numbers: readonly Rational[]) => Value | undefined>
> = {
  card: ([s]) => ({ number: s!.length }),
  mem: ([s], [x]) => ({ truth: includes(s!, x!) }),
  insert: ([s], [x]) => ({ elements: sorted([...s!, x!], noBudget) }),
  union: ([s, t]) => ({ elements: sorted([...s!, ...t!], noBudget) }),
  inter: ([s, t]) => ({ elements: s!.filter((x) => includes(t!, x)) }),
  sdiff: ([s, t]) => ({ elements: s!.filter((x) => !includes(t!, x)) }),
  subset: ([s, t]) => ({ truth: s!.every((x) => includes(t!, x)) }),
};

type Relation = (a: Rational, b: Rational, type: Type, budget: Budget) => boolean | undefined;

const divides = (a: Rational, b: Rational, type: Type): boolean => {
  if (sign(a) === 0) return sign(b) === 0;
  return isField(type) || numerator(b) % numerator(a) === 0n;
};

const relations: Readonly<Record<string, Relation>> = {
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
  if (n > 10n ** 14n) return undefined;
  if (n % 2n === 0n) return n === 2n;
  const limit = Number(n);
  for (let d = 3; d * d <= limit; d += 2) {
    budget.spend(1);
    if (limit % d === 0) return false;
  }
  return true;
}

/** Euclidean: the remainder is never negative. `a % 0 = a`. */
const remainder = (a: bigint, b: bigint): bigint => {
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
  if (!trivial) budget.spend(Math.ceil((bits(base) * small) / 64));
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

function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

type Operation = (args: readonly Rational[], type: Type, budget: Budget, term: AppTerm) => Rational | undefined;

const operations: Readonly<Record<string, Operation>> = {
  add: ([a, b]) => add(a!, b!),
  mul: ([a, b]) => multiply(a!, b!),
  sub: ([a, b], type) => {
    const difference = subtract(a!, b!);
    return sameType(type, nat) && sign(difference) < 0 ? 0 : difference;
  },
  neg: ([a]) => negate(a!),
  div: ([a, b], type) => divideBy(a!, b!, type),
  inv: ([a]) => (sign(a!) === 0 ? 0 : invert(a!)),
  pow: ([a, b], type, budget, term) => powerOf(a!, b!, type, term.args[1]!.type, budget),
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
