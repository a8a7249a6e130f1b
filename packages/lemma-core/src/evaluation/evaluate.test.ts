import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { summarise } from "@lemma/evaluator";
import type { Theorem } from "@lemma/interfaces";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LemmaProver, openLemma } from "../index.ts";
import { evaluate } from "./evaluate.ts";
import { Journal } from "./journal.ts";
import { type MethodName, methodNames } from "./methods.ts";

const theorems: readonly Theorem[] = [
  { id: "linear", statement: "theorem linear (x y : ℝ) (h₀ : x + y = 9) (h₁ : x - y = 1) : x = 5 := by" },
  { id: "square", statement: "theorem square (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by" },
  { id: "outside", statement: "theorem t (G : Type) [Group G] (a : G) : a * a⁻¹ = 1 := by" },
];

let lemma: LemmaProver;
let folder: string;
beforeAll(async () => {
  lemma = await openLemma();
  folder = await mkdtemp(path.join(tmpdir(), "lemma-eval-"));
});
afterAll(async () => {
  await lemma[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const timeless = async (directory: string): Promise<string> =>
  (await readFile(path.join(directory, "results.jsonl"), "utf8")).replaceAll(/"(\w+Ms)":[\d.e+-]+/g, '"$1":0');

test(
  "every method is run on every theorem, the matched one with at least LeMMA's compute",
  { timeout: 300_000 },
  async () => {
    const directory = path.join(folder, "all");
    const records = await evaluate(lemma, { theorems, methods: methodNames, seeds: [1], k: 3, directory });
    expect(records).toHaveLength(theorems.length * methodNames.length);
    const flops = (name: MethodName): number =>
      records.filter(({ method }) => method === name).reduce((total, { usage }) => total + usage.flops, 0);
    expect(flops("lemma")).toBeGreaterThan(flops("baseline"));
    expect(flops("matched")).toBeGreaterThanOrEqual(flops("lemma"));
    // The first attempts of the larger budget are those of the smaller one.
    const proofs = (name: MethodName): unknown =>
      records.find(({ method, problem }) => method === name && problem === "linear")!.attempts.slice(0, 3);
    expect(proofs("matched")).toEqual(proofs("baseline"));
    expect(
      records
        .filter(({ problem }) => problem === "outside")
        .every(({ attempts }) => attempts.every(({ status }) => status === "unsupported")),
    ).toBe(true);
    const summary = summarise(records, { methods: methodNames.map((name) => ({ name, k: 3 })), seed: 1 });
    expect(summary.methods.find(({ name }) => name === "lemma")!.passAtK.estimate).toBeGreaterThan(0);
  },
);

test("a run that was killed goes on and ends with the same records", { timeout: 300_000 }, async () => {
  const methods: readonly MethodName[] = ["baseline", "lemma"];
  const options = { theorems: theorems.slice(0, 2), methods, seeds: [1, 2], k: 2 };
  const whole = path.join(folder, "whole");
  await evaluate(lemma, { ...options, directory: whole });
  const killed = path.join(folder, "killed");
  const controller = new AbortController();
  let seen = 0;
  const stopped = evaluate(lemma, {
    ...options,
    directory: killed,
    signal: controller.signal,
    onProgress: () => ((seen += 1) === 3 ? controller.abort() : undefined),
  });
  await expect(stopped).rejects.toThrow(/abort/i);
  // A process that dies while it writes leaves half a line.
  await appendFile(path.join(killed, "results.jsonl"), '{"problem":"lin');
  await evaluate(lemma, { ...options, directory: killed });
  expect(await timeless(killed)).toBe(await timeless(whole));
});

test("a journal cuts off half a line and keeps what is whole", async () => {
  const file = path.join(folder, "journal.jsonl");
  const journal = await Journal.open<{ n: number }>(file);
  await journal.append({ n: 1 });
  await appendFile(file, '{"n":');
  expect((await Journal.open<{ n: number }>(file)).records).toEqual([{ n: 1 }]);
  expect(await readFile(file, "utf8")).toBe('{"n":1}\n');
});
