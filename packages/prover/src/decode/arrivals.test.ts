import type { Completion } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { type ArrivingCompletion, LocalProver } from "../local-prover.ts";
import { noisyAdapter } from "../testing/noisy-adapter.ts";
import { writeRandomModel } from "../testing/random-model.ts";

const prompts = ["theorem a", "b", "x + y = y + x := by", "theorem a", "q"];

/** Each row joins when so many completions-to-come have been handed over before it, one a call. */
async function oneByOne(
  prover: LocalProver,
  sampling: { readonly temperature: number; readonly topP?: number },
  { maxTokens, stop = [] }: { readonly maxTokens: number; readonly stop?: readonly string[] },
  adapters: Parameters<LocalProver["generateArriving"]>[1]["adapters"] = [],
): Promise<readonly Completion[]> {
  const results: Completion[] = [];
  const waiting = prompts.map((prompt, index): ArrivingCompletion => ({
    prompt: prover.tokenizer.encodePrompt(prompt),
    seed: 5,
    sample: index === 3 ? 1 : 0,
    maxTokens,
    stop,
    done: (completion) => void (results[index] = completion),
    failed: (error) => {
      throw error;
    },
  }));
  await prover.generateArriving((room) => (room > 0 ? waiting.splice(0, 1) : []), { sampling, adapters });
  return results;
}

test.each([
  ["greedy", { temperature: 0 }],
  ["sampled", { temperature: 0.8 }],
  ["filtered", { temperature: 0.8, topP: 0.9 }],
])("rows that join one after another are what they are together: %s", async (_, sampling) => {
  await using prover = await LocalProver.open(await writeRandomModel(), { chunkTokens: 4 });
  const adapters = [noisyAdapter(prover.config, { rank: 2, alpha: 4, targetModules: ["q_proj", "down_proj"] }, 1)];
  for (const stack of [[], adapters]) {
    const together = await prover.generate(prompts, 1, {
      sampling: { ...sampling, maxTokens: 30, stop: ["7"] },
      seed: 5,
      adapters: stack,
    });
    const arriving = await oneByOne(prover, sampling, { maxTokens: 30, stop: ["7"] }, stack);
    expect(arriving.map(({ text }) => text)).toEqual(together.flat().map(({ text }) => text));
    expect(arriving.map(({ tokens }) => tokens)).toEqual(together.flat().map(({ tokens }) => tokens));
  }
});

test("a row that nobody waits for any more leaves the others alone", async () => {
  await using prover = await LocalProver.open(await writeRandomModel(), { chunkTokens: 4 });
  const controller = new AbortController();
  const row = (prompt: string, more: Partial<ArrivingCompletion>): ArrivingCompletion => ({
    prompt: prover.tokenizer.encodePrompt(prompt),
    seed: 1,
    sample: 0,
    maxTokens: 40,
    stop: [],
    done: () => undefined,
    failed: () => undefined,
    ...more,
  });
  const ended: string[] = [];
  const waiting = [
    row("a", { signal: controller.signal, failed: () => ended.push("gone"), onText: () => controller.abort() }),
    row("b", { done: ({ text }) => ended.push(text) }),
  ];
  await prover.generateArriving(() => waiting.splice(0), { sampling: { temperature: 0 } });
  const [alone] = await prover.generate(["b"], 1, { sampling: { temperature: 0, maxTokens: 40 }, seed: 1 });
  expect(ended).toEqual(["gone", alone![0]!.text]);
});
