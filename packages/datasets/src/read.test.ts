import { dataFile, hasData, isWhole } from "../../../tools/data.ts";
import { mkdtemp, writeFile, mkdir } from "node:fs/promises";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { InputError } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { collect, loadProofRecords, loadTheorems, readCorpus } from "./index.ts";

const fileOf = async (text: string | Uint8Array, name = "records.jsonl"): Promise<string> => {
  const file = join(await mkdtemp(join(tmpdir(), "lemma-datasets-")), name);
  await writeFile(file, text);
  return file;
};
const lines = (...records: readonly unknown[]): string => records.map((record) => JSON.stringify(record)).join("\n");

describe("theorems", () => {
  test("a record in our own fields is taken as it is", async () => {
    const theorem = { id: "t", statement: "theorem t : 1 + 1 = 2 := by", header: "import Mathlib\n", split: "test" };
    expect(await loadTheorems(await fileOf(lines(theorem)))).toEqual([theorem]);
  });

  test.for<readonly [string, string]>([
    ["theorem t (x : ℕ) (hx : x = 2) : x = 2 := by\n  sorry", "theorem t (x : ℕ) (hx : x = 2) : x = 2 := by"],
    ["theorem t : ∀ x : ℝ, x = x  :=  by", "theorem t : ∀ x : ℝ, x = x := by"],
    ["lemma t : 1 = 1 := rfl", "theorem t : 1 = 1 := by"],
    ["example : 1 = 1", "theorem example_1 : 1 = 1 := by"],
    ["∀ x : ℝ, 0 ≤ x ^ 2", "theorem r : ∀ x : ℝ, 0 ≤ x ^ 2 := by"],
    ["(1 + 1) = 2", "theorem r : (1 + 1) = 2 := by"],
    ["(x : ℝ) (h : 0 < x) : 0 ≤ x:= by", "theorem r (x : ℝ) (h : 0 < x) : 0 ≤ x := by"],
    [": 1 = 1 := by", "theorem r : 1 = 1 := by"],
    ["theorem t : let x := 2; x = 2 := by", "theorem t : let x := 2; x = 2 := by"],
    ["theorem t (h : 1 = 1 := rfl) : 1 = 1 := by sorry", "theorem t (h : 1 = 1 := rfl) : 1 = 1 := by"],
  ])("%j is stated as %j", async ([written, statement]) => {
    const [theorem] = await loadTheorems(await fileOf(lines({ name: "r", statement: written })));
    expect(theorem).toEqual({ id: "r", statement });
  });

  test("a whole file is split into header, words, statement", async () => {
    const code =
      "import Mathlib\n\ndef f := 1\n\nlemma helper : f = 1 := rfl\n\n/-- In words. -/\ntheorem t : f = 1 := by sorry";
    expect(await loadTheorems(await fileOf(lines({ name: "t", code })))).toEqual([
      {
        id: "t",
        statement: "theorem t : f = 1 := by",
        header: "import Mathlib\n\ndef f := 1\n\nlemma helper : f = 1 := rfl\n\n",
        informal: "In words.",
      },
    ]);
  });

  test("a printed goal is read back as a statement", async () => {
    const goal = "x y : ℝ\nh : x < y ∧\n  0 < x\n⊢ 0 < y";
    const [theorem] = await loadTheorems(await fileOf(lines({ id: "g", goal })));
    expect(theorem!.statement).toBe("theorem g (x y : ℝ) (h : x < y ∧\n  0 < x) : 0 < y := by");
  });

  test("a Hugging Face folder: splits from file names, JSON and gzip beside JSONL", async () => {
    const file = await fileOf(lines({ id: "a", statement: "1 = 1" }), "train.jsonl");
    const folder = join(file, "..");
    await mkdir(join(folder, "data"));
    await writeFile(join(folder, "dataset_info.json"), "{}");
    await writeFile(join(folder, "data", "test-00000.json"), JSON.stringify([{ id: "b", statement: "2 = 2" }]));
    await writeFile(
      join(folder, "data", "valid.jsonl.gz"),
      gzipSync(lines({ id: "c", statement: "3 = 3", split: "x" })),
    );
    await writeFile(join(folder, "z.lean"), "theorem d : 4 = 4 := by\n  rfl\n");
    const found = await loadTheorems(folder);
    expect(found.map(({ id, split }) => [id, split])).toEqual([
      ["b", "test"],
      ["c", "x"],
      ["a", "train"],
      ["d", undefined],
    ]);
  });

  test("Parquet as Hugging Face writes it: row groups, snappy and zstd, nulls, lists, splits", async () => {
    const folder = join(import.meta.dirname, "../fixtures/hub");
    expect(await loadTheorems(folder)).toEqual([
      { id: "three", statement: "theorem three : 1 + 1 = 2 := by", split: "test" },
      { id: "one", statement: "theorem one (x : ℕ) : x = x := by", informal: "One is itself.", split: "train" },
      { id: "two", statement: "theorem two : ∀ n : ℤ, n - n = 0 := by", split: "train" },
    ]);
    expect(await loadTheorems(folder, { split: "test" })).toHaveLength(1);
    const proofs = await loadProofRecords(folder);
    expect(proofs.map(({ theorem, index, origin }) => [theorem.id, index, origin.line])).toEqual([
      ["three", 0, 1],
      ["one", 0, 1],
      ["one", 1, 1],
      ["two", 0, 2],
    ]);
  });

  test("a Lean file with several theorems gives each, with what stands before it", async () => {
    const file = await fileOf(
      "import Mathlib\n\ntheorem a : 1 = 1 := rfl\n\ndef f := 2\n\n/-- B. -/\n@[simp] lemma b : f = 2 := by\n  rfl\n",
      "Many.lean",
    );
    expect(await loadTheorems(file)).toEqual([
      { id: "a", statement: "theorem a : 1 = 1 := by", header: "import Mathlib\n\n" },
      {
        id: "b",
        statement: "theorem b : f = 2 := by",
        header: "import Mathlib\n\ntheorem a : 1 = 1 := rfl\n\ndef f := 2\n\n",
        informal: "B.",
      },
    ]);
    const proofs = await loadProofRecords(file);
    expect(proofs.map(({ proof }) => proof)).toEqual([
      { kind: "tactics", tactics: "  exact (rfl)" },
      { kind: "tactics", tactics: "  rfl" },
    ]);
  });

  test("a Lean file's theorems are called by their names from the root, wherever they stand and whatever the file is called", async () => {
    const code =
      "\uFEFFimport Mathlib\nnamespace A\n  open Nat in\n  private theorem b : 1 = 1 := by sorry\nend A\n#print axioms A.b\nexample : 2 = 2 := by simp\ntheorem c : 3 = 3\n";
    for (const name of ["b.lean", "other.lean"]) {
      const file = await fileOf(code, name);
      const records = await loadProofRecords(file);
      expect(records.map(({ theorem, origin }) => [theorem.id, theorem.statement, origin.line])).toEqual([
        ["A.b", "theorem b : 1 = 1 := by", 4],
        ["example_7", "theorem example_7 : 2 = 2 := by", 7],
        ["c", "theorem c : 3 = 3 := by", 8],
      ]);
      // What is left open is judged as it stands, and is no proof to learn from.
      expect(records.map(({ proof }) => proof)).toMatchObject([
        { tactics: "sorry" },
        { tactics: "simp" },
        { tactics: "" },
      ]);
      expect(records[0]!.theorem.header).toBe("import Mathlib\nnamespace A\nopen Nat\n\n");
      expect((await collect(readCorpus(file))).map(({ proofs }) => proofs.length)).toEqual([0, 1, 0]);
    }
  });

  test("a Lean project's own files are no data, and files without theorems are passed over", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lean-project-"));
    await writeFile(join(folder, "lakefile.lean"), "import Lake\n");
    await writeFile(join(folder, "lake-manifest.json"), "{}");
    await writeFile(join(folder, "Basic.lean"), "import Mathlib\n");
    await writeFile(join(folder, "Two.lean"), "theorem t : 1 = 1 := rfl\n");
    expect((await loadTheorems(folder)).map(({ id }) => id)).toEqual(["t"]);
  });

  test.for<readonly [string, string, string]>([
    ["not JSON", '{"id":"a","statement":"1 = 1"}\n{', "records.jsonl:2: not JSON"],
    ["not an object", "[1]", "records.jsonl:1: expected a JSON object, received an array"],
    ["no statement", '{"id":"a"}', 'records.jsonl:1: field "statement": missing'],
    [
      "an empty statement",
      '{"id":"a","statement":" "}',
      'records.jsonl:1: field "statement": expected a Lean statement',
    ],
    ["a theorem that states nothing", '{"id":"a","statement":"theorem t := by"}', 'field "statement": expected'],
    [
      "a truth for a name",
      '{"name":true,"statement":"1 = 1"}',
      'records.jsonl:1: field "name": expected a string or a number',
    ],
    ["a file without a theorem", '{"id":"a","code":"import Mathlib"}', 'field "code": expected a Lean file'],
    ["a header that is no text", '{"id":"a","statement":"1 = 1","header":[]}', 'records.jsonl:1: field "header"'],
  ])("%s is refused with file, line and field", async ([, text, message]) => {
    const reading = loadTheorems(await fileOf(text));
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(message);
  });

  test("a missing file, an empty folder and a broken Parquet file are refused", async () => {
    await expect(loadTheorems("/nowhere/a.jsonl")).rejects.toThrow("/nowhere/a.jsonl: no such file");
    await expect(loadTheorems(await mkdtemp(join(tmpdir(), "lemma-")))).rejects.toThrow("a folder without");
    await expect(loadTheorems(await fileOf("PAR0", "a.parquet"))).rejects.toThrow("not a Parquet file");
    await expect(loadTheorems(await fileOf("not gzip", "a.jsonl.gz"))).rejects.toThrow("cannot be read");
  });

  test("bad records can be reported and left out instead", async () => {
    const seen: (string | undefined)[] = [];
    const file = await fileOf(lines({ id: "a" }, { id: "b", statement: "1 = 1" }));
    const theorems = await loadTheorems(file, { onBadRecord: ({ location }) => seen.push(location.field) });
    expect([theorems.map(({ id }) => id), seen]).toEqual([["b"], ["statement"]]);
  });

  test("so can lines that are no JSON", async () => {
    const seen: string[] = [];
    const file = await fileOf(`{"id": "a", "statem\n${lines({ id: "b", statement: "1 = 1" })}`);
    const theorems = await loadTheorems(file, { onBadRecord: ({ message }) => seen.push(message) });
    expect(theorems.map(({ id }) => id)).toEqual(["b"]);
    expect(seen).toEqual([expect.stringMatching(/:1: not JSON/)]);
  });
});

