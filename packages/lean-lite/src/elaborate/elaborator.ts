import {
  abstract,
  abstraction,
  app,
  call,
  complex,
  finset,
  fun,
  IllTyped,
  int,
  isFun,
  isUnknown,
  list,
  nat,
  num,
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
import { candidates, functionNamed, instantiateEntry, namespaceOf, type FunctionEntry } from "./functions.ts";
import { ElaborationProblem, UnsupportedProblem } from "./problem.ts";
import { typeOf } from "./types.ts";
import type { Unifier } from "./unifier.ts";

/** A name in scope: a variable, or a hypothesis (which is no term). */
export interface Local {
  readonly name: string;
  readonly term?: Term;
}

const infixFunctions: Readonly<Record<string, string>> = { "∪": "union", "∩": "inter", "\\": "sdiff" };

const maximumDepth = 400;

/** Turns syntax into typed terms the way Lean does, one formula at a time. */
export class Elaborator {
  readonly unifier: Unifier;
  readonly opens: readonly string[];
  readonly #scope: Local[];
  readonly #autobound: ((name: string) => Term | undefined) | undefined;
  readonly #memberships: { container: Type; element: Type }[] = [];
  #depth = 0;

  constructor(
    unifier: Unifier,
    scope: readonly Local[],
    opens: readonly string[],
    autobound?: (name: string) => Term | undefined,
  ) {
    this.unifier = unifier;
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

  /** Decides what is left to decide: elements of enumerated sets, then numerals. */
  settle(): void {
    for (const { container, element } of this.#memberships) {
      const known = this.unifier.type(container);
      if (known.args.length === 1 && !this.unifier.unifyTypes(known.args[0]!, element)) {
        throw new ElaborationProblem("type mismatch in a set", 0);
      }
    }
    this.#memberships.length = 0;
    this.unifier.defaultNumerals();
  }

  /** Inserts a coercion where Lean would. */
  ensure(term: Term, expected: Type, syntax: Expression): Term {
    const { unifier } = this;
    if (unifier.unifyTypes(term.type, expected)) return term;
    const [from, to] = [unifier.type(term.type), unifier.type(expected)];
    const coerced = coercible(from, to) ? coerce(term, from, to) : undefined;
    if (coerced !== undefined) return coerced;
    throw new ElaborationProblem(
      `type mismatch\n  term\nhas type\n  ${from.key} : Type\nbut is expected to have type\n  ${to.key} : Type`,
      syntax.from,
    );
  }

  /** Elaborates with a type in mind; the result may have another, which `ensure` then bridges. */
  term(syntax: Expression, expected?: Type): Term {
    if (++this.#depth > maximumDepth) throw new UnsupportedProblem("an expression this deep");
    try {
      return this.#term(syntax, expected);
    } catch (error) {
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
        const type = this.#numeralType(expected);
        unifier.noteNumeral(type);
        return num(syntax.value, type);
      }
      case "decimal": {
        const [whole, fraction] = syntax.text.split(".") as [string, string];
        return app(
          "decimal",
          [num(BigInt(whole + fraction), nat), num(BigInt(fraction.length), nat)],
          this.#numeralType(expected),
        );
      }
      case "ascription": {
        if (syntax.type === undefined) return this.term(syntax.inner);
        const type = this.type(syntax.type);
        return this.ensure(this.term(syntax.inner, type), type, syntax);
      }
      case "name":
        return this.#name(syntax.name, [], syntax, expected);
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
      case "setOf": {
        const element = unifier.freshType();
        if (expected !== undefined && unifier.type(expected).name === "Finset")
          throw new UnsupportedProblem("a Finset by a predicate");
        if (expected !== undefined) unifier.unifyTypes(set(element), expected);
        const predicate = this.#lambda([syntax.binder], syntax.body, fun(element, prop), "setOf");
        return app("setOf", [predicate], set(unifier.type(element)));
      }
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

  /** @throws {ElaborationProblem} when the syntax is no type. */
  type(syntax: Expression): Type {
    const type = typeOf(syntax, this.unifier);
    if (type === undefined) throw new UnsupportedProblem(`the type ${describe(syntax)}`);
    return type;
  }

  #numeralType(expected: Type | undefined): Type {
    if (expected === undefined) return this.unifier.freshType();
    return this.unifier.type(expected);
  }

  #unary(syntax: Expression & { kind: "unary" }, expected?: Type): Term {
    const { unifier } = this;
    const { op, operand } = syntax;
    switch (op) {
      case "not":
        return app("not", [this.at(operand, prop)], prop);
      case "coe": {
        const inner = this.term(operand);
        const target = expected === undefined ? undefined : unifier.type(expected);
        if (target === undefined || target.open) {
          unifier.noteNumeral(inner.type);
          return app("coe?", [inner], target ?? unifier.freshType());
        }
        const from = unifier.type(inner.type);
        if (isUnknown(from)) {
          unifier.defaultNumerals();
          return this.ensure(inner, unifier.type(inner.type).open ? target : target, syntax);
        }
        return this.ensure(inner, target, syntax);
      }
      case "factorial":
        return app("Nat.factorial", [this.at(operand, nat)], nat);
      case "sqrt":
        return app("Real.sqrt", [this.at(operand, real)], real);
      case "inv": {
        const inner = this.term(operand, expected);
        unifier.noteNumeral(inner.type);
        return app("inv", [inner], inner.type);
      }
      case "abs": {
        const inner = this.term(operand, expected);
        if (sameType(unifier.type(inner.type), complex)) throw new UnsupportedProblem("|·| on ℂ");
        return app("abs", [inner], inner.type);
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
    const { op, left, right } = syntax;
    const connective = connectives[op];
    if (connective !== undefined) {
      if (op === "→" && typeOf(left, this.unifier) !== undefined)
        throw new UnsupportedProblem("a function type as a formula");
      return app(connective, [this.at(left, prop), this.at(right, prop)], prop);
    }
    if (relationOps[op] !== undefined) return elaborateRelation(this, syntax);
    switch (op) {
      case "∣":
      case "∤": {
        const a = this.term(left);
        const b = this.at(right, a.type);
        const divides = app("dvd", [a, b], prop);
        return op === "∣" ? divides : app("not", [divides], prop);
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
        return this.#application(left, [{ value: right }], syntax, expected);
      case "∘":
        throw new UnsupportedProblem("composition ∘");
      default:
        throw new UnsupportedProblem(`the operator ${op}`);
    }
  }

  #membership(element: Expression, container: Expression): Term {
    const { unifier } = this;
    const s = this.term(container);
    const type = unifier.type(s.type);
    if (isUnknown(type))
      throw new ElaborationProblem(
        "typeclass instance problem is stuck, it is often due to metavariables\n  Membership",
        element.from,
      );
    if (type.args.length !== 1) throw new UnsupportedProblem(`membership in ${type.key}`);
    if (type.name === "List") throw new UnsupportedProblem("membership in a list");
    return app("mem", [this.at(element, type.args[0]!), s], prop);
  }

  #enumeration(items: readonly Expression[], expected: Type | undefined, syntax: Expression): Term {
    const { unifier } = this;
    const container = expected === undefined ? unifier.freshType() : unifier.type(expected);
    if (items.length === 0) return app("empty", [], container);
    const known = container.args.length === 1 ? container.args[0]! : unifier.freshType();
    if (container.args.length === 0) {
      if (!isUnknown(container)) throw new ElaborationProblem(`type mismatch in a set`, syntax.from);
      this.#memberships.push({ container, element: known });
    }
    const elements = items.map((item) => this.at(item, known));
    const last = elements.at(-1)!;
    return elements
      .slice(0, -1)
      .reduceRight<Term>((s, x) => app("insert", [x, s], container), app("singleton", [last], container));
  }

  #name(name: string, args: readonly Argument[], syntax: Expression, expected?: Type): Term {
    const local = this.lookup(name);
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
    if (name === "π" && this.opens.includes("Real")) return this.#applyValue(app("Real.pi", []), args, syntax);
    if (name === "insert" && args.length === 2) {
      const container = this.term(args[1]!.value, expected);
      const { args: elements, name: former } = this.unifier.type(container.type);
      if (former !== "Finset" && former !== "Set") throw new UnsupportedProblem("insert into this");
      return app("insert", [this.at(args[0]!.value, elements[0]!), container], container.type);
    }
    if (name === "rfl" || name.startsWith(".")) throw new UnsupportedProblem(name);
    const names = candidates(name, this.opens);
    if (names.length === 1 && names[0] !== "?")
      return this.#applyEntry(functionNamed(names[0]!)!, args, syntax, expected);
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
    const fitting: string[] = [];
    for (const name of names) {
      const mark = unifier.mark();
      try {
        const term = this.#applyEntry(functionNamed(name)!, args, syntax, expected);
        const known = expected === undefined ? undefined : unifier.type(expected);
        if (
          known === undefined ||
          known.open ||
          unifier.unifyTypes(term.type, known) ||
          coercible(unifier.type(term.type), known)
        ) {
          fitting.push(name);
        }
      } catch (error) {
        if (!(error instanceof ElaborationProblem || error instanceof UnsupportedProblem)) throw error;
      } finally {
        unifier.undo(mark);
      }
    }
    if (fitting.length !== 1)
      throw new ElaborationProblem(`ambiguous, possible interpretations\n  ${names.join(", ")}`, syntax.from);
    return this.#applyEntry(functionNamed(fitting[0]!)!, args, syntax, expected);
  }

  #application(fn: Expression, args: readonly Argument[], syntax: Expression, expected?: Type): Term {
    if (fn.kind === "name") return this.#name(fn.name, args, syntax, expected);
    if (fn.kind === "project") return this.#project(fn.inner, fn.field, args, syntax, expected);
    return this.#applyValue(this.term(fn), args, syntax);
  }

  #applyValue(fn: Term, args: readonly Argument[], syntax: Expression): Term {
    let result = fn;
    for (const { value, name } of args) {
      if (name !== undefined) throw new UnsupportedProblem("a named argument");
      let type = this.unifier.type(result.type);
      if (isUnknown(type)) {
        type = fun(this.unifier.freshType(), this.unifier.freshType());
        throw new ElaborationProblem("function expected", syntax.from);
      }
      if (!isFun(type)) throw new ElaborationProblem("function expected", syntax.from);
      result = call(result, this.at(value, type.args[0]!));
    }
    return result;
  }

  #applyEntry(entry: FunctionEntry, args: readonly Argument[], syntax: Expression, expected?: Type): Term {
    const { unifier } = this;
    const { op, params, result } = instantiateEntry(entry, () => unifier.freshType());
    if (args.some((arg) => arg.name !== undefined)) throw new UnsupportedProblem("a named argument");
    if (args.length < params.length) return this.#partial(entry, args, syntax, expected);
    if (expected !== undefined && args.length === params.length) {
      const known = unifier.type(expected);
      if (!isUnknown(known) && result.open) unifier.speculate(() => unifier.unifyTypes(result, known));
    }
    const values: Term[] = [];
    const later: number[] = [];
    params.forEach((param, i) => {
      const { value } = args[i]!;
      // A function waits until its domain is known.
      if (isFun(param) && unifier.type(param.args[0]!).open) later.push(i);
      else values[i] = this.at(value, param);
    });
    for (const i of later) values[i] = this.at(args[i]!.value, params[i]!);
    const term = app(op, values, unifier.type(result));
    return this.#applyValue(term, args.slice(params.length), syntax);
  }

  /** `Nat.succ` without its argument is `fun x => Nat.succ x`. */
  #partial(entry: FunctionEntry, args: readonly Argument[], syntax: Expression, expected?: Type): Term {
    const fresh = instantiateEntry(entry, () => this.unifier.freshType());
    const missing = fresh.params.slice(args.length).map((type) => variable("x", type));
    const names = missing.map((_, i) => `✝x${i}`);
    missing.forEach((term, i) => this.push({ name: names[i]!, term }));
    const span = { from: syntax.from, to: syntax.to };
    const all = [...args, ...names.map((name): Argument => ({ value: { kind: "name", name, ...span } }))];
    void expected;
    let body = this.#applyEntry(entry, all, syntax);
    for (let i = missing.length - 1; i >= 0; i--) {
      this.pop();
      const own = this.unifier.type(missing[i]!.type);
      body = abstract(this.unifier.zonk(body), variable("x", own, missing[i]!.id));
    }
    return body;
  }

  #project(inner: Expression, field: string, args: readonly Argument[], syntax: Expression, expected?: Type): Term {
    const value = this.term(inner);
    const type = this.unifier.type(value.type);
    if (field === "1" || field === "2" || field === "fst" || field === "snd") {
      if (type.name !== "×") throw new UnsupportedProblem(`the projection .${field}`);
      const first = field === "1" || field === "fst";
      return this.#applyValue(app(first ? "fst" : "snd", [value], type.args[first ? 0 : 1]!), args, syntax);
    }
    if (isUnknown(type))
      throw new ElaborationProblem(`invalid field notation, type is not of the form (C ...)`, syntax.from);
    const space = namespaceOf[type.name] ?? type.name;
    const entry = functionNamed(`${space}.${field}`);
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

  #quantified(op: string, binders: readonly Binder[], body: Expression, syntax: Expression): Term {
    const [binder, ...rest] = binders;
    if (binder === undefined) return this.at(body, prop);
    if (binder.pattern !== undefined) throw new UnsupportedProblem("a pattern in a binder");
    const { unifier } = this;
    const type = binder.type === undefined ? unifier.freshType() : typeOf(binder.type, unifier);
    if (type === undefined) {
      // `(h : p)` in a ∀: an implication, its proof unnamed since nothing here can mention it.
      if (op !== "∀") throw new UnsupportedProblem("a proof bound by ∃");
      const premise = this.at(binder.type!, prop);
      binder.names.forEach((name) => this.push({ name }));
      const conclusion = this.#quantified(op, rest, body, syntax);
      binder.names.forEach(() => this.pop());
      return binder.names.reduce<Term>((inner) => app("imp", [premise, inner], prop), conclusion);
    }
    const vars = binder.names.map((name) => variable(name, type));
    const kernelOp = op === "∀" ? "forall" : op === "∃" ? "exists" : "existsUnique";
    let inner: Term;
    vars.forEach((term, i) => this.push({ name: binder.names[i]!, term }));
    const guards = vars.map((_, i) => this.#guard(binder, binder.names[i]!, syntax));
    inner = this.#quantified(op, rest, body, syntax);
    vars.forEach(() => this.pop());
    for (let i = vars.length - 1; i >= 0; i--) {
      const guard = guards[i];
      if (guard !== undefined) inner = app(op === "∀" ? "imp" : "and", [guard, inner], prop);
      inner = app(kernelOp, [this.#bind(vars[i]!, inner)], prop);
    }
    return inner;
  }

  /** `fun x => body`, the variable's type brought up to date first. */
  #bind(free: VarTerm, body: Term): Term {
    const type = this.unifier.type(free.type);
    return abstract(this.unifier.zonk(body), variable(free.name, type, free.id));
  }

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
        const given = typeOf(own.binder.type, unifier);
        if (given === undefined) throw new UnsupportedProblem("a proof bound by fun");
        if (!unifier.unifyTypes(domain, given)) throw new ElaborationProblem("type mismatch in a binder", body.from);
      }
      const free = variable(own.name, unifier.type(domain));
      this.push({ name: own.name, term: free });
      const guard = this.#guard(own.binder, own.name, body);
      if (guard !== undefined && what !== "setOf") throw new UnsupportedProblem("a bounded binder of fun");
      const rest = go(i + 1, known !== undefined && isFun(known) ? known.args[1] : undefined);
      this.pop();
      return this.#bind(free, guard === undefined ? rest : app("and", [guard, rest], prop));
    };
    return go(0, expected);
  }

  #big(syntax: Expression & { kind: "big" }, expected?: Type): Term {
    const { unifier } = this;
    if (syntax.over === undefined)
      throw new UnsupportedProblem(syntax.op === "sum" ? "∑ over a type" : "∏ over a type");
    if (syntax.condition !== undefined) throw new UnsupportedProblem("∑ with a condition");
    const given = syntax.binder.type === undefined ? undefined : this.type(syntax.binder.type);
    const over = this.at(syntax.over, given === undefined ? finset(unifier.freshType()) : finset(given));
    const element = unifier.type(over.type).args[0]!;
    const result = unifier.freshType();
    if (expected !== undefined && !isUnknown(unifier.type(expected))) unifier.unifyTypes(result, expected);
    const body = this.#lambda([{ names: syntax.binder.names }], syntax.body, fun(element, result), "fun");
    return app(syntax.op, [over, body], unifier.type(result));
  }
}

const connectives: Readonly<Record<string, string>> = { "∧": "and", "∨": "or", "→": "imp", "↔": "iff" };
void infixFunctions;
void abstraction;
void list;

export function coerce(term: Term, from: Type, to: Type): Term | undefined {
  if (from.name === "Finset" && to.name === "Set") return app("toSet", [term], to);
  return app("cast", [term], to);
}

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
