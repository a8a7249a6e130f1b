import { Random } from "@lemma/interfaces";
import { LeanLite } from "@lemma/lean-lite";
import { expect, test } from "vitest";
import { checkedTheory, drawTheory, faultsOf, forms, leanFile } from "./index.ts";

const verifier = new LeanLite();

test("the same seed draws the same theory, another seed another", () => {
  const draw = (seed: number): string => leanFile(drawTheory(new Random(seed), { id: "t", split: "test" }));
  expect(draw(1)).toBe(draw(1));
  expect(draw(2)).not.toBe(draw(1));
});

test("a name stands for what it stands for in its theory alone, or in all where that is asked for", () => {
  const pairs = (names: "drawn" | "fixed"): Map<string, Set<string>> => {
    const facts = new Map<string, Set<string>>();
    for (let seed = 0; seed < 40; seed += 1)
      for (const { role, functions, theorem } of drawTheory(new Random(seed), { id: "t", split: "train", names })
        .theorems)
        if (role === "fact")
          facts.set(functions[0]!, (facts.get(functions[0]!) ?? new Set()).add(theorem.statement.split(" ")[1]!));
    return facts;
  };
  const most = (names: "drawn" | "fixed"): number => Math.max(...[...pairs(names).values()].map(({ size }) => size));
  expect(most("fixed")).toBe(1);
  expect(most("drawn")).toBeGreaterThan(3);
});

test("distractors are of as many other worlds as they need, none of which shares a name with another", () => {
  const { theorems, distractors } = drawTheory(new Random(5), { id: "t", split: "test", distractors: 28 });
  expect(distractors).toHaveLength(28);
  const byWorld = new Map<string, Set<string>>([["own", new Set(theorems.flatMap(({ functions }) => functions))]]);
  for (const { theorem, functions } of distractors) {
    const world = theorem.id.split("/")[0]!;
    byWorld.set(world, new Set([...(byWorld.get(world) ?? []), ...functions]));
  }
  expect(byWorld.size).toBeGreaterThan(4);
  const all = [...byWorld.values()].flatMap((names) => [...names]);
  expect(new Set(all).size).toBe(all.length);
});

test("as a Lean file: definitions, facts, uses, and targets left open", () => {
  expect(leanFile(drawTheory(new Random(3), { id: "t", split: "train" }))).toMatchInlineSnapshot(`
    "import Mathlib

    def rog : ℕ → ℕ
      | 0 => 8
      | n + 1 => rog n + 7

    def kit : ℕ → ℕ
      | 0 => 6
      | n + 1 => kit n + 7

    def mop : ℕ → ℕ
      | 0 => 1
      | n + 1 => mop n + 4

    def kad : ℕ → ℕ
      | 0 => 4
      | n + 1 => 2 * kad n

    theorem jit (n : ℕ) : kit n = 7 * n + 6 := by
      induction n <;> simp only [kit, *] <;> ring

    theorem wit (n : ℕ) : mop n = 4 * n + 1 := by
      induction n <;> simp only [mop, *] <;> ring

    theorem rex (n : ℕ) : kad n = 4 * 2 ^ n := by
      induction n <;> simp only [kad, *] <;> ring

    theorem rop (n : ℕ) : rog n = 7 * n + 8 := by
      induction n <;> simp only [rog, *] <;> ring

    theorem use_1 (m n : ℕ) : kad m * rog n + 6 = 6 + (4 * 2 ^ m) * (7 * n + 8) := by
      simp only [rex, rop]; ring

    theorem use_2 (n : ℕ) : 6 * mop n + 2 = 2 + 6 * (4 * n + 1) := by
      simp only [wit]; omega

    theorem use_3 (m n : ℕ) (h : 7 * m + 6 < 4 * n + 1) : kit m + 4 < mop n + 5 := by
      simp only [jit, wit]; omega

    theorem use_4 (m n : ℕ) : rog m * mop n + 6 = 6 + (7 * m + 8) * (4 * n + 1) := by
      simp only [rop, wit]; ring

    theorem use_5 (n : ℕ) : kad n + kad n + kad n = 3 * (4 * 2 ^ n) := by
      simp only [rex]; ring

    theorem use_6 (m n : ℕ) : 7 * kit m * kad n + 8 = 8 + 7 * (7 * m + 6) * (4 * 2 ^ n) := by
      simp only [jit, rex]; ring

    theorem last_1 (m n : ℕ) : mop m * (kad n + rog m) = (7 * m + 8 + (4 * 2 ^ n)) * (4 * m + 1) := by
      sorry

    theorem last_2 (m n : ℕ) : 2 * (kit m + rog n) = 2 * (7 * n + 8) + 2 * (7 * m + 6) := by
      sorry
    "
  `);
});

test("targets put together what no use does, in forms that training never meets", () => {
  const trained = new Set(forms.filter(({ split }) => split === "train").map(({ name }) => name));
  for (let seed = 0; seed < 40; seed += 1) {
    const { theorems, distractors } = drawTheory(new Random(seed), { id: "t", split: "test" });
    expect(theorems.length).toBeGreaterThanOrEqual(8);
    expect(theorems.length).toBeLessThanOrEqual(20);
    const together = (functions: readonly string[]): string => [...functions].sort().join();
    const used = new Set(theorems.filter(({ role }) => role === "use").map(({ functions }) => together(functions)));
    for (const { role, functions, form } of theorems) {
      if (role !== "target") continue;
      expect(used.has(together(functions))).toBe(false);
      expect(trained.has(form)).toBe(false);
      // Each of its facts is put to use somewhere.
      for (const one of functions) expect([...used].some((pair) => pair.split(",").includes(one))).toBe(true);
    }
    for (const { functions } of distractors)
      expect(functions.some((one) => theorems.some((own) => own.functions.includes(one)))).toBe(false);
    expect(
      drawTheory(new Random(seed), { id: "t", split: "train" }).theorems.every(
        ({ form }) => form !== "square" && form !== "three",
      ),
    ).toBe(true);
  }
});

test(
  "a checked theory has every proof accepted and no target within reach of what was proved before",
  { timeout: 120_000 },
  async () => {
    const theory = await checkedTheory(1, { id: "t", split: "test" }, verifier);
    expect(await faultsOf(theory, verifier)).toEqual([]);
    expect(theory.theorems.filter(({ role }) => role === "target").length).toBeGreaterThanOrEqual(2);
  },
);

test(
  "a target that an earlier proof proves is found out, and so is a proof that is wrong",
  { timeout: 120_000 },
  async () => {
    const theory = await checkedTheory(2, { id: "t", split: "train" }, verifier);
    const target = theory.theorems.find(({ role }) => role === "target")!;
    const given = { ...target, role: "use" as const, theorem: { ...target.theorem, id: "t/given" } };
    const easy = await faultsOf({ ...theory, theorems: [given, target] }, verifier);
    expect(easy).toEqual([{ theorem: target.theorem.id, problem: expect.stringContaining("proved by") as string }]);
    const wrong = await faultsOf({ ...theory, theorems: [{ ...target, proof: "omega" }], distractors: [] }, verifier);
    expect(wrong).toEqual([{ theorem: target.theorem.id, problem: "its own proof is not accepted" }]);
  },
);
