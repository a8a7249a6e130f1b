import type { Words } from "./words.ts";

export type ArithmeticOp =
  | Words<"add mul sub div mod neg inv pow cast abs min max decimal succ pred natAbs toNat Int.floor Int.ceil">
  | Words<"Int.fract round Nat.floor Nat.ceil Rat.num Rat.den">;

export type LogicOp = Words<"eq ne lt le gt ge dvd true false not and or imp iff forall exists existsUnique ite fun?">;

export type SetOp =
  | Words<"subset sum prod mem setOf empty univ insert singleton union inter sdiff card ncard filter image">
  | Words<"toSet range Finset.Icc Finset.Ico Finset.Ioc Finset.Ioo Set.Icc Set.Ico Set.Ioc Set.Ioo Set.Ici">
  | Words<"Set.Ioi Set.Iic Set.Iio isLeast isGreatest">;

export type FunctionOp =
  | Words<"pair fst snd injective surjective bijective monotone antitone strictMono strictAnti Equiv.toFun">
  | Words<"Equiv.invFun Equiv.symm Equiv.coe">;

export type NumberTheoryOp =
  | Words<"even odd isSquare modEq Nat.gcd Nat.lcm Int.gcd Int.lcm Nat.Prime Nat.Coprime isCoprime prime">
  | Words<"Nat.factorial Nat.choose Nat.sqrt Nat.log Nat.fib Nat.totient Nat.divisors Nat.properDivisors">
  | Words<"Nat.primeFactors Nat.digits List.sum List.length">;

export type TranscendentalOp =
  | Words<"irrational Real.sqrt Real.pi Real.exp Real.log Real.logb Real.sin Real.cos Real.tan Real.arcsin">
  | Words<"Real.arccos Real.arctan Complex.I Complex.re Complex.im Complex.exp Complex.normSq Complex.conj">;

/** The constants of the fragment, by name: what has no record does not compile, and no term has it. */
export type Op = ArithmeticOp | LogicOp | SetOp | FunctionOp | NumberTheoryOp | TranscendentalOp;
