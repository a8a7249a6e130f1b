import { storyChart } from "./charts.ts";
import type { Story } from "./content.ts";
import type { Table } from "./tables.ts";

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

/** A sentence for HTML: what stands between backticks is code, as in Markdown. */
const prose = (text: string): string => escape(text).replaceAll(/`([^`]*)`/g, "<code>$1</code>");

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --ink: #222; --soft: #555; --page: #fff; --line: #ddd; --block: #f6f6f6; --good: #00693f; --bad: #9a3a00; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #ddd; --soft: #aaa; --page: #16181c; --line: #3a3d44; --block: #22252b; --good: #4fc08d; --bad: #e79a5a; } }
:root { color: var(--ink); background: var(--page); }
body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { line-height: 1.2; } h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
.conclusion { font-size: 1.1rem; font-weight: 600; }
figure { margin: 1.5rem 0; } figure svg { min-width: 42rem; max-width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: 0.9rem; padding-bottom: 0.5rem; }
.scroll { overflow-x: auto; } .scroll table { overflow-wrap: normal; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
pre { background: var(--block); padding: 0.7rem; overflow-x: auto; font-size: 0.85rem; white-space: pre-wrap; margin: 0.4rem 0; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.2rem 1rem; } dt { color: var(--soft); } dd { margin: 0; }
details { border-bottom: 1px solid var(--line); padding: 0.3rem 0; content-visibility: auto; contain-intrinsic-size: auto 2rem; }
details details { border: 0; } summary { cursor: pointer; } summary .tally { color: var(--soft); float: right; }
.said { white-space: pre-line; min-width: 12rem; }
.proved { color: var(--good); font-weight: 600; } .infrastructure { color: var(--bad); }
input { font: inherit; padding: 0.3rem 0.6rem; width: 20rem; max-width: 100%; }
@media print { label { display: none; } details { content-visibility: visible; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  :root { font-size: 12px; } body { max-width: none; margin: 0; } .scroll { overflow: visible; }
  .scroll table { overflow-wrap: break-word; } figure svg { min-width: 0; width: 100%; }
  tr, dt, dd, figure:has(svg), summary { break-inside: avoid; } h1, h2, h3, figcaption, summary, thead { break-after: avoid; } }
`;

/** Filters the list of problems as one types; without scripts the list is simply whole. */
const script = `
const box = document.getElementById("filter");
box?.addEventListener("input", () => {
  for (const row of document.querySelectorAll("[data-problem]"))
    row.hidden = !row.dataset.problem.includes(box.value.trim());
});
// On paper nothing can be unfolded.
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
});
`;

/** A whole page of these sections: one file, nothing fetched. Empty sections are left out. */
export function page(title: string, sections: readonly string[]): string {
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

/** What stands at the head of a page. */
export interface Head {
  /** What the page says, before anything else. */
  readonly conclusions?: readonly string[];
  readonly notes?: readonly string[] | undefined;
  /** What was run on what. */
  readonly facts?: Readonly<Record<string, string>> | undefined;
  /** When and how it was run. */
  readonly about?: Readonly<Record<string, string>> | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/** The title, what a reader must know, and what was run on what. */
export function heading(title: string, { conclusions = [], notes = [], facts, about, settings }: Head): string {
  const list = Object.entries({ ...facts, ...about }).map(
    ([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`,
  );
  return [
    `<h1>${escape(title)}</h1>`,
    ...conclusions.map((one) => `<p class="conclusion">${prose(one)}</p>`),
    ...notes.map((note) => `<p>${prose(note)}</p>`),
    `<dl>${list.join("")}</dl>`,
    settings === undefined
      ? ""
      : `<details><summary>All settings</summary><pre>${escape(JSON.stringify(settings, null, 2))}</pre></details>`,
  ].join("\n");
}

export function table({ caption, columns, rows }: Table): string {
  const head = columns.map((column) => `<th scope="col">${escape(column)}</th>`).join("");
  const body = rows.map(([name = "", ...cells]) => {
    const others = cells.map((cell) => `<td>${escape(cell)}</td>`).join("");
    return `<tr><th scope="row">${escape(name)}</th>${others}</tr>`;
  });
  // The caption stays where it is read while a wide table is scrolled beneath it.
  const content = `<table aria-label="${escape(caption)}"><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
  return `<figure><figcaption>${prose(caption)}</figcaption><div class="scroll">${content}</div></figure>`;
}

export function figure(caption: string, svg: string): string {
  const label = svg.replace("<svg ", `<svg role="img" aria-label="${escape(caption)}" `);
  return `<figure><div class="scroll">${label}</div><figcaption>${prose(caption)}</figcaption></figure>`;
}

/** Figure 4 of the paper. */
export function storySection(story: Story): string {
  const examples = story.examples.map(
    ({ statement, proof, weight, gradient }, i) =>
      `<h3>Example ${i + 1}, weight ${weight.toFixed(3)}${gradient === undefined ? "" : `, ∂L/∂w ${gradient.toExponential(2)}`}</h3>` +
      `<pre>${escape(`${statement}\n${proof}`)}</pre>`,
  );
  return [
    `<h2>The story of ${escape(story.theorem.id)} (the paper's Figure 4)</h2>`,
    `<pre>${escape(story.theorem.statement)}</pre>`,
    story.examples.length === 0 ? "<p>No conjecture was verified.</p>" : figure("What was studied.", storyChart(story)),
    ...examples,
    story.proof === undefined
      ? "<p>It was not proved.</p>"
      : `<h3>The proof found</h3><pre>${escape(story.proof)}</pre>`,
  ].join("\n");
}
