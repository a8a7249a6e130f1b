import { app, call, IllTyped, isEquiv, isFun, isUnknown, type Term, type Type, variable } from "@lemma/lean-kernel";
import type { Argument, Expression } from "../syntax/tree.ts";
import { asFunction, coercible } from "./coercions.ts";
import { type Entry, entryNamed } from "./definitions.ts";
import { describe } from "../print/describe.ts";
import type { Elaboration } from "./elaboration.ts";
import { candidates, instantiateEntry, namespaceOf } from "./functions.ts";
import { itemsOf, listFunction } from "./lists.ts";
import { ElaborationProblem, UnsupportedProblem } from "./problem.ts";
import { isTypeName } from "./types.ts";

/** Letters that a namespace makes a notation while it is open. */
const notations = [
  { text: "π", namespace: "Real", constant: "Real.pi" },
  { text: "φ", namespace: "Nat", constant: "Nat.totient" },
] as const;

/** A name, perhaps with arguments. */
export function head(
  on: Elaboration,
  fn: Expression & { kind: "name" },
  args: readonly Argument[],
  syntax: Expression,
  expected: Type | undefined,
): Term {
  if (fn.explicit === true && on.lookup(fn.name) === undefined) throw new UnsupportedProblem(`@${fn.name}`);
  return name(on, fn.name, args, syntax, expected);
}

function name(on: Elaboration, name: string, args: readonly Argument[], syntax: Expression, expected?: Type): Term {
  const local = on.lookup(name);
  const notation = notations.find(({ text, namespace }) => text === name && on.opens.includes(namespace));
  if (notation !== undefined) {
    // The letter is a token there, and no name at all.
    if (local !== undefined) throw new UnsupportedProblem(`${name} as a name where ${notation.namespace} is open`);
    return applyEntry(on, entryNamed(notation.constant)!, args, syntax, expected);
  }
  if (local !== undefined) {
    if (local.term === undefined) throw new UnsupportedProblem(`the proof ${name} in a term`);
    return applyValue(on, local.term, args, syntax);
  }
  const dot = name.indexOf(".");
  if (dot > 0) {
    const head = on.lookup(name.slice(0, dot));
    if (head !== undefined) {
      const span = { from: syntax.from, to: syntax.to };
      const fields = name.slice(dot + 1).split(".");
      let inner: Expression = { kind: "name", name: name.slice(0, dot), ...span };
      for (const field of fields.slice(0, -1)) inner = { kind: "project", inner, field, ...span };
      return project(on, inner, fields.at(-1)!, args, syntax, expected);
    }
  }
  if (name === "insert" && args.length === 2) {
    const container = on.term(args[1]!.value, expected);
    const { args: elements, name: former } = on.unifier.type(container.type);
    if (former !== "Finset" && former !== "Set") throw new UnsupportedProblem("insert into this");
    return app("insert", [on.at(args[0]!.value, elements[0]!), container], container.type);
  }
  const ofList = listFunction(on, name, args, syntax, expected);
  if (ofList !== undefined) return ofList;
  if (name === "rfl" || name.startsWith(".")) throw new UnsupportedProblem(name);
  if (isTypeName(name)) throw new UnsupportedProblem(`the type ${name} as a value`);
  const names = candidates(name, on.opens);
  if (names.length === 1 && names[0] !== "?") return applyEntry(on, entryNamed(names[0]!)!, args, syntax, expected);
  if (names.length > 1) return overloaded(on, names, args, syntax, expected);
  if (names[0] === "?") throw new ElaborationProblem(`ambiguous, possible interpretations\n  ${name}`, syntax.from);
  if (args.length === 0) {
    const bound = on.letter(name);
    if (bound !== undefined) return bound;
  }
  throw new UnsupportedProblem(`the name ${name}`);
}

/** Lean elaborates every reading of an overloaded name and takes the one that fits. */
function overloaded(
  on: Elaboration,
  names: readonly string[],
  args: readonly Argument[],
  syntax: Expression,
  expected?: Type,
): Term {
  const { unifier } = on;
  const fitting = names.filter((name) => {
    let fits = false;
    on.trial(() => {
      try {
        const term = applyEntry(on, entryNamed(name)!, args, syntax, expected);
        on.obligations.progress();
        const known = expected === undefined ? undefined : unifier.type(expected);
        fits =
          known === undefined ||
          known.open ||
          unifier.unifyTypes(term.type, known) ||
          coercible(unifier.type(term.type), known);
      } catch (error) {
        if (!(error instanceof ElaborationProblem || error instanceof UnsupportedProblem || error instanceof IllTyped))
          throw error;
      }
      return undefined;
    });
    return fits;
  });
  if (fitting.length !== 1)
    throw new ElaborationProblem(`ambiguous, possible interpretations\n  ${names.join(", ")}`, syntax.from);
  return applyEntry(on, entryNamed(fitting[0]!)!, args, syntax, expected);
}

export function application(
  on: Elaboration,
  fn: Expression,
  args: readonly Argument[],
  syntax: Expression,
  expected?: Type,
): Term {
  if (fn.kind === "name") return head(on, fn, args, syntax, expected);
  if (fn.kind === "project") return project(on, fn.inner, fn.field, args, syntax, expected);
  return applyValue(on, on.term(fn), args, syntax);
}

