import type { ResultRecord } from "../results.ts";
import { accuracyChart, computeChart, curveChart, storyChart, trainingChart } from "./charts.ts";
import { type ReportContent, paperTable1, type Story } from "./content.ts";
import { cut, percent } from "./format.ts";
import { accuracyTable, comparisonTable, computeTable, statusTable, type Table } from "./tables.ts";

/** Text for HTML; also safe inside attributes. */
export function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

const style = `
:root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; }
body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; } h2 { margin-top: 3rem; border-bottom: 1px solid #ddd; }
figure { margin: 1.5rem 0; overflow-x: auto; } figure svg { max-width: 100%; height: auto; }
figcaption, caption { text-align: left; color: #555; font-size: 0.9rem; padding-bottom: 0.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid #eee; vertical-align: top; }
pre { background: #f6f6f6; padding: 0.7rem; overflow-x: auto; font-size: 0.85rem; white-space: pre-wrap; margin: 0.4rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; } dt { color: #555; } dd { margin: 0; }
details { border-bottom: 1px solid #eee; padding: 0.3rem 0; content-visibility: auto; contain-intrinsic-size: auto 2rem; }
details details { border: 0; } summary { cursor: pointer; } summary .tally { color: #555; float: right; }
.proved { color: #00693f; font-weight: 600; } .infrastructure { color: #9a3a00; }
input { font: inherit; padding: 0.3rem 0.6rem; width: 20rem; max-width: 100%; }
@media print { details { display: none; } }
`;

/** Filters the list of problems as one types; without scripts the list is simply whole. */
const script = `
const box = document.getElementById("filter");
box?.addEventListener("input", () => {
  for (const row of document.querySelectorAll("[data-problem]"))
    row.hidden = !row.dataset.problem.includes(box.value.trim());
});
`;

/** `report.html`: one file, nothing fetched. */
export function renderHtml(content: ReportContent): string {
  const { title, summary, facts = {}, notes = [], training, story } = content;
  const paper = paperTable1.map(({ label, k, accuracy }) => `${label}, k = ${k}: ${percent(accuracy, 0)}`).join("; ");
  const sections = [
    `<h1>${escape(title)}</h1>`,
    ...notes.map((note) => `<p>${escape(note)}</p>`),
    `<dl>${Object.entries(facts)
      .map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`)
      .join("")}</dl>`,
    "<h2>Table 1: accuracy</h2>",
    table(accuracyTable(summary)),
    figure("Accuracy with its interval.", accuracyChart(summary)),
    `<p>For reference, the paper's Table 1, of another model on 100 theorems of miniF2F-test: ${escape(paper)}.</p>`,
    summary.comparisons.length === 0 ? "" : `<h2>Is it more than chance?</h2>${table(comparisonTable(summary))}`,
    "<h2>More attempts</h2>",
    figure("Unbiased pass@k against the number of attempts.", curveChart(summary)),
    "<h2>Compute</h2>",
    figure("Mean per problem; each measure on its own scale.", computeChart(summary)),
    table(computeTable(summary)),
    training === undefined || training.length === 0
      ? ""
      : `<h2>Figure 3: progress over training</h2>${figure(
          "Verified theorem-proof pairs per meta-training theorem.",
          trainingChart(training),
        )}`,
    story === undefined ? "" : storySection(story),
    "<h2>Every attempt</h2>",
    table(statusTable(summary)),
    attemptsSection(content),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
${sections.filter((section) => section !== "").join("\n")}
<script>${script}</script>
</body>
</html>
`;
}

function table({ caption, columns, rows }: Table): string {
  const head = columns.map((column) => `<th scope="col">${escape(column)}</th>`).join("");
  const body = rows.map(([name = "", ...cells]) => {
    const others = cells.map((cell) => `<td>${escape(cell)}</td>`).join("");
    return `<tr><th scope="row">${escape(name)}</th>${others}</tr>`;
  });
  return `<div class="scroll"><table><caption>${escape(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

function figure(caption: string, svg: string): string {
  const label = svg.replace("<svg ", `<svg role="img" aria-label="${escape(caption)}" `);
  return `<figure>${label}<figcaption>${escape(caption)}</figcaption></figure>`;
}

function storySection(story: Story): string {
  const examples = story.examples.map(
    ({ statement, proof, weight, gradient }, i) =>
      `<h3>Example ${i + 1}, weight ${weight.toFixed(3)}${gradient === undefined ? "" : `, ∂L/∂w ${gradient.toExponential(2)}`}</h3>` +
      `<pre>${escape(`${statement}\n${proof}`)}</pre>`,
  );
  return [
    `<h2>Figure 4: the story of ${escape(story.theorem.id)}</h2>`,
    `<pre>${escape(story.theorem.statement)}</pre>`,
    story.examples.length === 0 ? "<p>No conjecture was verified.</p>" : figure("What was studied.", storyChart(story)),
    ...examples,
    story.proof === undefined
      ? "<p>It was not proved.</p>"
      : `<h3>The proof found</h3><pre>${escape(story.proof)}</pre>`,
  ].join("\n");
}

function attemptsSection({ records, problems = [] }: ReportContent): string {
  const statements = new Map(problems.map(({ id, statement }) => [id, statement]));
  const byProblem = new Map<string, ResultRecord[]>();
  for (const record of records) byProblem.set(record.problem, [...(byProblem.get(record.problem) ?? []), record]);
  const parts = [...byProblem.keys()].sort().map((problem) => {
    const own = byProblem
      .get(problem)!
      .toSorted((a, b) => (a.method === b.method ? a.seed - b.seed : a.method < b.method ? -1 : 1));
    const attempts = own.flatMap((record) => record.attempts);
    const tally = `${attempts.filter(({ status }) => status === "proved").length} of ${attempts.length} proved`;
    const statement = statements.get(problem);
    return (
      `<details data-problem="${escape(problem)}"><summary>${escape(problem)} <span class="tally">${tally}</span></summary>` +
      (statement === undefined ? "" : `<pre>${escape(statement)}</pre>`) +
      `<div class="scroll"><table><thead><tr><th>Method</th><th>Seed</th><th>Attempt</th><th>Verdict</th><th>Lean said</th></tr></thead><tbody>` +
      own.map(attemptRows).join("") +
      "</tbody></table></div></details>"
    );
  });
  return `<p><label>Problem <input id="filter" type="search" placeholder="part of a name"></label></p>\n${parts.join("\n")}`;
}

function attemptRows({ method, seed, attempts }: ResultRecord): string {
  return attempts
    .map(({ attempt, status, message = "", proof }) => {
      const shown =
        proof === undefined ? "" : `<details><summary>proof</summary><pre>${escape(cut(proof, 4000))}</pre></details>`;
      return (
        `<tr><td>${escape(method)}</td><td>${seed}</td><td>${attempt + 1}</td>` +
        `<td class="${status}">${status}</td><td>${escape(cut(message, 600))}${shown}</td></tr>`
      );
    })
    .join("");
}
