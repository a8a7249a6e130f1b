import { choose, divisors, factorial, fibonacci, integerRoot, isPrime, largestTested, lcm } from "../number/integer.ts";
import type { Budget } from "../budget.ts";
import { gcd, numerator, type Rational, rational } from "../number/rational.ts";
import { finset, generic as a, int, isField, isNumeric, list, nat, prop, sameType, type Type } from "../type.ts";
import { type ConstantRecord, name } from "./record.ts";
import type { NumberTheoryOp } from "./names.ts";
import { arity, binary, fixed, isNatOrInt, ofNumber, type Signature, when } from "./signature.ts";
import { dividing, elements, operation, test } from "./value.ts";

/** A natural number that a function makes of the numerators of one or two whole numbers. */
const whole = (of: (x: bigint, y: bigint, budget: Budget) => bigint | undefined): ReturnType<typeof operation> =>
  operation(([x, y], _, budget) => {
    const result = of(numerator(x!), y === undefined ? 0n : numerator(y), budget);
    return result === undefined ? undefined : rational(result);
  });

const divisorsSuch = (
  lean: string,
  keep: (d: bigint, n: bigint, budget: Budget) => boolean,
  largest?: bigint,
): ConstantRecord => ({
  signature: fixed([nat], finset(nat)),
  names: { [lean]: name([nat], finset(nat)) },
  value: elements(([x], _, budget): readonly Rational[] | undefined => {
    const n = numerator(x!);
    if (largest !== undefined && n > largest) return undefined;
    return divisors(n, budget)
      .filter((d) => keep(d, n, budget))
      .map((d) => rational(d));
  }),
});

const natural = (lean: string, value?: ConstantRecord["value"]): ConstantRecord => ({
  signature: fixed([nat], nat),
  names: { [lean]: name([nat], nat) },
  ...(value === undefined ? {} : { value }),
});
const twoOf = (lean: string, of: Type, signature: Signature, value?: ConstantRecord["value"]): ConstantRecord => ({
  signature,
  names: { [lean]: name([of, of], nat) },
  ...(value === undefined ? {} : { value }),
});

export const numberTheory: Readonly<Record<NumberTheoryOp, ConstantRecord>> = {
  even: {
    signature: ofNumber,
    names: { Even: name([a], prop) },
    value: test(([x], type) => (isField(type) ? undefined : numerator(x!) % 2n === 0n)),
    unfold: ([x], { app, bound, eq, exists, lam, lift }) => {
      const { type } = x!;
      return exists(lam("r", type, eq(lift(x!, 1), app("add", [bound(0, type), bound(0, type)]))));
    },
  },
  odd: {
    signature: ofNumber,
    names: { Odd: name([a], prop) },
    value: test(([x], type) => (isField(type) ? undefined : numerator(x!) % 2n !== 0n)),
    unfold: ([x], { app, bound, eq, exists, lam, lift, num }) => {
      const { type } = x!;
      const double = app("mul", [num(2n, type), bound(0, type)]);
      return exists(lam("k", type, eq(lift(x!, 1), app("add", [double, num(1n, type)]))));
    },
  },
  isSquare: {
    signature: ofNumber,
    names: { IsSquare: name([a], prop) },
    unfold: ([x], { app, bound, eq, exists, lam, lift }) => {
      const { type } = x!;
      return exists(lam("r", type, eq(lift(x!, 1), app("mul", [bound(0, type), bound(0, type)]))));
    },
  },
  /** `modEq n a b` is `a ≡ b [MOD n]` on ℕ, `[ZMOD n]` on ℤ. */
  modEq: {
    signature: arity(3, ([n, x, y]) => when(isNatOrInt(n) && sameType(n, x) && sameType(n, y), prop)),
    names: { "Nat.ModEq": name([nat, nat, nat], prop), "Int.ModEq": name([int, int, int], prop) },
    unfold: ([n, x, y], { app, eq }) => eq(app("mod", [x!, n!]), app("mod", [y!, n!])),
  },
  "Nat.gcd": twoOf("Nat.gcd", nat, binary(nat), dividing(whole(gcd))),
  "Nat.lcm": twoOf("Nat.lcm", nat, binary(nat), dividing(whole(lcm))),
  "Int.gcd": twoOf("Int.gcd", int, fixed([int, int], nat), dividing(whole(gcd))),
  "Int.lcm": twoOf("Int.lcm", int, fixed([int, int], nat), dividing(whole(lcm))),
  "Nat.Prime": {
    signature: fixed([nat], prop),
    names: { "Nat.Prime": name([nat], prop) },
    value: test(([n], _, budget) => isPrime(numerator(n!), budget)),
  },
  "Nat.Coprime": {
    signature: fixed([nat, nat], prop),
    names: { "Nat.Coprime": name([nat, nat], prop) },
    value: dividing(test(([x, y]) => gcd(numerator(x!), numerator(y!)) === 1n)),
    unfold: ([x, y], { app, eq, num }) => eq(app("Nat.gcd", [x!, y!]), num(1n, nat)),
  },
  isCoprime: {
    signature: arity(2, ([x, y]) => when(isNumeric(x) && sameType(x, y), prop)),
    names: { IsCoprime: name([a, a], prop) },
  },
  prime: { signature: ofNumber, names: { Prime: name([a], prop) } },
  "Nat.factorial": natural(
    "Nat.factorial",
    whole((n, _, budget) => factorial(n, budget)),
  ),
  "Nat.choose": twoOf("Nat.choose", nat, binary(nat), whole(choose)),
  "Nat.sqrt": natural("Nat.sqrt", whole(integerRoot)),
  "Nat.log": twoOf("Nat.log", nat, binary(nat)),
  "Nat.fib": natural(
    "Nat.fib",
    whole((n, _, budget) => fibonacci(n, budget)),
  ),
  "Nat.totient": natural("Nat.totient"),
  "Nat.divisors": divisorsSuch("Nat.divisors", () => true),
  "Nat.properDivisors": divisorsSuch("Nat.properDivisors", (d, n) => d !== n),
  // A divisor too large to be tested is not one to leave out.
  "Nat.primeFactors": divisorsSuch("Nat.primeFactors", (d, _, budget) => isPrime(d, budget) === true, largestTested),
  "Nat.digits": {
    signature: fixed([nat, nat], list(nat)),
    names: { "Nat.digits": name([nat, nat], list(nat)) },
  },
  "List.sum": {
    signature: arity(1, ([l]) => when(l.name === "List" && isNumeric(l.args[0]!), l.args[0]!)),
    names: { "List.sum": name([list(a)], a) },
  },
  "List.length": {
    signature: arity(1, ([l]) => when(l.name === "List", nat)),
    names: { "List.length": name([list(a)], nat) },
  },
};
