import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { campaign } from "./campaign.ts";

test("no script proves what an elaborator of its own calls false", async () => {
  const report = await campaign(new Random(15), 40);
  console.info(report.byStatus, `${report.understood} of 40 understood, ${report.twinsProved} twins proved`);
  expect(report.breaches).toEqual([]);
  expect(report.twinsProved).toBeGreaterThanOrEqual(25);
});
