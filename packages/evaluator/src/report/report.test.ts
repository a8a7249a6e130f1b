import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { summarise, summariseConjectures, tallyFates } from "../index.ts";
import { sampleContent } from "../testing/sample-content.ts";
import { renderHtml, renderMarkdown, renderTrainingHtml, writeReport, writeTrainingReport } from "./index.ts";

const content = sampleContent(30, 2);

test("the folder holds the summary as JSON and Markdown, and one HTML file", async () => {
  const directory = join(await mkdtemp(join(tmpdir(), "lemma-report-")), "out");
  const files = await writeReport(directory, content);
  expect((await readdir(directory)).sort()).toEqual(["report.html", "summary.json", "summary.md"]);
  const summary = JSON.parse(await readFile(files.summaryJson, "utf8")) as { methods: unknown; title: string };
  expect(summary.methods).toEqual(JSON.parse(JSON.stringify(content.summary.methods)));
});

test("the page fetches nothing and escapes what provers wrote", () => {
  const html = renderHtml(content);
  expect(html).not.toMatch(/(?:src|href)="(?!#)/);
  expect(html).not.toMatch(/@import|url\(\s*['"]?http/);
  expect(html).toContain("⊢ a &lt; b &amp; &quot;c&quot; 0");
  const hostile = { ...content, title: "<script>alert(1)</script>" };
  expect(renderHtml(hostile)).not.toContain("<script>alert");
});

test("it has the paper's Table 1, Figure 3 and Figure 4, curves, compute, comparisons, every attempt", () => {
  const html = renderHtml(content);
  for (const part of ["Table 1", "Figure 3", "Figure 4", "pass@k", "FLOPs", "Sign-flip", "LeMMA", "imo_1983_p6"])
    expect(html).toContain(part);
  expect(html.match(/<svg /g)).toHaveLength(6);
  // Equal proofs of a run share a row.
  const outcomes = content.records.reduce((sum, { attempts }) => sum + attempts.length, 0);
  expect(html.match(/<summary>proof<\/summary>/g)).toHaveLength(outcomes);
  expect(renderMarkdown(content)).toContain("| LeMMA | 5 |");
});

test("a report of one method, without training or story, is a report too", () => {
  const summary = summarise(content.records, { methods: [{ name: "lemma", k: 5 }], seed: 1, resamples: 100 });
  const html = renderHtml({ title: "One", summary, records: content.records });
  expect(html).not.toContain("Figure 3");
  expect(html).not.toContain("NaN");
  expect(renderMarkdown({ title: "One", summary, records: [] })).not.toContain("NaN");
});

const steps = content.training!;
const rates = summariseConjectures(
  Array.from({ length: 40 }, (_, i) => i).flatMap((i) =>
    [1, 2, 3].flatMap((seed) =>
      (["before", "after"] as const).map((policy) => ({
        id: `t${i}`,
        seed,
        policy,
        written: 8,
        accepted: 6,
        verified: (i + seed + (policy === "after" ? 2 : 0)) % 5,
        fates: [],
      })),
    ),
  ),
  { seed: 1 },
);
const training = { title: "Training", steps, rates, story: content.story! };

test("a training report has Figure 3, the rates before and after, and a story", async () => {
  const directory = await mkdtemp(join(tmpdir(), "lemma-training-"));
  const html = await readFile(await writeTrainingReport(directory, training), "utf8");
  expect((await readdir(directory)).sort()).toEqual(["training.html", "training.json", "training.md"]);
  for (const part of ["Figure 3", "before meta-training", "Figure 4", "‖∂L/∂w‖"]) expect(html).toContain(part);
  expect(html.match(/<svg /g)).toHaveLength(3);
  expect(await readFile(join(directory, "training.md"), "utf8")).toContain("| after meta-training | 960 | 720 |");
  expect(renderTrainingHtml({ title: "None", steps: [] })).not.toContain("<svg");
});

test("it says which filter dropped how many of the conjectures, model by model", () => {
  const tally = tallyFates("one", [
    [{ fate: "no statement" }, { statement: "l", fate: "no leak", reason: "gives the target" }],
    [
      { statement: "m", fate: "no leak" },
      { statement: "n", fate: "verified" },
    ],
    [],
  ]);
  expect(tally).toEqual({
    title: "one",
    runs: 3,
    fruitful: 1,
    written: 4,
    counts: { "no statement": 1, "no leak": 2, verified: 1 },
  });
  const text = renderMarkdown({ ...content, fates: [tally, tallyFates("another", [])] });
  for (const row of [
    "|  | one | another |",
    "| written | 4 | 0 |",
    "| dropped: gives the target away | 2 (50%) | – |",
    "| dropped: no statement | 1 (25%) | – |",
    "| not proved | 0 (0%) | – |",
    "| verified | 1 (25%) | – |",
    "| of these, with something to study | 1 (33%) | – |",
  ])
    expect(text).toContain(row);
  expect(renderHtml(content)).toContain("dropped: said before");
  expect(renderTrainingHtml({ ...training, fates: [tally] })).toContain("dropped: gives the target away");
});

test("it begins with what it says, and tells when and how it was made", () => {
  const html = renderHtml({
    ...content,
    about: { day: "2026-11-30", command: "lemma eval" },
    settings: { attempts: 5 },
  });
  const first = html.indexOf('class="conclusion"');
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(html.indexOf("<table"));
  expect(html).toMatch(/LeMMA \(k = 5\) proves \d+\.\d% of \d+ problems/);
  for (const part of ["2026-11-30", "lemma eval", "&quot;attempts&quot;: 5", "Where methods differ", " said</th>"])
    expect(html).toContain(part);
  expect(html).not.toContain("Lean said");
  // Markdown's marks for code are for Markdown.
  expect(html).toContain("Left out of the scores are <code>infrastructure</code>");
  expect(html.replaceAll(/aria-label="[^"]*"/g, "")).not.toContain("`");
  expect(html).toContain("prefers-color-scheme: dark");
});

test("attempts that are alike are a row, their numbers in short", () => {
  const [record] = content.records;
  const attempts = [{ at: [0, 1, 2, 4], status: "proved" as const, proof: "rfl" }];
  expect(renderHtml({ ...content, records: [{ ...record!, attempts }] })).toContain("<td>1–3, 5</td>");
});

test("of very many outcomes the page shows those that proved the theorem and the first others, and a curve has few points", () => {
  const [record] = content.records;
  const attempts = Array.from({ length: 50_000 }, (_, i) => ({
    at: [i],
    status: i === 49_999 ? ("proved" as const) : ("error" as const),
    message: `number ${i}.`,
  }));
  const curve = Array.from({ length: 5000 }, (_, i) => ({ k: i + 1, value: i / 5000 }));
  const { summary } = content;
  const methods = summary.methods.map((method) => ({ ...method, k: 5000, curve }));
  const html = renderHtml({ ...content, records: [{ ...record!, attempts }], summary: { ...summary, methods } });
  for (const shown of ["number 49999.", "number 0.", "10001 more, in results.jsonl"]) expect(html).toContain(shown);
  expect(html).not.toContain("number 49998.");
  expect(html.split("<h2>Every attempt</h2>")[0]!.length).toBeLessThan(200_000);
});

test("a table says what so many attempts prove, and for how many operations", () => {
  const [row] = /\| baseline \|[^\n]*\n/.exec(renderMarkdown(content).split("**Proved by so many")[1]!)!;
  // k = 1, 2, 5, 10 and the most attempts; the cost of one attempt is the baseline's.
  expect(row.match(/% \(/g)!.length).toBeGreaterThan(2);
  const { summary } = content;
  const [plain, , other] = summary.methods;
  const costing = (flops: number, studyFlops: number) => {
    const methods = [
      { ...plain!, k: 10, usage: { ...plain!.usage, flops: 10e9 } },
      { ...other!, k: 10, studyFlops, usage: { ...other!.usage, flops } },
    ];
    return /\| LeMMA \|[^\n]*\n/.exec(
      renderMarkdown({ ...content, summary: { ...summary, methods, comparisons: [] } }).split(
        "**Proved by so many",
      )[1]!,
    )![0];
  };
  expect(costing(24e9, 4e9)).toMatch(/6\.0\sG.*8\.0\sG.*14\.0\sG/); // study once, and each attempt at its own price
  expect(costing(9e9, 4e9)).toMatch(/5\.0\sG.*6\.0\sG.*9\.0\sG/); // what is spared costs what it does the baseline
  const round = { ...other!, k: 15, curve: [{ k: 15, value: 0.5 }] };
  const rounds = renderMarkdown({ ...content, summary: { ...summary, methods: [plain!, round], comparisons: [] } });
  expect(rounds).toMatch(/\| Method \| k = 1 \|.*\| k = 15 \|\n/);
  const others = { ...summary, methods: summary.methods.filter(({ name }) => name !== "baseline"), comparisons: [] };
  expect(renderMarkdown({ ...content, summary: others })).not.toContain("Proved by so many");
});

test("methods with one curve share a line", () => {
  const [one] = content.summary.methods;
  const summary = {
    ...content.summary,
    comparisons: [],
    methods: [one!, { ...one!, name: "other", label: "The other" }],
  };
  expect(renderHtml({ ...content, summary })).toContain(`${one!.label}, and alike: The other`);
});

test("parts of the problems get their own tables", () => {
  const parts = [{ title: "Half", summary: content.summary }];
  expect(renderHtml({ ...content, parts })).toContain("<h2>Half alone</h2>");
  expect(renderMarkdown({ ...content, parts })).toContain("## Half alone");
});

test("nothing is written to the console while charts are drawn", () => {
  const said: unknown[] = [];
  const { warn, error, log } = console;
  Object.assign(console, {
    warn: (...words: unknown[]) => said.push(words),
    error: (...words: unknown[]) => said.push(words),
    log: (...words: unknown[]) => said.push(words),
  });
  try {
    renderHtml(content);
    renderTrainingHtml(training);
  } finally {
    Object.assign(console, { warn, error, log });
  }
  expect(said).toEqual([]);
});

const browser = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);
if (browser === undefined) console.warn("skipped: no chromium on the path to open the report in");

test.skipIf(browser === undefined)("a real browser opens both without an error", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lemma-browser-"));
  const { html } = await writeReport(folder, content);
  for (const [file, charts] of [
    [html, 6],
    [await writeTrainingReport(folder, training), 3],
  ] as const) {
    const { stdout, stderr } = spawnSync(
      browser!,
      ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom", `file://${file}`],
      { encoding: "utf8" },
    );
    expect(stderr).not.toMatch(/CONSOLE.*(?:Error|error)/);
    expect(stdout.match(/<svg /g)).toHaveLength(charts);
    expect(stdout).toContain("</html>");
  }
});
