import { complex, prop, rat, real, type Type } from "../type.ts";
import { type ConstantRecord, name } from "./record.ts";
import type { TranscendentalOp } from "./names.ts";
import { fixed } from "./signature.ts";

/** Of these types, and nothing that the kernel can compute. */
const of = (lean: string, from: readonly Type[], to: Type): ConstantRecord => ({
  signature: fixed(from, to),
  names: { [lean]: name(from, to) },
});

export const transcendental: Readonly<Record<TranscendentalOp, ConstantRecord>> = {
  irrational: {
    ...of("Irrational", [real], prop),
    // `x ∉ Set.range ((↑) : ℚ → ℝ)`
    unfold: ([x], { app, bound, eq, exists, falseTerm, imp, lam, lift }) =>
      imp(exists(lam("y", rat, eq(app("cast", [bound(0, rat)], real), lift(x!, 1)))), falseTerm),
  },
  "Real.sqrt": of("Real.sqrt", [real], real),
  "Real.pi": of("Real.pi", [], real),
  "Real.exp": of("Real.exp", [real], real),
  "Real.log": of("Real.log", [real], real),
  "Real.logb": of("Real.logb", [real, real], real),
  "Real.sin": of("Real.sin", [real], real),
  "Real.cos": of("Real.cos", [real], real),
  "Real.tan": of("Real.tan", [real], real),
  "Real.arcsin": of("Real.arcsin", [real], real),
  "Real.arccos": of("Real.arccos", [real], real),
  "Real.arctan": of("Real.arctan", [real], real),
  "Complex.I": of("Complex.I", [], complex),
  "Complex.re": of("Complex.re", [complex], real),
  "Complex.im": of("Complex.im", [complex], real),
  "Complex.exp": of("Complex.exp", [complex], complex),
  "Complex.normSq": of("Complex.normSq", [complex], real),
  // Mathlib writes it `starRingEnd ℂ`.
  "Complex.conj": { signature: fixed([complex], complex) },
};
