import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { sample } from "../refute/counterexample.ts";
import { elaborateStatement } from "../elaborate/statement.ts";
import { parseDeclaration } from "../syntax/statement.ts";
import { allLemmas } from "./sources.ts";

const rounds = process.env["LEMMA_SOAK"] === "1" ? 2_000 : 40;
const typeNames: Readonly<Record<string, string>> = { N: "ℕ", Z: "ℤ", Q: "ℚ", R: "ℝ", C: "ℂ" };

test("every lemma that tactics rely on elaborates at each of its types, and sampling finds no counterexample", () => {
  const failures: string[] = [];
  const seen = new Set<string>();
  for (const { name, letters, text } of allLemmas()) {
    for (const type of letters === "" ? [""] : letters.split("").map((letter) => typeNames[letter]!)) {
      const statement = `theorem x ${text.replaceAll("α", type)} := by\n  sorry`;
      if (seen.has(statement)) continue;
      seen.add(statement);
      try {
        const goal = elaborateStatement(parseDeclaration(statement), []);
        const { counterexample } = sample(goal, new Random(11), rounds);
        if (counterexample !== undefined) {
          failures.push(`${name} ${type}: ${[...counterexample].map((pair) => pair.join(" = ")).join(", ")}`);
        }
      } catch (error) {
        failures.push(`${name} ${type}: ${String(error)}`);
      }
    }
  }
  expect(failures).toEqual([]);
});
