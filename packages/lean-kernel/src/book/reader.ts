import { and, exists, forall, imp, not, power } from "../logic.ts";
import { type Constant, constantNamed, type Op } from "../constants.ts";
import { abstract, app, call, num, type Term, variable, type VarTerm } from "../term.ts";
import {
  complex,
  equiv,
  finset,
  fun,
  generic,
  int,
  isEquiv,
  isFun,
  nat,
  otherGeneric,
  prop,
  rank,
  rat,
  real,
  sameType,
  set,
  type Type,
  withArgs,
} from "../type.ts";
import { BookError, parseLine, type Syntax, type TypeSyntax } from "./syntax.ts";

/** What a line says at one type for α. */
export interface Reading {
  /** Closed: variables are bound by ∀, premises by →, in the order of the binders. */
  readonly statement: Term;
  /** Per leading ∀ or premise: whether Lean leaves it to unification. */
  readonly implicit: readonly boolean[];
}

const a = generic;
const constant = (op: Op, params: readonly Type[], result: Type): Constant => ({ op, params, result });
/** What the notations stand for; `a` is any type, the same on both sides. */
const notations: Readonly<Record<string, Constant>> = {
  "+": constant("add", [a, a], a),
  "-": constant("sub", [a, a], a),
  "*": constant("mul", [a, a], a),
  "/": constant("div", [a, a], a),
  "%": constant("mod", [a, a], a),
  neg: constant("neg", [a], a),
  "⁻¹": constant("inv", [a], a),
  "||": constant("abs", [a], a),
  "⌊⌋": constant("Int.floor", [a], int),
  "⌈⌉": constant("Int.ceil", [a], int),
  "⌊⌋₊": constant("Nat.floor", [a], nat),
  "⌈⌉₊": constant("Nat.ceil", [a], nat),
  "=": constant("eq", [a, a], prop),
  "≠": constant("ne", [a, a], prop),
  "<": constant("lt", [a, a], prop),
  "≤": constant("le", [a, a], prop),
  ">": constant("gt", [a, a], prop),
  "≥": constant("ge", [a, a], prop),
  "∣": constant("dvd", [a, a], prop),
  "[MOD": constant("modEq", [nat, nat, nat], prop),
  "[ZMOD": constant("modEq", [int, int, int], prop),
  "∪": constant("union", [a, a], a),
  "∩": constant("inter", [a, a], a),
  "\\": constant("sdiff", [a, a], a),
  "¬": constant("not", [prop], prop),
  "∧": constant("and", [prop, prop], prop),
  "∨": constant("or", [prop, prop], prop),
  "→": constant("imp", [prop, prop], prop),
  "↔": constant("iff", [prop, prop], prop),
  if: constant("ite", [prop, a, a], a),
  "⇑": constant("Equiv.coe", [equiv(a)], fun(a, a)),
};
const baseTypes: Readonly<Record<string, Type>> = { ℕ: nat, ℤ: int, ℚ: rat, ℝ: real, ℂ: complex, Prop: prop };

