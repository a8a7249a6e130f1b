import {
  app,
  call,
  complex,
  divides,
  fun,
  isEquiv,
  isUnknown,
  type Op,
  prop,
  real,
  sameType,
  type Term,
  type Type,
} from "@lemma/lean-kernel";
import type { Expression } from "../syntax/tree.ts";
import { asFunction } from "./coercions.ts";
import { complement, entryNamed } from "./definitions.ts";
import type { Elaboration } from "./elaboration.ts";
import { listMembership } from "./lists.ts";
import { applyEntry, pipe } from "./names.ts";
import { elaborateRelation, relationOps } from "./operators.ts";
import { ElaborationProblem, UnsupportedProblem } from "./problem.ts";

const prefixes: Readonly<Record<string, string>> = {
  factorial: "Nat.factorial",
  sqrt: "Real.sqrt",
  floor: "Int.floor",
  ceil: "Int.ceil",
  natFloor: "Nat.floor",
  natCeil: "Nat.ceil",
};
const namedInfixes = { "⁻¹'": "Set.preimage", "''": "Set.image", "/.": "Rat.divInt" } as const;

const connectives: Readonly<Record<string, Op>> = { "∧": "and", "∨": "or", "→": "imp", "↔": "iff" };

export function unary(on: Elaboration, syntax: Expression & { kind: "unary" }, expected?: Type): Term {
  const { unifier } = on;
  const { op, operand } = syntax;
  const named = prefixes[op];
  if (named !== undefined) return applyEntry(on, entryNamed(named)!, [{ value: operand }], syntax, expected);
  switch (op) {
    case "not":
      return app("not", [on.at(operand, prop)], prop);
    case "coe": {
      // The arrow reads its operand on its own; where that has, or may have, the type that is wanted, no cast is left.
      const read = (target: Type, forced: boolean): Term | undefined =>
        isUnknown(target) && !forced ? undefined : on.ensure(on.term(operand), target, syntax);
      const target = expected === undefined ? unifier.freshType() : unifier.type(expected);
      return isUnknown(target) ? on.postpone(target, syntax, read) : read(target, false)!;
    }
    case "coeFn": {
      const inner = on.term(operand);
      const type = unifier.type(inner.type);
      if (!isEquiv(type)) throw new UnsupportedProblem("⇑");
      return asFunction(inner, type);
    }
    case "inv": {
      const type = expected === undefined ? unifier.freshType() : unifier.type(expected);
      const inner = on.at(operand, type);
      on.obligations.add({ kind: "inverse", type: inner.type, at: syntax.from });
      return app("inv", [inner], inner.type);
    }
    case "abs": {
      const type = expected === undefined ? unifier.freshType() : unifier.type(expected);
      const inner = on.at(operand, type);
      if (sameType(unifier.type(inner.type), complex)) throw new UnsupportedProblem("|·| on ℂ");
      return app("abs", [inner], inner.type);
    }
    case "norm": {
      // On ℂ `‖z‖` is what older Mathlib calls Complex.abs.
      const inner = on.term(operand);
      if (!sameType(unifier.type(inner.type), complex)) throw new UnsupportedProblem("‖·‖ but on ℂ");
      return app("abs", [inner], real);
    }
    case "compl": {
      const s = unifier.zonk(on.term(operand, expected));
      on.standsIn("ᶜ");
      if (s.type.name !== "Set") throw new UnsupportedProblem(`ᶜ of a ${s.type.key}`);
      return complement(s, on.binding);
    }
    default:
      throw new UnsupportedProblem(`the notation ${op}`);
  }
}

export function binary(on: Elaboration, syntax: Expression & { kind: "binary" }, expected?: Type): Term {
  const { unifier } = on;
  const { op, left, right } = syntax;
  const connective = connectives[op];
  if (connective !== undefined) {
    if (op === "→" && on.typeOf(left) !== undefined) throw new UnsupportedProblem("a function type as a formula");
    return app(connective, [on.at(left, prop), on.at(right, prop)], prop);
  }
  if (relationOps[op] !== undefined) return elaborateRelation(on, syntax);
  switch (op) {
    case "∣":
    case "∤": {
      const a = on.term(left);
      const b = on.at(right, a.type);
      const divisibility = divides(a, b);
      return op === "∣" ? divisibility : app("not", [divisibility], prop);
    }
    case "∈":
    case "∉": {
      const member = membership(on, left, right);
      return op === "∈" ? member : app("not", [member], prop);
    }
    case "⊆": {
      const s = on.term(left);
      return app("subset", [s, on.at(right, s.type)], prop);
    }
    case "<|":
      return pipe(on, left, right, syntax, expected);
    case "|>":
      return pipe(on, right, left, syntax, expected);
    case "⊂":
    case "⊄": {
      const s = on.term(left);
      const t = on.at(right, s.type);
      on.standsIn(op);
      const isStrict = app("and", [app("subset", [s, t], prop), app("not", [app("subset", [t, s], prop)], prop)], prop);
      return op === "⊂" ? isStrict : app("not", [isStrict], prop);
    }
    case "⁻¹'":
    case "''":
    case "/.": {
      const entry = entryNamed(namedInfixes[op])!;
      return applyEntry(on, entry, [{ value: left }, { value: right }], syntax, expected);
    }
    case "∘": {
      on.standsIn(op);
      const [from, middle, to] = [unifier.freshType(), unifier.freshType(), unifier.freshType()];
      if (expected !== undefined) unifier.speculate(() => unifier.unifyTypes(fun(from, to), expected));
      const outer = unifier.zonk(on.at(left, fun(middle, to)));
      const inner = unifier.zonk(on.at(right, fun(from, middle)));
      return on.binding("x", unifier.type(from), (x) => call(outer, call(inner, x)));
    }
    default:
      throw new UnsupportedProblem(`the operator ${op}`);
  }
}

/** The container says what its elements are: an element gets no coercion. */
function membership(on: Elaboration, element: Expression, container: Expression): Term {
  const inList = listMembership(on, element, container);
  if (inList !== undefined) return inList;
  const s = on.term(container);
  const x = on.term(element);
  on.obligations.add({ kind: "member", element: x.type, container: s.type, at: element.from });
  return app("mem", [x, s], prop);
}

export function enumeration(
  on: Elaboration,
  items: readonly Expression[],
  expected: Type | undefined,
  syntax: Expression,
): Term {
  const container = expected === undefined ? on.unifier.freshType() : on.unifier.type(expected);
  if (items.length === 0) return app("empty", [], container);
  if (container.args.length !== 1 && !isUnknown(container))
    throw new ElaborationProblem("type mismatch in a set", syntax.from);
  const elements = items.map((item) => {
    const x = on.term(item);
    on.obligations.add({ kind: "member", element: x.type, container, at: item.from });
    return x;
  });
  const last = elements.at(-1)!;
  return elements
    .slice(0, -1)
    .reduceRight<Term>((s, x) => app("insert", [x, s], container), app("singleton", [last], container));
}
