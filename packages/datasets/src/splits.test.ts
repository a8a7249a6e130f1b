import { expect, test } from "vitest";
import { sampleTheorems, splitTheorems } from "./splits.ts";

const theorems = Array.from({ length: 244 }, (_, i) => ({
  id: `p${i}`,
  statement: `theorem p${i} : ${i} = ${i} := by`,
}));

test("a sample repeats from its seed and does not depend on the file's order", () => {
  const sample = sampleTheorems(theorems, 100, 7);
  expect(new Set(sample.map(({ id }) => id)).size).toBe(100);
  expect(sampleTheorems(theorems, 100, 7)).toEqual(sample);
  expect(sampleTheorems(theorems, 100, 8)).not.toEqual(sample);
  const reversed = sampleTheorems(theorems.toReversed(), 100, 7);
  expect(new Set(reversed)).toEqual(new Set(sample));
  expect(() => sampleTheorems(theorems, 245, 7)).toThrow("only 244");
});

test("a split keeps copies together and each theorem's part as others come", () => {
  const shares = { train: 0.8, test: 0.2 };
  const copies = theorems.map(({ statement }, i) => ({
    id: `copy${i}`,
    statement: statement.replace(/p\d+/, "other"),
  }));
  const { train, test: held } = splitTheorems([...theorems, ...copies], shares, 3);
  expect(train.length + held.length).toBe(488);
  expect(held.length / 488).toBeCloseTo(0.2, 1);
  const ids = new Set(train.map(({ id }) => id));
  for (let i = 0; i < 244; i += 1) expect(ids.has(`p${i}`)).toBe(ids.has(`copy${i}`));
  expect(splitTheorems(theorems.slice(0, 50), shares, 3).train.every(({ id }) => ids.has(id))).toBe(true);
  expect(() => splitTheorems(theorems, { a: 0.5 }, 1)).toThrow("sum to 1");
});
