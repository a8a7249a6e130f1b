/**
 * The types of the fragment. Every base type here is inhabited, which the rules for quantifiers rely on; a type that could be
 * empty (a type variable, `Fin n`) has no value of this kind.
 */
export interface Type {
  /** A base type, a type former (`→`, `×`, `Finset`, `Set`, `List`), or `?n` for a type that elaboration has still to find. */
  readonly name: string;
  readonly args: readonly Type[];
  /** Equal keys, equal types. */
  readonly key: string;
  /** Whether an unknown type occurs in it. The kernel refuses such types. */
  readonly open: boolean;
}

const make = (name: string, args: readonly Type[], open: boolean): Type => ({
  name,
  args,
  key: args.length === 0 ? name : `(${name} ${args.map((arg) => arg.key).join(" ")})`,
  open: open || args.some((arg) => arg.open),
});

export const nat = make("ℕ", [], false);
export const int = make("ℤ", [], false);
export const rat = make("ℚ", [], false);
export const real = make("ℝ", [], false);
export const complex = make("ℂ", [], false);
export const prop = make("Prop", [], false);
/** Stands for the type at which a library lemma is used; occurs only in the lemma table. */
export const generic = make("α", [], false);

export const fun = (from: Type, to: Type): Type => make("→", [from, to], false);
export const pair = (left: Type, right: Type): Type => make("×", [left, right], false);
export const finset = (element: Type): Type => make("Finset", [element], false);
export const set = (element: Type): Type => make("Set", [element], false);
export const list = (element: Type): Type => make("List", [element], false);
export const unknownType = (id: number): Type => make(`?${id}`, [], true);
/** The same former over other arguments. */
export const withArgs = (type: Type, args: readonly Type[]): Type => make(type.name, args, false);

export const sameType = (a: Type, b: Type): boolean => a === b || a.key === b.key;
export const isFun = (type: Type): boolean => type.name === "→";
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
