import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { mutationCampaign, randomCampaign, scriptCampaign } from "./campaign.ts";
import { hasData, proofPairs } from "./corpus.ts";

const hour = 3_600_000;

test("no block of tactics proves any of 100,000 random false statements", { timeout: hour }, () => {
  const report = randomCampaign(new Random(43), 100_000);
  expect(report.breaches).toEqual([]);
  expect(report.pairs).toBe(100_000);
});

test.runIf(hasData("conjectures/conjectures_proved_visible.jsonl"))(
  "no proof survives any of 20,000 changes that make its statement false",
  { timeout: hour },
  () => {
    const report = mutationCampaign(proofPairs(), new Random(44), 20_000);
    expect(report.breaches).toEqual([]);
    expect(report.pairs).toBe(20_000);
    expect(report.fromAccepted).toBeGreaterThanOrEqual(5_000);
  },
);

test.runIf(hasData("conjectures/conjectures_proved_visible.jsonl"))(
  "no script of the search proves a statement made false, in 40,000 tries",
  { timeout: hour },
  () => {
    const statements = [...new Set(proofPairs().map(({ statement }) => statement))];
    const report = scriptCampaign(statements, new Random(45), 40_000);
    expect(report.breaches).toEqual([]);
    expect(report.pairs).toBeGreaterThanOrEqual(40_000);
  },
);
