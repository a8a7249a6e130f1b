import { bound, Elaborator, type Misreading, type Scope, variableOf } from "./elaborate.ts";
import { Evaluator, type Miscalculation, samples, type Truth, type Value } from "./evaluate.ts";
import { Unknown } from "./number.ts";
import { print, showBinder, showName, showWritten } from "./print.ts";
import type { Reading } from "./readings.ts";
import type { Binder, Surface } from "./surface.ts";
import type { Bound, Term } from "./term.ts";
import { known, Refused, showType, type Type } from "./type.ts";

/** A command before the theorem. */
export type Command =
  | { readonly kind: "variable"; readonly binders: readonly Binder[]; readonly implicit?: boolean }
  /** Where the section is closed, its variables are gone. */
  | { readonly kind: "closed section"; readonly binders: readonly Binder[] }
  /** Its name is that of its namespace and its own; how the rest may call it depends on what becomes of the namespace. */
  | Definition
  | { readonly kind: "notation"; readonly name: string; readonly type: Type; readonly value: Surface }
  /** Changes nothing: a comment, an option, an `open` that nothing here depends on. */
  | { readonly kind: "text"; readonly text: string };

export interface Definition {
  readonly kind: "definition";
  readonly name: string;
  readonly type: Type;
  readonly value: Surface;
  /** Of a function, then of this type. */
  readonly parameter?: { readonly name: string; readonly type: Type };
  readonly namespace?: { readonly name: string; readonly after: "closed" | "opened" | "left open" };
  readonly word?: "def" | "abbrev";
}

export interface Problem {
  readonly context: readonly Command[];
  readonly binders: readonly Binder[];
  readonly hypotheses: readonly Surface[];
  readonly conclusion: Surface;
}

/** How a command is laid out: nothing of it changes the meaning. */
export interface Layout {
  readonly indent?: string;
  readonly comment?: string;
}

function showCommand(command: Command): string {
  switch (command.kind) {
    case "variable": {
      const [open, close] = command.implicit === true ? ["{", "}"] : ["(", ")"];
      return `variable ${command.binders.map((binder) => `${open}${showBinder(binder)}${close}`).join(" ")}`;
    }
    case "closed section":
      return `section\nvariable ${command.binders.map((binder) => `(${showBinder(binder)})`).join(" ")}\nend`;
    case "definition":
      return showDefinition(command);
    case "notation":
      return `local notation "${command.name}" => (${print(command.value)} : ${showType(command.type)})`;
    case "text":
      return command.text;
  }
}

function showDefinition({ name, type, value, parameter, namespace, word = "def" }: Definition): string {
  const before = type === "ℝ" ? "noncomputable " : "";
  const given = parameter === undefined ? "" : ` (${parameter.name} : ${showType(parameter.type)})`;
  const text = `${before}${word} ${name}${given} : ${showType(type)} := ${print(value)}`;
  if (namespace === undefined) return text;
  const ending = {
    closed: `\nend ${namespace.name}`,
    opened: `\nend ${namespace.name}\nopen ${namespace.name}`,
    "left open": "",
  };
  return `namespace ${namespace.name}\n${text}${ending[namespace.after]}`;
}

export function headerOf({ context }: Problem, { indent = "", comment = "" }: Layout = {}): string {
  const commands = context.map(
    (command) => `${indent}${showCommand(command).replaceAll("\n", `\n${indent}`)}${comment}`,
  );
  return ["import Mathlib", ...commands, ""].join("\n");
}

export function statementOf({ binders, hypotheses, conclusion }: Problem): string {
  const typed = binders.map(({ name, type, quoted }) => `(${showName(name, quoted)} : ${showWritten(type!)})`);
  const assumed = hypotheses.map((hypothesis, i) => `(h${i} : ${print(hypothesis)})`);
  return ["theorem t", ...typed, ...assumed, ":", print(conclusion), ":= by"].join(" ");
}

/** What a problem says: `∀ binders, hypotheses → conclusion`, closed. */
export interface Meaning {
  readonly term: Term;
  readonly outer: readonly Bound[];
  /** The type that each binder as written got. */
  readonly bindings: ReadonlyMap<Binder, Bound>;
}

/** @throws {Refused} where Lean would refuse it, or it is not known what Lean does. */
export function elaborate(problem: Problem, reading: Reading = { name: "Lean" }, reversed = false): Meaning {
  const shape = reading.shape ?? ((surface: Surface) => surface);
  const types: Misreading = reading.types ?? {};
  const whole = new Elaborator(types, reversed);
  let constants: Scope = new Map();
  let locals: Scope = new Map();
  const outer: Bound[] = [];
  const declare = (binder: Binder): void => {
    const { type } = binder;
    if (type === undefined || "named" in type) throw new Refused("a declared name of no plain type");
    const made = bound(binder.name, type.type);
    outer.push(made);
    locals = new Map(locals).set(binder.name, variableOf(made));
  };
  for (const command of reading.withoutContext === true ? [] : problem.context) {
    if (command.kind === "variable") command.binders.forEach(declare);
    if (command.kind === "definition") constants = define(command, constants, locals);
    if (command.kind === "notation") {
      const ascribed: Surface = { kind: "ascription", of: command.value, type: { type: command.type } };
      constants = new Map(constants).set(command.name, new Elaborator().value(ascribed, constants));
    }
  }
  problem.binders.forEach(declare);
  // A local hides a constant, wherever either was declared.
  const scope: Scope = new Map([...constants, ...locals]);
  const parts = [...problem.hypotheses, problem.conclusion].map((part) => whole.statement(shape(part), scope));
  const prop = { type: "Prop" } as const;
  const closed = parts.reduceRight((right, left) => ({ kind: "connective", connective: "→", left, right, ...prop }));
  const all = [...whole.unbound.values(), ...outer];
  const term = all.reduceRight<Term>(
    (body, binder) => ({ kind: "quantifier", quantifier: "∀", binder, body, ...prop }),
    closed,
  );
  return { term, outer: all, bindings: whole.bindings };
}

