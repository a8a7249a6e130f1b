import { remainder } from "../number/integer.ts";
import { addPolynomials, addScaled, scale } from "../number/polynomial.ts";
import {
  absolute,
  add,
  ceiling,
  compare,
  denominator,
  divide,
  floor,
  invert,
  multiply,
  negate,
  numerator,
  power,
  type Rational,
  rational,
  sign,
  subtract,
} from "../number/rational.ts";
import {
  complex,
  generic as a,
  int,
  isField,
  isNumeric,
  isOrdered,
  nat,
  rank,
  rat,
  real,
  sameType,
  type Type,
} from "../type.ts";
import { powerOf, residueOf } from "./powers.ts";
import { type ConstantRecord, name } from "./record.ts";
import type { ArithmeticOp } from "./names.ts";
import { arity, fixed, isInt, isNatOrInt, sameOf, when } from "./signature.ts";
import { dividing, looking, operation } from "./value.ts";

const rounding = (to: Type): ConstantRecord["signature"] => arity(1, ([x]) => when(isOrdered(x) && isField(x), to));

function divideBy(x: Rational, y: Rational, type: Type): Rational {
  if (sign(y) === 0) return 0;
  if (isField(type)) return divide(x, y);
  const [n, d] = [numerator(x), numerator(y)];
  return rational((n - remainder(n, d)) / d);
}

