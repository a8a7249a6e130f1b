import { codeTokens, statementHash } from "@lemma/lean-text";
import { Random } from "@lemma/interfaces";
import { checkProof } from "@lemma/lean-lite";
import { expect, test } from "vitest";
import { renamed } from "./rename.ts";
import type { Task } from "./task.ts";

type Conjecture = Extract<Task, { task: "conjecture" }>;

const proof: Task = {
  task: "prove",
  source: "test",
  statement: "theorem t (x y : ℝ) (h₀ : 0 < x ∧ 0 < y) (h₁ : x + y = 2) : x * y ≤ 1 := by",
  proof: "have k := h₀.1\nnlinarith [sq_nonneg (x - y), h₀.2, k]",
};
const draws = Array.from({ length: 40 }, (_, i) => renamed(proof, new Random(i)) as typeof proof);

test("a renamed proof is one of the same statement in other names", () => {
  for (const task of draws) {
    expect(statementHash(task.statement)).toBe(statementHash(proof.statement));
    expect(checkProof(task.statement, task.proof).status).toBe("proved");
  }
  expect(new Set(draws.map(({ statement }) => statement)).size).toBeGreaterThan(30);
});

test("what the proof introduces and what the library has are left alone", () => {
  for (const task of draws) {
    const names = codeTokens(task.proof).map(({ text }) => text);
    expect(names).toEqual(expect.arrayContaining(["k", "sq_nonneg"]));
    expect(names.filter((name) => name === "k")).toHaveLength(2);
  }
});

test("a target and its conjecture are renamed alike", () => {
  const target = "theorem t (a b : ℝ) (ha : 0 < a) : a ≤ a + b ^ 2 := by";
  for (let i = 0; i < 20; i += 1) {
    const statement = target.replace("^ 2", "^ 4");
    const task = renamed({ task: "conjecture", source: "test", target, statement }, new Random(i)) as Conjecture;
    expect(task.statement).toBe(task.target.replace("^ 2", "^ 4"));
  }
});

test("statements without binders, and binders that cannot be told, stay as they are", () => {
  for (const statement of ["theorem t : 1 + 1 = 2 := by", "theorem t {x : ℝ} (h : x = 1) : x = 1 := by"]) {
    const task: Task = { task: "prove", source: "test", statement, proof: "simp" };
    expect(renamed(task, new Random(1))).toEqual(task);
  }
});
