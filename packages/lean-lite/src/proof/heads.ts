import { namespaceOf } from "../elaborate/functions.ts";
import { isFailure, TacticFailure } from "../goal/state.ts";
import {
  abstract,
  abstraction,
  assume,
  betaHead,
  call,
  convert,
  eq,
  fun,
  imp,
  instantiate,
  isApp,
  lemmaAt,
  namedTypesOf,
  reflexivity,
  sameType,
  side,
  type Term,
  type Theorem,
  type Type,
  variable,
} from "@lemma/lean-kernel";
import type { Argument, Expression } from "../syntax/tree.ts";
import { unwrapped } from "./desugar.ts";
import { congruence } from "./equations.ts";
import { UnsupportedTactic } from "./failures.ts";
import { lemmasNamed } from "./names.ts";
import { fromTheorem, type Proof } from "./proof.ts";
import { reflexive } from "./reflexive.ts";
import { findHypothesis, spender } from "./session.ts";
import { unfoldTo } from "./unfold.ts";
import type { ProofReading } from "./reading.ts";
import { spine } from "./spine.ts";
import { anonymous } from "./constructors.ts";

export function application(on: ProofReading, syntax: Expression & { kind: "apply" }, expected?: Term): Proof {
  const { fn, args } = syntax;
  if (fn.kind === "name") return named(on, fn, args, expected);
  if (fn.kind === "project") {
    return projection(on, fn, args, expected);
  }
  return spine(on, on.proof(fn), args, expected);
}

/** `h.1`, and `(div_le_iff hc).mpr h`: the type of a lemma is chosen with the projection's arguments in view. */
export function projection(
  on: ProofReading,
  { inner, field }: { readonly inner: Expression; readonly field: string },
  args: readonly Argument[],
  expected?: Term,
): Proof {
  const bare = unwrapped(inner);
  const [head, own] = bare.kind === "apply" ? [bare.fn, bare.args] : [bare, []];
  if (head.kind === "name" && localProof(on, head.name) === undefined && isLemma(on, head.name))
    return lemmaWhere(on, head.name, head.explicit === true, (lemma) =>
      projectProof(on, spine(on, lemma, own, undefined, true), field, args, expected, true),
    );
  return projectProof(on, on.proof(inner), field, args, expected);
}

export function named(
  on: ProofReading,
  syntax: Expression & { kind: "name" },
  args: readonly Argument[],
  expected?: Term,
): Proof {
  const { name } = syntax;
  const local = localProof(on, name);
  if (local !== undefined)
    return spine(on, syntax.explicit === true ? { ...local, isExplicit: true } : local, args, expected);
  const dot = name.indexOf(".");
  if (dot > 0) {
    const head = localProof(on, name.slice(0, dot));
    if (head !== undefined) {
      const fields = name.slice(dot + 1).split(".");
      const inner = fields.slice(0, -1).reduce((proof, field) => projectProof(on, proof, field, [], undefined), head);
      return projectProof(on, inner, fields.at(-1)!, args, expected);
    }
    const value = on.elaborator.lookup(name.slice(0, dot))?.term;
    if (value !== undefined) return fieldOf(on, syntax, args, expected);
  }
  // A variable hides a lemma of its name.
  if (on.elaborator.lookup(name)?.term !== undefined) throw new UnsupportedTactic(`the variable ${name} as a proof`);
  const special = specialName(on, name, args, expected);
  if (special !== undefined) return special;
  const last = name.lastIndexOf(".");
  if (last > 0 && !isLemma(on, name) && isLemma(on, name.slice(0, last))) {
    // `Nat.lt_succ_iff.mp h`: a lemma, then its projection.
    // The type is chosen with the projection's arguments in view: `mul_eq_zero.mp h` has no others to tell it.
    return lemmaWhere(on, name.slice(0, last), false, (head) =>
      projectProof(on, spine(on, head, [], undefined, true), name.slice(last + 1), args, expected, true),
    );
  }
  return on.lemma(name, args, expected, syntax.explicit === true);
}

