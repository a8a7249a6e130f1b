import { Random } from "@lemma/interfaces";
import { theoremsIn } from "@lemma/datasets";
import { LeanLite } from "@lemma/lean-lite";
import { readFile, sorriesOf } from "@lemma/lean-text";
import { applyPatch } from "diff";
import { describe, expect, test } from "vitest";
import { FileAdapters, fill, type Filled, type FillEvent, type HoleReport, unifiedPatch } from "./index.ts";
import { withRoom } from "./study.ts";
import { type GeneratedFile, generatedFile } from "./testing/generated-file.ts";
import { attemptsOf, stockParts } from "./testing/stock-prover.ts";

async function filled(source: string, proofs: readonly string[]): Promise<Filled & { readonly events: FillEvent[] }> {
  const events: FillEvent[] = [];
  const run = fill(source, stockParts(proofs), attemptsOf(proofs.length), { seed: 1 });
  for (;;) {
    const next = await run.next();
    if (next.done === true) return { ...next.value, events };
    events.push(next.value);
  }
}

/** What stands in the holes, where nothing else has changed; undefined where something has. */
function fillingsIn(source: string, between: readonly string[]): string[] | undefined {
  if (!source.startsWith(between[0]!)) return undefined;
  let at = between[0]!.length;
  const fillings: string[] = [];
  for (const part of between.slice(1)) {
    const isLast = fillings.length === between.length - 2;
    const next = isLast ? source.length - part.length : source.indexOf(part, at);
    if (next < at || !source.startsWith(part, next)) return undefined;
    fillings.push(source.slice(at, next));
    at = next + part.length;
  }
  return at === source.length ? fillings : undefined;
}

const blocks = ["rfl", "have this_one : 0 ≤ 1 := by omega -- for no reason\nomega", "  omega"];

const isSoak = process.env["LEMMA_SOAK"] === "1";
const count = isSoak ? 500 : 100;

/** What is wrong with a filled file; nothing, where nothing is. */
async function faultsOf(lean: LeanLite, { source, between }: GeneratedFile, result: Filled): Promise<string[]> {
  const fillings = fillingsIn(result.source, between);
  const theorems = await Promise.all(
    theoremsIn(result.source).map(async ({ theorem, proof }) => lean.verify({ theorem, proof: proof! })),
  );
  const patch = unifiedPatch("a.lean", source, result.source);
  const faults: Readonly<Record<string, boolean>> = {
    "another number of holes": result.holes.length !== between.length - 1,
    "a hole is not filled": result.holes.some(({ status }) => status !== "filled"),
    "something else has changed": fillings === undefined,
    "a hole is left": sorriesOf(readFile(result.source)).length > 0,
    "line ends are mixed": source.includes("\r\n") && result.source.replaceAll("\r\n", "").includes("\n"),
    "a theorem does not hold": theorems.some(({ status }) => status !== "proved"),
    "the patch does not apply": applyPatch(source, patch, { autoConvertLineEndings: false }) !== result.source,
  };
  return Object.keys(faults).filter((fault) => faults[fault]);
}

// 500 under `pnpm soak`.
test("generated files: every hole is found and filled, the file checks whole, and nothing else has changed", async () => {
  await using lean = new LeanLite();
  let holes = 0;
  const faulty: unknown[] = [];
  for (let seed = 0; seed < count; seed += 1) {
    const generated = generatedFile(new Random(seed));
    const result = await filled(generated.source, blocks.slice(0, 1 + (seed % 2)).concat(blocks[2]!));
    const faults = await faultsOf(lean, generated, result);
    if (faults.length > 0) faulty.push({ seed, faults, given: generated.source, filled: result.source });
    holes += generated.between.length - 1;
  }
  expect(faulty).toEqual([]);
  expect(holes).toBeGreaterThan(2 * count);
}, 600_000);

const single =
  "theorem t (n : ℕ) (h : n > 3) : n > 2 := by\n  have h' : n > 1 := by sorry\n  sorry\n\ntheorem u : False := by sorry\n";

