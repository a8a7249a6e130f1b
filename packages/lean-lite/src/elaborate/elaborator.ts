import {
  app,
  call,
  complex,
  divides,
  equal,
  finset,
  fun,
  IllTyped,
  int,
  isEquiv,
  isFun,
  isUnknown,
  nat,
  num,
  type Op,
  pair,
  prop,
  real,
  sameType,
  set,
  type Term,
  type Type,
  variable,
  type VarTerm,
} from "@lemma/lean-kernel";
import type { Argument, Binder, Expression } from "../syntax/tree.ts";
import { coercible, elaborateOperators, elaborateRelation, isOperator, relationOps } from "./operators.ts";
import { complement, type Entry, entryNamed } from "./definitions.ts";
import { candidates, instantiateEntry, namespaceOf } from "./functions.ts";
import { itemsOf, listFunction, listMembership } from "./lists.ts";
import { Obligations } from "./obligations.ts";
import { ElaborationProblem, UnsupportedProblem } from "./problem.ts";
import { isTypeName, typeOf } from "./types.ts";
import type { Unifier } from "./unifier.ts";

/** A name in scope: a variable, or a hypothesis (which is no term). */
export interface Local {
  readonly name: string;
  readonly term?: Term;
}

const maximumDepth = 400;

/**
 * Turns syntax into typed terms the way Lean does: from left to right, each piece as far as the types known by then allow, and what
 * they do not allow as an obligation. Nothing is guessed on the way; `settle` decides at the end.
 */
export class Elaborator {
  readonly unifier: Unifier;
  readonly obligations: Obligations;
  readonly opens: readonly string[];
  #scope: Local[];
  readonly #autobound: ((name: string) => Term | undefined) | undefined;
  readonly #standIns = new Set<string>();
  /** Sets that a binder of the statement says to be finite, with the Finset of their elements. */
  readonly #finite: { readonly set: Term; readonly elements: Term }[] = [];
  #depth = 0;

  constructor(
    unifier: Unifier,
    scope: readonly Local[],
    opens: readonly string[],
    autobound?: (name: string) => Term | undefined,
  ) {
    this.unifier = unifier;
    this.obligations = new Obligations(unifier);
    this.opens = opens;
    this.#scope = [...scope];
    this.#autobound = autobound;
  }

  push(local: Local): void {
    this.#scope.push(local);
  }

  pop(): void {
    this.#scope.pop();
  }

  lookup(name: string): Local | undefined {
    return this.#scope.findLast((local) => local.name === name);
  }

  /** Notes what is read as something of the same meaning that Lean's goals do not show. */
  standsIn(what: string): void {
    this.#standIns.add(what);
  }

