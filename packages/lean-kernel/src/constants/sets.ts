import { includes, integers, sorted } from "../number/elements.ts";
import { add, bits, multiply, numerator, type Rational } from "../number/rational.ts";
import type { Term } from "../node.ts";
import {
  finset,
  fun,
  generic as a,
  isFun,
  isNumeric,
  isOrdered,
  nat,
  otherGeneric as b,
  prop,
  sameType,
  set,
  type Type,
} from "../type.ts";
import { atElements } from "./looking.ts";
import { type ConstantRecord, type Formulas, type Looking, type Membership, name } from "./record.ts";
import type { SetOp } from "./names.ts";
import {
  arity,
  fixed,
  isCollection,
  isFinset,
  isNatOrInt,
  isPredicate,
  isSet,
  relation,
  sameOf,
  type Signature,
  when,
} from "./signature.ts";
import { elements, looking, overSets } from "./value.ts";

const sumOver: Signature = arity(2, ([s, f]) =>
  when(isFinset(s) && isFun(f) && sameType(f.args[0]!, s.args[0]!) && isNumeric(f.args[1]!), f.args[1]!),
);
const sumLike =
  (unit: Rational, combine: (x: Rational, y: Rational) => Rational): Looking =>
  ({ args }, environment, budget, walk) => {
    let total = unit;
    const steps = atElements(args[0]!, args[1]!, environment, budget, walk, (value) => {
      if (!("number" in value)) return undefined;
      budget.spend(1 + Math.ceil(bits(total) / 64));
      total = combine(total, value.number);
      return true;
    });
    return steps === undefined ? undefined : { number: total };
  };

type Bound = "le" | "lt" | undefined;
/** `lower` the first end, `upper` the last. */
const within =
  (lower: Bound, upper: Bound): Membership =>
  (x, ends, { and, app }) => {
    const above = lower === undefined ? undefined : app(lower, [ends[0]!, x]);
    const below = upper === undefined ? undefined : app(upper, [x, ends.at(-1)!]);
    return above !== undefined && below !== undefined ? and(above, below) : (above ?? below)!;
  };

/** `Finset.Icc` and its like. */
const finiteInterval = (lean: string, lower: "le" | "lt", upper: "le" | "lt"): ConstantRecord => ({
  signature: arity(2, ([x, y]) => when(sameType(x, y) && isNatOrInt(x), finset(x))),
  names: { [lean]: name([a, a], finset(a)) },
  value: elements(([low, high], _, budget) =>
    integers(numerator(low!) + (lower === "lt" ? 1n : 0n), numerator(high!) - (upper === "lt" ? 1n : 0n), budget),
  ),
  member: within(lower, upper),
});
const interval = (lean: string, lower: "le" | "lt", upper: "le" | "lt"): ConstantRecord => ({
  signature: arity(2, ([x, y]) => when(sameType(x, y) && isOrdered(x), set(x))),
  names: { [lean]: name([a, a], set(a)) },
  member: within(lower, upper),
});
const ray = (lean: string, lower: Bound, upper: Bound): ConstantRecord => ({
  signature: arity(1, ([x]) => when(isOrdered(x), set(x))),
  names: { [lean]: name([a], set(a)) },
  member: within(lower, upper),
});

/** A member that is `order`-least. */
const best = (
  s: Term,
  x: Term,
  { and, app, bound, forall, imp, lam, lift }: Formulas,
  order: (x: Term, y: Term) => Term,
): Term => {
  const y = bound(0, x.type);
  return and(app("mem", [x, s]), forall(lam("x", x.type, imp(app("mem", [y, lift(s, 1)]), order(lift(x, 1), y)))));
};
const bestIn: Signature = arity(2, ([s, x]) => when(isSet(s) && sameType(s.args[0]!, x) && isOrdered(x), prop));

/** At the type that is wanted. */
const wantedSet =
  (test: (type: Type) => boolean): Signature =>
  (args, wanted) =>
    when(args.length === 0 && wanted !== undefined && test(wanted), wanted!);

