import { Random } from "@lemma/interfaces";
import { LeanLite } from "@lemma/lean-lite";
import { expect, test } from "vitest";
import { submit } from "./campaign.ts";
import { Generator, nothing } from "./generate.ts";
import { changes, swapped } from "./metamorphic.ts";
import { elaborate, fingerprint, headerOf, leanTruth, type Problem, statementOf } from "./problem.ts";
import { Refused } from "./type.ts";

const scripts = [
  "norm_num",
  "decide",
  "omega",
  "simp",
  "intros\npositivity",
  "intros\nnlinarith",
  "intros\nomega",
  "intros\nsimp_all",
];
const lean = new LeanLite();
const textOf = (problem: Problem): { header: string; statement: string } => ({
  header: headerOf(problem),
  statement: statementOf(problem),
});

/** Problems that Lean reads one way, true or false. */
function problems(random: Random, count: number): Problem[] {
  const generator = new Generator(random);
  const found: Problem[] = [];
  while (found.length < count) {
    const problem = random.choice<() => Problem>([
      () => generator.typed(),
      () => generator.strange(),
      () => ({ context: [], binders: [], hypotheses: [], conclusion: generator.formula(nothing, 1) }),
    ])();
    if (readOf(problem) !== undefined) found.push(problem);
  }
  return found;
}

/** The meaning; undefined where Lean refuses the text or its order of decisions is not sure. */
function readOf(problem: Problem): string | undefined {
  try {
    const meaning = fingerprint(elaborate(problem).term).replaceAll(/"name":"[^"]*"/g, '""');
    const other = fingerprint(elaborate(problem, undefined, true).term).replaceAll(/"name":"[^"]*"/g, '""');
    return meaning === other ? meaning : undefined;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

test("what does not change the meaning does not change whether a proof is accepted", async () => {
  const random = new Random(77);
  const differences: unknown[] = [];
  let compared = 0;
  for (const problem of problems(random, 16)) {
    const meaning = readOf(problem);
    const verdicts = new Map<string, string>();
    for (const script of scripts) verdicts.set(script, (await submit(lean, textOf(problem), script, false)).status);
    for (const change of changes) {
      const changed = change.apply(problem, random);
      if (changed === undefined || readOf(changed) !== meaning) continue;
      for (const script of scripts) {
        const before = verdicts.get(script)!;
        const after = (await submit(lean, textOf(changed), script, false)).status;
        if (before === "unsupported" || after === "unsupported") continue;
        compared += 1;
        if ((before === "proved") !== (after === "proved"))
          differences.push({
            change: change.name,
            ...textOf(problem),
            changed: textOf(changed),
            script,
            before,
            after,
          });
      }
    }
  }
  console.info(`${compared} pairs of verdicts compared`);
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(400);
});

test("no false statement is proved with its conjuncts swapped", async () => {
  const random = new Random(78);
  const proved: unknown[] = [];
  for (const problem of problems(random, 30).filter((one) => leanTruth(one) === false)) {
    const changed = swapped.apply(problem, random)!;
    if (leanTruth(changed) !== false) continue;
    for (const script of scripts)
      if ((await submit(lean, textOf(changed), script, false)).status === "proved") proved.push(textOf(changed));
  }
  expect(proved).toEqual([]);
});