export const arithmetic: Readonly<Record<ArithmeticOp, ConstantRecord>> = {
  add: {
    signature: sameOf(2, isNumeric),
    names: { "Nat.add": name([nat, nat], nat) },
    value: operation(([x, y]) => add(x!, y!)),
    polynomial: ({ args }, { of }) => addPolynomials(of(args[0]!), of(args[1]!)),
  },
  mul: {
    signature: sameOf(2, isNumeric),
    names: { "Nat.mul": name([nat, nat], nat) },
    value: operation(([x, y]) => multiply(x!, y!)),
    polynomial: ({ args }, { of, product }) => product(of(args[0]!), of(args[1]!)),
  },
  /** On ℕ, zero where the true difference is negative. */
  sub: {
    signature: sameOf(2, isNumeric),
    names: { "Nat.sub": name([nat, nat], nat) },
    value: operation(([x, y], type) => {
      const difference = subtract(x!, y!);
      return sameType(type, nat) && sign(difference) < 0 ? 0 : difference;
    }),
    polynomial: ({ args, type }, { of }) =>
      sameType(type, nat) ? undefined : addScaled(of(args[0]!), -1, of(args[1]!)),
  },
  /** On ℕ floor, on ℤ Euclidean, on fields x / 0 = 0. */
  div: {
    signature: sameOf(2, isNumeric),
    names: { "Nat.div": name([nat, nat], nat), "Int.ediv": name([int, int], int) },
    value: dividing(operation(([x, y], type) => divideBy(x!, y!, type))),
    polynomial: ({ args, type }, { of, product, inverse }) =>
      isField(type) ? product(of(args[0]!), inverse(of(args[1]!))) : undefined,
  },
  mod: {
    signature: sameOf(2, isNatOrInt),
    names: { "Nat.mod": name([nat, nat], nat), "Int.emod": name([int, int], int) },
    value: looking(({ args }, environment, budget, walk) => {
      const [dividend, divisor] = args;
      const modulus = walk(divisor!, environment, budget);
      if (modulus === undefined || !("number" in modulus)) return undefined;
      // a % 0 = a, and a % −m = a % m.
      if (sign(modulus.number) === 0) return walk(dividend!, environment, budget);
      const value = residueOf(dividend!, numerator(absolute(modulus.number)), environment, budget, walk);
      return value === undefined ? undefined : { number: rational(value) };
    }),
  },
  neg: {
    signature: sameOf(1, (type) => isNumeric(type) && !sameType(type, nat)),
    value: operation(([x]) => negate(x!)),
    polynomial: ({ args }, { of }) => scale(of(args[0]!), -1),
  },
  inv: {
    signature: sameOf(1, isField),
    value: dividing(operation(([x]) => (sign(x!) === 0 ? 0 : invert(x!)))),
    polynomial: ({ args }, { of, inverse }) => inverse(of(args[0]!)),
  },
  /** ℕ exponent anywhere, ℤ in fields, ℝ on ℝ, ℂ on ℂ: different operations, told apart by the exponent's type. */
  pow: {
    signature: arity(2, ([base, exponent]) =>
      when(
        isNumeric(base) &&
          (sameType(exponent, nat) ||
            (isInt(exponent) && isField(base)) ||
            (sameType(base, real) && sameType(exponent, real)) ||
            (sameType(base, complex) && sameType(exponent, complex))),
        base,
      ),
    ),
    names: { "Real.rpow": name([real, real], real) },
    value: operation(([x, y], type, budget, exponentType) => powerOf(x!, y!, type, exponentType!, budget)),
    polynomial: (term, ring) => ring.power(term, term.args[0]!, term.args[1]!),
  },
  /** The embedding into a larger type of ℕ ⊂ ℤ ⊂ ℚ ⊂ ℝ ⊂ ℂ. */
  cast: {
    signature: (args, wanted) =>
      args.length === 1 && wanted !== undefined && rank(args[0]!) >= 0 && rank(args[0]!) < rank(wanted)
        ? wanted
        : undefined,
    value: operation(([x]) => x),
    polynomial: ({ args }, { of }) => of(args[0]!),
  },
  abs: {
    signature: arity(1, ([x]) => (sameType(x, complex) ? real : when(isOrdered(x) && !sameType(x, nat), x))),
    names: { abs: name([a], a), "Complex.abs": name([complex], real) },
    value: operation(([x]) => absolute(x!)),
  },
  min: {
    signature: sameOf(2, isOrdered),
    names: { min: name([a, a], a), "Nat.min": name([nat, nat], nat) },
    value: operation(([x, y]) => (compare(x!, y!) <= 0 ? x : y)),
  },
  max: {
    signature: sameOf(2, isOrdered),
    names: { max: name([a, a], a), "Nat.max": name([nat, nat], nat) },
    value: operation(([x, y]) => (compare(x!, y!) >= 0 ? x : y)),
  },
  /** `decimal m e` is m / 10 ^ e, written with a point. */
  decimal: {
    signature: (args, wanted) =>
      args.length === 2 && wanted !== undefined && args.every((arg) => sameType(arg, nat)) && isField(wanted)
        ? wanted
        : undefined,
    value: operation(([m, e]) => (compare(e!, 1000) > 0 ? undefined : divide(m!, power(10, Number(numerator(e!)))))),
  },
  succ: {
    signature: fixed([nat], nat),
    names: { "Nat.succ": name([nat], nat) },
    value: operation(([n]) => add(n!, 1)),
    unfold: ([n], { app, num }) => app("add", [n!, num(1n, nat)]),
  },
  pred: {
    signature: fixed([nat], nat),
    names: { "Nat.pred": name([nat], nat) },
    value: operation(([n]) => (sign(n!) === 0 ? 0 : subtract(n!, 1))),
    unfold: ([n], { app, num }) => app("sub", [n!, num(1n, nat)]),
  },
  natAbs: {
    signature: fixed([int], nat),
    names: { "Int.natAbs": name([int], nat) },
    value: operation(([x]) => absolute(x!)),
  },
  toNat: {
    signature: fixed([int], nat),
    names: { "Int.toNat": name([int], nat) },
    value: operation(([x]) => (sign(x!) < 0 ? 0 : x)),
  },
  "Int.floor": {
    signature: rounding(int),
    names: { "Int.floor": name([a], int) },
    value: operation(([x]) => rational(floor(x!))),
  },
  "Int.ceil": {
    signature: rounding(int),
    names: { "Int.ceil": name([a], int) },
    value: operation(([x]) => rational(ceiling(x!))),
  },
  "Int.fract": {
    signature: arity(1, ([x]) => when(isOrdered(x) && isField(x), x)),
    names: { "Int.fract": name([a], a) },
    value: operation(([x]) => subtract(x!, rational(floor(x!)))),
  },
  round: { signature: rounding(int), names: { round: name([a], int) } },
  "Nat.floor": {
    signature: rounding(nat),
    names: { "Nat.floor": name([a], nat) },
    value: operation(([x]) => (sign(x!) < 0 ? 0 : rational(floor(x!)))),
  },
  "Nat.ceil": {
    signature: rounding(nat),
    names: { "Nat.ceil": name([a], nat) },
    value: operation(([x]) => (sign(x!) < 0 ? 0 : rational(ceiling(x!)))),
  },
  "Rat.num": {
    signature: fixed([rat], int),
    names: { "Rat.num": name([rat], int) },
    value: operation(([x]) => rational(numerator(x!))),
  },
  "Rat.den": {
    signature: fixed([rat], nat),
    names: { "Rat.den": name([rat], nat) },
    value: operation(([x]) => rational(denominator(x!))),
  },
};
