import { Budget, StepLimitError } from "@lemma/lean-kernel/budget";
import { linearCombination } from "../combination.ts";
import { readComparison } from "../comparison.ts";
import { conjuncts, disjuncts, unwrap } from "../sketch.ts";
import type { Sketch } from "../sketch.ts";
import { mentions, script, typesIn, withHints } from "./script.ts";
import type { Script, ScriptSource } from "./script.ts";

/** Goals that are equations between numbers, or conjunctions, disjunctions and equivalences of such. */
export const equationScripts: ScriptSource = function* (sketch): Generator<Script> {
  const goal = unwrap(sketch.goal);
  if (goal.kind === "binary" && goal.op === "=") yield* singleEquation(sketch);
  const parts = conjuncts(goal);
  if (parts.length > 1) {
    yield script(3, "constructor <;> linarith");
    yield script(3, "constructor <;> norm_num");
    yield script(4, "constructor <;> nlinarith");
    yield script(4, "constructor <;> omega");
    yield script(5, "constructor <;> ring");
    yield script(6, "refine ⟨?_, ?_⟩ <;> nlinarith");
    yield script(6, "constructor <;> field_simp <;> ring");
    yield script(7, "constructor <;> positivity");
    if (parts.length > 2) {
      const holes = parts.map(() => "?_").join(", ");
      for (const closer of ["linarith", "norm_num", "nlinarith", "omega"])
        yield script(5, `refine ⟨${holes}⟩ <;> ${closer}`);
    }
  }
  if (goal.kind === "binary" && (goal.op === "↔" || goal.op === "<->")) {
    for (const closer of ["linarith", "omega", "norm_num", "nlinarith", "field_simp", "simp_all"])
      yield script(4, `constructor <;> intro h <;> ${closer}`);
    yield script(5, "constructor", "· intro h", "  linarith", "· intro h", "  rw [h]", "  norm_num");
    yield script(5, "constructor", "· intro h", "  nlinarith", "· intro h", "  subst h", "  norm_num");
    yield script(
      5,
      "constructor",
      "· intro h",
      "  field_simp at h",
      "  linarith",
      "· intro h",
      "  subst h",
      "  norm_num",
    );
  }
  yield* rootDisjunction(sketch);
};

function* singleEquation(sketch: Sketch): Generator<Script> {
  const equations = sketch.hypotheses.filter(({ expression }) => readComparison(expression)?.relation === "=");
  for (const degree of [0, 1] as const) {
    const line = combinationWithin(sketch, degree);
    if (line !== undefined && typesIn(sketch).has("ℕ") === false) yield script(4 + degree, line);
  }
  if (equations.length > 0) {
    const names = equations.map(({ name }) => name);
    yield script(6, withHints("nlinarith", names));
    yield script(7, `norm_num [${names.join(", ")}] at *`, "linarith");
    yield script(8, "apply le_antisymm <;> nlinarith");
  }
  const roots = mentions(sketch, (node) => node.kind === "unary" && node.op === "sqrt");
  if (roots) yield script(4, "norm_num [Real.sqrt_eq_iff_mul_self_eq]");
  if (
    mentions(sketch, (node) => node.kind === "apply" && node.fn.kind === "name" && /sin|cos|tan/.test(node.fn.name))
  ) {
    yield script(3, "rw [Real.sin_add, Real.sin_sub]", "ring");
    yield script(3, "rw [Real.cos_add, Real.cos_sub]", "ring");
    yield script(3, "simp [Real.sin_add, Real.cos_add]", "ring");
    yield script(4, "rw [Real.sin_two_mul]", "ring");
    yield script(4, "rw [Real.cos_two_mul]", "ring");
    yield script(5, "simp [Real.sin_sub, Real.cos_sub, Real.sin_add, Real.cos_add]", "ring");
  }
}

function combinationWithin(sketch: Sketch, degree: 0 | 1): string | undefined {
  try {
    return linearCombination(sketch, degree, new Budget(200_000));
  } catch (error) {
    if (error instanceof StepLimitError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** `x = a ∨ x = b`: the product of the differences vanishes, so one of them does. */
function* rootDisjunction(sketch: Sketch): Generator<Script> {
  const alternatives = disjuncts(sketch.goal).map(readComparison);
  if (alternatives.length < 2) return;
  yield script(5, "omega");
  for (const closer of ["linarith", "norm_num", "nlinarith"]) {
    yield script(6, `left; ${closer}`);
    yield script(6, `right; ${closer}`);
  }
  if (alternatives.length > 3 || alternatives.some((part) => part?.relation !== "=")) return;
  const differences = alternatives.map(
    (part) => `(${sketch.textOf(part!.small)} - ${paren(sketch.textOf(part!.large))})`,
  );
  const name = sketch.names.has("h") ? "h'" : "h";
  const branches = alternatives.map((_, i) => {
    const steps = [...Array.from({ length: i }, () => "right"), ...(i < alternatives.length - 1 ? ["left"] : [])];
    return `· ${[...steps, "linarith"].join("; ")}`;
  });
  for (const closer of ["nlinarith", "linarith"]) {
    if (differences.length === 2) {
      yield script(
        5,
        `have ${name} : ${differences.join(" * ")} = 0 := by`,
        `  ${closer}`,
        `rcases mul_eq_zero.mp ${name} with ${name} | ${name}`,
        ...branches,
      );
    } else {
      yield script(
        6,
        `have ${name} : ${differences.join(" * ")} = 0 := by`,
        `  ${closer}`,
        `rcases mul_eq_zero.mp ${name} with ${name} | ${name}`,
        `· rcases mul_eq_zero.mp ${name} with ${name} | ${name}`,
        `  · left; linarith`,
        `  · right; left; linarith`,
        `· right; right; linarith`,
      );
    }
  }
}

const paren = (text: string): string => (/^[\w.]+$/u.test(text) ? text : `(${text})`);