/** `x.foo a` for a term x: the lemma `foo` of its type's namespace, with x as the first explicit argument of that type. */
function fieldOf(
  on: ProofReading,
  syntax: Expression & { kind: "name" },
  args: readonly Argument[],
  expected?: Term,
): Proof {
  const last = syntax.name.lastIndexOf(".");
  const [subject, field] = [syntax.name.slice(0, last), syntax.name.slice(last + 1)];
  const value = on.unifier.zonk(on.elaborator.term({ ...syntax, name: subject }));
  const space = namespaceOf[value.type.name];
  const self = `✝self${on.variables.length}`;
  const own: Argument = { value: { ...syntax, name: self } };
  on.elaborator.push({ name: self, term: value });
  try {
    return lemmaWhere(on, `${space ?? ""}.${field}`, false, (head) => {
      const place = placeOf(head, (type) => namespaceOf[type.name] === space);
      if (place === undefined) throw new UnsupportedTactic(`invalid field '${field}'`);
      return spine(on, head, [...args.slice(0, place), own, ...args.slice(place)], expected, true);
    });
  } finally {
    on.elaborator.pop();
  }
}

function isLemma(on: ProofReading, name: string): boolean {
  return lemmasNamed(name, on.session.opens).length > 0;
}

function localProof(on: ProofReading, name: string): Proof | undefined {
  const bound = on.bound.findLast((each) => each.name === name);
  if (bound !== undefined) return bound.proof;
  const found = findHypothesis(on.goal, name);
  if (found !== undefined) return fromTheorem(assume(found.formula));
  const earlier = on.session.lemmas.get(name);
  if (earlier === undefined) return undefined;
  const { theorem, implicit } = earlier;
  return { formula: theorem.conclusion, implicit, make: () => theorem };
}

export function lemmaWhere(on: ProofReading, name: string, explicit: boolean, apply: (head: Proof) => Proof): Proof {
  let failure: unknown;
  for (const full of lemmasNamed(name, on.session.opens)) {
    for (const type of namedTypesOf(full)) {
      if (on.onlyType !== undefined && type !== undefined && !sameType(type, on.onlyType)) continue;
      const mark = on.unifier.mark();
      const [laters, holes] = [on.later.length, on.holes.length];
      try {
        const lemma = lemmaAt(full, type)!;
        const head: Proof = {
          formula: lemma.theorem.conclusion,
          implicit: explicit ? [] : lemma.implicit,
          make: () => lemma.theorem,
        };
        return apply(head);
      } catch (error) {
        if (!isFailure(error)) throw error;
        failure = error;
        on.unifier.undo(mark);
        on.later.length = laters;
        on.holes.length = holes;
      }
    }
  }
  if (failure instanceof Error) throw failure;
  throw new UnsupportedTactic(`unknown constant '${name}'`);
}

function specialName(on: ProofReading, name: string, args: readonly Argument[], expected?: Term): Proof | undefined {
  switch (name) {
    case "rfl":
    case "Eq.refl":
    case "Iff.rfl":
    case "HEq.rfl": {
      const formula = on.need(expected, name);
      const target = unfoldTo(formula, "eq") ?? unfoldTo(formula, "iff") ?? formula;
      if (isApp(target, "iff")) return undefined;
      if (!isApp(target, "eq")) throw new TacticFailure("The rfl tactic failed.");
      const [a, b] = target.args as [Term, Term];
      if (!on.unifier.speculate(() => on.unifier.unify(a, b, spender(on.session)))) {
        const known = on.unifier.zonk(target);
        const theorem = known.open ? undefined : reflexive(on.session, known);
        if (theorem !== undefined) return fromTheorem(theorem);
        throw new TacticFailure("type mismatch\n  rfl");
      }
      return { formula: target, implicit: [], make: () => reflexivity(on.unifier.zonk(a)) };
    }
    case "congr_arg":
    case "congrArg":
      return args.length === 2 ? congruenceTerm(on, args[0]!.value, args[1]!.value) : undefined;
    case "Exists.intro": {
      if (args.length !== 2) return undefined;
      return anonymous(on, [args[0]!.value, args[1]!.value], on.need(expected, name));
    }
    default:
      return undefined;
  }
}

