import {
  and,
  app,
  call,
  type Constant,
  constantNamed,
  eq,
  finset,
  fun,
  generic,
  int,
  lt,
  nat,
  not,
  num,
  or,
  otherGeneric,
  prop,
  rat,
  set,
  type Term,
  type Type,
} from "@lemma/lean-kernel";

/** A bound variable of any type, for the terms that a definition builds: `fun name => body`. */
export type Bind = (name: string, type: Type, body: (x: Term) => Term) => Term;

/** A name of Mathlib that the kernel has no constant for, read as what Mathlib defines it to be. */
export interface Definition {
  readonly params: readonly Type[];
  readonly result: Type;
  readonly unfold: (args: readonly Term[], bind: Bind) => Term;
}

export type Entry = Constant | Definition;

const a = generic;
const b = otherGeneric;

const all = (bind: Bind, name: string, type: Type, body: (x: Term) => Term): Term =>
  app("forall", [bind(name, type, body)], prop);
const some = (bind: Bind, name: string, type: Type, body: (x: Term) => Term): Term =>
  app("exists", [bind(name, type, body)], prop);
const those = (bind: Bind, name: string, type: Type, body: (x: Term) => Term): Term =>
  app("setOf", [bind(name, type, body)], set(type));
const mem = (x: Term, s: Term): Term => app("mem", [x, s], prop);
const neg = (x: Term): Term => app("neg", [x], x.type);

const elementOf = (s: Term): Type => s.type.args[0]!;
const domainOf = (f: Term): Type => f.type.args[0]!;
const rangeOf = (f: Term): Type => f.type.args[1]!;

const definition = (params: readonly Type[], result: Type, unfold: Definition["unfold"]): Definition => ({
  params,
  result,
  unfold,
});

const nonempty: Definition["unfold"] = ([s], bind) => some(bind, "x", elementOf(s!), (x) => mem(x, s!));
const image: Definition["unfold"] = ([f, s], bind) =>
  those(bind, "b", rangeOf(f!), (y) => some(bind, "a", domainOf(f!), (x) => and(mem(x, s!), eq(call(f!, x), y))));
const surjOn: Definition["unfold"] = ([f, s, t], bind) => app("subset", [t!, image([f!, s!], bind)], prop);

/**
 * Those with a strictly implicit variable (`MonotoneOn`, `Set.InjOn`, `upperBounds`) are left out: a proof of one is applied to other
 * arguments than its formula shows.
 *
 * @see Mathlib.Data.Set.Defs, .Operations, Logic.Function.Defs, Algebra.Ring.Periodic
 */
const definitions: Readonly<Record<string, Definition>> = {
  id: definition([a], a, ([x]) => x!),
  "Rat.divInt": definition([int, int], rat, ([n, d]) =>
    app("div", [app("cast", [n!], rat), app("cast", [d!], rat)], rat),
  ),
  "Set.preimage": definition([fun(a, b), set(b)], set(a), ([f, s], bind) =>
    those(bind, "a", domainOf(f!), (x) => mem(call(f!, x), s!)),
  ),
  "Set.image": definition([fun(a, b), set(a)], set(b), image),
  "Set.range": definition([fun(a, b)], set(b), ([f], bind) =>
    those(bind, "x", rangeOf(f!), (x) => some(bind, "y", domainOf(f!), (y) => eq(call(f!, y), x))),
  ),
  "Set.Nonempty": definition([set(a)], prop, nonempty),
  "Finset.Nonempty": definition([finset(a)], prop, nonempty),
  "Set.SurjOn": definition([fun(a, b), set(a), set(b)], prop, surjOn),
  "Function.LeftInverse": definition([fun(b, a), fun(a, b)], prop, ([g, f], bind) =>
    all(bind, "x", domainOf(f!), (x) => eq(call(g!, call(f!, x)), x)),
  ),
  "Function.RightInverse": definition([fun(b, a), fun(a, b)], prop, ([g, f], bind) =>
    all(bind, "x", domainOf(g!), (x) => eq(call(f!, call(g!, x)), x)),
  ),
  "Function.Involutive": definition([fun(a, a)], prop, ([f], bind) =>
    all(bind, "x", domainOf(f!), (x) => eq(call(f!, call(f!, x)), x)),
  ),
  "Function.IsFixedPt": definition([fun(a, a), a], prop, ([f, x]) => eq(call(f!, x!), x!)),
  "Function.Periodic": definition([fun(a, b), a], prop, ([f, c], bind) =>
    all(bind, "x", domainOf(f!), (x) => eq(call(f!, app("add", [x, c!], x.type)), call(f!, x))),
  ),
  "Function.Even": definition([fun(a, b)], prop, ([f], bind) =>
    all(bind, "a", domainOf(f!), (x) => eq(call(f!, neg(x)), call(f!, x))),
  ),
  "Function.Odd": definition([fun(a, b)], prop, ([f], bind) =>
    all(bind, "a", domainOf(f!), (x) => eq(call(f!, neg(x)), neg(call(f!, x)))),
  ),
  "Nat.Perfect": definition([nat], prop, ([n], bind) =>
    and(eq(app("sum", [app("Nat.properDivisors", [n!]), bind("i", nat, (i) => i)], nat), n!), lt(num(0n, nat), n!)),
  ),
  "Xor'": definition([prop, prop], prop, ([p, q]) => or(and(p!, not(q!)), and(q!, not(p!)))),
};

/** The kernel's constant or the definition of that full name. */
export const entryNamed = (name: string): Entry | undefined =>
  constantNamed(name) ?? (Object.hasOwn(definitions, name) ? definitions[name] : undefined);

/** `sᶜ` of a Set. */
export const complement = (s: Term, bind: Bind): Term => those(bind, "a", elementOf(s), (x) => not(mem(x, s)));
