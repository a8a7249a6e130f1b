import { app, call, fun, pair, prop, type Term, type Type } from "@lemma/lean-kernel";
import type { Expression } from "../syntax/tree.ts";
import type { Elaborator } from "./elaborator.ts";

/** A type that the kernel lacks, as one that it has with what holds of its values. */
export interface Encoding {
  readonly type: Type;
  /** What holds of each value, by the name that Lean has for the proof: `σ.left_inv`. */
  readonly facts: (value: Term) => readonly { readonly field: string; readonly formula: Term }[];
}

/**
 * `Equiv α β` is a pair of functions, `toFun` and `invFun`, each inverse to the other; `σ.1` and `σ.2` are its parts here as in Lean.
 * @see Mathlib.Logic.Equiv.Defs
 */
export function encodingOf(elaborator: Elaborator, syntax: Expression): Encoding | undefined {
  if (syntax.kind === "paren") return encodingOf(elaborator, syntax.inner);
  if (syntax.kind !== "apply" || syntax.fn.kind !== "name" || syntax.fn.name !== "Equiv" || syntax.args.length !== 2)
    return undefined;
  if (elaborator.lookup("Equiv") !== undefined) return undefined;
  const [a, b] = syntax.args.map(({ value }) => elaborator.typeOf(value)) as [Type | undefined, Type | undefined];
  if (a === undefined || b === undefined) return undefined;
  elaborator.standsIn("Equiv");
  const inverse = (from: Type, there: Term, back: Term): Term =>
    app("forall", [elaborator.binding("x", from, (x) => app("eq", [call(back, call(there, x)), x], prop))], prop);
  return {
    type: pair(fun(a, b), fun(b, a)),
    facts: (value) => {
      const [to, from] = [app("fst", [value], fun(a, b)), app("snd", [value], fun(b, a))];
      return [
        { field: "left_inv", formula: inverse(a, to, from) },
        { field: "right_inv", formula: inverse(b, from, to) },
      ];
    },
  };
}
