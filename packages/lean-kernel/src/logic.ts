import type { Rules } from "./constants.ts";
import {
  app,
  type AppTerm,
  betaHead,
  bound,
  call,
  instantiate,
  isApp,
  lam,
  type LamTerm,
  num,
  rebuild,
  type Term,
  lift,
} from "./term.ts";
import { nat, prop, sameType, type Type } from "./type.ts";

/** Builders for the formulas that rules speak of. */
export const trueTerm: AppTerm = app("true", []);
export const falseTerm: AppTerm = app("false", []);
export const eq = (a: Term, b: Term): AppTerm => app("eq", [a, b], prop);
export const lt = (a: Term, b: Term): AppTerm => app("lt", [a, b], prop);
export const le = (a: Term, b: Term): AppTerm => app("le", [a, b], prop);
export const not = (a: Term): AppTerm => app("not", [a], prop);
export const and = (a: Term, b: Term): AppTerm => app("and", [a, b], prop);
export const or = (a: Term, b: Term): AppTerm => app("or", [a, b], prop);
export const imp = (a: Term, b: Term): AppTerm => app("imp", [a, b], prop);
export const iff = (a: Term, b: Term): AppTerm => app("iff", [a, b], prop);
export const forall = (body: LamTerm): AppTerm => app("forall", [body], prop);
export const exists = (body: LamTerm): AppTerm => app("exists", [body], prop);
export const numeral = (value: bigint | number, type: Type): Term =>
  value >= 0 ? num(BigInt(value), type) : app("neg", [num(-BigInt(value), type)], type);

/** The abstraction under a quantifier, eta-expanded where it is some other function value. */
export function abstraction(fn: Term): LamTerm {
  if (fn.tag === "lam") return fn;
  const domain = fn.type.args[0]!;
  return lam("x", domain, call(lift(fn, 1), bound(0, domain)));
}

type Unfolding = (args: readonly Term[], term: AppTerm) => Term | undefined;
const two =
  (rule: (a: Term, b: Term) => Term): Unfolding =>
  (args) =>
    rule(args[0]!, args[1]!);

const both = (domain: Type, rule: (x: Term, y: Term) => Term): Term =>
  forall(lam("a", domain, forall(lam("b", domain, rule(bound(1, domain), bound(0, domain))))));
const ordered = (f: Term, premise: (x: Term, y: Term) => Term, conclusion: (x: Term, y: Term) => Term): Term => {
  const g = lift(f, 2);
  return both(f.type.args[0]!, (x, y) => imp(premise(x, y), conclusion(call(g, x), call(g, y))));
};
const within =
  (lower: "le" | "lt" | undefined, upper: "le" | "lt" | undefined) =>
  (x: Term, ends: readonly Term[]): Term => {
    const parts: Term[] = [];
    if (lower !== undefined) parts.push(app(lower, [ends[0]!, x]));
    if (upper !== undefined) parts.push(app(upper, [x, ends.at(-1)!]));
    return parts.length === 2 ? and(parts[0]!, parts[1]!) : parts[0]!;
  };

/** `x ∈ s`, for the sets whose membership is a formula by definition. */
const membership: Rules<(x: Term, args: readonly Term[], s: AppTerm) => Term> = {
  setOf: (x, [p]) => betaHead(call(p!, x)),
  empty: () => falseTerm,
  univ: () => trueTerm,
  insert: (x, [y, s]) => or(eq(x, y!), app("mem", [x, s!])),
  singleton: (x, [y]) => eq(x, y!),
  union: (x, [s, t]) => or(app("mem", [x, s!]), app("mem", [x, t!])),
  inter: (x, [s, t]) => and(app("mem", [x, s!]), app("mem", [x, t!])),
  sdiff: (x, [s, t]) => and(app("mem", [x, s!]), not(app("mem", [x, t!]))),
  filter: (x, [p, s]) => and(app("mem", [x, s!]), betaHead(call(p!, x))),
  toSet: (x, [s]) => app("mem", [x, s!]),
  range: (x, [n]) => lt(x, n!),
  "Finset.Icc": within("le", "le"),
  "Finset.Ico": within("le", "lt"),
  "Finset.Ioc": within("lt", "le"),
  "Finset.Ioo": within("lt", "lt"),
  "Set.Icc": within("le", "le"),
  "Set.Ico": within("le", "lt"),
  "Set.Ioc": within("lt", "le"),
  "Set.Ioo": within("lt", "lt"),
  "Set.Ici": within("le", undefined),
  "Set.Ioi": within("lt", undefined),
  "Set.Iic": within(undefined, "le"),
  "Set.Iio": within(undefined, "lt"),
};

/**
 * What a constant abbreviates. Each line is Mathlib's definition, or an equivalence that Mathlib proves (`Finset.mem_range`):
 * the two formulas have the same truth value for all arguments, which is all that the kernel uses.
 */
