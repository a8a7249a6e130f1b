import { expect, test } from "vitest";
import { libraryLemma, libraryLemmas } from "./index.ts";

test("names are unique, α is given types exactly where it occurs", () => {
  expect(new Set(libraryLemmas.map(({ name }) => name)).size).toBe(libraryLemmas.length);
  for (const { signature } of libraryLemmas) expect(signature).toMatch(/^[({:]/);
  expect(libraryLemmas.filter(({ signature, types }) => types.length > 0 !== signature.includes("α"))).toEqual([]);
  expect(libraryLemma("mul_pos")).toEqual({
    name: "mul_pos",
    signature: "{a b : α} (ha : 0 < a) (hb : 0 < b) : 0 < a * b",
    types: ["ℕ", "ℤ", "ℚ", "ℝ"],
  });
});