describe("no filling reaches out of its hole", () => {
  test.for([
    ["sorry", "'sorry' in place of 'sorry'"],
    ["stop", "'stop' in place of 'sorry'"],
    ["all_goals admit", "'admit'"],
    ["omega\nend", "does not end with the hole"],
    ["exact absurd h (by omega", "does not end with the hole"],
    ["omega\n#exit\nomega", "does not end with the hole"],
    ['omega\nexact "', "does not end with the hole"],
    ["omega) <;> (skip", "does not end with the hole"],
    ["-- nothing", "no tactic"],
  ])("%j", async ([proof, said]) => {
    const { source, holes } = await filled(single, [proof!]);
    expect(source).toBe(single);
    const best = holes.map((hole) => (hole.status === "open" ? hole.best?.verdict.messages[0]?.text : hole.status));
    expect(best).toEqual(holes.map(() => expect.stringContaining(said!)));
  });
});

test.for(["omega\n/-", "omega -- and so on", "theorem t (n : ℕ) (h : n > 3) : n > 2 := by\n  omega\n"])(
  "of %j the tactics alone are put in",
  async (proof) => {
    const { source } = await filled(single, [proof]);
    expect(source).toBe(single.replace("sorry", "omega").replace("\n  sorry", "\n  omega"));
  },
);

test("a hole that rests on another is filled, and says so; one that nothing fills stays, with the closest attempt", async () => {
  const { holes, theorems } = await filled(
    "theorem t (n m : ℕ) (h : n > 3) : n > 2 := by\n  have odd : n = m := by sorry\n  omega\n\ntheorem u (n : ℕ) : n = n + 0 ∧ n = 7 := by\n  constructor\n  · sorry\n  · sorry\n",
    ["rfl", "omega"],
  );
  expect(holes.map(({ id, status }) => [id, status])).toEqual([
    ["t#1", "open"],
    ["u#1", "filled"],
    ["u#2", "open"],
  ]);
  expect(holes[1]).toMatchObject({ text: "rfl", evidence: "kernel", rests: ["u#2 at line 8"] });
  expect(holes[2]).toMatchObject({ goals: ["case right\nn : ℕ\n⊢ n = 7"], best: { proof: "rfl" } });
  expect(theorems.map(({ id, verdict }) => [id, verdict.status])).toEqual([
    ["t", "sorry"],
    ["u", "sorry"],
  ]);
});

test("what no proof can stand for is refused with its reason, and the rest goes on", async () => {
  const { holes } = await filled(
    "def k : ℕ := sorry\ntheorem t : 1 + 1 = 2 := sorry\ntheorem u : k = k := by sorry\ntheorem w (G : Type) [Group G] (a : G) : a = a := by sorry\n",
    ["rfl"],
  );
  expect(holes.map((hole) => (hole.status === "refused" ? hole.reason : hole.status))).toEqual([
    "it stands in a 'def': what belongs there is no proof",
    "filled",
    expect.stringContaining("the proof around it is 'unsupported'"),
    expect.stringContaining("the proof around it is 'unsupported'"),
  ]);
});

test("a file without holes stays as it is, and is judged all the same", async () => {
  const source = "theorem t : 1 + 1 = 2 := rfl\n";
  const { source: after, theorems, holes } = await filled(source, ["rfl"]);
  expect([after, holes, theorems[0]!.verdict.status]).toEqual([source, [], "proved"]);
  expect(unifiedPatch("t.lean", source, after)).toBe("");
});

test("a signal ends the work, and what was filled until then is told", async () => {
  const controller = new AbortController();
  const source = "theorem t : 1 + 1 = 2 := by sorry\ntheorem u : 1 + 1 = 2 := by sorry\n";
  let last = source;
  const work = async (): Promise<void> => {
    for await (const event of fill(source, stockParts(["rfl"]), attemptsOf(1), {
      seed: 1,
      signal: controller.signal,
    })) {
      if (event.type !== "settled") continue;
      last = event.source;
      controller.abort();
    }
  };
  await expect(work()).rejects.toThrow(/aborted/);
  expect(last).toBe("theorem t : 1 + 1 = 2 := by rfl\ntheorem u : 1 + 1 = 2 := by sorry\n");
});

