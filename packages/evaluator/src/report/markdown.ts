import { type ReportContent, type TrainingContent, paperTable1 } from "./content.ts";
import { conclusions } from "./conclusion.ts";
import { percent } from "./format.ts";
import {
  accuracyTable,
  budgetTable,
  comparisonTable,
  computeTable,
  equalFlopsTable,
  fatesTable,
  ratesTable,
  signalTable,
  statusTable,
  type Table,
  trainingTable,
} from "./tables.ts";

/** `summary.md`: the tables and what a reader needs beside them. */
export function renderMarkdown(content: ReportContent): string {
  const { title, summary, facts, about, notes = [], training = [], fates = [], parts = [] } = content;
  const signal = signalTable(summary);
  const budget = budgetTable(summary);
  const equal = equalFlopsTable(summary);
  const paper = paperTable1.map(({ label, k, accuracy }) => `${label}, k = ${k}: ${percent(accuracy, 0)}`).join("; ");
  return pageText([
    `# ${title}`,
    ...conclusions(summary),
    ...notes,
    factsText({ ...facts, ...about }),
    tableText(accuracyTable(summary)),
    `For reference, the paper's Table 1 (another model, 100 theorems of miniF2F-test): ${paper}.`,
    summary.comparisons.length > 0 ? tableText(comparisonTable(summary)) : "",
    signal === undefined ? "" : tableText(signal),
    budget === undefined ? "" : tableText(budget),
    equal === undefined ? "" : tableText(equal),
    tableText(computeTable(summary)),
    tableText(statusTable(summary)),
    fates.length === 0 ? "" : tableText(fatesTable(fates)),
    ...parts.flatMap((part) => [
      `## ${part.title} alone`,
      tableText(accuracyTable(part.summary)),
      tableText(comparisonTable(part.summary)),
    ]),
    training.length === 0 ? "" : tableText(trainingTable(training)),
  ]);
}

/** `training.md`. */
export function renderTrainingMarkdown({
  title,
  steps,
  rates,
  fates = [],
  facts,
  about,
  notes = [],
}: TrainingContent): string {
  return pageText([
    `# ${title}`,
    ...notes,
    factsText({ ...facts, ...about }),
    rates === undefined ? "" : tableText(ratesTable(rates)),
    fates.length === 0 ? "" : tableText(fatesTable(fates)),
    tableText(trainingTable(steps)),
  ]);
}

const factsText = (facts: Readonly<Record<string, string>>): string =>
  Object.entries(facts)
    .map(([name, value]) => `- ${name}: ${value}`)
    .join("\n");

const pageText = (parts: readonly string[]): string => `${parts.filter((part) => part !== "").join("\n\n")}\n`;

function tableText({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [`**${caption}**`, "", line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}
