import {
  type Type,
  complex,
  equiv,
  finset,
  fun,
  int,
  isEquiv,
  isField,
  isFun,
  isNumeric,
  isOrdered,
  list,
  nat,
  pair,
  prop,
  rank,
  rat,
  real,
  sameType,
  set,
} from "./type.ts";

/** The type of a constant applied to arguments of these types, or undefined where it has no meaning. */
type Signature = (args: readonly Type[], wanted: Type | undefined) => Type | undefined;

const arity =
  (count: number, rule: (args: readonly [Type, Type, Type]) => Type | undefined): Signature =>
  (args) =>
    args.length === count ? rule(args as unknown as readonly [Type, Type, Type]) : undefined;

const when = (condition: boolean, type: Type): Type | undefined => (condition ? type : undefined);

const sameOf = (count: number, test: (type: Type) => boolean): Signature =>
  arity(count, (args) => when(args.slice(0, count).every((arg) => sameType(arg, args[0])) && test(args[0]), args[0]));
const relation = (test: (type: Type) => boolean): Signature =>
  arity(2, ([a, b]) => when(sameType(a, b) && test(a), prop));
const connective = (count: number): Signature =>
  arity(count, (args) =>
    when(
      args.slice(0, count).every((arg) => sameType(arg, prop)),
      prop,
    ),
  );
const quantifier: Signature = arity(1, ([p]) => when(isFun(p) && sameType(p.args[1]!, prop), prop));
const fixed =
  (from: readonly Type[], to: Type): Signature =>
  (args) =>
    when(args.length === from.length && from.every((type, i) => sameType(type, args[i]!)), to);

const isInt = (type: Type): boolean => sameType(type, int);
const isNatOrInt = (type: Type): boolean => sameType(type, nat) || isInt(type);
const isFinset = (type: Type): boolean => type.name === "Finset";
const isSet = (type: Type): boolean => type.name === "Set";
const isCollection = (type: Type): boolean => isFinset(type) || isSet(type);

const sumOver: Signature = arity(2, ([s, f]) =>
  when(isFinset(s) && isFun(f) && sameType(f.args[0]!, s.args[0]!) && isNumeric(f.args[1]!), f.args[1]!),
);
const interval = (wrap: (type: Type) => Type, test: (type: Type) => boolean): Signature =>
  arity(2, ([a, b]) => when(sameType(a, b) && test(a), wrap(a)));
const ray: Signature = arity(1, ([a]) => when(isOrdered(a), set(a)));

const ofEquiv = (result: (of: Type) => Type): Signature =>
  arity(1, ([e]) => (isEquiv(e) ? result(e.args[0]!) : undefined));

const binary = (from: Type): Signature => fixed([from, from], from);

const named = <K extends string>(table: Readonly<Record<K, Signature>>): Readonly<Record<K, Signature>> => table;