/** `f a <| b` and `b |> f a` are `f a b`. */
export function pipe(on: Elaboration, fn: Expression, last: Expression, syntax: Expression, expected?: Type): Term {
  const argument: Argument = { value: last };
  return fn.kind === "apply"
    ? application(on, fn.fn, [...fn.args, argument], syntax, expected)
    : application(on, fn, [argument], syntax, expected);
}

function applyValue(on: Elaboration, fn: Term, args: readonly Argument[], syntax: Expression): Term {
  let result = fn;
  for (const { value, name } of args) {
    if (name !== undefined) throw new UnsupportedProblem("a named argument");
    result = asFunction(result, on.unifier.type(result.type));
    const type = on.unifier.type(result.type);
    if (!isFun(type)) throw new ElaborationProblem("function expected", syntax.from);
    result = call(result, on.at(value, type.args[0]!));
  }
  return result;
}

export function applyEntry(
  on: Elaboration,
  entry: Entry,
  args: readonly Argument[],
  syntax: Expression,
  expected?: Type,
): Term {
  const { unifier } = on;
  const applied = instantiateEntry(entry, () => unifier.freshType());
  const { params, result } = applied;
  if (args.some((arg) => arg.name !== undefined)) throw new UnsupportedProblem("a named argument");
  if (args.length < params.length) return partial(on, entry, args, syntax);
  if (expected !== undefined && args.length === params.length) {
    const known = unifier.type(expected);
    if (!isUnknown(known) && result.open) unifier.speculate(() => unifier.unifyTypes(result, known));
  }
  const values = params.map((param, i) => on.at(args[i]!.value, param));
  if ("unfold" in applied) on.standsIn(describe(syntax));
  const term =
    "unfold" in applied
      ? applied.unfold(
          values.map((value) => unifier.zonk(value)),
          on.binding,
        )
      : app(applied.op, values, unifier.type(result));
  return applyValue(on, term, args.slice(params.length), syntax);
}

/** `Nat.succ` without its argument is `fun x => Nat.succ x`. */
function partial(on: Elaboration, entry: Entry, args: readonly Argument[], syntax: Expression): Term {
  const fresh = instantiateEntry(entry, () => on.unifier.freshType());
  const missing = fresh.params.slice(args.length).map((type) => variable("x", type));
  const names = missing.map((_, i) => `✝x${i}`);
  missing.forEach((term, i) => on.push({ name: names[i]!, term }));
  const span = { from: syntax.from, to: syntax.to };
  const all = [...args, ...names.map((name): Argument => ({ value: { kind: "name", name, ...span } }))];
  const body = applyEntry(on, entry, all, syntax);
  missing.forEach(() => on.pop());
  return missing.reduceRight((inner: Term, free) => on.bind(free, inner), body);
}

/** `x.f a`: which `f` is decided by the type of x, and waits for it. */
export function project(
  on: Elaboration,
  inner: Expression,
  field: string,
  args: readonly Argument[],
  syntax: Expression,
  expected?: Type,
): Term {
  if (itemsOf(inner) !== undefined) return name(on, `List.${field}`, [...args, { value: inner }], syntax, expected);
  const read = (wanted: Type | undefined, forced: boolean): Term | undefined =>
    on.trial(() => {
      const value = on.term(inner);
      if (forced && isUnknown(on.unifier.type(value.type))) {
        on.obligations.useDefaults();
        on.obligations.progress();
      }
      // `(p ^ 2).divisors.card`: the inner field has waited too.
      if (forced && isUnknown(on.unifier.type(value.type))) on.obligations.settle();
      if (!isUnknown(on.unifier.type(value.type))) return fieldOf(on, value, inner, field, args, syntax, wanted);
      if (forced) throw new UnsupportedProblem(`the field .${field} of a term whose type is not known`);
      return undefined;
    });
  return read(expected, false) ?? on.postpone(expected ?? on.unifier.freshType(), syntax, read);
}

function fieldOf(
  on: Elaboration,
  value: Term,
  inner: Expression,
  field: string,
  args: readonly Argument[],
  syntax: Expression,
  expected: Type | undefined,
): Term {
  const type = on.unifier.type(value.type);
  if (field === "toFinset" && args.length === 0) {
    const elements = on.elementsOf(value);
    if (elements !== undefined) return elements;
  }
  if (isEquiv(type) && (field === "1" || field === "2"))
    return fieldOf(on, value, inner, field === "1" ? "toFun" : "invFun", args, syntax, expected);
  if (field === "1" || field === "2" || field === "fst" || field === "snd") {
    if (type.name !== "×") throw new UnsupportedProblem(`the projection .${field}`);
    const first = field === "1" || field === "fst";
    return applyValue(on, app(first ? "fst" : "snd", [value], type.args[first ? 0 : 1]!), args, syntax);
  }
  const space = namespaceOf[type.name] ?? type.name;
  const entry = entryNamed(`${space}.${field}`);
  if (entry === undefined) throw new UnsupportedProblem(`${space}.${field}`);
  const place = entry.params.findIndex((param) => (namespaceOf[param.name] ?? param.name) === space);
  if (place < 0) throw new UnsupportedProblem(`${space}.${field} in dot notation`);
  const span = { from: inner.from, to: inner.to };
  // The value is elaborated; it takes its place under a name that no text can contain.
  const name = `✝${inner.from}`;
  on.push({ name, term: value });
  try {
    const all = [...args.slice(0, place), { value: { kind: "name" as const, name, ...span } }, ...args.slice(place)];
    return applyEntry(on, entry, all, syntax, expected);
  } finally {
    on.pop();
  }
}