describe("study", () => {
  const theory = [
    "noncomputable def gap (a b : ℝ) : ℝ := (a - b) ^ 2",
    "theorem gap_nonneg (a b : ℝ) : 0 ≤ gap a b := by\n  simp only [gap]\n  positivity",
    "theorem twice_nonneg (x y : ℝ) : 0 ≤ 2 * gap x y := by\n  sorry\n",
  ].join("\n\n");

  test.for([
    ["none", "open", undefined],
    ["self", "open", undefined],
    ["file", "filled", "gap_nonneg"],
    ["both", "filled", "gap_nonneg"],
  ] as const)("%s: what the file teaches is %s", async ([study, status, replayed]) => {
    const run = fill(theory, { ...stockParts(["rfl"]), trainer }, attemptsOf(1), { seed: 1, study });
    let report: HoleReport | undefined;
    for await (const event of run) if (event.type === "settled") ({ report } = event);
    expect([report?.status, report?.status === "filled" ? report.replayed : undefined]).toEqual([status, replayed]);
  });

  test("a file's adapter is trained once, whatever the number of holes and runs", async () => {
    trained.length = 0;
    const adapters = new FileAdapters();
    const two = `${theory}\ntheorem again (x y : ℝ) : 1 = gap x y := by\n  sorry\n`;
    for (let runs = 0; runs < 2; runs += 1) {
      const run = fill(two, { ...stockParts(["rfl"]), trainer }, attemptsOf(1), { seed: 1, study: "file", adapters });
      for await (const _ of run);
    }
    expect(trained).toEqual([["gap_nonneg"]]);
  });
});

/** What was trained on, by name. */
const trained: string[][] = [];
const trainer = {
  fits: () => true,
  adapt: async (examples: readonly { readonly theorem: { readonly id: string } }[]) => {
    trained.push(examples.map(({ theorem }) => theorem.id));
    const trace = { losses: [1, 0.5], gradientNorms: [1], updateNorm: 1, trainedTokens: 10 };
    return { adapter: { id: "file", save: async () => {} }, trace };
  },
};

test("a header that leaves no room is shown without proofs, then without what stands furthest away", () => {
  const header =
    "import Mathlib\n\ndef k := 1\n\ntheorem a : 1 = 1 := by\n  simp only []; rfl\n\ntheorem b : 2 = 2 := rfl\n\n";
  const parts = (letters: number) => {
    const stock = stockParts([]);
    const format = { ...stock.prover.format, prove: ({ header: shown = "" }: { readonly header?: string }) => shown };
    return { ...stock, prover: { ...stock.prover, format, room: (prompt: string) => letters - prompt.length } };
  };
  const settings = { ...attemptsOf(1), proofSampling: { temperature: 0, maxTokens: 1 } };
  const shown = (letters: number): string | undefined =>
    withRoom({ id: "t", statement: "theorem t : 3 = 3 := by", header }, parts(letters), settings).header;
  expect(shown(200)).toBe(header);
  expect(shown(header.length)).toContain("theorem a : 1 = 1 := by sorry\n\ntheorem b : 2 = 2 := by sorry");
  expect(shown(70)).toBe("import Mathlib\n\ndef k := 1\n\n\n\ntheorem b : 2 = 2 := by sorry\n\n");
  expect(shown(50)).toBe("import Mathlib\n\ndef k := 1\n\n\n\n\n\n");
});

test("a goal that is false is said to be, with the proof of its negation", async () => {
  const source = "theorem t (n : ℕ) (h : n > 0) : n - 2 + 2 = n := by\n  have h' : n ≠ 0 := by sorry\n  sorry\n";
  const parts = { ...stockParts(["omega"]), refuter: new LeanLite() };
  const run = fill(source, parts, attemptsOf(1), { seed: 1, disprove: true });
  const reports: HoleReport[] = [];
  for await (const event of run) if (event.type === "settled") reports.push(event.report);
  expect(reports.map(({ status }) => status)).toEqual(["filled", "false"]);
  expect(reports[1]).toMatchObject({ disproof: { evidence: "kernel", counterexample: { n: "1" } } });
});
