import { expect, test } from "vitest";
import { LeanLite } from "./verifier.ts";

const statement = "theorem t (a b : ℝ) (h : a + b = 2) : a * b ≤ 1 := by";
const main = `${statement}\n  have := helper a b\n  rw [h] at this\n  linarith\n`;

const verdictOn = async (code: string): Promise<string> => {
  const verdict = await new LeanLite().verify({ theorem: { id: "t", statement }, proof: { kind: "file", code } });
  return verdict.status;
};

const helper = (bound: string, proof: string): string =>
  `theorem helper (x y : ℝ) : x * y ≤ (x + y) ^ 2 / ${bound} := by\n  ${proof}\n\n`;

test("a theorem may use the theorems before it in its file", async () => {
  expect(await verdictOn(helper("4", "nlinarith [sq_nonneg (x - y)]") + main)).toBe("proved");
});

test.for([
  ["proves a false helper", helper("8", "nlinarith [sq_nonneg (x - y)]") + main, "error"],
  ["leaves a helper to sorry", helper("8", "sorry") + main, "sorry"],
  ["uses itself", `theorem t (a b : ℝ) (h : a + b = 2) : a * b ≤ 1 := t a b h\n`, "unsupported"],
  ["uses what comes after", `${main}\n${helper("4", "nlinarith [sq_nonneg (x - y)]")}`, "mismatch"],
  ["changes the meaning of words first", `local notation "x" => 0\n${main}`, "forbidden"],
  ["defines something first", `def two := 2\n${main}`, "unsupported"],
  ["opens a namespace in between", `${helper("4", "nlinarith [sq_nonneg (x - y)]")}open Nat\n${main}`, "unsupported"],
] as const)("a file that %s is refused", async ([, code, status]) => {
  expect(await verdictOn(code)).toBe(status);
});
