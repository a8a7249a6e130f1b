export { openLemma, openVerifier, refuterBeside } from "./open.ts";
export type { OpenLemmaOptions, RemoteChoice, VerifierChoice, VerifierKind } from "./open.ts";
export { profileOf } from "./profiles.ts";
export type { ModelProfile } from "./profiles.ts";
export {
  LemmaProver,
  ProofPool,
  paperSettings,
  prove,
  settingsOverridesSchema,
  tinySettings,
  withOverrides,
} from "@lemma/loop";
export type { KnownProof, LemmaParts, LemmaSettings, ProofSource, ProveOptions, SettingsOverrides } from "@lemma/loop";
export {
  MetaTrainer,
  learnToStudy,
  metaOverridesSchema,
  paperMetaSettings,
  readMetaSteps,
  runMetaTraining,
  studyingOverridesSchema,
  studyingSettings,
  tinyMetaSettings,
  withMetaOverrides,
} from "@lemma/meta";
export type {
  CurvePoint,
  MetaSettings,
  MetaSettingsOverrides,
  MetaStepReport,
  MetaTheorem,
  MetaTrainerOptions,
  MetaTrainRunOptions,
  StudyingOverrides,
  StudyingSettings,
} from "@lemma/meta";
export {
  conjectureRates,
  evaluate,
  evaluationStory,
  methodNames,
  methodOf,
  methods,
  planEvaluation,
  planMetaTraining,
  planProve,
  queueExecutor,
  runEvaluationWorker,
  studyFates,
  theoryProblems,
  trainingFates,
  trainingSteps,
  trainingStory,
} from "@lemma/experiments";
export type {
  ConjectureRateOptions,
  EvaluateOptions,
  Evaluation,
  EvaluationWorkerOptions,
  Executor,
  Method,
  MethodName,
  Plan,
  PlanInput,
  PlannedGraph,
  QueueExecutorOptions,
  StudyRecord,
  TheoryProblems,
} from "@lemma/experiments";
