import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { LoraAdapter } from "@lemma/lora";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FineTuneLog, fineTune, fineTuneDefaults } from "./fine-tune.ts";
import { LocalProver } from "./local-prover.ts";
import { writeRandomModel } from "./testing/random-model.ts";

let folder: string;
let prover: LocalProver;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lemma-fine-tune-"));
  prover = await LocalProver.open(await writeRandomModel({ seed: 2 }), { format: "tiny" });
});
afterAll(async () => {
  await prover[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const examples = Array.from({ length: 7 }, (_, i) => ({
  theorem: { id: `t${i}`, statement: `theorem t${i} (x : N) : x = x := by` },
  proof: i % 2 === 0 ? "exact rfl" : "simp",
}));
const settings = { ...fineTuneDefaults, epochs: 3, batchSize: 2, learningRate: 1e-2, rank: 2, alpha: 4, every: 2 };
const run = (name: string) => ({
  train: examples.slice(0, 5),
  valid: examples.slice(5),
  settings,
  directory: path.join(folder, name),
});
const logOf = async (name: string): Promise<FineTuneLog[]> =>
  (await readFile(path.join(folder, name, "log.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as FineTuneLog);
const withoutClock = (log: readonly FineTuneLog[]) => log.map((line) => ({ ...line, tokens_per_second: 0 }));

describe("fine-tuning", () => {
  test("learns, keeps the adapter with the lowest validation loss, and logs what it did", async () => {
    const { adapter, steps, bestEvalLoss } = await fineTune(prover, run("whole"));
    const log = await logOf("whole");
    const losses = log.flatMap((line) => ("loss" in line ? [line.loss] : []));
    const evals = log.flatMap((line) => ("eval_loss" in line ? [line.eval_loss] : []));
    expect(steps).toBe(9);
    expect(losses).toHaveLength(9);
    expect(losses.at(-1)!).toBeLessThan(losses[0]!);
    // Before the first step, after every second one, and after the last.
    expect(evals).toHaveLength(6);
    expect(bestEvalLoss).toBe(Math.min(...evals));
    expect((await LoraAdapter.load(path.join(folder, "whole"))).id).toBe(adapter.id);
    expect(await readdir(path.join(folder, "whole", "best"))).toContain("adapter_model.safetensors");
  });

  test("that is interrupted and resumed ends in the same adapter and log", async () => {
    const interrupt = new AbortController();
    const stopped = fineTune(prover, {
      ...run("resumed"),
      signal: interrupt.signal,
      onLog: ({ step }) => {
        if (step === 5) interrupt.abort();
      },
    });
    await expect(stopped).rejects.toThrow("abort");
    await expect(fineTune(prover, run("resumed"))).rejects.toThrow("--resume goes on");
    const { adapter } = await fineTune(prover, { ...run("resumed"), resume: true });
    expect(adapter.id).toBe((await LoraAdapter.load(path.join(folder, "whole"))).id);
    expect(withoutClock(await logOf("resumed"))).toEqual(withoutClock(await logOf("whole")));
  });

  test("is not resumed with other settings or data", async () => {
    const other = { ...run("resumed"), resume: true };
    await expect(fineTune(prover, { ...other, settings: { ...settings, epochs: 4 } })).rejects.toThrow(
      "other settings",
    );
    await expect(fineTune(prover, { ...other, train: examples.slice(1, 5) })).rejects.toThrow("other settings");
  });

  test("names the examples that are too long, skips or cuts them", async () => {
    const long = { theorem: { id: "long", statement: "theorem long : x = x := by" }, proof: "simp ".repeat(20) };
    const least = Math.max(...examples.map((example) => prover.proofTokens(example).tokens.length));
    const limited = (tooLong: "refuse" | "skip" | "truncate") => ({
      ...run(tooLong),
      train: [...examples.slice(0, 2), long],
      settings: { ...settings, epochs: 1, maxTokens: least, tooLong },
    });
    await expect(fineTune(prover, limited("refuse"))).rejects.toThrow(
      `at most ${least} tokens, received 1 longer: long`,
    );
    expect(await fineTune(prover, limited("skip"))).toMatchObject({ skipped: ["long"], truncated: [] });
    expect(await fineTune(prover, limited("truncate"))).toMatchObject({ skipped: [], truncated: ["long"] });
  });
});
