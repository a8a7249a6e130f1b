import { appendFile, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AbortedError } from "@lemma/interfaces";
import { statementHash } from "@lemma/lean-text";
import { describe, expect, test } from "vitest";
import { buildColdStart, type ColdStartTask } from "../index.ts";
import { usedLemmas } from "./lemmas.ts";
import { capLemmas, type Pair } from "./pairs.ts";
import { syntheticRecords } from "./testing/synthetic-records.ts";

const folderOf = async (lines: readonly unknown[]): Promise<{ readonly folder: string; readonly corpus: string }> => {
  const folder = await mkdtemp(join(tmpdir(), "lemma-cold-start-"));
  const corpus = join(folder, "corpus.jsonl");
  await writeFile(corpus, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  return { folder, corpus };
};
const tasksOf = async (file: string): Promise<ColdStartTask[]> =>
  (await readFile(file, "utf8"))
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ColdStartTask);

describe("lemmas that a proof names", () => {
  test.for<readonly [string, string, readonly string[]]>([
    ["plain", "  rw [Nat.gcd_comm, pow_add]\n  exact Nat.le_of_dvd h", ["Nat.gcd_comm", "Nat.le_of_dvd", "pow_add"]],
    ["no tactics, no definitions", "  norm_num [Nat.gcd, Real.sqrt]\n  exact_mod_cast h\n  all_goals simp_all", []],
    [
      "no names of its own",
      "  have key_step : 1 = 1 := rfl\n  obtain ⟨x_pos, y_pos⟩ := h\n  exact key_step.symm.trans x_pos",
      [],
    ],
    ["no projections of hypotheses", "  intro h_main\n  exact h_main.left_inv", []],
    ["nothing in comments", "  -- use Nat.gcd_comm\n  simp", []],
    ["after an introduction", "  intro x hx\n  rw [sub_eq_zero]", ["sub_eq_zero"]],
  ])("%s", ([, proof, lemmas]) => {
    expect(usedLemmas("theorem t (a_pos : 0 < a) : True := by", proof)).toEqual(lemmas);
  });
});

test("no lemma gets more than its share, and no more pairs could be had", () => {
  const pair = (lemma: string, seed: number): Pair => ({ seed, target: seed, lemma, relation: "shares a lemma" });
  const pairs = Array.from({ length: 100 }, (_, i) => pair(i < 60 ? "common" : `rare${i % 12}`, i));
  const chosen = capLemmas(pairs, 0.1, Infinity);
  const common = chosen.filter(({ lemma }) => lemma === "common").length;
  expect(common / chosen.length).toBeLessThanOrEqual(0.1);
  expect(chosen.length).toBeGreaterThanOrEqual(40);
  expect(capLemmas(pairs, 0.1, 7)).toHaveLength(7);
  expect(capLemmas([], 0.1, 7)).toEqual([]);
});

