import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { campaign, searchCampaign } from "./campaign.ts";

/** Slice i of n where `LEMMA_SOAK_SLICE` is `i/n`, as the soaks of lean-lite are cut. */
const [index = 1, slices = 1] = (process.env["LEMMA_SOAK_SLICE"] ?? "1/1").split("/").map(Number);

test("of 10,000 false statements none is proved by any of forty proofs", { timeout: 7_200_000 }, async () => {
  const statements = Math.ceil(10_000 / slices);
  const report = await campaign(new Random(2_026 + index), statements);
  console.info(`${report.proofs} proofs`, report.byStatus);
  console.info(`${report.understood} of ${statements} understood, ${report.twinsProved} true twins proved`);
  expect(report.breaches).toEqual([]);
  expect(report.twinsProved).toBeGreaterThan(statements / 3);
});

test(
  "of 1,000 false statements the search proves none, and of their twins the refuter refutes none",
  { timeout: 7_200_000 },
  () => {
    const statements = Math.ceil(1_000 / slices);
    const report = searchCampaign(new Random(3_026 + index), statements);
    console.info(`${report.falseRefuted} of ${statements} refuted`);
    expect(report.found).toEqual([]);
    expect(report.refuted).toEqual([]);
  },
);
