import { newStatements } from "@lemma/loop";
import { statementHash } from "@lemma/lean-text";
import { LeanLite } from "@lemma/lean-lite";
import { LocalProver } from "@lemma/prover";
import { expect, test } from "vitest";
import { tinyProverDirectory } from "@lemma/tiny-prover";
import { conjectureTable, measureConjectures } from "./measure.ts";

const theorems = [
  { id: "sum", statement: "theorem sum (x y : ℝ) (h₀ : x + y = 9) (h₁ : x - y = 1) : x = 5 := by" },
  { id: "square", statement: "theorem square (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by" },
];
const options = {
  conjectures: 6,
  attempts: 2,
  temperature: 0.7,
  redraws: 1,
  seed: 1,
  known: new Map<string, string>(),
};

test("each count is a part of the one before, and the same seed counts the same", async () => {
  await using prover = await LocalProver.open(tinyProverDirectory, { format: "tiny" });
  await using verifier = new LeanLite();
  const counts = await measureConjectures(prover, verifier, theorems, options);
  expect(counts).toMatchObject({ theorems: 2, sampled: 12 });
  const { sampled, statements, elaborate, distinct, kept, proved } = counts;
  const falling = [sampled, statements, elaborate, distinct, kept, proved];
  expect(falling).toEqual(falling.toSorted((a, b) => b - a));
  expect(await measureConjectures(prover, verifier, theorems, options)).toEqual(counts);

  const table = conjectureTable({ before: counts, after: counts }).split("\n");
  expect(table[0]).toBe("| | before | after |");
  expect(table).toContain(`| conjectures sampled | ${"12 for 2 theorems | ".repeat(2).trim()}`);
});

test("what is no statement, the theorem or a repetition is drawn anew; what was accepted stays", async () => {
  await using prover = await LocalProver.open(tinyProverDirectory, { format: "tiny" });
  const [, target] = theorems;
  const drawn = async (redraws: number): Promise<readonly (string | undefined)[]> => {
    const sampling = { temperature: 0.3, maxTokens: 96 };
    const options = { sampling, seed: 1, redraws, accepts: newStatements(target!) };
    return (await prover.conjecture(target!, 12, options)).map(({ statement }) => statement);
  };
  const news = (statements: readonly (string | undefined)[]): string[] => {
    const isNew = newStatements(target!);
    return statements.filter((statement) => statement !== undefined && isNew(statement)) as string[];
  };
  const [once, thrice] = [await drawn(0), await drawn(2)];
  expect([once.length, thrice.length]).toEqual([12, 12]);
  expect(news(once).length).toBeLessThan(12);
  expect(news(thrice).slice(0, news(once).length)).toEqual(news(once));
  expect(news(thrice).length).toBeGreaterThan(news(once).length);
  expect(thrice.slice(0, news(thrice).length)).toEqual(news(thrice));
  expect(await drawn(2)).toEqual(thrice);
});

test("what the corpus holds is not counted as distinct", async () => {
  await using prover = await LocalProver.open(tinyProverDirectory, { format: "tiny" });
  await using verifier = new LeanLite();
  const sampling = { temperature: 0, maxTokens: 96 };
  const [written] = await prover.conjecture(theorems[1]!, 1, { sampling, seed: 1 });
  const known = new Map([[statementHash(written!.statement!), "the corpus"]]);
  const greedy = { ...options, conjectures: 1, temperature: 0, redraws: 0 };
  const { distinct } = await measureConjectures(prover, verifier, [theorems[1]!], { ...greedy, known });
  expect(distinct).toBe(0);
});
