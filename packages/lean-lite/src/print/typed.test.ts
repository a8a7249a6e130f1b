import { equal } from "@lemma/lean-kernel";
import { expect, test } from "vitest";
import { hasData, rowsOf } from "../../../../tools/data.ts";
import { closedFormula } from "../read-statement.ts";
import { defaultOpens } from "../elaborate/functions.ts";
import { elaborateStatement } from "../elaborate/statement.ts";
import type { Goal } from "../goal/goal.ts";
import { parseDeclaration } from "../syntax/statement.ts";
import { printTypedStatement } from "./typed.ts";

const read = (statement: string): Goal =>
  elaborateStatement(parseDeclaration(`theorem t ${statement} := by sorry`), defaultOpens);

const typed = (statement: string): string => printTypedStatement(read(statement), { opens: defaultOpens });

test.for([
  [": ∀ n x, n = (1 : ℕ) → (x : ℝ) ≥ n", "∀ (n : ℕ) (x : ℝ), n = 1 → x ≥ (↑n : ℝ)"],
  [
    "(x : ℝ) (h₀ : x > 0) : ∃ N, ∀ n ≥ N, 1 / ↑n < x",
    "∀ (x : ℝ) (h₀ : x > (0 : ℝ)), ∃ (N : ℝ), ∀ (n : ℝ), n ≥ N → (1 : ℝ) / n < x",
  ],
  [": ∀ x, (2 : ℝ) ^ x ≥ x + 1", "∀ (x : ℝ), (2 : ℝ) ^ x ≥ x + (1 : ℝ)"],
  [": ((7 / 2 : ℕ) : ℚ) = 3", "(↑((7 : ℕ) / (2 : ℕ)) : ℚ) = (3 : ℚ)"],
  [
    "(f : ℝ → ℝ) (h : f = fun t ↦ 4 ^ t) : f 1 = 4",
    "∀ (f : ℝ → ℝ) (h : f = fun (t : ℝ) => (4 : ℝ) ^ t), f (1 : ℝ) = (4 : ℝ)",
  ],
  [
    "(S : Finset ℕ) (h : S = {1, 2}) : S ⊆ Finset.range 3",
    "∀ (S : Finset ℕ) (h : S = ({(1 : ℕ), (2 : ℕ)} : Finset ℕ)), S ⊆ Finset.range (3 : ℕ)",
  ],
] as const)("%s says all its types", ([statement, expected]) => {
  expect(typed(statement)).toBe(expected);
});

test.runIf(hasData("minif2f-lean4/minif2f_v15.jsonl", "lean-core/goals.jsonl"))(
  "a statement with its types is read as the statement",
  () => {
    const texts = [
      ...rowsOf("minif2f-lean4/minif2f_v15.jsonl").map((row) => String(row["formal_statement"])),
      ...rowsOf("lean-core/goals.jsonl").flatMap((row, i) => (i % 4 === 0 ? [String(row["statement"])] : [])),
    ];
    let count = 0;
    const different = texts.filter((text) => {
      let goal: Goal;
      try {
        goal = elaborateStatement(parseDeclaration(`${text} sorry`), defaultOpens);
      } catch {
        return false;
      }
      count++;
      // A hidden name is no text.
      const line = printTypedStatement(goal, { opens: defaultOpens }).replaceAll("✝", "'");
      try {
        return !equal(closedFormula(read(`: ${line}`)), closedFormula(goal));
      } catch (error) {
        throw new Error(line, { cause: error });
      }
    });
    expect(different).toEqual([]);
    expect(count).toBeGreaterThan(0.9 * texts.length);
  },
);
