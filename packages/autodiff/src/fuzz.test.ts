import fc from "fast-check";
import { expect, test } from "vitest";
import { disagreements } from "./testing/fuzz.ts";

// 1,000 under `pnpm soak`.
const runs = process.env["LEMMA_SOAK"] === "1" ? 1000 : 60;

const number = fc.nat({ max: 1_000 });
const cases = fc.record({
  seed: fc.nat(),
  instructions: fc.array(fc.tuple(number, number, number, number), { minLength: 1, maxLength: 30, size: "max" }),
  n: fc.integer({ min: 0, max: 3 }),
  m: fc.integer({ min: 0, max: 3 }),
  special: fc.boolean(),
});

test(`${runs} random programs and their gradients agree with the reference evaluator`, async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      expect(await disagreements(given)).toEqual([]);
    }),
    { numRuns: runs, seed: 20_261_122 },
  );
});
