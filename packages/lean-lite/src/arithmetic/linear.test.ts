import { expect, test } from "vitest";
import { checkProof } from "../judge.ts";

test.each(["linarith", "nlinarith"])(
  "%s passes over hypotheses that are no linear facts, their atoms too",
  (tactic) => {
    const statements = [
      "theorem t (n m : ℕ) (h : m ≠ 3) : n + 1 ≥ 1 := by",
      "theorem t (n : ℕ) (h : n % 3 ≠ 0) : n + 667 ≥ 667 := by",
      "theorem t (n : ℕ) (x : ℝ) (h : x ≠ 0) (hn : 2 ≤ n) : n + 1 ≥ 3 := by",
    ];
    expect(statements.map((statement) => checkProof(statement, tactic).status)).toEqual(["proved", "proved", "proved"]);
  },
);