describe("proof records", () => {
  test("tactics, a file, several proofs with their index", async () => {
    const statement = "theorem t : 1 + 1 = 2 := by";
    const code = "import Mathlib\ntheorem t : 1 + 1 = 2 := by\n  norm_num\n";
    const file = await fileOf(
      lines(
        { id: "t", statement, proof: "norm_num" },
        { id: "t", code, pass: true },
        { id: "t", statement, proofs: ["rfl", code, { proof: "simp", index: 7 }] },
        { name: "t", statement, steps: [{ tactic: "intro x" }, { tactic: "rfl" }] },
      ),
    );
    const records = await loadProofRecords(file);
    expect(records.map(({ proof, index, accepted, origin }) => [proof, index, accepted, origin.line])).toEqual([
      [{ kind: "tactics", tactics: "norm_num" }, undefined, undefined, 1],
      [{ kind: "file", code }, undefined, true, 2],
      [{ kind: "tactics", tactics: "rfl" }, 0, undefined, 3],
      [{ kind: "file", code }, 1, undefined, 3],
      [{ kind: "tactics", tactics: "simp" }, 7, undefined, 3],
      [{ kind: "tactics", tactics: "intro x\nrfl" }, undefined, undefined, 4],
    ]);
    expect(new Set(records.map(({ theorem }) => theorem.statement))).toEqual(new Set([statement]));
  });

  test("a record without a proof is refused; an empty proof is a proof", async () => {
    const statement = "1 = 1";
    await expect(loadProofRecords(await fileOf(lines({ id: "a", statement })))).rejects.toThrow(
      'field "proof": missing',
    );
    expect(await loadProofRecords(await fileOf(lines({ id: "a", statement, proof: "" })))).toHaveLength(1);
  });
});

