import type { Expression } from "../../syntax/tree.ts";
import { unwrap, walk } from "../sketch.ts";
import type { Sketch } from "../sketch.ts";
import { equationNames, script } from "./script.ts";
import type { Script, ScriptSource } from "./script.ts";

/** Statements about unknown functions: unfold their defining equations, or use an equation at the arguments in sight. */
export const functionScripts: ScriptSource = function* (sketch): Generator<Script> {
  const functions = new Set(sketch.variables.filter(({ type }) => type.includes("→")).map(({ name }) => name));
  if (functions.size === 0) return;
  const universal = sketch.hypotheses.filter(({ expression }) => {
    const node = unwrap(expression);
    return node.kind === "binder" && node.op === "∀";
  });
  const names = universal.map(({ name }) => name);
  const rules = [...names, ...equationNames(sketch)];
  if (names.length > 0) {
    const all = names.join(", ");
    yield script(2, `simp [${all}]`);
    yield script(2, `norm_num [${all}]`);
    yield script(2, `rw [${all}]`, "norm_num");
    yield script(3, `simp only [${all}]`, "norm_num");
    yield script(3, `simp only [${all}]`, "ring");
    yield script(3, `rw [${all}]`, "ring");
    yield script(4, `simp only [${all}] at *`, "linarith");
    yield script(4, `simp only [${all}] at *`, "nlinarith");
    yield script(4, `norm_num [${all}] at *`, "linarith");
    yield script(5, `simp [${all}] at *`, "linarith");
    yield script(5, `norm_num [${all}] at *`, "nlinarith");
    yield script(5, `norm_num [${rules.join(", ")}]`);
    yield script(6, `simp [${rules.join(", ")}]`, "ring");
    yield script(6, "simp_all", "linarith");
    yield script(6, `field_simp [${all}] at *`, "linarith");
  }
  const values = argumentsOf(sketch, functions);
  for (const { name, expression } of universal) {
    const node = unwrap(expression);
    const arity = node.kind === "binder" ? node.binders.reduce((sum, binder) => sum + binder.names.length, 0) : 1;
    const instances = (arity === 1 ? values.map((v) => [v]) : pairs(values)).slice(0, 6);
    if (instances.length === 0) continue;
    const lines = instances.map((v, i) => `have h${"₁₂₃₄₅₆₇₈₉"[i]!}' := ${name} ${v.join(" ")}`);
    for (const closer of [
      ["linarith"],
      ["norm_num at *", "linarith"],
      ["simp at *", "linarith"],
      ["norm_num at *", "nlinarith"],
      ["simp_all"],
    ]) {
      yield script(7, ...lines, ...closer);
      yield script(8, lines[0]!, ...closer);
    }
  }
};

/** What functions are applied to, and the small numbers that functional equations like. */
function argumentsOf(sketch: Sketch, functions: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const collect = (expression: Expression): void =>
    walk(expression, (node) => {
      if (node.kind !== "apply" || node.fn.kind !== "name" || !functions.has(node.fn.name)) return;
      for (const { value } of node.args) {
        const text = sketch.textOf(unwrap(value));
        const bare = unwrap(value);
        if (bare.kind === "number") found.add(text);
        else if (bare.kind === "name" && sketch.variables.some(({ name }) => name === bare.name)) found.add(text);
      }
    });
  collect(sketch.goal);
  for (const { expression } of sketch.hypotheses) collect(expression);
  for (const number of ["0", "1", "2"]) found.add(number);
  return [...found];
}

const pairs = (values: readonly string[]): string[][] => values.flatMap((a) => values.map((b) => [a, b]));
