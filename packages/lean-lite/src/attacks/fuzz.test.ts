import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { fuzz } from "./fuzz.ts";

test("3,000 fuzzed texts all end in a status, within the limits", () => {
  const { slow, strange } = fuzz(new Random(7), 3_000);
  expect(slow).toEqual([]);
  expect(strange).toEqual([]);
});
