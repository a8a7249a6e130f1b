import { afterAll, beforeAll, expect, test } from "vitest";
import { type LemmaProver, adapt, beginRun, drain } from "@lemma/loop";
import { openLemma } from "./index.ts";

const theorem = { id: "t", statement: "theorem t (x : ℝ) (h₀ : 2 * x + 3 = 11) : x = 4 := by" };
const examples = [{ theorem, proof: "linarith" }];

let lemma: LemmaProver;
beforeAll(async () => {
  lemma = await openLemma();
});
afterAll(async () => lemma[Symbol.asyncDispose]());

test("a loss that stops being a number leaves the theorem without an adapter, and says why", async () => {
  const adaptation = { ...lemma.settings.adaptation, learningRate: 1e30 };
  const run = beginRun(theorem, lemma.parts, { ...lemma.settings, adaptation }, { seed: 1 });
  const { adapter, skipped } = await drain(adapt(run, examples, [1], []));
  expect(adapter).toBeUndefined();
  expect(skipped).toMatch(/loss/);
  // The model itself is as it was.
  const sound = beginRun(theorem, lemma.parts, lemma.settings, { seed: 1 });
  const { trace } = await drain(adapt(sound, examples, [1], []));
  expect(trace.losses.at(-1)).toBeLessThan(trace.losses[0]!);
});
