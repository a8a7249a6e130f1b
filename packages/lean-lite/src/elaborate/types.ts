import {
  complex,
  equiv,
  finset,
  fun,
  int,
  list,
  nat,
  pair,
  prop,
  rat,
  real,
  sameType,
  set,
  type Type,
} from "@lemma/lean-kernel";
import type { Expression } from "../syntax/tree.ts";
import type { Unknowns } from "./unknowns.ts";

const names: Readonly<Record<string, Type>> = {
  ℕ: nat,
  Nat: nat,
  ℤ: int,
  Int: int,
  ℚ: rat,
  Rat: rat,
  ℝ: real,
  Real: real,
  ℂ: complex,
  Complex: complex,
  Prop: prop,
};

const formers: Readonly<Record<string, (element: Type) => Type>> = {
  Finset: finset,
  Set: set,
  List: list,
  "Equiv.Perm": equiv,
};
const typeWords = new Set([...Object.keys(names), ...Object.keys(formers), "Equiv"]);

/** Whether the name is a type's own, which no value has and no text can bind of itself. */
export const isTypeName = (name: string): boolean => typeWords.has(name);

/** The type that syntax denotes, or undefined when it is none that the fragment has, or a name means something else here. */
export function typeOf(syntax: Expression, unifier: Unknowns, isLocal: (name: string) => boolean): Type | undefined {
  // Every other kind is one case: the default.
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check
  switch (syntax.kind) {
    case "name":
      return Object.hasOwn(names, syntax.name) && !isLocal(syntax.name) ? names[syntax.name] : undefined;
    case "paren":
      return typeOf(syntax.inner, unifier, isLocal);
    case "hole":
      return unifier.freshType();
    case "apply": {
      const { fn, args } = syntax;
      if (fn.kind === "name" && fn.name === "Equiv" && args.length === 2 && !isLocal("Equiv"))
        return bijections(args[0]!.value, args[1]!.value);
      if (fn.kind !== "name" || args.length !== 1 || !Object.hasOwn(formers, fn.name)) return undefined;
      if (isLocal(fn.name)) return undefined;
      const element = typeOf(args[0]!.value, unifier, isLocal);
      return element === undefined ? undefined : formers[fn.name]!(element);
    }
    case "binary": {
      if (syntax.op === "≃") return bijections(syntax.left, syntax.right);
      if (syntax.op !== "→" && syntax.op !== "×") return undefined;
      const left = typeOf(syntax.left, unifier, isLocal);
      const right = left === undefined ? undefined : typeOf(syntax.right, unifier, isLocal);
      if (left === undefined || right === undefined) return undefined;
      return syntax.op === "→" ? fun(left, right) : pair(left, right);
    }
    default:
      return undefined;
  }

  /** Of a type with itself: between two there may be none, and such a type is not known. */
  function bijections(left: Expression, right: Expression): Type | undefined {
    const [from, to] = [left, right].map((side) => typeOf(side, unifier, isLocal));
    return from !== undefined && to !== undefined && !from.open && sameType(from, to) ? equiv(from) : undefined;
  }
}
