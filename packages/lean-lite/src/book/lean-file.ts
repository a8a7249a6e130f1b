import { type Instance, instances } from "./instances.ts";

/** Of a line's binders, those that Lean asks for: `(a b : α) {n : ℕ} (h : a ≤ b)` gives `a b h`. */
function explicitNames(text: string): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === ":" && depth === 0) break;
    if (c === "(" || c === "{") {
      if (depth === 0) start = i;
      depth += 1;
    } else if (c === ")" || c === "}") {
      depth -= 1;
      if (depth === 0 && text[start] === "(")
        names.push(...text.slice(start + 1, text.indexOf(" :", start)).split(" "));
    }
  }
  return names;
}

/** Statements that are no theorems of Lean's by that name: a definition's name with what it abbreviates. */
const definitions = new Set(["Nat.ModEq", "Int.ModEq", "Nat.lcm", "Nat.Coprime", "Even", "Odd"]);

function example({ line, text }: Instance): readonly string[] {
  const args = explicitNames(text);
  return line.names.map((name) => {
    if (line.isInternal) return `-- ${name}\nexample ${text} := by ours`;
    if (definitions.has(name)) return `-- ${name}\nexample ${text} := by first | rfl | exact Iff.rfl`;
    return `example ${text} := ${[name, ...args].join(" ")}`;
  });
}

/** A Lean file in which Mathlib, where somebody has it, judges every lemma of the book at every one of its types. */
export function leanFile(): string {
  return `-- Written by \`pnpm --filter @lemma/lean-lite lean-file\`.
-- Each lemma of the book at each of its types, proved by Mathlib's lemma of that name with the explicit arguments that the
-- book says it takes. Names come and go between versions of Mathlib: "unknown identifier" says that this one is another
-- version's, every other error that the book is wrong. Names in ✝ are the book's own.
import Mathlib

set_option linter.all false
set_option hygiene false in
macro "ours" : tactic =>
  \`(tactic| first | tauto | omega | (simp; done) | (field_simp; done) | (field_simp; ring) | aesop | (split_ifs <;> simp_all) |
    (rcases le_total a b with h | h <;> simp [h]) | exact Nat.le_induction base succ | exact fun n => Nat.strong_induction_on n h)

${instances.flatMap(example).join("\n")}
`;
}
