import { expect, test } from "vitest";
import { paperSettings, withOverrides } from "./settings.ts";

test("overrides name single fields, nested ones too, and leave the rest", () => {
  const settings = withOverrides(paperSettings, { conjectures: 4, adaptation: { epochs: 7 } });
  expect(settings).toEqual({
    ...paperSettings,
    conjectures: 4,
    adaptation: { ...paperSettings.adaptation, epochs: 7 },
  });
  expect(withOverrides(paperSettings)).toEqual(paperSettings);
});

test("the paper's numbers are the paper's", () => {
  const { conjectures, attemptsPerConjecture, keptPerConjecture, attempts, adaptation, proofSampling } = paperSettings;
  expect([conjectures, attemptsPerConjecture, keptPerConjecture, attempts]).toEqual([8, 2, 2, 5]);
  expect(adaptation).toMatchObject({ rank: 8, alpha: 8, learningRate: 5e-5, epochs: 1, batchSize: 2 });
  expect(proofSampling.temperature).toBe(0.7);
});
