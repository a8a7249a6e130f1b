import { spawnSync } from "node:child_process";
import { access, appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Random } from "@lemma/interfaces";
import { LoraAdapter, initLora } from "@lemma/lora";
import { llamaModules, loadModel } from "@lemma/prover";
import { writeRandomModel } from "@lemma/prover/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExitStatus, Terminal } from "./command.ts";
import { commandNames, runCli } from "./run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lemma-cli-"));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  const where = path.join(folder, name);
  await writeFile(where, content);
  return where;
}

async function lemma(...argv: readonly string[]): Promise<{ status: ExitStatus; out: string; complaints: string }> {
  let out = "";
  let complaints = "";
  const terminal: Terminal = {
    out: (text) => void (out += text),
    progress: (text) => void (complaints += text),
    isInteractive: false,
    hasColor: false,
    signal: new AbortController().signal,
  };
  const status = await runCli(argv, terminal);
  return { status, out, complaints };
}

const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test("train fine-tunes an adapter on a file's proofs, and goes on where it was left", async () => {
  const lines = Array.from({ length: 6 }, (_, i) =>
    JSON.stringify({ id: `t${i}`, statement: `theorem t${i} : ${i} + 1 = ${i + 1} := by`, proof: "norm_num" }),
  );
  const proofs = await file("to-learn.jsonl", `${lines.join("\n")}\n`);
  const out = path.join(folder, "tuned");
  const flags = ["--epochs", "2", "--batch-size", "3", "--rank", "2", "--valid", proofs, "--json", "--out", out];
  const learnt = await lemma("train", proofs, ...flags);
  expect(learnt.complaints).toContain("none of the proofs was checked");
  expect(learnt.complaints).toContain(`4 steps on 6 proofs; adapter in ${out}; lowest validation loss`);
  expect(learnt.status).toBe(0);
  const log = jsonLines(learnt.out);
  expect(log.filter((line) => "loss" in line)).toHaveLength(4);
  const evals = log.flatMap((line) => ("eval_loss" in line ? [Number(line["eval_loss"])] : []));
  expect(evals.at(-1)).toBeLessThan(evals[0]!);
  expect((await LoraAdapter.load(out)).config.rank).toBe(2);
  expect((await lemma("train", proofs, ...flags)).complaints).toContain("--resume goes on with it");
  expect(await lemma("train", proofs, ...flags, "--resume")).toMatchObject({ status: 0, out: "" });
});

test("train learns from no proof that is none: refused by id, or left out and told of", async () => {
  const record = (id: string, right: number, proof: string, more = {}) =>
    `${JSON.stringify({ id, statement: `theorem ${id} : 1 + 1 = ${right} := by`, proof, ...more })}\n`;
  const good = record("good", 2, "norm_num");
  const proofs = await file("no-proofs.jsonl", good + record("left", 2, "first | sorry -- for now"));
  const flags = ["--valid", await file("valid.jsonl", good), "--rank", "2", "--epochs", "1"];
  const refused = await lemma("train", proofs, ...flags, "--out", path.join(folder, "refused"));
  expect(refused).toMatchObject({
    status: 2,
    complaints: expect.stringMatching(/no-proofs\.jsonl:2: left: its proof says sorry/) as string,
  });
  await appendFile(proofs, record("wrong", 3, "norm_num") + record("told", 2, "norm_num", { accepted: false }));
  const checked = await lemma(
    "train",
    proofs,
    ...flags,
    "--check",
    "--skip-bad",
    "--out",
    path.join(folder, "checked"),
  );
  expect(checked.status).toBe(0);
  expect(checked.complaints).toMatch(/left: its proof says sorry/);
  expect(checked.complaints).toMatch(/wrong: lite says error/);
  expect(checked.complaints).toMatch(/told: its record says that the proof was rejected/);
  expect(checked.complaints).toMatch(/1 step on 1 proof;/);
  expect(checked.complaints).not.toContain("none of the proofs was checked");
});

test("check tells of records that cannot be used and goes on, where asked to", async () => {
  const good = JSON.stringify({ id: "t", statement: "theorem t : 1 + 1 = 2 := by", proof: "norm_num" });
  const proofs = await file("some-bad.jsonl", `${good}\n{"id": "torn\n{"id": "u", "proof": "simp"}\n${good}\n`);
  const stopped = await lemma("check", proofs);
  expect(stopped).toMatchObject({ status: 2, complaints: expect.stringContaining(":2: not JSON") as string });
  const skipped = await lemma("check", proofs, "--skip-bad");
  expect(skipped.complaints.trim().split("\n")).toEqual([
    expect.stringMatching(/^skipped: .*:2: not JSON/),
    expect.stringMatching(/^skipped: .*:3: field "statement"/),
  ]);
  expect(skipped).toMatchObject({ status: 0, out: expect.stringContaining("2 proofs, 2 proved") as string });
});