  /** All that was noted. */
  get standIns(): readonly string[] {
    return [...this.#standIns];
  }

  /** From here on `set.toFinset` is `elements`. */
  noteFinite(finite: { readonly set: Term; readonly elements: Term }): void {
    this.#finite.push(finite);
  }

  /** A formula on its own: nothing stays unknown. @throws {ElaborationProblem | UnsupportedProblem} */
  formula(syntax: Expression): Term {
    return this.finish(this.term(syntax, prop), syntax, prop);
  }

  /** A term on its own. */
  closed(syntax: Expression, expected?: Type): Term {
    return this.finish(this.term(syntax, expected), syntax, expected);
  }

  finish(term: Term, syntax: Expression, expected?: Type): Term {
    const ensured = expected === undefined ? term : this.ensure(term, expected, syntax);
    this.settle();
    const done = this.unifier.zonk(ensured);
    if (done.open) throw new ElaborationProblem("don't know how to synthesize placeholder", syntax.from);
    return done;
  }

  /** Decides what is left to decide, as Lean does at the end of a statement or of a term on its own. */
  settle(): void {
    this.obligations.settle();
  }

  /** Inserts a coercion where Lean would. */
  ensure(term: Term, expected: Type, syntax: Expression): Term {
    const { unifier } = this;
    if (unifier.speculate(() => unifier.unifyTypes(term.type, expected))) return term;
    const [from, to] = [unifier.type(term.type), unifier.type(expected)];
    if (coercible(from, to)) return coerce(term, to);
    const bare = asFunction(term, from);
    if (bare !== term && unifier.speculate(() => unifier.unifyTypes(bare.type, to))) return bare;
    const elements = from.name === "Finset" && to.name === "Set" ? ([from.args[0]!, to.args[0]!] as const) : undefined;
    if (elements !== undefined && unifier.speculate(() => unifier.unifyTypes(...elements)))
      return coerce(term, unifier.type(to));
    throw new ElaborationProblem(
      `type mismatch\n  term\nhas type\n  ${from.key} : Type\nbut is expected to have type\n  ${to.key} : Type`,
      syntax.from,
    );
  }

  /** Puts a hole for text that cannot be read before its type, or that of a part, is known; it keeps the scope it stands in. */
  postpone(type: Type, syntax: Expression, read: (known: Type, forced: boolean) => Term | undefined): Term {
    const hole = this.unifier.freshTerm(type);
    const scope = [...this.#scope];
    const attempt = (forced: boolean): boolean => {
      const outer = this.#scope;
      this.#scope = [...scope];
      try {
        const value = read(this.unifier.type(type), forced);
        if (value === undefined) return false;
        this.unifier.assign(hole, this.ensure(value, type, syntax));
        return true;
      } finally {
        this.#scope = outer;
      }
    };
    this.obligations.add({ kind: "postponed", attempt, at: syntax.from });
    return hole;
  }

  /** Runs `read`, and takes back all that it found out when it gives nothing. */
  #trial<T>(read: () => T | undefined): T | undefined {
    const [mark, open] = [this.unifier.mark(), this.obligations.snapshot];
    const result = read();
    if (result === undefined) {
      this.unifier.undo(mark);
      this.obligations.restore(open);
    }
    return result;
  }

  /** Elaborates with a type in mind; the result may have another, which `ensure` then bridges. */
  term(syntax: Expression, expected?: Type): Term {
    if (++this.#depth > maximumDepth) throw new UnsupportedProblem("an expression this deep");
    const open = this.obligations.snapshot;
    try {
      return this.#term(syntax, expected);
    } catch (error) {
      // Whoever goes on after this owes nothing for what failed.
      this.obligations.restore(open);
      if (error instanceof IllTyped) throw new ElaborationProblem(error.message, syntax.from);
      throw error;
    } finally {
      this.#depth--;
    }
  }

  #term(syntax: Expression, expected?: Type): Term {
    const { unifier } = this;
    if (isOperator(syntax)) return elaborateOperators(this, syntax, expected);
    switch (syntax.kind) {
      case "paren":
        return this.term(syntax.inner, expected);
      case "number": {
        const type = expected === undefined ? unifier.freshType() : unifier.type(expected);
        this.obligations.add({ kind: "numeral", type, at: syntax.from });
        return num(syntax.value, type);
      }
      case "decimal": {
        const [whole, fraction] = syntax.text.split(".") as [string, string];
        return app(
          "decimal",
          [num(BigInt(whole + fraction), nat), num(BigInt(fraction.length), nat)],
          expected === undefined ? unifier.freshType() : unifier.type(expected),
        );
      }
      case "ascription": {
        if (syntax.type === undefined) throw new UnsupportedProblem("(… :)");
        const type = this.type(syntax.type);
        return this.ensure(this.term(syntax.inner, type), type, syntax);
      }
      case "name":
        return this.#head(syntax, [], syntax, expected);
      case "apply":
        return this.#application(syntax.fn, syntax.args, syntax, expected);
      case "binary":
        return this.#binary(syntax, expected);
      case "unary":
        return this.#unary(syntax, expected);
      case "modEq": {
        const type = syntax.over === "ℕ" ? nat : int;
        const [n, a, b] = [syntax.modulus, syntax.left, syntax.right].map((part) => this.at(part, type));
        return app("modEq", [n!, a!, b!], prop);
      }
      case "binder":
        return this.#binder(syntax, expected);
      case "big":
        return this.#big(syntax, expected);
      case "setOf":
        return this.#setOf(syntax, expected);
      case "enumeration":
        return this.#enumeration(syntax.items, expected, syntax);
      case "list":
        throw new UnsupportedProblem("a list");
      case "tuple": {
        const parts = syntax.items.map((item) => this.term(item));
        return parts.reduceRight((right, leftPart) => app("pair", [leftPart, right], pair(leftPart.type, right.type)));
      }
      case "project":
        return this.#project(syntax.inner, syntax.field, [], syntax, expected);
      case "if": {
        const condition = this.at(syntax.condition, prop);
        const type = expected ?? unifier.freshType();
        const yes = this.ensure(this.term(syntax.yes, type), type, syntax.yes);
        const no = this.ensure(this.term(syntax.no, type), type, syntax.no);
        return app("ite", [condition, yes, no], unifier.type(type));
      }
      case "hole":
        return unifier.freshTerm(expected ?? unifier.freshType());
      case "dot":
        throw new ElaborationProblem(
          "invalid occurrence of `·` notation, it must be surrounded by parentheses",
          syntax.from,
        );
      case "anonymous": {
        const type = expected === undefined ? undefined : unifier.type(expected);
        if (type?.name === "×" && syntax.items.length === 2) {
          return app(
            "pair",
            [this.at(syntax.items[0]!, type.args[0]!), this.at(syntax.items[1]!, type.args[1]!)],
            type,
          );
        }
        throw new UnsupportedProblem("an anonymous constructor in a statement");
      }
      case "show":
        return this.at(syntax.body, this.type(syntax.type));
      case "assumption":
      case "by":
      case "calc":
      case "have":
      case "other":
      case "sorry":
      default:
        throw new UnsupportedProblem(describe(syntax));
    }
  }

  /** Elaborates and bridges to the type. */
  at(syntax: Expression, type: Type): Term {
    return this.ensure(this.term(syntax, type), type, syntax);
  }

  /** @throws {UnsupportedProblem} when the syntax is no type of the fragment. */
  type(syntax: Expression): Type {
    const type = this.typeOf(syntax);
    if (type === undefined) throw new UnsupportedProblem(`the type ${describe(syntax)}`);
    return type;
  }

  /** The type that syntax denotes here, where a name in scope comes before a type's; undefined when it is none. */
  typeOf(syntax: Expression): Type | undefined {
    return typeOf(syntax, this.unifier, (name) => this.lookup(name) !== undefined);
  }

  #unary(syntax: Expression & { kind: "unary" }, expected?: Type): Term {
    const { unifier } = this;
    const { op, operand } = syntax;
    switch (op) {
      case "not":
        return app("not", [this.at(operand, prop)], prop);
      case "coe": {
        // The arrow reads its operand on its own; where that has, or may have, the type that is wanted, no cast is left.
        const read = (target: Type, forced: boolean): Term | undefined =>
          isUnknown(target) && !forced ? undefined : this.ensure(this.term(operand), target, syntax);
        const target = expected === undefined ? unifier.freshType() : unifier.type(expected);
        return isUnknown(target) ? this.postpone(target, syntax, read) : read(target, false)!;
      }
      case "coeFn": {
        const inner = this.term(operand);
        const type = unifier.type(inner.type);
        if (!isEquiv(type)) throw new UnsupportedProblem("⇑");
        return asFunction(inner, type);
      }
      case "factorial":
        return app("Nat.factorial", [this.at(operand, nat)], nat);
      case "sqrt":
        return app("Real.sqrt", [this.at(operand, real)], real);
      case "inv": {
        const type = expected === undefined ? unifier.freshType() : unifier.type(expected);
        const inner = this.at(operand, type);
        this.obligations.add({ kind: "inverse", type: inner.type, at: syntax.from });
        return app("inv", [inner], inner.type);
      }
      case "abs": {
        const type = expected === undefined ? unifier.freshType() : unifier.type(expected);
        const inner = this.at(operand, type);
        if (sameType(unifier.type(inner.type), complex)) throw new UnsupportedProblem("|·| on ℂ");
        return app("abs", [inner], inner.type);
      }
      case "norm": {
        // On ℂ `‖z‖` is what older Mathlib calls Complex.abs.
        const inner = this.term(operand);
        if (!sameType(unifier.type(inner.type), complex)) throw new UnsupportedProblem("‖·‖ but on ℂ");
        return app("abs", [inner], real);
      }
      case "compl": {
        const s = unifier.zonk(this.term(operand, expected));
        this.standsIn("ᶜ");
        if (s.type.name !== "Set") throw new UnsupportedProblem(`ᶜ of a ${s.type.key}`);
        return complement(s, this.binding);
      }
      case "floor":
      case "ceil":
        return app(op === "floor" ? "Int.floor" : "Int.ceil", [this.term(operand)], int);
      case "natFloor":
      case "natCeil":
        return app(op === "natFloor" ? "Nat.floor" : "Nat.ceil", [this.term(operand)], nat);
      default:
        throw new UnsupportedProblem(`the notation ${op}`);
    }
  }