describe("the published data", () => {
  /** Of each file: what the whole gives, and what its committed slice does, where it may be handed on. */
  const theorems: readonly (readonly [file: string, whole: number, slice?: number])[] = [
    ["minif2f-lean4/minif2f_v15.jsonl", 488, 122],
    ["minif2f-lean4/minif2f_v2.jsonl", 976],
    ["minif2f-lean4/minif2f_yangky11.jsonl", 488, 123],
    ["lean-workbook/statements.jsonl", 18370, 186],
    ["lean-workbook/audit_false_statements_visible.jsonl", 53, 53],
    ["conjectures/conjectures_proved_visible.jsonl", 1099, 55],
    ["lean-core/goals.jsonl", 3611, 241],
  ];
  const proofs: readonly (readonly [file: string, isJudged: boolean, whole: number, slice?: number])[] = [
    ["minif2f-proofs/dsv2_valid.jsonl", false, 221],
    ["minif2f-proofs/seed_prover_visible.jsonl", false, 27, 3],
    ["minif2f-proofs/v15_valid_fewshot.jsonl", false, 67, 17],
    ["conjectures/conjectures_proved_visible.jsonl", false, 2764, 136],
    ["lean-verdicts/minif2f_attempts_visible.jsonl", true, 1098, 157],
    ["lean-verdicts/internlm_tactic_traces_visible.jsonl", false, 157, 14],
    ["lean-core/tactics.jsonl", true, 3632, 243],
  ];
  const isHere = ([file]: readonly [string, ...unknown[]]): boolean => hasData(file);
  const absent = [...theorems, ...proofs].filter((row) => !isHere(row)).map(([file]) => file);

  test.for(theorems.filter(isHere))("%s gives theorems, each ending in `:= by`", async ([file, whole, slice]) => {
    const read = await loadTheorems(dataFile(file));
    expect(read).toHaveLength(isWhole(file) ? whole : slice!);
    expect(read.filter(({ statement }) => !/^theorem \S+ [^]*\S := by$/.test(statement))).toEqual([]);
  });

  test.for(proofs.filter(isHere))("%s gives proofs, each with a recorded verdict: %s", async (row) => {
    const [file, isJudged, whole, slice] = row;
    const records = await loadProofRecords(dataFile(file));
    expect(records).toHaveLength(isWhole(file) ? whole : slice!);
    expect(records.filter(({ accepted }) => accepted !== undefined)).toHaveLength(isJudged ? records.length : 0);
  });

  test.skipIf(absent.length > 0)(`all of it is here (needs the shared data: ${absent.join(", ")})`, () =>
    expect(absent).toEqual([]),
  );
});