describe("the set", () => {
  const proof = { a: "  rw [Nat.gcd_comm]", b: "  simpa using Nat.gcd_comm a b" };
  const records = [
    { id: "one", statement: "theorem one (a b : ℕ) : Nat.gcd a b = Nat.gcd b a := by", proof: proof.a },
    { id: "two", statement: "theorem two (a b : ℕ) : Nat.gcd b a = Nat.gcd a b + 0 := by", proof: proof.b },
    { id: "one", statement: "theorem again (x y : ℕ) : Nat.gcd x y = Nat.gcd y x := by", proof: proof.a },
    {
      id: "user",
      statement: "theorem user (a b : ℕ) : Nat.gcd a b = Nat.gcd b a ∨ a = b := by",
      proof: "  left\n  exact helper_one a b",
    },
    { id: "named", statement: "theorem helper_one (a b : ℕ) : 0 + Nat.gcd a b = Nat.gcd b a := by", proof: "  omega" },
    { id: "bad", statement: "1 = 1", proof: "sorry" },
    { id: "wrong", statement: "1 = 2", proof: "rfl", pass: false },
    { id: "test", statement: "∀ n : ℕ, n = n", proof: "intro n; rfl" },
    { seed_statement: "theorem s (x : ℝ) : x = x := by", conjecture: ": ∀ y : ℝ, y = y + 0 := by", proofs: ["simp"] },
    '{"id": 3}',
  ];

  test("pairs by shared lemma and by recorded seed, replays the rest, and says why records were dropped", async () => {
    const { folder, corpus } = await folderOf(records);
    const out = join(folder, "set.jsonl");
    const report = await buildColdStart({
      corpus,
      out,
      settings: { conjectureShare: 0.5, emptyLemma: 0 },
      exclude: [{ id: "test", statement: "theorem t (m : ℕ) : m = m := by" }],
    });
    expect(report).toMatchObject({
      records: 10,
      kept: 5,
      dropped: { unreadable: 1, rejected: 1, unproved: 1, excluded: 1, repeated: 1 },
      tasks: { prove: 2, conjecture: 2 },
    });
    const tasks = await tasksOf(out);
    const conjectures = tasks.filter(({ task }) => task === "conjecture");
    expect(conjectures).toContainEqual(
      expect.objectContaining({
        id: "two",
        lemma: "Nat.gcd_comm",
        relation: "shares a lemma",
        seed: expect.objectContaining({ id: "one", proof: proof.a }) as unknown,
        prompt: expect.stringContaining("<lemma>\nNat.gcd_comm\n<easy theorem>\ntheorem one") as string,
        completion: `\n${records[1]!["statement" as never] as string}\n</hard theorem>`,
      }),
    );
    expect(conjectures.map((task) => task.task === "conjecture" && task.relation)).toContain("conjectured from it");
    const log = (await readFile(`${out}.dropped.jsonl`, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(log).toHaveLength(5);
    expect(log).toContainEqual(expect.objectContaining({ id: "wrong", line: 7, reason: "rejected" }));
    expect(log).toContainEqual(expect.objectContaining({ line: 10, reason: "unreadable", field: "statement" }));
    expect((await readdir(folder)).sort()).toEqual([
      "corpus.jsonl",
      "set.jsonl",
      "set.jsonl.dropped.jsonl",
      "set.jsonl.report.json",
    ]);
  });

  test("what speaks of its header's definitions or variables is no task: the task's header has none", async () => {
    const header = "import Mathlib\n\nnoncomputable def k : ℝ := 3\n\nvariable (a b : ℝ)\n";
    const { folder, corpus } = await folderOf([
      { id: "defined", header, statement: "theorem k_pos : 0 < k := by", proof: "norm_num [k]" },
      { id: "bound", header, statement: "theorem le (h : a < b) : a ≤ b := by", proof: "linarith" },
      { id: "own", header, statement: "theorem two : 1 + 1 = 2 := by", proof: "norm_num" },
    ]);
    const out = join(folder, "set.jsonl");
    const report = await buildColdStart({ corpus, out });
    expect(report).toMatchObject({ kept: 1, dropped: { helpers: 2 } });
  });

  test("what its header opens goes with a proof; a pair is of one header, and one text under two headers is two theorems", async () => {
    const statement = "theorem t (x : ℝ) (h : 0 ≤ x) : 0 ≤ sqrt x := by";
    const proof = "exact sqrt_pos_of_name x";
    const { folder, corpus } = await folderOf([
      { id: "plain", statement, proof },
      { id: "usual", header: "import Mathlib\nopen Nat Real\nopen Topology Rat\n", statement, proof },
      { id: "own", header: "import Mathlib\nopen NNReal\nopen scoped BigOperators\n", statement, proof },
      { id: "bound", header: "variable (y : ℝ)\n", statement: "theorem e (h : 0 < y) : y ≠ 0 := by" },
      { id: "same-text", header: "open NNReal\n", statement: "theorem s (x : ℝ) : sqrt x = sqrt x := by", proof },
    ]);
    const out = join(folder, "set.jsonl");
    const exclude = [
      { id: "e", statement: "theorem e' (z : ℝ) (h : 0 < z) : z ≠ 0 := by" },
      { id: "s", header: "open Real\n", statement: "theorem s (x : ℝ) : sqrt x = sqrt x := by" },
    ];
    const report = await buildColdStart({ corpus, out, exclude, settings: { conjectureShare: 0 } });
    expect(report).toMatchObject({
      kept: 3,
      dropped: { excluded: 2 },
      pairs: { found: 1, dropped: { otherHeader: 2 } },
    });
    const shown = (await tasksOf(out)).map((task) => [task.id, task.opens, /^open .*$/m.exec(task.prompt)?.[0]]);
    expect(shown.sort(([a], [b]) => (a! < b! ? -1 : 1))).toEqual([
      ["own", "open NNReal\n", "open NNReal"],
      ["plain", undefined, "open BigOperators Real Nat Topology Rat"],
      ["usual", undefined, "open BigOperators Real Nat Topology Rat"],
    ]);
  });

  test("a proof that uses another theorem of the corpus makes it a target, unnamed", async () => {
    const { folder, corpus } = await folderOf([records[4], records[3]]);
    const out = join(folder, "set.jsonl");
    await buildColdStart({ corpus, out, settings: { conjectureShare: 0.5, emptyLemma: 0 } });
    const [pair] = (await tasksOf(out)).filter(({ task }) => task === "conjecture");
    expect(pair).toMatchObject({ id: "named", seed: { id: "user" }, relation: "uses the target" });
    expect(pair).not.toHaveProperty("lemma");
  });

  test("80 to 20, no lemma above a tenth, no statement of the excluded set, the same from the same seed", async () => {
    const { folder, corpus } = await folderOf([...syntheticRecords(600)]);
    const exclude = [...syntheticRecords(20)];
    const build = async (name: string, seed: number): Promise<string> => {
      const out = join(folder, name);
      const report = await buildColdStart({ corpus, out, exclude, settings: { seed } });
      expect(report.tasks.conjecture / (report.tasks.conjecture + report.tasks.prove)).toBeCloseTo(0.2, 2);
      expect(report.pairs.largestLemmaShare).toBeLessThanOrEqual(0.1);
      return readFile(out, "utf8");
    };
    const first = await build("a", 1);
    expect(await build("b", 1)).toBe(first);
    expect(await build("c", 2)).not.toBe(first);
    const forbidden = new Set(exclude.map(({ statement }) => statementHash(statement)));
    for (const { statement } of await tasksOf(join(folder, "a")))
      expect(forbidden.has(statementHash(statement))).toBe(false);
  });

  test("interrupted anywhere, even in the middle of a line, it resumes to the same file", async () => {
    const { folder, corpus } = await folderOf([...syntheticRecords(1500)]);
    const whole = join(folder, "whole");
    await buildColdStart({ corpus, out: whole });
    const expected = await readFile(whole, "utf8");
    for (const [attempt, stage] of (["reading", "writing", "writing"] as const).entries()) {
      const out = join(folder, `resumed-${attempt}`);
      const stop = new AbortController();
      const onProgress = (at: string): void => {
        if (at === stage) stop.abort();
      };
      await expect(buildColdStart({ corpus, out, signal: stop.signal, onProgress })).rejects.toThrow(AbortedError);
      if (attempt === 2) await appendFile(join(`${out}.partial`, "tasks.jsonl"), '{"task":"pro');
      const report = await buildColdStart({ corpus, out, resume: true });
      expect(await readFile(out, "utf8")).toBe(expected);
      expect(await buildColdStart({ corpus, out, resume: true })).toEqual(report);
    }
  });

  test("proofs are looked for where there are none, once per statement, and remembered", async () => {
    const { folder, corpus } = await folderOf([
      { id: "a", statement: "theorem a (x : ℕ) : x = x := by" },
      { id: "copy", statement: "∀ y : ℕ, y = y" },
      { id: "b", statement: "theorem b : 1 = 2 := by" },
      { id: "given", statement: "theorem g : 2 = 2 := by", proof: "rfl" },
    ]);
    const asked: string[] = [];
    const search = {
      find: ({ id }: { readonly id: string }): Promise<string | undefined> => {
        asked.push(id);
        return Promise.resolve(id === "a" ? "rfl" : undefined);
      },
    };
    const build = (out: string) =>
      buildColdStart({ corpus, out, search, searchCache: join(folder, "cache"), settings: { conjectureShare: 0 } });
    const report = await build(join(folder, "first"));
    expect(report).toMatchObject({
      searched: { statements: 3, found: 2 },
      dropped: { unproved: 1 },
      tasks: { prove: 2 },
    });
    expect(asked).toEqual(["a", "b"]);
    await appendFile(join(folder, "cache"), '{"hash":"torn');
    await build(join(folder, "second"));
    expect(asked).toEqual(["a", "b"]);
    expect(await readFile(join(folder, "second"), "utf8")).toBe(await readFile(join(folder, "first"), "utf8"));
  });

  test("an excluded statement without a proof is not searched, and counted as excluded", async () => {
    const { folder, corpus } = await folderOf([
      { id: "tested", statement: "theorem tested (m : ℕ) : m = m := by" },
      { id: "open", statement: "theorem opened : 1 = 2 := by" },
    ]);
    const asked: string[] = [];
    const search = { find: ({ id }: { readonly id: string }) => Promise.resolve(void asked.push(id)) };
    const exclude = [{ id: "test", statement: "theorem t (n : ℕ) : n = n := by" }];
    const { dropped } = await buildColdStart({ corpus, out: join(folder, "set.jsonl"), search, exclude });
    expect(dropped).toMatchObject({ excluded: 1, unproved: 1 });
    expect(asked).toEqual(["open"]);
  });

  test("a failure at less effort is looked for again, a proof is not", async () => {
    const { folder, corpus } = await folderOf([
      { id: "easy", statement: "theorem easy : 1 = 1 := by" },
      { id: "hard", statement: "theorem hard : 2 = 2 := by" },
    ]);
    const asked: string[] = [];
    const searchOf = (effort: number, provable: string) => ({
      effort,
      find: ({ id }: { readonly id: string }): Promise<string | undefined> => {
        asked.push(`${id} ${effort}`);
        return Promise.resolve(provable.includes(id) ? "rfl" : undefined);
      },
    });
    const searchCache = join(folder, "cache");
    const found = async (effort: number, provable: string): Promise<number> => {
      const out = join(folder, `set ${asked.length}`);
      const settings = { conjectureShare: 0 };
      return (await buildColdStart({ corpus, out, searchCache, search: searchOf(effort, provable), settings })).searched
        .found;
    };
    expect([await found(10, "easy"), await found(5, ""), await found(20, "hard"), await found(20, "")]).toEqual([
      1, 1, 2, 2,
    ]);
    expect(asked).toEqual(["easy 10", "hard 10", "hard 20"]);
  });

  test("a finished run is not done again, one whose corpus has grown is", async () => {
    const { folder, corpus } = await folderOf([...syntheticRecords(50)]);
    const out = join(folder, "set.jsonl");
    const first = await buildColdStart({ corpus, out });
    expect(await buildColdStart({ corpus, out, resume: true })).toEqual(first);
    await appendFile(
      corpus,
      `\n${JSON.stringify({ id: "new", statement: "theorem new : 1 = 1 := by", proof: "rfl" })}`,
    );
    const second = await buildColdStart({ corpus, out, resume: true });
    expect(second.kept).toBe(first.kept + 1);
    expect((await readdir(folder)).sort()).toEqual([
      "corpus.jsonl",
      "set.jsonl",
      "set.jsonl.dropped.jsonl",
      "set.jsonl.report.json",
    ]);
  });

  test("a search that cannot look stops the run, and resuming goes on from what was found", async () => {
    const { folder, corpus } = await folderOf(
      Array.from({ length: 9 }, (_, i) => ({ id: `t${i}`, statement: `theorem t${i} : ${i} = ${i} := by` })),
    );
    const out = join(folder, "set.jsonl");
    let calls = 0;
    const failing = {
      find: (): Promise<string> => {
        calls += 1;
        return calls === 5 ? Promise.reject(new Error("the verifier is gone")) : Promise.resolve("rfl");
      },
    };
    const settings = { conjectureShare: 0 };
    await expect(buildColdStart({ corpus, out, search: failing, settings })).rejects.toThrow("the verifier is gone");
    const report = await buildColdStart({ corpus, out, search: failing, settings, resume: true });
    expect(report.tasks.prove).toBe(9);
    expect(calls).toBeLessThanOrEqual(11);
  });

  test("an earlier file stays until a new one is whole", async () => {
    const { folder, corpus } = await folderOf([...syntheticRecords(300)]);
    const out = join(folder, "set.jsonl");
    await buildColdStart({ corpus, out });
    const before = await readFile(out, "utf8");
    const signal = AbortSignal.abort();
    await expect(buildColdStart({ corpus, out, settings: { seed: 1 }, signal })).rejects.toThrow(AbortedError);
    expect(await readFile(out, "utf8")).toBe(before);
    await buildColdStart({ corpus, out, settings: { seed: 1 }, resume: true });
    expect(await readFile(out, "utf8")).not.toBe(before);
  });

  test("resuming another run is refused", async () => {
    const { folder, corpus } = await folderOf([...syntheticRecords(1500)]);
    const out = join(folder, "set.jsonl");
    const stop = new AbortController();
    const onProgress = (at: string): void => {
      if (at === "writing") stop.abort();
    };
    await expect(buildColdStart({ corpus, out, signal: stop.signal, onProgress })).rejects.toThrow(AbortedError);
    await expect(buildColdStart({ corpus, out, resume: true, settings: { seed: 5 } })).rejects.toThrow("start over");
    await expect(buildColdStart({ corpus, out, settings: { lemmaShare: 2 } })).rejects.toThrow('field "lemmaShare"');
  });
});