  #binary(syntax: Expression & { kind: "binary" }, expected?: Type): Term {
    const { unifier } = this;
    const { op, left, right } = syntax;
    const connective = connectives[op];
    if (connective !== undefined) {
      if (op === "→" && this.typeOf(left) !== undefined) throw new UnsupportedProblem("a function type as a formula");
      return app(connective, [this.at(left, prop), this.at(right, prop)], prop);
    }
    if (relationOps[op] !== undefined) return elaborateRelation(this, syntax);
    switch (op) {
      case "∣":
      case "∤": {
        const a = this.term(left);
        const b = this.at(right, a.type);
        const divisibility = divides(a, b);
        return op === "∣" ? divisibility : app("not", [divisibility], prop);
      }
      case "∈":
      case "∉": {
        const member = this.#membership(left, right);
        return op === "∈" ? member : app("not", [member], prop);
      }
      case "⊆": {
        const s = this.term(left);
        return app("subset", [s, this.at(right, s.type)], prop);
      }
      case "<|":
        return this.#pipe(left, right, syntax, expected);
      case "|>":
        return this.#pipe(right, left, syntax, expected);
      case "⊂":
      case "⊄": {
        const s = this.term(left);
        const t = this.at(right, s.type);
        this.standsIn(op);
        const isStrict = app(
          "and",
          [app("subset", [s, t], prop), app("not", [app("subset", [t, s], prop)], prop)],
          prop,
        );
        return op === "⊂" ? isStrict : app("not", [isStrict], prop);
      }
      case "⁻¹'":
      case "''":
      case "/.": {
        const entry = entryNamed(namedInfixes[op])!;
        return this.#applyEntry(entry, [{ value: left }, { value: right }], syntax, expected);
      }
      case "∘": {
        this.standsIn(op);
        const [from, middle, to] = [unifier.freshType(), unifier.freshType(), unifier.freshType()];
        if (expected !== undefined) unifier.speculate(() => unifier.unifyTypes(fun(from, to), expected));
        const outer = unifier.zonk(this.at(left, fun(middle, to)));
        const inner = unifier.zonk(this.at(right, fun(from, middle)));
        return this.binding("x", unifier.type(from), (x) => call(outer, call(inner, x)));
      }
      default:
        throw new UnsupportedProblem(`the operator ${op}`);
    }
  }

  /** `f a <| b` and `b |> f a` are `f a b`. */
  #pipe(fn: Expression, last: Expression, syntax: Expression, expected?: Type): Term {
    const argument: Argument = { value: last };
    return fn.kind === "apply"
      ? this.#application(fn.fn, [...fn.args, argument], syntax, expected)
      : this.#application(fn, [argument], syntax, expected);
  }

  /** The container says what its elements are: an element gets no coercion. */
  #membership(element: Expression, container: Expression): Term {
    const inList = listMembership(this, element, container);
    if (inList !== undefined) return inList;
    const s = this.term(container);
    const x = this.term(element);
    this.obligations.add({ kind: "member", element: x.type, container: s.type, at: element.from });
    return app("mem", [x, s], prop);
  }

  #enumeration(items: readonly Expression[], expected: Type | undefined, syntax: Expression): Term {
    const container = expected === undefined ? this.unifier.freshType() : this.unifier.type(expected);
    if (items.length === 0) return app("empty", [], container);
    if (container.args.length !== 1 && !isUnknown(container))
      throw new ElaborationProblem("type mismatch in a set", syntax.from);
    const elements = items.map((item) => {
      const x = this.term(item);
      this.obligations.add({ kind: "member", element: x.type, container, at: item.from });
      return x;
    });
    const last = elements.at(-1)!;
    return elements
      .slice(0, -1)
      .reduceRight<Term>((s, x) => app("insert", [x, s], container), app("singleton", [last], container));
  }

  #setOf(syntax: Expression & { kind: "setOf" }, expected: Type | undefined): Term {
    const { unifier } = this;
    const element = unifier.freshType();
    if (expected !== undefined) {
      if (unifier.type(expected).name === "Finset") throw new UnsupportedProblem("a Finset by a predicate");
      unifier.speculate(() => unifier.unifyTypes(set(element), expected));
    }
    const predicate = this.#lambda([syntax.binder], syntax.body, fun(element, prop), "setOf");
    return app("setOf", [predicate], set(unifier.type(element)));
  }

  /** A name, perhaps with arguments. */
  #head(
    fn: Expression & { kind: "name" },
    args: readonly Argument[],
    syntax: Expression,
    expected: Type | undefined,
  ): Term {
    if (fn.explicit === true && this.lookup(fn.name) === undefined) throw new UnsupportedProblem(`@${fn.name}`);
    return this.#name(fn.name, args, syntax, expected);
  }

  #name(name: string, args: readonly Argument[], syntax: Expression, expected?: Type): Term {
    const local = this.lookup(name);
    const notation = notations.find(({ text, namespace }) => text === name && this.opens.includes(namespace));
    if (notation !== undefined) {
      // The letter is a token there, and no name at all.
      if (local !== undefined) throw new UnsupportedProblem(`${name} as a name where ${notation.namespace} is open`);
      return this.#applyEntry(entryNamed(notation.constant)!, args, syntax, expected);
    }
    if (local !== undefined) {
      if (local.term === undefined) throw new UnsupportedProblem(`the proof ${name} in a term`);
      return this.#applyValue(local.term, args, syntax);
    }
    const dot = name.indexOf(".");
    if (dot > 0) {
      const head = this.lookup(name.slice(0, dot));
      if (head !== undefined) {
        const span = { from: syntax.from, to: syntax.to };
        const fields = name.slice(dot + 1).split(".");
        let inner: Expression = { kind: "name", name: name.slice(0, dot), ...span };
        for (const field of fields.slice(0, -1)) inner = { kind: "project", inner, field, ...span };
        return this.#project(inner, fields.at(-1)!, args, syntax, expected);
      }
    }
    if (name === "insert" && args.length === 2) {
      const container = this.term(args[1]!.value, expected);
      const { args: elements, name: former } = this.unifier.type(container.type);
      if (former !== "Finset" && former !== "Set") throw new UnsupportedProblem("insert into this");
      return app("insert", [this.at(args[0]!.value, elements[0]!), container], container.type);
    }
    const ofList = listFunction(this, name, args, syntax, expected);
    if (ofList !== undefined) return ofList;
    if (name === "rfl" || name.startsWith(".")) throw new UnsupportedProblem(name);
    if (isTypeName(name)) throw new UnsupportedProblem(`the type ${name} as a value`);
    const names = candidates(name, this.opens);
    if (names.length === 1 && names[0] !== "?") return this.#applyEntry(entryNamed(names[0]!)!, args, syntax, expected);
    if (names.length > 1) return this.#overloaded(names, args, syntax, expected);
    if (names[0] === "?") throw new ElaborationProblem(`ambiguous, possible interpretations\n  ${name}`, syntax.from);
    if (args.length === 0) {
      const bound = this.#autobound?.(name);
      if (bound !== undefined) return bound;
    }
    throw new UnsupportedProblem(`the name ${name}`);
  }

  /** Lean elaborates every reading of an overloaded name and takes the one that fits. */
  #overloaded(names: readonly string[], args: readonly Argument[], syntax: Expression, expected?: Type): Term {
    const { unifier } = this;
    const fitting = names.filter((name) => {
      let fits = false;
      this.#trial(() => {
        try {
          const term = this.#applyEntry(entryNamed(name)!, args, syntax, expected);
          this.obligations.progress();
          const known = expected === undefined ? undefined : unifier.type(expected);
          fits =
            known === undefined ||
            known.open ||
            unifier.unifyTypes(term.type, known) ||
            coercible(unifier.type(term.type), known);
        } catch (error) {
          if (
            !(error instanceof ElaborationProblem || error instanceof UnsupportedProblem || error instanceof IllTyped)
          )
            throw error;
        }
        return undefined;
      });
      return fits;
    });
    if (fitting.length !== 1)
      throw new ElaborationProblem(`ambiguous, possible interpretations\n  ${names.join(", ")}`, syntax.from);
    return this.#applyEntry(entryNamed(fitting[0]!)!, args, syntax, expected);
  }

  #application(fn: Expression, args: readonly Argument[], syntax: Expression, expected?: Type): Term {
    if (fn.kind === "name") return this.#head(fn, args, syntax, expected);
    if (fn.kind === "project") return this.#project(fn.inner, fn.field, args, syntax, expected);
    return this.#applyValue(this.term(fn), args, syntax);
  }

  #applyValue(fn: Term, args: readonly Argument[], syntax: Expression): Term {
    let result = fn;
    for (const { value, name } of args) {
      if (name !== undefined) throw new UnsupportedProblem("a named argument");
      result = asFunction(result, this.unifier.type(result.type));
      const type = this.unifier.type(result.type);
      if (!isFun(type)) throw new ElaborationProblem("function expected", syntax.from);
      result = call(result, this.at(value, type.args[0]!));
    }
    return result;
  }

  #applyEntry(entry: Entry, args: readonly Argument[], syntax: Expression, expected?: Type): Term {
    const { unifier } = this;
    const applied = instantiateEntry(entry, () => unifier.freshType());
    const { params, result } = applied;
    if (args.some((arg) => arg.name !== undefined)) throw new UnsupportedProblem("a named argument");
    if (args.length < params.length) return this.#partial(entry, args, syntax);
    if (expected !== undefined && args.length === params.length) {
      const known = unifier.type(expected);
      if (!isUnknown(known) && result.open) unifier.speculate(() => unifier.unifyTypes(result, known));
    }
    const values = params.map((param, i) => this.at(args[i]!.value, param));
    if ("unfold" in applied) this.standsIn(describe(syntax));
    const term =
      "unfold" in applied
        ? applied.unfold(
            values.map((value) => unifier.zonk(value)),
            this.binding,
          )
        : app(applied.op, values, unifier.type(result));
    return this.#applyValue(term, args.slice(params.length), syntax);
  }

  /** `Nat.succ` without its argument is `fun x => Nat.succ x`. */
  #partial(entry: Entry, args: readonly Argument[], syntax: Expression): Term {
    const fresh = instantiateEntry(entry, () => this.unifier.freshType());
    const missing = fresh.params.slice(args.length).map((type) => variable("x", type));
    const names = missing.map((_, i) => `✝x${i}`);
    missing.forEach((term, i) => this.push({ name: names[i]!, term }));
    const span = { from: syntax.from, to: syntax.to };
    const all = [...args, ...names.map((name): Argument => ({ value: { kind: "name", name, ...span } }))];
    const body = this.#applyEntry(entry, all, syntax);
    missing.forEach(() => this.pop());
    return missing.reduceRight((inner: Term, free) => this.#bind(free, inner), body);
  }

  /** `x.f a`: which `f` is decided by the type of x, and waits for it. */
  #project(inner: Expression, field: string, args: readonly Argument[], syntax: Expression, expected?: Type): Term {
    if (itemsOf(inner) !== undefined) return this.#name(`List.${field}`, [...args, { value: inner }], syntax, expected);
    const read = (wanted: Type | undefined, forced: boolean): Term | undefined =>
      this.#trial(() => {
        const value = this.term(inner);
        if (forced && isUnknown(this.unifier.type(value.type))) {
          this.obligations.useDefaults();
          this.obligations.progress();
        }
        // `(p ^ 2).divisors.card`: the inner field has waited too.
        if (forced && isUnknown(this.unifier.type(value.type))) this.obligations.settle();
        if (!isUnknown(this.unifier.type(value.type))) return this.#field(value, inner, field, args, syntax, wanted);
        if (forced) throw new UnsupportedProblem(`the field .${field} of a term whose type is not known`);
        return undefined;
      });
    return read(expected, false) ?? this.postpone(expected ?? this.unifier.freshType(), syntax, read);
  }

  #field(
    value: Term,
    inner: Expression,
    field: string,
    args: readonly Argument[],
    syntax: Expression,
    expected: Type | undefined,
  ): Term {
    const type = this.unifier.type(value.type);
    if (field === "toFinset" && args.length === 0) {
      const finite = this.#finite.find(({ set: known }) => equal(this.unifier.zonk(known), this.unifier.zonk(value)));
      if (finite !== undefined) return finite.elements;
    }
    if (isEquiv(type) && (field === "1" || field === "2"))
      return this.#field(value, inner, field === "1" ? "toFun" : "invFun", args, syntax, expected);
    if (field === "1" || field === "2" || field === "fst" || field === "snd") {
      if (type.name !== "×") throw new UnsupportedProblem(`the projection .${field}`);
      const first = field === "1" || field === "fst";
      return this.#applyValue(app(first ? "fst" : "snd", [value], type.args[first ? 0 : 1]!), args, syntax);
    }
    const space = namespaceOf[type.name] ?? type.name;
    const entry = entryNamed(`${space}.${field}`);
    if (entry === undefined) throw new UnsupportedProblem(`${space}.${field}`);
    const place = entry.params.findIndex((param) => (namespaceOf[param.name] ?? param.name) === space);
    if (place < 0) throw new UnsupportedProblem(`${space}.${field} in dot notation`);
    const span = { from: inner.from, to: inner.to };
    // The value is elaborated; it takes its place under a name that no text can contain.
    const name = `✝${inner.from}`;
    this.push({ name, term: value });
    try {
      const all = [...args.slice(0, place), { value: { kind: "name" as const, name, ...span } }, ...args.slice(place)];
      return this.#applyEntry(entry, all, syntax, expected);
    } finally {
      this.pop();
    }
  }

  #binder(syntax: Expression & { kind: "binder" }, expected?: Type): Term {
    if (syntax.op === "fun" || syntax.op === "λ") return this.#lambda(syntax.binders, syntax.body, expected, "fun");
    return this.#quantified(syntax.op, syntax.binders, syntax.body, syntax);
  }

  /** Each name has a binder, and so a type, of its own: `∀ n x, …` may bind a natural and a real number. */
  #quantified(op: string, binders: readonly Binder[], body: Expression, syntax: Expression): Term {
    const names = binders.flatMap((binder) => {
      if (binder.pattern !== undefined) throw new UnsupportedProblem("a pattern in a binder");
      if (binder.predicate !== undefined && binder.names.length > 1)
        throw new UnsupportedProblem(`${binder.names.join(" ")} ${binder.predicate.op} … in a binder`);
      return binder.names.map((name) => ({ name, binder }));
    });
    if (op === "∃!" && names.length > 1) throw new UnsupportedProblem("∃! of several variables");
    const kernelOp = op === "∀" ? "forall" : op === "∃" ? "exists" : "existsUnique";
    const go = (i: number): Term => {
      const own = names[i];
      if (own === undefined) return this.at(body, prop);
      const { name, binder } = own;
      const type = binder.type === undefined ? this.unifier.freshType() : this.typeOf(binder.type);
      if (type === undefined) {
        // `(h : p)` in a ∀: an implication, its proof unnamed since nothing here can mention it.
        if (op !== "∀") throw new UnsupportedProblem(`a proof bound by ${op}`);
        const premise = this.at(binder.type!, prop);
        this.push({ name });
        const conclusion = go(i + 1);
        this.pop();
        return app("imp", [premise, conclusion], prop);
      }
      const free = variable(name, type);
      this.push({ name, term: free });
      const guard = this.#guard(binder, name, syntax);
      const inner = go(i + 1);
      this.pop();
      const guarded = guard === undefined ? inner : app(op === "∀" ? "imp" : "and", [guard, inner], prop);
      return app(kernelOp, [this.#bind(free, guarded)], prop);
    };
    return go(0);
  }

  #bind(free: VarTerm, body: Term): Term {
    return this.unifier.bindLater(free, body);
  }

  /** `fun name => body` for terms that no text spells out. */
  readonly binding = (name: string, type: Type, body: (x: Term) => Term): Term => {
    const free = variable(name, type);
    return this.#bind(free, body(free));
  };

  #guard(binder: Binder, name: string, syntax: Expression): Term | undefined {
    if (binder.predicate === undefined) return undefined;
    const span = { from: syntax.from, to: syntax.to };
    const left: Expression = { kind: "name", name, ...span };
    return this.at({ kind: "binary", op: binder.predicate.op, left, right: binder.predicate.right, ...span }, prop);
  }

  #lambda(binders: readonly Binder[], body: Expression, expected: Type | undefined, what: string): Term {
    const flat = binders.flatMap((binder) => {
      if (binder.pattern !== undefined) throw new UnsupportedProblem("a pattern in a binder");
      return binder.names.map((name) => ({ name, binder }));
    });
    const go = (i: number, wanted: Type | undefined): Term => {
      const own = flat[i];
      const { unifier } = this;
      if (own === undefined) return wanted === undefined ? this.term(body) : this.at(body, wanted);
      const known = wanted === undefined ? undefined : unifier.type(wanted);
      const domain = known !== undefined && isFun(known) ? known.args[0]! : unifier.freshType();
      if (own.binder.type !== undefined) {
        const given = this.typeOf(own.binder.type);
        if (given === undefined) throw new UnsupportedProblem("a proof bound by fun");
        if (!unifier.unifyTypes(domain, given)) throw new ElaborationProblem("type mismatch in a binder", body.from);
      }
      const free = variable(own.name, unifier.type(domain));
      this.push({ name: own.name, term: free });
      const guard = this.#guard(own.binder, own.name, body);
      if (guard !== undefined && what !== "setOf") throw new UnsupportedProblem("a bounded binder of fun");
      // `{x ∈ s | p}` of a Finset s was a Set in older Mathlib and is a Finset in newer.
      if (own.binder.predicate?.op === "∈" && guard?.tag === "app" && unifier.type(guard.args[1]!.type).name !== "Set")
        throw new UnsupportedProblem("{x ∈ s | p} with s no Set");
      const rest = go(i + 1, known !== undefined && isFun(known) ? known.args[1] : undefined);
      this.pop();
      return this.#bind(free, guard === undefined ? rest : app("and", [guard, rest], prop));
    };
    return go(0, expected);
  }

  /** `∑ x ∈ s with p, f` is `Finset.sum (Finset.filter (fun x => p) s) (fun x => f)`. */
  #big(syntax: Expression & { kind: "big" }, expected?: Type): Term {
    const { unifier } = this;
    const { op, binder, condition } = syntax;
    const symbol = op === "sum" ? "∑" : "∏";
    if (syntax.over === undefined) throw new UnsupportedProblem(`${symbol} over a type`);
    const element = unifier.freshType();
    const filter = condition && this.#lambda([binder], condition, fun(element, prop), "fun");
    const inside = this.at(syntax.over, finset(element));
    const over = filter === undefined ? inside : app("filter", [filter, inside], finset(unifier.type(element)));
    const result = unifier.freshType();
    if (expected !== undefined) unifier.unifyTypes(result, expected);
    const body = this.#lambda([binder], syntax.body, fun(element, result), "fun");
    return app(op, [over, body], unifier.type(result));
  }
}

const namedInfixes = { "⁻¹'": "Set.preimage", "''": "Set.image", "/.": "Rat.divInt" } as const;

/** Letters that a namespace makes a notation while it is open. */
const notations = [
  { text: "π", namespace: "Real", constant: "Real.pi" },
  { text: "φ", namespace: "Nat", constant: "Nat.totient" },
] as const;

const connectives: Readonly<Record<string, Op>> = { "∧": "and", "∨": "or", "→": "imp", "↔": "iff" };

/** A bijection where a function is wanted is its function. */
const asFunction = (term: Term, type: Type): Term =>
  isEquiv(type) ? app("Equiv.coe", [term], fun(type.args[0]!, type.args[0]!)) : term;

const coerce = (term: Term, to: Type): Term => app(to.name === "Set" ? "toSet" : "cast", [term], to);

/** The construct, as a user would name it. */
export function describe(syntax: Expression): string {
  // Every other kind is one case: the default.
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check
  switch (syntax.kind) {
    case "name":
      return syntax.name;
    case "apply":
      return describe(syntax.fn);
    case "by":
      return "`by` in a term";
    case "other":
      return syntax.what;
    default:
      return syntax.kind;
  }
}
