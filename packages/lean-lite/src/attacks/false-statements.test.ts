import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { mutationCampaign, randomCampaign } from "./campaign.ts";
import { hasData, proofPairs } from "./corpus.ts";

test("no block of tactics proves a random statement that has a counterexample", () => {
  const report = randomCampaign(new Random(41), 1_000);
  expect(report.breaches).toEqual([]);
  expect(report.pairs).toBe(1_000);
  expect(report.byStatus.get("error") ?? 0).toBeGreaterThan(600);
});

test.runIf(hasData("conjectures/conjectures_proved_visible.jsonl"))(
  "no proof survives a change that makes its statement false",
  () => {
    const report = mutationCampaign(proofPairs(), new Random(42), 100);
    expect(report.breaches).toEqual([]);
    expect(report.pairs).toBe(100);
    expect(report.fromAccepted).toBeGreaterThan(12);
  },
);
