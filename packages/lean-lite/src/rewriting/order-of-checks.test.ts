import { expect, test, vi } from "vitest";

/** A proof for each tactic that keeps rules or shapes for later checks, at each type of numbers. */
const checks = ["ℕ", "ℤ", "ℚ", "ℝ"].flatMap((type): (readonly [statement: string, proof: string])[] => [
  [`(f : ℕ → ${type}) (h : f 3 = 2) : f (1 + 2) = 2`, "linarith"],
  [`(f : ℕ → ${type}) (x : ${type}) (h : f 3 = 2) (g : x ^ 2 = 0) : f (1 + 2) + x = 2`, "linarith"],
  [`(x : ${type}) : x ^ 2 = 0 ↔ x = 0`, "simp"],
  [`(x : ${type}) (h : x ≠ 0) : x * 2 ≠ 0`, "simp_all"],
  [`(x : ${type}) (h : x ≠ 0) : x / x = 1`, "field_simp"],
  [`(x : ${type}) (h : ¬x ≤ 1) : 1 < x`, "push_neg at h\nexact h"],
  [`(x y : ℕ) (h : (x : ${type}) = y) : x = y`, "exact_mod_cast h"],
  [`: (1 : ${type}) + 2 = 3 ∧ ¬(2 : ${type}) = 3`, "norm_num"],
]);

test("a verdict does not depend on what was checked before", async () => {
  const verdicts = async (order: typeof checks): Promise<Map<string, string>> => {
    vi.resetModules();
    const { checkProof } = await import("../judge.ts");
    return new Map(
      order.map(([statement, proof]) => [
        `${statement} by ${proof}`,
        checkProof(`theorem t ${statement} := by`, proof).status,
      ]),
    );
  };
  const forwards = await verdicts(checks);
  const backwards = await verdicts(checks.toReversed());
  expect([...forwards.values()].filter((status) => status === "proved").length).toBeGreaterThan(20);
  for (const [check, status] of forwards) expect(`${check}: ${backwards.get(check)}`).toBe(`${check}: ${status}`);
});
