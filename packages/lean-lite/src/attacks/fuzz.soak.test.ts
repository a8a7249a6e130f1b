import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { fuzz } from "./fuzz.ts";
import { seedOf, share } from "./slice.ts";

test("a million fuzzed texts all end in a status, within the limits", { timeout: 7_200_000 }, () => {
  const report = fuzz(new Random(seedOf(11)), share(1_000_000));
  console.info(`fuzz: ${share(1_000_000)} texts, heap grown by ${Math.round(report.grownBytes / 2 ** 20)} MiB`);
  expect(report.slow).toEqual([]);
  expect(report.strange).toEqual([]);
  expect(report.grownBytes).toBeLessThan(2 ** 29);
});