const unfoldings: Rules<Unfolding> = {
  gt: two((a, b) => lt(b, a)),
  ge: two((a, b) => le(b, a)),
  ne: two((a, b) => imp(eq(a, b), falseTerm)),
  not: ([p]) => imp(p!, falseTerm),
  existsUnique: ([p]) => {
    const body = abstraction(p!);
    const same = lift(body, 1) as LamTerm;
    const [x, y] = [bound(1, body.domain), bound(0, body.domain)];
    const unique = forall(lam("y", body.domain, imp(instantiate(lift(same, 1) as LamTerm, y), eq(y, x))));
    return exists(lam(body.name, body.domain, and(body.body, unique)));
  },
  mem: ([x, s]) => (s?.tag === "app" ? membership[s.op]?.(x!, s.args, s) : undefined),
  subset: ([s, t]) => {
    const element = s!.type.args[0]!;
    const x = bound(0, element);
    return forall(lam("x", element, imp(app("mem", [x, lift(s!, 1)]), app("mem", [x, lift(t!, 1)]))));
  },
  dvd: ([a, b]) => {
    const type = a!.type;
    return exists(lam("c", type, eq(lift(b!, 1), app("mul", [lift(a!, 1), bound(0, type)]))));
  },
  even: ([a]) => exists(lam("r", a!.type, eq(lift(a!, 1), app("add", [bound(0, a!.type), bound(0, a!.type)])))),
  odd: ([a]) => {
    const type = a!.type;
    const double = app("mul", [num(2n, type), bound(0, type)]);
    return exists(lam("k", type, eq(lift(a!, 1), app("add", [double, num(1n, type)]))));
  },
  isSquare: ([a]) => exists(lam("r", a!.type, eq(lift(a!, 1), app("mul", [bound(0, a!.type), bound(0, a!.type)])))),
  modEq: ([n, a, b]) => eq(app("mod", [a!, n!]), app("mod", [b!, n!])),
  "Nat.Coprime": two((a, b) => eq(app("Nat.gcd", [a, b]), num(1n, nat))),
  succ: ([n]) => app("add", [n!, num(1n, nat)]),
  pred: ([n]) => app("sub", [n!, num(1n, nat)]),
  isLeast: ([s, a]) => bestOf(s!, a!, (x, y) => le(x, y)),
  isGreatest: ([s, a]) => bestOf(s!, a!, (x, y) => le(y, x)),
  injective: ([f]) => {
    const g = lift(f!, 2);
    return both(f!.type.args[0]!, (x, y) => imp(eq(call(g, x), call(g, y)), eq(x, y)));
  },
  surjective: ([f]) => {
    const [from, to] = f!.type.args as [Type, Type];
    const hit = exists(lam("a", from, eq(call(lift(f!, 2), bound(0, from)), bound(1, to))));
    return forall(lam("b", to, hit));
  },
  bijective: ([f]) => and(app("injective", [f!]), app("surjective", [f!])),
  monotone: ([f]) => ordered(f!, le, le),
  antitone: ([f]) => ordered(f!, le, (x, y) => le(y, x)),
  strictMono: ([f]) => ordered(f!, lt, lt),
  strictAnti: ([f]) => ordered(f!, lt, (x, y) => lt(y, x)),
  // An `Equiv` is toFun and invFun with proofs; `symm` exchanges them, and as a function it is toFun.
  "Equiv.coe": ([e], { type }) => app("Equiv.toFun", [e!], type),
  "Equiv.toFun": ([e], { type }) => (isApp(e!, "Equiv.symm") ? app("Equiv.invFun", e.args, type) : undefined),
  "Equiv.invFun": ([e], { type }) => (isApp(e!, "Equiv.symm") ? app("Equiv.toFun", e.args, type) : undefined),
  "Equiv.symm": ([e]) => (isApp(e!, "Equiv.symm") ? e.args[0] : undefined),
  fst: ([p]) => (isApp(p!, "pair") ? p.args[0] : undefined),
  snd: ([p]) => (isApp(p!, "pair") ? p.args[1] : undefined),
};

function bestOf(s: Term, a: Term, order: (x: Term, y: Term) => Term): Term {
  const x = bound(0, a.type);
  return and(app("mem", [a, s]), forall(lam("x", a.type, imp(app("mem", [x, lift(s, 1)]), order(lift(a, 1), x)))));
}

/** One unfolding at the head, or undefined. */
export function unfoldHead(term: Term): Term | undefined {
  if (term.tag === "call") {
    const reduced = betaHead(term);
    return reduced === term ? undefined : reduced;
  }
  if (term.tag !== "app") return undefined;
  return unfoldings[term.op]?.(term.args, term);
}

/** Normal form under beta, eta for quantifiers and the definitions above. `spend` is called once per node. */
export function normalize(term: Term, spend: () => void): Term {
  spend();
  if (term.tag === "lam") {
    const body = normalize(term.body, spend);
    return body === term.body ? term : lam(term.name, term.domain, body);
  }
  const head = unfoldHead(term);
  if (head !== undefined) return normalize(head, spend);
  if (term.tag === "app" && (term.op === "forall" || term.op === "exists") && term.args[0]!.tag !== "lam") {
    return normalize(app(term.op, [abstraction(term.args[0]!)]), spend);
  }
  const inner = rebuild(term, (part) => normalize(part, spend));
  if (inner === term) return term;
  const again = unfoldHead(inner);
  return again === undefined ? inner : normalize(again, spend);
}

/** The quantified body at `value`. */
export function at(quantified: AppTerm, value: Term): Term {
  const body = abstraction(quantified.args[0]!);
  if (!sameType(body.domain, value.type))
    throw new TypeError(`expected ${body.domain.key}, received ${value.type.key}`);
  return betaHead(instantiate(body, value));
}
