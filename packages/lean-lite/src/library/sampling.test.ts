import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { sample } from "../refute/counterexample.ts";
import { elaborateStatement } from "../elaborate/statement.ts";
import { parseDeclaration } from "../syntax/statement.ts";
import { libraryLemmas } from "./index.ts";

const rounds = process.env["LEMMA_SOAK"] === "1" ? 2_000 : 120;

/**
 * What no sample reaches: ℂ has no values here, log 0 is a convention, contradictory premises never hold, no sample shows
 * that two sets have the same elements or a step of an induction, and doubles that agree to six digits decide nothing.
 */
const outOfReach =
  /^(Complex\..*|absurd|Real\.log_zero|(Set|Finset)\.ext(_iff)?|Nat\.\w+_induction\w*✝|Real\.pi_[gl]t_314159\d) [ℕℤℚℝ]?$/;

test("every lemma elaborates at each of its types, and sampling finds no counterexample", () => {
  const failures: string[] = [];
  const unconfirmed: string[] = [];
  for (const { name, signature, types } of libraryLemmas) {
    for (const type of types.length === 0 ? [""] : types) {
      const text = `theorem lemma_under_test ${signature.replaceAll("α", type)} := by\n  sorry`;
      try {
        const { confirmed, counterexample } = sample(
          elaborateStatement(parseDeclaration(text), []),
          new Random(17),
          rounds,
        );
        if (counterexample !== undefined)
          failures.push(`${name} ${type}: ${[...counterexample].map((pair) => pair.join(" = ")).join(", ")}`);
        if (confirmed === 0 && type !== "ℂ") unconfirmed.push(`${name} ${type}`);
      } catch (error) {
        failures.push(`${name} ${type}: ${String(error)}`);
      }
    }
  }
  expect(failures).toEqual([]);
  expect(unconfirmed.filter((name) => !outOfReach.test(name))).toEqual([]);
});
