import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { type CampaignReport, mutationCampaign, randomCampaign, scriptCampaign } from "./campaign.ts";
import { hasData } from "../../../../tools/data.ts";
import { proofPairs } from "./corpus.ts";
import { seedOf, share } from "./slice.ts";

// Each test can be run alone: `LEMMA_SOAK_SLICE=3/20 vitest run false-statements.soak -t random`.
const hour = 3_600_000;
const data = "conjectures/conjectures_proved_visible.jsonl";

const say = (what: string, { pairs, fromAccepted, byStatus, breaches }: CampaignReport): void =>
  console.info(`${what}: ${pairs} pairs, ${fromAccepted} from accepted proofs, ${breaches.length} breaches`, byStatus);

test("random: no block of tactics proves any of 100,000 random false statements", { timeout: hour }, () => {
  const report = randomCampaign(new Random(seedOf(43)), share(100_000));
  say("random", report);
  expect(report.breaches).toEqual([]);
  expect(report.pairs).toBe(share(100_000));
});

test.runIf(hasData(data))(
  "mutated: no proof survives any of 20,000 changes that make its statement false",
  { timeout: hour },
  () => {
    const report = mutationCampaign(proofPairs(), new Random(seedOf(44)), share(20_000));
    say("mutated", report);
    expect(report.breaches).toEqual([]);
    expect(report.pairs).toBe(share(20_000));
    expect(report.fromAccepted).toBeGreaterThanOrEqual(share(20_000) / 4);
  },
);

test.runIf(hasData(data))(
  "scripts: no script of the search proves a statement made false, in 40,000 tries",
  { timeout: hour },
  () => {
    const statements = [...new Set(proofPairs().map(({ statement }) => statement))];
    const report = scriptCampaign(statements, new Random(seedOf(45)), share(40_000));
    say("scripts", report);
    expect(report.breaches).toEqual([]);
    expect(report.pairs).toBeGreaterThanOrEqual(share(40_000));
  },
);

test("hour: an hour of fuzzing finds no false theorem", { timeout: 2 * hour }, () => {
  const until = performance.now() + share(hour);
  let rounds = 0;
  for (; performance.now() < until; rounds += 1) {
    const report = randomCampaign(new Random(seedOf(1_000_000) + rounds), 500);
    expect(report.breaches).toEqual([]);
  }
  console.info(`hour: ${rounds * 500} pairs`);
});
