import { openStatement, statementHash } from "@lemma/lean-text";
import { Random } from "@lemma/interfaces";
import { elaborateStatement } from "@lemma/lean-lite";
import { describe, expect, test } from "vitest";
import { edits, partsOf, statementOfParts } from "./edits.ts";

const statements = [
  "theorem t (x y : ℝ) (n : ℕ) (h₀ : x + 2 * y < 7) (h₁ : n ^ 2 = 4) : x < 7 - 2 * y ∧ n ≤ 2 := by",
  "theorem t : ∀ a b c : ℝ, 0 < a → (a + b + c) ^ 2 ≥ 3 * (a * b + b * c + c * a) ∧ a + 1 ≥ 1 := by",
];
const read = (statement: string): NonNullable<ReturnType<typeof partsOf>> => partsOf(openStatement(statement)!)!;

test("a statement taken apart and put together again is the same statement", () => {
  for (const statement of statements)
    expect(statementHash(statementOfParts(read(statement), "t"))).toBe(statementHash(statement));
});

test("binders of another kind are not taken apart", () => {
  expect(partsOf(openStatement("theorem t {x : ℝ} (h : x = 1) : x = 1 := by")!)).toBeUndefined();
});

describe.each(Object.keys(edits))("%s", (name) => {
  test("changes a statement into another that elaborates", () => {
    const random = new Random(1).fork(name);
    for (const statement of statements) {
      const results = Array.from({ length: 12 }, () => edits[name]!.apply(read(statement), random)).flatMap((parts) =>
        parts === undefined ? [] : [statementOfParts(parts, "t")],
      );
      for (const result of results) expect(statementHash(result)).not.toBe(statementHash(statement));
      expect(results.some((result) => elaborateStatement(result).status === "elaborated")).toBe(true);
    }
  });
});

test("a name bound inside is not taken for the variable", () => {
  const parts = read("theorem t (n m : ℕ) (h : ∀ n : ℕ, n + m = m + n) : n = n := by");
  const special = Array.from({ length: 10 }, (_, seed) => edits["special"]!.apply(parts, new Random(seed)));
  const results = special.flatMap((changed) => (changed === undefined ? [] : [statementOfParts(changed, "t")]));
  expect(results).not.toEqual([]);
  for (const result of results) expect(result).toContain("∀ n : ℕ");
});
