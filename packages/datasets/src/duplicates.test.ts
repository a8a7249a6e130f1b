import { dataFile, isWhole } from "../../../tools/data.ts";
import type { Theorem } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { collect, contamination, deduplicate, loadTheorems } from "./index.ts";

const theorem = (id: string, statement: string): { readonly id: string; readonly statement: string } => ({
  id,
  statement,
});

test("de-duplication keeps the first of each form and says what the others repeat", async () => {
  const repeats: (readonly [string, string])[] = [];
  const kept = await collect(
    deduplicate(
      [theorem("a", "∀ x : ℕ, x = x"), theorem("b", "theorem b (y : ℕ) : y = y := by"), theorem("c", "1 = 1")],
      ({ id }, first) => repeats.push([id, first]),
    ),
  );
  expect(kept.map(({ id }) => id)).toEqual(["a", "c"]);
  expect(repeats).toEqual([["b", "a"]]);
});

test("contamination tells exact from near copies", async () => {
  const target = theorem("t", "∀ a b c : ℝ, a + b + c = 1 → a ^ 2 + b ^ 2 + c ^ 2 ≥ 1 / 3");
  const untouched = theorem("u", "∀ n : ℕ, Nat.gcd n (n + 1) = 1");
  const train = [
    theorem("same", "theorem s (x y z : ℝ) (h : x + y + z = 1) : x^2 + y^2 + z^2 ≥ 1/3 := by"),
    theorem("near", "∀ a b c : ℝ, a + b + c = 2 → a ^ 2 + b ^ 2 + c ^ 2 ≥ 1 / 3"),
    theorem("far", "1 + 1 = 2"),
  ];
  const report = await contamination(train, [target, untouched], { threshold: 0.7 });
  expect(report).toMatchObject({ trainCount: 3, testCount: 2, contaminatedTestIds: ["t"] });
  expect(report.exact).toEqual([{ trainId: "same", testId: "t", similarity: 1, kind: "exact" }]);
  expect(report.near.map(({ trainId }) => trainId)).toEqual(["near"]);
});

test("one text under headers that make two statements of it is a near copy; under headers that do not, a copy", async () => {
  const target = theorem("t", "theorem t (h : a < b) : sqrt a ≤ sqrt b := by");
  const under = (id: string, header: string): Theorem => ({ ...target, id, header });
  const test = [under("t", "import Mathlib\nopen Real\nvariable (a b : ℝ)\n")];
  const train = [
    under("same", "open Real\nset_option maxHeartbeats 0\nvariable (a b c : ℝ)\n"),
    under("other-space", "open NNReal\nvariable (a b : ℝ)\n"),
    under("other-type", "open Real\nvariable (a b : ℕ)\n"),
    { ...under("bound", "open Real\n"), statement: "theorem t (a b : ℝ) (h : a < b) : sqrt a ≤ sqrt b := by" },
  ];
  const report = await contamination(train, test);
  expect(report.exact.map(({ trainId }) => trainId)).toEqual(["same", "bound"]);
  expect(report.near).toContainEqual({ trainId: "other-space", testId: "t", similarity: 1, kind: "near" });
  expect(report.near.find(({ trainId }) => trainId === "other-type")?.similarity ?? 0).toBeLessThan(1);
  expect((await collect(deduplicate(train))).map(({ id }) => id)).toEqual(["same", "other-space", "other-type"]);
});

test("Lean Workbook holds some of miniF2F, IMO 1983 P6 among them", async () => {
  const workbook = "lean-workbook/statements.jsonl";
  const report = await contamination(
    await loadTheorems(dataFile(workbook)),
    await loadTheorems(dataFile("minif2f-lean4/minif2f_yangky11.jsonl")),
  );
  expect(report.trainCount).toBe(isWhole(workbook) ? 18370 : 186);
  expect(report.exact.map(({ testId }) => testId)).toContain("imo_1983_p6");
  expect(report.near.length).toBeGreaterThan(0);
});
