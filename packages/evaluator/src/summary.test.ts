import { Random, type VerdictStatus } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { noUsage } from "./compute/usage.ts";
import { attemptCount, gathered, inOrder, outcomes, type ResultRecord } from "./results.ts";
import { summarise } from "./summary.ts";

const record = (
  problem: string,
  method: string,
  seed: number,
  statuses: readonly VerdictStatus[],
  flops = 1,
): ResultRecord => ({
  problem,
  method,
  seed,
  attempts: gathered(statuses.map((status) => ({ status }))),
  usage: { ...noUsage, flops },
});

test("what decides nothing is left out and shown apart, every other verdict counts", () => {
  const { methods } = summarise(
    [
      record("a", "baseline", 0, ["error", "proved"]),
      record("b", "baseline", 0, ["forbidden", "unsupported"]),
      record("c", "baseline", 0, ["infrastructure", "proved"]),
      record("d", "baseline", 0, ["crash", "proved", "memory"]),
      record("e", "baseline", 0, ["timeout", "error"]),
    ],
    { methods: [{ name: "baseline", k: 2 }], seed: 1 },
  );
  expect(methods[0]).toMatchObject({
    problems: 2,
    excludedProblems: ["c", "d", "e"],
    excludedAttempts: 1,
    undecidedAttempts: 3,
    passAtK: { estimate: 0.5 },
    prefixPassAtK: 0.5,
    statuses: { proved: 3, infrastructure: 1, timeout: 1, crash: 1, memory: 1 },
  });
  // Were the undecided all wrong: a 1, b 0, d 2/3, e 0.
  expect(methods[0]!.passAtKAtLeast).toBeCloseTo(5 / 12);
});

test.each([
  ["heartbeats 200000", [false]],
  ["100000 steps", [false]],
  ["wall 30000 ms", []],
  ["cpu 300 ms", []],
  ["wallMs", []],
  [undefined, []],
])("a timeout is a failed proof where its limit is counted: %s", (limit, scored) => {
  const attempt = { at: [0], status: "timeout" as const, ...(limit === undefined ? {} : { limit }) };
  expect(outcomes({ ...record("a", "m", 0, []), attempts: [attempt] }).scored).toEqual(scored);
});

test("attempts by outcome are the attempts in their order", () => {
  const outcomes = ["error", "proved", "error", "error", "proved"].map((status, i) => ({
    status: status as VerdictStatus,
    proof: i === 3 ? "other" : "same",
  }));
  const attempts = gathered(outcomes);
  expect(attempts.map(({ at }) => at)).toEqual([[0, 2], [1, 4], [3]]);
  expect(inOrder(attempts, ({ status, proof }) => ({ status, proof }))).toEqual(outcomes);
  expect(attemptCount(attempts)).toBe(5);
});

test("unbiased and prefix pass@k are told apart", () => {
  const records = [record("a", "m", 0, ["error", "error", "error", "proved"])];
  const { methods } = summarise(records, { methods: [{ name: "m", k: 2 }], seed: 1 });
  expect(methods[0]!.passAtK.estimate).toBe(0.5);
  expect(methods[0]!.prefixPassAtK).toBe(0);
  expect(methods[0]!.curve.map(({ value }) => value)).toEqual([0.25, 0.5, 0.75, 1]);
  const inTurn = summarise(records, { methods: [{ name: "m", k: 4, inTurn: true }], seed: 1 });
  expect(inTurn.methods[0]!.curve).toEqual([{ k: 4, value: 1 }]);
});

test("methods are compared on shared problems, by seed and over seeds", () => {
  const random = new Random(4);
  const records = Array.from({ length: 60 }, (_, i) =>
    [0, 1, 2].flatMap((seed) => {
      const draw = (p: number): VerdictStatus[] =>
        Array.from({ length: 5 }, () => (random.chance(p) ? "proved" : "error"));
      return [record(`p${i}`, "baseline", seed, draw(0.05)), record(`p${i}`, "lemma", seed, draw(0.25), 2.2)];
    }),
  ).flat();
  const summary = summarise(records, {
    methods: [
      { name: "baseline", k: 5 },
      { name: "lemma", k: 5, label: "LeMMA" },
    ],
    seed: 1,
  });
  expect(summary.methods[1]).toMatchObject({ label: "LeMMA", seeds: [0, 1, 2], problems: 60 });
  expect(summary.methods[1]!.relativeFlops).toBeCloseTo(2.2, 9);
  const [comparison] = summary.comparisons;
  expect(comparison).toMatchObject({ first: "lemma", second: "baseline", problems: 60 });
  expect(comparison!.mcnemar.map(({ seed }) => seed)).toEqual([0, 1, 2]);
  expect(comparison!.signFlipPValue).toBeLessThan(0.001);
  expect(comparison!.difference.low).toBeGreaterThan(0);
  expect(summarise(records.toReversed(), { methods: [{ name: "lemma", k: 5 }], seed: 1 }).methods[0]!.passAtK).toEqual(
    summary.methods[1]!.passAtK,
  );
});

test("at equal operations a method has the attempts that plain sampling's price leaves it after studying", () => {
  const tries = (proved: number, of: number): VerdictStatus[] =>
    Array.from({ length: of }, (_, i) => (i < proved ? "proved" : "error"));
  const records = Array.from({ length: 20 }, (_, i) => [
    record(`p${i}`, "baseline", 0, tries(1, 10), 10),
    { ...record(`p${i}`, "lemma", 0, tries(i % 2 === 0 ? 10 : 0, 10), 24), studyFlops: 4 },
    { ...record(`p${i}`, "replay", 0, tries(10, 10), 1) },
  ]).flat();
  const methods = ["baseline", "lemma", "replay"].map((name) => ({ name, k: 10 }));
  const { equalFlops } = summarise(records, { methods, seed: 1 });
  const of = (name: string): unknown =>
    equalFlops
      .filter(({ method }) => method === name)
      .map(({ plainK, k, value, plainValue }) => [plainK, k, value, Number(plainValue.toFixed(9))]);
  // 4 for studying, and 2 an attempt; one of plain sampling costs 1.
  expect(of("lemma")).toEqual([[10, 3, 0.5, 1]]);
  // What replay spares is charged.
  expect(of("replay")).toEqual([
    [1, 1, 1, 0.1],
    [2, 2, 1, 0.2],
    [5, 5, 1, 0.5],
    [10, 10, 1, 1],
  ]);
  expect(equalFlops.find(({ method }) => method === "lemma")).toMatchObject({
    flops: 10,
    difference: { estimate: -0.5 },
  });
  expect(equalFlops.find(({ method, plainK }) => method === "replay" && plainK === 1)!.adjustedPValue).toBeLessThan(
    0.001,
  );
  expect(summarise(records, { methods: methods.slice(1), seed: 1 }).equalFlops).toEqual([]);
});

test("missing and doubled results are refused", () => {
  const one = record("a", "m", 0, ["proved"]);
  expect(() => summarise([one, one], { methods: [{ name: "m", k: 1 }], seed: 1 })).toThrow("two results of a by m");
  expect(() => summarise([one], { methods: [{ name: "x", k: 1 }], seed: 1 })).toThrow('no results of method "x"');
});
