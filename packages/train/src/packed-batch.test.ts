import { toNumbers } from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { packExamples } from "./index.ts";

const random = new Random(4);
const header = [1, 2, 3, 4, 5];
const examples = Array.from({ length: 30 }, (_, i) => {
  const prompt = [...(i % 5 === 0 ? [] : header), ...Array.from({ length: 1 + (i % 3) }, () => random.integer(3))];
  const completion = Array.from({ length: 1 + random.integer(6) }, () => random.integer(3));
  return { tokens: [...prompt, ...completion], promptLength: prompt.length, weight: 1 + i };
});

test.for([
  { tokensPerBatch: 4096 },
  { tokensPerBatch: 64, tokensPerRow: 32 },
  { tokensPerBatch: 16, normalizer: "example" },
] as const)("every token that counts is there once, after its own text and nothing else: %o", (settings) => {
  const packed = packExamples(examples, settings);
  const seen = new Set<number>();
  for (const { batch, examples: own } of packed) {
    const [rows, width] = batch.tokens.dims as readonly [number, number];
    expect(rows === 1 || rows * width <= settings.tokensPerBatch).toBe(true);
    const [tokens, positions, places, labels, mask] = [
      batch.tokens,
      batch.positions,
      batch.places,
      batch.labels,
      batch.mask,
    ].map(toNumbers) as [number[], number[], number[], number[], number[]];
    const counted = own.reduce((sum, { count }) => sum + count, 0);
    expect(places).toHaveLength(16 * Math.ceil(counted / 16));
    expect(mask.slice(counted).every((weight) => weight === 0)).toBe(true);
    for (const { index, first, count } of own) {
      seen.add(index);
      const { tokens: text, promptLength, weight } = examples[index]!;
      expect(count).toBe(text.length - promptLength);
      for (let t = 0; t < count; t += 1) {
        const place = places[first + t]!;
        const row = Math.floor(place / width);
        const visible = Array.from({ length: width }, (_, other) => other).filter(
          (other) => batch.visible.data[place * width + other] !== 0,
        );
        const before = text.slice(0, promptLength + t);
        expect(visible.map((other) => tokens[row * width + other])).toEqual(before);
        expect(visible.map((other) => positions[row * width + other])).toEqual(before.map((_, i) => i));
        expect(labels[first + t]).toBe(text[promptLength + t]);
        expect(mask[first + t]).toBeCloseTo("normalizer" in settings ? weight / count : weight, 6);
      }
    }
  }
  expect(seen.size).toBe(examples.length);
});

test("what texts share is there once", () => {
  const rows = ["a", "b"].map((_, i) => ({ tokens: [...header, 7 + i, 9], promptLength: 6 }));
  const [{ batch }, ...others] = packExamples([...rows, ...rows], { tokensPerBatch: 100 }) as [
    ReturnType<typeof packExamples>[number],
  ];
  expect(others).toEqual([]);
  expect(batch.tokens.dims).toEqual([1, 16]);
  expect(toNumbers(batch.tokens).slice(0, 8)).toEqual([...header, 7, 8, 0]);
  expect(toNumbers(batch.places).slice(0, 4)).toEqual([5, 5, 6, 6]);
});

test("an example without a completion, or beyond the context, is named", () => {
  const good = { tokens: [1, 2, 3], promptLength: 1 };
  const settings = { tokensPerBatch: 100, contextLength: 3 };
  expect(() => packExamples([good, { tokens: [1, 2], promptLength: 2 }], settings)).toThrow(
    "example 1: expected a completion, received 2 tokens of which 2 are prompt",
  );
  expect(() => packExamples([good, { tokens: [1, 2, 3, 4], promptLength: 2 }], settings)).toThrow(
    "example 1: expected at most 3 tokens, received 4",
  );
});
