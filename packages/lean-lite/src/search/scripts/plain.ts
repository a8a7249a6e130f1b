import { equationNames, isCallOf, mentions, script, typesIn } from "./script.ts";
import type { Script, ScriptSource } from "./script.ts";

/** One tactic, or one tactic after a rewriting one: what closes closed arithmetic, identities and linear goals. */
export const plainScripts: ScriptSource = function* (sketch): Generator<Script> {
  const types = typesIn(sketch);
  const integral = types.has("ℕ") || types.has("ℤ");
  const dense = types.has("ℝ") || types.has("ℚ") || types.has("ℂ");
  const names = sketch.hypotheses.map(({ name }) => name);
  const equations = equationNames(sketch);
  const closed = sketch.variables.length === 0;

  yield script(1, "norm_num");
  if (closed) {
    yield script(3, "simp");
    // Over ℝ a closed goal may hold by computation here, never by Lean's kernel.
    if (!dense) {
      yield script(4, "decide");
      yield script(5, "rfl");
    }
    yield script(4, "ring");
  }
  if (integral) yield script(2, "omega");
  if (!closed) {
    yield script(2, "ring");
    yield script(2, "linarith");
    yield script(3, "nlinarith");
    yield script(3, "positivity");
    yield script(4, "simp");
    yield script(6, "ring_nf");
    yield script(9, "simp_all");
    yield script(9, "norm_num at *", "linarith");
    yield script(9, "norm_num at *", "nlinarith");
  }
  if (dense) {
    yield script(5, "field_simp", "ring");
    yield script(6, "field_simp");
    yield script(7, "field_simp", "ring_nf");
    yield script(8, "norm_num", "ring");
    if (equations.length > 0) {
      yield script(7, "field_simp at *", "linarith");
      yield script(8, "field_simp at *", "nlinarith");
      yield script(8, "field_simp [" + equations.join(", ") + "]", "ring");
    }
  }
  if (equations.length > 0) {
    const all = equations.join(", ");
    yield script(4, `rw [${all}]`, "norm_num");
    yield script(4, "subst_vars", "norm_num");
    yield script(4, `norm_num [${all}]`);
    yield script(5, "subst_vars", "ring");
    yield script(5, `simp [${all}]`);
    yield script(5, `rw [${all}]`, "ring");
    yield script(6, "subst_vars", "nlinarith");
    yield script(6, "subst_vars", "field_simp", "ring");
    yield script(6, "subst_vars", "ring_nf");
    if (integral) {
      yield script(6, "subst_vars", "omega");
      yield script(7, "subst_vars", "decide");
      yield script(7, "subst_vars", "rfl");
    }
    for (const name of equations.slice(0, 3)) {
      yield script(7, `rw [${name}]`, "norm_num");
      yield script(7, `rw [${name}]`, "ring");
      yield script(7, `rw [← ${name}]`, "ring");
    }
  }
  if (names.length > 0 && names.length <= 4) {
    yield script(4, `exact ${names[0]!}`);
    yield script(8, `simp [${names.join(", ")}]`);
    yield script(8, `nlinarith [${names.join(", ")}]`);
    yield script(8, `norm_num [${names.join(", ")}]`);
  }
  if (mentions(sketch, (node) => isCallOf(node, /factorial$/) || (node.kind === "unary" && node.op === "factorial"))) {
    yield script(2, "norm_num [Nat.factorial]");
    yield script(3, "simp [Nat.factorial]");
    if (equations.length > 0) yield script(4, "subst_vars", "norm_num [Nat.factorial]");
  }
  if (mentions(sketch, (node) => isCallOf(node, /choose$/))) {
    yield script(2, "norm_num [Nat.choose]");
    yield script(3, "simp [Nat.choose]");
    if (!dense) yield script(3, "rfl");
  }
  if (mentions(sketch, (node) => node.kind === "big")) {
    yield script(2, "simp [Finset.sum_range_succ]");
    yield script(3, "norm_num [Finset.sum_range_succ]");
    if (!dense) {
      yield script(4, "decide");
      yield script(4, "rfl");
    }
    yield script(4, "norm_num [Finset.prod_range_succ]");
    yield script(5, "simp [Finset.sum_Icc_succ_top]");
  }
  if (mentions(sketch, ({ kind }) => kind === "modEq")) {
    yield script(2, "norm_num [Nat.ModEq]");
    yield script(2, "rfl");
    yield script(2, "decide");
    yield script(3, "norm_num [Int.ModEq]");
    yield script(3, "rw [Nat.ModEq]", "omega");
    yield script(3, "simp [Int.ModEq] at *", "omega");
    yield script(4, "simp [Nat.ModEq] at *", "omega");
  }
};