function define({ name, type, value, parameter, namespace }: Definition, constants: Scope, locals: Scope): Scope {
  if (locals.has(name)) throw new Refused("whether it takes the variable along is not this page's matter");
  const ascribed: Surface = { kind: "ascription", of: value, type: { type } };
  const elaborator = new Elaborator();
  const binder = parameter === undefined ? undefined : bound(parameter.name, parameter.type);
  const inner: Scope = binder === undefined ? constants : new Map(constants).set(binder.name, variableOf(binder));
  const body = elaborator.value(ascribed, inner);
  const term: Term =
    binder === undefined ? body : { kind: "function", binder, body, type: { from: binder.type, to: type } };
  const defined = new Map(constants);
  if (namespace === undefined) return defined.set(name, term);
  // Two constants that one opened name may mean are ambiguous; inside a namespace its own come first.
  if (namespace.after === "opened" && constants.has(name)) throw new Refused("ambiguous");
  defined.set(`${namespace.name}.${name}`, term);
  return namespace.after === "closed" ? defined : defined.set(name, term);
}

/** The truth of a problem as some reading has it, undefined where that reading refuses it or it is not decided. */
export function truthOf(problem: Problem, reading?: Reading): Truth {
  try {
    return new Evaluator(reading?.values).truth(elaborate(problem, reading).term, new Map());
  } catch (error) {
    if (error instanceof Refused || error instanceof Unknown) return undefined;
    throw error;
  }
}

/** As Lean reads it, its truth; undefined, too, where the order of Lean's defaults could matter. */
export function leanTruth(problem: Problem): Truth {
  try {
    const { term } = elaborate(problem);
    if (fingerprint(term) !== fingerprint(elaborate(problem, undefined, true).term)) return undefined;
    return new Evaluator().truth(term, new Map());
  } catch (error) {
    if (error instanceof Refused || error instanceof Unknown) return undefined;
    throw error;
  }
}

/** The value of a closed term whose type the second part is. */
export function valueOf(
  surface: Surface,
  misreading: Misreading = {},
  miscalculation: Miscalculation = {},
): { readonly value: Value; readonly type: Type } | undefined {
  try {
    const term = new Elaborator(misreading).value(surface, new Map());
    return { value: new Evaluator(miscalculation).value(term, new Map()), type: known(term.type) };
  } catch (error) {
    if (error instanceof Refused || error instanceof Unknown) return undefined;
    throw error;
  }
}

/** A term with all its types, and variables by their order. */
export function fingerprint(term: Term): string {
  const ids = new Map<number, number>();
  return JSON.stringify(term, (key, value: unknown) => {
    if (key === "id" && typeof value === "number") {
      const id = ids.get(value) ?? ids.size;
      ids.set(value, id);
      return id;
    }
    return key === "type" ? showType(value as Type) : value;
  });
}

/** Of the values tried for the leading ∀, the share under which what they bind is false; 0 where it is never so. */
export function failureRate(term: Term): number {
  const binders: Bound[] = [];
  let body = term;
  for (; body.kind === "quantifier" && body.quantifier === "∀"; body = body.body) binders.push(body.binder);
  let valuations: Map<number, Value>[] = [new Map()];
  for (const { id, type } of binders)
    valuations = valuations.flatMap((before) => samples(type).values.map((value) => new Map(before).set(id, value)));
  const evaluator = new Evaluator();
  return valuations.filter((valuation) => evaluator.truth(body, valuation) === false).length / valuations.length;
}

/** Values of the leading ∀ under which a false proposition fails. */
export function counterexample(
  term: Term,
): { readonly names: readonly string[]; readonly values: readonly Value[] } | undefined {
  const binders: Bound[] = [];
  let body = term;
  for (; body.kind === "quantifier" && body.quantifier === "∀"; body = body.body) binders.push(body.binder);
  const search = (i: number, valuation: Map<number, Value>): boolean => {
    const binder = binders[i];
    if (binder === undefined) return new Evaluator().truth(body, valuation) === false;
    for (const value of binder.proofOf === undefined ? samples(binder.type).values : []) {
      valuation.set(binder.id, value);
      if (search(i + 1, valuation)) return true;
    }
    valuation.delete(binder.id);
    return false;
  };
  const valuation = new Map<number, Value>();
  if (!search(0, valuation)) return undefined;
  return { names: binders.map(({ name }) => name), values: binders.map(({ id }) => valuation.get(id)!) };
}
