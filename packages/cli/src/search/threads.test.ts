import { AbortedError, InfrastructureError } from "@lemma/interfaces";
import { searchProof } from "@lemma/lean-lite";
import { expect, test } from "vitest";
import { SearchThreads } from "./threads.ts";

const steps = 50_000;
const theorem = (statement: string) => ({ id: "t", statement });
const statements = [
  "theorem a (x : ℝ) (h : 2 * x + 3 = 11) : x = 4 := by",
  "theorem b (a b : ℝ) : a ^ 2 + b ^ 2 ≥ 2 * a * b := by",
  "theorem c : (2 : ℕ) + 2 = 5 := by",
  "theorem d (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 := by",
  "theorem e (x y : ℝ) (h : x < y) : x ≤ y := by",
];

test("threads find what a search in this thread finds", async () => {
  await using search = new SearchThreads(2, steps);
  const found = await Promise.all(statements.map((statement) => search.find(theorem(statement))));
  expect(found).toEqual(statements.map((statement) => searchProof(statement, { steps })?.proof));
  expect(found.filter((proof) => proof === undefined)).toHaveLength(1);
});

test("what still waits when the threads are closed is told so, and what they do then as well", async () => {
  const search = new SearchThreads(1, steps);
  const outcomes = statements.map((statement) => search.find(theorem(statement)).catch((error: unknown) => error));
  await search[Symbol.asyncDispose]();
  const [running, ...waiting] = await Promise.all(outcomes);
  expect(running).toBeInstanceOf(InfrastructureError);
  for (const outcome of waiting) expect(outcome).toBeInstanceOf(AbortedError);
  await expect(search.find(theorem(statements[0]!), AbortSignal.abort())).rejects.toThrow(AbortedError);
});
