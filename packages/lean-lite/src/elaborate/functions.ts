import {
  complex,
  finset,
  fun,
  generic,
  int,
  list,
  nat,
  otherGeneric,
  prop,
  rat,
  real,
  set,
  type Type,
  withArgs,
} from "@lemma/lean-kernel";

/** How a Lean name is applied: the constant of the kernel, the types of its explicit arguments, its result. */
export interface FunctionEntry {
  readonly op: string;
  readonly params: readonly Type[];
  readonly result: Type;
  /** The result type cannot be read off the arguments. */
  readonly wanted?: boolean;
}

/** Stand for any type in this table, one fresh type per use. */
const a = generic;
const b = otherGeneric;

const entry = (op: string, params: readonly Type[], result: Type): FunctionEntry => ({ op, params, result });

const table: Readonly<Record<string, FunctionEntry>> = {
  max: entry("max", [a, a], a),
  min: entry("min", [a, a], a),
  "Nat.max": entry("max", [nat, nat], nat),
  "Nat.min": entry("min", [nat, nat], nat),
  abs: entry("abs", [a], a),
  "Complex.abs": entry("abs", [complex], real),
  Even: entry("even", [a], prop),
  Odd: entry("odd", [a], prop),
  IsSquare: entry("isSquare", [a], prop),
  IsCoprime: entry("isCoprime", [a, a], prop),
  Prime: entry("prime", [a], prop),
  Irrational: entry("irrational", [real], prop),
  "Nat.gcd": entry("Nat.gcd", [nat, nat], nat),
  "Nat.lcm": entry("Nat.lcm", [nat, nat], nat),
  "Int.gcd": entry("Int.gcd", [int, int], nat),
  "Int.lcm": entry("Int.lcm", [int, int], nat),
  "Nat.Prime": entry("Nat.Prime", [nat], prop),
  "Nat.Coprime": entry("Nat.Coprime", [nat, nat], prop),
  "Nat.factorial": entry("Nat.factorial", [nat], nat),
  "Nat.choose": entry("Nat.choose", [nat, nat], nat),
  "Nat.sqrt": entry("Nat.sqrt", [nat], nat),
  "Nat.log": entry("Nat.log", [nat, nat], nat),
  "Nat.fib": entry("Nat.fib", [nat], nat),
  "Nat.totient": entry("Nat.totient", [nat], nat),
  "Nat.divisors": entry("Nat.divisors", [nat], finset(nat)),
  "Nat.properDivisors": entry("Nat.properDivisors", [nat], finset(nat)),
  "Nat.primeFactors": entry("Nat.primeFactors", [nat], finset(nat)),
  "Nat.digits": entry("Nat.digits", [nat, nat], list(nat)),
  "Nat.succ": entry("succ", [nat], nat),
  "Nat.pred": entry("pred", [nat], nat),
  "Nat.floor": entry("Nat.floor", [a], nat),
  "Nat.ceil": entry("Nat.ceil", [a], nat),
  "Nat.ModEq": entry("modEq", [nat, nat, nat], prop),
  "Int.ModEq": entry("modEq", [int, int, int], prop),
  "Nat.add": entry("add", [nat, nat], nat),
  "Nat.mul": entry("mul", [nat, nat], nat),
  "Nat.sub": entry("sub", [nat, nat], nat),
  "Nat.div": entry("div", [nat, nat], nat),
  "Nat.mod": entry("mod", [nat, nat], nat),
  "Nat.le": entry("le", [nat, nat], prop),
  "Nat.lt": entry("lt", [nat, nat], prop),
  "Int.natAbs": entry("natAbs", [int], nat),
  "Int.toNat": entry("toNat", [int], nat),
  "Int.emod": entry("mod", [int, int], int),
  "Int.ediv": entry("div", [int, int], int),
  "Int.floor": entry("Int.floor", [a], int),
  "Int.ceil": entry("Int.ceil", [a], int),
  "Int.fract": entry("Int.fract", [a], a),
  round: entry("round", [a], int),
  "Rat.num": entry("Rat.num", [rat], int),
  "Rat.den": entry("Rat.den", [rat], nat),
  "Real.sqrt": entry("Real.sqrt", [real], real),
  "Real.pi": entry("Real.pi", [], real),
  "Real.exp": entry("Real.exp", [real], real),
  "Real.log": entry("Real.log", [real], real),
  "Real.logb": entry("Real.logb", [real, real], real),
  "Real.sin": entry("Real.sin", [real], real),
  "Real.cos": entry("Real.cos", [real], real),
  "Real.tan": entry("Real.tan", [real], real),
  "Real.arcsin": entry("Real.arcsin", [real], real),
  "Real.arccos": entry("Real.arccos", [real], real),
  "Real.arctan": entry("Real.arctan", [real], real),
  "Complex.I": entry("Complex.I", [], complex),
  "Complex.re": entry("Complex.re", [complex], real),
  "Complex.im": entry("Complex.im", [complex], real),
  "Complex.exp": entry("Complex.exp", [complex], complex),
  "Complex.normSq": entry("Complex.normSq", [complex], real),
  "Finset.range": entry("range", [nat], finset(nat)),
  "Finset.Icc": entry("Finset.Icc", [a, a], finset(a)),
  "Finset.Ico": entry("Finset.Ico", [a, a], finset(a)),
  "Finset.Ioc": entry("Finset.Ioc", [a, a], finset(a)),
  "Finset.Ioo": entry("Finset.Ioo", [a, a], finset(a)),
  "Set.Icc": entry("Set.Icc", [a, a], set(a)),
  "Set.Ico": entry("Set.Ico", [a, a], set(a)),
  "Set.Ioc": entry("Set.Ioc", [a, a], set(a)),
  "Set.Ioo": entry("Set.Ioo", [a, a], set(a)),
  "Set.Ici": entry("Set.Ici", [a], set(a)),
  "Set.Ioi": entry("Set.Ioi", [a], set(a)),
  "Set.Iic": entry("Set.Iic", [a], set(a)),
  "Set.Iio": entry("Set.Iio", [a], set(a)),
  "Set.ncard": entry("ncard", [set(a)], nat),
  "Set.univ": { op: "univ", params: [], result: set(a), wanted: true },
  "Finset.card": entry("card", [finset(a)], nat),
  "Finset.sum": entry("sum", [finset(a), fun(a, b)], b),
  "Finset.prod": entry("prod", [finset(a), fun(a, b)], b),
  "Finset.filter": entry("filter", [fun(a, prop), finset(a)], finset(a)),
  "Finset.image": entry("image", [fun(a, b), finset(a)], finset(b)),
  "List.sum": entry("List.sum", [list(a)], a),
  "List.length": entry("List.length", [list(a)], nat),
  IsLeast: entry("isLeast", [set(a), a], prop),
  IsGreatest: entry("isGreatest", [set(a), a], prop),
  "Function.Injective": entry("injective", [fun(a, b)], prop),
  "Function.Surjective": entry("surjective", [fun(a, b)], prop),
  "Function.Bijective": entry("bijective", [fun(a, b)], prop),
  Monotone: entry("monotone", [fun(a, b)], prop),
  Antitone: entry("antitone", [fun(a, b)], prop),
  StrictMono: entry("strictMono", [fun(a, b)], prop),
  StrictAnti: entry("strictAnti", [fun(a, b)], prop),
  True: entry("true", [], prop),
  False: entry("false", [], prop),
  Not: entry("not", [prop], prop),
  And: entry("and", [prop, prop], prop),
  Or: entry("or", [prop, prop], prop),
  Iff: entry("iff", [prop, prop], prop),
  Dvd: entry("dvd", [a, a], prop),
  "Real.rpow": entry("pow", [real, real], real),
};

