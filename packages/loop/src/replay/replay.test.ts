import type { Completion, Theorem } from "@lemma/interfaces";
import { LeanLite } from "@lemma/lean-lite";
import { promptFormat } from "@lemma/prover";
import { expect, test } from "vitest";
import { ProofPool, type LemmaParts, beginRun, drain, poolOf, prove, putIn, replay, tinySettings } from "../index.ts";

const theorem = (id: string, rest: string): Theorem => ({ id, statement: `theorem ${id} ${rest} := by` });

test("a proof is put in another theorem's names and numerals, by where they stand in the two statements", () => {
  const known = theorem("a", "(x y : ℝ) (h₀ : x + 3 = 7) (hy : 0 < y) : x = 4");
  const target = theorem("b", "(u v : ℝ) (h : u + 5 = 9) (hv : 0 < v) (hw : v < 2) : u = 4");
  expect(putIn({ theorem: known, proof: "nlinarith [h₀, mul_pos hy hy, sq_nonneg (x - 3)]" }, target)).toEqual([
    { proof: "nlinarith [h₀, mul_pos hy hy, sq_nonneg (x - 3)]", putIn: "nothing" },
    { proof: "nlinarith [h, mul_pos hv hv, sq_nonneg (u - 3)]", putIn: "names" },
    { proof: "nlinarith [h, mul_pos hv hv, sq_nonneg (u - 5)]", putIn: "names and numerals" },
  ]);
  expect(putIn({ theorem: known, proof: "linarith" }, target)).toEqual([{ proof: "linarith", putIn: "nothing" }]);
});

test("names that swap places are put in at once, and of h.le the h", () => {
  const known = theorem("a", "(x y : ℝ) (h : x < y) : x ≤ y");
  const target = theorem("b", "(y x : ℝ) (k : y < x) : y ≤ x");
  expect(putIn({ theorem: known, proof: "exact (sub_nonneg.mp (by linarith [h.le, x, y]))" }, target)[1]!.proof).toBe(
    "exact (sub_nonneg.mp (by linarith [k.le, y, x]))",
  );
});

test("the pool finds the nearest statements, keeps a proof once, and leaves a theorem's own out", () => {
  const near = theorem("near", "(x : ℝ) (h₀ : 2 * x + 3 = 7) : x = 2");
  const far = theorem("far", "(n : ℕ) : 6 ∣ n ^ 3 + 5 * n");
  const target = theorem("target", "(x : ℝ) (h₀ : 2 * x + 3 = 9) : x = 3");
  const pool = poolOf(
    [far, near, target].map((of) => ({ theorem: of, proof: "linarith" })),
    "corpus",
  );
  expect(pool.add({ theorem: near, proof: "linarith", source: "run" })).toBe(false);
  expect(pool.size).toBe(3);
  expect(pool.nearest(target, 2).map(({ theorem: { id } }) => id)).toEqual(["near", "far"]);
  expect(pool.nearest(target, 2)[0]!.similarity).toBeGreaterThan(0.5);
});

const said = (text: string): Completion => ({ text, tokens: [], logprobs: [], finishReason: "stop" });
const parts = (): LemmaParts => ({
  prover: {
    model: "none",
    format: promptFormat("tiny"),
    room: () => Infinity,
    generate: async (prompts, samples) => prompts.map(() => Array.from({ length: samples }, () => said("rfl"))),
    conjecture: async () => [],
    [Symbol.asyncDispose]: async () => {},
  },
  trainer: { fits: () => true, adapt: () => Promise.reject(new Error("nothing to train")) },
  verifier: new LeanLite(),
});

const known = poolOf(
  [
    { theorem: theorem("far", "(n : ℕ) : n + 0 = n"), proof: "simp" },
    { theorem: theorem("near", "(a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2"), proof: "nlinarith [sq_nonneg (a - b)]" },
  ],
  "context",
);
const target = theorem("target", "(u v : ℝ) : 2 * u * v ≤ u ^ 2 + v ^ 2");

test("a theorem that a known proof proves is proved by it before anything is conjectured", async () => {
  const events = [];
  for await (const event of prove(target, parts(), tinySettings, { seed: 1, known: [known] })) events.push(event);
  expect(events.map(({ type }) => type)).toEqual(["started", "replayed", "replayed", "proved", "finished"]);
  expect(events.at(-2)).toMatchObject({ replayed: "near", proof: "nlinarith [sq_nonneg (u - v)]" });
  expect(events.at(-1)).toMatchObject({ proved: true, usage: { verifications: 2, sampledTokens: 0 } });
});

test("no more checks are spent than are allowed, and none twice", async () => {
  const run = beginRun(target, parts(), tinySettings, { seed: 1 });
  expect(await drain(replay(run, [known], { nearest: 16, checks: 1 }))).toEqual({ checks: 1 });
  const tried = new Set<string>();
  expect(await drain(replay(run, [new ProofPool()], { nearest: 16, checks: 9 }, tried))).toEqual({ checks: 0 });
  const found = await drain(replay(run, [known], { nearest: 16, checks: 9 }, tried));
  expect(found).toMatchObject({ checks: 2, found: { of: "near", source: "context", putIn: "names" } });
  expect(await drain(replay(run, [known], { nearest: 1, checks: 9 }, tried))).toEqual({ checks: 0 });
});
