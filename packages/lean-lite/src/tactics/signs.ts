import { forEach, type Op } from "@lemma/lean-kernel";

/** By what `positivity` knows the sign of a constant's value; `value`: by its value alone, where it has one. */
export type SignRule =
  | "sum"
  | "product"
  | "quotient"
  | "inverse"
  | "power"
  | "cast"
  | "absolute"
  | "root"
  | "logarithm"
  | "exponential"
  | "pi"
  | "factorial"
  | "successor"
  | "value"
  | "none";

/** For every constant; `none` for what is no number. */
export const signRules: Readonly<Record<Op, SignRule>> = {
  add: "sum",
  mul: "product",
  div: "quotient",
  inv: "inverse",
  pow: "power",
  cast: "cast",
  abs: "absolute",
  "Real.sqrt": "root",
  "Real.log": "logarithm",
  "Real.exp": "exponential",
  "Real.pi": "pi",
  "Nat.factorial": "factorial",
  succ: "successor",
  ...forEach("sub neg mod min max decimal pred natAbs toNat round", "value"),
  ...forEach("Int.floor Int.ceil Int.fract Nat.floor Nat.ceil Rat.num Rat.den", "value"),
  ...forEach("Nat.gcd Nat.lcm Int.gcd Int.lcm Nat.choose Nat.sqrt Nat.log Nat.fib Nat.totient", "value"),
  ...forEach("sum prod card ncard ite fst snd List.sum List.length", "value"),
  ...forEach("Real.logb Real.sin Real.cos Real.tan Real.arcsin Real.arccos Real.arctan", "value"),
  ...forEach("Complex.I Complex.re Complex.im Complex.exp Complex.normSq Complex.conj", "value"),
  ...forEach("eq ne lt le gt ge dvd true false not and or imp iff forall exists existsUnique", "none"),
  ...forEach("even odd isSquare modEq Nat.Prime Nat.Coprime isCoprime prime irrational", "none"),
  ...forEach("subset mem setOf empty univ insert singleton union inter sdiff filter image toSet range", "none"),
  ...forEach("Finset.Icc Finset.Ico Finset.Ioc Finset.Ioo isLeast isGreatest", "none"),
  ...forEach("Set.Icc Set.Ico Set.Ioc Set.Ioo Set.Ici Set.Ioi Set.Iic Set.Iio", "none"),
  ...forEach("injective surjective bijective monotone antitone strictMono strictAnti pair fun?", "none"),
  ...forEach("Equiv.toFun Equiv.invFun Equiv.symm Equiv.coe Nat.digits", "none"),
  ...forEach("Nat.divisors Nat.properDivisors Nat.primeFactors", "none"),
};
