import { expect, test } from "vitest";
import { Budget } from "@lemma/lean-kernel/budget";
import { linearCombination } from "./combination.ts";
import { checkProof } from "../judge.ts";
import { searchProof } from "./index.ts";
import { searchProofs } from "./index.ts";
import { candidates } from "./search.ts";
import { asTheorem, sketch } from "./sketch.ts";

test("a sketch introduces what `∀` and `→` bind and takes conjunctions apart", () => {
  const { opening, variables, hypotheses, goalText } = sketch(
    "theorem t (a b : ℝ) (h : a > 0 ∧ b > 0) : ∀ x > 0, x = a → a * b * x > 0 := by sorry",
  );
  expect(opening).toEqual(["intro x hx h1", "rcases h with ⟨h₁, h₂⟩"]);
  expect(variables.map(({ name, type }) => `${name} : ${type}`)).toEqual(["a : ℝ", "b : ℝ", "x : "]);
  expect(hypotheses.map(({ name, text }) => `${name} : ${text}`)).toEqual([
    "h₁ : a > 0",
    "h₂ : b > 0",
    "hx : x > 0",
    "h1 : x = a",
  ]);
  expect(goalText).toBe("a * b * x > 0");
});

test("scripts name the statement's own hypotheses and variables", () => {
  const scripts = candidates("∀ (a b : ℝ) (ha : 0 < a) (hb : 0 ≤ b), a * b ≤ (a + b) ^ 2 / 4");
  expect(scripts).toContain("  intro a b ha hb\n  nlinarith [sq_nonneg (a - b)]");
  expect(scripts).toContain("  intro a b ha hb\n  nlinarith [sq_nonneg (a - b), mul_nonneg ha.le hb]");
});

test("a statement that does not parse has no scripts", () => {
  expect(candidates("∀ : ∑' i, ℕ, (1 / (2 ^ i)) = 1")).toEqual([]);
});

test("linear_combination's multipliers come from linear algebra", () => {
  const of = (statement: string, degree: 0 | 1): string | undefined =>
    linearCombination(sketch(statement), degree, new Budget(1e5));
  expect(of("theorem t (x y : ℝ) (h₁ : x + y = 7) (h₂ : x - y = 3) : x = 5 := by", 0)).toBe(
    "linear_combination (1/2) * h₁ + (1/2) * h₂",
  );
  expect(of("theorem t (x y : ℝ) (h : x = y + 1) : x ^ 2 = x * y + x := by", 1)).toBe("linear_combination x * h");
  expect(of("theorem t (x y : ℝ) (h : x = y + 1) : x = y := by", 1)).toBeUndefined();
});

test("finds short proofs that the checker accepts, several when asked, the same ones every time", () => {
  const statement = "∀ (a b c : ℝ), a ^ 2 + b ^ 2 + c ^ 2 ≥ a * b + b * c + c * a";
  const found = searchProof(statement)!;
  expect(found.proof).toBe("  intro a b c\n  nlinarith [sq_nonneg (a - b), sq_nonneg (a - c), sq_nonneg (b - c)]");
  expect(checkProof(asTheorem(statement), found.proof).status).toBe("proved");
  expect(searchProof(statement)).toEqual(found);
  const several = searchProofs("theorem t (x y : ℝ) (h₁ : x + y = 7) (h₂ : x - y = 3) : x = 5 := by", { count: 2 });
  expect(several.proofs.map(({ proof }) => proof)).toEqual(["  linarith", "  nlinarith"]);
});

test("finds nothing for a false statement, within its steps", () => {
  const outcome = searchProofs("∀ (a b : ℝ), a ^ 2 + b ^ 2 ≥ 3 * a * b", { steps: 50_000 });
  expect(outcome.proofs).toEqual([]);
  expect(outcome.steps).toBeLessThan(60_000);
});

test("a script of the caller is tried first", () => {
  const { proofs } = searchProofs("theorem t : 2 + 2 = 4 := by", { scripts: ["  norm_num", "  decide"] });
  expect(proofs.length).toBe(1);
});
