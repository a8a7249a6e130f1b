/** Types as Lean's elaborator sees them: a hole is what is not decided yet. */
export type Base = "ℕ" | "ℤ" | "ℚ" | "ℝ";
export type Type = Base | "Prop" | "Sort" | Collection | Arrow | Bijections | Hole;
export interface Collection {
  readonly of: "Finset" | "Set";
  readonly element: Type;
}
export interface Arrow {
  readonly from: Type;
  readonly to: Type;
}
/** `Equiv T T`. */
export interface Bijections {
  readonly bijectionsOf: Type;
}
export class Hole {
  value: Type | undefined;
}

/** Lean would refuse the text, or this elaborator does not know what Lean does: no statement comes of it. */
export class Refused extends Error {}

const order: readonly Base[] = ["ℕ", "ℤ", "ℚ", "ℝ"];

export const isBase = (type: Type): type is Base => typeof type === "string" && type !== "Prop" && type !== "Sort";

/** With its outermost hole filled, if it is. */
export function known(type: Type): Type {
  let result = type;
  while (result instanceof Hole && result.value !== undefined) result = result.value;
  return result;
}

export const isHole = (type: Type): boolean => known(type) instanceof Hole;

/** Lean has a coercion from each of ℕ, ℤ, ℚ, ℝ to those after it, and no other among them. */
export const coerces = (from: Type, to: Type): boolean => {
  const [small, large] = [known(from), known(to)];
  return isBase(small) && isBase(large) && order.indexOf(small) < order.indexOf(large);
};

/** Makes both the same, filling holes; false where they differ. */
export function unify(left: Type, right: Type): boolean {
  const [a, b] = [known(left), known(right)];
  if (a === b) return true;
  if (a instanceof Hole) {
    a.value = b;
    return true;
  }
  if (b instanceof Hole) {
    b.value = a;
    return true;
  }
  if (typeof a === "string" || typeof b === "string") return false;
  if ("of" in a && "of" in b) return a.of === b.of && unify(a.element, b.element);
  if ("bijectionsOf" in a && "bijectionsOf" in b) return unify(a.bijectionsOf, b.bijectionsOf);
  if ("from" in a && "from" in b) return unify(a.from, b.from) && unify(a.to, b.to);
  return false;
}

/** In Lean's notation, `_` for a hole. */
export function showType(type: Type): string {
  const shown = known(type);
  if (shown instanceof Hole) return "_";
  if (typeof shown === "string") return shown;
  const inParentheses = (part: Type): string => {
    const text = showType(part);
    return text.includes(" ") ? `(${text})` : text;
  };
  if ("of" in shown) return `${shown.of} ${inParentheses(shown.element)}`;
  if ("bijectionsOf" in shown) return `Equiv ${inParentheses(shown.bijectionsOf)} ${inParentheses(shown.bijectionsOf)}`;
  const from = known(shown.from);
  const left = typeof from === "object" && "from" in from ? `(${showType(from)})` : showType(from);
  return `${left} → ${showType(shown.to)}`;
}
