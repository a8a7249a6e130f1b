export { createChatTemplate, loadChatTemplate } from "./chat/chat-template.ts";
export type { ChatMessage, ChatOptions, ChatTemplate } from "./chat/chat-template.ts";
export { llamaConfigJson, parseLlamaConfig } from "./config.ts";
export type { LlamaConfig, RopeConfig } from "./config.ts";
export {
  MissingTensorError,
  NotFiniteError,
  PromptTooLongError,
  TensorShapeError,
  TensorTypeError,
  UnusedTensorError,
  VocabularyMismatchError,
} from "./errors.ts";
export { drawConjectures } from "./draw-conjectures.ts";
export { chooseFormat, formatDisagreement, formatFor } from "./formats/choose-format.ts";
export type { FormatChoice } from "./formats/choose-format.ts";
export { promptFormat, promptFormatNames } from "./formats/prompt-format.ts";
export { exampleTokens } from "./formats/tokens.ts";
export type { PromptFormatName } from "./formats/prompt-format.ts";
export { promptTokens } from "./formats/tokens.ts";
export type { ReasoningChoice } from "./formats/tokens.ts";
export type { ChatFormatOptions } from "./formats/turns.ts";
export { tinyMarks } from "./formats/templates.ts";
export { ropeFrequencies } from "./rope.ts";
export { createTokenizer, loadTokenizer } from "./tokenizer.ts";
export type { Tokenizer } from "./tokenizer.ts";
export { initLlama } from "./model/init.ts";
export { llamaBlock, llamaHead, llamaHidden, llamaLogits, ropeOf } from "./model/llama.ts";
export type {
  AppliedAdapter,
  BlockContext,
  CheckpointPolicy,
  LlamaOptions,
  LlamaParameters,
  Rope,
} from "./model/llama.ts";
export { rmsNorm } from "./model/operations.ts";
export { llamaLoss, tokenLosses } from "./model/losses.ts";
export type { LossBatch, LossOptions } from "./model/losses.ts";
export { llamaModules, llamaShapes, parameterCount } from "./model/shapes.ts";
export { loadModel } from "./model/load.ts";
export type { LlamaModel } from "./model/load.ts";
export type { FloatPlace, QuantizedPlace, TensorPlace } from "./model/places.ts";
export type { SamplingDefaults } from "./model/generation-config.ts";
export { mergeAdapters } from "./model/merge.ts";
export { quantizeModel } from "./model/quantize.ts";
export type { QuantizeReport, QuantizeSettings } from "./model/quantize.ts";
export { saveModel } from "./model/save.ts";
export type { ModelFiles } from "./model/save.ts";
export { adaptationCost, perLayer, samplingCost, scoringCost } from "./plan.ts";
export type { PlannedModel, SamplingShape } from "./plan.ts";
export { isQuantized, readParameters } from "./weights.ts";
export { LocalProver } from "./local-prover.ts";
export type { ArrivingCompletion, LocalProverOptions } from "./local-prover.ts";
export type { RepetitionGuard } from "./decode/text.ts";
export { executionPolicy } from "./execution-policy.ts";
export type { ExecutionOptions, ExecutionPolicy, WeightPlacement } from "./execution-policy.ts";
export type { AdapterTrainer, AdapterTrainerSettings } from "./adapter-trainer.ts";
export { fineTune, fineTuneDefaults, longExamplePolicies, scheduleNames } from "./fine-tune.ts";
export type { FineTuneLog, FineTuneRun, FineTuneSettings, FineTuned } from "./fine-tune.ts";
