import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { mutationCampaign, randomCampaign, scriptCampaign } from "./campaign.ts";
import { hasData } from "../../../../tools/data.ts";
import { proofPairs } from "./corpus.ts";

// Generous: these share the machine with every other test file.

test("no block of tactics proves a random statement that has a counterexample", () => {
  const report = randomCampaign(new Random(41), 600);
  expect(report.breaches).toEqual([]);
  expect(report.pairs).toBe(600);
  expect(report.byStatus.get("error") ?? 0).toBeGreaterThan(350);
});

test.runIf(hasData("conjectures/conjectures_proved_visible.jsonl"))(
  "no proof survives a change that makes its statement false",
  () => {
    const report = mutationCampaign(proofPairs(), new Random(42), 60);
    expect(report.breaches).toEqual([]);
    expect(report.pairs).toBe(60);
    expect(report.fromAccepted).toBeGreaterThan(8);
  },
);

test.runIf(hasData("conjectures/conjectures_proved_visible.jsonl"))(
  "no script of the search proves a statement made false",
  () => {
    const statements = [...new Set(proofPairs().map(({ statement }) => statement))];
    const report = scriptCampaign(statements, new Random(45), 150);
    expect(report.breaches).toEqual([]);
    expect(report.pairs).toBeGreaterThanOrEqual(150);
  },
);
