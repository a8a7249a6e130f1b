import { type ResultRecord, attemptCount } from "../results.ts";
import { accuracyChart, budgetChart, computeChart, curveChart, trainingChart } from "./charts.ts";
import { type ReportContent, paperTable1 } from "./content.ts";
import { conclusions } from "./conclusion.ts";
import { cut, percent, ranges } from "./format.ts";
import { escape, figure, heading, page, storySection, table } from "./page.ts";
import {
  accuracyTable,
  budgetTable,
  comparisonTable,
  computeTable,
  differencesTable,
  equalFlopsTable,
  fatesTable,
  statusTable,
} from "./tables.ts";

/** `report.html`: one file, nothing fetched. */
export function renderHtml(content: ReportContent): string {
  const { title, summary, records, notes = [], training = [], fates = [], story, parts = [] } = content;
  const { facts, about, settings } = content;
  const differing = differencesTable(summary, records);
  const budget = budgetTable(summary);
  const equal = equalFlopsTable(summary);
  const costs = budgetChart(summary);
  const paper = paperTable1.map(({ label, k, accuracy }) => `${label}, k = ${k}: ${percent(accuracy, 0)}`).join("; ");
  return page(title, [
    heading(title, { conclusions: conclusions(summary), notes, facts, about, settings }),
    "<h2>Accuracy (the paper's Table 1)</h2>",
    table(accuracyTable(summary)),
    figure("Accuracy with its interval.", accuracyChart(summary)),
    `<p>For reference, the paper's Table 1, of another model on 100 theorems of miniF2F-test: ${escape(paper)}.</p>`,
    summary.comparisons.length === 0 ? "" : `<h2>Is it more than chance?</h2>${table(comparisonTable(summary))}`,
    ...parts.map(
      (part) =>
        `<h2>${escape(part.title)} alone</h2>${table(accuracyTable(part.summary))}${table(comparisonTable(part.summary))}`,
    ),
    differing.rows.length === 0 ? "" : `<h2>Where methods differ</h2>${table(differing)}`,
    "<h2>More attempts</h2>",
    figure("Unbiased pass@k against the number of attempts.", curveChart(summary)),
    costs === undefined ? "" : figure("The same against operations, with what is studied before.", costs),
    budget === undefined ? "" : table(budget),
    equal === undefined ? "" : table(equal),
    "<h2>Compute</h2>",
    figure("Mean per problem; each measure on its own scale.", computeChart(summary)),
    table(computeTable(summary)),
    fates.length === 0 ? "" : `<h2>Conjectures</h2>${table(fatesTable(fates))}`,
    training.length === 0
      ? ""
      : `<h2>Progress over training (the paper's Figure 3)</h2>${figure(figure3, trainingChart(training))}`,
    story === undefined ? "" : storySection(story),
    "<h2>Every attempt</h2>",
    table(statusTable(summary)),
    attemptsSection(content),
  ]);
}

/** What the paper's Figure 3 shows. */
export const figure3 = "Verified theorem-proof pairs per meta-training theorem, in training order.";

/** Rows of attempts that a page can hold and a reader still open. */
const mostRows = 40_000;

function attemptsSection({ records, summary, facts, problems = [] }: ReportContent): string {
  const labels = new Map(summary.methods.map(({ name, label }) => [name, label]));
  const rows = Math.max(4, Math.floor(mostRows / records.length));
  const said = `${facts?.["verifier"] ?? "The verifier"} said`;
  const statements = new Map(problems.map(({ id, statement }) => [id, statement]));
  const byProblem = new Map<string, ResultRecord[]>();
  for (const record of records) byProblem.set(record.problem, [...(byProblem.get(record.problem) ?? []), record]);
  const parts = [...byProblem.keys()].sort().map((problem) => {
    const own = byProblem
      .get(problem)!
      .toSorted((a, b) => (a.method === b.method ? a.seed - b.seed : a.method < b.method ? -1 : 1));
    const attempts = own.flatMap((record) => record.attempts);
    const proved = attempts.filter(({ status }) => status === "proved");
    const tally = `${attemptCount(proved)} of ${attemptCount(attempts)} proved`;
    const statement = statements.get(problem);
    return (
      `<details data-problem="${escape(problem)}"><summary>${escape(problem)} <span class="tally">${tally}</span></summary>` +
      (statement === undefined ? "" : `<pre>${escape(statement)}</pre>`) +
      `<div class="scroll"><table><thead><tr><th>Method</th><th>Seed</th><th>Attempts</th><th>Verdict</th><th>${escape(said)}</th></tr></thead><tbody>` +
      own.map((record) => attemptRows(record, labels.get(record.method) ?? record.method, rows)).join("") +
      "</tbody></table></div></details>"
    );
  });
  return `<p><label>Problem <input id="filter" type="search" placeholder="part of a name"></label></p>\n${parts.join("\n")}`;
}

/** A row for each outcome, however often it came; of more than `most` those that proved the theorem, and the first others. */
function attemptRows({ seed, attempts }: ResultRecord, label: string, most: number): string {
  const first = attempts.toSorted((a, b) => Number(b.status === "proved") - Number(a.status === "proved"));
  const shown = attempts.length <= most ? attempts : first.slice(0, most - 1);
  const rows = shown.map(({ at, status, message = "", proof }) => {
    const text =
      proof === undefined ? "" : `<details><summary>proof</summary><pre>${escape(cut(proof, 4000))}</pre></details>`;
    const numbers = cut(ranges(at.map((attempt) => attempt + 1)), 80);
    return (
      `<tr><td>${escape(label)}</td><td>${seed}</td><td>${numbers}</td>` +
      `<td class="${status}">${status}</td><td class="said">${escape(cut(message, 600))}${text}</td></tr>`
    );
  });
  const left = attempts.length - shown.length;
  const more = `<tr><td>${escape(label)}</td><td>${seed}</td><td></td><td></td><td>${left} more, in results.jsonl</td></tr>`;
  return [...rows, ...(left === 0 ? [] : [more])].join("");
}
