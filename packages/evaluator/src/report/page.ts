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
.said { white-space: pre-line; }
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

/** The title, what a reader must know, and what was run on what. */
export function heading(
  title: string,
  notes: readonly string[] = [],
  facts: Readonly<Record<string, string>> = {},
): string {
  const list = Object.entries(facts).map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`);
  const paragraphs = notes.map((note) => `<p>${escape(note)}</p>`).join("\n");
  return `<h1>${escape(title)}</h1>\n${paragraphs}\n<dl>${list.join("")}</dl>`;
}

export function table({ caption, columns, rows }: Table): string {
  const head = columns.map((column) => `<th scope="col">${escape(column)}</th>`).join("");
  const body = rows.map(([name = "", ...cells]) => {
    const others = cells.map((cell) => `<td>${escape(cell)}</td>`).join("");
    return `<tr><th scope="row">${escape(name)}</th>${others}</tr>`;
  });
  return `<div class="scroll"><table><caption>${escape(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

export function figure(caption: string, svg: string): string {
  const label = svg.replace("<svg ", `<svg role="img" aria-label="${escape(caption)}" `);
  return `<figure>${label}<figcaption>${escape(caption)}</figcaption></figure>`;
}

/** Figure 4 of the paper. */
export function storySection(story: Story): string {
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
