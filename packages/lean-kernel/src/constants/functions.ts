import type { Term } from "../node.ts";
import { equiv, fun, generic as a, isEquiv, isFun, otherGeneric as b, pair, prop, type Type } from "../type.ts";
import { type ConstantRecord, type Formulas, name, type Unfolding } from "./record.ts";
import type { FunctionOp } from "./names.ts";
import { arity, ofOrder, type Signature, when } from "./signature.ts";

const ofFunction: Signature = arity(1, ([f]) => when(isFun(f), prop));
const ofEquiv = (result: (of: Type) => Type): Signature =>
  arity(1, ([e]) => (isEquiv(e) ? result(e.args[0]!) : undefined));
const endo = (of: Type): Type => fun(of, of);
const ofAny = { params: [fun(a, b)], result: prop };

const both = (domain: Type, { bound, forall, lam }: Formulas, rule: (x: Term, y: Term) => Term): Term =>
  forall(lam("a", domain, forall(lam("b", domain, rule(bound(1, domain), bound(0, domain))))));

type Order = (x: Term, y: Term) => Term;
const ordered =
  (of: (formulas: Formulas) => readonly [premise: Order, conclusion: Order]): Unfolding =>
  ([f], formulas) => {
    const { call, imp, lift } = formulas;
    const [premise, conclusion] = of(formulas);
    const g = lift(f!, 2);
    return both(f!.type.args[0]!, formulas, (x, y) => imp(premise(x, y), conclusion(call(g, x), call(g, y))));
  };
const reversed =
  (order: Order): Order =>
  (x, y) =>
    order(y, x);

const monotone = (lean: string, of: Parameters<typeof ordered>[0]): ConstantRecord => ({
  signature: ofOrder,
  names: { [lean]: ofAny },
  unfold: ordered(of),
});

/** Pairs, and properties of functions. */
export const functions: Readonly<Record<FunctionOp, ConstantRecord>> = {
  pair: { signature: arity(2, ([x, y]) => pair(x, y)) },
  fst: {
    signature: arity(1, ([p]) => when(p.name === "×", p.args[0]!)),
    unfold: ([p], { isApp }) => (isApp(p!, "pair") ? p.args[0] : undefined),
  },
  snd: {
    signature: arity(1, ([p]) => when(p.name === "×", p.args[1]!)),
    unfold: ([p], { isApp }) => (isApp(p!, "pair") ? p.args[1] : undefined),
  },
  injective: {
    signature: ofFunction,
    names: { "Function.Injective": ofAny },
    unfold: ([f], formulas) => {
      const { call, eq, imp, lift } = formulas;
      const g = lift(f!, 2);
      return both(f!.type.args[0]!, formulas, (x, y) => imp(eq(call(g, x), call(g, y)), eq(x, y)));
    },
  },
  surjective: {
    signature: ofFunction,
    names: { "Function.Surjective": ofAny },
    unfold: ([f], { bound, call, eq, exists, forall, lam, lift }) => {
      const [from, to] = f!.type.args as [Type, Type];
      const hit = exists(lam("a", from, eq(call(lift(f!, 2), bound(0, from)), bound(1, to))));
      return forall(lam("b", to, hit));
    },
  },
  bijective: {
    signature: ofFunction,
    names: { "Function.Bijective": ofAny },
    unfold: ([f], { and, app }) => and(app("injective", [f!]), app("surjective", [f!])),
  },
  monotone: monotone("Monotone", ({ le }) => [le, le]),
  antitone: monotone("Antitone", ({ le }) => [le, reversed(le)]),
  strictMono: monotone("StrictMono", ({ lt }) => [lt, lt]),
  strictAnti: monotone("StrictAnti", ({ lt }) => [lt, reversed(lt)]),
  // An `Equiv` is toFun and invFun with proofs; `symm` exchanges them, and as a function it is toFun.
  "Equiv.toFun": {
    signature: ofEquiv(endo),
    names: { "Equiv.toFun": name([equiv(a)], fun(a, a)) },
    unfold: ([e], { app, isApp }, { type }) =>
      isApp(e!, "Equiv.symm") ? app("Equiv.invFun", e.args, type) : undefined,
  },
  "Equiv.invFun": {
    signature: ofEquiv(endo),
    names: { "Equiv.invFun": name([equiv(a)], fun(a, a)) },
    unfold: ([e], { app, isApp }, { type }) => (isApp(e!, "Equiv.symm") ? app("Equiv.toFun", e.args, type) : undefined),
  },
  "Equiv.symm": {
    signature: ofEquiv(equiv),
    names: { "Equiv.symm": name([equiv(a)], equiv(a)) },
    unfold: ([e], { isApp }) => (isApp(e!, "Equiv.symm") ? e.args[0] : undefined),
  },
  /** `⇑e`, or e where a function is wanted. */
  "Equiv.coe": {
    signature: ofEquiv(endo),
    unfold: ([e], { app }, { type }) => app("Equiv.toFun", [e!], type),
  },
};
