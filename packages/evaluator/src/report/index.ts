export { aboutMachine } from "./about.ts";
export { paperTable1 } from "./content.ts";
export type { ReportContent, Story, TrainingContent, TrainingStep } from "./content.ts";
export { renderHtml } from "./html.ts";
export { renderMarkdown, renderTrainingMarkdown } from "./markdown.ts";
export { renderTrainingHtml } from "./training-html.ts";
export { writeReport, writeTrainingReport } from "./write.ts";
export type { ReportFiles } from "./write.ts";
