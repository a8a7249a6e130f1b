import { hide } from "./hide.ts";

class Node {
  readonly #made = true;
  /** A base type, a type former (`→`, `×`, `Finset`, `Set`, `List`, `Equiv`), or `?n` for a type that elaboration has still to find. */
  readonly name: string;
  readonly args: readonly Type[];
  /** Equal keys, equal types. */
  readonly key: string;
  /** Whether an unknown type occurs in it. The kernel refuses such types. */
  readonly open: boolean;

  constructor(name: string, args: readonly Type[], open: boolean) {
    this.name = name;
    this.args = Object.freeze(args);
    this.key = args.length === 0 ? name : `(${name} ${args.map((arg) => arg.key).join(" ")})`;
    this.open = open || args.some((arg) => arg.open);
    Object.freeze(this);
  }

  static isMade(value: Type): boolean {
    return #made in value && value.#made;
  }
}

hide(Node);

/**
 * The types of the fragment. Every base type here is inhabited, which the rules for quantifiers rely on; a type that could be
 * empty (a type variable, `Fin n`) has no value of this kind. Only this file makes one, and none can be changed.
 */
export type Type = Node;

/** Whether the value was made by this file, whatever its declared type says. */
export const isMadeType = (value: Type): boolean => Node.isMade(value);

function former(name: string, args: readonly Type[]): Type {
  for (const arg of args) if (!isMadeType(arg)) throw new TypeError(`${name}: an argument is not a type`);
  return new Node(name, args, false);
}
const base = (name: string): Type => new Node(name, [], false);

export const nat = base("ℕ");
export const int = base("ℤ");
export const rat = base("ℚ");
export const real = base("ℝ");
export const complex = base("ℂ");
export const prop = base("Prop");
/** Stands for the type at which a library lemma is used; occurs only in the lemma table. */
export const generic = base("α");
/** A second type of that kind, which need not be numeric. */
export const otherGeneric = base("β");

/** Every `fun` makes one of these: the same arguments give the same object, and no key is built twice. */
const functions = new WeakMap<Type, WeakMap<Type, Type>>();
export function fun(from: Type, to: Type): Type {
  let row = functions.get(from);
  if (row === undefined) functions.set(from, (row = new WeakMap()));
  let type = row.get(to);
  if (type === undefined) row.set(to, (type = former("→", [from, to])));
  return type;
}
export const pair = (left: Type, right: Type): Type => former("×", [left, right]);
export const finset = (element: Type): Type => former("Finset", [element]);
export const set = (element: Type): Type => former("Set", [element]);
export const list = (element: Type): Type => former("List", [element]);
/** `Equiv α α`: the bijections of a type with itself, of which there is one. Between two types there may be none. */
export const equiv = (of: Type): Type => former("Equiv", [of]);
export const unknownType = (id: number): Type => new Node(`?${id}`, [], true);
/** The same former over other arguments. */
export function withArgs(type: Type, args: readonly Type[]): Type {
  if (args.length !== type.args.length) throw new TypeError(`${type.name}: expected ${type.args.length} arguments`);
  if (args.length === 0) return type;
  return type.name === "→" ? fun(args[0]!, args[1]!) : former(type.name, [...args]);
}

export const sameType = (a: Type, b: Type): boolean => a === b || a.key === b.key;
export const isFun = (type: Type): boolean => type.name === "→";
export const isEquiv = (type: Type): boolean => type.name === "Equiv";
export const isUnknown = (type: Type): boolean => type.open && type.name.startsWith("?");

/** ℕ ⊂ ℤ ⊂ ℚ ⊂ ℝ ⊂ ℂ: the position in the chain, or -1. The generic type of a lemma counts as none of them. */
const chain = [nat, int, rat, real, complex];
export const rank = (type: Type): number => chain.findIndex((step) => step.key === type.key);

/** Arithmetic is defined on it. */
export const isNumeric = (type: Type): boolean => rank(type) >= 0 || type.key === generic.key;
/** Division is the inverse of multiplication on it, with x / 0 = 0. */
export const isField = (type: Type): boolean => rank(type) >= 2 || type.key === generic.key;
/** It embeds in ℝ with its order. */
export const isOrdered = (type: Type): boolean => {
  const place = rank(type);
  return (place >= 0 && place <= 3) || type.key === generic.key;
};
export const isIntegral = (type: Type): boolean => {
  const place = rank(type);
  return place === 0 || place === 1;
};
