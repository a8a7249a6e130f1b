export { MetaGradientProgram } from "./gradient.ts";
export type { MetaGradientProgramSettings, MetaGradientResult } from "./gradient.ts";
export { readMetaSteps, runMetaTraining } from "./run.ts";
export type { MetaTrainRunOptions } from "./run.ts";
export { paperMetaSettings, tinyMetaSettings, withMetaOverrides } from "./settings.ts";
export type { MetaSettings, MetaSettingsOverrides } from "./settings.ts";
export { MetaTrainer } from "./trainer.ts";
export type { MetaStepReport, MetaTheorem, MetaTrainerOptions } from "./trainer.ts";
