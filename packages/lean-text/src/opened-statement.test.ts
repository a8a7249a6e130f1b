import { expect, test } from "vitest";
import { normalForm } from "./normal-form.ts";
import { closedTerm, closeStatement, openStatement } from "./opened-statement.ts";

test.for<readonly [string, string]>([
  ["theorem t : 1 = 1 := by", "theorem t : 1 = 1 := by"],
  ["theorem t (a : ℝ) (h : 0 < a) : |a| = a := by", "theorem t (a : ℝ) (h : 0 < a) : |a| = a := by"],
  ["theorem t : ∀ x y : ℝ, x < y → x ≤ y := by", "theorem t (x y : ℝ) (h_1 : x < y) : x ≤ y := by"],
  ["theorem t (n : ℕ) : n = 3 → (n = 2 → n = 1) := by", "theorem t (n : ℕ) (h_1 : n = 3) (h_2 : n = 2) : n = 1 := by"],
  ["theorem t : ∀ x > 0, x = x := by", "theorem t x (h_x : x > 0) : x = x := by"],
  ["theorem t : ∀ (x : ℕ) (h : x = 1), x = 1 := by", "theorem t (x : ℕ) (h : x = 1) : x = 1 := by"],
  ["theorem t (p q : Prop) : p → q ↔ q := by", "theorem t (p q : Prop) : p → q ↔ q := by"],
])("%s is opened to %s, with the same normal form", ([statement, opened]) => {
  const parts = openStatement(statement)!;
  expect(closeStatement(parts)).toBe(opened);
  expect(normalForm(opened)).toBe(normalForm(statement));
  expect(normalForm(closedTerm(parts))).toBe(normalForm(statement));
});

test("a text without a theorem opens to nothing", () => {
  expect(openStatement("def f := 1")).toBeUndefined();
});
