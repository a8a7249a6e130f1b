import { type ReportContent, paperTable1 } from "./content.ts";
import { percent } from "./format.ts";
import { accuracyTable, comparisonTable, computeTable, statusTable, type Table } from "./tables.ts";

/** `summary.md`: the tables and what a reader needs beside them. */
export function renderMarkdown(content: ReportContent): string {
  const { title, summary, facts = {}, notes = [], training } = content;
  const paper = paperTable1.map(({ label, k, accuracy }) => `${label}, k = ${k}: ${percent(accuracy, 0)}`).join("; ");
  return [
    `# ${title}`,
    ...notes,
    Object.entries(facts)
      .map(([name, value]) => `- ${name}: ${value}`)
      .join("\n"),
    tableText(accuracyTable(summary)),
    `For reference, the paper's Table 1 (another model, 100 theorems of miniF2F-test): ${paper}.`,
    summary.comparisons.length > 0 ? tableText(comparisonTable(summary)) : "",
    tableText(computeTable(summary)),
    tableText(statusTable(summary)),
    training === undefined
      ? ""
      : tableText({
          caption: "Verified pairs per meta-training theorem (Figure 3).",
          columns: ["Theorem", "Verified", "Generated"],
          rows: training.map(({ theorem, verified, generated }) => [theorem, String(verified), String(generated)]),
        }),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function tableText({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [`**${caption}**`, "", line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}
