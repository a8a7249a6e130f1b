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
  const before = helper("4", "nlinarith [sq_nonneg (x - y)]");
  expect(await verdictOn(before + main)).toBe("proved");
  expect(await verdictOn(`${before}open Nat\n${main}`)).toBe("proved");
  expect(await verdictOn(`def two := 2\n${before}${main}`)).toBe("proved");
});

test.for([
  ["proves a false helper", helper("8", "nlinarith [sq_nonneg (x - y)]") + main, "error"],
  ["leaves a helper to sorry", helper("8", "sorry") + main, "sorry"],
  ["uses itself", `theorem t (a b : ℝ) (h : a + b = 2) : a * b ≤ 1 := t a b h\n`, "unsupported"],
  ["uses what comes after", `${main}\n${helper("4", "nlinarith [sq_nonneg (x - y)]")}`, "unsupported"],
  ["changes the meaning of words first", `local notation "x" => 0\n${main}`, "forbidden"],
  ["changes what its names mean", `def a := 2\nopen Gadget\n${main}`, "unsupported"],
] as const)("a file that %s is refused", async ([, code, status]) => {
  expect(await verdictOn(code)).toBe(status);
});