/** Namespaces that `open BigOperators Real Nat Topology Rat` makes reachable without their prefix. */
export const defaultOpens = ["Real", "Nat", "Rat"];

export const functionNamed = (name: string): FunctionEntry | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** The full names that a short one may mean. `protected` names are not reachable by opening their namespace. */
const protectedNames = new Set(
  "Nat.max Nat.min Nat.add Nat.mul Nat.sub Nat.div Nat.mod Nat.le Nat.lt Rat.add Rat.mul".split(" "),
);
/** Names outside the table that a short name may also mean, so that using it is ambiguous in Lean. */
const rivals = new Set(["gcd", "lcm"]);

export function candidates(name: string, opens: readonly string[]): string[] {
  const root = name.startsWith("_root_.") ? name.slice(7) : undefined;
  if (root !== undefined) return Object.hasOwn(table, root) ? [root] : [];
  const full = [name, ...opens.map((space) => `${space}.${name}`)];
  const found = full.filter((each, i) => Object.hasOwn(table, each) && !(i > 0 && protectedNames.has(each)));
  return rivals.has(name) && found.length > 0 ? ["?"] : found;
}

/** A copy of the entry whose type variables are the given fresh ones. */
export function instantiateEntry(entry_: FunctionEntry, fresh: () => Type): FunctionEntry {
  const chosen = new Map<string, Type>();
  const walk = (type: Type): Type => {
    if (type.key === a.key || type.key === b.key) {
      let own = chosen.get(type.key);
      if (own === undefined) chosen.set(type.key, (own = fresh()));
      return own;
    }
    return type.args.length === 0 ? type : withArgs(type, type.args.map(walk));
  };
  return { ...entry_, params: entry_.params.map(walk), result: walk(entry_.result) };
}

/** The namespace of a type, for `x.foo`. */
export const namespaceOf: Readonly<Record<string, string>> = {
  ℕ: "Nat",
  ℤ: "Int",
  ℚ: "Rat",
  ℝ: "Real",
  ℂ: "Complex",
  Finset: "Finset",
  Set: "Set",
  List: "List",
  "→": "Function",
};
