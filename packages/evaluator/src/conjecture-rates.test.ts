import { expect, test } from "vitest";
import { type ConjectureRecord, summariseConjectures } from "./index.ts";
import { wilsonInterval } from "./statistics/interval.ts";

const record = (policy: ConjectureRecord["policy"], id: string, seed: number, verified: number): ConjectureRecord => ({
  policy,
  id,
  seed,
  written: 8,
  accepted: 8,
  verified,
  fates: [],
});
const ids = Array.from({ length: 12 }, (_, i) => `t${i}`);
const records = ids.flatMap((id, i) =>
  [1, 2, 3].flatMap((seed) => [record("before", id, seed, i % 3), record("after", id, seed, (i % 3) + 2)]),
);

test("rates are averaged over statements and seeds, and their difference is paired", () => {
  const { rows, difference, signFlipPValue, statements, seeds } = summariseConjectures(records, { seed: 1 });
  expect([statements, seeds]).toEqual([12, [1, 2, 3]]);
  const [before, after] = rows;
  expect(before).toMatchObject({ policy: "before", written: 288, verified: 36 });
  expect(before!.rate.estimate).toBeCloseTo(36 / 288, 12);
  expect(after!.rate.estimate).toBeCloseTo(108 / 288, 12);
  expect(after!.bySeed).toHaveLength(3);
  expect(before!.rate.low).toBeLessThan(before!.rate.estimate);
  // Every statement gains the same: the difference has no spread although the rates have, and the interval of a share of twelve.
  expect(difference).toMatchObject({ ...wilsonInterval(3, 12) });
  // All twelve signs alike: 2 of 2¹² patterns reach it.
  expect(signFlipPValue).toBeCloseTo(2 / 2 ** 12, 12);
});

test("a statement without its counterpart is refused", () => {
  expect(() => summariseConjectures(records.slice(1), { seed: 1 })).toThrow("no conjectures on t0 before");
});