/** @param alpha what α stands for. @throws {BookError} for what the language does not say; {IllTyped} for what means nothing. */
export function readLine(text: string, alpha: Type | undefined): Reading {
  const { binders, conclusion } = parseLine(text);
  const scope = new Map<string, VarTerm>();
  const around: ((body: Term) => Term)[] = [];
  const implicit: boolean[] = [];
  for (const { names, implicit: isImplicit, type } of binders) {
    for (const name of names) {
      implicit.push(isImplicit);
      if ("formula" in type) {
        const premise = build(type.formula, prop);
        around.push((body) => imp(premise, body));
      } else {
        const free = variable(name, typeOf(type.domain));
        scope.set(name, free);
        around.push((body) => forall(abstract(body, free)));
      }
    }
  }
  const statement = around.reduceRight<Term>((body, wrap) => wrap(body), build(conclusion, prop));
  return { statement, implicit };

  function fail(reason: string): never {
    throw new BookError(`${text}: ${reason}`);
  }

  function typeOf({ name, args }: TypeSyntax): Type {
    if (name === "α") return alpha ?? fail("α stands for nothing");
    if (name === "→") return fun(typeOf(args[0]!), typeOf(args[1]!));
    if (name === "Finset") return finset(typeOf(args[0]!));
    if (name === "Equiv.Perm") return equiv(typeOf(args[0]!));
    return name === "Set" ? set(typeOf(args[0]!)) : baseTypes[name]!;
  }

  /** The term's type, where it says it. */
  function guess(term: Syntax): Type | undefined {
    switch (term.kind) {
      case "number":
      case "singleton":
        return undefined;
      case "ascribe":
        return typeOf(term.type);
      case "name":
        return scope.get(term.name)?.type ?? fill(constantNamed(term.name)?.result ?? generic, new Map());
      case "bind": {
        if (term.binder === "{") return set(typeOf(term.domain!));
        if (term.binder === "∀" || term.binder === "∃") return prop;
        return bound(term, () => guess(term.body));
      }
      case "apply": {
        const fn = scope.get(term.name);
        if (fn !== undefined) return fn.type.args.at(-1);
        if (term.name === "^") return guess(term.args[0]!);
        if (term.name === "∈" || term.name === "∉") return prop;
        if (term.name === "insert") return guess(term.args[1]!);
        const { params, result } = constantOf(term.name);
        const whole = fill(result, solve(params, term.args));
        return term.args.slice(params.length).reduce((type) => type?.args[1], whole);
      }
    }
  }

  function constantOf(name: string): Constant {
    return notations[name] ?? constantNamed(name) ?? fail(`what is ${name}?`);
  }

  /** What `a` and `b` of a constant's type are, by the arguments' types. */
  function solve(params: readonly Type[], args: readonly Syntax[]): Map<string, Type> {
    const found = new Map<string, Type>();
    params.forEach((param, i) => {
      const type = args[i] === undefined ? undefined : guess(args[i]);
      if (type !== undefined) match(param, type, found);
    });
    return found;
  }

  function match(pattern: Type, type: Type, found: Map<string, Type>): void {
    if (sameType(pattern, generic) || sameType(pattern, otherGeneric)) {
      if (!found.has(pattern.key)) found.set(pattern.key, type);
    } else pattern.args.forEach((part, i) => type.args[i] !== undefined && match(part, type.args[i], found));
  }

  function fill(pattern: Type, found: ReadonlyMap<string, Type>): Type | undefined {
    if (sameType(pattern, generic) || sameType(pattern, otherGeneric)) return found.get(pattern.key);
    if (pattern.args.length === 0) return pattern;
    const args = pattern.args.map((part) => fill(part, found));
    return args.every((arg) => arg !== undefined) ? withArgs(pattern, args) : undefined;
  }

  /** The term at a type that is known. Arguments are built at their types; every application is checked by `app`. */
  function build(term: Syntax, wanted: Type): Term {
    const made = make(term, wanted);
    if (!sameType(made.type, wanted)) fail(`expected ${wanted.key}, received ${made.type.key}`);
    return made;
  }

  function make(term: Syntax, wanted: Type): Term {
    switch (term.kind) {
      case "number":
        if (term.decimals === 0) return num(term.digits, wanted);
        return app("decimal", [num(term.digits, nat), num(BigInt(term.decimals), nat)], wanted);
      case "singleton":
        return app("singleton", [build(term.element, wanted.args[0] ?? fail("a set of what?"))], wanted);
      case "ascribe": {
        const type = typeOf(term.type);
        const own = guess(term.term) ?? type;
        if (sameType(own, type)) return build(term.term, type);
        // Lean would move the embedding of `(m + n : α)` to the leaves: here the inside says its own type.
        const isAtom = term.term.kind !== "apply" || constantOfWord(term.term.name);
        if (!isAtom || rank(own) < 0) fail("an embedding of what has no type of its own");
        return app("cast", [build(term.term, own)], type);
      }
      case "name": {
        const known = scope.get(term.name);
        if (known !== undefined) return known;
        if (term.name === "∅") return app("empty", [], wanted);
        const { op, params } = constantOf(term.name);
        if (params.length > 0) fail(`${term.name} of what?`);
        return app(op, [], wanted);
      }
      case "bind":
        return bound(term, (free) => {
          if (term.binder === "{") return app("setOf", [abstract(build(term.body, prop), free)]);
          if (term.binder === "∑" || term.binder === "∏") {
            const s = build(term.set ?? fail("over which set?"), finset(free.type));
            return app(term.binder === "∑" ? "sum" : "prod", [s, abstract(build(term.body, wanted), free)]);
          }
          const body = build(term.body, prop);
          const member = term.set === undefined ? undefined : app("mem", [free, build(term.set, guess(term.set)!)]);
          if (term.binder === "∀") return forall(abstract(member === undefined ? body : imp(member, body), free));
          return exists(abstract(member === undefined ? body : and(member, body), free));
        });
      case "apply":
        return application(term.name, term.args, wanted);
    }
  }

  /** A name, not a notation: what `(f x : α)` may embed whole. */
  function constantOfWord(name: string): boolean {
    return scope.has(name) || constantNamed(name) !== undefined || /^[⌊⌈]/.test(name);
  }

  function application(name: string, args: readonly Syntax[], wanted: Type): Term {
    const fn = scope.get(name);
    if (fn !== undefined) return applied(fn, args);
    const [x, y] = args as [Syntax, Syntax];
    if (name === "^") return power(build(x, wanted), build(y, guess(y) ?? nat));
    if (name === "insert") return app("insert", [build(x, wanted.args[0] ?? fail("into what?")), build(y, wanted)]);
    if (name === "∈" || name === "∉") {
      const s = guess(y) ?? fail("in which set?");
      const member = app("mem", [build(x, s.args[0] ?? fail("in no set")), build(y, s)]);
      return name === "∈" ? member : not(member);
    }
    const { op, params, result } = constantOf(name);
    if (args.length < params.length) fail(`${name} takes ${params.length} arguments`);
    const found = solve(params, args);
    if (args.length === params.length) match(result, wanted, found);
    const whole = app(
      op,
      params.map((param, i) => build(args[i]!, fill(param, found) ?? fail(`${name} of which type?`))),
      fill(result, found),
    );
    return applied(whole, args.slice(params.length));
  }

  /** A value with arguments; an `Equiv` is put for its function where it has one. */
  function applied(value: Term, args: readonly Syntax[]): Term {
    return args.reduce((sofar, arg) => {
      const fn = isEquiv(sofar.type) ? app("Equiv.coe", [sofar]) : sofar;
      return isFun(fn.type) ? call(fn, build(arg, fn.type.args[0]!)) : fail("an argument of what is no function");
    }, value);
  }

  function bound<T>(term: Syntax & { readonly kind: "bind" }, inside: (free: VarTerm) => T): T {
    const domain = term.domain === undefined ? guess(term.set!)?.args[0] : typeOf(term.domain);
    const free = variable(term.name, domain ?? fail(`which type has ${term.name}?`));
    const outer = scope.get(term.name);
    scope.set(term.name, free);
    try {
      return inside(free);
    } finally {
      if (outer === undefined) scope.delete(term.name);
      else scope.set(term.name, outer);
    }
  }
}
