import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { searchCampaign } from "./campaign.ts";

test("lean-lite's own search proves no false statement, and its refuter refutes no true one", () => {
  const report = searchCampaign(new Random(21), 10);
  expect(report.found).toEqual([]);
  expect(report.refuted).toEqual([]);
  expect(report.falseRefuted).toBeGreaterThan(6);
});
