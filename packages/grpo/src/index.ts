export {
  advantageDefaults,
  advantageScales,
  groupAdvantages,
  informativeGroups,
  varianceDivisors,
} from "./advantages.ts";
export type { AdvantageSettings } from "./advantages.ts";
export { batchDefaults, microBatches } from "./batches.ts";
export type { BatchSettings, Group, MicroBatch } from "./batches.ts";
export { tokenLogprobs } from "./logprobs.ts";
export { lossDefaults, policyLoss } from "./policy-loss.ts";
export type { LossSettings, PolicyBatch, PolicyLoss } from "./policy-loss.ts";
export { conjectureRewards, metaRewards, rewardFloor } from "./rewards.ts";
export type { PairGradient } from "./rewards.ts";
export { aggregations, klEstimators, ratios, surrogates } from "./tables.ts";
export type { Aggregation, BatchSize, ClipBounds } from "./tables.ts";
