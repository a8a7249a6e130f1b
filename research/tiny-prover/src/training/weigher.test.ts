import { loadModel } from "@lemma/prover";
import { expect, test } from "vitest";
import { tinyProverDirectory } from "@lemma/tiny-prover";
import { weigherConfigOf } from "./weigher.ts";

test("the Weigher is shown no more than its encoder has positions for", async () => {
  const { config } = await loadModel(tinyProverDirectory);
  const { encoder, maxTokens } = weigherConfigOf(config);
  expect(maxTokens).toBeLessThanOrEqual(encoder.contextLength);
  expect(encoder.vocabularySize).toBe(config.vocabularySize);
});