describe("published sets as they lie", () => {
  const folder = mkdtempSync(join(tmpdir(), "lemma-published-"));
  const put = (name: string, content: string | Uint8Array): string => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  const idsOf = async (file: string, split?: string): Promise<string[]> =>
    (await loadTheorems(file, split === undefined ? {} : { split })).map(({ id }) => id);

  test("a cloned project: manifests and import-only files are no theorems, one name in two files is two", async () => {
    const project = join(folder, "project");
    put("project/lakefile.lean", "import Lake\npackage p");
    put("project/lake-manifest.json", "{}");
    put("project/All.lean", "import P.A\nimport P.B\n");
    put("project/P/A.lean", "theorem exercise_1 : 1 = 1 := by sorry\n");
    put("project/P/B.lean", "theorem exercise_1 : 2 = 2 := by sorry\n");
    expect(await idsOf(project)).toEqual(["exercise_1", "B.exercise_1"]);
  });

  test("records by name, packed arrays and packed Lean", async () => {
    const statement = "theorem a : 1 = 1 := by";
    expect(await idsOf(put("named.json", JSON.stringify({ a: { statement }, b: { statement } })))).toEqual(["a", "b"]);
    expect(await idsOf(put("rows.json.gz", gzipSync(JSON.stringify([{ id: "x", statement }]))))).toEqual(["x"]);
    expect(await idsOf(put("t.lean.gz", gzipSync("theorem packed : 1 = 1 := rfl\n")))).toEqual(["packed"]);
  });

  test("Kimina's fields, and splits that bear the set's name", async () => {
    const code = "import Mathlib\ntheorem k : 1 = 1 := by rfl\n";
    expect(
      await idsOf(put("numbered.jsonl", JSON.stringify({ id: 5, formal_statement: "theorem t : 1 = 1 := by" }))),
    ).toEqual(["5"]);
    expect(await idsOf(put("kimina.jsonl", JSON.stringify({ uuid: "u", correct_proof: code })))).toEqual(["u"]);
    const rows = ["miniF2F test", "miniF2F valid"].map((split, i) => ({ id: `s${i}`, statement: ": 1 = 1", split }));
    expect(await idsOf(put("stp.json", JSON.stringify(rows)), "test")).toEqual(["s0"]);
  });

  test("archives and Lean 3 are told apart, with the line", async () => {
    await expect(idsOf(put("set.tar.gz", gzipSync("x")))).rejects.toThrow("set.tar.gz: an archive: unpack it");
    const old = "import data.real.basic\n\ntheorem t (x : ℝ) : x = x :=\nbegin\n  refl,\nend\n";
    await expect(idsOf(put("old.lean", old))).rejects.toThrow("old.lean:1: Lean 3");
    await expect(idsOf(put("older.lean", old.replace(/import.*\n/, "")))).rejects.toThrow("older.lean:2: Lean 3");
  });

  test.for([
    "import .common\n\ntheorem t (x : ℝ) : x = x :=\nsorry\n",
    "open_locale big_operators\n\ntheorem t : true :=\nsorry\n",
    "noncomputable theory\n\nlemma t : true := sorry\n",
    "import linear_algebra.basis\nlemma t : true := sorry\n",
  ])("Lean 3 without a begin: %j", async (code) => {
    await expect(idsOf(put("no-begin.lean", code))).rejects.toThrow("no-begin.lean:1: Lean 3");
  });

  test("records under a Lean 3 header are told apart", async () => {
    const record = {
      id: "e",
      formal_statement: "theorem e (s : set ℝ) : s ⊆ s :=",
      src_header: "import .common\n\nopen set\n",
    };
    await expect(idsOf(put("lean3.jsonl", JSON.stringify(record)))).rejects.toThrow('field "src_header": Lean 3');
  });

  test("a Lean 3 file among others is one bad record", async () => {
    put("mixed/A.lean", "import .common\ntheorem t : true := sorry\n");
    put("mixed/B.lean", "import Mathlib\ntheorem t : True := by sorry\n");
    const bad: string[] = [];
    const found = await loadTheorems(join(folder, "mixed"), { onBadRecord: ({ message }) => bad.push(message) });
    expect(found.map(({ id }) => id)).toEqual(["t"]);
    expect(bad).toEqual([expect.stringContaining("A.lean:1: Lean 3")]);
  });

  test("a clone's results, words and settings are passed over, and said to be", async () => {
    put("clone/docs/results.json", JSON.stringify([{ model: "m", solved: 3 }]));
    for (const name of ["a", "b", "c"])
      put(`clone/informal/${name}.json`, JSON.stringify({ problem_name: name, informal_statement: "Show it." }));
    put("clone/pyrightconfig.json", "{\n  // for editors\n}");
    put("clone/solved.zip", "PK");
    put("clone/src/A.lean", "theorem t : 1 = 1 := by sorry\n");
    const passed: string[] = [];
    const found = await loadTheorems(join(folder, "clone"), { onPassedOver: ({ message }) => passed.push(message) });
    expect(found.map(({ id }) => id)).toEqual(["t"]);
    expect(passed).toEqual([
      expect.stringContaining("solved.zip: an archive: unpack it"),
      expect.stringContaining("results.json: holds no statement"),
      expect.stringContaining("a.json: holds no statement; so do 2 more in informal"),
    ]);
    // A file that is named is meant.
    await expect(idsOf(join(folder, "clone/docs/results.json"))).rejects.toThrow('field "statement": missing');
    await expect(idsOf(join(folder, "clone/informal"))).resolves.toEqual([]);
    put("packed-only/solved.zip", "PK");
    await expect(idsOf(join(folder, "packed-only"))).rejects.toThrow("solved.zip: an archive");
  });

  test("a set that is cut short is one bad record, whatever it is called", async () => {
    const cut = put("cut/cut.json", '[\n  {"id": "a", "statement": "1 = 1"},\n  {"id": "b", "stat');
    await expect(idsOf(cut)).rejects.toThrow("cut.json: not JSON");
    const bad: string[] = [];
    expect(await loadTheorems(join(folder, "cut"), { onBadRecord: ({ message }) => bad.push(message) })).toEqual([]);
    expect(bad).toHaveLength(1);
  });

  test("one name in files of one name, and twice in a file", async () => {
    const code = "theorem t : 1 = 1 := by rfl\n";
    for (const name of ["x/A.lean", "y/A.lean", "z/A.lean"]) put(`names/${name}`, code);
    const names = ["t", "A.t", "z/A.t"];
    expect(await idsOf(join(folder, "names"))).toEqual(names);
    expect((await loadProofRecords(join(folder, "names"))).map(({ theorem }) => theorem.id)).toEqual(names);
    expect((await collect(readCorpus(join(folder, "names")))).map(({ theorem }) => theorem.id)).toEqual(names);
    // Records of one name may be attempts at one theorem, or exercises of several books.
    const statement = "theorem exercise_1_2 : 1 = 1 := by";
    const twice = put("twice.jsonl", lines({ id: "e", statement }, { id: "e", statement }));
    expect(await idsOf(twice)).toEqual(["e", "e"]);
    expect((await loadTheorems(twice, { distinct: true })).map(({ id }) => id)).toEqual(["e", "e:2"]);
  });

  test.for([
    { statement: "theorem t : 1 = 1 := sorry" },
    { statement: "theorem t : 1 = 1 := by sorryby" },
    { statement: "theorem t : 1 = 1 := by\n    sorry\nby" },
    { statement: "theorem t : 1 = 1 :=\n  by { sorry }" },
    { code: "import Mathlib\n\ntheorem t : 1 = 1 := by\n  sorry\n" },
    { code: "import Mathlib\n\ntheorem t : 1 = 1 := by\n" },
    { code: "import Mathlib\n\ntheorem t : 1 = 1 := (by admit)\n" },
  ])("a corpus takes no proof from %j", async (record) => {
    const [read] = await collect(readCorpus(put("open.jsonl", JSON.stringify({ id: "t", ...record }))));
    expect(read).toMatchObject({ theorem: { id: "t", statement: "theorem t : 1 = 1 := by" }, proofs: [] });
  });
});