/** Every constant of the fragment, with its type. What it *means* is Lean's and Mathlib's definition of the same name. */
const signatures = named({
  add: sameOf(2, isNumeric),
  mul: sameOf(2, isNumeric),
  /** On ℕ, zero where the true difference is negative. */
  sub: sameOf(2, isNumeric),
  /** On ℕ floor, on ℤ Euclidean, on fields x / 0 = 0. */
  div: sameOf(2, isNumeric),
  mod: sameOf(2, isNatOrInt),
  neg: sameOf(1, (type) => isNumeric(type) && !sameType(type, nat)),
  inv: sameOf(1, isField),
  /** ℕ exponent anywhere, ℤ in fields, ℝ on ℝ, ℂ on ℂ: three different operations, told apart by the exponent's type. */
  pow: arity(2, ([base, exponent]) =>
    when(
      isNumeric(base) &&
        (sameType(exponent, nat) ||
          (isInt(exponent) && isField(base)) ||
          (sameType(base, real) && sameType(exponent, real)) ||
          (sameType(base, complex) && sameType(exponent, complex))),
      base,
    ),
  ),
  /** The embedding into a larger type of ℕ ⊂ ℤ ⊂ ℚ ⊂ ℝ ⊂ ℂ. */
  cast: (args, wanted) =>
    args.length === 1 && wanted !== undefined && rank(args[0]!) >= 0 && rank(args[0]!) < rank(wanted)
      ? wanted
      : undefined,
  abs: arity(1, ([a]) => (sameType(a, complex) ? real : when(isOrdered(a) && !sameType(a, nat), a))),
  min: sameOf(2, isOrdered),
  max: sameOf(2, isOrdered),
  eq: (args) => when(args.length === 2 && sameType(args[0]!, args[1]!), prop),
  ne: (args) => when(args.length === 2 && sameType(args[0]!, args[1]!), prop),
  lt: relation(isOrdered),
  le: relation(isOrdered),
  gt: relation(isOrdered),
  ge: relation(isOrdered),
  /** `s ⊆ t`. */
  subset: relation(isCollection),
  dvd: relation(isNumeric),
  true: connective(0),
  false: connective(0),
  not: connective(1),
  and: connective(2),
  or: connective(2),
  imp: connective(2),
  iff: connective(2),
  forall: quantifier,
  exists: quantifier,
  existsUnique: quantifier,
  ite: arity(3, ([c, a, b]) => when(sameType(c, prop) && sameType(a, b), a)),
  sum: sumOver,
  prod: sumOver,
  mem: arity(2, ([x, s]) => when(isCollection(s) && sameType(s.args[0]!, x), prop)),
  setOf: arity(1, ([p]) => (isFun(p) && sameType(p.args[1]!, prop) ? set(p.args[0]!) : undefined)),
  /** `∅`, at the type that is wanted. */
  empty: (args, wanted) => when(args.length === 0 && wanted !== undefined && isCollection(wanted), wanted!),
  univ: (args, wanted) => when(args.length === 0 && wanted !== undefined && isSet(wanted), wanted!),
  insert: arity(2, ([x, s]) => when(isCollection(s) && sameType(s.args[0]!, x), s)),
  singleton: (args, wanted) =>
    when(
      args.length === 1 && wanted !== undefined && isCollection(wanted) && sameType(wanted.args[0]!, args[0]!),
      wanted!,
    ),
  union: sameOf(2, isCollection),
  inter: sameOf(2, isCollection),
  sdiff: sameOf(2, isCollection),
  card: arity(1, ([s]) => when(isFinset(s), nat)),
  ncard: arity(1, ([s]) => when(isSet(s), nat)),
  filter: arity(2, ([p, s]) =>
    when(isFinset(s) && isFun(p) && sameType(p.args[1]!, prop) && sameType(p.args[0]!, s.args[0]!), s),
  ),
  image: arity(2, ([f, s]) =>
    isFinset(s) && isFun(f) && sameType(f.args[0]!, s.args[0]!) ? finset(f.args[1]!) : undefined,
  ),
  toSet: arity(1, ([s]) => (isFinset(s) ? set(s.args[0]!) : undefined)),
  range: fixed([nat], finset(nat)),
  "Finset.Icc": interval(finset, isNatOrInt),
  "Finset.Ico": interval(finset, isNatOrInt),
  "Finset.Ioc": interval(finset, isNatOrInt),
  "Finset.Ioo": interval(finset, isNatOrInt),
  "Set.Icc": interval(set, isOrdered),
  "Set.Ico": interval(set, isOrdered),
  "Set.Ioc": interval(set, isOrdered),
  "Set.Ioo": interval(set, isOrdered),
  "Set.Ici": ray,
  "Set.Ioi": ray,
  "Set.Iic": ray,
  "Set.Iio": ray,
  isLeast: arity(2, ([s, a]) => when(isSet(s) && sameType(s.args[0]!, a) && isOrdered(a), prop)),
  isGreatest: arity(2, ([s, a]) => when(isSet(s) && sameType(s.args[0]!, a) && isOrdered(a), prop)),
  /** `decimal m e` is m / 10 ^ e, written with a point. */
  decimal: (args, wanted) =>
    args.length === 2 && wanted !== undefined && args.every((arg) => sameType(arg, nat)) && isField(wanted)
      ? wanted
      : undefined,
  pair: arity(2, ([a, b]) => pair(a, b)),
  fst: arity(1, ([p]) => when(p.name === "×", p.args[0]!)),
  snd: arity(1, ([p]) => when(p.name === "×", p.args[1]!)),
  injective: arity(1, ([f]) => when(isFun(f), prop)),
  surjective: arity(1, ([f]) => when(isFun(f), prop)),
  bijective: arity(1, ([f]) => when(isFun(f), prop)),
  monotone: arity(1, ([f]) => when(isFun(f) && isOrdered(f.args[0]!) && isOrdered(f.args[1]!), prop)),
  antitone: arity(1, ([f]) => when(isFun(f) && isOrdered(f.args[0]!) && isOrdered(f.args[1]!), prop)),
  strictMono: arity(1, ([f]) => when(isFun(f) && isOrdered(f.args[0]!) && isOrdered(f.args[1]!), prop)),
  strictAnti: arity(1, ([f]) => when(isFun(f) && isOrdered(f.args[0]!) && isOrdered(f.args[1]!), prop)),
  even: arity(1, ([a]) => when(isNumeric(a), prop)),
  odd: arity(1, ([a]) => when(isNumeric(a), prop)),
  isSquare: arity(1, ([a]) => when(isNumeric(a), prop)),
  /** `modEq n a b` is `a ≡ b [MOD n]` on ℕ, `[ZMOD n]` on ℤ. */
  modEq: arity(3, ([n, a, b]) => when(isNatOrInt(n) && sameType(n, a) && sameType(n, b), prop)),
  succ: fixed([nat], nat),
  pred: fixed([nat], nat),
  "Nat.gcd": binary(nat),
  "Nat.lcm": binary(nat),
  "Int.gcd": fixed([int, int], nat),
  "Int.lcm": fixed([int, int], nat),
  "Nat.Prime": fixed([nat], prop),
  "Nat.Coprime": fixed([nat, nat], prop),
  isCoprime: arity(2, ([a, b]) => when(isNumeric(a) && sameType(a, b), prop)),
  prime: arity(1, ([a]) => when(isNumeric(a), prop)),
  irrational: fixed([real], prop),
  "Nat.factorial": fixed([nat], nat),
  "Nat.choose": binary(nat),
  "Nat.sqrt": fixed([nat], nat),
  "Nat.log": binary(nat),
  "Nat.fib": fixed([nat], nat),
  "Nat.totient": fixed([nat], nat),
  "Nat.divisors": fixed([nat], finset(nat)),
  "Nat.properDivisors": fixed([nat], finset(nat)),
  "Nat.primeFactors": fixed([nat], finset(nat)),
  "Nat.digits": fixed([nat, nat], list(nat)),
  "List.sum": arity(1, ([l]) => when(l.name === "List" && isNumeric(l.args[0]!), l.args[0]!)),
  "List.length": arity(1, ([l]) => when(l.name === "List", nat)),
  "Equiv.toFun": ofEquiv((of) => fun(of, of)),
  "Equiv.invFun": ofEquiv((of) => fun(of, of)),
  "Equiv.symm": ofEquiv(equiv),
  /** `⇑e`, or e where a function is wanted. */
  "Equiv.coe": ofEquiv((of) => fun(of, of)),
  natAbs: fixed([int], nat),
  toNat: fixed([int], nat),
  "Int.floor": arity(1, ([a]) => when(isOrdered(a) && isField(a), int)),
  "Int.ceil": arity(1, ([a]) => when(isOrdered(a) && isField(a), int)),
  "Int.fract": arity(1, ([a]) => when(isOrdered(a) && isField(a), a)),
  round: arity(1, ([a]) => when(isOrdered(a) && isField(a), int)),
  "Nat.floor": arity(1, ([a]) => when(isOrdered(a) && isField(a), nat)),
  "Nat.ceil": arity(1, ([a]) => when(isOrdered(a) && isField(a), nat)),
  "Rat.num": fixed([rat], int),
  "Rat.den": fixed([rat], nat),
  "Real.sqrt": fixed([real], real),
  "Real.pi": fixed([], real),
  "Real.exp": fixed([real], real),
  "Real.log": fixed([real], real),
  "Real.logb": fixed([real, real], real),
  "Real.sin": fixed([real], real),
  "Real.cos": fixed([real], real),
  "Real.tan": fixed([real], real),
  "Real.arcsin": fixed([real], real),
  "Real.arccos": fixed([real], real),
  "Real.arctan": fixed([real], real),
  "Complex.I": fixed([], complex),
  "Complex.re": fixed([complex], real),
  "Complex.im": fixed([complex], real),
  "Complex.exp": fixed([complex], complex),
  "Complex.normSq": fixed([complex], real),
  "Complex.conj": fixed([complex], complex),
  /** A function of which something is still open; elaboration writes it so, and no closed term has it. */
  "fun?": () => undefined,
});

