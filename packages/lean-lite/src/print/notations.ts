import { forEach, type Op } from "@lemma/lean-kernel";

/** Levels as Lean's `infixl:65 " + "` and its like have them: the whole's, and what its parts must have at least. */
export interface Infix {
  readonly symbol: string;
  readonly level: number;
  readonly left: number;
  readonly right: number;
}
const infix = (symbol: string, level: number, left = level + 1, right = level + 1): Infix => ({
  symbol,
  level,
  left,
  right,
});

const special = {
  ...forEach(
    "neg inv abs cast decimal Int.floor Int.ceil Nat.floor Nat.ceil Real.sqrt Real.pi Nat.factorial modEq",
    "special" as const,
  ),
  ...forEach("not ite forall exists existsUnique pair fst snd Equiv.coe", "special" as const),
  ...forEach("empty univ insert singleton setOf toSet sum prod", "special" as const),
};

/** Constants with a notation that the printer writes itself. */
export type SpecialOp = keyof typeof special;

/**
 * How every constant is printed: between its arguments, by a notation of its own, or as a name before its arguments (and as `x.name` where
 * the first one allows).
 */
export const notations: Readonly<Record<Op, Infix | "special" | "name">> = {
  ...special,
  add: infix("+", 65, 65),
  sub: infix("-", 65, 65),
  mul: infix("*", 70, 70),
  div: infix("/", 70, 70),
  mod: infix("%", 70, 70),
  pow: infix("^", 75, 76, 75),
  eq: infix("=", 50),
  ne: infix("≠", 50),
  lt: infix("<", 50),
  le: infix("≤", 50),
  gt: infix(">", 50),
  ge: infix("≥", 50),
  dvd: infix("∣", 50),
  mem: infix("∈", 50),
  subset: infix("⊆", 50),
  and: infix("∧", 35, 36, 35),
  or: infix("∨", 30, 31, 30),
  imp: infix("→", 25, 26, 25),
  iff: infix("↔", 20),
  union: infix("∪", 65, 65),
  inter: infix("∩", 70, 70),
  sdiff: infix("\\", 70),
  ...forEach("true false max min succ pred natAbs toNat Int.fract round Rat.num Rat.den fun?", "name"),
  ...forEach("card ncard filter image range isLeast isGreatest", "name"),
  ...forEach(
    "Finset.Icc Finset.Ico Finset.Ioc Finset.Ioo Set.Icc Set.Ico Set.Ioc Set.Ioo Set.Ici Set.Ioi Set.Iic Set.Iio",
    "name",
  ),
  ...forEach(
    "injective surjective bijective monotone antitone strictMono strictAnti Equiv.toFun Equiv.invFun Equiv.symm",
    "name",
  ),
  ...forEach(
    "even odd isSquare isCoprime prime irrational Nat.Prime Nat.Coprime Nat.gcd Nat.lcm Int.gcd Int.lcm",
    "name",
  ),
  ...forEach(
    "Nat.choose Nat.sqrt Nat.log Nat.fib Nat.totient Nat.divisors Nat.properDivisors Nat.primeFactors Nat.digits",
    "name",
  ),
  ...forEach("List.sum List.length Complex.I Complex.re Complex.im Complex.exp Complex.normSq Complex.conj", "name"),
  ...forEach("Real.exp Real.log Real.logb Real.sin Real.cos Real.tan Real.arcsin Real.arccos Real.arctan", "name"),
};

/** The sign between a relation's sides. */
export function symbolOf(op: Op): string {
  const notation = notations[op];
  if (typeof notation === "string") throw new TypeError(`${op} is not written between its arguments`);
  return notation.symbol;
}