test.for([
  ["JSON lines", '{"id": "t", "statement": "theorem t : 1 + 1 = 2 := by", "proof": "norm_num"}\n'],
  ["a Lean file", "import Mathlib\n\ntheorem t : 1 + 1 = 2 := by\n  norm_num\n"],
])("check reads %s from standard input", ([, input]) => {
  const main = path.join(import.meta.dirname, "../dist/main.js");
  const { stdout, status } = spawnSync(process.execPath, [main, "check", "-"], { input, encoding: "utf8" });
  expect([status, stdout]).toEqual([0, expect.stringContaining("1 proof, 1 proved")]);
});

describe("bad usage and input get one clear line and exit status 2", () => {
  test.for([
    [["frobnicate"], 'lemma: unknown command "frobnicate"'],
    [["prvoe"], 'lemma: unknown command "prvoe"; did you mean prove?'],
    [["prove", "--atempts", "3"], "lemma: Unknown option '--atempts'; did you mean --attempts?"],
    [
      ["prove", "--statement", "theorem t : 1 = 1 := by", "--attempts", "-1"],
      'lemma: --attempts: expected a whole number of at least 1, received "-1"',
    ],
    [
      ["eval", "--problems", "p", "--out", "o", "--k", "0"],
      'lemma: --k: expected a whole number of at least 1, received "0"',
    ],
    [["eval", "--problems", "p", "--out", "o", "--tries", "2"], "lemma: --tries: needs --queue"],
    [
      ["eval", "--problems", "p", "--out", "o", "--queue", "redis://q:1", "--parallel", "2"],
      "lemma: --parallel: with --queue it is the workers' flag",
    ],
    [["eval"], "lemma: eval: give --problems FILE, or --benchmark NAME, and --out DIR"],
    [["worker"], "lemma: worker: give --queue URL"],
    [["doctor", "extra"], 'lemma: doctor: unexpected argument "extra"'],
    [["prove", "--nosuch"], "lemma: Unknown option '--nosuch'"],
    [["prove"], "lemma: prove: give either a file or --statement"],
    [["prove", "--statement", "theorem t"], "lemma: --statement: expected Lean text such as"],
    [
      ["prove", "--statement", "theorem t : 1 = 1 := by", "--seed", "x"],
      'lemma: --seed: expected a whole number, received "x"',
    ],
    [["check", "a.jsonl", "--verifier", "coq"], 'lemma: --verifier: expected lite, repl, lsp, http, received "coq"'],
    [
      ["prove", "--statement", "theorem t : 1 = 1 := by", "--execution-provider", "tpu"],
      "lemma: --execution-provider: expected cpu, cuda, webgpu",
    ],
  ] as const)("%j", async ([argv, complaint]) => {
    const { status, out, complaints } = await lemma(...argv);
    expect(status).toBe(2);
    expect(out).toBe("");
    expect(complaints).toContain(complaint);
    expect(complaints.trim().split("\n")).toHaveLength(1);
  });

  test("a missing file, broken JSON and a wrong field are named by file, line and field", async () => {
    const missing = path.join(folder, "missing.jsonl");
    expect(await lemma("prove", missing)).toMatchObject({
      status: 2,
      complaints: expect.stringContaining(missing) as string,
    });
    const broken = await file("broken.jsonl", '{"id":"a","statement":"theorem a : 1 = 1 := by"}\n{"id":\n');
    expect((await lemma("prove", broken)).complaints).toMatch(/broken\.jsonl:2: /);
    const wrong = await file("wrong.jsonl", '{"id":"a","statement":7}\n');
    const said = await lemma("check", wrong);
    expect(said.status).toBe(2);
    expect(said.complaints).toMatch(/wrong\.jsonl:1: field "statement": /);
  });

  test("a damaged checkpoint and a wrong setting are named", async () => {
    await file("config.json", "{}");
    const model = await lemma("prove", "--statement", "theorem t : 1 = 1 := by", "--model", folder);
    expect(model.status).toBe(2);
    expect(model.complaints).toMatch(/config\.json: field "/);
    const settings = await file("settings.json", '{"adaptation":{"epochs":"three"}}');
    const { status, complaints } = await lemma(
      "prove",
      "--statement",
      "theorem t : 1 = 1 := by",
      "--settings",
      settings,
    );
    expect(status).toBe(2);
    expect(complaints).toBe(
      `lemma: ${settings}: field "adaptation.epochs": Invalid input: expected number, received string\n`,
    );
  });
});

test("every command explains itself", async () => {
  const overview = await lemma("--help");
  expect(overview.status).toBe(0);
  for (const name of commandNames) {
    expect(overview.out).toContain(name);
    const { status, out } = await lemma(name, "--help");
    expect(await lemma("help", name)).toEqual({ status, out, complaints: "" });
    expect(status).toBe(0);
    // Those that serve speak a protocol of their own.
    expect(out.includes("--json") || ["mcp", "serve"].includes(name)).toBe(true);
    expect(out).toContain(`usage: lemma ${name}`);
    expect(out).toContain("examples:");
  }
});

test("a command lists the flags that it heeds, and no others", async () => {
  const check = await lemma("check", "--help");
  expect(check.out).toContain("--verifier");
  for (const flag of ["--model", "--adapter", "--seed", "--settings"]) expect(check.out).not.toContain(flag);
  const training = await lemma("meta-train", "--problems", "p.jsonl", "--out", "o", "--adapter", "a");
  expect(training.status).toBe(2);
  expect(training.complaints).toContain("--adapter");
});

describe("check", () => {
  test("gives one verdict per proof, in order, whatever the proofs are", async () => {
    const proofs = await file(
      "proofs.jsonl",
      [
        { id: "right", statement: "theorem right : 1 + 1 = 2 := by", proof: "norm_num" },
        { id: "wrong", statement: "theorem wrong : 1 + 1 = 3 := by", proof: "norm_num" },
        { id: "open", statement: "theorem open' (a b : ℝ) (h : a = b) : b = a := by", proof: "sorry" },
        { id: "garbled", statement: "theorem garbled : 1 + := by", proof: "norm_num" },
        {
          id: "several",
          statement: "theorem several (x : ℝ) (h : 2 * x = 4) : x = 2 := by",
          proofs: ["linarith", "rfl"],
        },
        { id: "file", statement: "theorem f : 2 + 2 = 4 := by", code: "theorem f : 2 + 2 = 4 := by\n  norm_num" },
        { id: "other", statement: "theorem f : 2 + 2 = 5 := by", code: "theorem f : 2 + 2 = 4 := by\n  norm_num" },
      ]
        .map((record) => JSON.stringify(record))
        .join("\n"),
    );
    const { status, out } = await lemma("check", proofs, "--json");
    expect(status).toBe(1);
    const verdicts = jsonLines(out);
    expect(verdicts.map(({ id, index, status: said }) => [id, index, said])).toEqual([
      ["right", undefined, "proved"],
      ["wrong", undefined, "error"],
      ["open", undefined, "sorry"],
      ["garbled", undefined, "unsupported"],
      ["several", 0, "proved"],
      ["several", 1, "error"],
      ["file", undefined, "proved"],
      ["other", undefined, "mismatch"],
    ]);
    expect(verdicts[2]!["goal"]).toBe("a b : ℝ\nh : a = b\n⊢ b = a");
    for (const verdict of verdicts)
      expect(verdict).toMatchObject({
        evidence: "kernel",
        messages: expect.any(Array) as unknown[],
        elapsedMs: expect.any(Number) as number,
      });
    expect((await lemma("check", proofs)).out).toMatch(
      /8 proofs, 3 proved, 2 error, 1 sorry, 1 unsupported, 1 mismatch\n$/,
    );
  });

  test("tells records and theorems of one name apart: by place in JSON, in words where a name comes again", async () => {
    const statement = "theorem t : 1 + 1 = 2 := by";
    await mkdir(path.join(folder, "names"));
    const records = await file(
      "names/a.jsonl",
      ["norm_num", "rfl"].map((proof) => JSON.stringify({ id: "t", statement, proof })).join("\n"),
    );
    const lean = await file("names/b.lean", "theorem t : 2 + 2 = 4 := rfl\n\ntheorem u : 1 = 2 := by\n  omega\n");
    const place = path.join(folder, "names");
    const verdicts = jsonLines((await lemma("check", place, "--json")).out);
    expect(verdicts.map(({ id, file: of, line }) => [id, of, line])).toEqual([
      ["t", records, 1],
      ["t", records, 2],
      ["t", lean, 1],
      ["u", lean, 3],
    ]);
    const { out } = await lemma("check", place);
    expect(out).toContain(`proved         t\nproved         t (${records}:2)\nproved         t (${lean}:1)\n`);
  });

  test("a folder without a proof that can be judged is bad input, and what was passed over is said", async () => {
    await mkdir(path.join(folder, "words"));
    await file("words/a.json", JSON.stringify({ problem: "In words." }));
    expect(await lemma("check", path.join(folder, "words"))).toMatchObject({
      status: 2,
      out: "",
      complaints: expect.stringMatching(
        /^passed over: .*a\.json: holds no statement\nlemma: .*words: holds no proof/,
      ) as string,
    });
  });

  test("a Lean file is judged theorem by theorem, in its own context and at its own places", async () => {
    const code = [
      "\uFEFFimport Mathlib",
      "variable (a b : ℝ)",
      "theorem helper (h : a < b) : a + 1 ≤ b := by",
      "  sorry",
      "namespace Gadget",
      "@[simp] private lemma two : (1 : ℕ) + 1 = 2 := rfl",
      "  theorem uses : (2 : ℕ) = 1 + 1 := by rw [two]",
      "end Gadget",
      "#print axioms Gadget.two",
      "example : (0 : ℝ) + 1 ≤ 1 / 2 := by",
      "  apply helper",
      "  norm_num",
      "theorem wrong (x : ℕ) :",
      "    x = 1 := by",
      "  have h : x = x := rfl",
      "  omega",
      "theorem nothing : 1 = 1",
      "",
    ].join("\n");
    // What the file is called does not matter, be it a theorem's name.
    for (const name of ["main.lean", "wrong.lean"]) {
      const lean = await file(name, code);
      const verdicts = jsonLines((await lemma("check", lean, "--json")).out);
      expect(verdicts.map(({ id, line, status }) => [id, line, status])).toEqual([
        ["helper", 3, "sorry"],
        ["Gadget.two", 6, "proved"],
        ["Gadget.uses", 7, "proved"],
        ["example_10", 10, "sorry"],
        ["wrong", 13, "error"],
        ["nothing", 17, "error"],
      ]);
      expect(verdicts[3]).toMatchObject({ rests: ["helper (sorry)"] });
      expect(verdicts[4]).toMatchObject({
        goal: "x : ℕ\nh : x = x\n⊢ x = 1",
        messages: [{ start: { line: 16, column: 2 } }],
      });
      const shown = await lemma("check", lean, "--types");
      expect(shown.out).toContain(`${name}:16:2: `);
      expect(shown.out).toContain("rests on helper (sorry)");
      expect(shown.out).toContain("no proof");
      expect(shown.out).toContain("∀ (a : ℝ) (b : ℝ) (h : a < b), a + (1 : ℝ) ≤ b");
    }
  });

  test("all proved is exit status 0", async () => {
    const proofs = await file(
      "good.jsonl",
      JSON.stringify({ id: "t", statement: "theorem t : 1 + 1 = 2 := by", proof: "norm_num" }),
    );
    expect((await lemma("check", proofs)).status).toBe(0);
  });
});

describe("fill", () => {
  const source = [
    "import Mathlib",
    "",
    "theorem a (x y : ℝ) (h : x < y) : x + 1 < y + 1 := by",
    "  have h2 : x < y + 2 := by sorry -- sorry",
    "  linarith",
    "",
    "def k : ℕ := sorry",
    "",
  ].join("\n");

  test(
    "prints a patch and leaves the file alone, or writes it back; tells each hole",
    { timeout: 120_000 },
    async () => {
      const where = await file("holes.lean", source);
      const { status, out, complaints } = await lemma("fill", where);
      expect(status).toBe(1);
      expect(out).toContain("\n-  have h2 : x < y + 2 := by sorry -- sorry\n+  have h2 : x < y + 2 := by ");
      expect(out.split("\n").filter((line) => /^[-+](?![-+])/.test(line))).toHaveLength(2);
      expect(complaints).toMatch(/filled +a#1 .*holes\.lean:4:28/);
      expect(complaints).toMatch(/refused +def#1/);
      expect(complaints).toContain("2 holes, 1 filled, 0 open, 1 refused");
      expect(await readFile(where, "utf8")).toBe(source);

      const { out: lines } = await lemma("fill", where, "--in-place", "--json");
      const events = jsonLines(lines);
      expect(events.map(({ type }) => type)).toEqual(["hole", "hole", "checked", "file"]);
      expect(events[0]).toMatchObject({
        id: "a#1",
        status: "filled",
        evidence: "kernel",
        start: { line: 4, column: 28 },
      });
      expect(events[2]).toMatchObject({ theorems: [{ id: "a", status: "proved", line: 3 }] });
      expect(events[3]).toMatchObject({ written: true });
      const after = await readFile(where, "utf8");
      expect(after.split("-- sorry")[1]).toBe(source.split("-- sorry")[1]);
      expect((await lemma("check", where)).status).toBe(0);
    },
  );

  test("takes a folder, and says what it cannot take", { timeout: 120_000 }, async () => {
    const project = path.join(folder, "project");
    await mkdir(path.join(project, "Sub"), { recursive: true });
    await writeFile(path.join(project, "lakefile.lean"), "package sorry");
    await writeFile(path.join(project, "All.lean"), "import Sub.A\n");
    await writeFile(path.join(project, "Sub", "A.lean"), "theorem a (n : ℕ) : n + 0 = n := by sorry\n");
    expect(await lemma("fill", project, "--in-place")).toMatchObject({ status: 0 });
    expect(await readFile(path.join(project, "Sub", "A.lean"), "utf8")).not.toContain("sorry");
    await writeFile(path.join(project, "Sub", "B.lean"), Buffer.from([0xff, 0xfe]));
    expect(await lemma("fill", path.join(project, "Sub", "B.lean"))).toMatchObject({
      status: 2,
      complaints: expect.stringContaining("B.lean: not UTF-8") as string,
    });
    expect((await lemma("fill")).complaints).toContain("give a Lean file");
    const old = await file("Old.lean", "import .common\n\ntheorem t : true :=\nsorry\n");
    expect(await lemma("fill", old)).toMatchObject({
      status: 2,
      complaints: expect.stringContaining("Old.lean:1: Lean 3") as string,
    });
  });
});

test("prove hands over whole proofs, in a file that check takes", async () => {
  const statement = "theorem t (x : ℝ) (h : 2 * x + 3 = 11) : x = 4 := by";
  for (const name of ["found.lean", "found.jsonl"]) {
    const out = path.join(folder, name);
    const run = await lemma("prove", "--statement", statement, "--no-adapt", "--attempts", "4", "--out", out);
    expect(run).toMatchObject({ status: 0, complaints: "" });
    expect(run.out).toContain(`\n${statement}\n  `);
    expect(await lemma("check", out)).toMatchObject({ status: 0 });
  }
  const two = await file(
    "two.lean",
    "theorem a (n : ℕ) : n = n := by sorry\n\ntheorem b (n : ℕ) : n + 0 = n := by sorry\n",
  );
  const refused = await lemma("prove", two, "--out", path.join(folder, "both.lean"));
  expect(refused).toMatchObject({ status: 2, out: "" });
  expect(refused.complaints).toContain("name a .jsonl file");
});

describe("prove", () => {
  const easy = "theorem t (x y : ℝ) (h₀ : x + y = 7) (h₁ : x - y = 3) : x = 5 := by";

  test("streams events and ends each theorem in a finished one", async () => {
    const flags = ["--json", "--seed", "3", "--conjectures", "4", "--all-attempts"];
    const { status, out } = await lemma("prove", "--statement", easy, ...flags);
    const events = jsonLines(out);
    expect(events[0]).toMatchObject({ id: "t", type: "started", seed: 3 });
    expect(events.filter(({ type }) => type === "conjectured")).toHaveLength(4);
    expect(events.filter(({ type }) => type === "attempted")).toHaveLength(5);
    expect(events.at(-1)).toMatchObject({
      id: "t",
      type: "finished",
      status: "proved",
      proved: true,
      proof: expect.any(String) as string,
    });
    expect(status).toBe(0);
  });

  test("a statement outside the fragment and one that does not parse are unsupported; neither stops the run", async () => {
    const problems = await file(
      "problems.jsonl",
      [
        { id: "outside", statement: "theorem outside (G : Type) [Group G] (a : G) : a * a⁻¹ = 1 := by" },
        { id: "garbled", statement: "theorem garbled (x : ℝ : x = x := by" },
        { id: "easy", statement: easy },
      ]
        .map((record) => JSON.stringify(record))
        .join("\n"),
    );
    const { status, out } = await lemma("prove", problems, "--no-adapt", "--json");
    const finished = jsonLines(out).filter(({ type }) => type === "finished");
    expect(finished.map(({ id, status: said }) => [id, said])).toEqual([
      ["outside", "unsupported"],
      ["garbled", "unsupported"],
      ["easy", "proved"],
    ]);
    expect(status).toBe(1);
  });

  test("the same seed repeats the run; another seed changes it", async () => {
    const withoutTimes = (out: string): string => out.replaceAll(/"(\w+Ms)":[\d.e+-]+/g, '"$1":0');
    const run = async (seed: string): Promise<string> =>
      withoutTimes((await lemma("prove", "--statement", easy, "--json", "--seed", seed)).out);
    const first = await run("1");
    expect(await run("1")).toBe(first);
    expect((await run("2")).replace('"seed":2', '"seed":1')).not.toBe(first);
  });
});

describe("--dry-run prints the plan and runs nothing", () => {
  const planOf = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
    const { status, out } = await lemma(...argv, "--dry-run", "--json");
    expect(status).toBe(0);
    return jsonLines(out)[0]!;
  };
  const graphNames = (plan: Record<string, unknown>): string[] =>
    (plan["graphs"] as readonly { readonly name: string }[]).map(({ name }) => name);

  test("of prove, eval and meta-train", async () => {
    const statement = "theorem t (x y : ℝ) (h₀ : x + y = 7) (h₁ : x - y = 3) : x = 5 := by";
    const problems = await file("plan.jsonl", `${JSON.stringify({ id: "t", statement })}\n`);
    const prove = await planOf("prove", problems);
    expect(graphNames(prove)).toContain("adaptation gradient");
    expect(prove).toMatchObject({ theorems: 1, missing: [], seconds: expect.any(Number) as number });
    const out = path.join(folder, "never");
    const evaluation = await planOf(
      "eval",
      "--problems",
      problems,
      "--out",
      out,
      "--methods",
      "baseline,matched,lemma",
    );
    expect(graphNames(evaluation)).toContain("attempt (matched)");
    // LeMMA, as much again for the matched baseline, and the baseline.
    expect(evaluation["flops"]).toBeGreaterThan(2 * (prove["flops"] as number));
    const training = await planOf("meta-train", "--problems", problems, "--out", out);
    expect(graphNames(training)).toContain("meta-gradient through 3 steps");
    await expect(access(out)).rejects.toThrow("ENOENT");
  });

  test("says what a model of one's own lacks here", async () => {
    const model = await writeRandomModel();
    const plan = await planOf(
      "prove",
      "--statement",
      "theorem t : 1 = 1 := by",
      "--model",
      model,
      "--verifier",
      "http",
    );
    expect(plan["missing"]).toEqual([
      // Its context is 256 tokens long.
      expect.stringMatching(/^room: proofs are cut at 2\d\d of 1024 tokens/) as string,
      expect.stringContaining("a trained Weigher") as string,
      "--url of the verification server",
    ]);
  });
});

test("doctor says what is there, and passes on what the embedded defaults need", async () => {
  const { status, out } = await lemma("doctor", "--json");
  expect(status).toBe(0);
  const findings = jsonLines(out);
  for (const name of ["node", "model", "provider cpu", "lean-lite"])
    expect(findings).toContainEqual(expect.objectContaining({ name, ok: true }));
});

test("merge folds a policy into the model, and says what is wrong otherwise", async () => {
  const model = await writeRandomModel();
  const [adapter, out] = [path.join(folder, "policy"), path.join(folder, "merged")];
  const { config } = await loadModel(model);
  const lora = { rank: 2, alpha: 2, targetModules: ["q_proj"] };
  await new LoraAdapter(lora, initLora(lora, llamaModules(config), new Random(1))).save(adapter);
  const { status, complaints } = await lemma("merge", "--model", model, "--adapter", adapter, "--out", out);
  expect([status, complaints]).toEqual([0, `merged one adapter into ${out}; weights stay float32\n`]);
  expect((await loadModel(out)).config).toEqual(config);
  const foreign = await lemma("merge", "--adapter", adapter, "--out", path.join(folder, "other"));
  expect([foreign.status, foreign.complaints]).toEqual([2, expect.stringContaining("self_attn.q_proj")]);
  expect((await lemma("merge", "--out", out)).complaints).toContain("give --adapter DIR and --out DIR");
});
