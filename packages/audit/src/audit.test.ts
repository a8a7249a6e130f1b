import { Random } from "@lemma/interfaces";
import { LeanLite } from "@lemma/lean-lite";
import { expect, test } from "vitest";
import { audit, type Audited, type Finding } from "./index.ts";
import { plant, plantedKinds } from "./testing/plant.ts";

async function audited(...statements: readonly string[]): Promise<readonly Audited[]> {
  const all: Audited[] = [];
  for await (const one of audit(statements.map((statement, i) => ({ id: `s${i}`, statement })))) all.push(one);
  return all;
}

const faultsOf = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ level }) => level === "fault").map(({ kind }) => kind);

/** Statements that say what they mean. */
const good = [
  "theorem t (x : ℝ) (h₀ : 2 * x + 3 = 11) : x = 4 := by",
  "theorem t (a b : ℝ) (h₀ : a ^ 2 + b ^ 2 = 6) : a * b ≤ 3 := by",
  "theorem t (n : ℕ) (h₀ : n % 4 = 3) : n % 2 = 1 := by",
  "theorem t (n : ℕ) : ∑ k in Finset.range n, (2 * k + 1) = n ^ 2 := by",
  "theorem t (x y : ℤ) (h₀ : x + y = 9) (h₁ : x - y = 1) : x = 5 ∧ y = 4 := by",
  "theorem t (f : ℝ → ℝ) (h₀ : ∀ x, f x = 2 * x - 3) : f 2 = 1 := by",
  "theorem t : (2 : ℕ) ^ 10 % 7 = 2 := by",
];

test("what says what it means has no fault", async () => {
  const all = await audited(...good);
  expect(all.map(({ findings }) => faultsOf(findings))).toEqual(good.map(() => []));
});

test.for([
  // Published so, each in miniF2F.
  ["(n : ℕ) : (n : ℝ) ^ ((1 : ℝ) / n) < 2 - 1 / n", "counterexample"],
  ["(n : ℕ) (h₀ : n = 11) : (1 / 4) ^ (n + 1) * 2 ^ (2 * n) = 1 / 4", "division"],
  ["(n : ℕ) (h₀ : 0 < n) : (∏ k in Finset.Icc 1 n, 1 + (1 : ℝ) / 2 ^ k) < 5 / 2", "escape"],
  [
    "(a : ℕ) (h₀ : Even a) (h₁ : ↑(∑ k in Finset.range 8, 2 * k + 1) - ↑(∑ k in Finset.range 5, a + 2 * k) = (4 : ℤ)) : a = 8",
    "escape",
  ],
  [": (∏ k in Finset.range 6, 2 * k + 1) % 10 = 5", "counterexample"],
  ["(n : ℕ) : (∑ k in Finset.range n, 2 * k) + 1 = n ^ 2", "counterexample"],
  [
    "(x : ℝ) (h : ((11 : ℝ) ^ (1 / 4)) ^ (3 * x - 3) = 1 / 5) : ((11 : ℝ) ^ (1 / 4)) ^ (6 * x + 2) = 121 / 25",
    "contradictory",
  ],
  // And others of their kinds.
  ["(x : ℝ) (h₀ : x < 1) (h₁ : 2 < x) : x = 7", "contradictory"],
  ["(x y : ℝ) (h₀ : 0 < x) : x + 1 > 1", "unused"],
  ["(x : ℝ) (h₀ : 0 < x) : 0 < x", "trivial"],
  ["(n : ℕ) : n + q = q + n", "unbound"],
  ["(n : ℕ) : n - 1 + 1 = n", "counterexample"],
] as const)("%s: %s", async ([signature, kind]) => {
  const [only] = await audited(`theorem t ${signature} := by`);
  expect(faultsOf(only!.findings)).toContain(kind);
});

test("what a finding claims of truth comes with a proof that the kernel accepts", async () => {
  await using lean = new LeanLite();
  const [only] = await audited("theorem t (x : ℝ) (h₀ : x < 1) (h₁ : 2 < x) : x = 7 := by");
  const { certificate } = only!.findings.find(({ kind }) => kind === "contradictory")!;
  const { statement, proof } = certificate!;
  const verdict = await lean.verify({ theorem: { id: "c", statement }, proof: { kind: "tactics", tactics: proof } });
  expect([verdict.status, statement]).toEqual(["proved", expect.stringContaining(": False := by")]);
});

test("two statements that differ in names alone are told of; what is not read is said", async () => {
  const all = await audited(
    "theorem a (x : ℝ) (h : x > 2) : x > 1 := by",
    "theorem b (y : ℝ) (k : y > 2) : y > 1 := by",
    "theorem c (G : Type) [Group G] (g : G) : g * 1 = g := by",
  );
  expect(all.map(({ findings }) => faultsOf(findings))).toEqual([[], ["duplicate"], []]);
  expect(all[2]!.unread).toBeDefined();
});

test("faults put into good statements are found", async () => {
  const missed: unknown[] = [];
  let count = 0;
  for (const [i, statement] of good.entries())
    for (const kind of plantedKinds) {
      const planted = plant(kind, { id: "s", statement }, new Random(i));
      if (planted === undefined) continue;
      count += 1;
      const all = await audited(statement, planted.theorem.statement);
      if (!faultsOf(all[1]!.findings).includes(kind)) missed.push([kind, planted.theorem.statement, all[1]!.findings]);
    }
  expect(count).toBeGreaterThan(25);
  expect(missed).toEqual([]);
});