/** The constants of the fragment, by name: what no signature is of does not compile, and no term has it. */
export type Op = keyof typeof signatures;

const table: ReadonlyMap<string, Signature> = new Map(Object.entries(signatures));

/** All of them, in the order of the table. */
export const allOps = Object.keys(signatures) as readonly Op[];

/** What some constants have. */
export type Rules<T> = { readonly [K in Op]?: T };

/** Whether a constant is one of these. */
export const oneOf = (op: Op, ...ops: readonly Op[]): boolean => ops.includes(op);

type Words<S extends string> = S extends `${infer Word} ${infer Rest}` ? Word | Words<Rest> : S;

/** The constants of these names, which spaces part: a name that no constant has does not compile. */
export const opsNamed = <S extends string>(
  ...lines: readonly (S & (Words<S> extends Op ? unknown : never))[]
): ReadonlySet<Op> => new Set(lines.flatMap((line) => line.split(" ")) as Op[]);

/** Whether a constant has this name. */
export const isOp = (name: string): name is Op => table.has(name);

/** The type of the constant applied to these terms; undefined where it has none, or not the one that is wanted. */
export function signatureOf(
  op: Op,
  args: readonly { readonly type: Type }[],
  wanted: Type | undefined,
): Type | undefined {
  const types: Type[] = [];
  for (const { type } of args) types.push(type);
  const result = table.get(op)?.(types, wanted);
  // A wanted type is a claim to be met, not a wish.
  return result !== undefined && wanted !== undefined && !sameType(result, wanted) ? undefined : result;
}