/** Sets, finite ones and sums over them. */
export const sets: Readonly<Record<SetOp, ConstantRecord>> = {
  /** `s ⊆ t`. */
  subset: {
    signature: relation(isCollection),
    value: overSets(2, 0, ([s, t]) => ({ truth: s!.every((x) => includes(t!, x)) })),
    unfold: ([s, t], { app, bound, forall, imp, lam, lift }) => {
      const element = s!.type.args[0]!;
      const x = bound(0, element);
      return forall(lam("x", element, imp(app("mem", [x, lift(s!, 1)]), app("mem", [x, lift(t!, 1)]))));
    },
  },
  sum: {
    signature: sumOver,
    names: { "Finset.sum": name([finset(a), fun(a, b)], b) },
    value: looking(sumLike(0, add)),
  },
  prod: {
    signature: sumOver,
    names: { "Finset.prod": name([finset(a), fun(a, b)], b) },
    value: looking(sumLike(1, multiply)),
  },
  mem: {
    signature: arity(2, ([x, s]) => when(isCollection(s) && sameType(s.args[0]!, x), prop)),
    value: overSets(1, 1, ([s], [x]) => ({ truth: includes(s!, x!) })),
    unfold: ([x, s], formulas) => formulas.membership(x!, s!),
  },
  setOf: {
    signature: arity(1, ([p]) => (isPredicate(p) ? set(p.args[0]!) : undefined)),
    member: (x, [p], { betaHead, call }) => betaHead(call(p!, x)),
  },
  empty: {
    signature: wantedSet(isCollection),
    // Of sets of sets nothing is known.
    value: looking(({ type }) => (type.name === "Finset" && isNumeric(type.args[0]!) ? { elements: [] } : undefined)),
    member: (_, __, { falseTerm }) => falseTerm,
  },
  univ: {
    signature: wantedSet(isSet),
    names: { "Set.univ": { ...name([], set(a)), wanted: true } },
    member: (_, __, { trueTerm }) => trueTerm,
  },
  insert: {
    signature: arity(2, ([x, s]) => when(isCollection(s) && sameType(s.args[0]!, x), s)),
    value: overSets(1, 1, ([s], [x], budget) => ({ elements: sorted([...s!, x!], budget) })),
    member: (x, [y, s], { app, eq, or }) => or(eq(x, y!), app("mem", [x, s!])),
  },
  singleton: {
    signature: (args, wanted) =>
      when(
        args.length === 1 && wanted !== undefined && isCollection(wanted) && sameType(wanted.args[0]!, args[0]!),
        wanted!,
      ),
    value: elements(([x], type) => (type.name === "Finset" ? [x!] : undefined)),
    member: (x, [y], { eq }) => eq(x, y!),
  },
  union: {
    signature: sameOf(2, isCollection),
    value: overSets(2, 0, ([s, t], _, budget) => ({ elements: sorted([...s!, ...t!], budget) })),
    member: (x, [s, t], { app, or }) => or(app("mem", [x, s!]), app("mem", [x, t!])),
  },
  inter: {
    signature: sameOf(2, isCollection),
    value: overSets(2, 0, ([s, t]) => ({ elements: s!.filter((x) => includes(t!, x)) })),
    member: (x, [s, t], { and, app }) => and(app("mem", [x, s!]), app("mem", [x, t!])),
  },
  sdiff: {
    signature: sameOf(2, isCollection),
    value: overSets(2, 0, ([s, t]) => ({ elements: s!.filter((x) => !includes(t!, x)) })),
    member: (x, [s, t], { and, app, not }) => and(app("mem", [x, s!]), not(app("mem", [x, t!]))),
  },
  card: {
    signature: arity(1, ([s]) => when(isFinset(s), nat)),
    names: { "Finset.card": name([finset(a)], nat) },
    value: overSets(1, 0, ([s]) => ({ number: s!.length })),
  },
  ncard: { signature: arity(1, ([s]) => when(isSet(s), nat)), names: { "Set.ncard": name([set(a)], nat) } },
  filter: {
    signature: arity(2, ([p, s]) => when(isFinset(s) && isPredicate(p) && sameType(p.args[0]!, s.args[0]!), s)),
    names: { "Finset.filter": name([fun(a, prop), finset(a)], finset(a)) },
    value: looking(({ args }, environment, budget, walk) => {
      const kept: Rational[] = [];
      const seen = atElements(args[1]!, args[0]!, environment, budget, walk, (value, element) => {
        if (!("truth" in value)) return undefined;
        if (value.truth) kept.push(element);
        return true;
      });
      return seen === undefined ? undefined : { elements: kept };
    }),
    member: (x, [p, s], { and, app, betaHead, call }) => and(app("mem", [x, s!]), betaHead(call(p!, x))),
  },
  image: {
    signature: arity(2, ([f, s]) =>
      isFinset(s) && isFun(f) && sameType(f.args[0]!, s.args[0]!) ? finset(f.args[1]!) : undefined,
    ),
    names: { "Finset.image": name([fun(a, b), finset(a)], finset(b)) },
    value: looking(({ args }, environment, budget, walk) => {
      const images = atElements(args[1]!, args[0]!, environment, budget, walk, (value) =>
        "number" in value ? value.number : undefined,
      );
      return images === undefined ? undefined : { elements: sorted(images, budget) };
    }),
  },
  toSet: {
    signature: arity(1, ([s]) => (isFinset(s) ? set(s.args[0]!) : undefined)),
    member: (x, [s], { app }) => app("mem", [x, s!]),
  },
  range: {
    signature: fixed([nat], finset(nat)),
    names: { "Finset.range": name([nat], finset(nat)) },
    value: elements(([n], _, budget) => integers(0n, numerator(n!) - 1n, budget)),
    member: (x, [n], { lt }) => lt(x, n!),
  },
  "Finset.Icc": finiteInterval("Finset.Icc", "le", "le"),
  "Finset.Ico": finiteInterval("Finset.Ico", "le", "lt"),
  "Finset.Ioc": finiteInterval("Finset.Ioc", "lt", "le"),
  "Finset.Ioo": finiteInterval("Finset.Ioo", "lt", "lt"),
  "Set.Icc": interval("Set.Icc", "le", "le"),
  "Set.Ico": interval("Set.Ico", "le", "lt"),
  "Set.Ioc": interval("Set.Ioc", "lt", "le"),
  "Set.Ioo": interval("Set.Ioo", "lt", "lt"),
  "Set.Ici": ray("Set.Ici", "le", undefined),
  "Set.Ioi": ray("Set.Ioi", "lt", undefined),
  "Set.Iic": ray("Set.Iic", undefined, "le"),
  "Set.Iio": ray("Set.Iio", undefined, "lt"),
  isLeast: {
    signature: bestIn,
    names: { IsLeast: name([set(a), a], prop) },
    unfold: ([s, x], formulas) => best(s!, x!, formulas, formulas.le),
  },
  isGreatest: {
    signature: bestIn,
    names: { IsGreatest: name([set(a), a], prop) },
    unfold: ([s, x], formulas) => best(s!, x!, formulas, (y, z) => formulas.le(z, y)),
  },
};