/** `congr_arg f h` for `h : a = b`: f a = f b, reduced. */
function congruenceTerm(on: ProofReading, fn: Expression, equation: Expression): Proof {
  const proof = on.proof(equation);
  const target = unfoldTo(on.unifier.zonk(proof.formula), "eq");
  if (target === undefined || target.open) throw new TacticFailure("congr_arg: an equation is needed");
  const [a] = target.args as [Term, Term];
  const range = on.unifier.freshType();
  const f = on.elaborator.finish(on.elaborator.term(fn, fun(a.type, range)), fn, fun(a.type, range));
  const x = variable("x", a.type);
  const motive = abstract(betaHead(call(f, x)), x);
  const image = (side: Term): Term => betaHead(instantiate(motive, side));
  return {
    formula: eq(image(a), image(target.args[1]!)),
    implicit: [],
    make: () => congruence(motive, convert(proof.make(), target, on.session.state.budget)),
  };
}

function projectProof(
  on: ProofReading,
  inner: Proof,
  field: string,
  args: readonly Argument[],
  expected?: Term,
  strict = false,
): Proof {
  const formula = on.unifier.zonk(inner.formula);
  const pick = (which: 0 | 1): Proof => {
    const shape = unfoldTo(formula, "and") ?? unfoldTo(formula, "iff");
    if (shape === undefined) throw new TacticFailure(`invalid projection: ${on.print(formula)} is not a structure`);
    const [a, b] = shape.args as [Term, Term];
    const part = shape.op === "and" ? (which === 0 ? a : b) : which === 0 ? imp(a, b) : imp(b, a);
    const make = (): Theorem => side(convert(inner.make(), on.unifier.zonk(shape), on.session.state.budget), which);
    // `a ∈ lowerBounds s` is ∀ ⦃x⦄, x ∈ s → a ≤ x.
    const isBound = which === 1 && (isApp(formula, "isLeast") || isApp(formula, "isGreatest"));
    return spine(on, { formula: part, implicit: [], make, ...(isBound ? { strict: 1 } : {}) }, args, expected, strict);
  };
  // `h.not_lt`, `h.le`: a lemma of the head constant's namespace, the proof its first explicit premise.
  const space = fieldSpaces[formula.tag === "app" ? formula.op : ""];
  switch (field) {
    case "1":
    case "left":
    case "mp":
      if (isApp(formula, "forall") || (isApp(formula, "imp") && field === "mp")) break;
      return pick(0);
    case "2":
    case "right":
    case "mpr":
      return pick(1);
    default:
  }
  for (const name of [...(space === undefined ? [] : [`${space}.${field}`]), ...symmetries(field)]) {
    if (lemmasNamed(name, []).length === 0) continue;
    const key = `✝${on.bound.length}`;
    on.bound.push({ name: key, proof: inner });
    try {
      const self: Argument = { value: { kind: "name", name: key, from: 0, to: 0 } };
      return on.lemma(name, [self, ...args], expected);
    } finally {
      on.bound.pop();
    }
  }
  throw new UnsupportedTactic(`invalid field '${field}'`);
}

/** How many explicit arguments stand before the first explicit variable of such a type. */
function placeOf({ formula, implicit }: Proof, isWanted: (type: Type) => boolean): number | undefined {
  let rest = formula;
  let before = 0;
  for (let layer = 0; ; layer++) {
    const isExplicit = implicit[layer] !== true;
    if (isApp(rest, "forall")) {
      const body = abstraction(rest.args[0]!);
      if (isExplicit && isWanted(body.domain)) return before;
      rest = body.body;
    } else if (isApp(rest, "imp")) rest = rest.args[1]!;
    else return undefined;
    if (isExplicit) before++;
  }
}

const fieldSpaces: Readonly<Record<string, string>> = {
  lt: "LT.lt",
  le: "LE.le",
  gt: "LT.lt",
  ge: "LE.le",
  eq: "Eq",
  ne: "Ne",
  and: "And",
  or: "Or",
  iff: "Iff",
  false: "False",
  dvd: "Dvd.dvd",
  isLeast: "IsLeast",
  isGreatest: "IsGreatest",
  "Nat.Prime": "Nat.Prime",
};

const symmetries = (field: string): readonly string[] => (field === "symm" ? ["Eq.symm", "Ne.symm", "Iff.symm"] : []);
