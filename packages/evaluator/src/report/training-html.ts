import { ratesChart, trainingChart } from "./charts.ts";
import type { TrainingContent } from "./content.ts";
import { figure3 } from "./html.ts";
import { figure, heading, page, storySection, table } from "./page.ts";
import { fatesTable, ratesTable, trainingTable } from "./tables.ts";

/** `training.html`: Figure 3, what each theorem taught, and whether conjectures got better. */
export function renderTrainingHtml({ title, steps, rates, fates = [], story, ...rest }: TrainingContent): string {
  const { facts, about, notes } = rest;
  return page(title, [
    heading(title, { notes, facts, about }),
    ...(rates === undefined
      ? []
      : [
          "<h2>Conjectures before and after</h2>",
          table(ratesTable(rates)),
          figure("Rate of verified conjectures, with its interval and each seed as a dot.", ratesChart(rates)),
        ]),
    fates.length === 0 ? "" : `<h2>What became of the conjectures</h2>${table(fatesTable(fates))}`,
    steps.length === 0
      ? ""
      : `<h2>Progress over training (the paper's Figure 3)</h2>${figure(figure3, trainingChart(steps))}`,
    steps.length === 0 ? "" : table(trainingTable(steps)),
    story === undefined ? "" : storySection(story),
  ]);
}
