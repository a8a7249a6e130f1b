import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "@lemma/files";
import type { ReportContent, TrainingContent } from "./content.ts";
import { renderHtml } from "./html.ts";
import { renderMarkdown, renderTrainingMarkdown } from "./markdown.ts";
import { renderTrainingHtml } from "./training-html.ts";

/** The files of a report, by what they hold. */
export interface ReportFiles {
  readonly summaryJson: string;
  readonly summaryMarkdown: string;
  readonly html: string;
}

/**
 * Writes `summary.json`, `summary.md` and a self-contained `report.html`. Each file appears whole or not at all. The records themselves are their
 * log's.
 *
 * @throws {InfrastructureError} when one cannot be written, such as on a full disk.
 */
export async function writeReport(directory: string, content: ReportContent): Promise<ReportFiles> {
  await mkdir(directory, { recursive: true });
  const files = reportFiles(directory);
  const { title, summary, facts, notes, training, fates, story, parts } = content;
  const whole = { title, facts, notes, ...summary, parts, training, fates, story };
  await writeWhole(files.summaryJson, [`${JSON.stringify(whole, null, 2)}\n`]);
  await writeWhole(files.summaryMarkdown, [renderMarkdown(content)]);
  await writeWhole(files.html, [renderHtml(content)]);
  return files;
}

/** Writes a report on meta-training: `training.json`, `training.md` and `training.html`. @returns the page's path. */
export async function writeTrainingReport(directory: string, content: TrainingContent): Promise<string> {
  await mkdir(directory, { recursive: true });
  const html = join(directory, "training.html");
  const { about: _about, ...whole } = content;
  await writeWhole(join(directory, "training.json"), [`${JSON.stringify(whole, null, 2)}\n`]);
  await writeWhole(join(directory, "training.md"), [renderTrainingMarkdown(content)]);
  await writeWhole(html, [renderTrainingHtml(content)]);
  return html;
}

function reportFiles(directory: string): ReportFiles {
  return {
    summaryJson: join(directory, "summary.json"),
    summaryMarkdown: join(directory, "summary.md"),
    html: join(directory, "report.html"),
  };
}
