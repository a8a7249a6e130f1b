import { describe, expect, it } from "vitest";
import { LeanLite } from "../verifier.ts";
import { refute } from "./refute.ts";

const keysMatch =
  (names: RegExp) =>
  (values: object): boolean =>
    names.test(Object.keys(values).join());

describe("refute", () => {
  it.each([
    ["theorem t (a b : ℝ) : a ^ 2 + b ^ 2 ≥ 3 * a * b := by", /a|b/],
    ["theorem t (n : ℕ) (h : 0 < n) : n ∣ 12 := by", /n/],
    // Truncated subtraction: 2 − 3 = 0.
    ["theorem t (n m : ℕ) : n - m + m = n := by", /n|m/],
    ["theorem t (x : ℝ) (h : 2 * x = 6) : x = 4 := by", /x/],
  ])("finds where %s fails", (statement, names) => {
    expect(refute(statement)).toEqual({ status: "refuted", counterexample: expect.toSatisfy(keysMatch(names)) });
  });

  it("leaves true statements alone and says how often they held", () => {
    expect(refute("theorem t (a b : ℝ) (h : 0 ≤ a) : a ^ 2 + b ^ 2 ≥ 2 * a * b := by")).toEqual({
      status: "unrefuted",
      confirmed: expect.toSatisfy((count: number) => count > 20),
    });
  });

  it("confirms nothing where hypotheses contradict each other", () => {
    expect(refute("theorem t (x : ℝ) (h₀ : x < 1) (h₁ : 2 < x) : x = 7 := by")).toEqual({
      status: "unrefuted",
      confirmed: 0,
    });
  });

  it("says what it cannot read", () => {
    expect(refute("theorem t (x : ℝ) : x ++ x = := by")).toMatchObject({ status: "unknown" });
    expect(refute("theorem t (x : NoSuchType) : x = x := by")).toMatchObject({ status: "unknown" });
  });

  it("answers through the interface, the same each time", async () => {
    const lean = new LeanLite();
    const theorem = { id: "t", statement: "theorem t (n : ℕ) : n ^ 2 < 50 := by" };
    expect(await lean.refute(theorem)).toEqual(refute(theorem.statement));
  });
});
