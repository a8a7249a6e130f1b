export {
  AbortedError,
  DisposedError,
  InfrastructureError,
  InputError,
  LemmaError,
  TensorFileError,
  throwIfAborted,
} from "./errors.ts";
export type { InputLocation } from "./errors.ts";
export type { ConjectureFate } from "./fate.ts";
export type { LemmaEvent, LemmaEventType, ProveStatus, Usage } from "./events.ts";
export type {
  AdaptSettings,
  AdaptationTrace,
  Adapter,
  Adapting,
  Completion,
  ComputeUsage,
  Conjecturer,
  ConjectureOptions,
  GenerateOptions,
  PromptFormat,
  Prover,
  Sampler,
  SamplingSettings,
  Scoring,
  Proposal,
} from "./prover.ts";
export { Random } from "./random.ts";
export type { Refutation, Refuter } from "./refuter.ts";
export { assemble } from "./theorem.ts";
export type { Example, Proof, Theorem, WeightedExample } from "./theorem.ts";
export { isConclusive, readBySorry, reasonOf, verdictStatuses } from "./verifier.ts";
export type {
  Evidence,
  Message,
  Position,
  Reading,
  SorryGoal,
  Verdict,
  VerdictStatus,
  Verifier,
  VerifierCapabilities,
  VerifyLimits,
  VerifyOptions,
  VerifyRequest,
} from "./verifier.ts";
export type { Weigher } from "./weigher.ts";
