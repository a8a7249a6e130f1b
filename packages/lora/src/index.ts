export { LoraAdapter } from "./adapter.ts";
export { isTarget, loraScale } from "./config.ts";
export type { LoraConfig } from "./config.ts";
export { AdapterFormatError, AdapterMismatchError, LoraConfigError } from "./errors.ts";
export { initLora } from "./init.ts";
export type { LoraParameters, ModuleShapes } from "./init.ts";
export { loraLinear } from "./linear.ts";
export type { LinearAdapter } from "./linear.ts";
export { mergeLora, unmergeLora } from "./merge.ts";
export type { ScaledAdapter } from "./merge.ts";
export { onnxAdapterBytes } from "./onnx-adapter.ts";
export type { OnnxAdapterParameter } from "./onnx-adapter.ts";
export { adamw } from "./optimizers/adamw.ts";
export type { AdamWSettings } from "./optimizers/adamw.ts";
export { clipByGlobalNorm, globalNorm } from "./optimizers/norm.ts";
export type { Optimizer, OptimizerState } from "./optimizers/optimizer.ts";
export { constantSchedule, cosineSchedule, linearSchedule } from "./optimizers/schedules.ts";
export type { DecaySettings, Schedule } from "./optimizers/schedules.ts";
export { sgd } from "./optimizers/sgd.ts";
export type { SgdSettings } from "./optimizers/sgd.ts";
export {
  SafetensorsError,
  readSafetensorsHeader,
  readSafetensorsMetadata,
  readTensor,
  writeSafetensors,
} from "./safetensors.ts";
export type { SafetensorsDType, SafetensorsEntry, SafetensorsTensor } from "./safetensors.ts";
export { completionBatch, lengthBuckets, tokenBatchSpec } from "./training/batch.ts";
export type { BatchSettings, TokenBatch, TokenExample } from "./training/batch.ts";
export { chunkedTokenLoss, chunkedTokenLosses } from "./training/chunked-loss.ts";
export { tokenLosses, weightedTokenLoss } from "./training/loss.ts";
export type { SummedLoss } from "./training/loss.ts";
export type { Symbolic } from "./training/step.ts";
export { NonFiniteLossError, Trainer } from "./training/trainer.ts";
export type { StepReport, TrainOptions, TrainerSettings } from "./training/trainer.ts";
