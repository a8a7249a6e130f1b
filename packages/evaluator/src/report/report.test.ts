import { spawnSync } from "node:child_process";
import { appendFile, mkdtemp, readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderHtml, renderMarkdown, ResultsLog, summarise, writeReport } from "../index.ts";
import { sampleContent } from "../testing/sample-content.ts";

const content = sampleContent(30, 2);

test("the folder holds the results, the summary as JSON and Markdown, and one HTML file", async () => {
  const directory = join(await mkdtemp(join(tmpdir(), "lemma-report-")), "out");
  const files = await writeReport(directory, content);
  expect((await readdir(directory)).sort()).toEqual(["report.html", "results.jsonl", "summary.json", "summary.md"]);
  await using log = await ResultsLog.open(files.results);
  expect(log.records).toEqual(content.records);
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
  expect(html.match(/<svg /g)).toHaveLength(5);
  const attempts = content.records.reduce((sum, { attempts: own }) => sum + own.length, 0);
  expect(html.match(/<summary>proof<\/summary>/g)).toHaveLength(attempts);
  expect(renderMarkdown(content)).toContain("| LeMMA | 5 |");
});

test("a report of one method, without training or story, is a report too", () => {
  const summary = summarise(content.records, { methods: [{ name: "lemma", k: 5 }], seed: 1, resamples: 100 });
  const html = renderHtml({ title: "One", summary, records: content.records });
  expect(html).not.toContain("Figure 3");
  expect(html).not.toContain("NaN");
  expect(renderMarkdown({ title: "One", summary, records: [] })).not.toContain("NaN");
});

test("the log of results survives a torn line and refuses doubles", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "lemma-log-")), "deep", "results.jsonl");
  const [first, second] = content.records;
  {
    await using log = await ResultsLog.open(file);
    await log.append(first!);
    await expect(log.append(first!)).rejects.toThrow("already");
  }
  await appendFile(file, '{"problem":"x","meth');
  {
    await using log = await ResultsLog.open(file);
    expect(log.records).toEqual([first]);
    expect(log.has(first!.problem, first!.method, first!.seed)).toBe(true);
    await log.append(second!);
  }
  await using log = await ResultsLog.open(file);
  expect(log.records).toEqual([first, second]);
  await appendFile(file, '{"problem":3}\n');
  await expect(ResultsLog.open(file)).rejects.toThrow(":3: not a result");
});

const browser = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);
if (browser === undefined) console.warn("skipped: no chromium on the path to open the report in");

test.skipIf(browser === undefined)("a real browser opens it without an error, charts and filter included", async () => {
  const { html } = await writeReport(await mkdtemp(join(tmpdir(), "lemma-browser-")), content);
  const { stdout, stderr } = spawnSync(
    browser!,
    ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom", `file://${html}`],
    { encoding: "utf8", timeout: 50_000 },
  );
  expect(stderr).not.toMatch(/CONSOLE.*(?:Error|error)/);
  expect(stdout.match(/<svg /g)).toHaveLength(5);
  expect(stdout).toContain("data-problem");
});
