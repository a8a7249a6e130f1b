import { app, fun, isEquiv, rank, type Term, type Type } from "@lemma/lean-kernel";

/** ℕ → ℤ → ℚ → ℝ → ℂ upwards, and a Finset as a Set. */
export const coercible = (from: Type, to: Type): boolean =>
  (rank(from) >= 0 && rank(from) < rank(to)) ||
  (from.name === "Finset" && to.name === "Set" && from.args[0]!.key === to.args[0]!.key);

/** The term as one of a type that it is coercible to. */
export const coerce = (term: Term, to: Type): Term => app(to.name === "Set" ? "toSet" : "cast", [term], to);

/** A bijection where a function is wanted is its function. */
export const asFunction = (term: Term, type: Type): Term =>
  isEquiv(type) ? app("Equiv.coe", [term], fun(type.args[0]!, type.args[0]!)) : term;
